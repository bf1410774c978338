// In Japanese what lib/exercises/solutions/ says about wrong answers, chapter by chapter.

export const mistakes: Record<string, string> = {
  // 1
  "the cell was run three times": "セルを 3 回実行した値です",
  "counted was 40 before, and cells share it":
    "counted は前のセルで 40 でした。変数はセルの間で共有されます",
  "below zero, % keeps the sign of the left side": "負の数では、% の結果は左辺の符号になります",
  "below zero, it is the way from the next multiple of 5 below that counts":
    "負の数では、すぐ下にある 5 の倍数からの隔たりで考えます",
  "it was doubled once; go on while n + 1 is not n":
    "2 倍したのは一度だけです。n + 1 が n と違う間は続けます",
  "that is where int32 ends; these are floats of 64 bits":
    "それは int32 の限界です。ここでは 64 ビットの浮動小数点数です",
  "one step more: 2 ** 52 + 1 can still be told from it":
    "もう一段先です。2 ** 52 + 1 はまだ区別できます",
  "nothing has moved": "何も動いていません",
  "each vote begins at 1 again": "どの票も 1 から数え直しています",
  "(0, 28) and (−1, 27) lie outside of the picture": "(0, 28) と (−1, 27) は画像の外です",
  "look at what happens to sum, and at where the loop ends":
    "sum がどうなるか、ループがどこで終わるかを見てください",
  "each round forgets the sum before it": "毎回、それまでの和を忘れています",
  "the last of them, f(n), is left out": "最後の f(n) が抜けています",
  "slope and height have changed places": "傾きと切片が入れ替わっています",
  "the mean is 0, but the standard deviation is not 1 yet":
    "平均は 0 ですが、標準偏差がまだ 1 ではありません",
  "divided by the standard deviation, but the mean is still there":
    "標準偏差では割れていますが、平均が引かれていません",
  "a number in float32 takes more than one byte": "float32 の数は 1 バイトではありません",
  "8 bytes are float64's": "8 バイトは float64 です",
  "aligned at their left ends, not at their right": "左端でそろえています。右端でそろえます",
  "that is its place in the list, not the x there":
    "それは並びの中の位置で、そこでの x ではありません",
  "that is how high it is, not where": "それは高さで、場所ではありません",
  "that is where sin x itself is highest": "それは sin x 自身が最も高い場所です",
  "that is half a turn": "それは半回転です",
  "a quarter of a turn, but how long is a turn?":
    "4 分の 1 回転ですが、1 回転の長さはいくつでしょうか",
  // 2
  "for (1, 1) the sum 3 − 2 is 1, above 0.5": "(1, 1) のときの和は 3 − 2 = 1 で、0.5 を超えます",
  "with a threshold of 2.5 a signal of weight 3 alone is enough":
    "しきい値が 2.5 だと、重み 3 の信号だけで足りてしまいます",
  "those are the ends for 0.5 and 0.5; the weights are 2 and 3":
    "それは重み 0.5 と 0.5 のときの両端です。重みは 2 と 3 です",
  "that is OR: the negative weight is missing": "それは OR です。負の重みがありません",
  "that is x2 but not x1": "それは「x2 で、x1 でない」です",
  "it fires for (0, 0), so the bias is too large": "(0, 0) で 1 になるので、バイアスが大きすぎます",
  "one vote is enough for it": "1 票で足りてしまいます",
  "it needs all three votes": "3 票すべてが必要になっています",
  "from 0 votes to 3, the answer of B changes twice":
    "0 票から 3 票までの間に、B の答えは 2 度変わります",
  "D is the opposite of XOR": "D は XOR の反対です",
  "for A, is there a line between (0, 1) and the other three?":
    "A では、(0, 1) とほかの 3 点を分ける直線はあるでしょうか",
  "C you have met: it is the majority": "C にはもう出会っています。多数決です",
  "that is OR: both together have to weigh against it":
    "それは OR です。両方がそろったら、打ち消す重みが必要です",
  "that is AND": "それは AND です",
  "it says 1 to 1 and 1, too": "1 と 1 にも 1 を返しています",
  "it says 1 to 0 and 0, too": "0 と 0 にも 1 を返しています",
  "there is a full adder for each place, and it has more than one NAND":
    "桁ごとに全加算器があり、その中の NAND は 1 つではありません",
  "that is one place of 64": "それは 64 桁のうちの 1 桁です",
  "that is the adder above, with 4 places": "それは上の 4 桁の加算器です",
  "the carry needs a NAND, too: count again": "桁上がりにも NAND が必要です。数え直してください",
  // 3
  "the sum is right; the step knows 0 and 1 only":
    "和は合っています。ステップ関数が返すのは 0 と 1 だけです",
  "where is the bias?": "バイアスはどこでしょうか",
  "the input is to be doubled, too": "入力も 2 倍します",
  "it lies between 0 and 1, and tanh between −1 and 1":
    "0 と 1 の間になっています。tanh は −1 と 1 の間です",
  "there it is 0.989, which is not above 0.99 yet": "そこでは 0.989 で、まだ 0.99 を超えていません",
  "look whether it is above 0.99, and go on": "0.99 を超えたか確かめて、先へ進みます",
  "the bias of layer 2 is missing": "第 2 層のバイアスが抜けています",
  "the bias of layer 1 is missing, and it goes through W2":
    "第 1 層のバイアスが抜けています。W2 を通ります",
  "that is ReLU: below 0 a hundredth should pass":
    "それは ReLU です。0 より下では 100 分の 1 を通します",
  "above 0 all of it should pass": "0 より上では、そのまま通します",
  "each number of a product is a sum of several products: how many?":
    "積の数はそれぞれ、いくつかの積の和です。いくつでしょうか",
  "transposed: its rows must be as many as the columns of X":
    "転置されています。行の数は X の列の数と同じです",
  "that is the shape of the result": "それは結果の形状です",
  "those are the weights; the biases are missing": "それは重みの数です。バイアスが抜けています",
  "those are shares of the scores, not of their powers of e":
    "それはスコアそのものの割合です。e の累乗の割合ではありません",
  "a digit of the last batch counts three times as much as the others":
    "最後のバッチの 1 枚が、ほかの 3 倍に数えられています",
  // 4
  "that many are right: of how many?": "正解の数です。何枚のうちでしょうか",
  "that is the share of wrong ones": "それは不正解の割合です",
  "the right digit only was counted; the nine others are wrong, too":
    "正解の数字だけを数えています。ほかの 9 つにも誤差があります",
  "the factor ½ is missing": "係数 ½ が抜けています",
  "that is the logarithm to the base 10; log stands for the natural one":
    "それは底が 10 の対数です。log は自然対数です",
  "that is the probability; what is its −log?": "それは確率です。その −log はいくつでしょうか",
  "that is a single batch; 600 make an epoch":
    "それは 1 バッチの場合です。600 バッチで 1 エポックです",
  "as many are drawn as there are, but some of them twice":
    "枚数と同じだけ取り出しますが、2 度取り出されるものもあります",
  "nothing is smoothed yet": "まだ何もならされていません",
  "all ten of them share the 0.1": "0.1 は 10 個すべてで分け合います",
  "0.1 is taken away, and given to nobody": "0.1 を取り去っただけで、どこにも渡していません",
  "the two places lie 2h apart": "2 点の間隔は 2h です",
  "that is the first derivative": "それは 1 階微分です",
  "divide by h once more": "もう一度 h で割ります",
  "with x1 held at 4, the product x0 · x1 is 4 · x0: it moves with x0":
    "x1 を 4 に固定すると、積 x0 · x1 は 4 · x0 で、x0 とともに動きます",
  "the two have changed places": "2 つが入れ替わっています",
  "it flew over the bottom, as far up the other side":
    "底を飛び越えて、反対側の同じ高さまで行っています",
  "that is a fiftieth of the way": "それは道のりの 50 分の 1 です",
  "W has not moved yet": "W がまだ動いていません",
  "that is uphill: the step goes against the gradient": "登っています。勾配とは逆に進みます",
  "that is a step of 0.1; the learning rate is 1 here":
    "それは 0.1 の一歩です。ここでの学習率は 1 です",
  "each number is nudged up and down": "どの数も、上と下に 1 回ずつ動かします",
  "the biases learn, too": "バイアスも学習します",
  "the mean of many answers wobbles less than one answer":
    "多数の答えの平均は、1 つの答えほど揺れません",
  "that is the variance; take its root": "それは分散です。平方根を取ります",
  // 5
  "the node of the apples gets what it got before": "りんごの乗算には、前と同じものが届きます",
  "the oranges pass through the sum as well": "みかんも加算を通ります",
  "what comes out of it flows on": "そこから出たものが、先へ流れます",
  "what lies between the orange and the total?": "みかんと合計の間には何があるでしょうか",
  "all but the tip pass the × of 1.1, too": "チップ以外は 1.1 の乗算も通ります",
  "the × of 100 and 3 swaps: each gets the other’s number":
    "100 と 3 の乗算では、互いに相手の数を受け取ります",
  "a larger divisor makes the result smaller": "割る数が大きいほど、結果は小さくなります",
  "that is how a × swaps; what is the slope of 1/y?":
    "それは乗算の逆伝播です。1/y の傾きはいくつでしょうか",
  "x goes two ways, and both bring something back": "x は 2 つの道を通り、どちらからも戻ってきます",
  "ways add up, they do not multiply": "道どうしは足し合わせます。掛けません",
  "then W2 would be wrong, and W1 and b1 right":
    "それなら W2 だけが誤りで、W1 と b1 は正しくなります",
  "then W2 and b2 would be wrong, too": "それなら W2 と b2 も誤りになります",
  "no parameter lies before Affine 1, so nothing would turn wrong":
    "Affine 1 より前にパラメータはないので、何も誤りになりません",
  "a gradient takes more than one pass": "勾配を求めるには、1 回通るだけでは足りません",
  "backward costs something, too: as much as two passes forward":
    "逆伝播にも手間がかかります。順伝播 2 回分です",
  // 6
  "that is what is taken away; what is left of 1?":
    "それは取り去る分です。1 のうち、残るのはいくつでしょうか",
  "at 0.95, y changes its side": "0.95 では、y は反対側に移ります",
  "that is SGD, without the velocity that remains": "それは SGD です。残る速度がありません",
  "h grows with every step, and divides": "h は一歩ごとに増え、それで割られます",
  "h is n times as large, and the step is divided by its root":
    "h は n 倍になり、更新量はその平方根で割られます",
  "v is too small at first as well, and the step is divided by its root":
    "はじめは v も小さすぎ、更新量はその平方根で割られます",
  "the step is divided by the root of v": "更新量は v の平方根で割られます",
  "Adam keeps m and v": "Adam は m と v を持ちます",
  "that is Xavier’s, which keeps the spread of 2 as it is":
    "それは Xavier の初期値で、2 の広がりをそのまま保ちます",
  "that is much too small: where has the 400 gone?": "小さすぎます。400 はどこへ行ったのでしょうか",
  "that is the mean square; take its root": "それは 2 乗の平均です。平方根を取ります",
  "ReLU lets only half of the mean square through": "ReLU は 2 乗の平均の半分しか通しません",
  "a sum of n grows with the root of n": "n 個の和は、n の平方根に比例して広がります",
  "normalizing divides by a σ that is ten times as large, too":
    "正規化では、σ も 10 倍になって割られます",
  "ten times as large a weight hardly feels the same step":
    "10 倍の重みは、同じ一歩をほとんど感じません",
  "the same loss over a way ten times as long is less steep":
    "10 倍の道のりで同じだけ損失が変わるなら、傾きは緩やかです",
  "these are the true labels still": "まだ正しいラベルのままです",
  "nothing shrinks yet: where is λ?": "まだ何も縮んでいません。λ はどこでしょうか",
  "it grows; the sign of λ W is wrong": "大きくなっています。λ W の符号が逆です",
  "a quarter speaks, as loud as before": "4 分の 1 だけが、前と同じ大きさで話しています",
  "divide by the share that remains, not by the ratio": "消す割合ではなく、残る割合で割ります",
  "that is the mean of all; how does the best of each twenty look?":
    "それは全体の平均です。20 個ごとの最良はどう見えるでしょうか",
  "that is the best of all 20,000": "それは 20,000 個すべての中の最良です",
  "that is the middle of the numbers, not of their exponents":
    "それは数の真ん中で、指数の真ん中ではありません",
  "those are the exponents: 10 to the power of them": "それは指数です。10 のその乗を求めます",
  // 7
  "ReLU and pooling have no weights": "ReLU とプーリングに重みはありません",
  "count the Affine layers, too": "Affine レイヤも数えます",
  "that is what a window takes in all; the border lies on both sides":
    "それは窓が取り去る合計です。余白は両側にあります",
  "a window of 1 takes nothing away": "大きさ 1 の窓は何も取り去りません",
  "that is one of the 16 maps": "それは 16 枚の特徴マップのうちの 1 枚です",
  "the window of 3 does not fit 8 times without a border":
    "余白がないと、大きさ 3 の窓は 8 回置けません",
  "the last layer has 16 filters": "最後の層のフィルターは 16 個です",
  "that is the picture as it is": "それは画像そのままです",
  "doubled, but no mean is taken away": "2 倍になっていますが、平均が引かれていません",
  "the middle belongs to the nine, too": "中央も 9 つのうちの 1 つです",
  "the filters come first, then the channels that they see":
    "先にフィルターの数、次にチャンネルの数が来ます",
  "a filter has a table for each channel": "フィルターは、チャンネルごとに 1 枚の表を持ちます",
  "without a border a window of 5 takes 4 pixels": "余白がないと、大きさ 5 の窓で 4 画素減ります",
  "the results of the three channels are added up": "3 チャンネルの結果は足し合わされます",
  "the axis of the pictures is missing": "画像の枚数の軸がありません",
  "each filter gives a map of its own": "フィルターごとに 1 枚の特徴マップができます",
  "those are the numbers; each has 4 bytes": "それは数の個数です。1 つ 4 バイトです",
  "that is one digit": "それは数字 1 枚分です",
  "that is max pooling": "それは Max プーリングです",
  "to the right and down, both have to stay unnoticed":
    "右と下、どちらへのずれも結果に現れないことが条件です",
  "that is one digit of 100": "それは 100 枚のうちの 1 枚です",
  "without a border there are 24 × 24 places": "余白がないと、場所は 24 × 24 です",
  "each place is a row": "場所ごとに 1 行です",
  "the biases are missing": "バイアスが抜けています",
  "a filter sees all 64 channels": "フィルターは 64 チャンネルすべてを見ます",
  "that is without a pad": "それはパディングなしの場合です",
  "pooling halves both sides of a map": "プーリングで、特徴マップの縦も横も半分になります",
  "with a pad of 2 a map keeps its 28 × 28": "パディングが 2 なら、特徴マップは 28 × 28 のままです",
  "the length of the second still counts": "2 つ目の長さがまだ影響しています",
  "that is the place among all 16 numbers": "それは 16 個の数全体の中での位置です",
  "that map has the largest sum; look for the largest single answer":
    "それは合計が最大の特徴マップです。1 つの値の最大を探します",
  "that is with a stride of 4": "それはストライドが 4 の場合です",
  // 8
  "that is with half of the scores dropped": "それはスコアの半分を消した場合です",
  "two of three are enough to be wrong together": "3 つのうち 2 つが誤れば、全体も誤ります",
  "all three may be wrong, too": "3 つとも誤ることもあります",
  "each filter sees all C channels, and there are C filters":
    "どのフィルターも C チャンネルすべてを見て、フィルターは C 個あります",
  "a filter has 3 × 3 weights for each channel":
    "フィルターの重みは、チャンネルごとに 3 × 3 個です",
  "behind a stride, neighbours lie further apart": "ストライドの後では、隣どうしの間隔が広がります",
  "that is a hit of the best answer only": "それは 1 位の答えだけの正解です",
  "not every answer is a hit": "すべてが正解ではありません",
  "the third place is no longer among the best two": "3 位は上位 2 つに入りません",
  "the 1,000 biases are missing": "1,000 個のバイアスが抜けています",
  "the mean leaves one number of each map of 7 × 7":
    "平均を取ると、7 × 7 の特徴マップから数が 1 つ残ります",
  "that is the affine layer; the convolutions stay":
    "それは Affine レイヤです。畳み込み層は残ります",
  "there it costs a little more than at once": "それでは、一度に行うより少し多くなります",
  "16 saves nine tenths: more would still save something":
    "16 なら 9 割減ります。もっと多くても、まだ減ります",
  "each block doubles the ways that arrive": "ブロックごとに、届く道の数が 2 倍になります",
  "a convolution uses each weight at every place": "畳み込みは、どの重みもすべての場所で使います",
  "a map has 55 × 55 places, not 55": "特徴マップの場所は 55 ではなく 55 × 55 です",
  "what is not on the card takes as long as before":
    "GPU に載らない部分は、前と同じ時間がかかります",
  "only a part becomes faster": "速くなるのは一部だけです",
  "60 images count as much as 10 there": "60 枚が 10 枚と同じ重さで数えられています",
  "nothing is rounded yet": "まだ何も丸められていません",
  "that rounds to whole numbers; divide by the step first":
    "整数に丸めています。先に刻み幅で割ります",
  "those are the integers; multiply by the step again": "それは整数です。もう一度刻み幅を掛けます",
  "what both cover is counted twice in the union": "両方が重なる部分を、和集合で 2 度数えています",
  "those are the areas that both cover: divide by the union":
    "それは重なる面積です。和集合で割ります",
  "the scores are no shares yet": "スコアがまだ割合になっていません",
  "the root of d is missing": "d の平方根が抜けています",
  "it does not read 95 of 100 yet; let convolutions do more of the work":
    "まだ 100 枚中 95 枚を読めません。畳み込みにもっと仕事をさせましょう",
  "it has 10,000 parameters or more; is an affine layer too wide?":
    "パラメータが 10,000 個以上あります。Affine レイヤが広すぎませんか",
  "fewer parameters, and more convolutions": "パラメータを減らし、畳み込みを増やします",
  // appendices
  "that is the share of the right class; what is its −log?":
    "それは正解クラスの割合です。その −log はいくつでしょうか",
  "only differences of scores count": "スコアの差だけが効きます",
  "the × multiplies by any t_k": "乗算は、どんな t_k でも掛けられます",
  "with a t_k of 0 the exp gets a 0 from one side, and that is fine":
    "t_k が 0 なら exp には片側から 0 が届きますが、それで問題ありません",
  "try a t whose sum is 2": "和が 2 の t で試してみてください",
  "what comes back is handed on as it is": "戻ってきたものを、そのまま渡しています",
  "the first derivative is right; in the way back, 2x is a number and not made of x":
    "1 階微分は合っています。逆向きの計算で、2x が x から作られず、ただの数になっています",
  "x goes into the product twice": "x は積に 2 度入ります",
  "that is the product": "それは積です",
  "that is y / x": "それは y / x です",
  "x goes a tenth of its slope: divide by the bend, do not multiply":
    "x は傾きの 10 分の 1 だけ動いています。曲がり具合は掛けずに、割ります",
  "that is with zero_grad; without it, each step is longer than the one before":
    "それは zero_grad がある場合です。なければ、一歩は前より長くなっていきます",
  "a gradient is added each time, nothing doubles": "毎回勾配が足されるだけで、2 倍にはなりません",
  "nn.Linear keeps a row for each output": "nn.Linear は出力ごとに 1 行を持ちます",
  "a gradient has the shape of its tensor": "勾配の形状は、そのテンソルと同じです",
  "that would be it after zero_grad": "それは zero_grad の後の値です",
  "they are added, not averaged": "足し合わせます。平均しません",
  "that is still divided by N − 1": "まだ N − 1 で割った値です",
  "the wrong way round: that is from the book to PyTorch":
    "逆です。それは本から PyTorch への変換です",
};

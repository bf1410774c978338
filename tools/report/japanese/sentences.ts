// In Japanese what the library says about a reader's numbers, and what a page says of its cells: those sentences are made
// in English, in notebooks and workers, and a page shows them in its language.

import { mistakes } from "./mistakes.ts";

type Pattern = [english: RegExp, japanese: string | ((...groups: string[]) => string)];

/** The first that fits the whole text; its groups go into the places $1, $2. */
function translated(patterns: Pattern[], english: string): string | undefined {
  for (const [pattern, japanese] of patterns) {
    const found = english.match(pattern);
    if (!found) continue;
    const groups = found.slice(1).map((group = "") => group);
    return typeof japanese === "string"
      ? japanese.replace(/\$(\d)/g, (_, i) => groups[i - 1]!)
      : japanese(...groups);
  }
}

/** What lib/exercises/likely_mistake.ts recognises. */
const recognised: Pattern[] = [
  [
    /^it has NaN: .*/,
    "NaN があります。0 を 0 で割った、負の数の log、または和の中に undefined があるのでは",
  ],
  [/^it is infinite: .*/, "無限大です。0 で割った、または大きな数の exp では"],
  [/^nothing is computed yet$/, "まだ何も計算していません"],
  [/^nothing comes back: .*/, "何も返っていません。return が抜けていませんか"],
  [/^nothing is written yet$/, "まだ何も書かれていません"],
  [/^it is a Promise: .*/, "Promise です。前に await を書きます"],
  [/^it is a function: .*/, "関数です。呼び出します"],
  [/^the sign is the wrong way round, and (.*)/, (rest) => `符号が逆で、しかも${mistake(rest)}`],
  [/^the sign is the wrong way round$/, "符号が逆です"],
  [/^0 and 1 are the wrong way round$/, "0 と 1 が逆です"],
  [/^it is upside down, .*/, "逆数になっています。1 を答えで割った値です"],
  [/^it is 1 too large: .*/, "1 大きいです。1 つずれていませんか"],
  [/^it is 1 too small: .*/, "1 小さいです。1 つずれていませんか"],
  [/^it is 1 minus the answer$/, "1 から答えを引いた値です"],
  [/^it is the square root of the answer$/, "答えの平方根です"],
  [/^it is the square of the answer$/, "答えの 2 乗です"],
  [/^it is the log of the answer: .*/, "答えの log です。exp が抜けていませんか"],
  [/^it is the exp of the answer: .*/, "答えの exp です。log が抜けていませんか"],
  [/^it is in degrees, .*/, "度になっています。ラジアンにします"],
  [/^it is in radians, .*/, "ラジアンになっています。度にします"],
  [/^it is (\d+) times too large: .*/, "$1 倍大きいです。1/$1 が抜けていませんか"],
  [
    /^it is (\d+) times too small: .*/,
    "$1 分の 1 の大きさです。係数が抜けたか、1/$1 が余分ではありませんか",
  ],
  [/^it is (\S+) times what it should be: .*/, "正しい値の $1 倍です。係数が違いませんか"],
  [/^it is (\S+) too large everywhere$/, "どこも $1 大きいです"],
  [/^it is (\S+) too small everywhere$/, "どこも $1 小さいです"],
  [/^it is transposed$/, "転置されています"],
  [/^axis (\d+) is in reversed order$/, "軸 $1 の順序が逆です"],
  [/^it is shifted by one place$/, "1 つずれています"],
  [/^the numbers are right, but in another order$/, "数は合っていますが、順序が違います"],
  [
    /^it is close, but up to (\S+) off: .*/,
    "近いですが、最大 $1 ずれています。丸めるのが早すぎませんか",
  ],
  [
    /^(\d+) of (\d+) are right, the first that is not is at (.*)$/,
    "$2 個のうち $1 個が合っています。最初の違いは $3 です",
  ],
  [/^it is too large$/, "大きすぎます"],
  [/^it is too small$/, "小さすぎます"],
  [/^it is farthest off at (.*): (\S+) too large$/, "最も違うのは $1 で、$2 大きいです"],
  [/^it is farthest off at (.*): (\S+) too small$/, "最も違うのは $1 で、$2 小さいです"],
  [/^more noise$/, "ノイズを増やします"],
  [/^less noise$/, "ノイズを減らします"],
  [/^only capitals, spaces or signs differ$/, "違うのは大文字と小文字、空白、記号だけです"],
  [/^(\d+) words are needed, .*/, "空白で区切った $1 語が必要です"],
  [/^(\d+) of (\d+) words are right$/, "$2 語のうち $1 語が合っています"],
  [/^it is (\S+), (\S+) is needed$/, "$1 です。$2 が必要です"],
  [/^it is (.*), text is needed$/, "文字列が必要です（今は $1）"],
  [
    /^(it is a single number|its shape is (\(.*?\))), (?:shape )?(a single number|\(.*?\)) is needed(?:: (.*))?$/,
    (_, own, needed, more) =>
      `${own ? `形状が ${own} です。` : "数値 1 つです。"}` +
      `${needed === "a single number" ? "数値 1 つ" : `形状 ${needed}`}が必要です` +
      (more ? `。${ofShape(more)}` : ""),
  ],
];

const ofShape = (english: string) => translated(aboutShapes, english) ?? english;
const aboutShapes: Pattern[] = [
  [/^transposed\?$/, "転置されていませんか"],
  [/^the numbers are right, reshape it$/, "数は合っているので、reshape します"],
  [/^it is the sum of all, .*/, "全体の和です。軸の指定が抜けています"],
  [/^sum it along axis (\d+)$/, "軸 $1 に沿って和を取ります"],
  [/^average it along axis (\d+)$/, "軸 $1 に沿って平均を取ります"],
];

/** What was overlooked. */
const mistake = (english: string) =>
  mistakes[english] ?? translated(recognised, english) ?? english;

const sources: [english: RegExp, japanese: string][] = [
  [/^the book's formulas in NumPy/, "本の式を NumPy で計算"],
  [/^the book's Python/, "本の Python"],
  [/^the book's weights/, "本の重み"],
  [/^the book\b/, "本"],
  [/, today's code/, "、現在のコード"],
  [/, seeds? (\d+)(?: to (\d+))?$/, "、シード $1"],
  [/, five seeds; seed 0/, "、5 つのシード、シード 0"],
  [/; right is (.*)$/, "、正しくは $1"],
  [/, in the order (.*)$/, "、$1 の順"],
  [/^ordinary addition$/, "ふつうの足し算"],
  [/^counting$/, "数えた結果"],
  [/^common sense$/, "常識"],
  [/^symmetry$/, "対称性"],
  [/^the mean of the two above$/, "上の 2 つの平均"],
  [/^the sum above$/, "上の和"],
  [/^all but XOR and its opposite$/, "XOR とその反対以外すべて"],
];

/** "0.985 to 0.993 (the book: 0.989)": a number, or a band, and who says so. */
function target(english: string): string {
  const [, value, source] = english.match(/^([^]*) \((?=[a-z]|\d+ of )([^]*)\)$/i) ??
    [, english, ""];
  const from = sources.reduce(
    (text, [pattern, japanese]) => text.replace(pattern, japanese),
    source!,
  );
  const what = value === "the same" ? "同じ値" : value!.replace(/^(\S+) to (\S+)$/, "$1 から $2");
  return from ? `${what}（${from}）` : what;
}

const wouldBe = (english: string) => `${target(english)} になるはずです`.replace("） ", "）");

/** Verdicts of lib/exercises/ and lib/gradient/. */
const verdicts: Pattern[] = [
  [/^([^]+?): ([^]*)\. Right\.$/, "$1: $2。正解です。"],
  [
    /^([^]+?): not yet(?:, yours is ([^]+?))?(?:: ([^]+?))?[.?。？]?(?: Hint: ([^]+?)[.。]?)?$/,
    (what, yours, why, hint) =>
      `${what}: まだです${yours && `（今の答え: ${yours}）`}。` +
      (why && `${mistake(why)}。`.replace("か。", "か?")) + (hint && ` ヒント: ${mistake(hint)}。`),
  ],
  [
    /^([^]+?): ([^]*) on synthetic digits\. On real MNIST you should see ([^]*)\.$/,
    (what, seen, wanted) =>
      `${what}: 合成した数字では ${seen}。本物の MNIST では ${wouldBe(wanted)}。`,
  ],
  [
    /^([^]+?): ([^]*)\. As the chapter is written, you should see ([^]*)\.$/,
    (what, seen, wanted) => `${what}: ${seen}。章のコードのままなら、${wouldBe(wanted)}。`,
  ],
  [
    /^([^]+?): ([^]*)\. You should see ([^]*)\.$/,
    (what, seen, wanted) => `${what}: ${seen}。${wouldBe(wanted)}。`,
  ],
  [
    /^([^]+): (?:(exactly equal)|equal to (\S+)), (?:a number|(\S+ \(.*\)))$/,
    (what, exactly, gap, kind) =>
      `${what}: ${exactly ? "完全に一致" : `差は ${gap} 以内`}（${kind || "数値 1 つ"}）`,
  ],
  [
    /^backward( in float32)? agrees with numerical gradients: they differ by (\S+) .*/,
    (single, gap) => `${single && "float32 の"}逆伝播は数値微分と一致: 差は最大の勾配の ${gap} 倍`,
  ],
  [
    /^backward( in float32)? is wrong: they differ by (\S+) of the largest gradient(\..*)?$/,
    (single, gap, more) =>
      `${single && "float32 の"}逆伝播に誤り: 差は最大の勾配の ${gap} 倍` +
      (more &&
        "。または、損失が大きく、log の中の 1e-7 が効いています。小さな重みで確かめてください"),
  ],
];

/** A verdict without its sign; undefined for any other text. */
export const japaneseVerdict = (english: string) => translated(verdicts, english);

const gone = "。すべてのセルの変数が失われました";

/** Lines of tools/live/ and of lib that only a page says. */
const lines: Pattern[] = [
  [/^Stopped: the cell did not listen to Stop; .*/, `停止: セルが停止に応じませんでした${gone}`],
  [/^Stopped: the page was reset; .*/, `停止: ページを元に戻しました${gone}`],
  [/^Stopped: stopped: the cell no longer waits$/, "停止: セルの待機を終えました"],
  [/^Error: a cell broke what runs cells; .*/, `エラー: セルを実行する仕組みが壊れました${gone}`],
  [
    /^Error: the cells took more memory than there is; .*/,
    `エラー: セルがメモリを使い切りました${gone}`,
  ],
  [/^Error: cells cannot run here: (.*)/, "エラー: ここではセルを実行できません（$1）"],
  [
    /^this cell needs Deno, for (\S+): .*/,
    "このセルには Deno が必要です（$1）。`deno task lab` でノートブックを開いて実行してください",
  ],
  [
    /^TypeError: the page carries (.*); (".*") needs Deno: .*/,
    "TypeError: このページにあるのは $1 です。$2 には Deno が必要です。`deno task lab` でノートブックを開いてください",
  ],
  [
    /^NotFound: this page has no file (.*); .*/,
    "NotFound: このページにファイル $1 はありません。ページにドロップするか、「ファイル」から選んでください",
  ],
  [/^Error: a page cannot write files$/, "Error: ページはファイルを書き込めません"],
  [
    /^Error: close\(\): a cell cannot end what runs it; .*/,
    "Error: close(): セルは実行の仕組みを終わらせられません。「停止」を使います",
  ],
  [
    /^SyntaxError: a cell exports nothing: .*/,
    "SyntaxError: セルに export は要りません。名前はすべてのセルで共有されます",
  ],
  [
    /^SyntaxError: (.*) needs a block around it, .*/,
    "SyntaxError: $1 は、セルではブロック { … } の中に書きます",
  ],
  [
    /^SyntaxError: a full-width “(.*)” \(全角\) is not code: write “(.*)”$/,
    "SyntaxError: 全角の「$1」はコードになりません。半角の「$2」にします",
  ],
  [
    /^SyntaxError: a page runs no namespaces: make it an object, (.*)$/,
    "SyntaxError: ページでは namespace を使えません。オブジェクトにします: $1",
  ],
  [
    /^SyntaxError: a page runs no decorators: call (\S+) .*/,
    "SyntaxError: ページではデコレータを使えません。$1 を関数として呼び出します",
  ],
  [
    /^SyntaxError: (\S+) has no export (\S+?)(?:; did you mean (\S+)\?)?$/,
    (module, name, meant) =>
      `SyntaxError: ${module} に ${name} はありません` + (meant && `。${meant} ではありませんか?`),
  ],
  [
    /^(Object\.prototype\.\S+) is in every object now, .*/,
    "$1 は、ライブラリのものも含め、すべてのオブジェクトに現れます。delete $1 で元に戻ります",
  ],
  [/^… and more, which is not shown$/, "… この先は表示しません"],
  [
    /^a report fetches nothing, but there is (.*)$/,
    "ページは外から何も読み込みませんが、次があります: $1",
  ],
  [
    /^loadMnist: (\S+) is not in this page\. Synthetic digits take its place; .*/,
    "loadMnist: $1 がこのページにないので、合成した数字を使います。MNIST のファイルを渡すと、本物が使えます",
  ],
  [
    /^loadMnist: (\S+) is not in this page\. Synthetic digits are there to train with; .*/,
    "loadMnist: $1 がこのページにないので、訓練には合成した数字を使います。テストの 10,000 枚は MNIST です",
  ],
];

/** A line that a page says under a cell; undefined for what the cell says itself. */
export const japaneseLine = (english: string) => translated(lines, english);

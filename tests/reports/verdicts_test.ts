// What the library says about a reader's numbers, in English, and the same in Japanese as a page shows it.

import { solutions } from "../../lib/exercises/solutions.ts";
import type { Solution } from "../../lib/exercises/exercise.ts";
import { assertClose, display, exercise, shouldSee, tensor } from "../../lib/mod.ts";
import { findNotebooks, type Output, readNotebook, textOf } from "../../tools/notebooks.ts";
import { mistakes } from "../../tools/report/japanese/mistakes.ts";
import { japaneseLine, japaneseVerdict } from "../../tools/report/japanese/sentences.ts";
import { renderOutput } from "../../tools/report/outputs.ts";
import { assertEquals, assertTrue } from "../assert.ts";

Deno.test("each mistake that a solution knows has its Japanese, and none is left over", () => {
  const known = Object.values(solutions).flatMap((chapter) =>
    Object.values<Solution | ((ofLoss: number) => Solution)>(chapter).flatMap((one) => {
      const { mistakes = [] } = typeof one === "function" ? one(1) : one;
      return mistakes.map(([, why]) => why);
    })
  );
  assertEquals([...new Set(known)].toSorted(), Object.keys(mistakes).toSorted());
});

/** Letters of English words in a row that Japanese has not left over from what is compared, or where from. */
const english = /\b(not yet|it is|should see|exactly|you|needed|the book)\b/;

Deno.test("each verdict that a chapter was saved with has its Japanese", () => {
  let count = 0;
  for (const path of findNotebooks()) {
    for (const { outputs = [] } of readNotebook(path).cells) {
      for (const { data } of outputs) {
        if (!/<b style="color:/.test(textOf((data?.["text/html"] ?? "") as string))) continue;
        const text = textOf(data!["text/plain"] as string).replace(/^[✓○] /, "");
        const sentence = text.startsWith("backward") ? text.split("\n")[0]! : text;
        const japanese = japaneseVerdict(sentence);
        assertTrue(japanese !== undefined && !english.test(japanese), `${text}\n${japanese}`);
        count++;
      }
    }
  }
  assertTrue(count > 300, `${count} verdicts`);
});

Deno.test("verdicts in Japanese say what they say in English", () => {
  const pairs: [english: string, japanese: string][] = [
    [exercise("a", 42, 42).text, "a: 42。正解です。"],
    [exercise("a", -42, 42).text, "a: まだです（今の答え: -42）。符号が逆です。"],
    [
      exercise("a", 0, 42, { hint: "more noise" }).text,
      "a: まだです（今の答え: 0）。まだ何も計算していません。 ヒント: ノイズを増やします。",
    ],
    [
      exercise("a", tensor([[1, 2]]), tensor([1, 2])).text,
      "a: まだです（今の答え: [[1. 2.]]）。形状が (1, 2) です。形状 (2,)が必要です。数は合っているので、reshape します。",
    ],
    [
      shouldSee("b: c", 0.5, 0.5, { source: "the book's Python, seed 0" }).text,
      "b: c: 0.5。0.5（本の Python、シード 0）になるはずです。",
    ],
    [
      shouldSee("b", 0.5, 0.9, { band: [0.8, 1], data: "synthetic" }).text,
      "b: 合成した数字では 0.5。本物の MNIST では 0.8 から 1（本: 0.9）になるはずです。",
    ],
    [assertClose(tensor([1]), tensor([1]), { what: "x" }).text, "x: 完全に一致（float32 (1,)）"],
  ];
  for (const [text, japanese] of pairs) assertEquals(japaneseVerdict(text), japanese);
});

Deno.test("renderOutput() shows verdicts, and the page's own lines, in both languages; others stay", () => {
  const shown = (output: Partial<Output>) =>
    renderOutput(output as Output, () => ({ id: "", number: "", caption: {} }));
  const bundle =
    (exercise("a < b", 0, 42) as unknown as Record<symbol, () => Output["data"]>)[display]!()!;
  assertTrue(
    shown({ output_type: "display_data", data: bundle }).includes(
      '<span class="label-ja" lang="ja">a &lt; b: まだです（今の答え: 0）。まだ何も計算していません。</span>',
    ),
  );
  const stream = { output_type: "stream", name: "stderr" } as const;
  assertEquals(shown({ ...stream, text: "mine\n" }), '<pre class="stderr">mine\n</pre>');
  const line =
    "this cell needs Deno, for Deno.serve: open the notebook with `deno task lab` to run it";
  assertTrue(
    shown({ ...stream, text: `mine\n${line}\n` }).includes(
      `mine\n<span class="label-en">${line}</span>`,
    ),
  );
  assertEquals(japaneseLine("Error: mine"), undefined);
});

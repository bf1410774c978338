// The results as a page that looks like a chapter's report: for each group a figure of ratios and a table of times.

import { join } from "node:path";
import { loadFigures, type Mnist } from "../lib/mod.ts";
import type { Heading } from "../tools/report/headings.ts";
import { renderMarkdown } from "../tools/report/markdown.ts";
import { chapterPage } from "../tools/report/page.ts";
import { label } from "../tools/report/html.ts";
import type { Group } from "./cases.ts";
import { BASE } from "./contestants.ts";
import { ratioFigure } from "./figure.ts";
import type { Result } from "./measure.ts";
import { summarize } from "./statistics.ts";
import { formatTime, ratioOf, short } from "./text.ts";

/** All that was measured in one run, and on what. */
export interface Sitting {
  date: string;
  machine: string;
  quick: boolean;
  /** processes that ran besides, on average, when the run began */
  load: number;
  /** what networks see: MNIST, or digits drawn by code */
  digits: Mnist["source"];
  contestants: { name: string; ours: boolean; about: string }[];
  results: Result[];
}

/** Above this load the machine has other things to do. */
export const BUSY = 0.7;

/** Headings, in both languages. */
export const titles: Record<Group, string> = {
  step: "A training step 学習の 1 ステップ",
  inference: "Reading 10,000 images 1万枚の推論",
  gradient: "The numerical gradient 数値微分",
  gemm: "Products of matrices 行列の積",
  layer: "Layers レイヤ",
  elementwise: "Element by element 要素ごとの計算",
};

/** The whole page, complete in itself. */
export async function page(sitting: Sitting): Promise<string> {
  await loadFigures();
  const headings: Heading[] = [];
  const ids = new Set(["main"]);
  let html = "";
  const write = (markdown: string) => {
    const prose = renderMarkdown(markdown, join(import.meta.dirname!, ".."), ids);
    headings.push(...prose.headings);
    html += prose.html;
  };
  write(introduction(sitting));
  for (const [group, results] of Map.groupBy(sitting.results, (result) => result.case.group)) {
    write(`## ${titles[group]}`);
    html += `<div class="cell outputs"><figure>${ratioFigure(results, BASE).svg}</figure></div>\n`;
    html += `<div class="cell">\n`;
    write(timesTable(results, sitting));
    html += "</div>\n";
    write(notes(results));
  }
  const chapter = { name: "bench", title: headings[0], headings, abstract, html };
  return chapterPage(chapter, { previous: undefined, next: undefined }, footer(sitting));
}

const abstract = {
  english: "How fast our library is beside NumPy, PyTorch and TensorFlow.js, measured in turns.",
  japanese: "このライブラリの速さを、NumPy、PyTorch、TensorFlow.js と交互に測って比べます。",
};

function introduction({ contestants, quick, load, digits }: Sitting): string {
  const list = contestants.map(({ name, about }) => `- **${name}**: ${about}`).join("\n");
  const rough = quick || load > BUSY;
  const settled = quick ? { english: "", japanese: "" } : {
    english:
      "Steps and the numerical gradient are timed after two seconds of the same, as a training goes on for minutes.",
    japanese:
      "学習は何分も続くので、学習の 1 ステップと数値微分は、同じ計算を 2 秒続けてから計ります。",
  };
  const seen = digits === "mnist"
    ? { english: "digits of MNIST", japanese: "MNIST の手書き数字" }
    : { english: "digits drawn by code", japanese: "コードで描いた数字" };
  const warning = "A quick look, or a busy machine: the ratios are rough.";
  const warningJapanese = "短い計測か、ほかの処理で忙しい計算機なので、比は目安です。";
  return `# Speed 速さ

${abstract.english} Each contestant is a process that waits for its turn; in every round all are measured one after the
other, and only times of the same round are compared. ${settled.english}
Ratios are those to _${BASE}_, our library without any set-up:
× 2 means that it takes half the time. The spread (±) is half the distance of the quartiles. NumPy runs the book's
algorithms, with float64 weights as the book has them; all others compute in float32, but for the numerical gradient.
Networks see ${seen.english}, where four of five pixels are 0: our products of matrices leave zeros out, and those listed
under _Products of matrices_ have none. ${rough ? warning : ""}

<details lang="ja"><summary>日本語</summary>

${abstract.japanese}それぞれが 1 つのプロセスとして順番を待ち、1 巡ごとに続けて計測します。同じ巡の時間だけを比べます。
${settled.japanese}
比の基準は、準備なしで使えるこのライブラリの _${BASE}_ で、× 2 ならその時間が半分であることを示します。
ばらつき(±)は四分位範囲の半分です。
NumPy は本のアルゴリズムと、本と同じ float64 の重みで動きます。数値微分を除いて、ほかはすべて float32 です。
ネットワークの入力は${seen.japanese}で、画素の 5 つに 4 つは 0 です。このライブラリの行列の積は 0 を飛ばします。
「行列の積」の項の行列に 0 はありません。${rough ? warningJapanese : ""}

</details>

${list}`;
}

/** A row for each case, a column for each contestant: median, spread, and how many times as fast as it ours is. */
function timesTable(results: Result[], { contestants }: Sitting): string {
  const names = contestants.map(({ name }) => name)
    .filter((name) => results.some(({ samples }) => samples[name]));
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(["", ...names.map((name) => unbroken(name.replaceAll(", ", ",<br>")))]),
    row(["---", ...names.map(() => "---:")]),
    ...results.map((result) =>
      row([result.case.name, ...names.map((name) => timesCell(result, name))].map(unbroken))
    ),
  ].join("\n");
}

function timesCell(result: Result, name: string): string {
  const { samples, case: { flops } } = result;
  if (!samples[name]) return "–";
  const { median, low, high } = summarize(samples[name]);
  const lines = [`**${formatTime(median)}** ± ${short(50 * (high - low) / median, 1)} %`];
  if (flops) lines.push(`${Math.round(flops / median / 1e9)} GFLOP/s`);
  const ratio = ratioOf(result, name, BASE);
  if (ratio) lines.push(ratio);
  return lines.join("<br>");
}

const unbroken = (text: string) => text.replaceAll(" ", "\u00a0");

/** What is extrapolated, and what is missing, each reason once. */
function notes(results: Result[]): string {
  const lines = results.flatMap(({ case: { name, extrapolated }, missing }) => [
    ...(extrapolated ? [`- ${name}: extrapolated, ${extrapolated.note}`] : []),
    ...Object.entries(missing).map(([contestant, reason]) => `- ${contestant}: ${reason}`),
  ]);
  return [...new Set(lines)].join("\n");
}

function footer({ date, machine, load }: Sitting): string {
  const versions = `Deno ${Deno.version.deno}, V8 ${Deno.version.v8}, ${machine}, load ${load}`;
  return label(
    `Measured on <time>${date}</time> with ${versions}.`,
    `<time>${date}</time> に計測（${versions}）`,
  );
}

// The results as a page that looks like a chapter's report: for each group a figure of ratios and a table of times.

import { join } from "node:path";
import { loadFigures } from "../lib/mod.ts";
import type { Heading } from "../tools/report/headings.ts";
import { renderMarkdown } from "../tools/report/markdown.ts";
import { chapterPage } from "../tools/report/page.ts";
import { label } from "../tools/report/html.ts";
import type { Group } from "./cases.ts";
import { ratioFigure } from "./figure.ts";
import type { Result } from "./measure.ts";
import { summarize, timesAsFast } from "./statistics.ts";
import { fastestOf, formatTime, short } from "./text.ts";

/** All that was measured in one run, and on what. */
export interface Sitting {
  date: string;
  machine: string;
  quick: boolean;
  /** processes that ran besides, on average, when the run began */
  load: number;
  contestants: { name: string; ours: boolean; about: string }[];
  results: Result[];
}

/** Above this load the machine has other things to do. */
export const BUSY = 0.7;

const titles: Record<Group, string> = {
  step: "A training step 学習の 1 ステップ",
  inference: "Reading 10,000 images 1 万枚の推論",
  gradient: "The numerical gradient 数値微分",
  gemm: "Products of matrices 行列の積",
  layer: "Layers レイヤ",
  elementwise: "Element by element 要素ごとの計算",
};

/** The whole page, complete in itself. */
export async function page(sitting: Sitting): Promise<string> {
  await loadFigures();
  const ours = sitting.contestants.filter(({ ours }) => ours).map(({ name }) => name);
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
    html += `<div class="cell outputs"><figure>${ratioFigure(results, ours).svg}</figure></div>\n`;
    html += `<div class="cell">\n`;
    write(timesTable(results, sitting, ours));
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

function introduction({ contestants, quick, load }: Sitting): string {
  const list = contestants.map(({ name, about }) => `- **${name}**: ${about}`).join("\n");
  const rough = quick || load > BUSY;
  const warning = "A quick look, or a busy machine: the ratios are rough.";
  const warningJapanese = "短い計測か、ほかの処理で忙しい計算機なので、比は目安です。";
  return `# Speed 速さ

${abstract.english} Each contestant is a process that waits for its turn; in every round all are measured one after the
other, and only times of the same round are compared. A ratio of 2 means that ours takes half the time. The spread is
half the distance of the quartiles. "Ours" is our fastest backend in that case. NumPy runs the book's algorithms, with float64
weights as the book has them; all others compute in float32. ${rough ? warning : ""}

<details lang="ja"><summary>日本語</summary>

${abstract.japanese}それぞれが 1 つのプロセスとして順番を待ち、1 巡ごとに続けて計測します。同じ巡の時間だけを比べます。
比が 2 なら、こちらの時間は半分です。ばらつきは四分位範囲の半分です。「ours」は、その項目で最も速いこちらのバックエンドです。
NumPy は本のアルゴリズムと、本と同じ float64 の重みで動きます。ほかはすべて float32 です。${
    rough ? warningJapanese : ""
  }

</details>

${list}`;
}

/** A row for each case, a column for each contestant: median, spread, and how many times as fast ours is. */
function timesTable(results: Result[], { contestants }: Sitting, ours: string[]): string {
  const names = contestants.map(({ name }) => name)
    .filter((name) => results.some(({ samples }) => samples[name]));
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(["", ...names.map((name) => unbroken(name.replaceAll(", ", ",<br>")))]),
    row(["---", ...names.map(() => "---:")]),
    ...results.map((result) => {
      const best = fastestOf(ours, result);
      return row([
        unbroken(result.case.name),
        ...names.map((name) => unbroken(timesCell(result, name, best))),
      ]);
    }),
  ].join("\n");
}

function timesCell({ samples, case: { flops } }: Result, name: string, best?: string): string {
  if (!samples[name]) return "–";
  const { median, low, high } = summarize(samples[name]);
  const lines = [`**${formatTime(median)}** ± ${short(50 * (high - low) / median, 1)} %`];
  if (flops) lines.push(`${Math.round(flops / median / 1e9)} GFLOP/s`);
  if (best !== undefined && name !== best) {
    lines.push(`× ${short(timesAsFast(samples[best], samples[name]).median, 2)}`);
  }
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

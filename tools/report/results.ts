// The table of results: accuracies are what the chapters' cells have shown, beside the book's; times are those of the tables
// in which they were written down when they were measured. Nothing is typed in here but where each is found.

import { join } from "node:path";
import { root } from "../setup.ts";
import type { Words } from "./about.ts";
import type { Chapter } from "./chapter.ts";

/** Where a row of the table comes from. */
interface Source {
  network: Words;
  /** the section that shows it */
  section: string;
  /** beginning of the notebook's name, id of a cell in it, and what its `shouldSee` calls the number */
  chapter: string;
  cell: string;
  verdict: string;
  /** file in data/weights/, if that is what was trained */
  weights?: string;
  /** first column of a row in bench/README.md */
  step?: string;
}

export const sources: Source[] = [
  {
    network: { english: "three layers, weights of the book", japanese: "3 層、本の重み" },
    section: "3.6.3",
    chapter: "ch03",
    cell: "accuracy-in-batches",
    verdict: "accuracy, in batches",
  },
  {
    network: {
      english: "two layers, sigmoid, trained there",
      japanese: "2 層、シグモイド、その場で学習",
    },
    section: "4.5.3",
    chapter: "ch04",
    cell: "final-accuracy",
    verdict: "accuracy on the 10,000 test digits",
  },
  {
    network: { english: "two layers, ReLU, trained there", japanese: "2 層、ReLU、その場で学習" },
    section: "5.7.4",
    chapter: "ch05",
    cell: "train-check",
    verdict: "test accuracy in the last epoch",
    step: "step of TwoLayerNet, SGD",
  },
  {
    network: { english: "SimpleConvNet, trained there", japanese: "SimpleConvNet、その場で学習" },
    section: "7.5",
    chapter: "ch07",
    cell: "train-convnet",
    verdict: "accuracy on the test digits",
    weights: "simple_conv_net",
    step: "step of SimpleConvNet, Adam",
  },
  {
    network: { english: "DeepConvNet, our weights", japanese: "DeepConvNet、私たちの重み" },
    section: "8.1.1",
    chapter: "ch08",
    cell: "accuracy-ours",
    verdict: "accuracy",
    weights: "deep_conv_net",
    step: "step of DeepConvNet, Adam",
  },
  {
    network: { english: "DeepConvNet, augmented digits", japanese: "DeepConvNet、データ拡張" },
    section: "8.1.2",
    chapter: "ch08",
    cell: "accuracy-augmented",
    verdict: "accuracy",
    weights: "deep_conv_net_augmented",
  },
];

export interface Result {
  source: Source;
  chapter: Chapter;
  /** Share of the 10,000 test digits that are read rightly, here and with the book's code; NaN where it has none. */
  accuracy: number;
  book: number;
  /** "22 min" on one core; empty where nobody has measured it. */
  training: string;
  /** A step of training with 100 digits, here and in NumPy as the book writes it: "37.1 ms". */
  step: string;
  numpy: string;
}

/** A row for each source whose cell has shown its number; a quick run, or synthetic digits, have none. */
export function resultsOf(chapters: Chapter[]): Result[] {
  const weights = rowsOf("data/weights/README.md");
  const bench = rowsOf("bench/README.md");
  return sources.flatMap((source) => {
    const chapter = chapters.find(({ name }) => name.startsWith(source.chapter));
    const said = chapter?.about.verdicts.get(source.cell)
      ?.map((text) => text.match(/^✓ (.*): ([\d.]+)\. You should see ([\d.]+).*?\((.*)\)\.$/s))
      .find((match) => match?.[1] === source.verdict);
    if (!chapter || !said) return [];
    const [, , accuracy, expected, who] = said.map(String);
    const single = who!.match(/: ([\d.]+)$/)?.[1] ?? expected!; // behind the band of a number that depends on the seed
    const trained = weights.find(([file]) => file === `\`${source.weights}.safetensors\``);
    const step = bench.find(([name]) => name === source.step);
    return [{
      source,
      chapter,
      accuracy: Number(accuracy),
      book: who!.startsWith("the book") ? Number(single) : NaN,
      training: trained?.[5] ?? "",
      step: step?.[2] ?? "",
      numpy: step?.[4]?.replace(/ \(.*/, "") ?? "",
    }];
  });
}

/** The cells of each row of the tables in a markdown file. */
function rowsOf(path: string): string[][] {
  const lines = Deno.readTextFileSync(join(root, path)).match(/^\|.*\|$/gm) ?? [];
  return lines.map((line) => line.slice(1, -1).split("|").map((cell) => cell.trim()));
}

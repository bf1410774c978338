// What the first page says about a chapter: read from the notebook's first cell, from its stored outputs, and from the cell
// that has the tag `cover`.

import { type Cell, type Notebook, type Output, type Text, textOf } from "../notebooks.ts";
import { escapeHtml } from "../../lib/host/escape.ts";
import { PLAY } from "../../lib/play/figure.ts";
import { inBothLanguages } from "./figure_words.ts";
import { withoutHeading } from "./figures.ts";

/** Words in both languages, as markdown. */
export interface Words {
  english: string;
  japanese: string;
}

export interface About {
  /** What a reader will be able to do. */
  goal: Words;
  /** Minutes to read; 0 where the notebook does not say. */
  minutes: number;
  /** How long it runs. */
  runs: Words;
  /** The picture that stands for the chapter, an SVG; the last one where no cell has the tag `cover`. */
  cover: string;
  /** What cells say about numbers, by the id of the cell: `✓ accuracy: 0.9942. You should see 0.993 to 1 (…).` */
  verdicts: Map<string, string[]>;
  /** How many figures there are, and how many of them answer. */
  figures: number;
  playable: number;
}

export function aboutOf(notebook: Notebook, name: string): About {
  const [first] = notebook.cells;
  const text = first ? textOf(first.source) : "";
  const said = (pattern: RegExp) => text.match(pattern)?.[1]?.trim() ?? "";
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  const pictures = (notebook.cells.find(isCover)?.outputs ?? outputs).map(svgOf);
  return {
    goal: {
      english: said(/\*\*You will be able to\*\* (.*?)\s*\*\*You need/s),
      japanese: said(/\*\*できるようになること\*\*: (.*?)\s*\*\*必要なもの/s),
    },
    minutes: Number(said(/\*\*Time:\*\* (\d+) minutes/)),
    runs: {
      english: said(/\*\*Time:\*\* \d+ minutes to read; (.*?)\.(?:\s|$)/),
      japanese: said(/\*\*時間\*\*: 読むのに \d+ 分。(.*?)。/),
    },
    cover: withOwnIds(
      inBothLanguages(withoutHeading(pictures.findLast((svg) => svg) ?? "").svg),
      name,
    ),
    verdicts: new Map(
      notebook.cells.map((
        cell,
      ) => [cell.id ?? "", (cell.outputs ?? []).map(plain).filter(isVerdict)]),
    ),
    figures: outputs.filter((output) => svgOf(output) || output.data?.[PLAY]).length,
    playable: outputs.filter((output) => output.data?.[PLAY]).length,
  };
}

function isCover(cell: Cell): boolean {
  const { tags } = cell.metadata;
  return Array.isArray(tags) && tags.includes("cover");
}

const svgOf = ({ data = {} }: Output) => textOf((data["image/svg+xml"] ?? "") as Text);
const plain = ({ data = {} }: Output) => textOf((data["text/plain"] ?? "") as Text);
const isVerdict = (text: string) => /^[✓○] /.test(text);

/** Two chapters may have cells, and so figures, of one name. */
function withOwnIds(svg: string, name: string): string {
  return svg.replace(/(\sid="|href="#|url\(#)/g, `$1${escapeHtml(name)}-`);
}

// The execution plan of a gradient: which layers run as one. It is made anew for each gradient, from the layers that
// are there then; a layer of a reader's own, or one with a wrapped method, runs by itself.

import { escapeHtml } from "../host/escape.ts";
import { Convolution } from "../layers/convolution.ts";
import type { Layer } from "../layers/layer.ts";
import { Relu } from "../layers/relu.ts";
import { convolutionAlone } from "./convolution_alone.ts";
import { convolutionRelu } from "./convolution_relu.ts";
import { convolutionReluPooling } from "./convolution_relu_pooling.ts";
import { firstAffine } from "./first_affine.ts";
import { type Fusion, isUnchanged, isWrapped, type Pass, type Place } from "./fusion.ts";
import { reluPooling } from "./relu_pooling.ts";

/** The first that fits is taken, so those of more layers come first. */
export const fusions: readonly Fusion[] = [
  convolutionReluPooling,
  convolutionRelu,
  reluPooling,
  convolutionAlone,
  firstAffine,
];

type Named = readonly [name: string, layer: Layer];

/** A step of a pass: layers that run as one, or a layer by itself. */
export interface Step extends Pass {
  readonly layers: readonly Named[];
  /** undefined for a layer by itself */
  readonly fusion: Fusion | undefined;
  readonly place: Place;
}

/** The steps of a pass through `layers`, of which some may run as one if `fuse` says so. */
export function planSteps(layers: Record<string, Layer>, fuse = true): Step[] {
  const named = Object.entries(layers);
  const groups: Pick<Step, "layers" | "fusion">[] = [];
  for (let i = 0; i < named.length;) {
    const fusion = fuse ? fusions.find((one) => fits(one, named, i)) : undefined;
    const end = i + (fusion?.classes.length ?? 1);
    groups.push({ fusion, layers: named.slice(i, end) });
    i = end;
  }
  return groups.map(({ layers, fusion }, i) => {
    const place = {
      isFirst: i === 0,
      isAfterRelu: takesOver(groups[i - 1]?.fusion, fusion),
      isReluDoneLater: takesOver(fusion, groups[i + 1]?.fusion),
    };
    const pass = fusion?.fuse(layers.map(([, layer]) => layer), place);
    return pass ? { ...pass, layers, fusion, place } : byItself(layers, place);
  });
}

/** Whether these layers from the i-th on are of the fusion's classes, and unchanged. */
function fits({ classes }: Fusion, layers: readonly Named[], i: number): boolean {
  return classes.every((Class, k) => {
    const layer = layers[i + k]?.[1];
    return layer?.constructor === Class && isUnchanged(layer);
  });
}

/** Whether `next` begins with a convolution that does the backward of the ReLU in which the one before it ends. */
function takesOver(before: Fusion | undefined, next: Fusion | undefined): boolean {
  if (before === undefined || next?.classes[0] !== Convolution) return false;
  return before.classes.some((Class) => Class === Relu);
}

function byItself(layers: readonly Named[], place: Place): Step {
  const [[, layer]] = layers;
  return {
    layers,
    fusion: undefined,
    place,
    forward: (x, trainFlag) => layer.forward(x, trainFlag),
    backward: (dout) => layer.backward(dout),
  };
}

/** A row of a {@linkcode Plan}. */
export interface PlanRow {
  /** the names of the layers */
  readonly layers: string;
  /** what runs */
  readonly runs: string;
  /** why it is not layer after layer, if it is not */
  readonly why: string;
}

/** The rows of a plan; `unfused` says why layers run by themselves where others run as one. */
export function planRows(steps: readonly Step[], unfused = ""): PlanRow[] {
  return steps.map((step) => rowOf(step, unfused));
}

function rowOf({ layers, fusion, place }: Step, unfused: string): PlanRow {
  const names = layers.map(([name]) => name).join(", ");
  if (fusion === undefined) {
    const [[, layer]] = layers;
    const wrapped = isWrapped(layer) ? "its forward or backward is not the library's" : "";
    return { layers: names, runs: layer.constructor.name, why: unfused || wrapped };
  }
  const reasons = [
    fusion.why,
    place.isAfterRelu ? "its dx is already masked for the ReLU before it" : "",
    place.isFirst ? "no dx for the first layer" : "",
  ];
  return {
    layers: names,
    runs: fusion.runs,
    why: reasons.filter((reason) => reason !== "").join("; "),
  };
}

/**
 * What `net.plan()` shows: which layers run as one in a gradient, and why.
 *
 * @example
 * ```ts
 * import { SimpleConvNet } from "../mod.ts";
 * const { steps } = new SimpleConvNet().plan();
 * steps[0].layers; // Conv1, Relu1, Pool1
 * ```
 */
export class Plan {
  /** in the order of forward */
  readonly steps: readonly PlanRow[];

  /** A table of these steps. */
  constructor(steps: readonly PlanRow[]) {
    this.steps = steps;
  }

  /** A line per step. */
  toString(): string {
    const rows = this.#rows();
    const widths = [0, 1].map((i) => Math.max(...rows.map((row) => row[i].length)));
    return rows.map(([layers, runs, why]) =>
      `${layers.padEnd(widths[0])}  ${runs.padEnd(widths[1])}  ${why}`.trimEnd()
    ).join("\n");
  }

  /** What `console.log` prints in Deno. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  /** What a notebook cell shows. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const [head, ...body] = this.#rows().map((cells) => cells.map(escapeHtml));
    const row = (tag: string, cells: string[]) =>
      `<tr>${
        cells.map((cell) => `<${tag} style="text-align:left">${cell}</${tag}>`).join("")
      }</tr>`;
    return {
      "text/plain": this.toString(),
      "text/html": `<table><thead>${row("th", head)}</thead>` +
        `<tbody>${body.map((cells) => row("td", cells)).join("")}</tbody></table>`,
    };
  }

  #rows(): string[][] {
    return [
      ["layers", "what runs", "why"],
      ...this.steps.map(({ layers, runs, why }) => [layers, runs, why]),
    ];
  }
}

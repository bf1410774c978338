// What page and worker say to each other.

import type { Output } from "../notebooks.ts";
import type { Drawn } from "./drawn.ts";
import type { Names } from "./names.ts";

/** A code cell of the page: its id, its number there, and what stands in it now. */
export interface LiveCell {
  id: string;
  number: number;
  source: string;
}

/** What the page asks for. */
export type Request =
  | { is: "run"; run: number; cell: LiveCell }
  | { is: "stop" }
  | { is: "file"; path: string; bytes: Uint8Array<ArrayBuffer> }
  | { is: "drawn"; drawn: Drawn | undefined } // none if the page cannot draw
  | { is: "names"; request: number; sources: string[] }
  | { is: "redraw"; request: number; id: string; values: Record<string, unknown> };

/** How a cell ended. */
export type Ended = "ok" | "error" | "stopped";

/** What a run adds to its outputs, or changes in them. */
export type Change =
  | { output: Output; id?: string }
  | { update: string; data: Record<string, unknown>; metadata: Record<string, unknown> }
  | { clear: "now" | "at the next" };

/** What the worker tells. */
export type Report =
  | { is: "ready" }
  | { is: "broken" } // a cell has changed what the worker itself works with, such as Array.prototype.map
  | { is: "changes"; run: number; changes: string }
  | { is: "end"; run: number; status: Ended }
  | { is: "draw" } // loadMnist() needs digits
  | { is: "names"; request: number; names: Names[] }
  | { is: "redrawn"; request: number; bundle?: Record<string, unknown>; error?: string };

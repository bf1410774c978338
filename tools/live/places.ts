// Where a place in the JavaScript of a cell is in the cell itself.

import { decode } from "@jridgewell/sourcemap-codec";

/** Line and column, both from 1. */
export interface Place {
  line: number;
  column: number;
}

/** `text` in the place of what stands from `start` to `end`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A text after edits, and the offset in the text before them of a place in it. */
export function edited(
  text: string,
  edits: Edit[],
): { code: string; offsetOf: (place: Place) => number } {
  // where several begin at one place they stay in the order in which they came
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const pieces: { at: number; from: number; isNew: boolean }[] = []; // offsets in the code, and in the text
  let code = "";
  let from = 0;
  const add = (piece: string, isNew: boolean) => {
    pieces.push({ at: code.length, from, isNew });
    code += piece;
  };
  for (const edit of sorted) {
    add(text.slice(from, edit.start), false);
    from = edit.start;
    add(edit.text, true);
    from = edit.end;
  }
  add(text.slice(from), false);
  const lines = lineStarts(code);
  return {
    code,
    offsetOf({ line, column }) {
      const offset = lines[Math.min(line, lines.length) - 1]! + column - 1;
      const piece = pieces.findLast(({ at }) => at <= offset)!;
      return piece.from + (piece.isNew ? 0 : offset - piece.at);
    },
  };
}

/** For text that a source map leads back from: the place in its source of an offset in it. */
export function placesOf(text: string, mappings: string): (offset: number) => Place {
  const lines = lineStarts(text);
  const decoded = decode(mappings);
  return (offset) => {
    const line = lines.findLastIndex((start) => start <= offset);
    const column = offset - lines[line]!;
    const [at = 0, , sourceLine = line, sourceColumn = at] =
      decoded[line]?.findLast(([at]) => at <= column) ?? [];
    return { line: sourceLine + 1, column: sourceColumn + column - at + 1 };
  };
}

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
}

// How figures look, in all chapters. Colours are CSS variables with fallbacks, so that a page can set its own, such
// as a dark theme's; as an image a figure is a light card.

/** The page under a figure, its letters, its secondary letters, its lines. */
export const paper = "var(--figure-paper, #ffffff)";
export const ink = "var(--figure-ink, #1f2933)";
export const muted = "var(--figure-muted, #5f6b76)";
export const grid = "var(--figure-grid, #e3e7ec)";

/**
 * Colours of series, in order; they differ for colour-blind eyes too (Okabe and Ito).
 *
 * @example
 * ```ts
 * import { palette } from "../mod.ts";
 * palette.length; // 8
 * ```
 */
export const palette = [
  "var(--figure-1, #0072b2)", // blue
  "var(--figure-2, #d55e00)", // vermilion
  "var(--figure-3, #009e73)", // green
  "var(--figure-4, #cc79a7)", // purple
  "var(--figure-5, #e69f00)", // amber
  "var(--figure-6, #56b4e9)", // sky
  "var(--figure-7, #6b7280)", // grey
  "var(--figure-8, #a6761d)", // brown
] as const;

/** The colour of each thing that is drawn in more than one figure. */
export const colors = {
  train: palette[0],
  test: palette[1],
  SGD: palette[0],
  Momentum: palette[1],
  AdaGrad: palette[2],
  Adam: palette[3],
  Nesterov: palette[4],
  RMSprop: palette[5],
  forward: palette[0],
  backward: palette[1],
  zero: palette[0],
  one: palette[1],
  paper,
  ink,
  muted,
  grid,
} as const;

export const FONT =
  `system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK JP", sans-serif`;
/** px */
export const FONT_SIZE = 13;
/** px; a phone shows it at two thirds of its size, which can still be read */
export const WIDTH = 480;
/** px */
export const HEIGHT = 300;

/** Width of a line of text in em, near enough to break lines: a Japanese character is twice as wide as a Latin one. */
function widthInEm(text: string): number {
  return Array.from(text).reduce((sum, c) => sum + (c > "\u2e7f" ? 1 : 0.6), 0);
}

/** px */
export function textWidth(text: string, fontSize: number): number {
  return widthInEm(text) * fontSize;
}

/** `text` broken into lines of at most `width` px. */
export function wrapText(text: string, width: number, fontSize: number): string[] {
  const lines = [""];
  // Japanese may break anywhere, Latin at spaces
  for (const piece of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/gu) ?? []) {
    const line = lines.at(-1)!;
    if (line && textWidth((line + piece).trimEnd(), fontSize) > width) {
      lines.push(piece.trimStart());
    } else lines[lines.length - 1] += piece;
  }
  return lines.map((line) => line.trim());
}

// How long things took. No two runs agree, so a saved notebook keeps a line of text instead of the figure; a reader who
// runs the cell, and a report, have the figure.

import { escapeHtml } from "../host/escape.ts";
import { emit, inNotebook } from "./kernel.ts";
import { Figure } from "./figure.ts";
import { FONT_SIZE, muted, palette, textWidth, WIDTH } from "./style.ts";

/**
 * Shows times as bars, with how many times faster than the slowest each is.
 *
 * @param seconds name → time in seconds
 *
 * @example
 * ```ts
 * import { showTimings } from "../mod.ts";
 * showTimings("A product of matrices", { reference: 0.8, wasm: 0.01 });
 * ```
 */
export function showTimings(title: string, seconds: Record<string, number>): void {
  const entries = Object.entries(seconds);
  const slowest = Math.max(...entries.map(([, time]) => time));
  const left = Math.max(...entries.map(([name]) => textWidth(name, FONT_SIZE))) + 14;
  const room = WIDTH - left - 130;
  const body = entries.map(([name, time], i) => {
    const y = i * 30;
    const length = Math.max(2, room * time / slowest);
    const factor = slowest / time;
    const text = secondsText(time) +
      (factor > 1.05 ? ` · ${Number(factor.toPrecision(2)).toLocaleString("en")} × as fast` : "");
    return `<text x="${left - 10}" y="${y + 16}" text-anchor="end">${escapeHtml(name)}</text>` +
      `<rect x="${left}" y="${y + 2}" width="${length}" height="20" rx="3" fill="${palette[0]}"/>` +
      `<text x="${left + length + 8}" y="${y + 16}" fill="${muted}">${text}</text>`;
  }).join("");
  const figure = new Figure(body, WIDTH, 30 * entries.length, { title });
  const data = { "image/svg+xml": figure.svg, "text/plain": `[figure: ${title}]` };
  const volatile = `${title}: run this cell to see it on your machine.`;
  if (inNotebook) emit(data, { metadata: { volatile } });
  else console.log(title, seconds);
}

function secondsText(time: number): string {
  const short = (value: number) => Number(value.toPrecision(2)); // 750, where toPrecision says 7.5e+2
  if (time < 1e-3) return `${short(time * 1e6)} µs`;
  return time < 1 ? `${short(time * 1000)} ms` : `${short(time)} s`;
}

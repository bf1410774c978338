// Rows as a table.

import { checkOptions } from "../errors/options.ts";
import { escapeHtml } from "../host/escape.ts";
import { display, type Displayable } from "./kernel.ts";

const DIGITS = 6; // of a number in a cell; its plain text has all

/**
 * A table with a column for each key of its rows. Numbers are shown to 6 digits.
 *
 * @param options `code`: keys of columns that hold code
 * @throws RangeError without rows
 *
 * @example
 * ```ts
 * import { show, table } from "../mod.ts";
 * show(table([{ layer: "Conv1", weights: 750 }, { layer: "Affine1", weights: 432000 }]));
 * ```
 */
export function table(
  rows: readonly Record<string, unknown>[],
  options: { code?: readonly string[] } = {},
): Displayable {
  const { code = [] } = checkOptions("table", options, ["code"]);
  if (!Array.isArray(rows) || rows.some((row) => typeof row !== "object" || row === null)) {
    throw new TypeError("table: rows need to be an array of objects, such as [{ epoch: 1 }]");
  }
  if (rows.length === 0) throw new RangeError("table: needs at least 1 row, got none");
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => keys.map((key) => `${row[key] ?? ""}`));
  const shown = rows.map((row) => keys.map((key) => shortened(row[key])));
  const widths = keys.map((key, i) => Math.max(key.length, ...cells.map((row) => row[i].length)));
  const line = (row: string[]) => row.map((text, i) => text.padEnd(widths[i])).join("  ").trimEnd();
  const isNumber = keys.map((key) => rows.every((row) => typeof row[key] === "number"));
  const content = (tag: string, text: string, key: string) =>
    tag === "td" && code.includes(key) ? `<code>${escapeHtml(text)}</code>` : escapeHtml(text);
  const tr = (tag: string, row: string[]) =>
    `<tr>${
      row.map((text, i) => {
        const cell = text ? tag : "td"; // an empty heading is none
        return `<${cell} style="text-align:${isNumber[i] ? "right" : "left"}">${
          content(tag, text, keys[i])
        }</${cell}>`;
      }).join("")
    }</tr>`;
  return {
    [display]: () => ({
      "text/plain": [keys, ...cells].map(line).join("\n"),
      "text/html": `<table><thead>${tr("th", keys)}</thead><tbody>${
        shown.map((row) => tr("td", row)).join("")
      }</tbody></table>`,
    }),
  };
}

/** A value as a cell shows it: a number that is not an integer has 6 digits, or all those before its point. */
function shortened(value: unknown): string {
  if (typeof value !== "number" || Number.isInteger(value)) return `${value ?? ""}`;
  return `${
    Math.abs(value) < 10 ** DIGITS ? Number(value.toPrecision(DIGITS)) : Math.round(value)
  }`;
}

// Text with the colour codes of terminals, which a kernel's values and errors have, as HTML.

import { escapeHtml } from "../../lib/host/escape.ts";

/** The codes that have a style; what else a terminal would do is left out. */
const styles = /^(1|2|3|4|3[0-7]|9[0-7])$/;

/** Escaped text; what is coloured is in spans with the classes `ansi-31` and the like. */
export function ansiHtml(text: string): string {
  let current: string[] = [];
  // deno-lint-ignore no-control-regex
  const parts = text.split(/\x1b\[([\d;]*)[A-Za-z]/); // text, codes, text, codes, …
  return parts.map((part, i) => {
    if (i % 2 === 1) {
      for (const code of part.split(";").map((code) => String(Number(code)))) {
        if (code === "0") current = [];
        else if (code === "22") current = current.filter((one) => !/^[12]$/.test(one));
        else if (code === "39") current = current.filter((one) => one.length === 1);
        else if (styles.test(code)) current = [...current, code];
      }
      return "";
    }
    if (part === "" || current.length === 0) return escapeHtml(part);
    const classes = current.map((code) => `ansi-${code}`).join(" ");
    return `<span class="${classes}">${escapeHtml(part)}</span>`;
  }).join("");
}

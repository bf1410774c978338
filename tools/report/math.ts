// Formulas of markdown cells, `$…$` and `$$…$$`, drawn by KaTeX while the report is built.

import katex from "katex";
import type markdownIt from "markdown-it";

/** @throws SyntaxError (KaTeX's ParseError) where the formula is wrong */
export function renderMath(tex: string, displayMode = false): string {
  return katex.renderToString(tex, { displayMode, strict: "ignore" });
}

/** `$…$`, with the formula as its group. A `$` beside a space, or before a digit, is a dollar. */
export const inlineMath = /\$(?!\s)((?:\\[^]|[^\\$`])+)(?<!\s)\$(?!\d)/;
const atStart = new RegExp(`^${inlineMath.source}`);

/** Teaches markdown-it the two delimiters. */
export function math(markdown: ReturnType<typeof markdownIt>): void {
  markdown.inline.ruler.before("escape", "math", (state, silent) => {
    const rest = state.src.slice(state.pos, state.posMax);
    const found = rest.match(/^\$\$([^]+?)\$\$/) ?? rest.match(atStart);
    if (!found) return false;
    if (!silent) {
      const token = state.push("math", "math", 0);
      token.content = found[1]!;
      token.block = found[0].startsWith("$$");
    }
    state.pos += found[0].length;
    return true;
  });

  // Its own paragraph: blank lines end it, `\\` and `_` in it mean nothing to markdown.
  markdown.block.ruler.before("fence", "math_block", (state, start, end, silent) => {
    const lineAt = (i: number) =>
      state.src.slice(state.bMarks[i]! + state.tShift[i]!, state.eMarks[i]);
    if (!lineAt(start).startsWith("$$")) return false;
    let last = start;
    let text = lineAt(start).slice(2);
    while (!/\$\$\s*$/.test(text)) {
      if (++last >= end || lineAt(last).trim() === "") return false;
      text += `\n${lineAt(last)}`;
    }
    if (silent) return true;
    const token = state.push("math", "math", 0);
    token.content = text.replace(/\$\$\s*$/, "");
    token.block = true;
    token.map = [start, last + 1];
    state.line = last + 1;
    return true;
  }, { alt: ["paragraph", "reference", "blockquote", "list"] });

  markdown.renderer.rules.math = (tokens, i) => renderMath(tokens[i]!.content, tokens[i]!.block);
}

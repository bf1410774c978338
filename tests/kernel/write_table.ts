// Writes kernel/cells.md, the cells of cells.ts in Deno's kernel alone and with the layer: deno run -A tests/kernel/write_table.ts

import { join } from "node:path";
import { cells, type Output } from "./cells.ts";
import { readable, runCells } from "./run_cells.ts";
import { root } from "../../tools/setup.ts";

const title = `# Cells in Deno's kernel alone, and with the layer

What comes out of each, with Deno ${Deno.version.deno}. Written by \`tests/kernel/write_table.ts\`; the right column is what \`tests/kernel/cells_test.ts\` asserts. Outputs that come late stand where they are seen, and the seconds of a cell where it takes more than five.

| cell | Deno's kernel alone | with the layer |
| --- | --- | --- |
`;

if (import.meta.main) {
  const folder = await Deno.makeTempDir();
  const spec = join(folder, "kernels", "plain");
  await Deno.mkdir(spec, { recursive: true });
  const argv = [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"];
  await Deno.writeTextFile(
    join(spec, "kernel.json"),
    JSON.stringify({
      argv,
      display_name: "Deno alone",
      language: "typescript",
      env: { NO_COLOR: "1" },
    }),
  );
  const alone = await runCells(cells.map(([code]) => ({ code, wait: 0.5, limit: 30 })), "plain", {
    JUPYTER_PATH: folder,
  });
  const rows = cells.map(([code, wanted], i) => {
    const { outputs, status, seconds } = alone[i]!;
    const end = status === "none"
      ? `, no end in 30 s`
      : seconds > 5
      ? ` after ${Math.round(seconds)} s`
      : "";
    const left = describe(readable(outputs)) + end;
    const right = describe(wanted);
    return `| ${inTable(code)} | ${left} | ${right === left ? "the same" : right} |\n`;
  });
  const path = join(root, "kernel", "cells.md");
  await Deno.writeTextFile(path, title + rows.join(""));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", path] }).output();
  await Deno.remove(folder, { recursive: true });
}

/** Outputs as the table has them. */
export function describe(outputs: Output[]): string {
  return outputs.map(([kind, text]) => `${kind} ${inTable(text)}`).join("<br>") || "nothing";
}

/** Code in a cell of a table. */
export function inTable(text: string): string {
  const shown = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("\\\\", "\\");
  const escaped = shown.replace(/ (?= )/g, "\u00a0")
    .replace(/[&<|`*[\u00a0]/g, (one) => `&#${one.charCodeAt(0)};`);
  return `<code>${escaped.replaceAll("\\n", "<br>")}</code>`;
}

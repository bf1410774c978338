// What the reader can take away: the notebook with the changes, and the page with them.

import type { Cell, Notebook } from "../nbformat.ts";
import type { CellView } from "./cell_view.ts";
import type { Kept } from "./kept.ts";

/** The notebook with the reader's code, and the outputs of the cells that have run. */
export function changedNotebook(
  notebook: Notebook,
  views: ReadonlyMap<string, CellView>,
): Notebook {
  const cells = notebook.cells.map((cell): Cell => {
    const view = views.get(cell.id!);
    if (!view) return cell;
    const outputs = (view.outputs ?? []).map((output) => ({
      ...output,
      ...count(output.output_type),
    }));
    return { ...cell, source: view.source, outputs, execution_count: null };
  });
  return { ...notebook, cells };
}

const count = (type: string) => type === "execute_result" && { execution_count: null };

/** The page as it came, with the reader's part in it: opened, it shows that. */
export function changedPage(page: Node, kept: Kept, name: string): string {
  const copy = page.cloneNode(true) as HTMLElement;
  const script = document.createElement("script");
  script.type = "application/json";
  script.id = "live-kept";
  script.textContent = JSON.stringify(kept).replaceAll("<", "\\u003c");
  copy.querySelector("#live-kept")?.remove();
  const template = copy.querySelector<HTMLElement>("#live-tools")!;
  template.before(script);
  template.dataset.name = name; // what is changed there is not mixed with what is kept for this page
  return `<!doctype html>\n${copy.outerHTML}`;
}

/** Gives the reader a file. */
export function download(name: string, type: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

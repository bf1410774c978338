// What the reader can take away: the notebook with the changes, and the page with them, to be handed in.

import { escapeHtml } from "../../lib/host/escape.ts";
import { label } from "../report/html.ts";
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

/** The page as it came, with the reader's part in it: opened, it shows that, and at its top what it is. */
export function changedPage(page: Node, kept: Kept, summary: string, date: string): string {
  const copy = page.cloneNode(true) as HTMLElement;
  const script = document.createElement("script");
  script.type = "application/json";
  script.id = "live-kept";
  script.textContent = JSON.stringify(kept).replaceAll("<", "\\u003c");
  copy.querySelector("#live-kept")?.remove();
  const template = copy.querySelector<HTMLElement>("#live-tools")!;
  template.before(script);
  // what is changed there is not mixed with what is kept for this page, nor for one that another saved in that second
  template.dataset.saved = `${date} ${Math.random()}`;
  // no other page lies beside it
  copy.querySelectorAll(".book, .pager, header form, #live-summary").forEach((one) => one.remove());
  for (const link of copy.querySelectorAll("a[href]")) {
    if (/^(#|https?:)/.test(link.getAttribute("href")!)) continue;
    if (link.closest("main")) link.replaceWith(...link.childNodes);
    else link.removeAttribute("href");
  }
  copy.querySelector("h1")!.insertAdjacentHTML("afterend", summary);
  return `<!doctype html>\n${copy.outerHTML}`;
}

/** What the reader has changed and solved, for whoever the page is handed to; `solved` has ids of cells. */
export function summaryOf(
  cells: readonly CellView[],
  exercises: ReadonlySet<string>,
  solved: ReadonlySet<string>,
  date: string,
): string {
  const links = (some: readonly CellView[]) =>
    some.map(({ number }) => `<a href="#cell-${number}">${number}</a>`).join(", ");
  const line = (english: string, japanese: string, some: readonly CellView[]) =>
    `<li>${label(`${english}:`, `${japanese}:`)} ${links(some) || label("none", "なし")}</li>`;
  const all = cells.filter(({ id }) => exercises.has(id));
  const [right, open] = [true, false].map((is) => all.filter(({ id }) => solved.has(id) === is));
  return `<aside class="live-summary" id="live-summary">
<p><strong>${label("What was done in this page", "このページで行ったこと")}</strong> <time>${
    escapeHtml(date.slice(0, 16).replace("T", " "))
  }</time></p>
<ul>
${line("Cells changed", "変更したセル", cells.filter(({ isChanged }) => isChanged))}
${line("Cells run", "実行したセル", cells.filter(({ outputs }) => outputs))}
${
    all.length === 0 ? "" : line(
      `Exercises solved, ${right!.length} of ${all.length}, in cells`,
      `正解した演習 (${all.length} 問中 ${right!.length} 問) のセル`,
      right!,
    ) + line("Not solved yet", "まだの演習", open!)
  }
</ul>
</aside>`;
}

/** Gives the reader a file. */
export function download(name: string, type: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

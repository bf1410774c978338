// deno task docs: writes the reference of what lib exports, from its documentation, into reports/api/, and draws
// docs/architecture.svg. The pages are those of
// `deno doc --html`, with what lib has for each chapter on the first, addresses that are right in a notebook, and room for
// themselves on a phone.

import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { drawArchitecture, picture } from "./architecture.ts";
import { deno } from "./check/deno.ts";
import { fail, root, writeAtomically } from "./setup.ts";

const style = `
.ddoc :is(pre, code) { font-family: ui-monospace, Menlo, Consolas, monospace !important }
#topnav { background: white }
#topnav:is(.dark *) { background: #121417 }
.breadcrumbs, .breadcrumbs a { white-space: nowrap }
.names { line-height: 1.9 }
@media (width < 768px) {
  .ddoc { padding: 0 !important }
  .ddoc > div { min-width: 0; width: 100% }
  #topnav { height: auto; margin: 0 }
  #topnav > div { flex-direction: column; align-items: start; gap: .5rem }
  .breadcrumbs { font-size: 1rem !important; flex-wrap: wrap }
  .breadcrumbs a { font-size: 1rem }
  #searchbar { min-width: 0; width: 14rem }
  #content { display: block }
  .toc { position: static; margin: 2rem 0 0; padding: 0; max-width: none; max-height: none }
  #content { padding: 0 1rem; overflow-wrap: anywhere }
  #content, #content * { min-width: 0 }
}
`;

/** Writes the pages into `folder`, in the place of those that are there. */
export async function writeDocs(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(() => {}); // there may be none yet
  await Deno.mkdir(dirname(folder), { recursive: true }); // which deno doc does not make
  const title = "Deep Learning from Scratch";
  const args = ["--html", `--name=${title}`, `--output=${folder}`, "lib/mod.ts"];
  const { success, stderr } = await deno("doc", ...args);
  if (!success) fail(`task docs: ${stderr.trim()}`);
  for (const [page, html] of pagesIn(folder)) {
    await writeAtomically(page, mended(html, relative(join(page, ".."), root)));
  }
  const index = join(folder, "index.html");
  const first = Deno.readTextFileSync(index);
  const list = chapters(Deno.readTextFileSync(join(root, "lib/mod.ts")));
  await writeAtomically(index, first.replace("</section>\n</main>", `${list}$&`));
  Deno.writeTextFileSync(join(folder, "page.css"), style, { append: true });
}

function pagesIn(folder: string): [path: string, html: string][] {
  return Array.from(Deno.readDirSync(folder)).flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    if (isDirectory) return pagesIn(path);
    return name.endsWith(".html") ? [[path, Deno.readTextFileSync(path)]] : [];
  });
}

/** A page that says how a notebook imports lib, and leads to the sources beside it; `toRoot` leads to the checkout. */
function mended(html: string, toRoot: string): string {
  const sources = pathToFileURL(root).href.replaceAll("/", "&#x2F;");
  return html.replaceAll(/&quot;(?:\.\.\/mod\.ts|\.)&quot;/g, "&quot;../lib/mod.ts&quot;")
    .replaceAll(sources, toRoot)
    .replaceAll(">default<", ">lib<");
}

/** The names of mod.ts, with links, under the comments that say for which chapter they are. */
function chapters(mod: string): string {
  const parts = mod.split(/^\/\/ (chapters? .*)$/m).slice(1);
  const list: string[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const names = Array.from(parts[i + 1]!.matchAll(/^export (?:type )?\{([^}]*)\}/gm))
      .flatMap(([, names]) => names!.split(","))
      .map((name) => name.replace(/^\s*(?:type )?|\s*$/g, ""))
      .filter((name) => name !== "");
    const links = names.map((name) => `<a class="link" href="./~/${name}.html">${name}</a>`);
    list.push(
      `<h3>${parts[i]![0]!.toUpperCase()}${parts[i]!.slice(1)}</h3><p class="names">${
        links.join(" · ")
      }</p>`,
    );
  }
  return `<div class="markdown">${list.join("\n")}</div>`;
}

if (import.meta.main) {
  const folder = join(root, "reports", "api");
  await writeDocs(folder);
  await writeAtomically(picture, await drawArchitecture());
  console.log(join(folder, "index.html"));
}

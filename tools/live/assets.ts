// What a report carries so that its cells run: buttons, style, a small script, and as text the scripts that it loads when
// the reader wants something.

import { escapeHtml } from "../../lib/host/escape.ts";
import { bundle } from "../../lib/play/bundle.ts";
import { type Notebook, textOf } from "../nbformat.ts";
import { label } from "../report/html.ts";
import { libDocs } from "./lib_docs.ts";
import loader from "./loader.js" with { type: "text" };
import { liveAssets, packText } from "./script.ts";
import style from "./live.css" with { type: "text" };

let made: Promise<string[]> | undefined;

/** For the end of a page with the cells of `notebook`, after all else; `name` is that of its file. */
export async function notebookAssets(notebook: Notebook, name: string): Promise<string> {
  made ??= Promise.all([
    libDocs().then((docs) => json("live-docs", docs)),
    waiting("live-page", "page.tsx"),
    waiting("live-editor", "editor.ts"),
  ]);
  const sources = notebook.cells.map(({ source }) => textOf(source));
  const [same, worker] = await Promise.all([made, liveAssets(sources)]);
  return [
    `<style>\n${style}</style>`,
    packed("live-notebook", JSON.stringify(withoutOutputs(notebook))),
    ...same, // in each page
    worker,
    ...sources.some((source) => source.includes("loadMnist"))
      ? [await waiting("live-digits", "digits_worker.ts")]
      : [],
    tools(name),
    `<script>\n${loader}</script>`,
  ].join("\n");
}

/** The buttons of a cell, which loader.js puts into each. */
function tools(name: string): string {
  const button = (what: string, english: string, japanese: string) =>
    `<button type="button" data-do="${what}"${what === "run" ? "" : ' tabindex="-1"'}>${
      label(english, japanese)
    }</button>`;
  const mark = (name: string, english: string, japanese: string, more = "") =>
    `<span class="live-${name}">${label(english, japanese)}${more}</span>`;
  const marks = [
    mark("right", "✓ solved", "✓ 正解"),
    mark("running", "runs", "実行中"),
    mark("waiting", "waits", "待機中"),
    mark("changed", "changed", "変更あり"),
    mark("failed", "error", "エラー"),
    mark("yours", "yours", "あなたの結果", "<span></span>"), // the time that it took
  ];
  return `<template id="live-tools" data-name="${escapeHtml(name)}"><div class="live-row">
<p class="live-marks">${marks.join("")}</p>
<div class="live-tools" role="toolbar">
${button("run", "▶ Run", "▶ 実行")}
${button("stop", "■ Stop", "■ 停止")}
${button("edit", "Edit", "編集")}
${button("done", "Done", "編集を終える")}
${button("reset", "Reset", "元に戻す")}
${button("above", "Run all above", "上をすべて実行")}
</div>
</div></template>`;
}

function withoutOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell
  );
  return { ...notebook, cells };
}

function json(id: string, value: unknown): string {
  const text = JSON.stringify(value).replaceAll("<", "\\u003c"); // no tag may end the script
  return `<script type="application/json" id="${id}">${text}</script>`;
}

/** A script that waits as text. */
async function waiting(id: string, file: string): Promise<string> {
  const script = await bundle(new URL(file, import.meta.url), "--minify");
  return packed(id, script);
}

const packed = (id: string, text: string) =>
  `<script type="text/plain" id="${id}">${packText(text)}</script>`;

// The editor of a cell: CodeMirror, in the colours of the listing that it replaces. A script of its own, loaded when the
// reader first wants to change something.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { completions, hovers } from "./completion.ts";

/** An open editor. */
export interface Editor {
  focus: () => void;
  setSource: (source: string) => void;
  /** puts the listing back */
  close: () => void;
}

/** What the page wants to know. */
export interface EditorOptions {
  /** a name for those who do not see it */
  name: string;
  /** code of the cells above, whose names can be completed */
  above: readonly string[];
  onChange: (source: string) => void;
  /** Esc was pressed */
  onLeave: () => void;
  /** Ctrl+Enter, or with `goOn` Shift+Enter */
  onRun: (goOn: boolean) => void;
}

/** Opens an editor in the place of the listing. */
export function openEditor(listing: HTMLElement, source: string, options: EditorOptions): Editor {
  const { name, above, onChange, onLeave, onRun } = options;
  const run = (goOn: boolean) => () => (onRun(goOn), true);
  const view = new EditorView({
    parent: listing,
    doc: source,
    extensions: [
      Prec.highest(keymap.of([
        { key: "Mod-Enter", run: run(false) },
        { key: "Shift-Enter", run: run(true) },
      ])),
      completions(above),
      hovers,
      history(),
      javascript({ typescript: true }),
      syntaxHighlighting(asInListings),
      bracketMatching(),
      closeBrackets(),
      indentOnInput(),
      indentUnit.of("  "),
      EditorState.tabSize.of(2),
      keymap.of([
        ...closeBracketsKeymap,
        ...historyKeymap,
        ...defaultKeymap,
        indentWithTab,
        { key: "Escape", run: () => (onLeave(), true) },
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
      EditorView.contentAttributes.of({ "aria-label": name }),
      look,
    ],
  });
  return {
    focus: () => view.focus(),
    setSource: (source) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: source } }),
    close: () => view.destroy(),
  };
}

/** The classes of highlight.js, which the page colours. */
const asInListings = tagHighlighter([
  { tag: [tags.keyword, tags.self, tags.operatorKeyword, tags.modifier], class: "hljs-keyword" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: "hljs-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "hljs-number" },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName)],
    class: "hljs-title function_",
  },
  { tag: [tags.className, tags.typeName], class: "hljs-title class_" },
  { tag: tags.comment, class: "hljs-comment" },
]);

const look = EditorView.theme({
  "&": { fontSize: "0.8125rem", backgroundColor: "var(--tint)", borderRadius: "8px" },
  "&.cm-focused": { outline: "2px solid var(--link)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { padding: "0.9rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 1.1rem" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--edge)",
    outline: "none",
  },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent" },
  ".cm-tooltip": {
    maxWidth: "min(30rem, 92vw)",
    border: "1px solid var(--rule)",
    borderRadius: "6px",
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    boxShadow: "0 4px 16px var(--edge)",
    zIndex: "3",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    maxHeight: "14em",
    fontFamily: "var(--mono)",
    fontSize: "0.8125rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.15rem 0.5rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--tint)",
    color: "var(--ink)",
    boxShadow: "inset 2px 0 var(--link)",
  },
  "@media (width < 48rem)": { ".cm-completionInfo": { display: "none" } }, // it would lie on the list
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
  ".cm-completionMatchedText": { color: "var(--link)", textDecoration: "none", fontWeight: "600" },
});

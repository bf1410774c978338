"""`deno lsp` beside the kernel: it reads the cells that have run, and tells signatures, completions and errors of types."""

import json
import os
import re
import subprocess
import threading
from pathlib import Path

KINDS = {2: "method", 3: "function", 4: "constructor", 5: "property", 6: "variable", 7: "class", 8: "interface",
         9: "module", 10: "property", 13: "enum", 14: "keyword", 17: "path", 19: "path", 20: "enum", 21: "variable"}
WIDE = 80  # characters of a line that a note shows
SYNTAX = range(1000, 2000)  # which the cell itself says
IMPLICIT_ANY = range(7000, 7100)  # a notebook need not say all types
UNKNOWN = "```tsx\nany\n```"  # what it says of a name that nobody has declared
REDECLARED = (2300, 2451)  # which notebooks may
# Browsers' names, where a project has their types: a cell that uses one of them means a variable of its own.
BROWSERS = set("closed event external frames history length menubar name opener origin parent screen status top".split())


class Language:
    """Starts at the first use. What it answers comes by `tell(function)`, which calls the function in the layer's thread."""

    def __init__(self, deno, tell):
        self.deno = deno
        self.tell = tell
        self.process = None
        self.ready = False  # whether it has read the library, which takes seconds
        self.waiting = {}  # id → what to do with the result
        self.count = 0
        self.version = 1
        self.cells = {}  # URI → code; the first is for what is being written
        self.noted = lambda uri, lines: None

    def start(self):
        folder = Path.cwd()
        self.notebook = folder.joinpath("layer.ipynb").as_uri()
        self.draft = self.uri("draft")
        self.process = subprocess.Popen(
            [self.deno, "lsp", "--quiet"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            **({"preexec_fn": background} if hasattr(os, "nice") else {}),
        )
        threading.Thread(target=self.read, daemon=True).start()
        settings = {"enable": True, "lint": False}
        markdown = ["markdown"]
        capabilities = {
            "workspace": {"configuration": True},
            "notebookDocument": {"synchronization": {}},
            "textDocument": {
                "publishDiagnostics": {}, "hover": {"contentFormat": markdown},
                "completion": {"completionItem": {"documentationFormat": markdown}},
                "signatureHelp": {"signatureInformation": {"documentationFormat": markdown}},
            },
        }
        self.ask("initialize", {
            "processId": os.getpid(), "rootUri": None, "capabilities": capabilities, "initializationOptions": settings,
            "workspaceFolders": [{"uri": folder.as_uri(), "name": "notebook"}],
        }, self.opened)

    def opened(self, _):
        self.notify("initialized", {})
        self.cells = {self.draft: "", **self.cells}
        self.notify("notebookDocument/didOpen", {
            "notebookDocument": {
                "uri": self.notebook, "notebookType": "jupyter-notebook", "version": self.version,
                "cells": [{"kind": 2, "document": uri} for uri in self.cells],
            },
            "cellTextDocuments": [document(uri, code) for uri, code in self.cells.items()],
        })
        at = {"textDocument": {"uri": self.draft}, "position": {"line": 0, "character": 0}}
        self.ask("textDocument/completion", at, lambda _: setattr(self, "ready", True))

    def uri(self, id):
        return f"vscode-notebook-cell:{self.notebook.removeprefix('file:')}#{id}"

    # The cells

    def ran(self, id, code):
        """A cell that has run, under the id that the notebook gave it."""
        if not self.process:
            self.start()
        if self.cells.get(self.draft):
            self.put(self.draft, "")
        self.put(self.uri(id), code)

    def put(self, uri, code):
        is_new = uri not in self.cells
        before = len(self.cells)
        self.cells[uri] = code
        if self.draft not in self.cells:
            return  # not opened yet
        self.version += 1
        if is_new:
            changes = {"structure": {
                "array": {"start": before, "deleteCount": 0, "cells": [{"kind": 2, "document": uri}]},
                "didOpen": [document(uri, code)],
            }}
        else:
            changes = {"textContent": [{"document": {"uri": uri, "version": self.version}, "changes": [{"text": code}]}]}
        self.notify("notebookDocument/didChange", {
            "notebookDocument": {"uri": self.notebook, "version": self.version}, "change": {"cells": changes},
        })

    # Questions; each answer is None where there is nothing to say

    def complete(self, code, cursor, answer):
        """answer(matches, start, end, metadata), positions in characters of the code."""
        before = code[:cursor]
        prefix = re.search(r"[\w$]*$", before)[0]
        start = cursor - len(prefix)

        def found(result):
            items = result.get("items", []) if isinstance(result, dict) else result or []
            texts = {}
            for item in sorted(items, key=lambda item: item.get("sortText") or item["label"]):
                edit = item.get("textEdit") or {}
                text = edit.get("newText") or item.get("insertText") or item["label"].rstrip("?")
                if "range" in edit and edit["range"]["start"]["character"] < len16(before[:start].rsplit("\n", 1)[-1]):
                    continue  # it would change what stands before
                if text.lower().startswith(prefix.lower()) and len(texts) < 300:
                    texts[text] = KINDS.get(item.get("kind"), "")
            if not texts:
                return answer(None)
            types = [{"text": text, "type": kind, "start": start, "end": cursor} for text, kind in texts.items()]
            answer({
                "status": "ok", "matches": list(texts), "cursor_start": start, "cursor_end": cursor,
                "metadata": {"_jupyter_types_experimental": types},
            })

        self.at("textDocument/completion", code, cursor, found)

    def inspect(self, code, cursor, answer):
        """answer(markdown): of the name at the cursor or just before it, else of the call in which it stands."""
        if not re.match(r"[\w$]", code[cursor:cursor + 1]) and re.search(r"[\w$]$", code[:cursor]):
            cursor -= 1

        def hover(result):
            if result and result.get("contents") and result["contents"]["value"].strip() != UNKNOWN:
                return answer(result["contents"]["value"])
            self.at("textDocument/signatureHelp", code, cursor, signature)

        def signature(result):
            if not result or not result.get("signatures"):
                return answer(None)
            one = result["signatures"][result.get("activeSignature") or 0]
            docs = (one.get("documentation") or {}).get("value", "")
            answer(f"```ts\n{one['label']}\n```\n{docs}")

        self.at("textDocument/hover", code, cursor, hover)

    def at(self, method, code, cursor, answer):
        self.put(self.draft, code)
        line, column = code.count("\n", 0, cursor), len16(code[:cursor].rsplit("\n", 1)[-1])
        where = {"textDocument": {"uri": self.draft}, "position": {"line": line, "character": column}}
        self.ask(method, where, answer)

    # What it says by itself

    def diagnostics(self, uri, found):
        """Calls `noted` with the lines for a cell; none where its types are right."""
        code = self.cells.get(uri, "")
        redeclared = {re.search(r"'(.*)'", one["message"])[1] for one in found if one.get("code") in REDECLARED}
        lines = []
        for one in found:
            number = one["range"]["start"]["line"]
            line = (code.split("\n") + [""] * (number + 1))[number]
            kind = one.get("code", 0)
            if one.get("severity") != 1 or kind in SYNTAX or kind in IMPLICIT_ANY or kind in REDECLARED:
                continue
            if (redeclared | BROWSERS) & set(re.findall(r"(?<![.\w$])[\w$]+", line)):
                continue  # its type is that of another cell
            start, end = (one["range"][side]["character"] for side in ("start", "end"))
            width = max(1, end - start) if one["range"]["end"]["line"] == number else 1
            if len(line) > WIDE:  # a window of it, where it matters
                cut = max(0, start - WIDE // 2)
                line, start = ("…" if cut else "") + line[cut + 1 if cut else 0 :][: WIDE - 1], start - cut
                width = min(width, WIDE - start)
            lines += [one["message"], f"{number + 1:3} | {line}", "    | " + " " * start + "~" * width]
        self.noted(uri, lines)

    # JSON-RPC

    def ask(self, method, params, answer):
        self.count += 1
        self.waiting[self.count] = answer
        self.write({"id": self.count, "method": method, "params": params})

    def notify(self, method, params):
        self.write({"method": method, "params": params})

    def write(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.process.stdin.flush()
        except OSError:
            self.ready = False  # it has ended; cells run without it

    def read(self):
        stream = self.process.stdout
        while True:
            length = 0
            while (line := stream.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            message = json.loads(stream.read(length))
            self.tell(lambda message=message: self.on_message(message))

    def on_message(self, message):
        method = message.get("method")
        if method is None:
            self.waiting.pop(message["id"])(message.get("result"))
        elif "id" in message:  # it asks for its settings
            count = len(message["params"]["items"]) if method == "workspace/configuration" else 0
            self.write({"id": message["id"], "result": [{"enable": True}] * count or None})
        elif method == "textDocument/publishDiagnostics":
            self.diagnostics(message["params"]["uri"], message["params"]["diagnostics"])


def document(uri, code):
    return {"uri": uri, "languageId": "typescript", "version": 1, "text": code}


def len16(text):
    """Length in the units of the protocol, UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def background():
    """In the child: cells come first."""
    os.nice(5)

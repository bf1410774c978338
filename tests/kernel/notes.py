"""What notes on types a notebook gets, without a kernel: python notes.py <deno> < {chapter: [code of a cell, …]}.

Prints {chapter: {index of a cell: note}} as JSON; `deno lsp` gets the cells of a chapter all at once.
"""

import json
import queue
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "kernel"))
import language

SECONDS_TO_ANSWER = 120

language.background = lambda: None  # here no cell comes before deno lsp


def notes(deno, cells):
    calls = queue.Queue()
    ours = language.Language(deno, calls.put)
    told = {}
    ours.noted = lambda uri, lines: told.update({uri: lines})
    for index, code in enumerate(cells):
        ours.ran(str(index), code)
    try:
        while len(told) < len(ours.cells):  # of a cell whose types are right it tells that
            calls.get(timeout=SECONDS_TO_ANSWER)()
    finally:
        ours.process.kill()
        ours.process.wait()
    return {uri.rpartition("#")[2]: "\n".join(lines) for uri, lines in told.items() if lines}


print(json.dumps({chapter: notes(sys.argv[1], cells) for chapter, cells in json.load(sys.stdin).items()}))

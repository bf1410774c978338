"""Asks a kernel for completions and docs, as an editor does, and waits for the notes on types. Prints them as JSON."""

import json
import queue
import sys
import time

from jupyter_client.manager import start_new_kernel
from run_cells import send

SECONDS_TO_ANSWER = 120

manager, client = start_new_kernel(kernel_name=sys.argv[1])


def reply_to(id):
    while True:
        reply = client.get_shell_msg(timeout=SECONDS_TO_ANSWER)
        if reply["parent_header"].get("msg_id") == id:
            return reply["content"]


def run(id, code):
    """A cell with an id, as editors send it; gives the id of the message."""
    message = send(client, code, id)
    reply_to(message)
    return message


def matches(code):
    """What Tab offers at the mark |."""
    end = time.monotonic() + 30
    while time.monotonic() < end:  # on a busy machine deno lsp may be late; Deno's kernel then answers, and tells no types
        reply = reply_to(client.complete(code.replace("|", ""), code.index("|")))
        if reply["metadata"]:
            break
    return reply["matches"][:5]


def docs(code):
    """What Shift+Tab shows at the mark |."""
    content = reply_to(client.inspect(code.replace("|", ""), code.index("|")))
    return content["data"].get("text/markdown", "")


try:
    cells = {
        run("one", 'import { Affine, SGD, tensor } from "../lib/mod.ts";\nconst t = tensor([1]);'): "right",
        run("two", 'const size: number = "three";\nconst anything = (x) => x;\nconst n = 1;'): "wrong",
        run("three", "const n = 5;\nn + 1"): "declared again",
        run("four", 'const { history } = { history: "a name that browsers have, too" };'): "declared by browsers",
        run("five", "const short: string = history;"): "uses what browsers declare",
        run("six", 'const words = "one two three four five six seven eight nine ten"; const size2: number = words; "and what follows it"'): "long",
    }
    end = time.monotonic() + SECONDS_TO_ANSWER
    while not docs("Affine|") and time.monotonic() < end:  # deno lsp reads the library first
        time.sleep(0.5)
    completed = {
        code: matches(code)
        for code in ["t.resh|", "tensor([1]).resh|", "'日本😀'; t.resh|", "new SGD({ l|", 'import { GradientCh| } from "../lib/mod.ts"']
    }
    inspected = {code: docs(code) for code in ["new Affine|", "new SGD(|", "Math.ma|x", "nobody|"]}
    notes = []
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            message = client.get_iopub_msg(timeout=5)
        except queue.Empty:
            break
        if message["msg_type"] == "display_data":
            notes.append([cells[message["parent_header"]["msg_id"]], message["content"]["data"]["text/plain"]])
    whole = ["", "1 + 1", "let x = ;", "}", "1 +", "const o = {", "f(`a ${[", "if (1) {\n  f(", "/* so"]
    is_complete = {code: reply_to(client.is_complete(code)) for code in whole}
    print(json.dumps({"completed": completed, "inspected": inspected, "notes": notes, "is_complete": is_complete}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)

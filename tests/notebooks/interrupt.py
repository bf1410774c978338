"""What Stop does, without a browser: SIGINT to the kernel in the long cell of a notebook. Prints how the cells ended, as JSON."""

import json
import os
import sys
import time

from jupyter_client.manager import start_new_kernel

SECONDS_TO_ANSWER = 60


def run(client, code):
    """Executes a cell to its end; "ok" unless it throws."""
    reply = client.execute_interactive(code, timeout=SECONDS_TO_ANSWER, output_hook=lambda _: None)
    return reply["content"]["status"]


os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures"))
with open(sys.argv[1], encoding="utf-8") as file:
    cells = [cell for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]
first, long, after = ["".join(cell["source"]) for cell in cells]

manager, client = start_new_kernel(kernel_name="deno")
try:
    before = run(client, first)
    client.execute(long)
    while client.get_iopub_msg(timeout=SECONDS_TO_ANSWER)["msg_type"] != "display_data":
        pass  # its bar is there
    started = time.monotonic()
    manager.interrupt_kernel()
    stopped = client.get_shell_msg(timeout=SECONDS_TO_ANSWER)["content"]
    seconds = time.monotonic() - started
    print(json.dumps({
        "before": before,
        "error": f"{stopped.get('ename')}: {stopped.get('evalue')}",
        "seconds": seconds,
        "after": run(client, after),
    }))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)

"""Sends cells to a kernel at once, as Run All in an editor does: python run_all.py <kernel> < ["code", …].

Prints for each its status and what came out under it, as run_cells.py has it.
"""

import json
import sys

from jupyter_client.manager import start_new_kernel
from run_cells import SECONDS_TO_ANSWER, send, told

manager, client = start_new_kernel(kernel_name=sys.argv[1])
try:
    sent = [send(client, code, f"cell {i}") for i, code in enumerate(json.load(sys.stdin))]
    outputs = {id: [] for id in sent}
    ended = 0
    while ended < len(sent):
        message = client.get_iopub_msg(timeout=SECONDS_TO_ANSWER)
        id = message["parent_header"].get("msg_id")
        if id in outputs:
            ended += message["content"].get("execution_state") == "idle"
            outputs[id] += [told(message)] if told(message) else []
    statuses = {}
    while not statuses.keys() >= outputs.keys():
        reply = client.get_shell_msg(timeout=SECONDS_TO_ANSWER)
        statuses[reply["parent_header"]["msg_id"]] = reply["content"]["status"]
    print(json.dumps([[statuses[id], outputs[id]] for id in sent]))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)

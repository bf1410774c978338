"""Runs cells in a kernel, one after the other: python run_cells.py <kernel> < [{"code", …}], as TestCell of run_cells.ts has them.

Prints for each cell what came out under it, as JSON: [["stream", text], ["result", text], ["error", traceback], …],
["stray", text] where it does not say that it is this cell's, the status of the reply and the seconds that it took. `stop` presses Stop after so long; `wait` listens so long after the end of the cell.
A cell that is silent for `limit` seconds has the status "none", and the kernel starts again.
"""

import json
import queue
import sys
import time

from jupyter_client.manager import start_new_kernel

SECONDS_TO_ANSWER = 120


def told(message):
    kind, content = message["msg_type"], message["content"]
    if kind == "stream":
        return ["stream", content["text"]]
    if kind == "error":
        return ["error", "\n".join(content["traceback"])]
    if kind == "execute_result":
        return ["result", content["data"].get("text/plain", "")]
    if kind == "display_data":
        return ["display", content["data"].get("text/plain", "")]
    return None


def send(client, code, id=None, stop_on_error=True):
    """Gives the id of the message; `id` is that of the cell, which editors tell."""
    content = {
        "code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
        "stop_on_error": stop_on_error,
    }
    message = client.session.msg("execute_request", content, metadata={"cellId": id} if id else {})
    client.shell_channel.send(message)
    return message["header"]["msg_id"]


def run(manager, client, code, stop=None, id=None, wait=0, limit=None):
    started = time.monotonic()
    message = send(client, code, id, stop_on_error=False)
    if stop is not None:
        time.sleep(stop)
        manager.interrupt_kernel()
    outputs, status = [], None
    idle = False
    while not idle:
        try:
            answer = client.get_iopub_msg(timeout=limit or SECONDS_TO_ANSWER)
        except queue.Empty:
            if limit is None:
                raise
            manager.restart_kernel(now=True)
            client.wait_for_ready(timeout=SECONDS_TO_ANSWER)
            return {"outputs": outputs, "status": "none", "seconds": limit}
        ours = answer["parent_header"].get("msg_id") == message
        if answer["msg_type"] == "status":
            idle = ours and answer["content"]["execution_state"] == "idle"
        elif told(answer):
            outputs.append(told(answer) if ours else ["stray", told(answer)[1]])
    while status is None:
        reply = client.get_shell_msg(timeout=SECONDS_TO_ANSWER)
        if reply["parent_header"].get("msg_id") == message:
            status = reply["content"]["status"]
    seconds = time.monotonic() - started
    end = time.monotonic() + wait
    while time.monotonic() < end:
        try:
            answer = client.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
        except queue.Empty:
            break
        if told(answer):
            outputs.append(told(answer))
    return {"outputs": outputs, "status": status, "seconds": seconds}


if __name__ == "__main__":
    manager, client = start_new_kernel(kernel_name=sys.argv[1])
    try:
        print(json.dumps([run(manager, client, **cell) for cell in json.load(sys.stdin)]))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)

"""Connects a second time, kills the Deno of a kernel, and starts the kernel again. Prints what came of it, as JSON."""

import json
import os
import signal
import sys
import time

from jupyter_client.manager import start_new_kernel

SECONDS_TO_DIE = 30


def run(client, code):
    """How a cell ends, and what it printed."""
    printed = []

    def hook(message):
        if message["msg_type"] == "stream":
            printed.append(message["content"]["text"])

    reply = client.execute_interactive(code, timeout=120, output_hook=hook)
    return reply["content"]["status"], "".join(printed)


manager, client = start_new_kernel(kernel_name=sys.argv[1])
try:
    again = manager.client()  # the same, as after a page is loaded again
    again.start_channels()
    again.wait_for_ready(timeout=60)
    before, deno = run(again, "console.log(Deno.pid)")
    again.stop_channels()
    os.kill(int(deno), signal.SIGKILL)
    end = time.monotonic() + SECONDS_TO_DIE
    while manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
    dead = not manager.is_alive()
    manager.restart_kernel(now=True)
    client.wait_for_ready(timeout=120)
    after, _ = run(client, "1")
    print(json.dumps({"before": before, "dead": dead, "after": after}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)

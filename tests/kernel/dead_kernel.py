"""Connects a second time, kills the Deno of a kernel, and starts the kernel again. Prints what came of it, as JSON."""

import json
import os
import signal
import sys
import time

from jupyter_client.manager import start_new_kernel
from run_cells import run

SECONDS_TO_DIE = 30

manager, client = start_new_kernel(kernel_name=sys.argv[1])
try:
    again = manager.client()  # the same, as after a page is loaded again
    again.start_channels()
    again.wait_for_ready(timeout=60)
    before = run(manager, again, "Deno.pid")
    [[_, deno]] = before["outputs"]
    again.stop_channels()
    os.kill(int(deno), signal.SIGKILL)
    end = time.monotonic() + SECONDS_TO_DIE
    while manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
    dead = not manager.is_alive()
    manager.restart_kernel(now=True)
    client.wait_for_ready(timeout=120)
    after = run(manager, client, "1")
    print(json.dumps({"before": before["status"], "dead": dead, "after": after["status"]}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)

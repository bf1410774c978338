"""What the layer costs: the same cells with it and without, in turns. python overhead.py <kernel> <kernel>; prints medians."""

import statistics
import sys
import time

from jupyter_client.manager import start_new_kernel

ROUNDS, CELLS = 4, 50
MEGABYTES = "for (let i = 0; i < 1000; i++) console.log('x'.repeat(10_000));"


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def run(client, code, characters=0):
    """A cell to its end, and to the last of what it prints: Deno's kernel alone says too early that it has ended."""
    left = characters

    def count(message):
        nonlocal left
        if message["msg_type"] == "stream":
            left -= len(message["content"]["text"])

    client.execute_interactive(code, allow_stdin=False, output_hook=count, timeout=60)
    while left > 0:
        count(client.get_iopub_msg(timeout=60))


kernels = sys.argv[1:3]
measured = {name: {"start": [], "cell": [], "10 MB": []} for name in kernels}
for _ in range(ROUNDS):
    running = {}
    for name in kernels:
        def start():
            running[name] = start_new_kernel(kernel_name=name)
            run(running[name][1], "1")
        measured[name]["start"].append(seconds(start))
    for _ in range(CELLS):
        for name in kernels:
            measured[name]["cell"].append(seconds(lambda: run(running[name][1], "1 + 1")))
    for name in kernels:
        measured[name]["10 MB"].append(seconds(lambda: run(running[name][1], MEGABYTES, 10_001_000)))
    for manager, client in running.values():
        client.stop_channels()
        manager.shutdown_kernel(now=True)
for what in measured[kernels[0]]:
    print(what, *(f"{name} {1000 * statistics.median(measured[name][what]):.2f} ms" for name in kernels), sep="\t")

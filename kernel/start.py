"""Starts Deno's kernel and the layer in front of it: python start.py <deno> <connection file>. See README.md."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile

CHANNELS = ("shell", "control", "stdin", "hb", "iopub")
WINDOWS = sys.platform == "win32"


def free_ports(ip, count):
    taken = [socket.socket() for _ in range(count)]
    for one in taken:
        one.bind((ip, 0))
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


def before_deno():
    """In the child: a Stop that nobody in it listens to does not end it; it ends with us, where the system can do that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        PR_SET_PDEATHSIG = 1
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main(deno, connection_file):
    with open(connection_file, encoding="utf-8") as file:
        outer = json.load(file)
    ports = free_ports(outer["ip"], len(CHANNELS))
    inner = {**outer, "transport": "tcp", **{f"{channel}_port": port for channel, port in zip(CHANNELS, ports)}}
    descriptor, path = tempfile.mkstemp(suffix=".json")  # for us alone to read: it has the key
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(inner, file)
    command = [deno, "jupyter", "--kernel", "--conn"]
    child = subprocess.Popen([*command, path], **({} if WINDOWS else {"preexec_fn": before_deno}))
    try:
        # while Deno starts
        from layer import Layer
    except ImportError as error:
        print(f"{error}: Deno's kernel runs without the layer", file=sys.stderr)
        child.kill()
        os.remove(path)
        os.execvp(deno, [*command, connection_file])
    layer = Layer(deno, child, outer, inner)
    layer.start()
    os.remove(path)
    layer.run()


if __name__ == "__main__":
    main(*sys.argv[1:3])

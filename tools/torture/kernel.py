"""Readers who are hard on a kernel: Stop at any moment, cells out of order, errors that nobody catches. Called by kernel.ts.

python kernel.py <seed> <scale> [part …]. Standard output is a JSON object a line, for each kind of fault:
{"name": …, "cases": n, "failures": […]}.
"""

import json
import os
import queue
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jupyter_client.manager import start_new_kernel

SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 10  # on a machine that is busy; alone, a Stop is heard within one

seed, scale = int(sys.argv[1]), float(sys.argv[2])
rng = random.Random(seed)


def tell(name, cases, failures):
    print(json.dumps({"name": name, "cases": cases, "failures": failures}), flush=True)


class Kernel:
    """A Deno kernel in the folder of the notebooks."""

    def __enter__(self):
        self.manager, self.client = start_new_kernel(kernel_name="deno")
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def send(self, code):
        return self.client.execute(code, allow_stdin=False)

    def reply_to(self, message, seconds=SECONDS_TO_ANSWER):
        """The reply to a message; other replies are passed over."""
        end = time.monotonic() + seconds
        while True:
            reply = self.client.get_shell_msg(timeout=max(0.1, end - time.monotonic()))
            if reply["parent_header"].get("msg_id") == message:
                return reply["content"]

    def run(self, code, seconds=SECONDS_TO_ANSWER):
        """How a cell ends: "ok", or its error."""
        reply = self.reply_to(self.send(code), seconds)
        return "ok" if reply["status"] == "ok" else f"{reply['ename']}: {reply['evalue']}"

    def value(self, expression, seconds=SECONDS_TO_ANSWER):
        """The value of an expression, by way of a text that a cell shows."""
        message = self.send(f"JSON.stringify({{ value: {expression} }});")
        while True:
            answer = self.client.get_iopub_msg(timeout=seconds)
            if answer["parent_header"].get("msg_id") != message:
                continue
            if answer["msg_type"] == "error":
                raise RuntimeError(answer["content"]["evalue"])
            if answer["msg_type"] == "execute_result":
                self.reply_to(message)
                text = answer["content"]["data"]["text/plain"]
                return json.loads(text[text.index("{"): text.rindex("}") + 1].replace("\\'", "'"))["value"]

    def outputs(self):
        """What lies on IOPub by now."""
        messages = []
        try:
            while True:
                messages.append(self.client.get_iopub_msg(timeout=0.5))
        except queue.Empty:
            return messages


FIRST = """
import {
  Momentum, parallel, plot, progress, random, show, tensor, Trainer, TwoLayerNet,
} from "../lib/mod.ts";
import * as Plot from "@observablehq/plot";
import { findFile } from "../lib/datasets/files.ts";
import { stopSignal } from "../lib/host/progress.ts";
const rng = random(1);
const data = {
  xTrain: rng.uniform([300, 20]), tTrain: tensor(rng.integers(0, 5, 300)),
  xTest: rng.uniform([100, 20]), tTest: tensor(rng.integers(0, 5, 100)),
};
const newTrainer = (steps: number) => new Trainer(
  new TwoLayerNet({ inputSize: 20, hiddenSize: 8, outputSize: 5, seed: 3 }), data,
  { steps, batchSize: 10, optimizer: new Momentum({ lr: 0.001 }), seed: 4 },
);
const trainer = newTrainer(1e9);
let kept = 0;
"""

# What is stopped, and what must hold afterwards.
STOPS = {
    "Stop in training": (
        "await trainer.train();",
        r"Stopped: stopped at step",
        # as many updates as losses, whatever the moment
        "trainer.optimizer.updates === trainer.history.losses.length",
    ),
    "Stop in a search": (
        "await parallel(Array.from({ length: 500 }, (_, i) => i), (seed) => {"
        "  let sum = 0; for (let i = 0; i < 2e6; i++) sum += Math.sqrt(i + seed); return sum; });",
        r"Stopped: stopped after",
        "true",
    ),
    "Stop in a download": (
        'await findFile("mnist", "x", { cache, folder: undefined, manifest, say() {}, signal: stopSignal(), timeout: 5000 });',
        r"Stopped: |AbortError|stopped",
        "true",
    ),
    "Stop while drawing": (
        "const drawing = [{ x: 0, y: 0 }]; for await (const i of progress(1e6)) {"
        "  drawing.push({ x: i, y: Math.sin(i / 9) }); kept = i;"
        '  show(plot({ title: "a line", marks: [Plot.line(drawing.slice(-50), { x: "x", y: "y" })] })); }',
        r"Stopped: stopped at step",
        "kept >= 0",
    ),
}


class Dripping(BaseHTTPRequestHandler):
    """A mirror that never comes to an end in time."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(FILE_SIZE))
        self.end_headers()
        try:
            for _ in range(FILE_SIZE // 1000):
                self.wfile.write(bytes(1000))
                time.sleep(0.05)
        except OSError:
            pass  # the reader has gone

    def log_message(self, *_):
        pass


FILE_SIZE = 2_000_000


def stop_anywhere():
    """Stop at random moments of all long work; then the kernel answers and its variables agree."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    count = max(1, round(100 * scale / len(STOPS)))
    with Kernel() as kernel:
        assert kernel.run(FIRST) == "ok"
        mirror = f"http://127.0.0.1:{server.server_port}/"
        cache = "const cache = Deno.makeTempDirSync();"
        files = '{ x: { sha256: "0".repeat(64) } }'
        manifest = f'const manifest = {{ mnist: {{ mirrors: ["{mirror}"], files: {files} }} }};'
        assert kernel.run(cache + manifest) == "ok"
        for name, (work, expected, holds) in STOPS.items():
            failures = []
            for i in range(count):
                message = kernel.send(work)
                moment = rng.uniform(0.05, 1.5)
                time.sleep(moment)
                kernel.manager.interrupt_kernel()
                try:
                    reply = kernel.reply_to(message, SECONDS_TO_STOP)
                except queue.Empty:
                    failures.append(f"stop {i} after {moment:.3f} s: the cell did not end")
                    break
                ended = f"{reply.get('ename')}: {reply.get('evalue')}"
                if not any(word in ended for word in expected.split("|")):
                    failures.append(f"stop {i} after {moment:.3f} s: {ended}")
                elif kernel.value(holds) is not True:
                    failures.append(f"stop {i} after {moment:.3f} s: {holds} is false")
            tell(name, count, failures)
        # all those Stops have changed nothing of the training
        kernel.run("const again = newTrainer(trainer.step); await again.train();", 600)
        same = kernel.value("again.history.losses.every((loss, i) => loss === trainer.history.losses[i])")
        steps = kernel.value("trainer.step")
        tell("losses of a training that was stopped, against one that was not", steps,
             [] if same is True and steps > 0 else [f"{steps} steps, the same: {same}"])
    server.shutdown()


def odd_cells():
    """Cells run again, out of order, twice at once; errors that nobody catches; much output."""
    failures = []
    cells = 0

    def expect(what, got, wanted):
        nonlocal cells
        cells += 1
        if got != wanted:
            failures.append(f"{what}: {got} instead of {wanted}")

    with Kernel() as kernel:
        expect("a name before its cell", kernel.run("later + 1").split(":")[0], "ReferenceError")
        expect("the first cell", kernel.run(FIRST), "ok")
        expect("the first cell again", kernel.run(FIRST), "ok")
        expect("a const again", kernel.run("const later = 1;"), "ok")
        expect("the same const again", kernel.run("const later = 2;"), "ok")
        expect("the later of both", kernel.value("later"), 2)
        twice = "for await (const i of progress(20)) { kept = i; await new Promise((r) => setTimeout(r, 5)); }"
        both = [kernel.send(twice), kernel.send(twice)]
        for message in both:
            expect("a cell twice at once", kernel.reply_to(message)["status"], "ok")
        expect("a rejected promise that nobody catches",
               kernel.run('Promise.reject(new Error("nobody")); await new Promise((r) => setTimeout(r, 50));'), "ok")
        expect("after it", kernel.value("1 + 1"), 2)
        expect("an error in training",
               kernel.run("await new Trainer(trainer.net, data, { steps: -1 }).train();").split(":")[0], "RangeError")
        expect("prompt() without an input", kernel.run('prompt("your name?");'), "ok")
        kernel.outputs()
        expect("10 MB of output", kernel.run('for (let i = 0; i < 1000; i++) console.log("x".repeat(10_000));'), "ok")
        printed = sum(len(m["content"]["text"]) for m in kernel.outputs() if m["msg_type"] == "stream")
        expect("all of it arrives", printed, 1000 * 10_001)
        kernel.send("await trainer.train();")
        time.sleep(0.5)
        kernel.manager.restart_kernel(now=True)
        kernel.client.wait_for_ready(timeout=SECONDS_TO_ANSWER)
        expect("after a restart in training", kernel.run(FIRST), "ok")
        with Kernel() as other:
            first, second = kernel.send("kept = 1; await newTrainer(500).train();"), other.send(FIRST)
            expect("two notebooks at once", kernel.reply_to(first)["status"], "ok")
            expect("the other of two", other.reply_to(second)["status"], "ok")
            expect("variables of their own", (kernel.value("kept"), other.value("kept")), (1, 0))
    tell("cells again, out of order, at once; errors nobody catches; 10 MB; restart", cells, failures)


def nothing_lost():
    """Every output under its own cell, in order, when cells are sent as fast as they can be."""
    count, batch = round(10_000 * scale), 50
    failures = []
    with Kernel() as kernel:
        for first in range(0, count, batch):
            sent = {}
            for i in range(first, first + batch):
                code = f'console.log("a{i}"); await Deno.jupyter.broadcast("display_data", {{ data: {{ "text/plain": "b{i}" }}, metadata: {{}} }}); "c{i}"'
                sent[kernel.send(code)] = i
            got = {message: [] for message in sent}
            ended = 0
            while ended < batch:
                answer = kernel.client.get_iopub_msg(timeout=SECONDS_TO_ANSWER)
                message, content = answer["parent_header"].get("msg_id"), answer["content"]
                if message not in got:
                    continue
                if answer["msg_type"] == "stream":
                    got[message].append(content["text"].strip())
                elif answer["msg_type"] in ("display_data", "execute_result"):
                    got[message].append(content["data"]["text/plain"].strip('"'))
                elif content.get("execution_state") == "idle":
                    ended += 1
            failures += [f"cell {i}: {got[message]}" for message, i in sent.items()
                         if got[message] != [f"a{i}", f"b{i}", f"c{i}"]]
    tell("outputs of cells sent fifty at a time", count, failures)


LOOPS = {
    "a plain loop": "while (true) {}",
    "a loop of steps that are done at once": "for (;;) await null;",
    "a cell that waits": "await new Promise(() => {});",
    "a loop that waits": "for (;;) await new Promise((resume) => setTimeout(resume, 5));",
    "progress": "for await (const i of progress(1e9)) {}",
}


def stop_loops():
    """Stop in loops of each kind; then the variables are there."""
    count = max(1, round(100 * scale))
    with Kernel() as kernel:
        kernel.run('import { progress } from "../lib/mod.ts"; let stops = 0;')
        for name, endless in LOOPS.items():
            failures = []
            kernel.run("stops = 0;")
            for i in range(count):
                message = kernel.send(f"stops++; {endless}")
                time.sleep(rng.uniform(0.1, 0.5))
                kernel.manager.interrupt_kernel()
                try:
                    ended = kernel.reply_to(message, SECONDS_TO_STOP)
                except queue.Empty:
                    failures.append(f"stop {i} did not end it")
                    break
                if ended.get("ename") != "Stopped" or kernel.value("stops") != i + 1:
                    failures.append(f"stop {i}: it ended with {ended.get('ename')}")
            tell(f"Stop in {name}", count, failures)


def flat_memory():
    """Half an hour of training and drawing in one kernel."""
    minutes = 30 * scale
    readings = []
    with Kernel() as kernel:
        kernel.run(FIRST)
        end = time.monotonic() + 60 * minutes
        while time.monotonic() < end:
            ended = kernel.run(
                "for (let i = 0; i < 20; i++) { await newTrainer(300).train();"
                '  plot({ title: "a line", marks: [Plot.line(trainer.history.losses.map((y, x) => ({ x, y })))] }); }',
                600,
            )
            if ended != "ok":
                return tell("memory", 1, [ended])
            readings.append(kernel.value("Math.round(Deno.memoryUsage().rss / 1e6)"))
            kernel.outputs()
    # garbage comes and goes; what stays must not grow
    third = max(1, len(readings) // 3)
    early, late = min(readings[third:2 * third] or readings), min(readings[-third:])
    failures = [] if late < early * 1.15 + 20 else [f"from {early} to {late} MB: {readings}"]
    tell(f"memory over {minutes:g} minutes: {early} MB in the second third, {late} MB in the last", len(readings), failures)


os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "notebooks"))
parts = [stop_anywhere, stop_loops, nothing_lost, odd_cells, flat_memory]
for part in parts:
    if part.__name__ in sys.argv[3:] or len(sys.argv) == 3:
        part()

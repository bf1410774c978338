"""A thin layer between Jupyter and Deno's kernel: starts `deno jupyter` and passes the messages of the five channels
through, both ways, adding what is missing. See README.md, which names every fault that it mends.
"""

import hashlib
import hmac
import html
import json
import os
import re
import signal
import socket
import sys
import threading
import time
import uuid
from collections import deque
from datetime import datetime, timezone

import zmq

import cells
import stack
from language import Language
from start import CHANNELS, WINDOWS

HERE = os.path.dirname(os.path.abspath(__file__))
DELIMITER = b"<IDS|MSG>"
MARK = "deno_layer"  # the type of the messages with which prelude.js tells us something; no client sees them
INTERNAL = re.compile(r"\s+at (.*\()?(ext|node):")  # a line of a stack
GRACE = 2.0  # seconds that a cell has to end by itself after Stop
PATIENCE = {"complete_request": 0.8, "inspect_request": 10.0}  # seconds for an answer of deno lsp; JupyterLab waits 1 for the first
TYPES = os.environ.get("DENO_LAYER_TYPES", "note")  # of a cell: a note, an "error" in red, or "off"
SNDMORE, NOBLOCK = int(zmq.SNDMORE), int(zmq.NOBLOCK)  # the sum of two enums costs as much as sending a frame
LOST = 5.0  # seconds to wait for the mark at the end of a cell, should somebody have broken it
PRINTED = re.compile(rb'\{"name":"(stdout|stderr)","text":"(.*)"\}')  # the content of a stream
GATHER, GATHERED = 0.01, 100  # seconds, and messages, of printed text that go to the client as one
DRAINED = 30.0  # the same after an endless loop, which may have printed a hundred thousand lines


class Cell:
    """An execute_request, and what is held back until all its outputs have come."""

    def __init__(self, ident, frames, header):
        self.ident = ident
        self.header = header
        self.content = json.loads(frames[5])
        self.frames = frames
        self.id = header["msg_id"]
        self.notebook_id = json.loads(frames[4]).get("cellId")  # only editors tell it
        self.reply = None  # content of the execute_reply
        self.replied = 0.0
        self.errors = []  # frames: an error comes on another way than the outputs before it
        self.idle = None
        self.marked = False
        self.thrown = {}  # text that Deno gives for a thrown object → what it looks like
        self.terminated = False
        self.code = self.content["code"]  # as Deno gets it
        self.refused = None  # the error for which Deno does not get it

    def patience(self):
        """Seconds after the reply in which the mark has to come."""
        return DRAINED if self.terminated else LOST


class Layer:
    def __init__(self, deno, child, outer, inner):
        self.deno = deno
        self.child = child  # Deno's kernel
        self.outer = outer  # what the connection file says
        self.inner = inner  # the same, towards Deno
        self.key = outer["key"].encode()
        self.session = uuid.uuid4().hex
        self.queue = deque()
        self.started = False
        self.cell = None  # the one that runs
        self.last = {}  # header of the last one
        self.askers = {}  # msg_id of other requests → who sent them
        self.ended = {}  # number that prelude.js gives to a cell → its header, for what comes late
        self.own = set()  # msg_ids of our own requests
        self.imported = set()  # (specifier, name) that are there
        self.language = Language(deno, self.call)
        self.language.noted = self.note
        self.places = stack.Places(deno)
        self.count = 0  # of the last cell, as Deno counts them
        self.notes = {}  # URI of a cell → the header of its last run, until its types are known
        self.asked = {}  # msg_id of a question to deno lsp → when we ask Deno's kernel instead, and how
        self.printed = []  # text that has not gone to the client yet
        self.printed_as = None  # its name and cell, the first message, and when it goes
        self.stop_at = None  # when a cell that was stopped has had its time
        self.stopping = ""

    # Messages

    def sign(self, parts):
        if not self.key:
            return b""
        return hmac.new(self.key, b"".join(parts), hashlib.sha256).hexdigest().encode()

    def is_ours(self, frames):
        """Whether a message is whole, and signed with the key of the connection."""
        return len(frames) >= 6 and frames[0] == DELIMITER and hmac.compare_digest(frames[1], self.sign(frames[2:6]))

    def message(self, kind, content, parent=None, metadata=None):
        header = {
            "msg_id": uuid.uuid4().hex,
            "session": self.session,
            "date": datetime.now(timezone.utc).isoformat(),
            "username": "kernel",
            "msg_type": kind,
            "version": "5.3",
        }
        parts = [json.dumps(part).encode() for part in (header, parent or {}, metadata or {}, content)]
        return [DELIMITER, self.sign(parts), *parts], header["msg_id"]

    def changed(self, frames, **parts):
        """A message with another header, parent or content, signed again."""
        names = ("header", "parent", "metadata", "content")
        new = [json.dumps(parts[name]).encode() if name in parts else frames[2 + i] for i, name in enumerate(names)]
        return [DELIMITER, self.sign(new), *new, *frames[6:]]

    def publish(self, kind, content, parent, metadata=None):
        self.tell(self.message(kind, content, parent, metadata)[0])

    def tell(self, frames):
        """Publishes a message, after what was printed before it."""
        self.flush()
        send(self.front["iopub"], frames)

    def print(self, frames):
        """Gathers what a cell prints: a loop makes a message of each line, which keeps a client busier than Deno."""
        printed = PRINTED.fullmatch(frames[5])
        if not printed:
            return self.tell(frames)
        name, text = printed.groups()
        if self.printed_as and (self.printed_as[0] != name or self.printed_as[1] != frames[3]):
            self.flush()
        if not self.printed:
            self.printed_as = name, frames[3], frames, time.monotonic() + GATHER
        self.printed.append(text)
        if len(self.printed) == GATHERED:
            self.flush()

    def flush(self):
        if not self.printed:
            return
        name, _, frames, _ = self.printed_as
        if len(self.printed) > 1:
            content = b'{"name":"%s","text":"%s"}' % (name, b"".join(self.printed))
            frames = [DELIMITER, self.sign([*frames[2:5], content]), *frames[2:5], content]
        self.printed, self.printed_as = [], None
        send(self.front["iopub"], frames)

    def ask_deno(self, code):
        """Runs a line of our own in the kernel."""
        content = {
            "code": code, "silent": True, "store_history": False, "allow_stdin": False,
            "user_expressions": {}, "stop_on_error": False,
        }
        frames, id = self.message("execute_request", content)
        self.own.add(id)
        send(self.back["shell"], frames)

    # Beginning and end

    def start(self):
        context = zmq.Context()
        context.linger = 1000
        self.back = sockets(context, self.inner, zmq.DEALER, zmq.SUB, "connect")
        self.front = sockets(context, self.outer, zmq.ROUTER, zmq.PUB, "bind")
        self.events = context.socket(zmq.PULL)
        self.events.bind("inproc://events")
        self.context = context
        self.calls = deque()
        self.local = threading.local()
        threading.Thread(target=self.watch, daemon=True).start()
        with open(os.path.join(HERE, "prelude.js"), encoding="utf-8") as file:
            prelude = file.read() + f"\n{cells.INSIDE}.end();\n//# sourceURL=ext:layer"  # stacks leave out what is ext:
        self.ask_deno(f"(0, eval)({json.dumps(prelude)})")
        self.back["shell"].recv_multipart()
        while not self.hears():
            self.ask_deno(f"{cells.INSIDE}.end()")
            self.back["shell"].recv_multipart()
        self.started = True

    def hears(self):
        """Whether a mark comes by IOPub: what Deno publishes before it knows of our connection is lost."""
        while self.back["iopub"].poll(50):
            if self.is_mark(self.back["iopub"].recv_multipart()):
                return True
        return False

    def is_mark(self, frames):
        return len(frames) > 2 and json.loads(frames[2])["msg_type"] == MARK

    def watch(self):
        """The kernel is dead when Deno is: Jupyter looks at our process."""
        code = self.child.wait()
        if not self.started:
            os._exit(1)
        self.call(lambda: self.leave(code))

    def leave(self, code):
        self.context.destroy(linger=1000)
        sys.exit(code if code >= 0 else 128 - code)

    def call(self, function):
        """From another thread: has the layer's thread call a function."""
        self.calls.append(function)
        if not hasattr(self.local, "socket"):
            self.local.socket = self.context.socket(zmq.PUSH)
            self.local.socket.connect("inproc://events")
        self.local.socket.send(b"")

    def run(self):
        poller = zmq.Poller()
        handlers = {self.events: self.on_event}
        for side, own in (("front", self.front), ("back", self.back)):
            for channel, one in own.items():
                handler = getattr(self, f"on_{side}_{channel}", None)
                if handler:
                    handlers[one] = handler
        for one in handlers:
            poller.register(one, zmq.POLLIN)
        if not WINDOWS:
            wake = wake_on_interrupt()
            poller.register(wake, zmq.POLLIN)
            handlers[wake.fileno()] = lambda _: wake.recv(64) and self.interrupt()
        while True:
            for one, _ in poller.poll(self.timeout()):
                if isinstance(one, int):
                    handlers[one](None)
                    continue
                # all that has come, but not so much that others have to wait
                for _ in range(100):
                    try:
                        frames = one.recv_multipart(NOBLOCK)
                    except zmq.Again:
                        break
                    handlers[one](frames)
            self.on_time()
            self.next()

    def timeout(self):
        moments = [self.stop_at] if self.stop_at else []
        moments += [deadline for deadline, _ in self.asked.values()]
        if self.printed:
            moments.append(self.printed_as[3])
        if self.cell and self.cell.reply and not self.cell.marked:
            moments.append(self.cell.replied + self.cell.patience())
        return max(0, 1000 * (min(moments) - time.monotonic())) + 1 if moments else None

    def on_event(self, _):
        self.calls.popleft()()

    # Pass-through

    def on_front_hb(self, frames):
        send(self.back["hb"], frames)

    def on_back_hb(self, frames):
        send(self.front["hb"], frames)

    def on_front_stdin(self, frames):
        send(self.back["stdin"], frames[1:])

    def on_back_stdin(self, frames):
        if self.cell:
            send(self.front["stdin"], [self.cell.ident, *frames])

    def on_front_control(self, frames):
        ident, *frames = frames
        if not self.is_ours(frames):
            return
        header = json.loads(frames[2])
        if header["msg_type"] == "interrupt_request":
            self.interrupt()
            reply, _ = self.message("interrupt_reply", {"status": "ok"}, header)
            send(self.front["control"], [ident, *reply])
        else:
            self.askers[header["msg_id"]] = ident
            send(self.back["control"], frames)

    def on_back_control(self, frames):
        ident = self.askers.pop(json.loads(frames[3]).get("msg_id"), None)
        if ident:
            send(self.front["control"], [ident, *frames])

    def on_front_shell(self, frames):
        ident, *frames = frames
        if not self.is_ours(frames):
            return
        header = json.loads(frames[2])
        if header["msg_type"] == "execute_request":
            self.queue.append(Cell(ident, frames, header))
        elif header["msg_type"] == "is_complete_request" and cells.PARSERS:
            self.answer(ident, header, cells.completeness(json.loads(frames[5])["code"]))
        elif header["msg_type"] in PATIENCE and self.language.ready:
            self.ask_language(ident, frames, header)
        else:
            self.ask_kernel(ident, frames, header)

    def ask_kernel(self, ident, frames, header):
        self.askers[header["msg_id"]] = ident
        send(self.back["shell"], frames)

    def answer(self, ident, header, content):
        """Replies to a request ourselves."""
        self.publish("status", {"execution_state": "busy"}, header)
        reply, _ = self.message(header["msg_type"].replace("request", "reply"), content, header)
        send(self.front["shell"], [ident, *reply])
        self.publish("status", {"execution_state": "idle"}, header)
        if self.cell:  # which has not ended
            self.publish("status", {"execution_state": "busy"}, self.cell.header)

    # Docs, completion, types

    def ask_language(self, ident, frames, header):
        """Asks deno lsp, which answers while a cell runs, too; where it knows nothing, Deno's kernel."""
        id, kind = header["msg_id"], header["msg_type"]
        content = json.loads(frames[5])
        self.asked[id] = time.monotonic() + PATIENCE[kind], lambda: self.ask_kernel(ident, frames, header)

        def answer(reply):
            if id not in self.asked:
                return  # too late
            if reply is None:
                return self.asked.pop(id)[1]()
            del self.asked[id]
            self.answer(ident, header, reply)

        def found(markdown):
            data = {"text/markdown": markdown, "text/plain": markdown}
            answer(markdown and {"status": "ok", "found": True, "data": data, "metadata": {}})

        code, cursor = content["code"], content["cursor_pos"]
        if kind == "complete_request":
            self.language.complete(code, cursor, answer)
        else:
            self.language.inspect(code, cursor, found)

    def read_types(self, cell):
        """Has deno lsp read a cell that has run; who executes a notebook as a whole wants no notes."""
        if cell.notebook_id is None or TYPES == "off":
            return
        self.language.ran(cell.notebook_id, cell.content["code"])
        self.notes[self.language.uri(cell.notebook_id)] = cell.header

    def note(self, uri, lines):
        header = self.notes.get(uri)
        if not header or not lines:
            return
        del self.notes[uri]  # once for each run
        text = "\n".join(lines)
        if TYPES == "error":
            return self.publish("error", cells.error("TypeError", lines[0], lines[1:]), header)
        box = "white-space:pre-wrap;word-break:normal;margin:0;padding:4px 8px;border-left:4px solid #e0a800;background:#fff6d6;color:#4d3800"
        code = "display:block;white-space:pre;overflow-x:auto"  # wrapped, the marks would be under other words
        shown = "".join(
            f'{html.escape(message)}<span style="{code}">{html.escape(line)}\n{html.escape(marks)}</span>'
            for message, line, marks in zip(lines[::3], lines[1::3], lines[2::3])
        )
        data = {"text/html": f'<pre style="{box}">{shown}</pre>', "text/plain": text}
        self.publish("display_data", {"data": data, "metadata": {}, "transient": {}}, header)

    # Cells, one after the other

    def next(self):
        if self.cell or not self.queue:
            return
        self.cell = cell = self.queue.popleft()
        self.last = cell.header
        cell.code, imports = cells.prepare(cell.code)
        if not cell.code.lstrip().startswith("{"):
            cell.code += stack.name(self.count + 1)
            self.places.add(self.count + 1, cell.content["code"])
        self.importing = {(specifier, name) for specifier, names in imports for name in names}
        if self.importing <= self.imported:
            self.send(cell)
        else:
            self.ask_deno(f"{cells.INSIDE}.lacking({json.dumps(imports)})")

    def send(self, cell):
        code = "throw 0" if cell.refused else cell.code  # Deno counts it
        send(self.back["shell"], self.changed(cell.frames, content={**cell.content, "code": code}))

    def on_back_shell(self, frames):
        id = json.loads(frames[3]).get("msg_id")
        if self.cell and id == self.cell.id:
            self.on_reply(self.cell, frames)
        elif id in self.askers:
            if b'"kernel_info_reply"' in frames[2]:
                frames = self.versionless(frames)
            send(self.front["shell"], [self.askers.pop(id), *frames])

    def versionless(self, frames):
        """What the kernel is, without TypeScript's version: JupyterLab writes all of it into a notebook that is opened, and
        calls the notebook unsaved unless it was there."""
        content = json.loads(frames[5])
        del content["language_info"]["version"]
        return self.changed(frames, content=content)

    def on_reply(self, cell, frames):
        cell.reply = json.loads(frames[5])
        cell.frames = frames
        cell.replied = time.monotonic()
        # after a result the mark comes by itself
        if cell.reply["status"] == "error" or cell.content.get("silent"):
            self.ask_deno(f"{cells.INSIDE}.end()")
        self.end()

    def on_back_iopub(self, frames):
        cell = self.cell
        if stack.PLACE.search(frames[5]):
            frames = self.changed(frames, content=json.loads(self.places.readable(frames[5])))
        if cell and b'"stream"' in frames[2] and cell.id.encode() in frames[3] and MARK.encode() not in frames[4]:
            return self.print(frames)
        header, parent = json.loads(frames[2]), json.loads(frames[3])
        kind, id = header["msg_type"], parent.get("msg_id")
        from_cell = json.loads(frames[4])[MARK]["cell"] if MARK.encode() in frames[4] else None
        if kind == "error" and from_cell is not None:
            frames = self.readable(frames, {})
        if kind == MARK:
            self.on_mark(json.loads(frames[5]))
        elif from_cell in self.ended:
            self.tell(self.changed(frames, parent=self.ended[from_cell], metadata={}))
        elif id in self.own and kind in ("status", "execute_input"):
            pass
        elif cell and id == cell.id and kind == "status" and json.loads(frames[5])["execution_state"] == "idle":
            cell.idle = frames
            self.end()
        elif cell and id == cell.id and kind == "execute_input":
            content = {**json.loads(frames[5]), "code": cell.content["code"]}
            self.count = content["execution_count"]
            self.tell(self.changed(frames, content=content))
        elif cell and id == cell.id and kind == "error" and from_cell is None:
            cell.errors.append(frames)
        elif id in self.own:
            # what comes late has the request that came last as its parent
            frames = self.changed(frames, parent=self.last)
            (self.print if kind == "stream" else self.tell)(frames)
        else:
            self.tell(frames)

    def on_mark(self, content):
        if content["is"] == "end" and self.cell:
            self.cell.marked = True
            self.cell.thrown = content["thrown"]
            if self.cell.notebook_id:  # who executes a notebook as a whole, listens to the cell that runs
                self.ended[content["cell"]] = self.cell.header
            self.end()
        elif content["is"] == "heard":
            self.stopping = "heard"
        elif content["is"] == "lacking" and self.cell:
            cell, missing = self.cell, content["missing"]
            cell.refused = cells.refused(self.deno, cell.content["code"], missing) if missing else None
            self.imported |= set() if cell.refused else self.importing
            self.send(cell)

    def end(self):
        """Sends what was held back, once all of it is there."""
        cell = self.cell
        if not (cell.reply and cell.idle and cell.marked):
            return
        reply = cell.frames
        error = None
        if cell.refused or (cell.reply["status"] == "error" and not cell.errors):
            error = cell.refused or self.explain(cell)
            self.publish("error", error, cell.header)
            reply = self.changed(reply, content={**cell.reply, **error})
        else:
            for frames in cell.errors:
                shown = self.readable(frames, cell.thrown)
                self.tell(shown)
                if cell.reply["status"] == "error":
                    reply = self.changed(reply, content={**cell.reply, **json.loads(shown[5])})
        aborted = []
        if cell.reply["status"] == "error" and cell.content.get("stop_on_error", True) and not cell.content.get("silent"):
            # as in other kernels, cells that came while this one ran do not run: the rest of Run All
            while self.front["shell"].poll(0):
                self.on_front_shell(self.front["shell"].recv_multipart())
            aborted, self.queue = self.queue, deque()
        send(self.front["shell"], [cell.ident, *reply])
        self.tell(cell.idle)
        self.cell, self.stop_at = None, None
        for one in aborted:
            self.answer(one.ident, one.header, {"status": "aborted"})
        if not (error and error["ename"] == "SyntaxError"):
            self.read_types(cell)

    def readable(self, frames, thrown):
        """An error without what lies inside Deno, and with a text: JupyterLab shows only the traceback, and a thrown 3 has none."""
        content = json.loads(frames[5])
        lines = [line for line in content["traceback"] if not INTERNAL.match(line)]
        if not any(lines):
            content["evalue"] = thrown.get(content["evalue"], content["evalue"])
            lines = [f"Uncaught {content['evalue']}"]
        return self.changed(frames, content={**content, "traceback": lines})

    def explain(self, cell):
        """The error that Deno has kept to itself."""
        if cell.terminated:
            return cells.error("Stopped", "ended by Stop, in the midst of what it did; variables keep what they have")
        return cells.explain(self.deno, cell.content["code"])

    # Stop

    def interrupt(self):
        if not self.cell or WINDOWS:
            return
        self.stopping = ""
        self.stop_at = time.monotonic() + GRACE
        self.child.send_signal(signal.SIGINT)

    def on_time(self):
        now = time.monotonic()
        if self.printed and now > self.printed_as[3]:
            self.flush()
        if self.stop_at and now > self.stop_at:
            self.stop_at = None
            if self.stopping != "heard" and not self.cell.terminated:
                # it runs and looks at nothing; one that waits must not be ended so, since the kernel would wait forever
                self.cell.terminated = True
                send(self.back["control"], self.message("interrupt_request", {})[0])
        for id in [id for id, (deadline, _) in self.asked.items() if now > deadline]:
            self.asked.pop(id)[1]()
        cell = self.cell
        if cell and cell.reply and now > cell.replied + cell.patience():
            cell.marked = True
            cell.idle = cell.idle or self.message("status", {"execution_state": "idle"}, cell.header)[0]
            self.end()


def send(to, frames):
    *first, last = frames
    for frame in first:
        to.send(frame, SNDMORE)
    to.send(last)


def sockets(context, connection, others, iopub, how):
    """The five sockets of one side."""
    all = {}
    for channel in CHANNELS:
        one = all[channel] = context.socket(iopub if channel == "iopub" else others)
        one.sndhwm = one.rcvhwm = 0  # nothing is lost, however much there is
        if one.type == zmq.SUB:
            one.subscribe(b"")
        elif one.type == zmq.ROUTER:
            one.router_handover = 1  # a client that connects again is heard, though its old connection has not ended yet
        getattr(one, how)(f"tcp://{connection['ip']}:{connection[f'{channel}_port']}")
    return all


def wake_on_interrupt():
    """A socket that can be read after SIGINT, which means Stop for those who send no interrupt_request."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.set_wakeup_fd(theirs.fileno())
    wake_on_interrupt.keep = theirs
    return ours

"""Executes one notebook with its kernel, in its folder; called by execute.ts.

Standard output is one JSON object a line: {"cell": i} when cell i starts, and last {"notebook": …} or
{"failed": {"cell": i, "error": …}}. Indices count all cells, from 0.
"""

import json
import os
import sys
import tempfile

import nbformat
from jupyter_client.utils import ensure_async
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

SECONDS_PER_CELL = 3600
END_OF_OUTPUT = "end_of_output"


def tell(**message):
    print(json.dumps(message), flush=True)


class Client(NotebookClient):
    """Deno's kernel says `idle` before its last outputs have left, and stock nbclient loses those.

    Outputs do leave in order, so after `idle` we have the kernel send a message of our own: what comes
    before that belongs to the cell (some of it with our request as its parent), nothing comes after.
    """

    running = 0

    async def async_start_new_kernel_client(self):
        """A second client sends the message of our own: on the first, which waits for the reply to the cell, sending
        can swallow the signal that the reply has come (ZeroMQ tells of it once only), and then nothing ever ends."""
        client = await super().async_start_new_kernel_client()
        self.marker_client = self.km.client()
        self.marker_client.start_channels(iopub=False, stdin=False, hb=False, control=False)
        return client

    async def _check_raise_for_error(self, cell, cell_index, exec_reply):
        """Deno's reply and its `error` output do not always come together; either is a failure."""
        reply = exec_reply["content"]
        error = next((o for o in cell.outputs if o.output_type == "error"), None)
        if error is None and reply["status"] == "error":
            # it ran nothing, and says only "Execution failed"
            reply["evalue"] += ": look for a syntax error or an import that cannot be resolved"
            error = reply
        if error is not None:
            traceback = "\n".join(error.get("traceback") or [])
            raise CellExecutionError(traceback, error["ename"], error["evalue"])

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        parents = {parent_msg_id}
        while True:
            msg = await ensure_async(self.kc.iopub_channel.get_msg(timeout=None))
            if msg["parent_header"].get("msg_id") not in parents:
                continue
            if msg["msg_type"] == END_OF_OUTPUT:
                return
            if msg["msg_type"] != "status":
                self.process_message(msg, cell, cell_index)
            elif msg["content"]["execution_state"] == "idle" and len(parents) == 1:
                code = f"Deno.jupyter.broadcast('{END_OF_OUTPUT}', {{}}); undefined"
                parents.add(self.marker_client.execute(code, silent=True, store_history=False))


def execute(path):
    notebook = nbformat.read(path, as_version=4)

    def on_start(cell, cell_index):
        client.running = cell_index
        tell(cell=cell_index)

    client = Client(
        notebook,
        kernel_name="deno",  # whatever the notebook says: an editor may have written nothing, or another
        timeout=SECONDS_PER_CELL,
        iopub_timeout=60,
        raise_on_iopub_timeout=True,
        coalesce_streams=False,
        record_timing=False,
        on_cell_execute=on_start,
        resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}},
    )
    with tempfile.TemporaryFile("w+") as kernel_stderr:
        try:
            client.execute(stderr=kernel_stderr)
            tell(notebook=notebook)
        except CellExecutionError as error:
            tell(failed={"cell": client.running, "error": str(error)})
        except CellTimeoutError as error:  # its first line says of what: of the code, or of its outputs
            tell(failed={"cell": client.running, "error": str(error).splitlines()[0]})
        except (DeadKernelError, RuntimeError) as error:
            kernel_stderr.seek(0)
            tell(failed={"cell": client.running, "error": f"{error}\n{kernel_stderr.read()}".strip()})


execute(sys.argv[1])

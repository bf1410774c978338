"""Executes one notebook with its kernel, in its folder; called by execute.ts.

Standard output is one JSON object a line: {"cell": i} when cell i starts, and last {"notebook": …} or
{"failed": {"cell": i, "error": …}}. Indices count all cells, from 0.
"""

import json
import os
import sys
import tempfile

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

SECONDS_PER_CELL = 3600


def tell(**message):
    print(json.dumps(message), flush=True)


class Client(NotebookClient):
    """An error output is a failure whatever the reply: an error in showing a value, or in a promise that nobody awaits."""

    running = 0

    async def _check_raise_for_error(self, cell, cell_index, exec_reply):
        error = next((o for o in cell.outputs if o.output_type == "error"), None)
        if error is not None:
            raise CellExecutionError("\n".join(error["traceback"]), error["ename"], error["evalue"])
        await super()._check_raise_for_error(cell, cell_index, exec_reply)


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

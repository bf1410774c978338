"""What Python and NumPy read in files: python plain_reading.py FILES

FILES holds records: the reader's name (16 bytes), a length (8 bytes, little-endian), the file. Prints for each a line of
JSON: what it holds, as files.ts writes it too, or {"refused": why}. No pickle is let do anything but make arrays.
"""

import gzip
import io
import json
import pickle
import resource
import signal
import struct
import sys
import warnings
from collections import OrderedDict

import numpy as np

warnings.simplefilter("ignore")
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

ALLOWED = {
    "numpy.ndarray",
    "numpy.dtype",
    "numpy._core.multiarray._reconstruct",
    "numpy._core.multiarray.scalar",
    "numpy._core.numeric._frombuffer",
    "_codecs.encode",
    "builtins.bytes",
    "builtins.bytearray",
    "collections.OrderedDict",
}


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        module = {"__builtin__": "builtins"}.get(module, module)
        module = module.replace("numpy.core.", "numpy._core.")
        if f"{module}.{name}" not in ALLOWED:
            raise ValueError(f"asks for {module}.{name}")
        return super().find_class(module, name)


def read_pickle(data):
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return Unpickler(io.BytesIO(data), encoding="latin1").load()


def read_safetensors(data):
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length].decode())
    header.pop("__metadata__", None)
    numbers = data[8 + length :]
    types = dict(F64="<f8", F32="<f4", F16="<f2", I64="<i8", I32="<i4", I16="<i2", I8="i1", BOOL="?")
    types |= dict(U64="<u8", U32="<u4", U16="<u2", U8="u1", BF16="<u2")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        x = np.frombuffer(numbers[begin:end], types[entry["dtype"]])
        if entry["dtype"] == "BF16":
            x = (x.astype("uint32") << 16).view("float32")
        tensors[name] = x.reshape(entry["shape"])
    return tensors


def read_idx(data):
    shape = struct.unpack(f">{data[3]}I", data[4 : 4 + 4 * data[3]])
    return np.frombuffer(data[4 + 4 * data[3] :], "u1").reshape(shape)


READERS = {
    "pickle": read_pickle,
    "npy": lambda data: np.load(io.BytesIO(data)),
    "npz": lambda data: dict(np.load(io.BytesIO(data))),
    "safetensors": read_safetensors,
    "idx": read_idx,
    "gzip": lambda data: gzip.decompress(data),
}


def plain(value):
    if isinstance(value, (np.ndarray, np.generic)):
        x = np.asarray(value)
        if x.dtype == bool:
            x = x.view("u1") != 0
        kind = x.dtype.kind
        dtype = {"f": "float64" if x.dtype.itemsize == 8 else "float32", "b": "int32"}.get(kind, "int32")
        y = np.ascontiguousarray(x.astype(dtype)).reshape(x.shape)
        if kind == "f":
            y[np.isnan(y)] = np.nan
        elif kind not in "biu" or not np.array_equal(x, y):
            raise ValueError("no numbers that a tensor holds")
        return ["tensor", dtype, list(x.shape), y.tobytes().hex()]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        if isinstance(value, int) and abs(value) >= 2**53:
            return ["bigint", str(value)]
        return ["number", "nan" if value != value else struct.pack(">d", value).hex()]
    if isinstance(value, str):
        return ["text", value]
    if isinstance(value, (bytes, bytearray)):
        return ["bytes", value.hex()]
    if isinstance(value, (list, tuple)):
        return ["list", *map(plain, value)]
    if isinstance(value, dict):
        return ["dict", *sorted(([str(key), plain(item)] for key, item in value.items()), key=lambda pair: pair[0].encode("utf-16-be", "surrogatepass"))]
    raise ValueError(f"a value of {type(value)}")


def timeout(*_):
    raise TimeoutError("took too long")


signal.signal(signal.SIGALRM, timeout)
with open(sys.argv[1], "rb") as file:
    while head := file.read(24):
        reader = head[:16].decode().strip()
        data = file.read(struct.unpack("<Q", head[16:])[0])
        signal.alarm(10)
        try:
            line = json.dumps(plain(READERS[reader](data)))
        except (Exception, RecursionError, MemoryError) as error:
            line = json.dumps({"refused": f"{type(error).__name__}: {error}"[:200]})
        signal.alarm(0)
        print(line, flush=True)

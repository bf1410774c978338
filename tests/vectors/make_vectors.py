"""Makes the committed vectors: python tests/vectors/make_vectors.py, in an environment with tests/requirements.txt
and pillow==13.0.0

The tests read the files; they need neither this script nor NumPy. The pickles of NumPy 1 are made by a second run,
with numpy 1.26: python tests/vectors/make_vectors.py pickles
"""

import gzip
import io
import json
import pickle
import struct
import sys
from collections import OrderedDict
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def case(values, dtype, shape=None):
    x = np.array(values, dtype=dtype)
    if shape is not None:
        x = x.reshape(shape)
    data = [v if np.isfinite(v) else str(v) for v in x.ravel().tolist()]
    return {"dtype": dtype, "shape": list(x.shape), "data": data, "text": str(x)}


def print_cases():
    rng = np.random.RandomState(1)
    yield case(3.0, "float64")
    yield case(0.1, "float32")
    yield case(1e-5, "float64")
    yield case(-2, "int32")
    yield case([], "float32")
    yield case([1, 2, 3], "float32")
    yield case([1, 2, 3], "int32")
    yield case([[1, -20], [300, 4]], "int32")
    yield case([0.1, 0.25, 1 / 3], "float32")
    yield case([0.1, 0.25, 1 / 3], "float64")
    yield case([-0.5, 0.0, -0.0, 2], "float64")
    yield case([1e-7, 1.0], "float64")
    yield case([1e-7, 1.0, np.nan, np.inf, -np.inf], "float32")
    yield case([1.0, np.nan, np.inf, -np.inf], "float64")
    yield case([np.nan, np.inf], "float64")
    yield case([np.nan, -np.inf, 12345.678], "float64")
    yield case([1e8, 1.0], "float64")
    yield case([99999999.0, 12345.0], "float64")
    yield case([123456.789, 1000.5], "float32")
    yield case([16777216.0, 16777216.0], "float32")
    yield case([1e-310, 5e-324], "float64")
    yield case([0.00012345678912, 0.05], "float64")
    yield case([9.99954600e-01, 4.53978686e-05, 2.06106005e-09], "float64")
    yield case([9.99954600e-01, 4.53978686e-05, 2.06106005e-09], "float32")
    yield case([0.31682708, 0.69627909], "float64")
    yield case(np.arange(-5, 5, 0.1), "float64")
    yield case(np.arange(-5, 5, 0.1), "float32")
    yield case(np.arange(24), "float32", (2, 3, 4))
    yield case(np.arange(16), "int32", (2, 1, 2, 4))
    yield case(rng.randn(3, 4), "float64")
    yield case(rng.randn(3, 4), "float32")
    yield case(rng.randn(2, 12) * 1e5, "float64")
    yield case(rng.randn(2, 30), "float32")
    yield case(np.arange(2000), "float32", (20, 100))
    yield case(np.arange(1001), "int32")
    yield case(rng.rand(1001), "float64")
    yield case(rng.rand(7, 8, 20), "float32")
    yield case(rng.rand(20, 60), "float64")
    yield case(np.zeros((2, 0)), "float32")


def random_cases():
    for seed in (0, 1, 42, 12345):
        rng = np.random.RandomState(seed)
        yield {
            "seed": seed,
            "draws": [
                {"call": "normal", "args": [5], "values": rng.randn(5).tolist()},
                {"call": "uniform", "args": [3], "values": rng.rand(3).tolist()},
                {"call": "choice", "args": [60000, 5], "values": rng.choice(60000, 5).tolist()},
                {"call": "normal", "args": [2, 10, 3], "values": rng.normal(10, 3, 2).tolist()},
                {"call": "permutation", "args": [9], "values": rng.permutation(9).tolist()},
                {"call": "integers", "args": [-5, 5, 6], "values": rng.randint(-5, 5, 6).tolist()},
                {"call": "uniform", "args": [4, -6, -2], "values": rng.uniform(-6, -2, 4).tolist()},
                {"call": "choice", "args": [1, 3], "values": rng.choice(1, 3).tolist()},
                {"call": "normal", "args": [4], "values": rng.randn(4).tolist()},
            ],
        }


def write(name, cases):
    text = ",\n".join(json.dumps(c) for c in cases)
    (HERE / name).write_text(f"[\n{text}\n]\n")


def write_pickles():
    """One dictionary in each protocol, under the module names of the NumPy that runs this."""
    arrays = {
        "float32": np.array([[1.5, -2, 0.1], [3e38, -0.0, np.inf]], "float32"),
        "float64": np.array([0.1, -1e300, np.nan]),
        "fortran": np.asfortranarray(np.arange(6, dtype="float32").reshape(2, 3)),
        "big_endian": np.array([1, 0.25, -3], ">f8"),
        "float16": np.array([0.5, -65504], "float16"),
        "int64": np.array([-(2**31), 2**31 - 1]),
        "uint8": np.array([[0], [255]], "uint8"),
        "bool": np.array([True, False]),
        "empty": np.zeros((2, 0), "float32"),
        "scalar": np.float32(0.1),
        "no_axes": np.array(7.0),
    }
    for protocol in range(6):
        name = f"numpy{np.__version__[0]}_protocol{protocol}.pkl"
        (HERE / name).write_bytes(pickle.dumps(arrays, protocol))


def write_values():
    """What readers hold beside dictionaries of arrays, in each protocol."""
    shared = np.array([1, 2], "float32")
    value = OrderedDict(
        net={"W": np.arange(6, dtype="float32").reshape(2, 3), "layers": [50, 100, 10]},
        pair=(np.zeros(0), None),
        numbers=[0, 255, 65535, -1, 2**31, -(2**40), 2**53 - 1, 2**53, -(2**70), 0.1, -1e300],
        special=[float("inf"), float("-inf"), float("nan")],
        answers=[True, False],
        text=["", "it's", 'a "quote"', "tab\tand\nline", "back\\slash", "重み", "😀", "é"],
        bytes=[b"", b"\x00\xff", bytearray(b"ab")],
        twice=[shared, shared],
        by_number={0: "zero", -1: "minus one"},
        axes=np.arange(24, dtype="int32").reshape(2, 3, 4).transpose(2, 0, 1),
        __proto__="a name like any other",
    )
    for protocol in range(6):
        (HERE / f"values_protocol{protocol}.pkl").write_bytes(pickle.dumps(value, protocol))


class Python2Pickler(pickle._Pickler):
    """Writes what Python 2 wrote: bytes and ASCII text as its `str`."""

    dispatch = dict(pickle._Pickler.dispatch)

    def write_text(self, value):
        if not self.bin:
            self.write(b"S" + repr(value)[1:].encode("ascii") + b"\n")
        elif len(value) < 256:
            self.write(b"U" + bytes([len(value)]) + value)
        else:
            self.write(b"T" + struct.pack("<i", len(value)) + value)

    def save_bytes(self, value):
        self.write_text(value)
        self.memoize(value)

    def save_text(self, value):
        if value.isascii():
            self.write_text(value.encode())
            self.memoize(value)
        else:
            self.save_str(value)

    dispatch[bytes] = save_bytes
    dispatch[str] = save_text


def write_python2_pickles():
    """Three pairs of images and labels, as the older tutorials have MNIST, and what else Python 2 wrote differently."""
    rng = np.random.RandomState(1)

    def pair(n):
        return rng.rand(n, 25).astype("float32"), rng.randint(0, 10, n)

    train, valid, test = pair(4), pair(2), pair(1)
    others = {"fortran": np.asfortranarray([[1.5, 2], [3, 4]]), "text": "it's \n", "重み": 2**40}
    for protocol in range(3):
        file = io.BytesIO()
        Python2Pickler(file, protocol).dump((train, valid, test, others))
        data = file.getvalue().replace(b"numpy._core.", b"numpy.core.")
        (HERE / f"python2_protocol{protocol}.pkl").write_bytes(data)
    (HERE / "python2_protocol2.pkl.gz").write_bytes(gzip.compress(data, mtime=0))
    # What the book's load_mnist keeps, but for fewer and smaller images
    shapes = {"train_img": (3, 25), "train_label": 3, "test_img": (2, 25), "test_label": 2}
    mnist = {name: rng.randint(0, 10, shape).astype("uint8") for name, shape in shapes.items()}
    (HERE / "mnist.pkl").write_bytes(pickle.dumps(mnist, -1))
    plain = [[x.ravel().tolist(), t.tolist()] for x, t in (train, valid, test)]
    (HERE / "python2.json").write_text(json.dumps(plain) + "\n")


def write_npy():
    """What np.save and np.savez give: each version, order, byte order and type; and what is refused."""
    arrays = {
        "float32": np.array([[1.5, -2, 0.1], [3e38, -0.0, np.inf]], "float32"),
        "float64": np.array([0.1, -1e300, np.nan]),
        "fortran": np.asfortranarray(np.arange(6, dtype="float32").reshape(2, 3)),
        "big_endian": np.array([1, 0.25, -3], ">f8"),
        "float16": np.array([0.5, -65504], "float16"),
        "int8": np.array([-128, 127], "int8"),
        "int16": np.array([-32768, 32767], ">i2"),
        "int32": np.array([-(2**31), 2**31 - 1], "int32"),
        "int64": np.array([-(2**31), 2**31 - 1]),
        "uint8": np.array([[0], [255]], "uint8"),
        "uint16": np.array([0, 65535], "uint16"),
        "uint32": np.array([0, 2**31 - 1], "uint32"),
        "uint64": np.array([0, 2**31 - 1], "uint64"),
        "bool": np.array([True, False]),
        "empty": np.zeros((2, 0), "float32"),
        "no_axes": np.array(7.0),
    }
    np.savez(HERE / "arrays.npz", **arrays)
    np.savez_compressed(HERE / "arrays_compressed.npz", **arrays)
    np.savez(HERE / "no_names.npz", arrays["float32"], arrays["bool"])
    for version in (1, 2, 3):
        with open(HERE / f"version{version}.npy", "wb") as file:
            np.lib.format.write_array(file, arrays["fortran"], (version, 0))
    for name, x in {
        "objects": np.array([None]),
        "text": np.array(["a"]),
        "fields": np.zeros(1, "i4,f4"),
        "complex": np.zeros(1, complex),
        "dates": np.zeros(1, "M8[s]"),
        "too_large": np.array([2**40]),
    }.items():
        np.save(HERE / f"refused_{name}.npy", x, allow_pickle=True)


def write_safetensors():
    from safetensors import TensorSpec, serialize
    from safetensors.numpy import save

    ours = {
        "W1": np.array([[1.5, -2, 0.1], [3e38, -0.0, 1e-45]], "float32"),
        "b1": np.array([0.25], "float32"),
        "重み": np.array([0.1, -1e300]),
        "labels": np.array([5, -2147483648, 2147483647], "int32"),
        "number": np.array(7, "int32"),
        "empty": np.zeros((2, 0), "float32"),
    }
    (HERE / "ours.safetensors").write_bytes(save(ours, {"accuracy": "0.9352"}))

    half = np.array([1, -0.5, 3.140625], "float32")
    others = {
        "F16": ("float16", half.astype("float16")),
        "BF16": ("bfloat16", (half.view("uint32") >> 16).astype("uint16")),
        "I64": ("int64", np.array([-(2**31), 2**31 - 1, 0], "int64")),
        "I16": ("int16", np.array([-32768, 32767, 0], "int16")),
        "I8": ("int8", np.array([-128, 127, 0], "int8")),
        "U64": ("uint64", np.array([2**31 - 1, 1, 0], "uint64")),
        "U32": ("uint32", np.array([2**31 - 1, 1, 0], "uint32")),
        "U16": ("uint16", np.array([65535, 1, 0], "uint16")),
        "U8": ("uint8", np.array([255, 1, 0], "uint8")),
        "BOOL": ("bool", np.array([True, False, True])),
    }
    tensors = {
        name: TensorSpec(
            dtype=dtype, shape=x.shape, data_ptr=x.ctypes.data, data_len=x.nbytes
        )
        for name, (dtype, x) in others.items()
    }
    (HERE / "others.safetensors").write_bytes(serialize(tensors))


def write_jpegs():
    from PIL import Image  # pillow 13.0.0

    y, x = np.mgrid[0:16, 0:24]
    colours = np.stack([x * 10, y * 15, np.maximum(0, 255 - x * 5 - y * 4)], -1)
    image = Image.fromarray(colours.astype("uint8"))
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    fine = {"quality": 95, "subsampling": 0}
    image.save(HERE / "colour.jpg", **fine)
    image.save(HERE / "turned.jpg", exif=turned, **fine)
    image.save(HERE / "progressive.jpg", progressive=True, **fine)
    image.convert("L").save(HERE / "grey.jpg", quality=95)
    image.convert("CMYK").save(HERE / "cmyk.jpg", quality=95)


def write_onnx():
    from onnx import TensorProto, checker, helper

    def numbers(*shape):
        n = np.prod(shape)
        return ((np.arange(n) - n // 2) / 8).astype("float32").reshape(shape)

    weights = {
        "W1": numbers(3, 2, 3, 3),
        "b1": numbers(3),
        "W2": numbers(12, 3),
        "b2": numbers(3),
        "W3": numbers(3, 2),
        "b3": numbers(2),
        "gamma1": numbers(32),
        "beta1": numbers(32),
        "gamma2": numbers(3),
        "beta2": numbers(3),
        "runningMean1": numbers(32),
        "runningVar1": np.abs(numbers(32)),
        "runningMean2": numbers(3),
        "runningVar2": np.abs(numbers(3)),
        "Norm1.shape": np.array([-1, 2, 4, 4]),
        "Dropout1.share": np.array(0.75, "float32"),
    }
    statistics = ["gamma{}", "beta{}", "runningMean{}", "runningVar{}"]
    windows = {"kernel_shape": [3, 3], "strides": [1, 1], "pads": [1, 1, 1, 1]}
    pool = {"kernel_shape": [2, 2], "strides": [2, 2], "pads": [0, 0, 0, 0]}
    nodes = [
        ("Flatten", "Norm1.rows", ["x"], "Norm1.rows", {"axis": 1}),
        (
            "BatchNormalization",
            "Norm1",
            ["Norm1.rows", *(name.format(1) for name in statistics)],
            "Norm1.normalized",
            {"epsilon": 1e-6},
        ),
        ("Reshape", "Norm1.images", ["Norm1.normalized", "Norm1.shape"], "Norm1.out", {}),
        ("Conv", "Conv1", ["Norm1.out", "W1", "b1"], "Conv1.out", windows),
        (
            "BatchNormalization",
            "Norm2",
            ["Conv1.out", *(name.format(2) for name in statistics)],
            "Norm2.out",
            {"epsilon": 1e-6},
        ),
        ("Relu", "Relu1", ["Norm2.out"], "Relu1.out", {}),
        ("MaxPool", "Pool1", ["Relu1.out"], "Pool1.out", pool),
        ("Mul", "Dropout1", ["Pool1.out", "Dropout1.share"], "Dropout1.out", {}),
        ("Flatten", "Affine1.rows", ["Dropout1.out"], "Affine1.rows", {"axis": 1}),
        ("Gemm", "Affine1", ["Affine1.rows", "W2", "b2"], "Affine1.out", {}),
        ("Sigmoid", "Sigmoid1", ["Affine1.out"], "Sigmoid1.out", {}),
        ("Gemm", "Affine2", ["Sigmoid1.out", "W3", "b3"], "scores", {}),
        ("Softmax", "Softmax", ["scores"], "probabilities", {"axis": 1}),
    ]
    types = {"float32": TensorProto.FLOAT, "int64": TensorProto.INT64}
    graph = helper.make_graph(
        [
            helper.make_node(op, inputs, [output], name, **attributes)
            for op, name, inputs, output, attributes in nodes
        ],
        "network",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 2, 4, 4])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", 2])],
        [
            helper.make_tensor(name, types[str(x.dtype)], x.shape, x.tobytes(), raw=True)
            for name, x in weights.items()
        ],
    )
    model = helper.make_model(
        graph,
        ir_version=8,
        producer_name="deep-learning-from-scratch",
        opset_imports=[helper.make_opsetid("", 15)],
    )
    checker.check_model(model, full_check=True)
    (HERE / "ours.onnx").write_bytes(model.SerializeToString())


if __name__ == "__main__":
    write_pickles()
    if sys.argv[1:] != ["pickles"]:
        write_values()
        write_python2_pickles()
        write_npy()
        write("print.json", print_cases())
        write("random.json", random_cases())
        write_safetensors()
        write_onnx()
        write_jpegs()

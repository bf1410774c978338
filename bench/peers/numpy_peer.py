# The contestant NumPy. Matrices and arrays of "gemm" and "elementwise" are float32, as everybody's; layers and networks are
# the book's, whose weights make everything behind them float64.

import numpy as np
import threadpoolctl

import book
from digits import read_digits
from serve import serve


def rand(*shape):
    return np.random.randn(*shape).astype(np.float32)


def labels(count):
    return np.random.randint(0, 10, count)


def elementwise(operation, shape):
    x, y, row = rand(*shape), rand(*shape), rand(shape[-1])
    return {
        "add": lambda: x + y,
        "addRow": lambda: x + row,
        "relu": lambda: book.relu(x),
        "sigmoid": lambda: book.sigmoid(x),
        "exp": lambda: np.exp(x),
        "softmax": lambda: book.softmax(x),
        "sumRows": lambda: np.sum(x, axis=0),
    }[operation]


def layer(work):
    shape, W = work["input"], work.get("W")
    x = np.random.randn(*shape)
    if work["layer"] == "SoftmaxWithLoss":
        loss, t = book.SoftmaxWithLoss(), labels(shape[0])
        loss.forward(x, t)
        return (lambda: loss.forward(x, t)) if work["pass"] == "forward" else loss.backward
    made = {
        "Affine": lambda: book.affine(*W),
        "Relu": book.Relu,
        "Sigmoid": book.Sigmoid,
        "BatchNormalization": lambda: book.BatchNormalization(np.ones(shape[1]), np.zeros(shape[1])),
        "Dropout": book.Dropout,
        "Convolution": lambda: book.convolution(W[1], W[0], W[2], work.get("pad", 0)),
        "Pooling": book.Pooling,
    }[work["layer"]]()
    dout = np.random.randn(*made.forward(x).shape)
    return (lambda: made.forward(x)) if work["pass"] == "forward" else (lambda: made.backward(dout))


nets = {
    "TwoLayerNet": (book.two_layer_net, (784,)),
    "SimpleConvNet": (book.simple_conv_net, (1, 28, 28)),
    "DeepConvNet": (book.deep_conv_net, (1, 28, 28)),
}


def network(name, count):
    make, shape = nets[name]
    images, labels = read_digits(count)
    x = (np.frombuffer(images, np.uint8) / np.float32(255)).reshape(count, *shape)
    return make(), x, np.frombuffer(labels, np.uint8)


def step(name):
    net, x, t = network(name, 100)
    optimizer = book.SGD(0.1) if name == "TwoLayerNet" else book.Adam()
    return lambda: optimizer.update(net.params, net.gradient(x, t))


def inference(name, images):
    net, x, t = network(name, images)
    return lambda: net.accuracy(x, t)


def gradient():
    """Central differences by each number of b1."""
    net, x, t = network("TwoLayerNet", 100)
    b, h = net.params["b0"], 1e-4

    def run():
        slopes = np.zeros_like(b)
        for i in range(b.size):
            here = b[i]
            b[i] = here + h
            above = net.loss(x, t)
            b[i] = here - h
            below = net.loss(x, t)
            b[i] = here
            slopes[i] = (above - below) / (2 * h)
        return slopes

    return run


def make(work):
    kind = work["kind"]
    if kind == "gemm":
        a, b = rand(work["M"], work["K"]), rand(work["K"], work["N"])
        return lambda: np.dot(a, b)
    if kind == "elementwise":
        return elementwise(work["operation"], work["shape"])
    if kind == "layer":
        return layer(work)
    if kind == "step":
        return step(work["net"])
    if kind == "inference":
        return inference(work["net"], work["images"])
    return gradient()


blas = threadpoolctl.threadpool_info()[0]
serve(
    "NumPy %s, %s %s, %s kernels, %d threads" % (
        np.__version__, blas["internal_api"], blas["version"], blas.get("architecture", "unknown"), blas["num_threads"],
    ),
    make,
)

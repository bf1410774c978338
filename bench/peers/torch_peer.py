# The contestant PyTorch on the CPU: torch_peer.py THREADS [channels_last]. Everything is float32; the layout
# channels_last is for images only.

import sys

import torch
from torch import nn

from digits import read_digits
from serve import Missing, serve

threads, channels_last = int(sys.argv[1]), "channels_last" in sys.argv
torch.set_num_threads(threads)


def laid_out(x):
    return x.to(memory_format=torch.channels_last) if channels_last and x.dim() == 4 else x


def rand(*shape):
    return laid_out(torch.randn(*shape))


def labels(count):
    return torch.randint(0, 10, (count,))


def only_images(shape):
    if channels_last and len(shape) != 4:
        raise Missing("no images, so no channels_last")


def without_gradient(run):
    def quiet():
        with torch.no_grad():
            run()

    return quiet


def elementwise(operation, shape):
    only_images(shape)
    x, y, row = rand(*shape), rand(*shape), rand(shape[-1])
    return without_gradient({
        "add": lambda: x + y,
        "addRow": lambda: x + row,
        "relu": lambda: torch.relu(x),
        "sigmoid": lambda: torch.sigmoid(x),
        "exp": lambda: torch.exp(x),
        "softmax": lambda: torch.softmax(x, -1),
        "sumRows": lambda: x.sum(0),
    }[operation])


def layer(work):
    shape, W = work["input"], work.get("W")
    only_images(shape)
    x = rand(*shape).requires_grad_()
    if work["layer"] == "SoftmaxWithLoss":
        t, loss = labels(shape[0]), nn.CrossEntropyLoss()
        return passes(lambda: loss(x, t), [x], work["pass"])
    made = {
        "Affine": lambda: nn.Linear(*W),
        "Relu": nn.ReLU,
        "Sigmoid": nn.Sigmoid,
        "BatchNormalization": lambda: nn.BatchNorm1d(shape[1]),
        "Dropout": nn.Dropout,
        "Convolution": lambda: nn.Conv2d(W[1], W[0], W[2], padding=work.get("pad", 0)),
        "Pooling": lambda: nn.MaxPool2d(2),
    }[work["layer"]]()
    if channels_last:
        made = made.to(memory_format=torch.channels_last)
    return passes(lambda: made(x), [x, *made.parameters()], work["pass"])


def passes(forward, inputs, which):
    """Forward as in training, so with what backward will need; or backward alone."""
    if which == "forward":
        return forward
    out = forward()
    dout = laid_out(torch.randn_like(out))
    return lambda: torch.autograd.grad(out, inputs, dout, retain_graph=True)


def two_layer_net():
    return nn.Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10))


def simple_conv_net():
    return nn.Sequential(
        nn.Conv2d(1, 30, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(4320, 100), nn.ReLU(), nn.Linear(100, 10),
    )


def deep_conv_net():
    layers, channels = [], 1
    for i, (filters, pad) in enumerate([(16, 1), (16, 1), (32, 1), (32, 2), (64, 1), (64, 1)]):
        layers += [nn.Conv2d(channels, filters, 3, padding=pad), nn.ReLU()] + ([nn.MaxPool2d(2)] if i % 2 else [])
        channels = filters
    head = [nn.Linear(1024, 50), nn.ReLU(), nn.Dropout(), nn.Linear(50, 10), nn.Dropout()]
    return nn.Sequential(*layers, nn.Flatten(), *head)


nets = {
    "TwoLayerNet": (two_layer_net, (784,)),
    "SimpleConvNet": (simple_conv_net, (1, 28, 28)),
    "DeepConvNet": (deep_conv_net, (1, 28, 28)),
}


def network(name, count):
    make, shape = nets[name]
    only_images((count, *shape))
    net = make()
    if channels_last:
        net = net.to(memory_format=torch.channels_last)
    images, labels = read_digits(count)
    x = torch.frombuffer(bytearray(images), dtype=torch.uint8).reshape(count, *shape) / 255
    return net, laid_out(x), torch.frombuffer(bytearray(labels), dtype=torch.uint8).long()


def step(name):
    net, x, t = network(name, 100)
    loss = nn.CrossEntropyLoss()
    make = (lambda p: torch.optim.SGD(p, 0.1)) if name == "TwoLayerNet" else torch.optim.Adam
    optimizer = make(net.parameters())

    def run():
        optimizer.zero_grad()
        loss(net(x), t).backward()
        optimizer.step()

    return run


def inference(name, images):
    net, x, t = network(name, images)
    net.eval()

    def run():
        right = 0
        for start in range(0, images, 100):
            right += (net(x[start:start + 100]).argmax(1) == t[start:start + 100]).sum().item()
        return right / images

    return without_gradient(run)


def gradient():
    """Central differences by each number of the first bias, in float64."""
    net, x, t = network("TwoLayerNet", 100)
    net, x = net.double(), x.double()
    loss, b, h = nn.CrossEntropyLoss(), net[0].bias.data, 1e-4

    def run():
        slopes = torch.zeros_like(b)
        for i in range(b.numel()):
            here = b[i].item()
            b[i] = here + h
            above = loss(net(x), t).item()
            b[i] = here - h
            below = loss(net(x), t).item()
            b[i] = here
            slopes[i] = (above - below) / (2 * h)

    return without_gradient(run)


def make(work):
    kind = work["kind"]
    if kind == "gemm":
        only_images(())
        a, b = rand(work["M"], work["K"]), rand(work["K"], work["N"])
        return without_gradient(lambda: torch.mm(a, b))
    if kind == "elementwise":
        return elementwise(work["operation"], work["shape"])
    if kind == "layer":
        return layer(work)
    if kind == "step":
        return step(work["net"])
    if kind == "inference":
        return inference(work["net"], work["images"])
    return gradient()


serve("PyTorch %s, %d thread%s" % (torch.__version__, threads, "s" if threads > 1 else ""), make)

"""The experiments of chapter 6 by the book's formulas, in NumPy, for the numbers that notebooks/ch06 says NumPy gave.

    OPENBLAS_NUM_THREADS=1 python chapter6.py FOLDER_OF_MNIST [experiment...]      (all of them: 5 minutes; NumPy 2.4.6)

Weights are float64, pixels float32 / 255, and all random numbers come from NumPy's one global generator.
"""
import gzip
import sys
from pathlib import Path

import numpy as np


def read_idx(name):
    data = gzip.decompress((Path(sys.argv[1]) / f"{name}-ubyte.gz").read_bytes())
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * len(shape)).reshape(shape)


def images(name):
    return read_idx(name).reshape(-1, 784).astype(np.float32) / np.float32(255)


class Net:
    """Affine, (batch normalization), ReLU, (dropout) for each hidden layer; Affine; softmax with cross entropy."""

    def __init__(self, hidden, std="he", decay=0.0, dropout=None, batch_norm=False):
        sizes = [784, *hidden, 10]
        self.last, self.decay, self.dropout = len(hidden) + 1, decay, dropout
        self.params, self.running = {}, {}
        for i in range(1, len(sizes)):
            rows, columns = sizes[i - 1 : i + 1]
            scale = {"he": np.sqrt(2 / rows), "xavier": np.sqrt(1 / rows)}.get(std, std)
            self.params[f"W{i}"] = scale * np.random.randn(rows, columns)
            self.params[f"b{i}"] = np.zeros(columns)
            if batch_norm and i < self.last:
                self.params[f"gamma{i}"], self.params[f"beta{i}"] = np.ones(columns), np.zeros(columns)
                self.running[i] = [np.zeros(columns), np.zeros(columns)]

    def predict(self, x, train=False):
        self.kept = {}
        for i in range(1, self.last):
            self.kept["x", i] = x
            x = np.dot(x, self.params[f"W{i}"]) + self.params[f"b{i}"]
            if self.running:
                x = self.normalize(x, i, train)
            self.kept["off", i] = x <= 0
            x = np.where(self.kept["off", i], 0, x)
            if self.dropout is not None and train:
                self.kept["mask", i] = np.random.rand(*x.shape) > self.dropout
                x = x * self.kept["mask", i]
            elif self.dropout is not None:
                x = x * (1 - self.dropout)
        self.kept["x", self.last] = x
        return np.dot(x, self.params[f"W{self.last}"]) + self.params[f"b{self.last}"]

    def normalize(self, x, i, train):
        mean, variance = (x.mean(0), np.mean((x - x.mean(0)) ** 2, axis=0)) if train else self.running[i]
        centred, std = x - mean, np.sqrt(variance + 10e-7)
        if train:
            self.kept["norm", i] = centred, std
            self.running[i] = [0.9 * old + 0.1 * new for old, new in zip(self.running[i], (mean, variance))]
        return self.params[f"gamma{i}"] * (centred / std) + self.params[f"beta{i}"]

    def loss(self, x, t, train=False):
        scores = self.predict(x, train)
        scores = np.exp(scores - scores.max(1, keepdims=True))
        self.shares = scores / scores.sum(1, keepdims=True)
        penalty = sum(0.5 * self.decay * np.sum(W**2) for key, W in self.params.items() if key[0] == "W")
        return -np.sum(np.log(self.shares[np.arange(len(t)), t] + 1e-7)) / len(t) + penalty

    def accuracy(self, x, t):
        return float(np.mean(np.argmax(self.predict(x), 1) == t))

    def gradient(self, x, t):
        self.loss(x, t, train=True)
        grads, dout = {}, self.shares.copy()
        dout[np.arange(len(t)), t] -= 1
        dout /= len(t)
        for i in range(self.last, 0, -1):
            if i < self.last:
                if self.dropout is not None:
                    dout = dout * self.kept["mask", i]
                dout = np.where(self.kept["off", i], 0, dout)
                if self.running:
                    dout = self.normalize_backward(dout, i, grads)
            grads[f"W{i}"] = np.dot(self.kept["x", i].T, dout) + self.decay * self.params[f"W{i}"]
            grads[f"b{i}"] = dout.sum(0)
            dout = np.dot(dout, self.params[f"W{i}"].T)
        return grads

    def normalize_backward(self, dout, i, grads):
        centred, std = self.kept["norm", i]
        grads[f"beta{i}"], grads[f"gamma{i}"] = dout.sum(0), np.sum(centred / std * dout, axis=0)
        d_normalized = self.params[f"gamma{i}"] * dout
        d_std = -np.sum(d_normalized * centred / std**2, axis=0)
        d_centred = d_normalized / std + 2 / len(dout) * centred * (0.5 * d_std / std)
        return d_centred - d_centred.sum(0) / len(dout)


def sgd(lr):
    return lambda step, grad, state: -lr * grad


def momentum(lr, nesterov=False):
    def change(step, grad, state):
        v = state.get("v", 0 * grad)
        state["v"] = 0.9 * v - lr * grad
        return 0.9**2 * v - 1.9 * lr * grad if nesterov else state["v"]
    return change


def adagrad(lr, decay=None):
    def change(step, grad, state):
        h = state.get("h", 0 * grad)
        state["h"] = h + grad**2 if decay is None else decay * h + (1 - decay) * grad**2
        return -lr * grad / (np.sqrt(state["h"]) + 1e-7)
    return change


def adam(lr):
    def change(step, grad, state):
        m, v = state.get("m", 0 * grad), state.get("v", 0 * grad)
        state["m"], state["v"] = m + (1 - 0.9) * (grad - m), v + (1 - 0.999) * (grad**2 - v)
        return -lr * np.sqrt(1 - 0.999**step) / (1 - 0.9**step) * state["m"] / (np.sqrt(state["v"]) + 1e-7)
    return change


class Optimizer:
    def __init__(self, change):
        self.change, self.states, self.steps = change, {}, 0

    def update(self, params, grads):
        self.steps += 1
        for key in params:
            params[key] += self.change(self.steps, grads[key], self.states.setdefault(key, {}))


def train(net, x, t, steps, batch=100, change=sgd(0.01), seen=lambda step: None):
    optimizer, losses = Optimizer(change), []
    for step in range(steps):
        chosen = np.random.choice(len(x), batch)
        optimizer.update(net.params, net.gradient(x[chosen], t[chosen]))
        losses.append(net.loss(x[chosen], t[chosen]) if steps - step <= 100 else 0)
        seen(step)
    return float(np.mean(losses[-100:]))


def valley():
    ways = {"SGD": sgd(0.95), "Momentum": momentum(0.1), "AdaGrad": adagrad(1.5), "Adam": adam(0.3),
            "Nesterov": momentum(0.1, nesterov=True), "RMSprop": adagrad(0.1, decay=0.99)}
    for name, change in ways.items():
        point, optimizer = {"x": -7.0, "y": 2.0}, Optimizer(change)
        for _ in range(30):
            optimizer.update(point, {"x": point["x"] / 10, "y": 2 * point["y"]})
        print(name, float(point["x"]), float(point["y"]))


def activations():
    functions = {"sigmoid": (lambda x: 1 / (1 + np.exp(-x)), 0), "tanh": (np.tanh, -1), "ReLU": (lambda x: np.maximum(0, x), 0)}
    for name, (function, low) in functions.items():
        for scale in (1, 0.01, np.sqrt(1 / 100), np.sqrt(2 / 100)):
            np.random.seed(0)
            z = np.random.randn(1000, 100)
            layers = [z := function(np.dot(z, np.random.randn(100, 100) * scale)) for _ in range(5)]
            counts = np.histogram(layers[0], 30, (low, 1))[0]
            print(name, round(float(scale), 3), [round(float(layer.std()), 4) for layer in layers], counts[[0, 14, 15, 29]])


def optimizers():
    for name, change in {"SGD": sgd(0.01), "Momentum": momentum(0.01), "AdaGrad": adagrad(0.01), "Adam": adam(0.001), "SGD at 0.1": sgd(0.1)}.items():
        np.random.seed(0)
        net = Net([100] * 4)
        print(name, train(net, x_train, t_train, 2000, 128, change), net.accuracy(x_test, t_test))


def initial_weights():
    for std in ("xavier", 0.01):
        np.random.seed(0)
        print(std, train(Net([100] * 4, std), x_train, t_train, 2000, 128))


def batch_normalization():
    np.random.seed(0)
    x, t = x_train[:1000], t_train[:1000]
    for std in np.logspace(0, -4, 16):
        nets = [Net([100] * 5, std, batch_norm=True), Net([100] * 5, std)]
        state = np.random.get_state()
        for net in nets:
            np.random.set_state(state)  # the same batches for both
            with np.errstate(all="ignore"):
                train(net, x, t, 191)
        print(float(std), [net.accuracy(x, t) for net in nets])


def regularization():
    x, t = x_train[:300], t_train[:300]
    for options, steps, std, hidden, change in [
        ({}, 601, "he", [100] * 6, sgd(0.01)), ({"decay": 0.1}, 601, "he", [100] * 6, sgd(0.01)),
        ({}, 903, "he", [100] * 6, sgd(0.01)), ({"dropout": 0.2}, 903, "he", [100] * 6, sgd(0.01)),
        ({}, 450, 0.3, [100], sgd(0.1)), ({"decay": 0.03}, 450, 0.3, [100], sgd(0.1)), ({"dropout": 0.5}, 450, 0.3, [100], sgd(0.1)),
    ]:
        for seed in range(3):
            np.random.seed(seed)
            net = Net(hidden, std, **options)
            train(net, x, t, steps, change=change)
            print(options, steps, seed, net.accuracy(x, t), net.accuracy(x_test, t_test))


def search():
    np.random.seed(0)
    order = np.random.permutation(500)
    (x_validation, x), (t_validation, t) = [np.split(all[:500][order], [100]) for all in (x_train, t_train)]
    trials = []
    for _ in range(100):
        decay, lr = 10 ** np.random.uniform(-8, -4), 10 ** np.random.uniform(-6, -2)
        net, accuracies = Net([100] * 6, decay=decay), []
        train(net, x, t, 200, change=sgd(lr), seen=lambda step: step % 4 or accuracies.append(net.accuracy(x_validation, t_validation)))
        trials.append((accuracies[-1], lr, decay))
    trials.sort(key=lambda trial: -trial[0])
    print(trials[:5], trials[19])


x_train, t_train = images("train-images-idx3"), read_idx("train-labels-idx1")
x_test, t_test = images("t10k-images-idx3"), read_idx("t10k-labels-idx1")
experiments = [valley, activations, optimizers, initial_weights, batch_normalization, regularization, search]
for experiment in experiments:
    if len(sys.argv) == 2 or experiment.__name__ in sys.argv[2:]:
        print(f"\n{experiment.__name__}")
        experiment()

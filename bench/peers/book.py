# NumPy as the book writes it: the same algorithms in our own words. Convolution is im2col and one product of matrices,
# weights are float64 as np.random.randn gives them, layers are objects with forward and backward.

import numpy as np


def im2col(images, filter_h, filter_w, stride=1, pad=0):
    """(N, C, H, W) to (N * OH * OW, C * filter_h * filter_w): one slice for each pixel of the window."""
    count, channels, height, width = images.shape
    out_h = (height + 2 * pad - filter_h) // stride + 1
    out_w = (width + 2 * pad - filter_w) // stride + 1
    padded = np.pad(images, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    windows = np.zeros((count, channels, filter_h, filter_w, out_h, out_w))
    for i in range(filter_h):
        rows = slice(i, i + stride * out_h, stride)
        for j in range(filter_w):
            columns = slice(j, j + stride * out_w, stride)
            windows[:, :, i, j] = padded[:, :, rows, columns]
    return windows.transpose(0, 4, 5, 1, 2, 3).reshape(count * out_h * out_w, -1)


def col2im(matrix, shape, filter_h, filter_w, stride=1, pad=0):
    """The way back: what several windows have seen is added up."""
    count, channels, height, width = shape
    out_h = (height + 2 * pad - filter_h) // stride + 1
    out_w = (width + 2 * pad - filter_w) // stride + 1
    windows = matrix.reshape(count, out_h, out_w, channels, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    padded = np.zeros((count, channels, height + 2 * pad + stride - 1, width + 2 * pad + stride - 1))
    for i in range(filter_h):
        rows = slice(i, i + stride * out_h, stride)
        for j in range(filter_w):
            columns = slice(j, j + stride * out_w, stride)
            padded[:, :, rows, columns] += windows[:, :, i, j]
    return padded[:, :, pad:pad + height, pad:pad + width]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def relu(x):
    return np.maximum(0, x)


def softmax(x):
    exponentials = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return exponentials / np.sum(exponentials, axis=-1, keepdims=True)


class Relu:
    def forward(self, x, train=True):
        self.blocked = x <= 0
        out = x.copy()
        out[self.blocked] = 0
        return out

    def backward(self, dout):
        dout = dout.copy()  # the book's writes into its argument, which a second call must find unchanged
        dout[self.blocked] = 0
        return dout


class Sigmoid:
    def forward(self, x, train=True):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout):
        return dout * (1 - self.out) * self.out


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x, train=True):
        self.shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return np.dot(self.x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T).reshape(self.shape)


class Dropout:
    def __init__(self, ratio=0.5):
        self.ratio = ratio

    def forward(self, x, train=True):
        if not train:
            return x * (1 - self.ratio)
        self.kept = np.random.rand(*x.shape) > self.ratio
        return x * self.kept

    def backward(self, dout):
        return dout * self.kept


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9):
        self.gamma, self.beta, self.momentum = gamma, beta, momentum
        self.running_mean, self.running_var = np.zeros_like(beta), np.zeros_like(beta)

    def forward(self, x, train=True):
        mean = x.mean(axis=0)
        self.centered = x - mean
        variance = np.mean(self.centered ** 2, axis=0)
        self.std = np.sqrt(variance + 10e-7)
        self.normalized = self.centered / self.std
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * variance
        return self.gamma * self.normalized + self.beta

    def backward(self, dout):
        count = len(dout)
        self.dbeta = dout.sum(axis=0)
        self.dgamma = np.sum(self.normalized * dout, axis=0)
        dnormalized = self.gamma * dout
        dcentered = dnormalized / self.std
        dstd = -np.sum((dnormalized * self.centered) / (self.std * self.std), axis=0)
        dcentered += (2 / count) * self.centered * (0.5 * dstd / self.std)
        return dcentered - np.sum(dcentered, axis=0) / count


class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x, train=True):
        filters, _, filter_h, filter_w = self.W.shape
        count, _, height, width = x.shape
        out_h = (height + 2 * self.pad - filter_h) // self.stride + 1
        out_w = (width + 2 * self.pad - filter_w) // self.stride + 1
        self.shape = x.shape
        self.windows = im2col(x, filter_h, filter_w, self.stride, self.pad)
        self.columns = self.W.reshape(filters, -1).T
        out = np.dot(self.windows, self.columns) + self.b
        return out.reshape(count, out_h, out_w, filters).transpose(0, 3, 1, 2)

    def backward(self, dout):
        filters, _, filter_h, filter_w = self.W.shape
        rows = dout.transpose(0, 2, 3, 1).reshape(-1, filters)
        self.db = np.sum(rows, axis=0)
        self.dW = np.dot(self.windows.T, rows).T.reshape(self.W.shape)
        return col2im(np.dot(rows, self.columns.T), self.shape, filter_h, filter_w, self.stride, self.pad)


class Pooling:
    def __init__(self, size=2):
        self.size = size

    def forward(self, x, train=True):
        count, channels, height, width = x.shape
        size = self.size
        windows = im2col(x, size, size, size).reshape(-1, size * size)
        self.shape, self.largest = x.shape, np.argmax(windows, axis=1)
        out = np.max(windows, axis=1).reshape(count, height // size, width // size, channels)
        return out.transpose(0, 3, 1, 2)

    def backward(self, dout):
        dout = dout.transpose(0, 2, 3, 1)
        windows = np.zeros((dout.size, self.size * self.size))
        windows[np.arange(dout.size), self.largest] = dout.flatten()
        rows = dout.shape[0] * dout.shape[1] * dout.shape[2]
        return col2im(windows.reshape(rows, -1), self.shape, self.size, self.size, self.size)


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.y, self.t = softmax(x), t
        picked = self.y[np.arange(len(t)), t]
        return -np.sum(np.log(picked + 1e-7)) / len(t)

    def backward(self):
        dx = self.y.copy()
        dx[np.arange(len(self.t)), self.t] -= 1
        return dx / len(self.t)


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        for key in params:
            params[key] -= self.lr * grads[key]


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2, self.count = lr, beta1, beta2, 0

    def update(self, params, grads):
        if self.count == 0:
            self.m = {key: np.zeros_like(value) for key, value in params.items()}
            self.v = {key: np.zeros_like(value) for key, value in params.items()}
        self.count += 1
        rate = self.lr * np.sqrt(1 - self.beta2 ** self.count) / (1 - self.beta1 ** self.count)
        for key in params:
            self.m[key] += (1 - self.beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - self.beta2) * (grads[key] ** 2 - self.v[key])
            params[key] -= rate * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)


class Net:
    """Layers one after the other, softmax and cross entropy at the end."""

    def __init__(self, layers):
        self.layers, self.last = layers, SoftmaxWithLoss()
        self.params = {}
        for i, layer in enumerate(self.with_weights()):
            self.params["W%d" % i], self.params["b%d" % i] = layer.W, layer.b

    def with_weights(self):
        return [layer for layer in self.layers if hasattr(layer, "W")]

    def predict(self, x, train=False):
        for layer in self.layers:
            x = layer.forward(x, train)
        return x

    def loss(self, x, t, train=False):
        return self.last.forward(self.predict(x, train), t)

    def gradient(self, x, t):
        self.loss(x, t, True)
        dout = self.last.backward()
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        grads = {}
        for i, layer in enumerate(self.with_weights()):
            grads["W%d" % i], grads["b%d" % i] = layer.dW, layer.db
        return grads

    def accuracy(self, x, t, batch=100):
        right = 0
        for start in range(0, len(x), batch):
            answers = np.argmax(self.predict(x[start:start + batch]), axis=1)
            right += np.sum(answers == t[start:start + batch])
        return right / len(x)


def affine(inputs, outputs):
    return Affine(np.sqrt(2 / inputs) * np.random.randn(inputs, outputs), np.zeros(outputs))


def convolution(channels, filters, size, pad=0):
    std = np.sqrt(2 / (channels * size * size))
    return Convolution(std * np.random.randn(filters, channels, size, size), np.zeros(filters), pad=pad)


def two_layer_net():
    return Net([affine(784, 50), Relu(), affine(50, 10)])


def simple_conv_net():
    return Net([convolution(1, 30, 5), Relu(), Pooling(), affine(4320, 100), Relu(), affine(100, 10)])


def deep_conv_net():
    layers, channels = [], 1
    for i, (filters, pad) in enumerate([(16, 1), (16, 1), (32, 1), (32, 2), (64, 1), (64, 1)]):
        layers += [convolution(channels, filters, 3, pad), Relu()] + ([Pooling()] if i % 2 else [])
        channels = filters
    return Net(layers + [affine(1024, 50), Relu(), Dropout(), affine(50, 10), Dropout()])

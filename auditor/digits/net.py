"""The recogniser's forward pass in numpy: four convolutions, then class probabilities for every second column."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from auditor.digits.strip import Array

WEIGHTS = Path(__file__).with_name("weights.npz")
STRIDE = 2
"""Columns of a strip to one column of the answer."""

Weights = dict[str, Array]


@lru_cache(maxsize=1)
def load_weights(path: Path = WEIGHTS) -> Weights:
    """Layers by name (`conv1.w`, `conv1.b`, …, `head.w`, `head.b`), stored as float16."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def convolve(x: Array, weight: Array) -> Array:
    """Same-size convolution of (batch, rows, columns, channels); weight is (rows, columns, in, out)."""
    rows, columns, channels, outputs = weight.shape
    pad_r, pad_c = rows // 2, columns // 2
    count, height, width, _ = x.shape
    padded = np.zeros((count, height + 2 * pad_r, width + 2 * pad_c, channels), np.float32)
    padded[:, pad_r : pad_r + height, pad_c : pad_c + width] = x
    patches = np.concatenate(
        [padded[:, r : r + height, c : c + width] for r in range(rows) for c in range(columns)], axis=3
    )
    flat = patches.reshape(-1, patches.shape[3]) @ weight.reshape(-1, outputs)
    return np.asarray(flat.reshape(count, height, width, outputs))


def _pool_rows(x: Array) -> Array:
    """The larger of every two rows; slices are far faster than a maximum over an axis of two."""
    return np.asarray(np.maximum(x[:, 0::2], x[:, 1::2]))


def _pool_columns(x: Array) -> Array:
    even = x.shape[2] // 2 * 2
    return np.asarray(np.maximum(x[:, :, 0:even:2], x[:, :, 1:even:2]))


def _activate(x: Array, bias: Array) -> Array:
    """In place. After pooling: it gives the same as before it, on half the values or fewer."""
    x += bias
    return np.asarray(np.maximum(x, 0, out=x))


def predict(strips: Array, weights: Weights | None = None) -> Array:
    """Probabilities (batch, columns / STRIDE, classes) of strips (batch, HEIGHT, columns)."""
    w = weights or load_weights()
    x = _pool_columns(_pool_rows(convolve(strips[..., None], w["conv1.w"])))
    x = _activate(x, w["conv1.b"])
    for layer in ("conv2", "conv3", "conv4"):
        x = _activate(_pool_rows(convolve(x, w[f"{layer}.w"])), w[f"{layer}.b"])
    n, h, columns, channels = x.shape
    x = x.transpose(0, 2, 1, 3).reshape(n, 1, columns, h * channels)
    x = _activate(convolve(x, w["dense.w"]), w["dense.b"])
    logits = convolve(x, w["head.w"])[:, 0] + w["head.b"]
    grown = np.exp(logits - logits.max(2, keepdims=True))
    return np.asarray(grown / grown.sum(2, keepdims=True), np.float32)

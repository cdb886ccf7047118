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


def convolve(x: Array, weight: Array, bias: Array) -> Array:
    """Same-size convolution of (batch, rows, columns, channels); weight is (rows, columns, in, out)."""
    rows, columns, _, outputs = weight.shape
    pad_r, pad_c = rows // 2, columns // 2
    height, width = x.shape[1], x.shape[2]
    padded = np.pad(x, ((0, 0), (pad_r, pad_r), (pad_c, pad_c), (0, 0)))
    patches = np.concatenate(
        [padded[:, r : r + height, c : c + width] for r in range(rows) for c in range(columns)], axis=3
    )
    flat = patches.reshape(-1, patches.shape[3]) @ weight.reshape(-1, outputs)
    return np.asarray(flat.reshape(*x.shape[:3], outputs) + bias, np.float32)


def _pool(x: Array, rows: int, columns: int) -> Array:
    n, h, w, c = x.shape
    cut = x[:, : h // rows * rows, : w // columns * columns]
    return np.asarray(cut.reshape(n, h // rows, rows, w // columns, columns, c).max((2, 4)))


def predict(strips: Array, weights: Weights | None = None) -> Array:
    """Probabilities (batch, columns / STRIDE, classes) of strips (batch, HEIGHT, columns)."""
    w = weights or load_weights()
    x = strips[..., None]
    for layer, pool in (("conv1", (2, 2)), ("conv2", (2, 1)), ("conv3", (2, 1)), ("conv4", (2, 1))):
        x = _pool(np.maximum(convolve(x, w[f"{layer}.w"], w[f"{layer}.b"]), 0), *pool)
    n, h, columns, channels = x.shape
    x = x.transpose(0, 2, 1, 3).reshape(n, 1, columns, h * channels)
    x = np.maximum(convolve(x, w["dense.w"], w["dense.b"]), 0)
    logits = convolve(x, w["head.w"], w["head.b"])[:, 0]
    grown = np.exp(logits - logits.max(2, keepdims=True))
    return np.asarray(grown / grown.sum(2, keepdims=True), np.float32)

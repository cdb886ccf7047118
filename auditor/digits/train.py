"""Trains the digit recogniser and writes weights.npz: `python -m auditor.digits.train` (needs torch).

Torch is no dependency of the project: 2.13 for CPU was used. One thread, fixed seed, some ten minutes of CPU.
Samples are drawn as they are needed; none are stored.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch

from auditor.digits.alphabet import BLANK, CLASSES, encode
from auditor.digits.net import STRIDE, WEIGHTS
from auditor.digits.sample import Sample, draw_sample, find_fonts
from auditor.digits.strip import HEIGHT, Array, as_ink, make_strip

SEED = 2569
STEPS = 3000
BATCH = 32
GROUP = 6 * BATCH
"""Samples drawn at a time, sorted by width into batches, and used twice: drawing costs as much as learning."""

CHANNELS = (10, 20, 32, 48)
HIDDEN = 80
MOST_COLUMNS = 320


def build() -> Any:
    """The network of `auditor.digits.net`, layer by layer. Normalising batches makes it learn three times as fast."""
    layers: list[Any] = []
    before = 1
    for channels, pool in zip(CHANNELS, ((2, 2), (2, 1), (2, 1), (2, 1)), strict=True):
        layers += [torch.nn.Conv2d(before, channels, 3, padding=1), torch.nn.BatchNorm2d(channels)]
        layers += [torch.nn.ReLU(), torch.nn.MaxPool2d(pool)]
        before = channels
    rows = HEIGHT // 16
    layers += [torch.nn.Conv2d(before, HIDDEN, (rows, 5), padding=(0, 2)), torch.nn.BatchNorm2d(HIDDEN)]
    layers += [torch.nn.ReLU(), torch.nn.Dropout(0.1)]
    layers += [torch.nn.Conv2d(HIDDEN, CLASSES, 1)]
    return torch.nn.Sequential(*layers)


Pair = tuple[Array, list[int]]


def _make_pair(random: Random, sample: Sample) -> Pair:
    ink = as_ink(sample.grey)
    strip = make_strip(ink, sample.body, random.uniform(0.78, 1.25), random.uniform(-2.5, 2.5))
    return strip, encode(sample.text)


def draw_batches(random: Random, fonts: list[Path]) -> Iterator[list[Pair]]:
    """Endless batches of strips of like width with their classes; pieces too long or too tight are left out."""
    while True:
        samples = [draw_sample(random, fonts) for _ in range(GROUP)]
        for _ in range(2):
            pairs = [_make_pair(random, sample) for sample in samples]
            fitting = [(x, y) for x, y in pairs if x.shape[1] <= MOST_COLUMNS and 0 < 2 * len(y) < x.shape[1] // STRIDE]
            fitting.sort(key=lambda pair: pair[0].shape[1])
            batches = [fitting[start : start + BATCH] for start in range(0, len(fitting), BATCH)]
            random.shuffle(batches)
            yield from batches


def stack(strips: list[Array]) -> Array:
    """(batch, 1, HEIGHT, columns), padded with paper."""
    width = max(strip.shape[1] for strip in strips)
    batch = np.zeros((len(strips), 1, HEIGHT, width + width % STRIDE), np.float32)
    for row, strip in enumerate(strips):
        batch[row, 0, :, : strip.shape[1]] = strip
    return batch


def _loss(net: Any, pairs: list[Pair]) -> Any:
    targets = [target for _, target in pairs]
    scores = net(torch.from_numpy(stack([strip for strip, _ in pairs])))[:, :, 0].permute(2, 0, 1).log_softmax(2)
    lengths = [len(target) for target in targets]
    columns = [scores.shape[0]] * len(targets)
    flat = torch.tensor([symbol for target in targets for symbol in target])
    return torch.nn.functional.ctc_loss(
        scores, flat, torch.tensor(columns), torch.tensor(lengths), blank=BLANK, zero_infinity=True
    )


def _fold(convolution: Any, norm: Any) -> Any:
    """One convolution that does both: what was normalised in training costs nothing afterwards."""
    return torch.nn.utils.fuse_conv_bn_eval(convolution.eval(), norm.eval())


def export(net: Any, path: Path) -> None:
    """Convolutions as (rows, columns, in, out), float16; the dense layer's rows folded into its inputs."""
    names = ("conv1", "conv2", "conv3", "conv4", "dense", "head")
    places = [place for place, layer in enumerate(net) if isinstance(layer, torch.nn.Conv2d)]
    stored: dict[str, Any] = {}
    for name, place in zip(names, places, strict=True):
        layer = _fold(net[place], net[place + 1]) if place + 1 < len(net) else net[place]
        weight = layer.weight.detach().numpy().transpose(2, 3, 1, 0)
        if name == "dense":
            weight = weight.transpose(1, 0, 2, 3).reshape(1, weight.shape[1], -1, weight.shape[3])
        stored[f"{name}.w"] = weight.astype(np.float16)
        stored[f"{name}.b"] = layer.bias.detach().numpy().astype(np.float16)
    np.savez_compressed(path, **stored)


def train(path: Path = WEIGHTS, steps: int = STEPS) -> None:
    """Trains from nothing and writes the weights."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    random, fonts, net = Random(SEED), find_fonts(held_out=False), build()
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps, pct_start=0.1)
    begun, running = time.process_time(), 0.0
    for step, pairs in zip(range(1, steps + 1), draw_batches(random, fonts), strict=False):
        loss = _loss(net, pairs)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        running = 0.98 * running + 0.02 * loss.item() if step > 1 else loss.item()
        if step % 100 == 0:
            print(f"{step}/{steps} loss {running:.3f} cpu {time.process_time() - begun:.0f} s", flush=True)
    net.eval()
    export(net, path)


if __name__ == "__main__":
    train(Path(sys.argv[1]) if len(sys.argv) > 1 else WEIGHTS)

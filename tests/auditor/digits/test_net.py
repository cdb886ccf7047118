"""The numpy forward pass: shapes, sums, and the same answer as torch where torch is there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from auditor.digits.alphabet import CLASSES
from auditor.digits.net import STRIDE, load_weights, predict
from auditor.digits.strip import HEIGHT


def test_every_second_column_gets_probabilities() -> None:
    strips = np.random.default_rng(0).random((3, HEIGHT, 70), np.float32)
    found = predict(strips)
    assert found.shape == (3, 70 // STRIDE, CLASSES)
    assert np.allclose(found.sum(2), 1, atol=1e-4)


def test_torch_and_numpy_agree(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="only training needs torch")
    from auditor.digits import train

    torch.manual_seed(1)
    net = train.build().eval()
    train.export(net, tmp_path / "weights.npz")
    strips = np.random.default_rng(0).random((2, HEIGHT, 60), np.float32)
    expected = net(torch.from_numpy(strips[:, None]))[:, :, 0].softmax(1).detach().numpy().transpose(0, 2, 1)
    assert np.allclose(predict(strips, load_weights(tmp_path / "weights.npz")), expected, atol=5e-3)

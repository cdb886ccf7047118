"""The recogniser on fonts it was never trained on: digits and years right, and no wrong year that it is sure of."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import numpy as np
import pytest

from auditor.digits import Symbol, read_strips
from auditor.digits.alphabet import ARABIC, THAI
from auditor.digits.net import WEIGHTS
from auditor.digits.reader import decode
from auditor.digits.sample import HELD_OUT, draw_sample, find_fonts

SURE = 0.85
"""As auditor.extract.numerals has it."""

EACH = 60
FLOORS = {"Loma": (0.90, 0.83), "Umpush": (0.95, 0.91), "NotoSerifThai": (0.92, 0.90)}
"""By font family: share of digits right, share of years right, on cut-outs spoiled to the edge of the legible."""

Seen = tuple[str, tuple[Symbol, ...]]


@lru_cache(maxsize=8)
def _read(family: str) -> tuple[Seen, ...]:
    random = Random(f"{family} 2569")
    fonts = [path for path in find_fonts(held_out=True) if path.stem.split("-")[0] == family]
    if not fonts:
        pytest.skip(f"{family} is not installed")
    years = [f"พ.ศ. ๒๕{random.choice(THAI)}{random.choice(THAI)}" for _ in range(EACH)]
    samples = [draw_sample(random, fonts, text) for text in years]
    readings = read_strips([s.grey for s in samples], [s.body for s in samples])
    return tuple((s.text, reading) for s, reading in zip(samples, readings, strict=True))


def _digits(text: str) -> str:
    return "".join(char for char in text if char in THAI + ARABIC)


def _matching(wanted: str, got: str) -> int:
    return sum(a == b for a, b in zip(wanted, got, strict=True)) if len(wanted) == len(got) else 0


@pytest.mark.parametrize("family", HELD_OUT)
def test_digits_and_years_of_unknown_fonts(family: str) -> None:
    pairs = [(_digits(text), _digits("".join(s.char for s in reading))) for text, reading in _read(family)]
    digits, years = FLOORS[family]
    right = sum(_matching(wanted, got) for wanted, got in pairs)
    assert right >= digits * sum(len(wanted) for wanted, _ in pairs)
    assert sum(wanted == got for wanted, got in pairs) >= years * len(pairs)


@pytest.mark.parametrize("family", HELD_OUT)
def test_no_wrong_year_is_sure(family: str) -> None:
    for text, reading in _read(family):
        digits = [s for s in reading if s.char in THAI + ARABIC]
        year = "".join(s.char for s in digits)
        if len(year) == 4 and all(s.certainty >= SURE for s in digits):
            assert year == _digits(text)


@pytest.mark.parametrize("shape", [(40, 200), (3, 3), (0, 0), (60, 5)])
@pytest.mark.parametrize("shade", [0, 255])
def test_nothing_is_read_from_nothing(shape: tuple[int, int], shade: int) -> None:
    (reading,) = read_strips([np.full(shape, shade, np.uint8)], [(10.0, 24.0)])
    assert not [s for s in reading if s.char in THAI + ARABIC and s.certainty >= SURE]


def test_no_cut_outs_give_no_readings() -> None:
    assert read_strips([], []) == []


def test_a_class_that_comes_back_after_blank_is_a_second_symbol() -> None:
    columns = np.full((9, 29), 0.01, np.float32)
    columns[np.arange(9), [28, 2, 2, 28, 28, 2, 28, 28, 28]] = 0.9
    assert [symbol.char for symbol in decode(columns)] == ["๒", "๒"]


def test_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size < 1_000_000

"""Training samples: the same for the same seed, dark on light, with the text that their classes say."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from auditor.digits.alphabet import BLANK, CLASSES, SYMBOLS, encode
from auditor.digits.sample import HELD_OUT, draw_sample, find_fonts
from auditor.digits.strip import BASELINE, BODY, HEIGHT, as_ink, find_body, make_strip


@pytest.mark.parametrize(
    ("text", "symbols"),
    [("พ.ศ. ๒๕๖๗", "X.X.๒๕๖๗"), ("วันที่ 9/๑", "XXX9/๑"), ("น้ำ ฯลฯ ๆ", "XXฯXฯๆ"), ("", "")],
)
def test_marks_and_spaces_have_no_class(text: str, symbols: str) -> None:
    assert "".join(SYMBOLS[i] for i in encode(text)) == symbols
    assert CLASSES == len(SYMBOLS) + 1 == BLANK + 1


def test_samples_repeat_with_the_seed() -> None:
    fonts = find_fonts(held_out=False)
    one, two = (draw_sample(Random(5), fonts) for _ in range(2))
    assert one.text == two.text
    assert np.array_equal(one.grey, two.grey)


def test_held_out_fonts_are_not_trained_on() -> None:
    trained, held = find_fonts(held_out=False), find_fonts(held_out=True)
    assert trained
    assert held
    assert not {path.stem.split("-")[0] for path in trained} & set(HELD_OUT)


def test_a_strip_has_letters_of_one_size_on_one_line() -> None:
    random, fonts = Random(1), [p for p in find_fonts(held_out=False) if p.stem == "Laksaman"]
    for _ in range(8):
        sample = draw_sample(random, fonts, "กรรมการ อบรม")
        ink = as_ink(sample.grey)
        strip = make_strip(ink, sample.body)
        top, bottom = find_body(strip)
        assert strip.shape[0] == HEIGHT
        assert abs(bottom - BASELINE) <= 4
        assert abs(bottom - top - BODY) <= 5

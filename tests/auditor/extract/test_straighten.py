"""Skew is found, rules go, letters stay."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from auditor.extract.straighten import even_paper, find_skew, without_dots, without_rules
from tests.auditor.extract.papers import MEMO, Wear, print_page, scan


@pytest.mark.parametrize("skew", [-2.4, -0.5, 0.0, 1.3])
def test_skew_is_found(skew: float) -> None:
    page = scan(print_page(MEMO, "Laksaman.ttf"), Wear(skew=skew), 1)
    assert find_skew(np.asarray(page)) == pytest.approx(-skew, abs=0.2)


def test_an_empty_page_is_level() -> None:
    assert find_skew(np.full((800, 600), 255, np.uint8)) == 0.0


def test_a_rule_goes_and_the_letters_on_it_stay() -> None:
    page = print_page("ประกาศ", "Laksaman.ttf")
    before = (np.asarray(page) < 128).sum()
    ImageDraw.Draw(page).line((100, 320, 1500, 320), fill=0, width=3)
    after = (without_rules(np.asarray(page)) < 128).sum()
    assert abs(int(after) - int(before)) <= 0.03 * before


def test_a_dotted_line_goes_and_small_print_stays() -> None:
    page = print_page(MEMO, "Laksaman.ttf", points=11)
    before = (np.asarray(page) < 128).sum()
    pen = ImageDraw.Draw(page)
    for x in range(100, 1500, 6):
        pen.ellipse((x, 2000, x + 2, 2002), fill=0)
    cleaned = without_dots(np.asarray(page))
    assert (cleaned[1990:2010] < 128).sum() == 0
    assert (cleaned < 128).sum() >= 0.97 * before


def test_a_dark_picture_is_no_rule() -> None:
    page = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(page).rectangle((50, 50, 350, 250), fill=0)
    kept = (without_rules(np.asarray(page)) < 128).sum()
    assert kept >= 0.95 * 300 * 200


def test_shadows_become_paper() -> None:
    page = scan(print_page(MEMO, "Laksaman.ttf"), Wear(shadow=True, noise=3), 1)
    assert np.percentile(even_paper(np.asarray(page)), 20) > 225

"""A line of a page that the first reading left out is found by its ink, and read in its place."""

from __future__ import annotations

import numpy as np
import pytest

from auditor.extract import missed
from auditor.extract.missed import find_bands, read_missed
from auditor.extract.raster import Grey
from auditor.extract.tesseract import Word, by_line

TOPS = (100, 200, 300, 400)
HIGH, WIDE = 30, 1000


def _page(*tops: int) -> Grey:
    """Rows of twenty letters each, as blocks of ink."""
    page = np.full((600, WIDE), 255, np.uint8)
    for top in tops:
        for left in range(100, 900, 40):
            page[top : top + HIGH, left : left + 20] = 0
    return page


def _words(*tops: int, text: str = "ก", count: int = 20, confidence: float = 0.9) -> list[Word]:
    return [
        Word(text, 100 + 40 * place, top, 20, HIGH, confidence, line, False)
        for line, top in enumerate(tops)
        for place in range(count)
    ]


def test_a_line_that_was_left_out_is_found() -> None:
    read = by_line(_words(*(top for top in TOPS if top != 300)))
    ((top, bottom),) = find_bands(_page(*TOPS), read)
    assert top < 300 < 330 < bottom and bottom - top < 70


def test_nothing_is_sought_where_all_was_read() -> None:
    assert list(find_bands(_page(*TOPS), by_line(_words(*TOPS)))) == []


def test_signatures_pictures_and_marks_are_no_lines() -> None:
    page = _page(*TOPS)
    page[450:480, 100:180] = 0
    page[500:590, 100:900] = 0
    page[255:262, 100:900:3] = 0
    for left in range(100, 700, 150):
        page[350:380, left : left + 100] = 0
    assert list(find_bands(page, by_line(_words(*TOPS)))) == []


@pytest.mark.parametrize(("width", "found"), [(800, 0), (300, 1)])
def test_a_short_line_that_was_read_whole_is_not_sought(width: int, found: int) -> None:
    """One of fewer words than a line of text, such as a name in Latin letters, or the right end of a line."""
    short = [Word("Certificate", 900 - width, 300, width, HIGH, 0.9, 9, False)]
    read = [*by_line(_words(*(top for top in TOPS if top != 300))), short]
    assert len(list(find_bands(_page(*TOPS), read))) == found


@pytest.mark.parametrize(
    ("text", "count", "confidence", "kept"), [("ข", 20, 0.9, True), ("ข", 20, 0.5, False), ("|", 20, 0.9, False)]
)
def test_what_is_read_there_stands_after_the_line_above(
    monkeypatch: pytest.MonkeyPatch, text: str, count: int, confidence: float, *, kept: bool
) -> None:
    shown: list[Grey] = []

    def read_words(page: Grey, dpi: int, layout: str) -> list[Word]:
        shown.append(page)
        return _words(300, text=text, count=count, confidence=confidence)

    monkeypatch.setattr(missed, "read_words", read_words)
    found = by_line(read_missed(_page(*TOPS), _words(100, 200, 400), 200))
    assert [line[0].top for line in found] == ([100, 200, 300, 400] if kept else [100, 200, 400])
    assert [line[0].line for line in found] == list(range(len(found)))
    (page,) = shown
    assert page[300:330].min() == 0 and page[100:230].min() == page[400:430].min() == 255


def test_a_page_without_text_is_left_alone() -> None:
    assert read_missed(_page(100), [], 200) == []

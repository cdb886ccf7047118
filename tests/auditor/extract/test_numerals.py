"""Tesseract's words and the recogniser's symbols become one text in which no number is a guess."""

from __future__ import annotations

import numpy as np
import pytest

from auditor.digits import Symbol
from auditor.extract.numerals import DOUBTFUL, doubt_cut, doubt_points, find_runs, is_filled, merge, write_number
from auditor.extract.tesseract import Word
from auditor.extract.zones import find_zones

D = DOUBTFUL
PITCH = 20


def _words(text: str, confidence: float = 0.95) -> list[Word]:
    """One word a letter, as Tesseract does it in Thai."""
    return [
        Word(char, 100 + PITCH * i, 50, 16, 20, confidence, 0, text[i - 1 : i] == " ")
        for i, char in enumerate(text)
        if char != " "
    ]


def _symbols(text: str, certainty: float = 0.95) -> list[Symbol]:
    return [Symbol(char, 108.0 + PITCH * i, certainty) for i, char in enumerate(text) if char not in " _"]


def _written(tesseract: str, recogniser: str, certainty: float = 0.95, confidence: float = 0.95) -> str:
    merged = merge(_words(tesseract, confidence), find_runs(_symbols(recogniser, certainty)))
    return "".join((" " if word.space else "") + word.text for word in merged)


@pytest.mark.parametrize(
    ("tesseract", "recogniser", "text"),
    [
        ("ปี ๒๕๒๕ นี้", "X_ ๒๕๖๘ XX", "ปี ๒๕๖๘ นี้"),
        ("๒๒ ตุลาคม ๒๕๐๕", "๒๒ XXXXXX ๒๕๖๗", "๒๒ ตุลาคม ๒๕๖๗"),
        ("๑,๐๐๐.๕๐", "๙,๐๐๐.๕๐", "๙,๐๐๐.๕๐"),
        ("ปี ๒๕๒๕", "X_ XXXX", f"ปี {D * 4}"),
        ("ปี ๒๕๒๕", "", f"ปี {D * 4}"),
        ("พศ ๒๕บส", "XX ๒๕๖๗", "พศ ๒๕๖๗"),
        ("นาย", "๖XX", "นาย"),
        ("๒๕6๕", "๒๕6๕", D * 4),
    ],
)
def test_the_recogniser_has_the_word(tesseract: str, recogniser: str, text: str) -> None:
    assert _written(tesseract, recogniser) == text


@pytest.mark.parametrize(
    ("seen", "recogniser", "certainty", "text"),
    [
        ("lo.", "๒", 0.97, "๒."),
        ("(@)", "๔", 0.97, "(๔)"),
        ("oo", "๑๑", 0.97, "๑๑"),
        ("&)", "๔", 0.97, "๔)"),
        ("«.", "๙", 0.97, "๙."),
        ("one", "๑.๓", 0.97, "๑.๓"),
        ("obo", "๑.๒.๑", 0.9, "๑.๒.๑"),
        ("obo", "๑๒๑", 0.9, "obo"),
        ("lo", "๒", 0.9, "lo"),
        ("lo", "2", 0.97, "lo"),
        ("ITA", "๒", 0.97, "ITA"),
        ("Rating", "๒", 0.97, "Rating"),
    ],
)
def test_latin_letters_may_be_thai_digits(seen: str, recogniser: str, certainty: float, text: str) -> None:
    """Tesseract writes ๒ as lo and ๔ as @; only a recogniser that is quite sure says so."""
    word = Word(seen, 100, 50, 20 * len(recogniser), 20, 0.9, 0, False)
    (merged,) = merge([word], find_runs(_symbols(recogniser, certainty)))
    assert merged.text == text


@pytest.mark.parametrize(
    ("seen", "recogniser", "text"), [("๓", "๓", "๓"), ("๙", "๓", D), ("๕", "๕", D)], ids=["same", "another", "any"]
)
def test_a_digit_that_tesseract_knows_and_sees_too_is_believed_sooner(seen: str, recogniser: str, text: str) -> None:
    """Tesseract writes ๕ for ๔ and ๘ as well, so that its ๕ says nothing."""
    assert _written(f"ข้อ {seen}", f"    {recogniser}", certainty=0.75) == f"ข้อ {text}"


def test_a_word_that_begins_before_the_number_and_holds_its_first_digit_is_part_of_it() -> None:
    words = [Word("(๒", 60, 50, 70, 20, 0.9, 0, False), *_words("_๕๐๑")[1:]]
    assert "".join(word.text for word in merge(words, find_runs(_symbols("๖๘๐๒")))) == "(๖๘๐๒"


@pytest.mark.parametrize(
    ("run", "left", "right", "text"),
    [
        ("๐๖๐๖/๑๕", False, True, f"๐๖๐๖/{D * 2}"),
        ("๐๖๐๖/๑๕", True, False, f"{D * 4}/๑๕"),
        ("๑๕", False, True, D * 2),
        ("๑,๒๕๐.๐๐", False, False, "๑,๒๕๐.๐๐"),
    ],
)
def test_of_a_number_that_may_be_cut_the_digits_at_that_end_are_left_open(
    run: str, left: bool, right: bool, text: str
) -> None:
    assert write_number(doubt_cut(_symbols(run), left, right)) == text


@pytest.mark.parametrize(("loop", "filled"), [(8, False), (2, True)])
def test_digits_whose_loops_are_closed_are_no_digits(loop: int, filled: bool) -> None:
    ink = np.ones((40, 40), np.bool_)
    for left in (0, 20):
        ink[10 : 10 + 2 * loop, left + 4 : left + 4 + 2 * loop] = False
    assert is_filled([Symbol("๒", 10.0, 1.0), Symbol("๕", 30.0, 1.0)], ink, (10.0, 30.0)) is filled


@pytest.mark.parametrize(
    ("line", "thai_page", "zones"),
    [
        ("ข้อ lo ให้", False, 1),
        ("this is an act of", True, 0),
        ("ผล Rating QA ของ", False, 0),
        ("Romo baht", True, 1),
        ("Romo baht", False, 0),
    ],
)
def test_latin_letters_are_looked_at_in_thai_lines_and_short_ones_of_thai_pages(
    line: str, thai_page: bool, zones: int
) -> None:
    words = [Word(text, 100 + 120 * i, 50, 80, 20, 0.9, 0, True) for i, text in enumerate(line.split())]
    page = np.full((120, 900), 255, np.uint8)
    assert len(find_zones(words, page, thai_page)) == zones


def test_an_unsure_number_is_left_open_whole() -> None:
    assert _written("๒๕๒๕", "๒๕๖๘", certainty=0.3) == D * 4


def test_a_number_with_a_hole_is_left_open() -> None:
    """A point between two digits that was not seen makes 25.67 the year 2567."""
    ink = np.array([0, 9, 9, 9, 0, 0, 9, 9, 9, 0, 2, 2, 0, 9, 9, 9, 0, 0, 9, 9, 9, 0])
    run = [Symbol(char, x, 0.95) for char, x in zip("๒๕๖๗", (2.0, 7.0, 14.0, 19.0), strict=True)]
    assert [s.certainty for s in doubt_points(run, ink)] == [0.95, 0.0, 0.0, 0.95]


def test_two_numbers_side_by_side_do_not_become_one() -> None:
    assert _written("๒๕  ๖๗", "๒๕  ๖๗") == "๒๕ ๖๗"


@pytest.mark.parametrize(
    ("recogniser", "certainty", "confidence", "text"),
    [
        ("2568", 0.95, 0.95, "2568"),
        ("2563", 0.95, 0.95, D * 4),
        ("2563", 0.3, 0.95, "2568"),
        ("๒๕๖๘", 0.95, 0.95, "๒๕๖๘"),
        ("๒๕๖๘", 0.3, 0.95, D * 4),
        ("2568", 0.3, 0.5, D * 4),
        ("", 0.95, 0.95, D * 4),
    ],
)
def test_arabic_digits_need_both_readers(recogniser: str, certainty: float, confidence: float, text: str) -> None:
    assert _written("2568", recogniser, certainty, confidence) == text


def test_numbers_apart_are_two() -> None:
    assert ["".join(s.char for s in run) for run in find_runs(_symbols("๒๕๖๗  ๒๕๖๘"))] == ["๒๕๖๗", "๒๕๖๘"]


def test_separators_at_the_ends_do_not_count() -> None:
    assert ["".join(s.char for s in run) for run in find_runs(_symbols(".๑๒/๓-X"))] == ["๑๒/๓"]

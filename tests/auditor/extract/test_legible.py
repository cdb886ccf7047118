"""Text layers that say nothing are told from those that do: Thai letters in a wrong order are no Thai."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from auditor.extract import pdf
from auditor.extract.legible import is_legible
from tests.auditor.extract.papers import MEMO, REPORT
from tests.auditor.extract.test_pdf import TRUTH

CORPUS = sorted((Path(__file__).parents[2] / "corpus" / "documents").glob("*.txt"))
LETTERS = "กขคฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะัาำิีึืุูเแโใไ็่้๊๋์"
SYMBOLS = "0123456789@<>/.BANPR "
TEXTS = {"announcement": TRUTH, "memo": MEMO, "report": REPORT}


def shuffled(text: str, seed: int, to: str = LETTERS) -> str:
    """As a subset font without a map leaves it: each letter stands for another one."""
    random = Random(seed)
    table = str.maketrans({letter: random.choice(to) for letter in LETTERS})
    return text.translate(table)


@pytest.mark.parametrize("text", TEXTS, ids=str)
@pytest.mark.parametrize("seed", range(6))
def test_letters_that_stand_for_others_are_no_text(text: str, seed: int) -> None:
    assert not is_legible(shuffled(TEXTS[text], seed))
    assert not is_legible(shuffled(TEXTS[text], seed, SYMBOLS + LETTERS[:20]))


@pytest.mark.parametrize("text", TEXTS, ids=str)
def test_what_extractors_break_a_little_still_is(text: str) -> None:
    whole = TEXTS[text]
    assert is_legible(whole)
    assert is_legible(whole.replace("ำ", "า"))
    assert is_legible(whole.replace("ำ", " ํา")) and is_legible(re.sub("[่้๊๋]", "", whole))
    assert is_legible(re.sub("(?<=[ก-ฮ])(?=[ก-ฮ])", " ", whole)[:4000])


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_no_clean_page_is_taken_for_nonsense(path: Path) -> None:
    text = path.read_text("utf-8")
    pages = [text[at : at + 1500] for at in range(0, len(text), 1500)]
    assert all(is_legible(page) for page in pages if sum("ก" <= c <= "๛" for c in page) > 40)


def test_a_garbled_page_of_a_pdf_is_a_scan() -> None:
    assert pdf._page(1, shuffled(MEMO, 3)).source == "none"
    assert pdf._page(1, MEMO).source == "digital"

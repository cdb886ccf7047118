"""Tesseract's two outputs are walked together, so that letters in rows become words with spaces."""

from __future__ import annotations

from auditor.extract.tesseract import parse_words

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def _row(line: int, left: int, text: str, level: int = 5, confidence: str = "91.5") -> str:
    return f"{level}\t1\t1\t1\t{line}\t1\t{left}\t10\t8\t20\t{confidence}\t{text}\n"


def test_spaces_come_from_the_text() -> None:
    tsv = HEAD + _row(1, 0, "", 4, "-1") + _row(1, 0, "ปี") + _row(1, 10, "๒") + _row(1, 20, " ") + _row(2, 0, "ก")
    words = parse_words(tsv, "ปี  ๒\nก\n")
    assert [(w.text, w.line, w.space, w.confidence) for w in words] == [
        ("ปี", 0, False, 0.915),
        ("๒", 0, True, 0.915),
        ("ก", 1, True, 0.915),
    ]


def test_a_word_that_the_text_lacks_is_kept() -> None:
    words = parse_words(HEAD + _row(1, 0, "ก") + _row(1, 9, "ข") + _row(1, 18, "ค"), "กค")
    assert "".join(word.text for word in words) == "กขค"


def test_nothing_gives_nothing() -> None:
    assert parse_words(HEAD, "") == []

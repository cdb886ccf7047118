"""One scanned page from bytes to text; as a program, the child process that `auditor.extract.ocr` reads pages in."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from auditor.document import TextPage
from auditor.extract.numerals import correct_digits
from auditor.extract.raster import Grey, UnreadableError, draw_page
from auditor.extract.sandbox import leave_network
from auditor.extract.straighten import straighten
from auditor.extract.tesseract import OcrError, Word, find_turn, read_words
from auditor.thai.repair import repair

POOR = 0.75
"""Mean confidence below which a page may lie on its side or stand on its head."""

JUNK = 0.35
"""Lines below this are signatures, stamps and coats of arms."""


def read_page(body: bytes, media_type: str, number: int, dpi: int) -> TextPage:
    """The text of one page; source `none` and confidence 0 where it cannot be read."""
    try:
        grey = draw_page(body, media_type, number, dpi)
        page, words = _read_upright(grey, dpi)
    except (UnreadableError, OcrError) as error:
        print(f"page {number}: {error}", file=sys.stderr)
        return TextPage(number, "", source="none", confidence=0.0)
    text = repair(write_lines(correct_digits(page, words)))
    return TextPage(number, text, source="ocr", confidence=round(mean_confidence(words), 3))


def _read_upright(grey: Grey, dpi: int) -> tuple[Grey, list[Word]]:
    page = straighten(grey)
    words = read_words(page, dpi)
    if not words or mean_confidence(words) >= POOR:
        return page, words
    turn = find_turn(grey)
    if not turn:
        return page, words
    turned = straighten(np.ascontiguousarray(np.rot90(grey, -turn // 90)))
    again = read_words(turned, dpi)
    return (turned, again) if mean_confidence(again) > mean_confidence(words) else (page, words)


def mean_confidence(words: Sequence[Word]) -> float:
    """Of all letters, 0..1; 0 for none."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def write_lines(words: Sequence[Word]) -> str:
    """Lines of text in reading order, those that are no writing left out."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return "\n".join(_write(line) for line in lines.values() if mean_confidence(line) >= JUNK)


def _write(line: Sequence[Word]) -> str:
    return "".join((" " if word.space else "") + word.text for word in line).strip()


def main(arguments: Sequence[str]) -> None:
    """FILE MEDIA_TYPE DPI PAGE…: a line of JSON for each page as soon as it is read."""
    leave_network()
    path, media_type, dpi, *numbers = arguments
    body = Path(path).read_bytes()
    for number in map(int, numbers):
        page = read_page(body, media_type, number, int(dpi))
        print(json.dumps([page.number, page.text, page.source, page.confidence]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""One scanned page from bytes to text; as a program, what `auditor.extract.scanner` starts: it has loaded all that
reading takes, has seen no page itself, and forks a child for each document."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np
import numpy.typing as npt
from PIL import Image

from auditor.digits.net import load_weights
from auditor.document import TextPage
from auditor.extract import bundle, packed, sniff
from auditor.extract.landlock import confine
from auditor.extract.missed import read_missed
from auditor.extract.numerals import correct_digits
from auditor.extract.package import PackageError
from auditor.extract.raster import Grey, UnreadableError, draw_page
from auditor.extract.sandbox import leave_network
from auditor.extract.straighten import INK, straighten
from auditor.extract.tesseract import (
    BLOCK,
    OcrError,
    Word,
    by_line,
    find_models,
    find_turn,
    folders,
    mean_confidence,
    read_words,
)

BODY, FOUND, ERRORS = "body", "found", "errors"
"""Files in the folder of a document that is read."""

POOR = 0.75
"""Mean confidence below which a page may lie on its side or stand on its head."""

MISSED = (0.35, 0.002)
"""Share of the ink outside all lines read, and share of the page in ink, from which lines may have been left out: the
ring of a stamp is taken for the frame of a picture, and the text it crosses with it."""

MORE = 1.2
"""How much more must then be read for it to be text and no picture."""

JUNK = 0.35
"""Lines below this are signatures, stamps and coats of arms."""


def read_page(body: bytes, media_type: str, number: int, dpi: int) -> TextPage:
    """The text of one page as it was recognised; source `none` and confidence 0 where it cannot be read."""
    try:
        page, words = recognise(body, media_type, number, dpi)
    except (UnreadableError, OcrError) as error:
        print(f"page {number}: {error}", file=sys.stderr)
        return TextPage(number, "", source="none", confidence=0.0)
    text = write_lines(correct_digits(page, words))
    return TextPage(number, text, source="ocr", confidence=round(mean_confidence(words), 3))


def recognise(body: bytes, media_type: str, number: int, dpi: int) -> tuple[Grey, list[Word]]:
    """A page as it was made easier to read, and its words with the digits that Tesseract saw."""
    page, words = _read_upright(_draw(body, media_type, number, dpi), dpi)
    return page, read_missed(page, words, dpi)


def _draw(body: bytes, media_type: str, number: int, dpi: int) -> Grey:
    if media_type != sniff.ZIP:
        return draw_page(body, media_type, number, dpi)
    try:
        return draw_page(*bundle.file_of(body, number, packed), dpi)
    except (LookupError, PackageError) as error:
        raise UnreadableError(str(error)[:200]) from error


def _read_upright(grey: Grey, dpi: int) -> tuple[Grey, list[Word]]:
    page = straighten(grey)
    words = _read_whole(page, dpi)
    if not words or mean_confidence(words) >= POOR:
        return page, words
    turn = find_turn(grey)
    if not turn:
        return page, words
    turned = straighten(np.ascontiguousarray(np.rot90(grey, -turn // 90)))
    again = _read_whole(turned, dpi)
    return (turned, again) if mean_confidence(again) > mean_confidence(words) else (page, words)


def _read_whole(page: Grey, dpi: int) -> list[Word]:
    words = read_words(page, dpi)
    share, least = MISSED
    ink = page < INK
    if ink.mean() < least or _outside(ink, words) < share * ink.sum():
        return words
    again = read_words(page, dpi, BLOCK)
    return again if _weight(again) > MORE * _weight(words) else words


def _outside(ink: npt.NDArray[np.bool_], words: Sequence[Word]) -> int:
    """Pixels of ink beside the lines that were read."""
    left = ink.copy()
    for line in by_line(words):
        top, bottom = min(w.top for w in line), max(w.top + w.height for w in line)
        left[top:bottom, min(w.left for w in line) : max(w.left + w.width for w in line)] = False
    return int(left.sum())


def _weight(words: Sequence[Word]) -> float:
    return sum(word.confidence * len(word.text) for word in words)


def write_lines(words: Sequence[Word]) -> str:
    """Lines of text in reading order, those that are no writing left out."""
    return "\n".join(_write(line) for line in by_line(words) if mean_confidence(line) >= JUNK)


def _write(line: Sequence[Word]) -> str:
    return "".join((" " if word.space else "") + word.text for word in line).strip()


def read_all(folder: Path, media_type: str, dpi: int, numbers: Iterable[int]) -> None:
    """Reads pages of the body in the folder, shut off from all else; in FOUND a line of JSON for each, at once."""
    leave_network()
    confine(folder, folders())
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    body = (folder / BODY).read_bytes()
    with (folder / FOUND).open("a") as found:
        for number in numbers:
            page = read_page(body, media_type, number, dpi)
            print(json.dumps([page.number, page.text, page.source, page.confidence]), file=found, flush=True)


def main() -> None:
    """Answers each order, a line of JSON on its input, with the exit code of the child that it was for."""
    # Each child would look for these anew.
    find_models()
    load_weights()
    Image.preinit()
    for line in sys.stdin:
        folder, media_type, dpi, numbers = json.loads(line)
        child = os.fork()
        if not child:
            _become_reader(Path(folder), media_type, dpi, numbers)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become_reader(folder: Path, media_type: str, dpi: int, numbers: list[int]) -> NoReturn:
    """The child's whole life: it must never get back into the loop of its parent."""
    code = 1
    try:
        errors = os.open(folder / ERRORS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDWR)
        for own, other in ((0, nothing), (1, nothing), (2, errors)):
            os.dup2(other, own)
        read_all(folder, media_type, dpi, numbers)
        code = 0
    except Exception:  # whatever it was, the parent is told by the exit code and reads why in ERRORS
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()

"""Where on a scanned page digits may stand, and how large letters are there: cut-outs for the digit recogniser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from auditor.digits.alphabet import ARABIC, THAI
from auditor.digits.strip import Body, as_ink, find_body
from auditor.extract.raster import Grey
from auditor.extract.tesseract import Word

DIGITS = frozenset(THAI + ARABIC)
LONG_LINE = 5
"""Words from which a line shows how large its letters are; a lone ๖ does not."""

_BEFORE_NUMBER = re.compile(r"(?:พ\.?ศ\.?|งบประมาณ|ประจำปี|ประจําปี|วันที่|ข้อ|มาตรา|ครั้งที่|จำนวน|จํานวน|ปี)$")
_LIKE_DIGITS = re.compile(r"[(\"“]?(?P<letters>[A-Za-z@&«»]{1,4})[).,:\"”]*")
_THAI, _SHORT_LINE = 0.7, 3
"""Share of Thai among letters from which short Latin words between them may be Thai digits; words of a line that may be
nothing else."""

_NUMBER_WORDS = 6
_NEARBY = 10
"""Letters to each side that show the size of those between."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a line, in pixels of the page. `letter` is the distance of its letters' beginnings."""

    line: int
    left: int
    right: int
    top: int
    bottom: int
    letter: int
    words: int

    def cut(self, grey: Grey) -> Grey:
        return grey[self.top : self.bottom, self.left : self.right]


def find_zones(line: Sequence[Word], grey: Grey, page_is_thai: bool = False) -> list[Zone]:
    """Stretches around words with digits and after words that announce a number, widened to the next gap. Where the
    page is Thai, so is a short line."""
    suspects = list(_suspects(line, is_thai(line) or (page_is_thai and len(line) <= _SHORT_LINE)))
    if not suspects:
        return []
    letter = _letter(line)
    room = round(1.6 * letter)
    spans = sorted((line[i].left - room, line[i].left + line[i].width + room) for i in suspects)
    joined: list[list[int]] = []
    for left, right in spans:
        if joined and left <= joined[-1][1] + letter:
            joined[-1][1] = max(joined[-1][1], right)
        else:
            joined.append([left, right])
    return [_snap(_zone(line, left, right, letter), grey) for left, right in joined]


def widen(zone: Zone, grey: Grey, left: bool, right: bool) -> Zone:
    """The zone with four more letters on the sides named."""
    more = 4 * zone.letter
    return _snap(replace(zone, left=zone.left - more * left, right=zone.right + more * right), grey)


def _suspects(line: Sequence[Word], thai: bool) -> Iterable[int]:
    before, awaited = "", 0
    for index, word in enumerate(line):
        if DIGITS & set(word.text) or awaited > 0 or (thai and letters_like_digits(word.text)):
            yield index
        awaited = max(0, awaited - 1)
        before = (before + word.text)[-12:]
        if _BEFORE_NUMBER.search(before):
            awaited = _NUMBER_WORDS


def letters_like_digits(text: str) -> tuple[int, int] | None:
    """Where in a short Latin word its letters stand: Tesseract writes ๒ as lo, ๑ as o, ๔ as @. None for other words."""
    found = _LIKE_DIGITS.fullmatch(text)
    return None if found is None or found["letters"].isupper() else found.span("letters")


def is_thai(words: Sequence[Word]) -> bool:
    letters = [char for word in words for char in word.text if char.isalpha()]
    return sum("ก" <= char <= "๛" for char in letters) >= _THAI * len(letters)


def _letter(line: Sequence[Word]) -> int:
    lefts = sorted(word.left for word in line)
    gaps = [b - a for a, b in pairwise(lefts) if 0 < b - a < 80]
    return max(6, int(np.median(gaps))) if gaps else 16


def _zone(line: Sequence[Word], left: int, right: int, letter: int) -> Zone:
    """Boxes of single words are often wrong in height: the usual top and bottom of those nearby count."""
    near = [w for w in line if left - 8 * letter < w.left < right + 8 * letter] or list(line)
    top, bottom = (int(np.median(v)) for v in ([w.top for w in near], [w.top + w.height for w in near]))
    room = max(4, letter // 2)
    return Zone(line[0].line, left, right, max(0, min(top, bottom - 20) - room), bottom + room, letter, len(line))


def _snap(zone: Zone, grey: Grey) -> Zone:
    """Edges moved outwards to where no letter is cut through."""
    width = grey.shape[1]
    left, right = min(max(0, zone.left), width - 1), min(max(1, zone.right), width)
    reach = round(1.5 * zone.letter)
    low, high = max(0, left - reach), min(width, right + reach)
    blank = (grey[zone.top : zone.bottom, low:high] < 140).sum(0) == 0
    to_left = np.flatnonzero(blank[: left - low + 1])
    to_right = np.flatnonzero(blank[right - low - 1 :])
    left = low + int(to_left[-1]) if len(to_left) else left
    right = right + int(to_right[0]) if len(to_right) else right
    return replace(zone, left=left, right=right)


def find_bodies(zones: Sequence[Zone], grey: Grey) -> list[Body]:
    """Rows of each cut-out between which low letters stand; a short line takes the size usual on the page."""
    found = [_body(zone, grey) for zone in zones]
    sizes = [low - high for zone, (high, low) in zip(zones, found, strict=True) if zone.words >= LONG_LINE]
    if not sizes:
        return found
    usual = float(np.median(sizes))
    return [
        (low - usual, low) if zone.words < LONG_LINE and not 0.85 * usual <= low - high <= 1.8 * usual else (high, low)
        for zone, (high, low) in zip(zones, found, strict=True)
    ]


def _body(zone: Zone, grey: Grey) -> Body:
    side = _NEARBY * zone.letter
    wide = replace(zone, left=max(0, zone.left - side), right=min(grey.shape[1], zone.right + side))
    return find_body(as_ink(wide.cut(grey)))

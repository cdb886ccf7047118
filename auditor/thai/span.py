"""Where a normalised phrase stands in the original text, the quote around it, and whether it cuts through a word."""

from __future__ import annotations

import re

from auditor.thai.normal import LETTER, MARK, normalise
from auditor.thai.words import lexicon, words

_WINDOW = 40
_COMPOUND = 12
"""newmm keeps long names in one piece (องค์การบริหารส่วนตำบล); from this length on, the words inside count too, and
in shorter ones two words of four letters or more (ประกวด-ราคา, but not แผน-ที่)."""


def find_span(original: str, phrase_norm: str) -> tuple[int, int] | None:
    """Where in the original a normalised phrase first stands, as (start, end); None if it stands nowhere.

    No offset map is kept: windows of the original are normalised until one shows the phrase, then it is narrowed.
    """
    if not phrase_norm or phrase_norm not in normalise(original):
        return None
    width = 4 * len(phrase_norm) + 200
    for at in range(0, max(len(original) - width // 2, 1), width // 2):
        if phrase_norm in normalise(original[at : at + width]):
            return _narrow(original, at, min(at + width, len(original)), phrase_norm)
    return _narrow(original, 0, len(original), phrase_norm)


def _narrow(original: str, start: int, end: int, phrase: str) -> tuple[int, int]:
    low, high = start, end
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if phrase in normalise(original[start:middle]) else (middle + 1, high)
    end, low, high = high, start, high
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if phrase in normalise(original[middle:end]) else (low, middle - 1)
    while end < len(original) and re.match(f"[{MARK}]", original[end]):
        end += 1
    return low, end


def quote(original: str, phrase_norm: str, width: int = 160) -> str:
    """The original's own words around the phrase, on one line of about `width` characters; "" if it is not there."""
    span = find_span(original, phrase_norm)
    if span is None:
        return ""
    room = max(width - (span[1] - span[0]), 0)
    start = _cut_before(original, max(span[0] - room // 3, 0), span[0])
    end = _cut_after(original, span[1], min(max(start + width, span[1]), len(original)))
    line = " ".join(original[start:end].split())
    return ("…" if start > 0 else "") + line + ("…" if end < len(original) else "")


def _cut_before(text: str, earliest: int, latest: int) -> int:
    if earliest == 0:
        return 0
    gap = re.search(r"\s", text[earliest:latest])
    return earliest + gap.end() if gap else latest


def _cut_after(text: str, earliest: int, latest: int) -> int:
    if latest == len(text):
        return latest
    gaps = [gap.start() for gap in re.finditer(r"\s", text[earliest:latest])]
    if gaps:
        return earliest + gaps[-1]
    while latest > earliest and re.match(f"[{MARK}ะาำ]", text[latest]):
        latest -= 1
    return latest


def is_boundary(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] begins and ends where words do, judged by newmm in a window around it."""
    left, right = max(start - _WINDOW, 0), min(end + _WINDOW, len(text))
    at, edges = left, {left, right}
    for word in words(text[left:right]):
        edges |= {at, at + len(word)} | {at + inside for inside in _inner_edges(word)}
        at += len(word)
    return start in edges and end in edges


def _inner_edges(word: str) -> set[int]:
    known = lexicon()
    if len(word) < _COMPOUND:
        return {at for at in range(4, len(word) - 3) if word[:at] in known and word[at:] in known}
    return {at for at in range(3, len(word) - 2) if is_made_of(word[:at], known) and is_made_of(word[at:], known)}


def is_made_of(text: str, known: frozenset[str], least: int = 3) -> bool:
    """Whether the text can be cut into known words of at least so many letters."""
    reached = [True] + [False] * len(text)
    for end in range(least, len(text) + 1):
        reached[end] = any(reached[at] and text[at:end] in known for at in range(max(end - 30, 0), end - least + 1))
    return reached[-1]


def thai_share(text: str) -> float:
    """Share of the letters that are Thai, 0.0 to 1.0; 0.0 for a text without letters."""
    thai = len(re.findall(f"[{LETTER}]", text))
    other = sum(1 for char in text if char.isalpha() and not "ก" <= char <= "๎")
    return thai / (thai + other) if thai else 0.0

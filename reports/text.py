"""Makes text from websites inert: no control or bidi characters, no towers of marks, no endless titles."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from auditor.result import Result

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Cn"})
_MARKS_AT_MOST = 4
ELLIPSIS = "…"
UNREADABLE = "[อ่านไม่ชัด]"
"""What a reader of the report sees for the signs that nobody could read in a scan (U+FFFD in the quote)."""
_MAYBE_TOWER = re.compile(rf"\W{{{_MARKS_AT_MOST + 1}}}")
"""Combining marks are no word characters; where no such run stands, nothing needs cutting."""


def plain(text: str) -> str:
    """The same words without characters that steer a terminal, a browser or a spreadsheet; newlines stay."""
    if text.isprintable() and not _MAYBE_TOWER.search(text):
        return text
    kept: list[str] = []
    marks = 0
    for char in text.replace("\r\n", "\n").replace("\r", "\n"):
        if char == "\n":
            marks = 0
            kept.append(char)
            continue
        category = unicodedata.category(char)
        if category in _DROPPED:
            # A tab or another C0 control stands between words; a format character stands inside one.
            if category == "Cc":
                kept.append(" ")
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MARKS_AT_MOST:
            kept.append(char)
    return "".join(kept)


def line(text: str) -> str:
    """`plain` on one line, runs of white space made one space."""
    return re.sub(r"\s+", " ", plain(text)).strip()


def quoted(text: str) -> str:
    """Words of a document on one line; what a scan leaves open is said in words, not by the reader's own sign."""
    return re.sub("\ufffd+", UNREADABLE, line(text))


def short(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a cluster, with an ellipsis where something was left out."""
    if len(text) <= limit:
        return text
    cut = limit - 1
    while cut > 1 and unicodedata.category(text[cut]) in ("Mn", "Me"):
        cut -= 1
    return text[:cut].rstrip() + ELLIPSIS


def short_middle(text: str, limit: int) -> str:
    """`short` for addresses: the beginning and the end say most."""
    if len(text) <= limit:
        return text
    head = (limit - 1) * 2 // 3
    return text[:head] + ELLIPSIS + text[-(limit - 1 - head) :]


def tame(result: Result) -> Result:
    """The result with every string made `plain`; what each format then does is only its own escaping."""
    return Result.model_validate(_walk(result.model_dump(by_alias=True)))


def _walk(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(k) if isinstance(k, str) else k: _walk(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(v) for v in value]
    return value


def marked(quote: str, phrases: list[str]) -> list[tuple[str, bool]]:
    """The quote in pieces; True where one of the deciding phrases stands (white space may differ)."""
    patterns = [_loose(p) for p in phrases if p.strip()]
    if not patterns:
        return [(quote, False)]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in re.finditer("|".join(patterns), quote, re.IGNORECASE):
        if found.start() > at:
            pieces.append((quote[at : found.start()], False))
        pieces.append((found.group(), True))
        at = found.end()
    if at < len(quote):
        pieces.append((quote[at:], False))
    return pieces


def _loose(phrase: str) -> str:
    return r"\s{0,3}".join(re.escape(c) for c in re.sub(r"\s+", "", phrase)[:120])

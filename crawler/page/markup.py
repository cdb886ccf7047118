"""Markup made harmless for the parser, whose time grows with the square of nesting and of attributes. Pure."""

from __future__ import annotations

import re

MOST_CHARACTERS = 8_000_000
MOST_DEPTH = 2_000
"""Elements inside one another; browsers stop at 512. 100,000 took the parser a minute."""
FEW_TAGS = 4_000
MOST_ATTRIBUTES = 5_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{8000,}>")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSES_ITSELF = frozenset(
    (
        "a", "area", "base", "br", "button", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
        "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
    )
)  # fmt: skip
_ANY_TAG = re.compile(r"<[^<>]*>?")


def bounded(text: str) -> str:
    """The same markup where it is of a kind that people write; of the rest what can be read in reasonable time."""
    text = text[:MOST_CHARACTERS]
    if "<" not in text:
        return text
    text = _LONG_TAG.sub(_without_flood, text)
    if text.count("<") > FEW_TAGS and _depth(text) > MOST_DEPTH:
        return _ANY_TAG.sub(" ", text)
    return text


def _without_flood(tag: re.Match[str]) -> str:
    """A tag with a picture inside it is long as well, and has few attributes."""
    return " " if len(tag.group().split(None, MOST_ATTRIBUTES)) > MOST_ATTRIBUTES else tag.group()


def _depth(text: str) -> int:
    """How deep elements can stand inside one another, those aside that end where the next one begins."""
    depth = deepest = 0
    for closing, name in _TAG.findall(text):
        if name.lower() in _CLOSES_ITSELF:
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest

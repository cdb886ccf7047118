"""Documents of a whole site in less memory: no text is kept twice, what pages repeat is one value for all, and what is
long lies packed until somebody reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, TypeVar

import zstandard

from auditor.document import Block, Document, TextPage

T = TypeVar("T")
Text = Callable[[], str]
"""A text when it is asked for."""
OPEN = 500
"""Texts that stay open: of a site of some hundred pages all."""
LONG, LONGEST = 500, 200_000
"""Characters from which a text is packed, and up to which: one that is open takes as many bytes twice."""
PACKER, UNPACKER = zstandard.ZstdCompressor(level=1), zstandard.ZstdDecompressor()
CODING = "utf-16-le"
"""Two bytes a Thai letter, as Python holds it: a third of UTF-8's time to open, and a fifth less room when packed."""
PARAGRAPH = 60
"""Characters from which a block's text lies with the others of its page."""


def spare(text: str) -> Text:
    """The same text, which takes little room while nobody reads it."""
    if not LONG <= len(text) <= LONGEST:
        return partial(str, text)
    packed = PACKER.compress(text.encode(CODING, "surrogatepass"))
    return partial(_open, bytes(memoryview(packed)))  # zstandard's own keeps the room that it might have needed


@lru_cache(maxsize=OPEN)
def _open(packed: bytes) -> str:
    return UNPACKER.decompress(packed).decode(CODING, "surrogatepass")


class Sparing:
    """Of one site: what its pages repeat is one value for all of them."""

    def __init__(self) -> None:
        self._repeated: dict[Any, Any] = {}

    def document(self, document: Document) -> Document:
        """A document that says the same; of a web page the text is made of its blocks when it is asked for."""
        if document.media_type != "text/html":
            return replace(document, pages=tuple(map(_SparedPage, document.pages)))
        blocks = tuple(map(self._shared, document.blocks))
        plain, spared = TextPage(1, text_of(blocks)), _spared(blocks)
        pages = tuple(_PageOfBlocks(spared) if page == plain else _SparedPage(page) for page in document.pages)
        return replace(document, blocks=spared, pages=pages)

    def _shared(self, block: Block) -> Block:
        if block.place != "main":
            return self._one(block)
        if not block.links and not block.cells:
            return block
        return replace(block, links=tuple(map(self._one, block.links)), cells=tuple(map(self._one, block.cells)))

    def _one(self, value: T) -> T:
        """The first that was met of all that are equal."""
        first: T = self._repeated.setdefault(value, value)
        return first


def _spared(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A page's own paragraphs, packed together."""
    read, at, made = spare("".join(b.text for b in blocks if _is_long(b))), 0, []
    for block in blocks:
        if _is_long(block):
            end = at + len(block.text)
            block, at = _Paragraph(block, read, at, end), end
        made.append(block)
    return tuple(made)


def _is_long(block: Block) -> bool:
    """Headings stay open: they are asked for again and again, and few."""
    return block.place == "main" and block.kind != "heading" and len(block.text) >= PARAGRAPH


class _Paragraph(Block):
    __slots__ = ("_from", "_read", "_to")
    _read: Text
    _from: int
    _to: int

    def __init__(self, block: Block, read: Text, start: int, end: int) -> None:
        for name in ("kind", "level", "place", "links", "cells", "header", "form"):
            object.__setattr__(self, name, getattr(block, name))
        for name, value in (("_read", read), ("_from", start), ("_to", end)):
            object.__setattr__(self, name, value)

    @property
    def text(self) -> str:
        return self._read()[self._from : self._to]


class _SparedPage(TextPage):
    __slots__ = ("_read",)
    _read: Text

    def __init__(self, page: TextPage) -> None:
        for name in ("number", "source", "confidence"):
            object.__setattr__(self, name, getattr(page, name))
        object.__setattr__(self, "_read", spare(page.text))

    @property
    def text(self) -> str:
        return self._read()


class _PageOfBlocks(TextPage):
    __slots__ = ("_blocks",)
    _blocks: Sequence[Block]

    def __init__(self, blocks: Sequence[Block]) -> None:
        for name, value in (("number", 1), ("source", "digital"), ("confidence", 1.0), ("_blocks", blocks)):
            object.__setattr__(self, name, value)

    @property
    def text(self) -> str:
        return text_of(self._blocks)


def text_of(blocks: Sequence[Block]) -> str:
    """A web page's text: its own part first, then menus and footer; one block a line."""
    own = [b.text for b in blocks if b.place == "main" and b.text]
    rest = [b.text for b in blocks if b.place != "main" and b.text]
    return "\n".join([*own, *rest])

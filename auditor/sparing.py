"""Documents of a whole site in less memory: no text is kept twice, and what pages repeat is one value for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.document import Block, Document, TextPage


class Sparing:
    """Of one site: what its pages repeat around their own part is one value for all of them."""

    def __init__(self) -> None:
        self._repeated: dict[Block, Block] = {}

    def document(self, document: Document) -> Document:
        """An equal document; of a web page the text is made of its blocks when it is asked for."""
        if document.media_type != "text/html":
            return document
        blocks = tuple(b if b.place == "main" else self._repeated.setdefault(b, b) for b in document.blocks)
        plain = TextPage(1, text_of(blocks))
        pages = tuple(_PageOfBlocks(blocks) if page == plain else page for page in document.pages)
        return replace(document, blocks=blocks, pages=pages)


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

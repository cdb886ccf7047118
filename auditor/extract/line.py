"""The line being read: text, links and boldness gathered from inline pieces until a block ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.document import Anchor, Block, BlockKind, Place
from auditor.extract.dom import squeeze
from auditor.extract.headings import LIKE, is_heading_line

MAX_TEXT = 20_000


@dataclass(slots=True)
class Line:
    """Empty until something is added; `blocks` makes of it what it looks like and says nothing if it is blank."""

    parts: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    images: list[Block] = field(default_factory=list)
    linked: int = 0
    bold: int = 0

    def add(self, text: str, *, bold: bool = False) -> None:
        self.parts.append(text)
        if bold:
            self.bold += len("".join(text.split()))

    def link(self, anchor: Anchor, *, bold: bool = False) -> None:
        self.add(f" {anchor.text} " if anchor.text else "", bold=bold)
        self.anchors.append(anchor)
        self.linked += len(anchor.text)

    def space(self) -> None:
        self.parts.append(" ")

    def blocks(self, kind: BlockKind, level: int, place: Place, *, plain: bool, apart: bool) -> list[Block]:
        """`plain` forbids guessing headings (in forms, footers, list items); `apart` splits rows of links."""
        text = squeeze("".join(self.parts))[:MAX_TEXT]
        anchors = tuple(self.anchors)
        if not text and not anchors:
            return []
        if apart and kind in ("text", "item") and anchors and self.linked >= 0.8 * len(text):
            shape: BlockKind = "link" if kind == "text" else "item"
            return [Block(shape, text if len(anchors) == 1 else a.text, 0, place, (a,)) for a in anchors]
        if kind != "text":
            return [Block(kind, text, level, place, anchors)]
        if not plain and not any(a.live for a in anchors) and is_heading_line(text, self.bold):
            return [Block("heading", text, LIKE, place, anchors)]
        return [Block("text", text, 0, place, anchors)]

"""ODT and ODP to a Document: headings, paragraphs, lists, tables and links of content.xml."""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from auditor.document import Anchor, Block, Document, TextPage
from auditor.extract import grid
from auditor.extract.dom import squeeze
from auditor.extract.package import Package, attribute, local
from auditor.thai import repair

MAX_BLOCKS = 30_000
MAX_REPEAT = 60
NOTES = frozenset(["annotation", "notes", "tracked-changes", "forms", "sequence-decls"])


def read(body: bytes, kind: str) -> Document:
    """An OpenDocument text's or presentation's Document. PackageError for what cannot be opened."""
    package = Package(body)
    reader = _Reader()
    reader.walk(package.main(r"content\.xml"), "text")
    pages = tuple(TextPage(n, repair(text)) for n, text in enumerate(reader.pages(), 1))
    images = sum(n.startswith("Pictures/") for n in package.names())
    scan = images > 0 and not any(page.text for page in pages)
    title = next((b.text for b in reader.blocks if b.kind == "heading"), "")
    blocks = tuple(reader.blocks)
    return Document(kind, title, pages, blocks, max(len(pages), 1), "scan" if scan else None, images=images)


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.breaks: list[int] = []

    def pages(self) -> list[str]:
        edges = sorted({0, *self.breaks, len(self.blocks)})
        return [grid.text(self.blocks[a:b]) for a, b in pairwise(edges)] or [""]

    def walk(self, node: etree._Element, kind: str) -> None:
        for child in node:
            name = local(child)
            if name == "h":
                level = attribute(child, "outline-level")
                self._add("heading", child, min(int(level), 6) if level.isdigit() and level != "0" else 1)
            elif name == "p":
                self._add("item" if kind == "item" else "text", child, 0)
            elif name == "table":
                self._table(child)
            elif name in ("soft-page-break", "page"):
                self.breaks.append(len(self.blocks))
                self.walk(child, kind)
            elif name and name not in NOTES and len(self.blocks) < MAX_BLOCKS:
                self.walk(child, "item" if name == "list-item" else kind)

    def _add(self, kind: str, node: etree._Element, level: int) -> None:
        if node.find(".//{*}soft-page-break") is not None:
            self.breaks.append(len(self.blocks))
        text = _said(node)
        links = tuple(Anchor(_said(a), attribute(a, "href")) for a in node.iter("{*}a") if attribute(a, "href"))
        if text or links:
            self.blocks.append(
                Block(
                    "heading" if kind == "heading" else "item" if kind == "item" else "text", text, level, links=links
                )
            )

    def _table(self, node: etree._Element) -> None:
        rows: list[list[str]] = []
        for row in node.iter("{*}table-row"):
            cells: list[str] = []
            for cell in row:
                if local(cell) not in ("table-cell", "covered-table-cell"):
                    continue
                wide = attribute(cell, "number-columns-spanned") or attribute(cell, "number-columns-repeated") or "1"
                text = " ".join(_said(p) for p in cell.iter("{*}p"))
                cells += (
                    [text] * (min(int(wide), MAX_REPEAT) if wide.isdigit() else 1)
                    if local(cell) == "table-cell"
                    else []
                )
            rows.append(cells)
        self.blocks += grid.blocks(rows)


def _said(node: etree._Element) -> str:
    """Text with OpenDocument's own spaces, tabs and line breaks."""
    parts: list[str] = [node.text or ""]
    for child in node:
        name = local(child)
        if name in ("s", "tab", "line-break"):
            parts.append(" ")
        elif name and name not in NOTES:
            parts.append(_said(child))
        parts.append(child.tail or "")
    return squeeze("".join(parts))

"""DOCX to a Document: paragraphs, headings, lists, tables and links, in order, with Word's page breaks."""

from __future__ import annotations

import re
from itertools import pairwise

from lxml import etree

from auditor.document import Anchor, Block, Document, TextPage
from auditor.extract import grid, sniff
from auditor.extract.dom import squeeze
from auditor.extract.headings import LIKE, is_heading_line
from auditor.extract.package import Package, attribute, local, relations
from auditor.thai import repair

HEADING_STYLE = re.compile(r"^(?:heading|หัวเรื่อง|หัวข้อ)\s*([1-9])?$|^([1-6])$", re.IGNORECASE)
TITLE_STYLE = re.compile(r"^(?:title|subtitle|ชื่อเรื่อง)$", re.IGNORECASE)
LIST_STYLE = re.compile(r"^list\s*(?:paragraph|number|bullet)", re.IGNORECASE)
MAX_BLOCKS = 30_000
SKIPPED = frozenset(["Fallback", "del", "instrText", "delText", "pPr", "rPr", "tblPr", "sectPr", "tblGrid"])
SCAN_TEXT = 60


def read(body: bytes) -> Document:
    """A Word document's Document. PackageError for what cannot be opened."""
    package = Package(body)
    # Word on the web calls the part document2.xml.
    root = package.main(r"word/document\d*\.xml")
    rels = next((n for n in package.names() if re.fullmatch(r"word/_rels/document\d*\.xml\.rels", n)), "")
    reader = _Reader(relations(package.xml(rels)))
    reader.walk(root)
    blocks = _margins(package, "header") + reader.finish() + _margins(package, "footer")
    images = sum(name.startswith("word/media/") for name in package.names())
    pages = tuple(TextPage(n, repair(text)) for n, text in enumerate(reader.pages(), 1))
    scan = images and sum(len(p.text) for p in pages) < SCAN_TEXT
    title = next((b.text for b in blocks if b.kind == "heading"), "")
    return Document(
        sniff.DOCX, title, pages, tuple(blocks), len(pages), "scan" if scan else None,
        "pictures and hardly any text" if scan else "", images=images,
    )  # fmt: skip


def _margins(package: Package, kind: str) -> list[Block]:
    """The text of page headers or footers, each once."""
    found: list[str] = []
    for name in package.names():
        if re.fullmatch(rf"word/{kind}\d*\.xml", name):
            root = package.xml(name)
            said = squeeze("".join(root.itertext("{*}t"))) if root is not None else ""
            if said and said not in found:
                found.append(said)
    return [Block("text", said, place="header" if kind == "header" else "footer") for said in found]


class _Reader:
    """Collects blocks; `breaks` remembers at which block a page begins."""

    def __init__(self, targets: dict[str, str]) -> None:
        self.targets = targets
        self.blocks: list[Block] = []
        self.breaks: list[int] = []

    def finish(self) -> list[Block]:
        return self.blocks

    def pages(self) -> list[str]:
        edges = [0, *self.breaks, len(self.blocks)]
        return [grid.text(self.blocks[a:b]) for a, b in pairwise(edges) if b > a or a == b == 0]

    def walk(self, node: etree._Element) -> None:
        for child in node:
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name and name not in SKIPPED and len(self.blocks) < MAX_BLOCKS:
                self.walk(child)

    def _paragraph(self, node: etree._Element) -> None:
        parts, anchors, bold, breaks = _Runs(self.targets).read(node)
        if breaks and self.blocks and self.blocks_end() != len(self.blocks):
            self.breaks.append(len(self.blocks))
        text = squeeze("".join(parts))
        if text or anchors:
            self.blocks.append(_block(node, text, tuple(anchors), bold))
        for box in node.iter("{*}txbxContent"):
            if not any(local(a) in ("Fallback", "txbxContent") for a in box.iterancestors()):
                self.walk(box)

    def blocks_end(self) -> int:
        return self.breaks[-1] if self.breaks else 0

    def _table(self, node: etree._Element) -> None:
        rows: list[list[str]] = []
        links: list[list[Anchor]] = []
        for row in node.iterfind("{*}tr"):
            cells, anchors = self._row(row, rows[-1] if rows else [])
            rows.append(cells)
            links.append(anchors)
        if max((len(r) for r in rows), default=0) < 2:
            self.walk(node)
        else:
            self.blocks.extend(grid.blocks(rows, links))

    def _row(self, row: etree._Element, above: list[str]) -> tuple[list[str], list[Anchor]]:
        cells: list[str] = []
        anchors: list[Anchor] = []
        for cell in row.iterfind("{*}tc"):
            lines = []
            for paragraph in cell.iter("{*}p"):
                parts, found, _, _ = _Runs(self.targets).read(paragraph)
                lines.append("".join(parts))
                anchors.extend(found)
            text = squeeze(" ".join(lines))
            merge = cell.find("{*}tcPr/{*}vMerge")
            if merge is not None and attribute(merge, "val") != "restart" and len(cells) < len(above):
                text = text or above[len(cells)]
            span = cell.find("{*}tcPr/{*}gridSpan")
            wide = attribute(span, "val") if span is not None else "1"
            cells.extend([text] * min(int(wide) if wide.isdigit() else 1, 60))
        return cells, anchors


class _Runs:
    """The text of one paragraph, without that of text boxes in it."""

    def __init__(self, targets: dict[str, str]) -> None:
        self.targets = targets
        self.parts: list[str] = []
        self.anchors: list[Anchor] = []
        self.bold = 0
        self.breaks = False

    def read(self, node: etree._Element) -> tuple[list[str], list[Anchor], int, bool]:
        self._walk(node, False)
        return self.parts, self.anchors, self.bold, self.breaks

    def _walk(self, node: etree._Element, bold: bool) -> None:
        for child in node:
            name = local(child)
            if name == "t":
                self.parts.append(child.text or "")
                self.bold += bold * len("".join((child.text or "").split()))
            elif name in ("tab", "cr", "br", "lastRenderedPageBreak"):
                self._gap(child, name)
            elif name == "hyperlink":
                self._link(child, bold)
            elif name and name not in SKIPPED and name != "txbxContent":
                self._walk(child, bold or _is_bold(child))

    def _gap(self, child: etree._Element, name: str) -> None:
        if name == "lastRenderedPageBreak" or attribute(child, "type") == "page":
            self.breaks = True
        if name != "lastRenderedPageBreak":
            self.parts.append(" ")

    def _link(self, child: etree._Element, bold: bool) -> None:
        start = len(self.parts)
        self._walk(child, bold)
        target = self.targets.get(attribute(child, "id"), "")
        if target:
            self.anchors.append(Anchor(squeeze("".join(self.parts[start:])), target))


def _is_bold(run: etree._Element) -> bool:
    mark = run.find("{*}rPr/{*}b") if local(run) == "r" else None
    if mark is None and local(run) == "r":
        mark = run.find("{*}rPr/{*}bCs")
    return mark is not None and attribute(mark, "val") not in ("0", "false")


def _block(node: etree._Element, text: str, anchors: tuple[Anchor, ...], bold: int) -> Block:
    style = node.find("{*}pPr/{*}pStyle")
    named = attribute(style, "val") if style is not None else ""
    found = HEADING_STYLE.match(named)
    if found and len(text) <= 300:
        return Block("heading", text, min(int(found[1] or found[2] or 1), 6), links=anchors)
    if TITLE_STYLE.match(named):
        return Block("heading", text, 1, links=anchors)
    if node.find("{*}pPr/{*}numPr") is not None or LIST_STYLE.match(named):
        return Block("item", text, links=anchors)
    if not anchors and is_heading_line(text, bold):
        return Block("heading", text, LIKE)
    return Block("text", text, links=anchors)

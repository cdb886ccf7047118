"""PPTX to a Document: a page a slide, its title a heading, its paragraphs and tables in order."""

from __future__ import annotations

import re

from lxml import etree

from auditor.document import Anchor, Block, Document, TextPage
from auditor.extract import grid, sniff
from auditor.extract.dom import squeeze
from auditor.extract.package import Package, PackageError, attribute, local, relations
from auditor.thai import repair

SLIDE = re.compile(r"^ppt/slides/slide(\d+)\.xml$")
MAX_SLIDES = 300


def read(body: bytes) -> Document:
    """A presentation's Document; a slide without text is a picture. PackageError for what cannot be opened."""
    package = Package(body)
    names = sorted((int(m[1]), m[0]) for m in map(SLIDE.match, package.names()) if m)
    if not names:
        raise PackageError("unreadable", "no slides")
    pages: list[TextPage] = []
    blocks: list[Block] = []
    for number, (file_number, name) in enumerate(names[:MAX_SLIDES], 1):
        root = package.xml(name)
        targets = relations(package.xml(f"ppt/slides/_rels/slide{file_number}.xml.rels"))
        made = _slide(root, targets) if root is not None else []
        blocks += made
        pictured = root is not None and root.find(".//{*}pic") is not None and not made
        pages.append(TextPage(number, repair(grid.text(made)), "none" if pictured else "digital"))
    images = sum(n.startswith("ppt/media/") for n in package.names())
    scan = bool(pages) and not any(p.text for p in pages) and images > 0
    title = next((b.text for b in blocks if b.kind == "heading"), "")
    return Document(
        sniff.PPTX, title, tuple(pages), tuple(blocks), max(len(names), 1), "scan" if scan else None, images=images
    )


def _slide(root: etree._Element, targets: dict[str, str]) -> list[Block]:
    made: list[Block] = []
    for shape in root.iter("{*}sp", "{*}tbl"):
        if local(shape) == "tbl":
            rows = [[_said(cell) for cell in row.iterfind("{*}tc")] for row in shape.iterfind("{*}tr")]
            made += grid.blocks(rows)
            continue
        holder = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
        is_title = holder is not None and attribute(holder, "type") in ("title", "ctrTitle")
        for paragraph in shape.iter("{*}p"):
            text = _said(paragraph)
            links = [targets.get(attribute(h, "id"), "") for h in paragraph.iter("{*}hlinkClick")]
            anchors = tuple(Anchor(text, target) for target in links if target)
            if text:
                made.append(Block("heading" if is_title else "text", text, 1 if is_title else 0, links=anchors))
    return made


def _said(node: etree._Element) -> str:
    return squeeze("".join((t.text or "") if local(t) == "t" else " " for t in node.iter("{*}t", "{*}br", "{*}p")))

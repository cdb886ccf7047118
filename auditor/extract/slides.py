"""PPTX to a Document: a page a slide, its title a heading, its paragraphs and tables in order, its scans unread."""

from __future__ import annotations

import posixpath
import re

from lxml import etree

from auditor.document import Anchor, Block, Document, TextPage
from auditor.extract import grid, sniff
from auditor.extract.dom import squeeze
from auditor.extract.package import Package, PackageError, attribute, local, relations
from auditor.extract.paper import is_large, is_paper
from auditor.thai import repair

SLIDE = re.compile(r"^ppt/slides/slide(\d+)\.xml$")
MAX_SLIDES = 300
MOST_PICTURES = 4


def read(body: bytes) -> Document:
    """A presentation's Document; a slide that shows a scan is unread. PackageError for what cannot be opened."""
    package = Package(body)
    names = _names(package)
    if not names:
        raise PackageError("unreadable", "no slides")
    pages: list[TextPage] = []
    blocks: list[Block] = []
    for number, (file_number, name) in enumerate(names[:MAX_SLIDES], 1):
        root = package.xml(name)
        targets = relations(package.xml(f"ppt/slides/_rels/slide{file_number}.xml.rels"))
        made = _slide(root, targets) if root is not None else []
        blocks += made
        text = repair(grid.text(made))
        pictured = root is not None and root.find(".//{*}pic") is not None
        pictured = pictured and (not text or any(map(is_paper, _pictures(package, file_number))))
        pages.append(TextPage(number, text, "none" if pictured else "digital"))
    images = sum(n.startswith("ppt/media/") for n in package.names())
    scan = bool(pages) and not any(p.text for p in pages) and images > 0
    title = next((b.text for b in blocks if b.kind == "heading"), "")
    return Document(
        sniff.PPTX, title, tuple(pages), tuple(blocks), max(len(names), 1), "scan" if scan else None, images=images
    )


def _names(package: Package) -> list[tuple[int, str]]:
    """The number in the name of each slide's part, and the name, in order."""
    return sorted((int(m[1]), m[0]) for m in map(SLIDE.match, package.names()) if m)


def pictures(body: bytes, number: int) -> list[bytes]:
    """The large pictures of a slide, by its place from 1; [] where there is no such slide."""
    package = Package(body)
    names = _names(package)
    if not 1 <= number <= len(names):
        return []
    return [picture for picture in _pictures(package, names[number - 1][0]) if is_large(picture)]


def _pictures(package: Package, file_number: int) -> list[bytes]:
    root = package.xml(f"ppt/slides/_rels/slide{file_number}.xml.rels")
    if root is None:
        return []
    targets = (attribute(r, "Target") for r in root if attribute(r, "Type").endswith("/image"))
    names = dict.fromkeys(posixpath.normpath(posixpath.join("ppt/slides", target)) for target in targets)
    return [package.read(name.lstrip("/")) for name in [*names][:MOST_PICTURES]]


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

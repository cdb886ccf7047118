"""Pictures inside office files and web pages that hold what the text does not: scans that were pasted in."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.document import Document, TextPage
from auditor.extract import slides, sniff
from auditor.extract.package import Package
from auditor.extract.paper import is_large, is_paper

FIRST = 2
"""Page number of the first picture: the text around them is page 1."""
HARDLY = 60
"""Characters of a document whose pictures are its content, whatever they look like."""
MOST = 60
MOST_BYTES = 40_000_000
FOLDERS = {
    sniff.DOCX: "word/media/", sniff.XLSX: "xl/media/", sniff.ODT: "Pictures/", sniff.ODS: "Pictures/",
    sniff.ODP: "Pictures/",
}  # fmt: skip
IN_PAGE = re.compile(rb"""\bsrc=["']data:image/[a-z+]{2,10};base64,([A-Za-z0-9+/=\s]+)["']""", re.IGNORECASE)
NUMBER = re.compile(r"(\d+)\.\w+$")


def with_pictures(document: Document, body: bytes) -> Document:
    """The document with its pictures as further pages that nobody has read yet.

    Beside text only those count that look like paper.
    """
    hardly = document.problem == "scan" or sum(len(page.text) for page in document.pages) < HARDLY
    found = [p for p in pictures(body, document.media_type) if hardly or is_paper(p)]
    if not found:
        return document
    text = TextPage(1, "\n".join(page.text for page in document.pages if page.text))
    pages = (text, *(TextPage(number, "", "none") for number, _ in enumerate(found, FIRST)))
    return replace(document, pages=pages, page_count=len(pages), problem="scan" if hardly else document.problem)


def pictures_of(body: bytes, media_type: str, number: int) -> list[bytes]:
    """The picture, of a slide perhaps several, that stand for a page. LookupError where there is none."""
    if media_type == sniff.PPTX:
        found = slides.pictures(body, number)
    else:
        found = pictures(body, media_type)[number - FIRST : number - FIRST + 1] if number >= FIRST else []
    if not found:
        raise LookupError(f"no picture for page {number}")
    return found


def pictures(body: bytes, media_type: str) -> list[bytes]:
    """Those large enough to be read, what looks like paper first, else in their order; [] for other kinds of body."""
    found: list[bytes] = []
    size = 0
    for data in _inline(body) if media_type == sniff.HTML else _packed(body, FOLDERS.get(media_type, "")):
        size += len(data)
        if len(found) == MOST or size > MOST_BYTES:
            break
        if is_large(data):
            found.append(data)
    return sorted(found, key=lambda data: not is_paper(data))


def _packed(body: bytes, folder: str) -> Iterator[bytes]:
    if not folder:
        return
    package = Package(body)
    names = [name for name in package.names() if name.startswith(folder)]
    for name in sorted(names, key=lambda n: int(m[1]) if (m := NUMBER.search(n)) else 0):
        yield package.read(name)


def _inline(body: bytes) -> Iterator[bytes]:
    for match in IN_PAGE.finditer(body) if b"base64," in body.lower() else ():
        try:
            yield base64.b64decode(match[1])
        except binascii.Error:
            continue

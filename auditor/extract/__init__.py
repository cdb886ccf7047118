"""Fetched bytes to Documents. Content decides what a body is; a body that cannot be read is a problem with a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from auditor.document import Document
from auditor.extract import (
    bundle,
    converter,
    html,
    image,
    opendocument,
    pdf,
    plain,
    rtf,
    sheets,
    slides,
    sniff,
    word,
)
from auditor.extract.embedded import with_pictures
from auditor.extract.package import PackageError
from crawler.page.charset import decode

STOPPED = "parsing stopped: "
"""How the detail of a Document begins whose parsing failed or was cut off; such Documents are not memoised."""

CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes with what is known of them. `name` is the address (of pages: the base of their links) or the file name."""

    data: bytes
    kind: str
    name: str
    charset: str

    def text(self) -> str:
        return decode(self.data, self.charset or None)[0]


EXTRACTORS: dict[str, Callable[[Body], Document]] = {
    sniff.HTML: lambda b: with_pictures(html.read(b.text(), address=b.name), b.data),
    sniff.PDF: lambda b: pdf.read(b.data),
    sniff.DOCX: lambda b: with_pictures(word.read(b.data), b.data),
    sniff.XLSX: lambda b: with_pictures(sheets.read(b.data, sniff.XLSX), b.data),
    sniff.XLS: lambda b: converter.read_sheets(b.data),
    sniff.ODS: lambda b: with_pictures(sheets.read(b.data, sniff.ODS), b.data),
    sniff.PPTX: lambda b: slides.read(b.data),
    sniff.ODT: lambda b: with_pictures(opendocument.read(b.data, sniff.ODT), b.data),
    sniff.ODP: lambda b: with_pictures(opendocument.read(b.data, sniff.ODP), b.data),
    sniff.DOC: lambda b: converter.read(b.data, sniff.DOC),
    sniff.PPT: lambda b: converter.read(b.data, sniff.PPT),
    sniff.RTF: lambda b: rtf.read(b.data),
    sniff.CSV: lambda b: sheets.read_csv(b.text()),
    sniff.TEXT: lambda b: plain.read(b.text()),
    sniff.ZIP: lambda b: bundle.read(b.data, packed),
    "image/jpeg": lambda b: image.read(b.data, b.kind),
    "image/png": lambda b: image.read(b.data, b.kind),
    "image/gif": lambda b: image.read(b.data, b.kind),
    "image/webp": lambda b: image.read(b.data, b.kind),
    "image/bmp": lambda b: image.read(b.data, b.kind),
    "image/tiff": lambda b: image.read(b.data, b.kind),
    sniff.ENCRYPTED: lambda b: Document(b.kind, problem="encrypted", detail="asks for a password"),
}
"""The one table of formats. A recogniser of scans (auditor.extract.ocr) works on Documents, not here."""


def extract(body: bytes, media_type: str = "", *, name: str = "", charset: str = "") -> Document:
    """What a body says, as a Document; never raises for what the body holds.

    `media_type` is what the server declared (charset parameter honoured), a hint only. `name` is the address.
    """
    try:
        return _read(body, media_type, name, charset)
    except PackageError as error:
        return Document(sniff.media_type(body, media_type, name), problem=error.problem, detail=str(error))
    except Exception as error:
        # Parsers of others meet hostile bytes here and raise whatever they like: it costs the document, by name.
        return Document(
            media_type.split(";", 1)[0] or sniff.UNKNOWN,
            problem="unreadable",
            detail=f"{STOPPED}{type(error).__name__}: {error}"[:300],
        )


def packed(body: bytes, name: str) -> Document:
    """A file out of an archive as a Document. PackageError for what cannot be opened."""
    return _read(body, "", name, "")


def _read(body: bytes, media_type: str, name: str, charset: str) -> Document:
    if not body:
        return Document(media_type or sniff.UNKNOWN, problem="unreadable", detail="0 bytes")
    kind = sniff.media_type(body, media_type, name)
    found = CHARSET.search(media_type)
    reader = EXTRACTORS.get(kind)
    if reader is None:
        return Document(kind, problem="unknown_type", detail=f"no reader for {kind}")
    return reader(Body(body, kind, name, charset or (found[1] if found else "")))

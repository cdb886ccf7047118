"""What a body is, by its content: names and headers lie (`.doc.pdf`, a JPEG called PDF, a page sent as PDF)."""

from __future__ import annotations

import io
import re
import zipfile

from crawler.page import media

OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = OFFICE + "wordprocessingml.document"
XLSX = OFFICE + "spreadsheetml.sheet"
PPTX = OFFICE + "presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
RTF, ZIP, CSV, TEXT, HTML = "application/rtf", "application/zip", "text/csv", "text/plain", "text/html"
PDF, UNKNOWN = "application/pdf", "application/octet-stream"

PARTS = (("word/document", DOCX), ("xl/workbook", XLSX), ("ppt/presentation", PPTX))
OLE = ((b"W\0o\0r\0k\0b\0o\0o\0k\0", XLS), (b"P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0", PPT), (b"W\0o\0r\0d\0D\0o\0c", DOC))
ENCRYPTED_OLE = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"
ENCRYPTED = "application/encrypted"
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|div|script|meta|title|frameset|p|br|a|font|center)\b", re.I
)


def media_type(body: bytes, declared: str = "", name: str = "") -> str:
    """The media type that the bytes prove; text by what was declared or promised; UNKNOWN for the rest."""
    proven = media.sniff(body)
    if proven == ZIP or proven.startswith((OFFICE, "application/vnd.oasis")):
        return _zip(body)
    if proven in (DOC, XLS, PPT):
        return _ole(body)
    if proven:
        return proven
    return _textual(body, declared.split(";", 1)[0].strip().lower(), name)


def _zip(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()[:2_000]
            if names and names[0] == "mimetype":
                return archive.open("mimetype").read(100).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, EOFError):
        return media.sniff(body)
    for part, kind in PARTS:
        if any(n.startswith(part) for n in names):
            return kind
    return ZIP


def _ole(body: bytes) -> str:
    if ENCRYPTED_OLE in body:
        return ENCRYPTED
    # Directory entries may lie anywhere in the file, also of a document with an embedded sheet: the first wins.
    found = [(body.find(mark), kind) for mark, kind in OLE if mark in body]
    return min(found)[1] if found else DOC


def _textual(body: bytes, declared: str, name: str) -> str:
    head = body[:4096]
    if not body.strip(b"\0 \r\n\t"):
        return UNKNOWN
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and sum(byte < 9 or 13 < byte < 27 for byte in head) > len(head) // 100:
        return UNKNOWN
    if MARKUP.search(head) or declared == HTML:
        return HTML
    return CSV if declared == CSV or media.extension(name) == ".csv" else TEXT

"""What kind of thing a body is, told by its first bytes, then its header, then its name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote, urlsplit

Kind = Literal["page", "document", "image"]

_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCUMENT_TYPES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": _OFFICE + "wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": _OFFICE + "spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": _OFFICE + "presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".rtf": "application/rtf",
    ".zip": "application/zip",
    ".rar": "application/vnd.rar",
    ".7z": "application/x-7z-compressed",
}
IMAGE_TYPES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".jfif": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
    ".webp": "image/webp", ".bmp": "image/bmp", ".tif": "image/tiff", ".tiff": "image/tiff", ".svg": "image/svg+xml",
}  # fmt: skip
UNWANTED = frozenset(
    (
        ".css", ".js", ".mjs", ".map", ".json", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".rss", ".atom",
        ".mp3", ".mp4", ".m4v", ".m4a", ".avi", ".mov", ".wmv", ".flv", ".webm", ".ogg", ".wav", ".swf",
        ".exe", ".msi", ".apk", ".dmg", ".iso", ".jar", ".psd", ".ai",
    )
)  # fmt: skip
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_ZIP_PARTS = (
    (b"word/", ".docx"),
    (b"xl/", ".xlsx"),
    (b"ppt/", ".pptx"),
    (b"opendocument.text", ".odt"),
    (b"opendocument.spreadsheet", ".ods"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|frameset|script|div|table|p|h1|a)\b", re.I)
_PAGE_TYPES = {"text/html", "application/xhtml+xml", "application/xml", "text/xml"}
_NAME = re.compile(r"\.[a-z0-9]{1,5}$")


@lru_cache(maxsize=20_000)
def extension(url: str) -> str:
    """The lower-case extension of the address's file name ('' if none), also of `?file=x.pdf`."""
    parts = urlsplit(url)
    name = unquote(parts.path).rsplit("/", 1)[-1].lower()
    found = _NAME.search(name)
    ext = found.group() if found else ""
    if ext in DOCUMENT_TYPES or ext in IMAGE_TYPES or ext in UNWANTED or not parts.query:
        return ext
    tail = _NAME.search(unquote(parts.query).lower())
    return tail.group() if tail and tail.group() in DOCUMENT_TYPES else ext


def expected_kind(url: str) -> Kind:
    """What an address promises by its name alone."""
    ext = extension(url)
    if ext in DOCUMENT_TYPES:
        return "document"
    return "image" if ext in IMAGE_TYPES else "page"


def sniff(body: bytes) -> str:
    """The media type that the first bytes prove, or ''."""
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    for magic, media_type in _MAGIC:
        if head.startswith(magic) and (magic != b"BM" or len(body) > 54):
            return media_type
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(body)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _ole_type(body)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    # Some servers put notices before the header; the PDF specification allows 1024 bytes.
    if b"%PDF-" in body[:1024] and not _HTML.search(body[:1024]):
        return "application/pdf"
    return "text/html" if _HTML.search(body[:2048]) else ""


def _zip_type(body: bytes) -> str:
    sample = body[:4096] + body[-65536:]
    for part, ext in _ZIP_PARTS:
        if part in sample:
            return DOCUMENT_TYPES[ext]
    return "application/zip"


def _ole_type(body: bytes) -> str:
    sample = body[:65536] + body[-65536:]
    for name, ext in (("Workbook", ".xls"), ("PowerPoint Document", ".ppt"), ("WordDocument", ".doc")):
        if name.encode("utf-16-le") in sample:
            return DOCUMENT_TYPES[ext]
    return DOCUMENT_TYPES[".doc"]


def media_type_of(body: bytes, header: str, url: str) -> str:
    """The media type: proven by bytes, else declared, else promised by the name; 'application/octet-stream' if none."""
    proven = sniff(body)
    declared = header.split(";", 1)[0].strip().lower()
    if proven and not (proven == "text/html" and declared in ("text/plain", "image/svg+xml", *_PAGE_TYPES)):
        return proven
    if declared and declared not in ("application/octet-stream", "application/force-download", "binary/octet-stream"):
        return declared
    ext = extension(url)
    by_name = DOCUMENT_TYPES.get(ext, "") if ext in (".csv", ".txt") else ""
    return by_name or ("text/plain" if _is_text(body) else "application/octet-stream")


def _is_text(body: bytes) -> bool:
    return bool(body) and not any(byte < 9 for byte in body[:1024])


def kind_of(media_type: str) -> Kind:
    if media_type in _PAGE_TYPES:
        return "page"
    return "image" if media_type.startswith("image/") else "document"


def is_unwanted(url: str) -> bool:
    """Style sheets, scripts, fonts, media and programs: never evidence."""
    return extension(url) in UNWANTED


def is_known(media_type: str) -> bool:
    return media_type in _PAGE_TYPES or media_type.startswith(("image/", "text/")) or media_type in _KNOWN


_KNOWN = frozenset(DOCUMENT_TYPES.values()) | {"application/x-zip-compressed", "application/json"}

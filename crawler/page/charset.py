"""The one decoder of fetched text: bytes and a header's charset in, text out."""

from __future__ import annotations

import codecs
import re

_THAI_ALIASES = {
    "windows-874", "windows874", "cp874", "cp-874", "x-windows-874", "ms874", "dos-874",
    "tis-620", "tis620", "tis-62", "tis", "thai", "iso-8859-11", "iso8859-11", "iso-ir-166", "x-user-defined",
}  # fmt: skip
# Python codecs that no page is written in.
_NO_PAGES = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined"))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-:]{2,40})""", re.I)
_HEAD = 4096
_CP874_GAPS = {byte: 0xFFFD for byte in (0xDB, 0xDC, 0xDD, 0xDE, 0xFC, 0xFD, 0xFE, 0xFF)}
_THAI = re.compile("[ก-๛]")


def _cp874_table() -> str:
    """A full table for codecs.charmap_decode: cp874, gaps as U+FFFD, C1 bytes as w3lib and browsers do."""
    chars = []
    for byte in range(256):
        if byte in _CP874_GAPS:
            chars.append("\ufffd")
            continue
        text = bytes([byte]).decode("cp874", "replace")
        chars.append(text if text != "\ufffd" else chr(byte))
    return "".join(chars)


_CP874 = _cp874_table()


def canonical_charset(name: str | None) -> str:
    """Python's name of a declared charset; every Thai single-byte alias is cp874; '' if unknown."""
    name = (name or "").strip().strip("\"'").lower()
    if not name:
        return ""
    if name in _THAI_ALIASES:
        return "cp874"
    try:
        b"a".decode(name, "replace")
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if found in _NO_PAGES else found


def decode(body: bytes, header_charset: str | None = None) -> tuple[str, str, str]:
    """(text, charset used, note). Never fails. The note is '' or says which declaration was not believed."""
    for bom, charset in _BOMS:
        if body.startswith(bom):
            return body.decode(charset, "replace").lstrip("\ufeff"), charset, ""
    declared = canonical_charset(header_charset)
    inside = [canonical_charset(m.decode("ascii")) for m in _META.findall(body[:_HEAD])]
    guesses = [name for name in (declared, *inside) if name and not name.startswith("utf-16")]
    wide = _utf16_without_bom(body, declared)
    if wide:
        return body.decode(wide, "replace"), wide, "utf-16 without a byte order mark"
    return _best(body, guesses)


def _utf16_without_bom(body: bytes, declared: str) -> str:
    sample = body[:400]
    if len(sample) < 8 or 0 not in sample:
        return ""
    half = len(sample) // 2
    # The high bytes of Thai and Latin text are 0x0E and 0x00.
    even, odd = (sum(byte in (0x00, 0x0E) for byte in sample[start::2]) for start in (0, 1))
    if max(even, odd) < half * 0.8 or min(even, odd) > half * 0.2:
        return declared if declared.startswith("utf-16") else ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _best(body: bytes, guesses: list[str]) -> tuple[str, str, str]:
    first = guesses[0] if guesses else ""
    utf8 = _as_utf8(body)
    plain = first in ("", "utf-8", "ascii")
    # Bytes that are valid UTF-8 with Thai in it are never Thai single bytes, whatever they are declared as.
    if utf8 is not None and (plain or _THAI.search(utf8)):
        return utf8, "utf-8", "" if plain else f"declared {first}"
    text = _decode_as(body, first or "utf-8")
    broken = text.count("\ufffd")
    if first == "cp874" or (broken == 0 and first not in ("latin-1", "iso8859-1", "cp1252", "")):
        return text, first or "utf-8", ""
    return _doubt(body, text, broken, first)


def _doubt(body: bytes, text: str, broken: int, first: str) -> tuple[str, str, str]:
    """Declared UTF-8, Latin or nothing, and not valid UTF-8: Thai single bytes, or UTF-8 with stray bytes?"""
    thai_text = _decode_as(body, "cp874")
    thai = len(_THAI.findall(thai_text))
    if first in ("", "utf-8", "ascii"):
        utf8_thai = len(_THAI.findall(text))
        if thai and broken > max(2, utf8_thai):
            return thai_text, "cp874", f"declared {first or 'nothing'}"
        return text, "utf-8", "stray bytes" if broken else ""
    high = sum(byte >= 0xA1 for byte in body)
    if thai and thai >= 0.8 * high and high > 0.2 * len(body):
        return thai_text, "cp874", f"declared {first}"
    return (thai_text, "cp874", f"declared {first}") if _runs_of_thai(thai_text) else (text, first, "")


def _runs_of_thai(text: str) -> bool:
    return len(re.findall("[ก-๎]{4,}", text)) >= 3


def _as_utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decode_as(body: bytes, charset: str) -> str:
    if charset == "cp874":
        return codecs.charmap_decode(body, "replace", _CP874)[0]
    return body.decode(charset, "replace")

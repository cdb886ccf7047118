from __future__ import annotations

import pytest

from crawler.page.charset import canonical_charset, decode

THAI = "องค์การบริหารส่วนตำบลตัวอย่าง แผนพัฒนาท้องถิ่น พ.ศ. ๒๕๖๖ " * 4
CP874 = THAI.encode("cp874")


def _html(body: bytes, meta: str = "") -> bytes:
    head = f'<meta charset="{meta}">'.encode() if meta else b""
    return b"<html><head>" + head + b"</head><body>" + body + b"</body></html>"


CASES = {
    "utf-8 declared": (_html(THAI.encode(), "utf-8"), "utf-8", "utf-8"),
    "utf-8 undeclared": (_html(THAI.encode()), None, "utf-8"),
    "windows-874 in header": (_html(CP874), "windows-874", "cp874"),
    "tis-620 in meta": (_html(CP874, "tis-620"), None, "cp874"),
    "iso-8859-11 in meta": (_html(CP874, "iso-8859-11"), None, "cp874"),
    "undeclared thai bytes": (_html(CP874), None, "cp874"),
    "false utf-8 header": (_html(CP874), "utf-8", "cp874"),
    "false utf-8 header and meta": (_html(CP874, "utf-8"), "utf-8", "cp874"),
    "header utf-8, meta right": (_html(CP874, "windows-874"), "utf-8", "cp874"),
    "false windows-874 header on utf-8": (_html(THAI.encode()), "windows-874", "utf-8"),
    "double declaration": (_html(CP874, "utf-8").replace(b"<body>", b"<meta charset=tis-620><body>"), None, "cp874"),
    "latin-1 declared": (_html(CP874, "iso-8859-1"), None, "cp874"),
    "x-user-defined": (_html(CP874, "x-user-defined"), None, "cp874"),
    "utf-8 bom": (b"\xef\xbb\xbf" + _html(THAI.encode(), "tis-620"), "tis-620", "utf-8"),
    "utf-16 bom": (("<html>" + THAI).encode("utf-16"), None, "utf-16"),
    "utf-16 without bom": (("<html><body>" + THAI + "</body>" * 40).encode("utf-16-le"), None, "utf-16-le"),
    "unknown name": (_html(THAI.encode(), "utf8mb4_thai"), "unknown", "utf-8"),
    "meta after a long head": (_html(b"<style>" + b"a{}" * 1000 + b"</style>" + CP874, "windows-874"), None, "cp874"),
}


@pytest.mark.parametrize(("body", "header", "expected"), CASES.values(), ids=list(CASES))
def test_decode(body, header, expected):
    text, charset, _ = decode(body, header)
    assert charset == expected
    assert THAI.strip() in text
    assert "\ufffd" not in text


def test_utf8_with_stray_bytes_stays_utf8():
    text, charset, note = decode(_html(THAI.encode() + b"\xff\xfe" + THAI.encode(), "utf-8"), "utf-8")
    assert (charset, note) == ("utf-8", "stray bytes")
    assert text.count(THAI) == 2


def test_plain_ascii_and_western_text():
    assert decode(b"<p>hello</p>", None)[:2] == ("<p>hello</p>", "utf-8")
    assert decode("<p>Café déjà vu</p>".encode("latin-1"), "iso-8859-1")[0] == "<p>Café déjà vu</p>"


def test_the_note_says_what_was_not_believed():
    assert decode(_html(CP874), "utf-8")[2] == "declared utf-8"


@pytest.mark.parametrize("body", [b"", b"\x00", b"\xff" * 50, bytes(range(256)) * 3])
def test_never_fails(body):
    for header in (None, "utf-8", "windows-874", "utf-16", "nonsense", "base64"):
        assert isinstance(decode(body, header)[0], str)


def test_names_of_charsets():
    assert canonical_charset("TIS-620") == canonical_charset("Windows-874") == "cp874"
    assert canonical_charset("UTF8") == "utf-8"
    assert canonical_charset("klingon") == ""

"""A corpus of broken files: each ends as a Document with a problem that has a name, in bounded time and memory."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from auditor.extract import command, extract
from tests.auditor.extract import making

PDF = (Path(__file__).parent / "files" / "announcement-laksaman.pdf").read_bytes()
DOCX = making.word(lambda d: d.add_paragraph("ประกาศ"))
XLSX = making.workbook({"a": [["x", "y"], [1, 2]]})
LOOP = making.pdf([b""]).replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")
HUGE = making.picture()[:16] + b"\x00\x00\xff\xff\x00\x00\xff\xff" + making.picture()[24:]
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><d>&j;</d>"
)
OUTSIDE = (
    b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document><body><p><r><t>&x;</t></r></p></body></document>'
)

BROKEN = {
    "pdf cut in half": (PDF[: len(PDF) // 2], {"truncated"}),
    "pdf header only": (b"%PDF-1.7\n", {"truncated"}),
    "pdf of noise": (b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"%%EOF", {"unreadable"}),
    "pdf that loops": (LOOP, {"unreadable", "truncated", "scan"}),
    "docx cut": (DOCX[: len(DOCX) // 2], {"truncated", "unreadable"}),
    "docx without its part": (making.zipped({"word/document.xml.bak": b"x", "word/document/x": b""}), {None}),
    "docx of broken xml": (making.zipped({"word/document.xml": b"<w:document><w:p>"}), {"unreadable"}),
    "docx with entities": (making.zipped({"word/document.xml": LAUGHS}), {"unreadable", None}),
    "docx that reads files": (making.zipped({"word/document.xml": OUTSIDE}), {"unreadable", None}),
    "docx bomb": (making.bomb(), {"unreadable"}),
    "docx bomb that lies": (making.lying_bomb(), {"unreadable"}),
    "xlsx cut": (XLSX[: len(XLSX) // 2], {"truncated", "unreadable"}),
    "xlsx of nothing": (making.zipped({"xl/workbook.xml": b""}), {"unreadable"}),
    "zip of many": (making.zipped({f"{n}.txt": b"x" for n in range(3_500)}), {"unreadable"}),
    "zip that climbs": (making.zipped({"../../../etc/cron.d/x": b"text that is read", "/abs": b"text"}), {None}),
    "zip of nothing": (making.zipped({}), {"unreadable", "unknown_type"}),
    "ole of noise": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20, {"unreadable"}),
    "xls of noise": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), {"unreadable"}),
    "jpeg cut": (making.picture(kind="JPEG")[:30], {"unreadable"}),
    "png of a billion pixels": (HUGE, {"unreadable"}),
    "rtf deep": (b"{\\rtf1" + b"{" * 100_000 + b"x", {None}),
    "csv quote never closed": (b'a,b\n"' + b"x," * 800_000, {"unreadable", None}),
    "text of one line": (b"x" * 5_000_000, {"truncated"}),
}  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_broken_files(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    present = command.is_present
    monkeypatch.setattr(command, "is_present", lambda program: program == "pdftotext" and present(program))
    body, problems = BROKEN[case]
    declared = "text/csv" if case.startswith("csv") else ""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = extract(body, declared)
    assert found.problem in problems and (found.problem is None or found.detail)
    assert "root:" not in found.text
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000, "kilobytes"

"""A corpus of broken files: each ends as a Document with a problem that has a name, in bounded time and memory."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from auditor.extract import command, extract, sniff
from tests.auditor.extract import making

PDF = (Path(__file__).parent / "files" / "announcement-laksaman.pdf").read_bytes()
DOCX = making.word(lambda d: d.add_paragraph("ประกาศ"))
XLS = (Path(__file__).parent / "files" / "announcement.xls").read_bytes()
PPTX = making.zipped({"ppt/presentation.xml": b"<p/>" * 50, "ppt/slides/slide1.xml": b"<p:sld/>"})
ODT = making.zipped({"mimetype": sniff.ODT.encode(), "content.xml": b"<o:c xmlns:o='o'/>" * 9}, stored=True)
LOCKED = making.zipped({"a.txt": b"secret"}).replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
LOCKED = LOCKED.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
UNMAPPED = making.scanned_pdf(1, making.said("".join(chr(161 + n % 60) for n in range(400))))
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
    "docx without its part": (making.zipped({"word/document.xml.bak": b"x", "word/document/x": b""}), {"unreadable"}),
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
    "nothing": (b"", {"unreadable"}),
    "zeros": (bytes(1_000_000), {"unknown_type"}),
    "pdf whose font has no mapping": (UNMAPPED, {"scan", "unreadable"}),
    "pdf of endless pages": (making.pdf([b""] * 5_000), {"scan", "unreadable"}),
    "pptx cut": (PPTX[: len(PPTX) // 2], {"truncated", "unreadable"}),
    "pptx bomb": (making.bomb("ppt/presentation.xml"), {"unreadable"}),
    "pptx of broken xml": (
        making.zipped({"ppt/presentation.xml": b"<p/>", "ppt/slides/slide1.xml": b"<p:sld><p"}), {"unreadable"}
    ),
    "pptx without slides": (making.zipped({"ppt/presentation.xml": b"<p/>"}), {"unreadable"}),
    "odt cut": (ODT[: len(ODT) // 2], {"truncated", "unreadable"}),
    "odt without its part": (making.zipped({"mimetype": sniff.ODT.encode()}, stored=True), {"unreadable"}),
    "ods bomb": (making.bomb("content.xml", mimetype=sniff.ODS), {"unreadable"}),
    "ods of broken xml": (
        making.zipped({"mimetype": sniff.ODS.encode(), "content.xml": b"<o:c"}, stored=True), {"unreadable"}
    ),
    "xlsx bomb": (making.bomb("xl/workbook.xml"), {"unreadable"}),
    "xls cut": (XLS[: len(XLS) // 2], {"truncated", "unreadable"}),
    "zip that asks for a password": (LOCKED, {"encrypted"}),
    "zip cut": (making.zipped({"a.txt": b"text " * 90})[:-30], {"truncated", "unreadable"}),
    "zip in zip": (making.zipped({"a.zip": making.zipped({"b.zip": making.zipped({"c": b"x"})})}), {"unknown_type"}),
    "zip of a bomb": (making.zipped({"a.docx": making.bomb(size=200_000_000)}), {"unreadable"}),
    "gif cut": (making.picture(kind="GIF")[:12], {"unreadable", "scan"}),
    "webp cut": (making.picture(kind="WEBP")[:20], {"unreadable"}),
    "tiff of nothing": (b"II*\0" + bytes(40), {"unreadable"}),
    "csv of control characters": (b"a,b\n" + bytes(range(32)) * 200, {None, "unreadable", "unknown_type"}),
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

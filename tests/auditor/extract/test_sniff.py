from __future__ import annotations

from pathlib import Path

import pytest

from auditor.extract import extract, sniff
from tests.auditor.extract import making

PDF = (Path(__file__).parent / "files" / "announcement-laksaman.pdf").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

CASES = {
    "pdf named doc": (PDF, "application/msword", "/files/plan.pdf.doc", sniff.PDF),
    "jpeg called pdf": (making.picture(kind="JPEG"), "application/pdf", "/o12.pdf", "image/jpeg"),
    "page sent as pdf": (b"<!DOCTYPE html><html><p>404", "application/pdf", "/o12.pdf", sniff.HTML),
    "page without doctype": (b"  \n<table><tr><td>x</table>", "", "/a", sniff.HTML),
    "pdf after a notice": (b"\n\nnotice\n" + PDF, "", "/a", sniff.PDF),
    "xlsx sent as octets": (making.workbook({"a": [["x"]]}), "application/octet-stream", "/dl.php", sniff.XLSX),
    "docx sent as zip": (making.word(lambda d: d.add_paragraph("x")), "application/zip", "", sniff.DOCX),
    "zip": (making.zipped({"a.txt": b"x"}), "", "", sniff.ZIP),
    "xls": (OLE + "Workbook".encode("utf-16-le") + bytes(100), "application/msword", "a.doc", sniff.XLS),
    "locked office file": (OLE + "EncryptedPackage".encode("utf-16-le"), "", "a.docx", sniff.ENCRYPTED),
    "csv by name": ("เดือน,ราย".encode("cp874"), "application/octet-stream", "/a/สถิติ.csv", sniff.CSV),
    "text": ("สวัสดี".encode(), "text/plain", "", sniff.TEXT),
    "page declared only": ("สวัสดี".encode(), "text/html; charset=utf-8", "", sniff.HTML),
    "noise": (bytes(range(256)) * 8, "application/pdf", "a.pdf", sniff.UNKNOWN),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_content_decides(case: str) -> None:
    body, declared, name, expected = CASES[case]
    assert sniff.media_type(body, declared, name) == expected


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "unreadable"),
        (bytes(50), "unknown_type"),
        (bytes(range(256)) * 8, "unknown_type"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "unknown_type"),
        (CASES["locked office file"][0], "encrypted"),
    ],
)
def test_what_cannot_be_read_has_a_name(body: bytes, problem: str) -> None:
    found = extract(body, "application/pdf")
    assert found.problem == problem and found.detail

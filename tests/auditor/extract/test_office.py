from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from auditor.document import Document, TextPage
from auditor.extract import converter, extract, sniff
from tests.auditor.extract import making


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in document.blocks]


def fill(document: Any) -> None:
    document.add_heading("รายงานผลการดำเนินการ", 1)
    document.add_paragraph("ประจำปีงบประมาณ พ.ศ. 2566")
    document.add_paragraph("ข้อหนึ่ง", style="List Number")
    document.add_paragraph().add_run("ปัญหาและอุปสรรค").bold = True
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(
        table.rows, [("ที่", "รายการ", "วงเงิน"), ("1", "ซื้อวัสดุ", "5,000"), ("2", "จ้างซ่อม", "900")], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_page_break()
    document.add_paragraph("หน้าสอง")


def test_docx_structure_and_pages() -> None:
    document = extract(making.word(fill))
    assert kinds(document) == [
        ("heading", "รายงานผลการดำเนินการ"), ("text", "ประจำปีงบประมาณ พ.ศ. 2566"), ("item", "ข้อหนึ่ง"),
        ("heading", "ปัญหาและอุปสรรค"), ("row", "ที่ | รายการ | วงเงิน"), ("row", "1 | ซื้อวัสดุ | 5,000"),
        ("row", "2 | จ้างซ่อม | 900"), ("text", "หน้าสอง"),
    ]  # fmt: skip
    assert [b.header for b in document.blocks if b.kind == "row"] == [True, False, False]
    assert [p.text.splitlines()[-1] for p in document.pages] == ["2 | จ้างซ่อม | 900", "หน้าสอง"]
    assert document.title == "รายงานผลการดำเนินการ" and document.media_type == sniff.DOCX


def test_docx_whose_part_has_a_number() -> None:
    with zipfile.ZipFile(io.BytesIO(making.word(fill))) as archive:
        parts = {name.replace("document.xml", "document2.xml"): archive.read(name) for name in archive.namelist()}
    assert "หน้าสอง" in extract(making.zipped(parts)).text


def test_docx_of_pictures_is_a_scan() -> None:
    document = extract(making.word(lambda d: d.add_picture(io.BytesIO(making.picture()))))
    assert document.problem == "scan" and document.images == 1


ROWS: list[list[object]] = [
    ["แบบ สขร.1", None, None, None],
    ["สรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือนธันวาคม 2565", None, None, None],
    ["ลำดับที่", "งานที่จัดซื้อจัดจ้าง", "วงเงินงบประมาณ", "วิธีซื้อหรือจ้าง"],
    [1, "จ้างเหมากำจัดวัชพืช", 98000.0, "เฉพาะเจาะจง"],
    [2, "ซื้อวัสดุสำนักงาน", 14520.5, datetime.date(2022, 12, 9)],
]


def test_xlsx_titles_header_and_values() -> None:
    document = extract(making.workbook({"ธ.ค.65": ROWS, "Sheet2": [["ว่าง"]]}, merge="A1:D1"))
    assert [b.text for b in document.blocks if b.kind == "heading"] == ["ธ.ค.65", *(str(row[0]) for row in ROWS[:2])]
    rows = [b for b in document.blocks if b.kind == "row"]
    assert rows[0].header and rows[0].cells == ("ลำดับที่", "งานที่จัดซื้อจัดจ้าง", "วงเงินงบประมาณ", "วิธีซื้อหรือจ้าง")
    assert rows[1].cells == ("1", "จ้างเหมากำจัดวัชพืช", "98000", "เฉพาะเจาะจง")
    assert rows[2].cells[2:] == ("14520.5", "2022-12-09")
    assert len(document.pages) == 2 and document.media_type == sniff.XLSX


def test_the_same_figure_in_two_columns_is_quoted_twice() -> None:
    rows = [["เดือน", "ทั้งหมด", "เสร็จ"], ["ตุลาคม", "0", "0"], ["รวม", "รวม", "0"]]
    document = extract("\n".join(map(",".join, rows)).encode(), "text/csv")
    assert [b.text for b in document.blocks] == ["เดือน | ทั้งหมด | เสร็จ", "ตุลาคม | 0 | 0", "รวม | 0"]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp874"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(charset: str, delimiter: str) -> None:
    body = f"เดือน{delimiter}จำนวนผู้รับบริการ\r\nตุลาคม{delimiter}12\r\n".encode(charset)
    document = extract(body, "text/csv")
    assert [b.cells for b in document.blocks] == [("เดือน", "จำนวนผู้รับบริการ"), ("ตุลาคม", "12")]
    assert [b.header for b in document.blocks] == [True, False]


def test_plain_text_and_rtf() -> None:
    assert kinds(extract("ประกาศ\nเรื่อง แผน".encode("cp874"), "text/plain")) == [
        ("text", "ประกาศ"),
        ("text", "เรื่อง แผน"),
    ]
    escaped = "".join(f"\\'{b:02x}" for b in "แผนจัดหาพัสดุ".encode("cp874"))
    coded = "".join(f"\\u{ord(c)}?" for c in "ปี๒๕๖๖")
    body = f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Cordia New;}}}}{{\\*\\generator Word;}}{escaped}\\par {coded}\\page 2566}}"
    document = extract(body.encode())
    assert kinds(document) == [("text", "แผนจัดหาพัสดุ"), ("text", "ปี๒๕๖๖"), ("text", "2566")]
    assert len(document.pages) == 2 and document.media_type == sniff.RTF


SLIDE = """<p:sld xmlns:p="p" xmlns:a="a"><p:cSld><p:spTree><p:sp><p:nvSpPr>
<p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr>
<p:txBody><a:p><a:r><a:t>แผน{0}</a:t></a:r></a:p></p:txBody></p:sp><p:sp><p:txBody><a:p><a:r><a:t>เนื้อหา{0}</a:t></a:r></a:p>
</p:txBody></p:sp></p:spTree></p:cSld></p:sld>"""


def test_pptx_slides_in_their_order() -> None:
    files = {f"ppt/slides/slide{n}.xml": SLIDE.format(n).encode() for n in (10, 2, 1)}
    document = extract(making.zipped({"ppt/presentation.xml": b"<p/>", **files}))
    assert [p.text for p in document.pages] == ["แผน1\nเนื้อหา1", "แผน2\nเนื้อหา2", "แผน10\nเนื้อหา10"]
    assert kinds(document)[0] == ("heading", "แผน1")


ODT = """<o:c xmlns:o="o" xmlns:text="t" xmlns:table="b" xmlns:xlink="x"><text:h text:outline-level="2">คู่มือ</text:h>
<text:p>ข้อ<text:s/>หนึ่ง <text:a xlink:href="http://x.example/a.pdf">แนบ</text:a></text:p><table:table><table:table-row>
<table:table-cell><text:p>เดือน</text:p></table:table-cell><table:table-cell><text:p>ราย</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>ตุลาคม</text:p></table:table-cell><table:table-cell><text:p>4</text:p></table:table-cell>
</table:table-row></table:table></o:c>"""


def test_odt() -> None:
    document = extract(making.zipped({"mimetype": sniff.ODT.encode(), "content.xml": ODT.encode()}, stored=True))
    assert kinds(document) == [("heading", "คู่มือ"), ("text", "ข้อ หนึ่ง แนบ"), ("row", "เดือน | ราย"), ("row", "ตุลาคม | 4")]
    assert document.blocks[1].links[0].target == "http://x.example/a.pdf"


def test_zip_of_documents_and_thai_names() -> None:
    body = making.zipped(
        {
            "b.txt": "เนื้อหาของไฟล์สอง".encode(),
            "a.docx": making.word(fill),
            "__MACOSX/x": b"x",
            "in.zip": making.zipped({"a": b"b"}),
        }
    )
    document = extract(body, "application/zip")
    headings = [b.text for b in document.blocks if b.kind == "heading"]
    assert headings == ["a.docx", "รายงานผลการดำเนินการ", "ปัญหาและอุปสรรค", "b.txt", "in.zip"]
    assert document.problem is None and "in.zip: unknown_type" in document.detail
    assert [p.number for p in document.pages] == [1, 2, 3]


def test_zip_names_of_windows_are_thai_again() -> None:
    from auditor.extract.bundle import shown_name

    assert shown_name("แผน.pdf".encode("cp874").decode("cp437")) == "แผน.pdf"
    assert shown_name("แผน.pdf".encode().decode("cp437")) == "แผน.pdf"
    assert shown_name("แผน.pdf") == "แผน.pdf"


def test_zip_where_nothing_can_be_read_says_why() -> None:
    document = extract(making.zipped({"a.jpg": making.picture(kind="JPEG"), "b.jpg": making.picture(kind="JPEG")}))
    assert document.problem == "scan" and document.images == 2


@pytest.mark.parametrize(
    ("stream", "kind", "wanted"),
    [("WordDocument", sniff.DOC, "antiword"), ("PowerPoint Document", sniff.PPT, "LibreOffice Impress")],
)
def test_old_file_without_a_converter_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, stream: str, kind: str, wanted: str
) -> None:
    monkeypatch.setattr("auditor.extract.command.is_present", lambda program: False)
    document = extract(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(600))
    assert (document.media_type, document.problem) == (kind, "unreadable") and wanted in document.detail


@pytest.mark.parametrize(("said", "problem"), [("", "unreadable"), ("ประกาศ", None)])
def test_old_sheet_whose_pictures_nothing_reads_says_so(
    monkeypatch: pytest.MonkeyPatch, said: str, problem: str | None
) -> None:
    """An empty sheet would be read as one that says nothing."""
    monkeypatch.setattr("auditor.extract.command.is_present", lambda program: False)
    sheet = Document(sniff.XLS, "", (TextPage(1, said),))
    monkeypatch.setattr("auditor.extract.sheets.read", lambda body, kind: sheet)
    document = converter.read_sheets(making.picture())
    assert (document.problem, document.images) == (problem, 1) and "LibreOffice Calc" in document.detail


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp")]
)
def test_pictures_are_unread_scans(kind: str, media_type: str) -> None:
    document = extract(making.picture(kind=kind))
    assert (document.media_type, document.problem, document.detail) == (media_type, "scan", "300 x 200 pixels")
    assert document.pages[0].source == "none"


def test_qr_codes_in_pictures_are_decoded() -> None:
    """The address of the outsiders' questionnaire (EIT) is an element of fiscal year 2566, and often only a QR code."""
    address = "https://itas.example/eit/abc123"
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode).to_image(scale=6)
    poster = Image.new("RGB", (900, 700), "white")
    poster.paste(Image.fromarray(np.asarray(code)).convert("RGB"), (300, 200))
    out = io.BytesIO()
    poster.rotate(4, fillcolor="white").save(out, "JPEG", quality=60)
    document = extract(out.getvalue())
    assert document.qr_codes == (address,)
    assert extract(making.picture()).qr_codes == ()

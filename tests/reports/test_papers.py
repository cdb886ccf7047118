"""The offices' papers: columns of the seeds, blanks for people, Thai digits, an office's own template."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from docx import Document

from reports import papers
from reports.load import ReportError
from tests.reports import sample as s
from tests.reports.golden import check

WORD = [name for name, kind in papers.EXTENSION.items() if kind == "docx"]


def docx(name: str, result=None, **more):
    earlier = s.sample() if name == "progress" else None
    return Document(io.BytesIO(papers.render(name, result or s.sample(), earlier=earlier, **more)))


def text(document) -> str:
    """Paragraphs and table rows in order, cells joined with a bar."""
    lines = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                seen = list(dict.fromkeys(c._tc for c in row.cells))
                lines.append(
                    " | ".join("".join(t.text or "" for t in tc.iter() if t.tag.endswith("}t")) for tc in seen)
                )
        elif block.text.strip():
            lines.append(block.text)
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("result", ["ข้อ | รายการ | ความเห็น | คะแนน", "ลำดับ | ข้อบกพร่อง | ข้อเสนอแนะ | หน่วยงานผู้รับผิดชอบ"]),
        ("checklist", ["ข้อ | ข้อมูล | องค์ประกอบด้านข้อมูล | ผู้รับผิดชอบ | ความก้าวหน้าผลการดำเนินการ"]),
        ("plan", ["ประเด็น | มาตรการ/โครงการ/กิจกรรม | ขั้นตอน/วิธีปฏิบัติ | ระยะเวลาดำเนินการ | ผู้รับผิดชอบ"]),
        ("progress", ["ตัวชี้วัดย่อย | ข้อมูล | ก่อนแก้ไข | แนวทางที่ใช้ | ผลการดำเนินงาน | หลักฐานปัจจุบัน"]),
        ("memo", ["มาตรการ | ขั้นตอน/วิธีปฏิบัติ | ผู้รับผิดชอบ | การกำกับติดตาม", "ส่วนราชการ", "เรียน นายกเทศมนตรี"]),
    ],
)
def test_columns(name, columns):
    made = text(docx(name))
    for column in columns:
        assert column in made
    assert "เทศบาลตำบลดอนตัวอย่าง" in made
    assert "{{" not in made and "{%" not in made and "[[" not in made


def test_result_scores_every_item():
    made = text(docx("result"))
    assert "O1 | โครงสร้าง |  | 100" in made
    assert re.search(r"O18 \| E-Service \| ไม่ผ่าน: .* \| 0", made)
    assert re.search(r"O31 \| .*ต้องให้คนตรวจ: .* \| –", made)
    assert "ระหว่าง 64.62 ถึง 80.62 คะแนน ผ่าน 29 ข้อ จาก 43 ข้อ ไม่ผ่าน 8 ข้อ" in made


def test_checklist_ticks():
    made = text(docx("checklist"))
    assert "☐ ยังไม่ได้ดำเนินการ☑ ดำเนินการ☐ รอตรวจสอบ / ยังไม่ถึงกำหนดเผยแพร่แล้วที่ หน้าแรก › ITA 2566" in made
    assert "☑ ยังไม่ได้ดำเนินการ☐ ดำเนินการ☐ รอตรวจสอบ / ยังไม่ถึงกำหนดหัวข้อ E-Service มีเพียงแบบฟอร์ม" in made
    nobody_knows = next(line for line in made.splitlines() if line.startswith("O31 "))
    assert "☐ ยังไม่ได้ดำเนินการ☐ ดำเนินการ☑ รอตรวจสอบ / ยังไม่ถึงกำหนด" in nobody_knows


def test_plan_leaves_the_surveys_to_people():
    made = text(docx("plan"))
    assert "1 | IIT | การปฏิบัติหน้าที่ |  | …คะแนนจาก ITAS…" in made
    assert "9 | OIT | การเปิดเผยข้อมูล | 21/30 | 68.00–77.50" in made


def test_progress_says_before_and_after():
    mended = s.build([s.item(row, None if row.id == "O21" else s.FATES.get(row.id)) for row in s.rows()])
    made = text(docx("progress", mended))
    assert "แก้ไขแล้วเสร็จ 1 ข้อ" in made
    row = next(line for line in made.splitlines() if "| O21 " in line)
    assert "ขาดเดือนกุมภาพันธ์และมีนาคม 2566" in row
    assert "☑ แล้วเสร็จ☐ อยู่ระหว่างดำเนินการ" in row


def test_blanks_are_yellow():
    runs = [r for p in docx("memo").paragraphs for r in p.runs if r.font.highlight_color is not None]
    assert any("เลขที่หนังสือ" in r.text for r in runs)


@pytest.mark.parametrize("name", WORD)
def test_thai_digits(name):
    made = text(docx(name, thai_digits=True))
    left = re.sub(r"https?://\S+", "", made)
    assert not re.search("[0-9]", left), re.findall(".{20}[0-9].{5}", left)[:5]
    assert "https://www.don-tuayang.go.th/" in made or name in ("checklist", "plan")


def test_thai_font_with_its_own_size_and_named_fallbacks():
    body = papers.render("result", s.sample())
    style = Document(io.BytesIO(body)).styles["Normal"].element.xml
    assert style.count("TH Sarabun New") == 4
    assert 'w:szCs w:val="32"' in style
    import zipfile

    fonts = zipfile.ZipFile(io.BytesIO(body)).read("word/fontTable.xml").decode()
    assert "TH SarabunPSK" in fonts


@pytest.mark.parametrize("name", WORD)
def test_hostile_text_stays_text(name):
    document = docx(name, s.hostile())
    made = text(document)
    assert ("{{ 7*7 }}" in made) == (name in ("result", "checklist"))
    assert "<script>document.title='owned'</script>" in made
    links = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert links == []


def test_itas_gives_addresses_and_clicks():
    sheet = openpyxl.load_workbook(io.BytesIO(papers.render("itas", s.sample()))).active
    rows = {row[0].value: [c.value for c in row] for row in sheet.iter_rows(min_row=3)}
    assert len(rows) == 43
    assert rows["O1"][2].endswith("org_structure_2566.pdf")
    assert rows["O1"][5].splitlines()[:3] == ["1. เข้าหน้าแรกของเว็บไซต์หน่วยงาน", "2. กดที่ “ITA 2566”", "3. กดที่ “ข้อมูลพื้นฐาน”"]
    assert rows["O1"][5].endswith("ดูเอกสารหน้า 3")
    assert rows["O43"][2] == "[โปรดเติมที่อยู่]"
    assert rows["O43"][6] == "ไม่ผ่าน"


def test_itas_keeps_digits_of_addresses():
    sheet = openpyxl.load_workbook(io.BytesIO(papers.render("itas", s.sample(), thai_digits=True))).active
    assert sheet["A3"].value == "O๑"
    assert "2566" in sheet["C3"].value


def test_an_offices_own_template(tmp_path):
    own = Document()
    own.add_paragraph("ของเราเอง {{ agency }} {{ score }}")
    own.add_paragraph("{%p for d in defects %}")
    own.add_paragraph("{{ d.no }}")
    own.add_paragraph("{%p endfor %}")
    own.save(tmp_path / "own.docx")
    made = text(Document(io.BytesIO(papers.render("result", s.small(), template=tmp_path / "own.docx"))))
    assert made.splitlines() == ["ของเราเอง เทศบาลตำบลดอนตัวอย่าง ระหว่าง 25.00 ถึง 75.00 คะแนน", "O18"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{{ nothing_like_it }}", "cannot be filled in"),
        ("{% for x in %}", "cannot be filled in"),
        ("{{ agency.__class__.__mro__ }}", "cannot be filled in"),
    ],
)
def test_bad_templates_give_one_line(content, says, tmp_path):
    own = Document()
    own.add_paragraph(content)
    own.save(tmp_path / "own.docx")
    with pytest.raises(ReportError, match=says):
        papers.render("result", s.small(), template=tmp_path / "own.docx")


def test_what_is_no_template(tmp_path):
    (tmp_path / "x.docx").write_bytes(b"not a zip")
    with pytest.raises(ReportError, match="not a DOCX"):
        papers.render("result", s.small(), template=tmp_path / "x.docx")
    with pytest.raises(ReportError, match="cannot be read"):
        papers.render("result", s.small(), template=tmp_path / "none.docx")


def test_unknown_paper_and_missing_earlier():
    with pytest.raises(ReportError, match="no paper 'letter'"):
        papers.render("letter", s.small())
    with pytest.raises(ReportError, match="earlier result"):
        papers.render("progress", s.small())


@pytest.mark.parametrize("made", [s.not_due, s.unverified, s.draft, s.blocked])
@pytest.mark.parametrize("name", ["result", "memo", "itas"])
def test_other_states(name, made):
    assert papers.render(name, made()).startswith(b"PK")


@pytest.mark.parametrize("name", WORD)
def test_golden(name):
    check(f"{name}.docx.txt", text(Document(io.BytesIO(papers.render(name, s.small(), earlier=s.small())))) + "\n")

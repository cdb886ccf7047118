"""The fix kit: for one item a worksheet of what is missing and, where it is a document, a skeleton to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from auditor.result import ItemResult, Result
from reports import skeleton
from reports.cards import anchor, state
from reports.load import ReportError
from reports.papers import stock
from reports.text import line, tame
from reports.words import Words


@dataclass(frozen=True, slots=True)
class KitFile:
    """A file for the officer; `name` is safe in any file system."""

    name: str
    body: bytes


def kit(result: Result, item_id: str, *, thai_digits: bool = False) -> list[KitFile]:
    """The worksheet first, then one skeleton for each concept that still lacks something. ReportError: no such item."""
    result = tame(result)
    item = next((i for i in result.items if i.id == item_id), None)
    if item is None:
        raise ReportError(f"no item {item_id} in fiscal year {result.fiscal_year}")
    files = [KitFile(f"{anchor(item.id)}-worksheet.docx", _worksheet(result, item, thai_digits))]
    for concept in lacking(item):
        text = skeleton_text(concept)
        if text is not None:
            made = skeleton.parse(text, _values(result, item))
            body = skeleton.to_bytes(made, thai_digits=thai_digits)
            files.append(KitFile(f"{anchor(item.id)}-{concept}.{made.kind}", body))
    return files


def lacking(item: ItemResult) -> list[str]:
    """Concepts of the item's criteria that did not pass, each once; all of them where nothing is published."""
    if item.settled in ("passed", "inapplicable"):
        return [item.concept]
    left = [c.concept for c in item.criteria if c.outcome != "passed"]
    return list(dict.fromkeys([*left, *([item.concept] if not left else [])]))


def skeleton_text(concept: str) -> str | None:
    """Our skeleton for a concept, None where the evidence is not a document that an officer writes."""
    if not concept.replace("_", "").isalnum():
        return None
    file = resources.files("reports").joinpath("kits", f"{concept}.txt")
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _values(result: Result, item: ItemResult) -> dict[str, str]:
    return {
        "agency": line(result.agency.name),
        "website": result.agency.url,
        "chief": line(result.agency.head),
        "year": str(result.fiscal_year),
        "previous": str(result.fiscal_year - 1),
        "period": line(item.period.th),
    }


def _worksheet(result: Result, item: ItemResult, thai_digits: bool) -> bytes:
    paper = stock.new(thai_digits=thai_digits)
    w = Words("th")
    advice = item.advice
    paper.heading(f"ใบงานข้อ {item.id} {line(item.name.th)}", 20, space=0)
    paper.heading(f"{line(result.agency.name)} ปีงบประมาณ พ.ศ. {result.fiscal_year}", 16)
    paper.text(f"ผลตรวจ: {w(state(item))}  {line(item.why.th)}", bold=True)
    paper.text(f"ช่วงเวลาที่ถาม: {line(item.period.th)}")
    paper.heading("องค์ประกอบที่ต้องมี", 16)
    marks = {"passed": "☑", "failed": "☒"}
    rows = [
        [marks.get(c.outcome, "☐"), line(c.text.th), "" if c.outcome == "passed" else line(c.why.th)]
        for c in item.criteria
    ]
    paper.table([("", 1), ("องค์ประกอบ", 7), ("สิ่งที่ยังขาด", 8)], rows)
    if advice and line(advice.text.th):
        paper.heading("สิ่งที่ต้องทำ", 16)
        paper.text(line(advice.text.th))
        for n, step in enumerate(advice.steps, start=1):
            paper.text(f"☐ {n}. {line(step)}", indent=0.8)
        if advice.example:
            paper.text(f"ตัวอย่างข้อความ: {line(advice.example)}")
        if advice.where:
            paper.text(f"วางไว้ที่: {line(advice.where)}")
        paper.text(f"หน่วยงานรับผิดชอบ: {line(advice.unit)}  ผู้ลงมือ: {w(f'who_{advice.who}')}")
        if advice.who == "vendor":
            _vendor_note(paper, result, item)
    paper.text("ผู้รับงาน [[ชื่อ-สกุล]]  กำหนดเสร็จ [[วัน เดือน ปี]]")
    return paper.to_bytes()


def _vendor_note(paper: stock.Paper, result: Result, item: ItemResult) -> None:
    paper.heading("ข้อความส่งถึงผู้ดูแลเว็บไซต์", 16)
    paper.text(f"เรียน ผู้ดูแลเว็บไซต์ {result.agency.url}")
    paper.text(f"ขอให้แก้ไขข้อ {item.id} {line(item.name.th)} ดังนี้ {line(item.why.th)}", first=1.5)
    cited = {c.url for criterion in item.criteria for c in criterion.citations if c.problem}
    for url in sorted(cited)[:10]:
        paper.text(f"- {line(url)}", indent=0.8)
    paper.text("เมื่อแก้แล้วโปรดแจ้งกลับ เพื่อตรวจซ้ำ")

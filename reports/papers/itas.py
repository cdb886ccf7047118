"""The sheet for submitting to ITAS: per item its addresses and the way to the evidence, ready to paste."""

from __future__ import annotations

import io

from auditor.result import Result
from reports import days
from reports.cards import Card, Limits
from reports.papers.context import score_text
from reports.table import fit, put
from reports.text import line
from reports.view import view
from reports.words import Words

_ADDRESSES = 3
_COLUMNS = (
    ("ข้อ", 7),
    ("ข้อมูล", 40),
    ("ที่อยู่ที่จะยื่น 1", 48),
    ("ที่อยู่ที่จะยื่น 2", 40),
    ("ที่อยู่ที่จะยื่น 3", 40),
    ("คำอธิบายขั้นตอนการเข้าถึง", 64),
    ("ผลตรวจ", 16),
    ("สิ่งที่ต้องทำก่อนยื่น", 52),
    ("หน่วยงานรับผิดชอบ", 28),
)


def to_xlsx(result: Result, *, thai_digits: bool = False) -> bytes:
    """One row an item; `result` is already tame. Addresses keep their digits."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    shown = view(result, Limits())
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f"ITAS {result.fiscal_year}"
    head = f"{line(result.agency.name)} ปีงบประมาณ พ.ศ. {result.fiscal_year} {score_text(shown)}"
    put(sheet.cell(1, 1), _digits(head, thai_digits))
    for n, (title, width) in enumerate(_COLUMNS, start=1):
        put(sheet.cell(2, n), title, bold=True)
        sheet.column_dimensions[get_column_letter(n)].width = width
    for r, card in enumerate(shown.cards, start=3):
        for c, value in enumerate(_row(card, thai_digits), start=1):
            put(sheet.cell(r, c), value)
    fit(sheet, [width for _, width in _COLUMNS], repeat="2:2")
    sheet.cell(1, 1).alignment = Alignment(wrap_text=False)
    sheet.row_dimensions[1].height = 26
    sheet.freeze_panes = "C3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(card: Card, thai: bool) -> list[str]:
    item = card.item
    addresses = [s.url for s in card.sources if s.href][:_ADDRESSES]
    addresses += ["[โปรดเติมที่อยู่]" if not n and not addresses else "" for n in range(_ADDRESSES - len(addresses))]
    advice = item.advice
    todo = "" if item.settled == "passed" or not advice else line(advice.text.th)
    words = [
        item.id,
        line(item.name.th),
        *addresses,
        steps(card),
        Words("th")(card.state),
        todo,
        line(advice.unit) if advice else "",
    ]
    return [w if "://" in w and n in (2, 3, 4) else _digits(w, thai) for n, w in enumerate(words)]


def steps(card: Card) -> str:
    """How to reach the evidence from the home page, one click a line."""
    source = next((s for s in card.sources if s.href), None)
    if source is None:
        return "[โปรดเติมขั้นตอน]"
    clicks = [s for s in source.path if s]
    if clicks and clicks[0] == "หน้าแรก":
        clicks = clicks[1:]
    lines = ["1. เข้าหน้าแรกของเว็บไซต์หน่วยงาน"]
    lines += [f"{n}. กดที่ “{click}”" for n, click in enumerate(clicks, start=2)]
    pages = sorted({page for check in card.checks for _, page in check.refs if page})
    if pages:
        lines.append(f"{len(lines) + 1}. ดูเอกสารหน้า {', '.join(map(str, pages[:6]))}")
    return "\n".join(lines)


def _digits(text: str, thai: bool) -> str:
    return days.thai_digits(text) if thai else text

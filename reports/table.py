"""The items as a table: CSV for programs, XLSX for offices. No cell can act as a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from auditor.result import Result
from reports import days
from reports.cards import Card, Limits, state
from reports.links import href
from reports.offices import office
from reports.text import line, short, tame
from reports.view import View, view
from reports.words import Lang, Words

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = (
    ("id", "ข้อ", "Item", 7),
    ("name", "ชื่อข้อ", "Name", 38),
    ("sub_indicator", "ตัวชี้วัดย่อย", "Sub-indicator", 12),
    ("outcome", "ผล", "Outcome", 15),
    ("why", "เหตุผล", "Reason", 48),
    ("missing", "องค์ประกอบที่ยังไม่ผ่าน", "Elements not passed", 36),
    ("advice", "สิ่งที่ต้องทำ", "What to do", 44),
    ("unit", "หน่วยงานรับผิดชอบ", "Responsible unit", 26),
    ("who", "ผู้ลงมือแก้", "Who mends it", 22),
    ("effort", "ความยาก", "Effort", 12),
    ("gain", "คะแนนเพิ่มถ้าแก้", "Points gained", 14),
    ("path", "ทางเข้า", "Path", 40),
    ("url", "ที่อยู่หลักฐาน", "Address of the evidence", 44),
    ("page", "หน้า", "Page", 7),
    ("quote", "ข้อความที่ใช้ตัดสิน", "Deciding words", 48),
    ("read_at", "อ่านเมื่อ", "Read at", 20),
    ("due", "กำหนด", "Due", 14),
    ("period", "ช่วงเวลาที่ถาม", "Period asked for", 30),
    ("reach", "การอ่าน", "Reach", 10),
)
_CELL_AT_MOST = 32_000
"""Characters; a spreadsheet cell holds 32,767."""
_LINE = 26
_WIDE = 0.82
"""Points that a line of 16-point Thai takes, and letters to a column's width: for the widest font that stands in for
TH Sarabun New, since a row that is too high is read and one that is too low is not."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def to_csv(result: Result, lang: Lang = "th") -> bytes:
    """UTF-8 with a byte order mark, so that a spreadsheet reads the Thai; formula cells start with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    at = 1 if lang == "th" else 2
    writer.writerow([column[at] for column in COLUMNS])
    for row in rows(tame(result), lang):
        writer.writerow([inert(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def inert(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; figures stay figures."""
    if isinstance(value, str) and value.lstrip().startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def rows(result: Result, lang: Lang) -> list[list[object]]:
    """One row an item, in the order of COLUMNS; `result` is already tame."""
    shown = view(result, Limits())
    gains = {g.item.id: g.points for g in shown.gains}
    return [_row(card, gains.get(card.item.id), Words(lang)) for card in shown.cards]


def _row(card: Card, gain: float | None, w: Words) -> list[object]:
    item, source = card.item, card.sources[0] if card.sources else None
    excerpt = source.excerpts[0] if source and source.excerpts else None
    missing = [c.text for c in card.checks if c.state not in ("passed", "inapplicable")]
    advice = item.advice
    values: dict[str, object] = {
        "id": item.id,
        "name": getattr(item.name, w.lang),
        "sub_indicator": item.sub_indicator,
        "outcome": w(card.state),
        "why": getattr(item.why, w.lang),
        "missing": "; ".join(line(getattr(t, w.lang)) for t in missing),
        "advice": getattr(advice.text, w.lang) if advice and card.state != "passed" else "",
        "unit": office(advice.unit, w.lang) if advice else "",
        "who": w(f"who_{advice.who}") if advice and card.state != "passed" else "",
        "effort": w(f"effort_{advice.effort}") if advice and card.state != "passed" else "",
        "gain": round(gain, 2) if gain is not None else "",
        "path": " › ".join(source.path) if source else "",
        "url": source.url if source else "",
        "page": excerpt.page if excerpt and excerpt.page else "",
        "quote": "".join(piece for piece, _ in excerpt.quote) if excerpt else "",
        "read_at": days.moment(source.time, w.lang) if source and source.time else "",
        "due": days.day(item.due, w.lang) if item.due else "",
        "period": getattr(item.period, w.lang),
        "reach": item.reach,
    }
    return [short(line(v), _CELL_AT_MOST) if isinstance(v := values[key], str) else v for key, *_ in COLUMNS]


def to_xlsx(result: Result, lang: Lang = "th") -> bytes:
    """A workbook: summary, items, criteria, evidence, what could not be read."""
    from openpyxl import Workbook

    result = tame(result)
    book = Workbook()
    w = Words(lang)
    shown = view(result, Limits())
    first = book.active
    assert first is not None
    _fill(first, w("verdict"), _summary(shown, w), (34, 60))
    at = 1 if lang == "th" else 2
    _fill(
        book.create_sheet(),
        w("items"),
        [[c[at] for c in COLUMNS], *rows(result, lang)],
        tuple(c[3] for c in COLUMNS),
        head=True,
    )
    _fill(book.create_sheet(), w("criteria"), _criteria(result, w), (7, 44, 15, 48, 40, 7), head=True)
    _fill(book.create_sheet(), w("crawl"), _problems(result, w), (18, 46, 60, 16), head=True)
    out = io.BytesIO()
    _settle(book)
    book.save(out)
    return out.getvalue()


def _summary(shown: View, w: Words) -> list[list[object]]:
    result = shown.result
    made: list[list[object]] = [
        [w("title"), line(result.agency.name)],
        [w("website"), result.agency.url],
        [w("year", year=days.year(result.fiscal_year, w.lang)), w("retrospective") if result.retrospective else ""],
        [w("checked_on"), days.day(result.as_of, w.lang)],
    ]
    if result.year_status == "draft":
        made.append([w("draft", year=result.fiscal_year), w("draft_means")])
    if shown.low is not None and shown.high is not None:
        made.append([w("score"), round(shown.low, 2), round(shown.high, 2)])
    else:
        made.append([w("items_count"), f"{shown.tally['passed']} / {shown.total}"])
    made += [[w(name), count] for name, count in shown.tally.items()]
    made += [[], [w("not_nacc")], [w("ita_share")], [w("rules_digest"), result.tool.rules_digest]]
    return made


def _criteria(result: Result, w: Words) -> list[list[object]]:
    made: list[list[object]] = [["ID", w("criteria"), w("filter_outcome"), w("why"), w("address"), w("page_label")]]
    for item in result.items:
        for c in item.criteria:
            cited = c.citations[0] if c.citations else None
            made.append(
                [
                    item.id,
                    getattr(c.text, w.lang),
                    w(state(c)),
                    getattr(c.why, w.lang),
                    cited.url if cited else "",
                    cited.page if cited else None,
                ]
            )
    return made


def _problems(result: Result, w: Words) -> list[list[object]]:
    made: list[list[object]] = [["", w("cause"), w("address"), w("affects")]]
    for p in result.crawl.problems:
        kind = w(f"class_{p.class_}")
        made.append([kind, getattr(p.why, w.lang) if p.why else p.problem, p.url, " ".join(p.items)])
    return made


def _fill(
    sheet: Worksheet, title: str, values: Sequence[Sequence[object]], widths: Sequence[int], *, head: bool = False
) -> None:
    from openpyxl.utils import get_column_letter

    sheet.title = title[:31]
    for r, row in enumerate(values, start=1):
        for c, value in enumerate(row, start=1):
            put(sheet.cell(r, c), value, bold=head and r == 1)
    for n, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    if head:
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    fit(sheet, widths)


def fit(sheet: Worksheet, widths: Sequence[int], repeat: str = "1:1") -> None:
    """Rows as high as their longest cell (spreadsheets do not do it for wrapped Thai), one page wide in print."""
    for row in sheet.iter_rows():
        lines = max(
            (_lines(str(c.value), w) for c, w in zip(row, widths, strict=False) if c.value is not None), default=1
        )
        sheet.row_dimensions[row[0].row].height = min(lines * _LINE, 400)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = repeat


def _lines(text: str, width: int) -> int:
    """Lines that the text takes in a column; marks above and below letters take no room."""
    seen = [sum(unicodedata.category(c) != "Mn" for c in part) for part in text.split("\n")]
    return sum(max(1, -(-n // max(int(width * _WIDE) - 1, 1))) for n in seen)


def put(cell: Cell | Any, value: object, *, bold: bool = False) -> None:
    """Writes text as text: a leading `=` stays a letter, and only http(s) addresses become links."""
    from openpyxl.styles import Alignment, Font, PatternFill

    if isinstance(value, str):
        value = short(line(value) if "\n" not in value else value, _CELL_AT_MOST)
        cell.value = value
        cell.data_type = "s"
        if value.startswith(_FORMULA_STARTS):
            cell.quotePrefix = True
        address = href(value) if value.startswith(("http://", "https://")) and " " not in value else None
        if address:
            cell.hyperlink = address
    else:
        cell.value = value
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(name="TH Sarabun New", size=16, bold=bold, color="FFFFFF" if bold else None)
    if bold:
        cell.fill = PatternFill("solid", fgColor="17495A")


def _settle(book: Any) -> None:
    """The same result gives the same bytes but for the archive's own dates."""
    from datetime import datetime

    book.properties.creator = "OIT Auditor"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)

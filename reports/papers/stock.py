"""Builds DOCX the way Thai offices set them: TH Sarabun New, A4, tables whose heads repeat, blanks in yellow."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from reports.days import thai_digits as to_thai

FONT = "TH Sarabun New"
FALLBACKS = "TH SarabunPSK, Sarabun, Cordia New, Laksaman"
"""Named in the file, so that a machine without the font takes a near one."""
BODY = 16
"""Points. Official papers are set in 16."""
SMALL = 12

_BLANK = re.compile(r"(\[\[.*?\]\])")
_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")


class Paper:
    """A document being written. Text in [[double brackets]] is a blank for a person, in yellow."""

    def __init__(self, document: Any, *, thai_digits: bool) -> None:
        self.document = document
        self._thai = thai_digits

    def heading(self, text: str, size: int = 18, *, center: bool = False, space: int = 8) -> None:
        paragraph = self._paragraph(text, size=size, bold=True, space=space)
        paragraph.paragraph_format.keep_with_next = True
        if center:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def text(self, text: str, *, indent: float = 0, first: float = 0, bold: bool = False, center: bool = False) -> None:
        """A paragraph; `indent` and `first` (of the first line) in centimetres."""
        paragraph = self._paragraph(text, bold=bold)
        paragraph.paragraph_format.left_indent = Cm(indent)
        paragraph.paragraph_format.first_line_indent = Cm(first)
        # A line in bold heads what follows.
        paragraph.paragraph_format.keep_with_next = bold
        if center:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def field(self, label: str, value: str) -> None:
        """`label` in bold and what it is."""
        paragraph = self._paragraph("", space=0)
        self._runs(paragraph, label + "  ", bold=True)
        self._runs(paragraph, value)

    def table(
        self,
        columns: Sequence[tuple[str, float]],
        rows: Sequence[Sequence[str]],
        *,
        loop: str = "",
        over: tuple[str, str] | None = None,
        before: Sequence[Sequence[str]] = (),
        whole: bool = True,
    ) -> None:
        """A table with a repeating head. `columns` are titles and widths in centimetres.

        `loop` repeats the rows ("r in rows"); `over` is an outer loop and the text of the line above each turn;
        `before` are rows that stand above the loop; `whole` rows are not parted between pages.
        """
        table = self.document.add_table(rows=0, cols=len(columns))
        table.style = "Table Grid"
        table.autofit = False
        self._row(table, [c for c, _ in columns], bold=True, head=True)
        for row in before:
            self._row(table, row)
        if over:
            self._tag(table, f"{{%tr for {over[0]} %}}")
            self._band(table, over[1])
        if loop:
            self._tag(table, f"{{%tr for {loop} %}}")
        for row in rows:
            self._row(table, row, whole=whole)
        if loop:
            self._tag(table, "{%tr endfor %}")
        if over:
            self._tag(table, "{%tr endfor %}")
        _set_widths(table, [width for _, width in columns])
        self._paragraph("", space=2)

    def signature(self, position: str) -> None:
        for line in ("(ลงชื่อ) ........................................", "([[ชื่อ-สกุล]])", f"ตำแหน่ง {position}"):
            paragraph = self._paragraph(line, space=0)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.left_indent = Cm(7)
            paragraph.paragraph_format.keep_with_next = True
        self._paragraph("", space=4)

    def heads(self, notice: str) -> None:
        """Every page says `notice` above, and below which page it is."""
        section = self.document.sections[0]
        above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
        above.alignment = below.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._runs(above, notice, size=SMALL)
        self._runs(below, "หน้า ", size=SMALL)
        _field(below, "PAGE")
        self._runs(below, "/", size=SMALL)
        _field(below, "NUMPAGES")

    def tag(self, code: str) -> None:
        """A paragraph that is only a template tag and leaves nothing behind."""
        self._paragraph(f"{{%p {code} %}}", space=0)

    def to_bytes(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _paragraph(self, text: str, *, size: int = BODY, bold: bool = False, space: int = 4) -> Any:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(space)
        self._runs(paragraph, text, size=size, bold=bold)
        return paragraph

    def _runs(self, paragraph: Any, text: str, *, size: int = BODY, bold: bool = False) -> None:
        for piece in _BLANK.split(text):
            if not piece:
                continue
            blank = bool(_BLANK.fullmatch(piece))
            run = paragraph.add_run(self._digits(f"…{piece[2:-2]}…" if blank else piece))
            run.bold = bold
            _sized(run, size)
            if blank:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW

    def _digits(self, text: str) -> str:
        """Thai digits in words of ours; a template's tags keep their own."""
        if not self._thai:
            return text
        return "".join(p if _TAG.fullmatch(p) else to_thai(p) for p in _TAG.split(text))

    def _row(
        self, table: Any, cells: Sequence[str], *, bold: bool = False, head: bool = False, whole: bool = True
    ) -> None:
        row = table.add_row()
        for cell, text in zip(row.cells, cells, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            self._runs(paragraph, text, size=15, bold=bold)
            if head:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                _shade(cell, "E4EAEC")
        if whole:
            _row_property(row, "w:cantSplit")
        if head:
            _row_property(row, "w:tblHeader")

    def _tag(self, table: Any, tag: str) -> None:
        table.add_row().cells[0].paragraphs[0].add_run(tag)

    def _band(self, table: Any, text: str) -> None:
        row = table.add_row()
        cell = row.cells[0].merge(row.cells[-1])
        self._runs(cell.paragraphs[0], text, size=15, bold=True)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        _shade(cell, "F4F3EF")


def new(*, landscape: bool = False, thai_digits: bool = False) -> Paper:
    """An empty A4 paper in the office's font."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = (Cm(2), Cm(2)) if landscape else (Cm(3), Cm(2))
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name = FONT
    _sized(style, BODY)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:bidi"), "th-TH")
    properties.append(language)
    style.paragraph_format.line_spacing = 1.0
    _name_fallbacks(document)
    document.core_properties.author = "OIT Auditor"
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)
    return Paper(document, thai_digits=thai_digits)


def _sized(thing: Any, size: int) -> None:
    """Both sizes: Word sets Thai in the complex-script size, which python-docx does not know."""
    thing.font.size = Pt(size)
    element = thing.element if hasattr(thing, "paragraph_format") else thing._element
    properties = element.get_or_add_rPr()
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(size * 2))
    properties.append(complex_size)
    if getattr(thing, "bold", None) or getattr(thing.font, "bold", None):
        properties.append(OxmlElement("w:bCs"))


def _name_fallbacks(document: Any) -> None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            part = relation.target_part
            entry = (
                f'<w:font w:name="{FONT}"><w:altName w:val="{FALLBACKS}"/><w:family w:val="swiss"/></w:font></w:fonts>'
            )
            part._blob = part.blob.replace(b"</w:fonts>", entry.encode())


def _set_widths(table: Any, widths: list[float]) -> None:
    """Centimetres, in the grid too: LibreOffice reads the grid, Word the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        if len(row._tr.tc_lst) == len(widths):
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)


def _field(paragraph: Any, code: str) -> None:
    """A figure that the word processor works out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    _sized(run, SMALL)
    field.append(run._r)
    paragraph._p.append(field)


def _shade(cell: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), colour)
    cell._element.get_or_add_tcPr().append(shading)


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))

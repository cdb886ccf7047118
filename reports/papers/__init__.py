"""The papers an office writes by hand every year, filled in from a result. Blanks are marked where a person decides."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from auditor.result import Result
from reports.load import ReportError
from reports.papers import itas, stock, texts
from reports.papers.context import context, with_thai_digits
from reports.text import tame

PAPERS: dict[str, str] = {
    "result": "รายงานผลคะแนน OIT",
    "checklist": "ตารางองค์ประกอบด้านข้อมูล",
    "plan": "การนำผลการประเมินไปสู่การพัฒนา",
    "progress": "รายงานผลการดำเนินงาน (เทียบกับการตรวจครั้งก่อน)",
    "memo": "บันทึกข้อความรายงานผลและบทวิเคราะห์",
    "itas": "ตารางที่อยู่และขั้นตอนการเข้าถึงสำหรับระบบ ITAS",
}
"""Name on the command line -> what the paper is."""

EXTENSION = {name: "xlsx" if name == "itas" else "docx" for name in PAPERS}


def render(
    name: str,
    result: Result,
    *,
    earlier: Result | None = None,
    template: Path | None = None,
    thai_digits: bool = False,
) -> bytes:
    """The paper as DOCX (itas: XLSX). `progress` needs an earlier result; `template` is the office's own DOCX.

    ReportError for an unknown name, a missing earlier result, or a template that cannot be filled in.
    """
    if name not in PAPERS:
        raise ReportError(f"no paper {name!r}; there are {', '.join(PAPERS)}")
    if name == "progress" and earlier is None:
        raise ReportError("the paper 'progress' compares two audits: give the earlier result too")
    result = tame(result)
    if name == "itas":
        return itas.to_xlsx(result, thai_digits=thai_digits)
    values = context(result, tame(earlier) if earlier else None)
    if thai_digits:
        values = with_thai_digits(values)
    return _filled(_template(template) if template else stock_template(name, thai_digits=thai_digits), values, template)


def stock_template(name: str, *, thai_digits: bool = False) -> bytes:
    """The built-in DOCX template of a paper; an office may edit a copy and give it back as `template`."""
    document = stock.new(landscape=name in ("checklist", "plan", "progress"), thai_digits=thai_digits)
    texts.TEXTS[name](document)
    return document.to_bytes()


def _template(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReportError(f"{path}: cannot be read ({error.strerror})") from error


def _filled(template: bytes, values: dict[str, Any], path: Path | None) -> bytes:
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    out = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(values, jinja_env=environment)
        document.save(out)
    except TemplateError as error:
        raise ReportError(f"{path or 'template'}: cannot be filled in: {error}") from error
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ReportError(f"{path or 'template'}: not a DOCX file") from error
    return out.getvalue()

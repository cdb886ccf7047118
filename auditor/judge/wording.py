"""Words that depend on the kind of agency: who heads it. Unknown kinds get neutral wording."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.result import CLERK, HEAD, Text
from auditor.rules.schema import Bilingual

OFFICIALS = (
    ("องค์การบริหารส่วนตำบล", "นายกองค์การบริหารส่วนตำบล", "ปลัดองค์การบริหารส่วนตำบล"),
    ("อบต", "นายกองค์การบริหารส่วนตำบล", "ปลัดองค์การบริหารส่วนตำบล"),
    ("องค์การบริหารส่วนจังหวัด", "นายกองค์การบริหารส่วนจังหวัด", "ปลัดองค์การบริหารส่วนจังหวัด"),
    ("อบจ", "นายกองค์การบริหารส่วนจังหวัด", "ปลัดองค์การบริหารส่วนจังหวัด"),
    ("เทศบาล", "นายกเทศมนตรี", "ปลัดเทศบาล"),
    ("เมืองพัทยา", "นายกเมืองพัทยา", "ปลัดเมืองพัทยา"),
    ("กรุงเทพมหานคร", "ผู้ว่าราชการกรุงเทพมหานคร", "ปลัดกรุงเทพมหานคร"),
)
"""A word in the kind of an agency, who heads it, and who its office."""


def officials(kind: str) -> tuple[str, str]:
    """The titles of the head of an agency and of its chief clerk; neutral ones where its kind is not known."""
    return next(((head, clerk) for word, head, clerk in OFFICIALS if word in kind), (HEAD, CLERK))


def speak(said: Bilingual, kind: str, period: Text, year: int) -> Text:
    """Fills in what a rule's advice leaves open; `year` is the fiscal year that is asked for."""
    th = {"head": officials(kind)[0], "agency": kind or "หน่วยงาน", "period": period.th}
    en = {"head": "the head of the agency", "agency": "the agency", "period": period.en}
    years = {"year": str(year), "previous": str(year - 1)}
    return Text(th=_fill(said.th, th | years), en=_fill(said.en, en | years))


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text

"""Words that depend on the kind of agency: who heads it. Unknown kinds get neutral wording."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.result import Text
from auditor.rules.schema import Bilingual

HEADS = {
    "เทศบาลนคร": "นายกเทศมนตรี",
    "เทศบาลเมือง": "นายกเทศมนตรี",
    "เทศบาลตำบล": "นายกเทศมนตรี",
    "เทศบาล": "นายกเทศมนตรี",
    "องค์การบริหารส่วนตำบล": "นายกองค์การบริหารส่วนตำบล",
    "องค์การบริหารส่วนจังหวัด": "นายกองค์การบริหารส่วนจังหวัด",
    "เมืองพัทยา": "นายกเมืองพัทยา",
    "กรุงเทพมหานคร": "ผู้ว่าราชการกรุงเทพมหานคร",
}
NEUTRAL = "ผู้บริหารสูงสุดของหน่วยงาน"


def head_of(kind: str) -> str:
    """The title of the head of an agency of this kind."""
    return HEADS.get(kind, NEUTRAL)


def speak(said: Bilingual, kind: str, period: Text, year: int) -> Text:
    """Fills in what a rule's advice leaves open; `year` is the fiscal year that is asked for."""
    th = {"head": head_of(kind), "agency": kind or "หน่วยงาน", "period": period.th}
    en = {"head": "the head of the agency", "agency": "the agency", "period": period.en}
    years = {"year": str(year), "previous": str(year - 1)}
    return Text(th=_fill(said.th, th | years), en=_fill(said.en, en | years))


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text

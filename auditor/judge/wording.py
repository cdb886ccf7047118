"""Words that depend on the kind of agency: who heads it. Unknown kinds get neutral wording."""

from __future__ import annotations

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


def speak(text: str, kind: str, period: str) -> str:
    """Fills `{head}`, `{agency}` and `{period}` in a rule's advice."""
    return text.replace("{head}", head_of(kind)).replace("{agency}", kind or "หน่วยงาน").replace("{period}", period)

"""Why a value in a rule file is refused, in words for someone who writes rules and no program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_REASONS = {
    "missing": "ขาดช่องนี้ (missing)",
    "extra_forbidden": "ไม่รู้จักช่องนี้ ดูตัวสะกด (unknown field)",
    "string_type": "ต้องเป็นข้อความ ใส่เครื่องหมายคำพูดครอบ (must be text: put it in quotes)",
    "int_type": "ต้องเป็นจำนวนเต็ม (must be a whole number)",
    "int_parsing": "ต้องเป็นจำนวนเต็ม (must be a whole number)",
    "float_type": "ต้องเป็นตัวเลข (must be a number)",
    "float_parsing": "ต้องเป็นตัวเลข (must be a number)",
    "bool_type": "ต้องเป็น true หรือ false (must be true or false)",
    "bool_parsing": "ต้องเป็น true หรือ false (must be true or false)",
    "list_type": "ต้องเป็นรายการ [ … ] (must be a list)",
    "tuple_type": "ต้องเป็นรายการ [ … ] (must be a list)",
    "dict_type": "ต้องเป็นคู่ ชื่อ: ค่า (must be a mapping)",
    "model_type": "ต้องเป็นคู่ ชื่อ: ค่า (must be a mapping)",
    "literal_error": "ต้องเป็นคำใดคำหนึ่งใน {expected} (must be one of these)",
}


def reason_of(detail: Mapping[str, Any]) -> str:
    """The sentence for one error of pydantic, with what stands there."""
    known = _REASONS.get(detail["type"])
    why = known.format(**detail.get("ctx", {})) if known else str(detail["msg"])
    given = detail.get("input")
    if detail["type"] in ("missing", "extra_forbidden") or isinstance(given, dict | list):
        return why
    return f"{why}; พบ (found) {given!r}"

"""Days and times as Thai and English readers write them. Days come as ISO dates, times as UTC with Z."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7))

# fmt: off
_TH = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน",
    "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)
_TH_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)
_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)
# fmt: on
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def day(iso: str, lang: str, *, brief: bool = False) -> str:
    """`2026-11-20` as 20 พฤศจิกายน 2569 or 20 November 2026; what is not a day comes back as it is."""
    try:
        d = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    if lang == "th":
        return f"{d.day} {(_TH_SHORT if brief else _TH)[d.month - 1]} {d.year + 543}"
    return f"{d.day} {_EN[d.month - 1][:3] if brief else _EN[d.month - 1]} {d.year}"


def moment(utc: str, lang: str) -> str:
    """`2026-11-20T07:05:00Z` in Bangkok time to the minute; what is not a time comes back as it is."""
    try:
        at = datetime.fromisoformat(utc.replace("Z", "+00:00"))
    except ValueError:
        return utc
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(BANGKOK)
    clock = f"{local:%H:%M}"
    return f"{day(local.date().isoformat(), lang, brief=True)} {clock}" + ("\u00a0น." if lang == "th" else "")


def year(fiscal_year: int, lang: str) -> str:
    """2566 in Thai, "2566 (2023)" in English."""
    return str(fiscal_year) if lang == "th" else f"{fiscal_year} ({fiscal_year - 543})"


def thai_digits(text: str) -> str:
    return text.translate(_THAI_DIGITS)

"""What the units that year files name are called in English; other names stand as they are."""

from __future__ import annotations

from reports.words import Lang

_ENGLISH = {
    "กองคลัง": "Finance division",
    "กองคลัง (งานพัสดุ)": "Finance division (procurement)",
    "ทุกส่วน: สำนักปลัด กองคลัง กองช่าง กองการศึกษา": ("Every division: chief clerk's office, finance, works, education"),
    "ทุกส่วนราชการ ประสานโดยสำนักปลัด": "Every division, led by the chief clerk's office",
    "สำนักปลัด": "Chief clerk's office",
    "สำนักปลัด (งานการเจ้าหน้าที่)": "Chief clerk's office (personnel)",
    "สำนักปลัด (งานธุรการ)": "Chief clerk's office (general administration)",
    "สำนักปลัด (งานรับเรื่องราวร้องทุกข์)": "Chief clerk's office (complaints)",
    "สำนักปลัด (งานแผนและงบประมาณ)": "Chief clerk's office (plans and budget)",
    "สำนักปลัด (งานแผนและงบประมาณ) ร่วมกับกองคลัง": "Chief clerk's office (plans and budget) with the finance division",
}


def office(unit: str, lang: Lang) -> str:
    """The unit's name for readers of this language."""
    return _ENGLISH.get(unit, unit) if lang == "en" else unit

"""Phrases in texts: short words count as words, and not as parts of others."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from auditor import thai
from auditor.judge import phrases

STANDS = [
    ("งบประมาณ", "ใช้งบประมาณ 20,000 บาท", True),
    ("งบประมาณ", "แผนปฏิบัติการ ประจำปีงบประมาณ พ.ศ. 2569", False),
    ("งบประมาณ", "ปีงบประมาณ 2569 งบประมาณ 5,000", True),
    ("ปีงบประมาณ", "ประจำปีงบประมาณ พ.ศ. 2569", True),
    ("บาท", "เสริมบทบาทประชาชน", False),
    ("บาท", "รวม 25,000 บาท", True),
    ("ราย", "รายงานผลการดำเนินงาน", False),
    ("ราย", "ผู้รับบริการ 120 ราย", True),
    ("วัน", "ภายใน 15 วันทำการ", True),
    ("พ.ย.", "แผนพัฒนาทรัพยากรบุคคล", False),
    ("พ.ย.", "ต.ค. - พ.ย. 2568", True),
    ("มติ", "สมมติฐาน", False),
    ("อบต.", "อบต.ดอนตัวอย่าง", True),
]


@pytest.mark.parametrize(("phrase", "text", "stands"), STANDS)
def test_phrase_stands_as_words_of_its_own(phrase: str, text: str, stands: bool) -> None:
    exhibit: Any = SimpleNamespace(norm=thai.normalise(text))
    hit = phrases.find(phrase, [exhibit])
    assert (hit is not None) is stands
    assert hit is None or hit.phrase in exhibit.norm


def test_says_asks_for_words_of_their_own_too() -> None:
    assert phrases.says([["แผน", "งบประมาณ"]], "แผนใช้งบประมาณ")
    assert not phrases.says(["งบประมาณ"], "แผนประจำปีงบประมาณ 2569")

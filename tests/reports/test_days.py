"""Days as readers write them."""

from __future__ import annotations

import pytest

from reports.days import day, moment, thai_digits, year


@pytest.mark.parametrize(
    ("iso", "lang", "brief", "made"),
    [
        ("2026-11-20", "th", False, "20 พฤศจิกายน 2569"),
        ("2026-11-20", "th", True, "20 พ.ย. 2569"),
        ("2023-04-01", "en", False, "1 April 2023"),
        ("2024-02-29", "th", False, "29 กุมภาพันธ์ 2567"),
        ("sometime", "th", False, "sometime"),
        ("", "en", False, ""),
    ],
)
def test_day(iso, lang, brief, made):
    assert day(iso, lang, brief=brief) == made


@pytest.mark.parametrize(
    ("utc", "lang", "made"),
    [
        ("2026-11-20T03:12:45Z", "th", "20 พ.ย. 2569 10:12\u00a0น."),
        ("2026-12-31T18:00:00Z", "th", "1 ม.ค. 2570 01:00\u00a0น."),
        ("2026-11-20T03:12:45", "en", "20 Nov 2026 10:12"),
        ("yesterday", "en", "yesterday"),
    ],
)
def test_moment_is_bangkok_time(utc, lang, made):
    assert moment(utc, lang) == made


def test_year_and_digits():
    assert year(2566, "th") == "2566"
    assert year(2566, "en") == "2566 (2023)"
    assert thai_digits("ข้อ 12 ปี 2566") == "ข้อ ๑๒ ปี ๒๕๖๖"

"""Years, months and parts of years are read back from every way in which they are written; other numbers are not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.period import (
    Time,
    bounds,
    by_own_words,
    fiscal_year_of,
    fits,
    mentions,
    months_of,
    read,
    thai_date,
    together,
)
from auditor.period.calendar import MONTH_NAMES, fiscal_months

PROVEN = settings(derandomize=True, deadline=None, database=None, max_examples=300)
THAI_DIGITS = {ord(str(n)): chr(0x0E50 + n) for n in range(10)}
SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]


def said(text: str) -> list[tuple[str, int | None, str]]:
    return [(hit.kind, hit.year, hit.role) for hit in mentions(text)]


SAID = {
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖": [("fiscal_year", 2566, "subject")],
    "ปีงบประมาณ\nพ.ศ. 2566": [("fiscal_year", 2566, "subject")],
    "ปีงบประมาณ 2566\nรายการจัดซื้อจัดจ้าง": [("fiscal_year", 2566, "subject")],
    "งบประมาณ 2566 บาท": [],
    "งบประมาณรายจ่ายประจำปี พ.ศ.2566": [("fiscal_year", 2566, "subject")],
    "ปีงบประมาณ พ.ศ. ๒ ๕ ๖ ๖": [("fiscal_year", 2566, "subject")],
    "ประจำปีงบประมาณ พ.ศ. 256 7": [("fiscal_year", 2567, "subject")],
    "งบประมาณ 25 66,000 บาท": [],
    "ita67": [("year", 2567, "unknown")],
    "OIT 43 ข้อ": [],
    "ปีงบประมาณ พ.ศ. 257O": [("fiscal_year", 2570, "subject")],
    "งบ 66": [("fiscal_year", 2566, "subject")],
    "FY2023": [("fiscal_year", 2566, "subject")],
    "ประจำปี 2566": [("year", 2566, "subject")],
    "ปี 66": [("year", 2566, "subject")],
    "ปี ค.ศ. 2023": [("year", 2566, "subject")],
    "แผน 2566": [("year", 2566, "unknown")],
    "’66": [("year", 2566, "unknown")],
    "plan_2023.pdf": [("year", 2566, "unknown")],
    "คำสั่งที่ 123/2566": [("year", 2566, "unknown")],
    "ครั้งที่ 1/66": [("year", 2566, "unknown")],
    "ปีการศึกษา 2566": [("year", 2566, "unknown")],
    "๒๕61 – ๒๕64": [("range", 2564, "plan_range")],
    "ปีงบประมาณ พ.ศ.2563๒": [("fiscal_year", 2563, "subject")],
    "(พ.ศ. 2566 - 2570)": [("range", 2570, "plan_range")],
    "แผน (พ.ศ. 2561 2565)": [("range", 2565, "plan_range")],
    "แผนงาน ประจำปี 2564\n2567 รายการ": [("year", 2564, "subject")],
    "แผนงาน ปี 2565 2568 คน": [("year", 2565, "subject")],
    "รายงาน พ.ศ. 2561 2565": [("year", 2561, "unknown"), ("year", 2565, "unknown")],
    "แผนพัฒนา พ.ศ. 2566 - 2570 จะดำเนินการ": [("range", 2570, "plan_range")],
    "ตุลาคม 2564 ถึงมีนาคม 2565 จะเห็นได้ว่า": [("months", 2565, "subject")],
    "โครงการ ปี 2566 2567 2568": [
        ("year", 2566, "subject"),
        ("year", 2567, "unknown"),
        ("year", 2568, "unknown"),
    ],
    "เมษายนถึงกันยายน ๒๕๖๘ จะรายงานเมื่อสิ้นปี": [("months", 2568, "unknown")],
    "ปี 2566-70": [("range", 2570, "plan_range")],
    "พ.ศ. 66-70": [("range", 2570, "plan_range")],
    "ปี 2564, 2565 และ 2566": [("year", 2564, "subject"), ("year", 2565, "unknown"), ("year", 2566, "unknown")],
    "ต.ค. 65 – มี.ค. 66": [("months", 2566, "subject")],
    "1 ตุลาคม 2565 ถึง 31 มีนาคม 2566": [("range", 2566, "subject")],
    "1-31 มีนาคม 2566": [("range", 2566, "subject")],
    "เดือน 10/2565": [("month", 2565, "unknown")],
    "ไตรมาสที่ ๒ ปีงบประมาณ 2566": [("quarter", None, "subject"), ("fiscal_year", 2566, "subject")],
    "รอบ 6 เดือน": [("half", None, "subject")],
    "รอบ 12 เดือน": [("months", None, "subject")],
    "ครึ่งปีแรก": [("half", None, "subject")],
    "พ.ร.บ.ข้อมูลข่าวสารของราชการ พ.ศ. 2540": [("year", 2540, "law")],
    "วิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส (ITA)\nประจำปีงบประมาณ พ.ศ. 2566": [("fiscal_year", 2566, "results")],
    "ระเบียบกระทรวงมหาดไทยว่าด้วยการพัสดุ (ฉบับที่ 4) พ.ศ. 2562 ประจำปี 2566": [
        ("year", 2562, "law"),
        ("year", 2566, "subject"),
    ],
    "ข้อบัญญัติ เรื่อง การจัดการขยะ พ.ศ. 2560": [("year", 2560, "law")],
    "ข้อบัญญัติ 2560": [("year", 2560, "unknown")],
    "เผยแพร่เมื่อ 15/11/2022": [("date", 2565, "publication")],
    "ประกาศ ณ วันที่ 15 เดือน พฤศจิกายน พ.ศ. 2565": [("date", 2565, "publication")],
    "Copyright © 2021 อบต.": [("year", 2564, "publication")],
    "ข้อมูล ณ วันที่ 30 กันยายน 2566": [("date", 2566, "unknown")],
}
SILENT = (
    "โทร. 0 2566 2567",
    "02-2566-2567",
    "044-252566",
    "1-2566-00123-45-6",
    "เลขที่โครงการ 66017256612",
    "จำนวน 2,566.00 บาท",
    "2566 บาท",
    "จำนวน 2566 ราย",
    "งบประมาณ 66,000 บาท",
    "งบประมาณ 2566 บาท",
    "ที่ นม 2566/123",
    "25661 ครั้ง",
    "1675329182.pdf",
    "ISO 9001:2015",
    "สำนักงาน ก.พ.",
    "30110",
    "อายุ 60 ปี",
    "เวลา 20.23 น.",
    "ปีที่ 3",
    "2566.50",
    "",
)


@pytest.mark.parametrize(("text", "expected"), SAID.items())
def test_what_is_said(text: str, expected: list[tuple[str, int | None, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_numbers_that_are_no_years(text: str) -> None:
    assert said(text) == []


YEAR_STYLES = (
    "ปีงบประมาณ พ.ศ. {}",
    "ประจำปีงบประมาณ {}",
    "ปีงบประมาณ{}",
    "พ.ศ. {}",
    "พ.ศ.{}",
    "ปี {}",
    "ประจำปี พ.ศ. {}",
    "แผน {}",
    "แผน_{}.pdf",
    "งบประมาณ {}",
    "(ปี {})",
    "ITA{}",
)
YEARS = st.integers(2555, 2579)


def thai_mix(digits: str, mixed: int) -> str:
    """Digits of which those with a set bit are Thai."""
    return "".join(char.translate(THAI_DIGITS) if mixed >> place & 1 else char for place, char in enumerate(digits))


@PROVEN
@given(YEARS, st.sampled_from(YEAR_STYLES), st.integers(0, 15))
def test_every_year_is_read_back_in_every_style(year: int, style: str, mixed: int) -> None:
    text = style.format(thai_mix(str(year), mixed))
    assert read({"title": text}).fiscal_year == year
    assert [hit.year for hit in mentions(text)] == [year]


@PROVEN
@given(YEARS, st.sampled_from(["ปีงบประมาณ {}", "ปี {}", "งบ {}", "ปี’{}", "ปีงบฯ {}"]))
def test_every_short_year_is_read_back_in_its_context(year: int, style: str) -> None:
    assert read({"title": style.format(year - 2500)}).fiscal_year == year


MONTH_STYLES = (
    "{m} {y}",
    "{m} พ.ศ. {y}",
    "เดือน{m} พ.ศ.{y}",
    "ประจำเดือน {m} {y}",
    "{m}{y}",
    "{m} ปี {y}",
    "{s} {y}",
    "{s}{y}",
    "{s} {yy}",
    "{s}{yy}",
    "{n}/{y}",
)


@PROVEN
@given(YEARS, st.integers(1, 12), st.sampled_from(MONTH_STYLES), st.booleans())
def test_every_month_is_read_back_in_every_style(year: int, month: int, style: str, thai: bool) -> None:
    text = style.format(m=MONTH_NAMES[month - 1], s=SHORT[month - 1], y=year, yy=year - 2500, n=f"เดือน {month}")
    time = read({"title": "สขร.1 " + (text.translate(THAI_DIGITS) if thai else text)})
    assert time.months == {(year, month)}
    assert time.period == "month"
    assert time.fiscal_year == year + (month >= 10)


DATE_STYLES = (
    "{d} {m} {y}",
    "{d} {s} {yy}",
    "วันที่ {d} เดือน {m} พ.ศ. {y}",
    "{d}/{n}/{y}",
    "{d}-{n}-{y}",
    "{d:02}.{n:02}.{y}",
    "{d}{s}{y}",
    "{iso}",
)


@PROVEN
@given(st.dates(date(2012, 1, 1), date(2035, 12, 31)), st.sampled_from(DATE_STYLES))
def test_every_date_is_read_back_in_every_style(day: date, style: str) -> None:
    be = day.year + 543
    text = style.format(
        d=day.day,
        n=day.month,
        m=MONTH_NAMES[day.month - 1],
        s=SHORT[day.month - 1],
        y=be,
        yy=be - 2500,
        iso=day.isoformat(),
    )
    (hit,) = mentions(text)
    assert (hit.kind, hit.start, hit.end) == ("date", day, day)
    assert read({"first_page": text}).fiscal_year == fiscal_year_of(day)


@PROVEN
@given(st.dates(date(2012, 1, 1), date(2035, 12, 31)), st.integers(0, 364))
def test_a_range_of_days_is_read_back(start: date, length: int) -> None:
    end = date.fromordinal(start.toordinal() + length)
    hits = mentions(f"ระหว่างวันที่ {thai_date(start)} ถึง {thai_date(end)}")
    assert [(hit.kind, hit.start, hit.end) for hit in hits] == [("range", start, end)]


@PROVEN
@given(YEARS, st.integers(1, 12), st.integers(1, 12))
def test_a_range_of_months_is_read_back(year: int, first: int, last: int) -> None:
    months = fiscal_months(year, min(first, last), max(first, last))
    (from_year, from_month), (to_year, to_month) = months[0], months[-1]
    time = read({"title": f"{SHORT[from_month - 1]} {from_year - 2500} – {SHORT[to_month - 1]} {to_year - 2500}"})
    assert time.months == set(months)
    assert time.fiscal_year == year


@PROVEN
@given(st.text(max_size=80) | st.text(alphabet="๐๑๒25๖6 0-/.,ปีพ.ศ.งบประมาณม.ค.ตุลาคมไตรมาสที่รอบเดือนถึง'\n", max_size=60))
def test_no_text_raises_and_spans_hold_their_words(text: str) -> None:
    for hit in mentions(text):
        assert hit.text == text[slice(*hit.span)]
        assert 0 <= hit.certainty <= 1
    time = read(dict.fromkeys(("title", "file_name", "address", "publication_date", "first_page", "odd"), text))
    assert 0 <= time.certainty <= 1


READ = [
    ({"link_text": "แผนการใช้จ่าย ประจำปีงบประมาณ พ.ศ. ๒๕๖๖"}, 2566, None, None),
    ({"link_text": "แผน 2566", "first_page": "แผน ประจำปีงบประมาณ พ.ศ. 2565"}, 2565, None, "year"),
    ({"link_text": "รายงาน รอบ 6 เดือน", "heading": "ปีงบประมาณ 2566"}, 2566, None, "first_half"),
    ({"link_text": "รายงาน รอบ 6 เดือนหลัง ปี 2566"}, 2566, None, "second_half"),
    ({"link_text": "รายงาน 9 เดือนแรก ปี 2566"}, 2566, None, "nine_months"),
    ({"title": "รายงานประจำปี 2565", "address": "https://a.example/wp-content/uploads/2023/05/a.pdf"}, 2565, None, None),
    ({"link_text": "ดาวน์โหลด", "file_name": "plan_66.pdf"}, 2566, None, None),
    ({"link_text": "ดาวน์โหลด", "address": "https://a.example/uploads/2022/11/a.pdf"}, 2566, None, None),
    ({"link_text": "ดาวน์โหลด", "address": "https://a.example/ita/2566/o12?id=2565"}, 2566, None, None),
    ({"link_text": "ดาวน์โหลด", "address": "https://2565.example/news/2565123"}, None, None, None),
    ({"title": "แผนพัฒนาท้องถิ่น (พ.ศ. 2566-2570) เพิ่มเติม ครั้งที่ 1/2567"}, None, (2566, 2570), None),
    ({"link_text": "แผนป้องกันทุจริต", "file_name": "anti_plan_66-70.pdf"}, None, (2566, 2570), None),
    ({"title": "แผนปฏิบัติการ พ.ศ. 2566-2570 ประจำปีงบประมาณ 2567"}, 2567, (2566, 2570), None),
    ({"title": "พ.ร.บ.การจัดซื้อจัดจ้าง พ.ศ. 2560"}, None, None, None),
    ({"first_page": "15 ม.ค. 2566"}, 2566, None, None),
    ({"first_page": "15 พ.ย. 2565"}, 2566, None, None),
    ({"first_page": "ประกาศเจตนารมณ์ ประกาศ ณ วันที่ 15 พ.ย. 2565"}, 2566, None, None),
    ({"title": "สขร.1 ประจำเดือนตุลาคม ปีงบประมาณ 2566"}, 2566, None, "month"),
    ({"title": "สขร.1 ไตรมาสที่ 2 (มกราคม - มีนาคม 2566)"}, 2566, None, "quarter"),
    ({"title": "ไตรมาส 1-2 ปีงบประมาณ 2566"}, 2566, None, "first_half"),
    ({"title": "รายงาน (ตุลาคม 2565 - กันยายน 2566)"}, 2566, None, "year"),
    ({"title": "1 ต.ค. 2565 - 31 มี.ค. 2566 และ 1 เม.ย. 2566 - 30 ก.ย. 2566"}, 2566, None, "year"),
    ({"first_page": "สถิติ ปีงบประมาณ 2566 (ตุลาคม 2565 - มกราคม 2566)"}, 2566, None, "part"),
    ({"title": "รอบ 6 เดือนแรก", "first_page": "ปีงบประมาณ 2566 (ตุลาคม 2565 - มกราคม 2566)"}, 2566, None, None),
    (
        {"first_page": "สรุปผล ปีงบประมาณ 2566 ระหว่าง 1 ต.ค. 2565 - 31 มี.ค. 2566 ส่วนเมษายนถึงกันยายน 2566 จะรายงานต่อไป"},
        2566,
        None,
        "first_half",
    ),
    ({"title": "เดือน ต.ค., พ.ย., ธ.ค. 2565 ปีงบประมาณ 2566"}, 2566, None, "quarter"),
    ({"file_name": "doc-2565-10-03.pdf"}, 2566, None, None),
    ({"title": "ประจำปี 2565", "publication_date": "5 พฤศจิกายน 2566"}, 2565, None, None),
    ({"publication_date": "5 พฤศจิกายน 2565"}, 2566, None, None),
    ({}, None, None, None),
    ({"title": "ติดต่อเรา โทร 0-2566-2567"}, None, None, None),
]


@pytest.mark.parametrize(("fields", "year", "span", "period"), READ)
def test_reading_of_fields(
    fields: dict[str, str], year: int | None, span: tuple[int, int] | None, period: str | None
) -> None:
    time = read(fields)
    assert (time.fiscal_year, time.span, time.period) == (year, span, period)
    assert (time.certainty > 0) == (year is not None or span is not None)
    assert bool(time.because) == (time.certainty > 0)


def test_contradiction_and_agreement_show_in_the_certainty() -> None:
    alone = read({"title": "ประจำปี 2566"}).certainty
    agreed = read({"title": "ประจำปี 2566", "first_page": "ปีงบประมาณ พ.ศ. 2566"}).certainty
    against = read({"title": "ประจำปี 2566", "first_page": "ปีงบประมาณ พ.ศ. 2565"}).certainty
    assert against < 0.6 < alone < agreed


def test_weaker_sources_are_less_certain() -> None:
    texts = {"title": "ปี 2566", "file_name": "แผน2566.pdf", "address": "/ita/2566/", "publication_date": "3 ม.ค. 2566"}
    certainties = [read({name: text}).certainty for name, text in texts.items()]
    assert certainties == sorted(certainties, reverse=True)
    assert read({"address": "/uploads/2023/05/a.pdf"}).certainty < 0.3


def test_a_publication_date_never_outweighs_the_subject() -> None:
    time = read({"file_name": "report_66.pdf", "publication_date": "3 ม.ค. 2568", "address": "/2025/01/report_66.pdf"})
    assert (time.fiscal_year, time.years) == (2566, {2566})


def test_a_page_that_compares_years_keeps_them_all() -> None:
    time = read({"first_page": "รายงาน ประจำปีงบประมาณ 2566 เปรียบเทียบกับปี 2565"})
    assert time.fiscal_year == 2566
    assert time.years == {2565, 2566}
    assert time.certainty > 0.7


def test_months_of_a_fiscal_year_cross_the_new_year() -> None:
    assert months_of("year", 2566)[0] == (2565, 10)
    assert months_of("year", 2566)[-1] == (2566, 9)
    assert months_of("first_half", 2566)[-1] == (2566, 3)
    assert months_of("previous_year", 2566) == months_of("year", 2565)
    assert bounds("year", 2566) == (date(2022, 10, 1), date(2023, 9, 30))
    assert bounds("first_half", 2567) == (date(2023, 10, 1), date(2024, 3, 31))
    assert bounds("previous_year", 2566) == bounds("year", 2565)
    assert thai_date(date(2026, 11, 21)) == "21 พฤศจิกายน 2569"


@PROVEN
@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_each_day_lies_in_its_fiscal_year(day: date) -> None:
    year = fiscal_year_of(day)
    start, end = bounds("year", year)
    assert start <= day <= end


def of(year: int | None, period: str | None = None, **more: object) -> Time:
    return Time(fiscal_year=year, period=period, years=frozenset({year} if year else ()), basis="fiscal_year", **more)  # type: ignore[arg-type]


FITS = [
    (of(2560), "now", "yes"),
    (of(None), "now", "yes"),
    (of(2566), "year", "yes"),
    (of(2565), "year", "older"),
    (of(2567), "year", "newer"),
    (of(None), "year", "unknown"),
    (of(None, span=(2561, 2565)), "year", "older"),
    (of(None, span=(2566, 2570)), "year", "unknown"),
    (Time(fiscal_year=2565, years=frozenset({2565, 2566}), basis="year"), "year", "unknown"),
    (of(2565), "previous_year", "yes"),
    (of(2566), "previous_year", "newer"),
    (of(2564), "previous_year", "older"),
    (of(2565, "first_half"), "previous_year", "other_period"),
    (of(2566, "first_half"), "first_half", "yes"),
    (of(2566, "year"), "first_half", "yes"),
    (of(2566, "nine_months"), "first_half", "yes"),
    (of(2566, "second_half"), "first_half", "other_period"),
    (of(2566), "first_half", "unknown"),
    (of(2566, "month", months=frozenset({(2565, 12)})), "first_half", "yes"),
    (of(2566, "month", months=frozenset({(2566, 7)})), "first_half", "other_period"),
    (of(2565, "first_half"), "first_half", "older"),
    (of(None, span=(2566, 2570)), "covers", "yes"),
    (of(None, span=(2561, 2565)), "covers", "older"),
    (of(None, span=(2567, 2570)), "covers", "newer"),
    (of(2565), "covers", "older"),
    (Time(fiscal_year=2564, basis="publication"), "covers", "unknown"),
    (of(2566), "covers", "yes"),
]


@pytest.mark.parametrize(("time", "kind", "expected"), FITS)
def test_fits(time: Time, kind, expected: str) -> None:
    assert fits(time, kind, 2566) == expected


EITHER = [
    (of(2565), "year", "unknown"),
    (of(2566), "year", "yes"),
    (of(2564), "year", "older"),
    (of(2567), "year", "newer"),
    (of(None), "year", "unknown"),
    (of(2566), "previous_year", "unknown"),
    (of(2567), "previous_year", "newer"),
    (of(2566, "second_half"), "first_half", "other_period"),
    (of(2565, "first_half"), "first_half", "unknown"),
    (of(2565, "second_half"), "first_half", "unknown"),
    (of(2566, "first_half"), "previous_year", "other_period"),
]


@pytest.mark.parametrize(("time", "kind", "expected"), EITHER)
def test_fits_either_year_where_the_reference_doubts(time: Time, kind, expected: str) -> None:
    assert fits(time, kind, 2566, either=True) == expected


QUARTERS = {
    n: Time(2566, period="quarter", months=frozenset(months_of("year", 2566)[3 * n - 3 : 3 * n])) for n in (1, 2)
}
MONTHS = months_of("year", 2566)
PARTS = [Time(2566, period="part", months=frozenset(months)) for months in (MONTHS[:4], MONTHS[4:6])]
ADDING_UP = [
    (PARTS[:1], "unknown"),
    (PARTS, "yes"),
    ([QUARTERS[1]], "other_period"),
    ([QUARTERS[2]], "unknown"),
    ([QUARTERS[1], QUARTERS[2]], "yes"),
    ([QUARTERS[1], Time(2566, period="first_half")], "yes"),
    ([Time(2566, period="month", months=frozenset(months_of("year", 2566)[:1]))], "yes"),
]


@pytest.mark.parametrize(("times", "expected"), ADDING_UP)
def test_quarters_add_up_to_the_half_year(times: list[Time], expected: str) -> None:
    assert together(times, "first_half", 2566) == expected


def test_a_label_against_what_the_document_says_of_itself_is_contested() -> None:
    label = {"link_text": "รายงานประจำปี 2567", "file_name": "report_2567.pdf", "context": "ปีงบประมาณ 2567"}
    label["address"] = "http://agency.example/files/2567/r.pdf"
    signed = "รายงานสรุปผล ประจำปีงบประมาณ พ.ศ. ๒๕๖๖\nลงชื่อ นายกเทศมนตรี ๒๔ ตุลาคม ๒๕๖๖"
    own = read({**label, "first_page": signed})
    assert (own.fiscal_year, own.contested) == (2567, True)
    assert fits(own, "year", 2567) == "unknown"
    assert not read({**label, "first_page": "มาตรการปี 2567 ตามผลประเมินประจำปีงบประมาณ พ.ศ. 2566"}).contested


@pytest.mark.parametrize(
    ("text", "expected"), [("ตั้งแต่ปีงบประมาณ พ.ศ. 2564 เป็นต้นไป", "yes"), ("ปีงบประมาณ พ.ศ. 2564", "older")]
)
def test_what_is_in_force_from_a_year_on_covers_later_ones(text: str, expected: str) -> None:
    assert fits(read({"first_page": f"หลักเกณฑ์การบริหารทรัพยากรบุคคล ใช้บังคับ{text}"}), "covers", 2566) == expected


def test_what_draws_on_the_results_of_a_year_is_of_the_next() -> None:
    time = read({"first_page": "มาตรการส่งเสริมคุณธรรม จากผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566"})
    assert fits(time, "year", 2567) == "yes"


OWN = {"link_text": "รายงานผลการดำเนินงาน ปี 2567", "first_page": "รายงานผลการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2566"}


@pytest.mark.parametrize(
    ("rest", "fit"),
    [
        ("ผลของโครงการ 12 โครงการ", "older"),
        ("รายงาน ณ วันที่ 5 ตุลาคม 2567", "unknown"),
        ("ข้อมูลถึง ก.ย. 67", "unknown"),
        ("as of 30 September 2024", "unknown"),
        ("ข้อมูลถึง ก.ย. 6\ufffd", "unknown"),
    ],
)
def test_a_label_is_believed_against_a_document_only_where_that_says_its_year_somewhere(rest: str, fit: str) -> None:
    assert fits(by_own_words(read(OWN), f"{OWN['first_page']} {rest}"), "year", 2567) == fit


def test_a_part_of_another_year_is_not_the_documents_own() -> None:
    text = "ปีงบประมาณ 2568 รับเรื่องทุจริตกี่เรื่อง รวม 4 เรื่อง\nครึ่งแรกปี 2569 (ต.ค. 68 - มี.ค. 69): 1 เรื่อง"
    assert read({"first_page": text}).period == "year"

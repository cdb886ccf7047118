"""What is not due yet, a draft year, a later year's document, and six years over one site."""

from __future__ import annotations

import shutil
from datetime import date
from typing import Any

import pytest

from auditor.classify import Recogniser
from auditor.judge import judge
from auditor.rules.author import new_year
from auditor.rules.load import Rules, load, packaged, year_of
from auditor.site import build
from tests.auditor.judge.test_scenes import HOST, file, page

DECLARED = """ประกาศเจตนารมณ์นโยบายไม่รับของขวัญ (No Gift Policy) จากการปฏิบัติหน้าที่ ประจำปีงบประมาณ พ.ศ. 2570
ข้าพเจ้าและเจ้าหน้าที่ทุกคนจะไม่รับของขวัญหรือของกำนัลทุกชนิด ทั้งก่อน ขณะ และหลังปฏิบัติหน้าที่
ประกาศ ณ วันที่ 2 พฤศจิกายน พ.ศ. 2569"""
MENU = '<li><a href="/nogift">นโยบายไม่รับของขวัญ (No Gift Policy)</a></li>'
LIST = (
    "<h1>นโยบายไม่รับของขวัญ (No Gift Policy)</h1><ul><li>"
    '<a href="/ng70.pdf">ประกาศเจตนารมณ์นโยบายไม่รับของขวัญ ประจำปีงบประมาณ พ.ศ. 2570</a></li></ul>'
)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    """The packaged rules with a draft of 2570 made from 2569."""
    folder = tmp_path_factory.mktemp("rules") / "rules"
    shutil.copytree(packaged(), folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    new_year(2570, 2569, folder)
    return load(folder)


@pytest.fixture(scope="module")
def site() -> Any:
    history = "<h1>ประวัติความเป็นมา</h1><p>ชาวบ้านย้ายมาตั้งถิ่นฐานริมแม่น้ำเมื่อครั้งที่ยังเป็นป่าทึบ และตั้งเป็นตำบลในเวลาต่อมา</p>"
    pages = {"/": "<h1>เทศบาลตำบลดอนตัวอย่าง</h1>", "/nogift": LIST, "/history": history, "/travel": history}
    return build(HOST + "/", [page(p, body, MENU) for p, body in pages.items()] + [file("/ng70.pdf", DECLARED)])


def told(rules: Rules, site: Any, year: int, as_of: date) -> dict[str, Any]:
    judged = judge(site, year_of(rules, year), rules.concepts, Recogniser(rules.concepts, rules.words), as_of)
    return {item.concept: item for item in judged.items}


@pytest.mark.parametrize(
    ("as_of", "missing"),
    [(date(2026, 11, 20), "not_due"), (date(2027, 3, 31), "not_due"), (date(2027, 4, 1), "not_found")],
)
def test_a_missing_report_is_not_due_until_its_day(drafted: Rules, site: Any, as_of: date, missing: str) -> None:
    items = told(drafted, site, 2570, as_of)
    report = items["anti_corruption_report"]
    assert (report.outcome, report.reason) == (("untested" if missing == "not_due" else "failed"), missing)
    assert items["no_gift_policy_declaration"].criteria[0].outcome == "passed"
    assert (report.due == "2027-04-01") is (missing == "not_due")


def test_a_channel_is_judged_on_any_day(drafted: Rules, site: Any) -> None:
    assert told(drafted, site, 2570, date(2026, 11, 20))["complaint_channel"].outcome == "failed"


def test_only_a_later_years_document_decides_nothing(site: Any) -> None:
    declared = told(load(), site, 2569, date(2026, 11, 20))["no_gift_policy_declaration"]
    assert (declared.outcome, declared.reason) == ("cantTell", "newer_year")


def test_a_draft_is_never_chosen(drafted: Rules) -> None:
    from auditor.rules.load import default_year

    assert default_year(drafted).fiscal_year == 2569
    assert year_of(drafted, 2570).status == "draft"


def test_six_years_of_one_site_differ_where_the_law_differs(site: Any) -> None:
    rules = load()
    counts = {y: len(told(rules, site, y, date(2026, 11, 20))) for y in rules.years}
    names = {y: {i.id for i in rules.years[y].items} for y in rules.years}
    assert {y: len(n) for y, n in names.items()} == {2564: 43, 2565: 43, 2566: 43, 2567: 35, 2568: 28, 2569: 26}
    assert all(counts.values())
    assert told(rules, site, 2564, date(2026, 11, 20)).get("no_gift_policy_declaration") is None
    assert "no_gift_policy_declaration" in told(rules, site, 2569, date(2026, 11, 20))


def test_a_year_from_a_scan_with_unread_digits_fails_nothing() -> None:
    from dataclasses import replace

    from auditor.document import Document, TextPage

    rules = load()
    text = (
        "ประกาศเจตนารมณ์นโยบายไม่รับของขวัญ (No Gift Policy) ตามประกาศ ปีงบประมาณ พ.ศ. 2564 ประจำปี \ufffd\ufffd\ufffd\ufffd"
    )
    listed = LIST.replace(" ประจำปีงบประมาณ พ.ศ. 2570", "")
    for source, wanted in (("digital", "failed"), ("ocr", "cantTell")):
        document = Document("application/pdf", pages=(TextPage(1, text, source, 0.95),))  # type: ignore[arg-type]
        scan = replace(file("/ng70.pdf", text), document=document)
        pages = {"/": "<h1>เทศบาลตำบลดอนตัวอย่าง</h1>", "/nogift": listed}
        built = build(HOST + "/", [page(p, body, MENU) for p, body in pages.items()] + [scan])
        assert told(rules, built, 2569, date(2026, 11, 20))["no_gift_policy_declaration"].outcome == wanted, source

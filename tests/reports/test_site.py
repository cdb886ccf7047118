"""The static site: figures, sizes, safety, and a real browser."""

from __future__ import annotations

import csv
import http.server
import json
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from reports.site import PER_PAGE, Overview, failures, rates, write

STATES = ("passed", "failed", "cantTell", "untested", "not_due")


def _agency(n: int, **changed: Any) -> dict[str, Any]:
    states = {f"O{i}": STATES[(n + i) % 5] for i in range(1, 12)}
    return {
        "slug": f"t{n}.example",
        "name": f"เทศบาลตำบลสมมุติ {n}",
        "url": f"https://t{n}.example/",
        "outcome": "done",
        "province": f"จังหวัด{n % 2}",
        "type": "เทศบาลตำบล",
        "vendor": "",
        "address": "192.0.2.1",
        "as_of": "2026-06-10",
        "reach": "complete",
        "states": states,
        "history": [],
    } | changed


def _overview(agencies: list[dict[str, Any]], **changed: Any) -> dict[str, Any]:
    night = {
        "id": 1,
        "at": "2026-06-10T01:00:00Z",
        "agencies": 2,
        "passed": 3,
        "failed": 1,
        "total": 9,
        "blocked": 0,
        "worse": 1,
        "better": 0,
    }
    change = {
        "slug": "t0.example",
        "name": "เทศบาลตำบลสมมุติ 0",
        "province": "จังหวัด0",
        "item": "O2",
        "kind": "regression",
        "before": "passed",
        "after": "failed",
        "th": "ลิงก์เสีย",
        "en": "dead link",
    }
    return {
        "fiscal_year": 2569,
        "night": 1,
        "at": night["at"],
        "agencies": agencies,
        "nights": [night],
        "changes": [change],
    } | changed


def test_rates_and_failures_count_only_what_is_decided() -> None:
    overview = Overview.model_validate(
        _overview(
            [
                _agency(0, states={"O1": "passed", "O2": "failed", "O10": "untested"}),
                _agency(1, states={"O1": "failed", "O2": "failed", "O10": "cantTell"}),
            ]
        )
    )
    assert overview.items() == ["O1", "O2", "O10"]
    assert rates(overview.agencies, overview.items()) == [50, 0, None]
    assert failures(overview) == [("O2", 2, 2, 100), ("O1", 1, 2, 50)]


def test_no_page_is_large_however_many_agencies_share_a_group(tmp_path: Path) -> None:
    count = 2 * PER_PAGE + 1
    pages = write(_overview([_agency(n, province="") for n in range(count)]), tmp_path, agencies=tmp_path / "none")
    assert pages == 1 + count + 3 * 3
    assert max(p.stat().st_size for p in tmp_path.rglob("*.html")) < 2_000_000
    # 7,850 agencies are 13 of these.
    assert (tmp_path / "data" / "search.json").stat().st_size * 7850 / count < 2_000_000
    table = (tmp_path / "data" / "agencies.csv").read_text("utf-8-sig")
    assert len(list(csv.reader(table.splitlines()))) == count + 1


def test_names_are_text_wherever_they_stand(tmp_path: Path) -> None:
    odd = "<script>alert(1)</script>\"'&"
    write(_overview([_agency(0, name=odd, province=odd, vendor="=cmd()", type=odd)]), tmp_path, agencies=tmp_path)
    for page in tmp_path.rglob("*.html"):
        assert "<script>alert" not in page.read_text("utf-8")
    assert "'=cmd()" in (tmp_path / "data" / "agencies.csv").read_text("utf-8")


def test_reports_come_along_and_agencies_that_left_go(tmp_path: Path) -> None:
    reports, site = tmp_path / "agencies", tmp_path / "site"
    (reports / "t0.example").mkdir(parents=True)
    (reports / "t0.example" / "report.html").write_text("report 1")
    write(_overview([_agency(0), _agency(1)]), site, agencies=reports)
    assert (site / "agencies" / "t0.example" / "report.html").read_text() == "report 1"
    assert "report.html" not in (site / "agencies" / "t1.example" / "index.html").read_text("utf-8")
    (reports / "t0.example" / "new").write_text("report 2")
    (reports / "t0.example" / "new").replace(reports / "t0.example" / "report.html")
    write(_overview([_agency(0)]), site, agencies=reports)
    assert (site / "agencies" / "t0.example" / "report.html").read_text() == "report 2"
    assert not (site / "agencies" / "t1.example").exists()


def test_an_empty_night_is_a_site_too(tmp_path: Path) -> None:
    assert write(_overview([], nights=[], changes=[], at=""), tmp_path, agencies=tmp_path, lang="en") == 1
    assert "Nothing changed" in (tmp_path / "index.html").read_text("utf-8")


def test_changes_have_a_page_of_their_own_and_an_upgrade_is_told_apart(tmp_path: Path) -> None:
    step = {"night": 2, "item": "O2", "before": "passed", "after": "failed", "upgrade": True}
    given = _overview([_agency(0, history=[step])], upgraded=7, names={"O2": "ข้อมูลผู้บริหาร"})
    many = given | {"changes": given["changes"] * 20}
    assert write(many, tmp_path, agencies=tmp_path / "none") == 1 + 1 + 1 + 3
    start = (tmp_path / "index.html").read_text("utf-8")
    assert 'href="changes.html"' in start and "อีก 7 ข้อต่างไปเพราะเกณฑ์หรือโปรแกรมตรวจเปลี่ยน" in start
    assert "ข้อมูลผู้บริหาร" in start
    assert (tmp_path / "changes.html").read_text("utf-8").count("ลิงก์เสีย") == 20
    assert "เพราะเกณฑ์หรือโปรแกรมเปลี่ยน" in (tmp_path / "agencies/t0.example/index.html").read_text("utf-8")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None: ...


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    write(_overview([_agency(n) for n in range(30)]), tmp_path, agencies=tmp_path / "none")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_in_a_real_browser(served: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(served)
        page.fill("#q", "สมมุติ 17")
        page.locator("#found a").click()
        assert page.inner_text("h1") == "เทศบาลตำบลสมมุติ 17"
        page.goto(served)
        page.locator("#by_province ~ .scroll a").first.click()
        # Every cell has a sign beside its colour.
        cells = page.locator(".heat tbody td[class]").all_inner_texts()
        assert len(cells) == 15 * 11 and all(cell.strip() for cell in cells)
        page.goto(served)
        page.fill("#q", "ไม่มีที่ไหน")
        page.wait_for_selector("text=ไม่พบหน่วยงานนี้")
        browser.close()
    assert errors == []


def test_the_data_can_be_read_back(tmp_path: Path) -> None:
    given = _overview([_agency(0)])
    write(given, tmp_path, agencies=tmp_path)
    again = Overview.model_validate(json.loads((tmp_path / "data" / "overview.json").read_text("utf-8")))
    assert again == Overview.model_validate(given)

"""Whole audits of a few pages: check again, claims, decisions, judging twice, a person's word beside the machine's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditor import again, decisions
from auditor import audit as wiring
from auditor.again import AgainError, check_again
from auditor.audit import AuditRequest
from auditor.claims import ClaimError
from auditor.claims import read as read_claims
from auditor.demo.pages import Page as SitePage
from auditor.result import ItemResult, Result
from auditor.rules.load import load, year_of
from crawler.evidence import Store
from tests.serving import Server, serve_pages

MENU = """<html><head><title>เทศบาลตำบลดอนตัวอย่าง</title></head><body><nav><a href="/">หน้าแรก</a>
<a href="/nogift">นโยบายไม่รับของขวัญ (No Gift Policy)</a><a href="/contact">ติดต่อเรา</a>
<a href="/history">ประวัติความเป็นมา</a></nav>"""
EMPTY = (
    MENU + "<h1>นโยบายไม่รับของขวัญ (No Gift Policy)</h1><table><tr><th>เรื่อง</th><th>วันที่</th></tr></table></body></html>"
)
FILLED = EMPTY.replace(
    "</table>", '<tr><td><a href="/ng66.html">ประกาศเจตนารมณ์ ปี 2566</a></td><td>12 ม.ค. 66</td></tr></table>'
)
DECLARATION = (
    MENU
    + """<h1>ประกาศเจตนารมณ์นโยบายไม่รับของขวัญ (No Gift Policy) ประจำปีงบประมาณ พ.ศ. 2566</h1><p>ข้าพเจ้าและเจ้าหน้าที่ทุกคน
จะไม่รับของขวัญหรือของกำนัลทุกชนิด ทั้งก่อน ขณะ และหลังปฏิบัติหน้าที่ ประกาศ ณ วันที่ 12 มกราคม พ.ศ. 2566 (นายสมมติ ตัวอย่างดี)
นายกเทศมนตรีตำบลดอนตัวอย่าง</p></body></html>"""
)
CONTACT = (
    MENU
    + """<h1>ติดต่อเรา</h1><p>สำนักงานเทศบาลตำบลดอนตัวอย่าง เลขที่ 9 หมู่ 4 ตำบลดอนตัวอย่าง อำเภอเมือง จังหวัดสมมติ 99110
โทรศัพท์ 0-9999-0110 โทรสาร 0-9999-0111 อีเมล office@don.example</p></body></html>"""
)
HISTORY = (
    MENU + "<h1>ประวัติความเป็นมา</h1><p>ชาวบ้านย้ายมาตั้งถิ่นฐานริมน้ำเมื่อครั้งที่ยังเป็นป่าทึบ มีวัดเป็นศูนย์กลางของชุมชน</p></body></html>"
)


def page(text: str) -> dict[str, Any]:
    return {"text": text, "type": "text/html"}


@pytest.fixture(scope="module")
def _quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OIT_DELAY", "0")
        patch.setenv("OIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def site(_quick: None) -> Iterator[Server]:
    pages = {
        "/": page(MENU + "<h1>เทศบาลตำบลดอนตัวอย่าง</h1></body></html>"),
        "/nogift": page(EMPTY),
        "/contact": page(CONTACT),
        "/history": page(HISTORY),
        "/gone": {"text": "gone", "status": 404},
        "/ng66.html": page(DECLARATION),
    }
    with serve_pages(pages) as server:
        yield server


def request_of(server: Server, out: Path) -> AuditRequest:
    return AuditRequest(url=server.url + "/", out=out, fiscal_year=2566, as_of=date(2023, 5, 15))


def item(result: Result, name: str) -> ItemResult:
    return next(i for i in result.items if i.id == name)


def test_judging_one_store_twice_gives_the_same_bytes(site: Server, tmp_path: Path) -> None:
    rules = load()
    first = wiring.audit(request_of(site, tmp_path))
    again = wiring.judge_store(replace(request_of(site, tmp_path), url=""), rules, year_of(rules, 2566))
    assert wiring.dump(first) == wiring.dump(again)
    assert item(first, "O31").reason == "empty_list"
    assert item(first, "O5").criteria[0].outcome == "passed"


def test_what_was_rehearsed_changes_no_verdict(site: Server, tmp_path: Path) -> None:
    request, rules = request_of(site, tmp_path), load()
    first, year = wiring.audit(request), year_of(rules, 2566)
    desk = wiring.Desk.of(rules)
    for known in (2, 4):
        part = shutil.copytree(tmp_path / "evidence", tmp_path / f"{known}")
        with Store.open(part) as store:
            store.conn.execute("DELETE FROM fetch WHERE id > ?", (known,))
            wiring.rehearse(store, request, rules, year, desk, lambda _: None)
    assert wiring.dump(wiring.judge_store(request, rules, year, desk=desk)) == wiring.dump(first)


def test_a_claim_is_judged_for_itself(site: Server, tmp_path: Path) -> None:
    rules, year = load(), year_of(load(), 2566)
    claims = {"O31": [site.url + "/ng66.html", site.url + "/gone", site.url + "/history"]}
    request = replace(request_of(site, tmp_path), claims=claims)
    wiring.crawl_site(request, rules)
    wiring.crawl_site(request, rules, only=claims["O31"])
    found = item(wiring.judge_store(request, rules, year), "O31").claims
    assert (found[1].outcome, found[1].reason) == ("failed", "dead_link")
    assert found[0].outcome != "failed"
    assert found[2].outcome != "passed", "a page about something else"


def test_what_a_claimed_page_leads_to_is_no_way_into_the_site(site: Server, tmp_path: Path) -> None:
    rules, year = load(), year_of(load(), 2566)
    put_up(site, {"/alone": MENU + "<h1>เรื่องเล่า</h1><p><a href='/alone/more'>เรื่องที่สอง</a></p></body></html>"})
    request = replace(request_of(site, tmp_path), claims={"O31": [site.url + "/alone"]})
    wiring.crawl_site(request, rules)
    before = wiring.judge_store(request, rules, year)
    wiring.crawl_site(request, rules, only=request.claims["O31"] if request.claims else ())
    after = wiring.judge_store(request, rules, year)
    assert [(i.id, i.outcome) for i in after.items] == [(i.id, i.outcome) for i in before.items]
    assert "failed" in {i.outcome for i in after.items}


def test_check_again_keeps_the_rest(site: Server, tmp_path: Path) -> None:
    rules, year = load(), year_of(load(), 2566)
    request = request_of(site, tmp_path)
    before = wiring.audit(request)
    wiring.write(before, tmp_path)
    asked = len(site.hits)
    with pytest.raises(AgainError, match="no such item"):
        check_again(request, rules, year, ["O99"])
    after = check_again(request, rules, year, ["O31"])
    assert item(after, "O31").checked_at == ""
    assert item(after, "O5").checked_at == before.crawl.finished_at
    assert item(after, "O5").outcome == item(before, "O5").outcome
    assert "/history" not in [hit.target for hit in site.hits[asked:]], "only what the item needs"


NEW_ENTRY = '<a href="/ng66.html">ประกาศเจตนารมณ์ นโยบายไม่รับของขวัญ ปี 2566</a></nav>'
PUT_UP_SINCE: dict[str, dict[str, str]] = {
    "on the page that was empty": {"/nogift": FILLED},
    "in the menu": {"/": MENU.replace("</nav>", NEW_ENTRY) + "</body></html>"},
    "two steps away": {
        "/nogift": FILLED.replace("/ng66.html", "/since"),
        "/since": MENU + '<h1>ประกาศ</h1><a href="/ng66.html">ประกาศเจตนารมณ์นโยบายไม่รับของขวัญ ปี 2566</a></body></html>',
    },
}


@pytest.fixture
def before(_quick: None) -> Iterator[Server]:
    """The site before its declaration is put up; no page of it stands alone, so that one more changes no template."""
    texts = {"/": MENU + "</body></html>", "/contact": CONTACT, "/history": HISTORY, "/nogift": EMPTY}
    with serve_pages({path: page(text) for path, text in texts.items()}) as server:
        yield server


def put_up(server: Server, pages: dict[str, str]) -> None:
    server.site.pages.update({path: SitePage(text=text, type="text/html") for path, text in pages.items()})


@pytest.mark.parametrize("shown", PUT_UP_SINCE.values(), ids=PUT_UP_SINCE.keys())
def test_check_again_finds_what_was_put_up_since(before: Server, tmp_path: Path, shown: dict[str, str]) -> None:
    request = request_of(before, tmp_path)
    wiring.write(wiring.audit(request), tmp_path)
    put_up(before, {**shown, "/ng66.html": DECLARATION})
    after = check_again(request, load(), year_of(load(), 2566), ["O31"])
    assert item(after, "O31").criteria[0].outcome == "passed", item(after, "O31").why.th


def test_check_again_of_a_site_that_redirects_to_its_www(before: Server, tmp_path: Path) -> None:
    with serve_pages({"/": {"redirect": "http://www.don.example/"}}) as door:
        hosts = {"don.example": door, "www.don.example": before}
        host_map = {name: server.url.removeprefix("http://") for name, server in hosts.items()}
        request = replace(request_of(before, tmp_path), url="http://don.example/", host_map=host_map)
        wiring.write(wiring.audit(request), tmp_path)
        put_up(before, {"/nogift": FILLED, "/ng66.html": DECLARATION})
        after = check_again(request, load(), year_of(load(), 2566), ["O31"])
    assert item(after, "O31").criteria[0].outcome == "passed", item(after, "O31").why.th


def test_what_a_check_again_met_and_did_not_open_fails_nothing(
    before: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "HOPS", 0)
    request = request_of(before, tmp_path)
    wiring.write(wiring.audit(request), tmp_path)
    put_up(before, {**PUT_UP_SINCE["in the menu"], "/ng66.html": DECLARATION})
    found = item(check_again(request, load(), year_of(load(), 2566), ["O31"]), "O31")
    assert (found.outcome, found.reason) == ("untested", "not_reached")
    assert "/ng66.html" not in [hit.target for hit in before.hits]


def test_a_decision_counts_until_the_evidence_changes(site: Server, tmp_path: Path) -> None:
    request = request_of(site, tmp_path)
    result = wiring.audit(request)
    rows = [{"item": "O5", "outcome": "failed", "by": "ผู้ตรวจสมมติ", "because": "ไม่มีแผนที่"}]
    for made in decisions.make(result, rows):
        decisions.append(tmp_path, made)
    judged = wiring.judge_store(request, load(), year_of(load(), 2566))
    decided = item(judged, "O5")
    assert decided.settled == "failed" and decided.outcome == item(result, "O5").outcome
    assert judged.score.counts.failed == result.score.counts.failed + 1
    stale = replace(decisions.read(tmp_path)[0], evidence=("other",))
    shown = decisions.apply(result.items, [stale], 2566)
    assert next(i for i in shown if i.id == "O5").settled == decided.outcome


def test_decisions_name_every_mistake(site: Server, tmp_path: Path) -> None:
    result = wiring.audit(request_of(site, tmp_path))
    rows = [
        {"item": "O99", "outcome": "passed", "by": "ก", "because": "ข"},
        {"item": "O5", "outcome": "maybe", "by": "ก", "because": "ข"},
        {"item": "O6", "outcome": "passed", "by": "", "because": ""},
    ]
    with pytest.raises(decisions.DecisionError) as error:
        decisions.make(result, rows)
    assert str(error.value).count("\n") == 2
    (tmp_path / decisions.FILE).write_text("{broken\n", "utf-8")
    with pytest.raises(decisions.DecisionError, match=r"decisions.jsonl:1"):
        decisions.read(tmp_path)


def test_claims_file_names_every_mistake(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("item,url\nO99,http://a.test/\nO31,ftp://a.test/\n", "utf-8")
    with pytest.raises(ClaimError, match=r"claims.csv:2:.*O99[\s\S]*claims.csv:3:.*ftp"):
        read_claims(path, year_of(load(), 2566))
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(ClaimError, match="item,url"):
        read_claims(path, year_of(load(), 2566))

"""Screenshots: taken from the store alone, small, named by what they show, and never of personal data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditor import pictures
from auditor.audit import AuditRequest, audit, judge_store
from auditor.result import Result
from auditor.rules.load import load, year_of
from crawler.evidence import Screenshot, Store, manifest
from tests.needs import needs_browser
from tests.serving import serve_pages

pytestmark = needs_browser
DUTIES = "<h1>อำนาจหน้าที่</h1><p>เทศบาลตำบลมีหน้าที่ตามพระราชบัญญัติเทศบาล พ.ศ. 2496 มาตรา 50 รักษาความสงบเรียบร้อย</p>"
CONTACT = (
    "<h1>ข้อมูลการติดต่อ</h1><p>เลขที่ 1 ตำบลสมมุติ จังหวัดสมมุติ 00000</p><p>โทรศัพท์ 00-0000-0000 โทรสาร 00-0000-0001</p>"
    "<p>อีเมล a@b.example</p><iframe src='/map'></iframe><script>document.body.innerHTML = 'ถูกเปลี่ยน'</script>"
)


def page(body: str) -> dict[str, str]:
    return {"text": f"<html><head><title>เทศบาลตำบลสมมุติ</title></head><body>{body}</body></html>", "type": "text/html"}


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result, AuditRequest]:
    out = tmp_path_factory.mktemp("pictures")
    menu = '<a href="/duties">อำนาจหน้าที่</a> <a href="/contact">ข้อมูลการติดต่อ</a>' + "ข้อความ " * 60
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OIT_DELAY", "0")
        with serve_pages({"/": page(menu), "/duties": page(DUTIES), "/contact": page(CONTACT)}) as site:
            request = AuditRequest(url=f"{site.url}/", out=out, fiscal_year=2566, as_of=date(2023, 5, 15))
            result = audit(request)
    # The site is gone from here on: what is pictured can only come from the store.
    return out, result, request


def cited(result: Result) -> dict[str, str]:
    found = [c for item in result.items for criterion in item.criteria for c in criterion.citations]
    return {c.url.rsplit("/", 1)[1]: c.screenshot for c in found}


def test_cited_pages_are_pictured_from_the_store_except_those_with_personal_data(
    audited: tuple[Path, Result, AuditRequest],
) -> None:
    out, result, request = audited
    assert set(cited(result).values()) == {""}
    private = f"{result.agency.url}contact"
    shown = pictures.take(result.model_copy(update={"findings": [{"url": private}]}), out / "evidence")
    named = cited(shown)
    assert named["duties"] and not named["contact"]
    with Store.open(out / "evidence") as store:
        (shot,) = [s for s in store.screenshots().values() if s.url.endswith("/duties")]
        body = store.body(named["duties"])
        kept = (out / "evidence" / manifest.FILE).read_bytes()
        assert manifest.compare(store, kept) == []
    assert body.startswith(b"\xff\xd8") and len(body) == shot.size <= 60_000
    assert (shot.sha256, shot.width, shot.height) == (named["duties"], 800, 600)
    again = judge_store(request, load(), year_of(load(), 2566))
    assert cited(again) == named, "judging a store names the pictures that it holds"


def test_without_a_browser_nothing_is_taken(
    audited: tuple[Path, Result, AuditRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, result, _ = audited
    monkeypatch.setenv("OIT_CHROMIUM", "/nowhere/chromium")
    assert cited(pictures.take(result, out / "evidence")).keys() == cited(result).keys()


def test_only_citations_of_a_pictured_body_name_it(audited: tuple[Path, Result, AuditRequest]) -> None:
    _, result, _ = audited
    first = next(c for i in result.items for r in i.criteria for c in r.citations if c.sha256)
    shot = Screenshot(first.sha256, first.url, "f" * 64, "image/jpeg", 800, 600, 1, "2026-11-21T00:00:00Z")
    named = pictures.attach(result, {first.sha256: shot})
    found = [c for i in named.items for r in i.criteria for c in r.citations]
    assert all((c.screenshot == "f" * 64) == (c.sha256 == first.sha256) for c in found)


def test_a_second_look_at_the_same_result_takes_no_further_pictures(
    audited: tuple[Path, Result, AuditRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, result, _ = audited
    monkeypatch.setattr(pictures, "MOST", 1)
    with Store.open(out / "evidence", read_only=True) as store:
        pages = pictures._pages(store)
    assert len(pictures._wanted(result, pages)) > 1
    first = pictures._missing(result, pages, {})
    assert len(first) == 1 and pictures._missing(result, pages, first) == {}

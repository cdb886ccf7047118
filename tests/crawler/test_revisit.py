"""Addresses that wait for their turn: not asked for, yet in the evidence with the time they were seen."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.pages import Page
from crawler.request import CrawlRequest
from crawler.revisit import is_turn
from crawler.run import crawl
from tests.crawler.crawling import Seen, crawled
from tests.serving import serve_pages

NIGHTS = 3
PDF = "%PDF-1.4 invented "
PAGES = {
    "/": {"text": '<h1>หน้าแรก</h1><a href="/list">เอกสาร</a><a href="/c.pdf">แผน</a>' + "ก" * 3000},
    "/list": {"text": "<h1>เอกสาร</h1>" + "".join(f'<a href="/{n}.pdf">ฉบับที่ {n}</a>' for n in range(14))},
    "/c.pdf": {"text": PDF + "c", "type": "application/pdf"},
    **{f"/{n}.pdf": {"text": PDF + str(n), "type": "application/pdf"} for n in range(14)},
}


def _crawl(url: str, store: Path, turn: int, **options: object) -> Seen:
    options = {"revisit": NIGHTS, "turn": turn, "always": (url + "/c.pdf",), **options}
    return Seen(store, crawl(CrawlRequest(url, store, **options)))  # type: ignore[arg-type]


def test_every_document_is_asked_for_once_in_so_many_crawls(tmp_path: Path) -> None:
    with serve_pages(PAGES) as site:
        first = _crawl(site.url, tmp_path, 0)
        asked = []
        for turn in range(1, NIGHTS + 1):
            before = len(site.hits)
            seen = _crawl(site.url, tmp_path, turn)
            assert seen.evidence() == first.evidence()
            asked.append({hit.target for hit in site.hits[before:]})
    documents = {f"/{n}.pdf" for n in range(14)}
    assert all({"/", "/list", "/c.pdf"} <= night for night in asked)
    assert set.union(*asked) >= documents
    assert sum(len(night & documents) for night in asked) == len(documents)


def test_what_was_not_asked_for_keeps_its_time_and_costs_nothing(tmp_path: Path) -> None:
    with serve_pages(PAGES) as site:
        first = _crawl(site.url, tmp_path, 0)
        second = _crawl(site.url, tmp_path, 1)
    kept = {url for url, fetch in second.fetches.items() if fetch.fetched_at < second.info.started_at}
    # Whose turn it is hangs on the port in the address, which the kernel chose; by no port is it the turn of all.
    assert kept == {url for n in range(14) if not is_turn(url := f"{site.url}/{n}.pdf", 1, NIGHTS)}
    assert len(kept) == second.info.stats["kept"] > 0
    assert all(second.fetches[url].fetched_at == first.fetches[url].fetched_at for url in kept)
    assert second.info.stats["received"] == 0 < first.info.stats["received"]


def test_without_the_option_all_is_asked_for(tmp_path: Path) -> None:
    with serve_pages(PAGES) as site:
        crawled(site.url, tmp_path)
        second = crawled(site.url, tmp_path)
    assert second.info.stats["kept"] == 0
    assert second.info.stats["requests"] >= len(PAGES)


def test_what_failed_is_asked_for_again(tmp_path: Path) -> None:
    pages = {**PAGES, "/3.pdf": {"text": "", "status": 500}}
    with serve_pages(pages) as site:
        _crawl(site.url, tmp_path, 0)
        before = site.count("/3.pdf")
        turn = next(t for t in range(NIGHTS) if not is_turn(site.url + "/3.pdf", t, NIGHTS))
        _crawl(site.url, tmp_path, turn)
        assert site.count("/3.pdf") > before


def test_crawls_that_were_missed_bring_the_turn_forward(tmp_path: Path) -> None:
    with serve_pages(PAGES) as site:
        _crawl(site.url, tmp_path, 0)
        turn = next(t for t in range(NIGHTS) if not is_turn(site.url + "/5.pdf", t, NIGHTS))
        for _ in range(NIGHTS):
            _crawl(site.url, tmp_path, turn)
        before = site.count("/5.pdf")
        _crawl(site.url, tmp_path, turn)
        assert site.count("/5.pdf") == before + 1


def test_a_change_in_a_deep_page_is_found_within_so_many_crawls(tmp_path: Path) -> None:
    chain = {f"/{n or ''}": {"text": f'<h1>ชั้น {n}</h1><a href="/{n + 1}">ต่อไป</a>' + "ก" * 3000} for n in range(4)}
    deep, nights = "/4", 2
    with serve_pages({**chain, deep: {"text": "<h1>เดิม</h1>" + "ก" * 3000}}) as site:
        for turn in range(2):
            old = _crawl(site.url, tmp_path, turn, revisit=nights).fetches[site.url + deep].sha256
        site.site.pages[deep] = Page(text="<h1>ใหม่</h1>" + "ก" * 3000)
        shas = [
            _crawl(site.url, tmp_path, turn, revisit=nights).fetches[site.url + deep].sha256
            for turn in range(2, 2 + nights)
        ]
    # Which of the nights is its turn goes by its address, and so by the port.
    assert shas[-1] != old

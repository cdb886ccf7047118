"""What was read of a page in an earlier crawl is what would be read of it now, and is used."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.page import reading
from crawler.page.answer import Answer, Page
from tests.crawler.crawling import Seen, crawled
from tests.serving import serve_pages

BODIES = [
    "<title>ก</title><nav><a href=/a>แผน</a></nav><main><h2>หัวข้อ</h2><a href='/b.pdf'>ดาวน์โหลด</a><a href='#'>ว่าง</a>",
    "<base href=/x/><iframe src=c></iframe><p onclick=\"location='/d'\">คลิก</p><img src=e.jpg alt=ผัง width=9 height=8>",
    "<img src=/wide.jpg width=900 height=300><a href='//b.example/\ud800'>อื่น</a><option value=/f>ปี 2567",
    "",
]
PAGES = {
    "/": {"text": '<h1>หน้าแรก</h1><nav><a href="/list">เอกสาร</a></nav><img src="/chart.png" alt="ผัง">' + "ก" * 3000},
    "/list": {"text": "<h1>เอกสาร</h1><a href='/c.pdf'>แผน</a><a href='#'>ไม่มี</a>" + "ข" * 3000},
    "/c.pdf": {"text": "%PDF-1.4 invented", "type": "application/pdf"},
}


@pytest.mark.parametrize("charset", ["utf-8", "cp874"])
@pytest.mark.parametrize("body", BODIES)
def test_unpacked_it_is_what_was_packed(body: str, charset: str) -> None:
    sent = body.encode(charset, "replace") if charset == "cp874" else body.encode(charset, "surrogatepass")
    read = Page(Answer("http://a.example/p", 200, {"content-type": f"text/html; charset={charset}"}, sent)).reading
    assert reading.unpack(reading.pack(read)) == read


def _links(seen: Seen) -> list[object]:
    return sorted(map(repr, seen.links))


def _change(store: Path, statement: str) -> None:
    with closing(sqlite3.connect(store / "store.sqlite")) as conn, conn:
        conn.execute(statement)


def test_an_unchanged_page_leads_to_the_same_without_being_read(tmp_path: Path) -> None:
    with serve_pages(PAGES) as site:
        first, second = crawled(site.url, tmp_path), crawled(site.url, tmp_path)
        assert second.info.stats["received"] == 0
        assert _links(second) == _links(first) and first.links
        assert second.fetches.keys() == first.fetches.keys()
        _change(tmp_path, "UPDATE reading SET packed = (SELECT packed FROM reading WHERE url LIKE '%/list')")
        used = crawled(site.url, tmp_path)
        assert _links(used) != _links(first), "what was remembered is used"
        _change(tmp_path, "UPDATE reading SET version = 'another'")
        assert _links(crawled(site.url, tmp_path)) == _links(first), "what another version read is read again"

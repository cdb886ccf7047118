"""Media types, hints, ranks, disguises, rendering reasons, problems: small pure tables."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler import problems
from crawler.page import media
from crawler.page.answer import Answer, Page
from crawler.page.content import disguised
from crawler.page.render import needs_rendering
from crawler.page.sitemap import read_sitemap
from crawler.queue.hints import Hint, HintMatcher, Hints
from crawler.queue.rank import Ranker


def _zip(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "x")
    return packed.getvalue()


MEDIA = [
    (b"%PDF-1.7 x", "text/html", "http://a/x.doc", "application/pdf"),
    (b"\xef\xbb\xbf\n%PDF-1.7", "application/octet-stream", "http://a/x", "application/pdf"),
    (b"\xff\xd8\xff\xe0", "application/pdf", "http://a/x.pdf", "image/jpeg"),
    (b"<!DOCTYPE html><p>", "application/pdf", "http://a/x.pdf", "text/html"),
    (_zip("word/document.xml"), "application/zip", "http://a/x", media.DOCUMENT_TYPES[".docx"]),
    (_zip("xl/workbook.xml"), "application/octet-stream", "http://a/x", media.DOCUMENT_TYPES[".xlsx"]),
    (_zip("a.txt"), "application/octet-stream", "http://a/x", "application/zip"),
    (b"a,b\n1,2", "application/octet-stream", "http://a/x.csv", "text/csv"),
    (b"<p>x</p>", "text/html; charset=utf-8", "http://a/x", "text/html"),
    (bytes(range(200)), "", "http://a/x", "application/octet-stream"),
]


@pytest.mark.parametrize(("body", "header", "url", "expected"), MEDIA)
def test_media_type(body, header, url, expected):
    assert media.media_type_of(body, header, url) == expected


@pytest.mark.parametrize(
    ("url", "kind"),
    [("http://a/f.PDF", "document"), ("http://a/get.php?file=%E0%B8%81.docx", "document"), ("http://a/p.php", "page"),
     ("http://a/i.jpg", "image"), ("http://a/v1.2", "page")],
)  # fmt: skip
def test_expected_kind(url, kind):
    assert media.expected_kind(url) == kind


def test_hints_are_found_through_spacing_and_marks():
    matcher = HintMatcher((Hint("แผนดำเนินงาน", 1.0, "plan"), Hint("e-service", 0.5, "e"), Hint("ข่าว", -1.0, "")))
    assert matcher.match("แผน ดําเนิน\u200bงาน ปี 2566") == {"plan": 1.0}
    assert matcher.match("ระบบ E-Service ข่าว") == {"e": 0.5, "": -1.0}
    assert matcher.match("") == {}
    assert HintMatcher(()).match("x") == {}


def test_hints_cross_the_process_border():
    hints = Hints((Hint("ก", 1.0, "t"),), (Hint("ita", 2.0, "hub"),))
    assert Hints.from_json(hints.to_json()) == hints


def test_rank_order():
    ranker = Ranker(Hints((Hint("แผนพัฒนา", 1.0, "plan"),), (Hint("ita", 1.0, "hub"),)))
    score = {
        "named": ranker.rank("http://a/p", "แผนพัฒนาท้องถิ่น", "", "main", 1).score,
        "under a heading": ranker.rank("http://a/f.pdf", "2566", "แผนพัฒนาท้องถิ่น", "main", 1).score,
        "address": ranker.rank("http://a/ita/", "ดู", "", "main", 1).score,
        "menu": ranker.rank("http://a/p", "ติดต่อ", "", "nav", 1).score,
        "plain": ranker.rank("http://a/p", "ติดต่อ", "", "main", 1).score,
        "paged news": ranker.rank("http://a/news/?page=7", "7", "", "main", 3).score,
        "old copy": ranker.rank("http://a/old/index.php", "ติดต่อ", "", "main", 1).score,
    }
    assert sorted(score, key=lambda name: -score[name]) == [
        "named", "under a heading", "address", "menu", "plain", "paged news", "old copy",
    ]  # fmt: skip


def test_a_word_that_many_addresses_have_names_none_of_them():
    ranker = Ranker(Hints((), (Hint("board", 1.0, "executives"),)))
    ranks = [ranker.rank(f"http://a/board/show-{n}", "ข่าว", "", "main", 1) for n in range(100)]
    plain = ranker.rank("http://a/show", "ข่าว", "", "main", 1)
    assert ranks[0].score > plain.score == ranks[-1].score
    assert ranks[-1].tags == ("executives",)
    named_often = [ranker.rank("http://a/board.html", f"ชื่อที่ {n}", "", "main", 1) for n in range(100)]
    assert {rank.score for rank in named_often} == {ranks[0].score}


ORDINARY = [
    ("เทศบาลตำบลตัวอย่าง", "ประกาศห้ามเล่นการพนัน สล็อต บาคาร่า ผิดกฎหมาย " + "ข่าว " * 300),
    ("ผลการค้นหา", "ไม่พบข้อมูลที่ท่านต้องการ " + "เมนู " * 300),
    ("หน้าแรก", "ขออภัยในความไม่สะดวก " + "ข่าว " * 300),
    ("ประกาศฉบับที่ 404/2566", "ประกาศ " * 300),
]


@pytest.mark.parametrize(("title", "text"), ORDINARY[:3])
def test_ordinary_pages_are_not_taken_for_something_else(title, text):
    tree = LexborHTMLParser(f"<title>{title}</title><body>{text}</body>")
    assert disguised(tree, title, text, "", {}, final_url="http://a/p", asked_url="http://a/p") is None


RENDERING = {
    "<div id='root'></div><script src='/a.js'></script>": True,
    "<noscript>เปิด JavaScript</noscript><div id='app'></div><script></script>": True,
    "<table><tbody></tbody></table><script>$.get('/api', function(d){ $('tbody').html(d) })</script>" + "ก" * 300: True,
    "<p>{{ item.title }}</p>" + "ก" * 300: True,
    "<p>" + "เนื้อหา " * 60 + "</p><script>var x = 1;</script>": False,
    "<ul></ul>" + "เนื้อหา " * 60 + "<script>var slider = 1;</script>": False,
    "<script>location='/home'</script><meta http-equiv=refresh content='0;/home'>": False,
}


@pytest.mark.parametrize(("body", "expected"), RENDERING.items())
def test_needs_rendering(body, expected):
    page = Page(Answer("http://a/", 200, {}, f"<html><body>{body}</body></html>".encode())).parsed
    assert bool(needs_rendering(page.tree, page.text, page.script, noscript=page.noscript)) is expected


def test_sitemaps_are_bounded_and_have_no_entities():
    bomb = b'<?xml version="1.0"?><!DOCTYPE u [<!ENTITY a "aaaa">]><urlset><url><loc>http://a/&a;</loc></url></urlset>'
    assert read_sitemap(bomb) == ((), ())
    assert read_sitemap(b"http://a/1\nhttp://a/2\nrubbish") == (("http://a/1", "http://a/2"), ())
    many = b"<urlset>" + b"<url><loc>http://a/</loc></url>" * 6000 + b"</urlset>"
    assert len(read_sitemap(many)[0]) == 5000
    assert read_sitemap(b"\x1f\x8bbroken") == ((), ())


def test_every_problem_has_a_class_and_words():
    for code, problem in problems.PROBLEMS.items():
        assert problem.kind in ("not_there", "could_not_look") and problem.code == code
        assert problem.what.th != problem.what.en and not re.search(r" ให้|--", problem.what.th)
        assert bool(problem.advice.th) == bool(problem.advice.en)
    timeout, dead = problems.PROBLEMS["timeout"], problems.PROBLEMS["host_dead"]
    assert timeout.sentence.th == "ไม่ตอบภายในเวลาที่กำหนด ให้ตรวจความเร็วของเครื่องแม่ข่าย"
    assert timeout.sentence.en == "No answer in time: check the server's speed."
    assert dead.sentence.th == dead.what.th and dead.sentence.en.endswith("asked again.")


def test_notes_are_worded():
    facts = {"asked": 60.0, "used": 10.0}
    assert "60" in problems.note_sentence("crawl_delay_capped", facts)
    assert "60" in problems.note_sentence("crawl_delay_capped", facts, "en")
    assert problems.note_sentence("home_unreadable", {"problem": "timeout"}) == "เปิดหน้าแรกไม่ได้: ไม่ตอบภายในเวลาที่กำหนด"

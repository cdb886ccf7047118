"""Which pictures of a page are asked for."""

from __future__ import annotations

import threading

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.page.pictures import content_pictures
from crawler.queue.hints import Hint, Hints
from tests.crawler.crawling import crawled
from tests.crawler.server import Reply, Site, page, serving

PICTURES = {
    "<img src=/chart.png>": ["/chart.png"],
    "<img src='data:image/gif;base64,R0' data-src=/chart.jpg alt='แผนผัง'>": ["/chart.jpg"],
    "<article><figure><img src=/chart.png width=900></figure></article>": ["/chart.png"],
    "<img src=/chart.png width=40><img src=/a.png style='width: 80px'>": [],
    "<img src=/images/logo.png><img src=/btn-download.png><img src=/icons/x.png>": [],
    "<nav><img src=/menu.png></nav><footer><img src=/f.png></footer><div class=header><img src=/h.jpg></div>": [],
    "<img src=/counter.php?id=1><img><img src=''>": [],
    "<img src=/a.png><img src=/a.png>": ["/a.png"],
}
SHAPES = {
    "<img src=/a.jpg>": False,
    "<img src=/a.jpg width=900 height=600>": True,
    "<img src=/a.jpg width=600px height=900>": False,
    "<img src=/a-1024x683.jpg width=900>": True,
    "<img src=/a-724x1024.jpg>": False,
}


@pytest.mark.parametrize(("markup", "expected"), PICTURES.items())
def test_pictures_of_the_content(markup, expected):
    found = content_pictures(LexborHTMLParser(f"<body>{markup}</body>"), "http://a.go.th/")
    assert [picture.url for picture in found] == [f"http://a.go.th{path}" for path in expected]


@pytest.mark.parametrize(("markup", "wide"), SHAPES.items())
def test_a_page_may_tell_that_a_picture_is_no_sheet(markup, wide):
    (picture,) = content_pictures(LexborHTMLParser(f"<body>{markup}</body>"), "http://a.go.th/")
    assert picture.wide is wide


def test_pictures_of_named_pages_are_asked_for_before_what_nothing_names_and_the_template_never(store):
    hints = Hints((Hint("โครงสร้าง", 1.0, "structure"), Hint("อำนาจหน้าที่", 1.0, "duties"), Hint("แผน", 1.0, "plan")))
    ribbon = "<img src=/ribbon-1.png><img src=/ribbon-2.png><img src=/ribbon-3.png>"
    names = {"/s": "โครงสร้าง", "/d": "อำนาจหน้าที่", "/p": "แผน", "/news": "ภาพข่าว"}
    menu = ribbon + "".join(f'<a href="{path}">{name}</a>' for path, name in names.items())
    shown = {
        "/s": "<img src=/chart.png alt='แผนผัง'>",
        "/d": "",
        "/p": "",
        "/news": "<img src=/party.jpg width=900 height=600>"
        + "".join(f"<a href=/old-{n}>ข่าวเก่า {n}</a>" for n in range(10)),
    }
    site = Site({"/": page(menu), **{path: page(menu + inner) for path, inner in shown.items()}})
    site.pages |= {f"/old-{n}": page(menu) for n in range(10)}
    site.pages["/chart.png"] = Reply(b"\x89PNG\r\n\x1a\n", media_type="image/png")
    # Two are asked at once, and which of them arrives first is the kernel's affair: what nothing names waits.
    arrived = threading.Event()

    def gate(path: str) -> None:
        if path == "/chart.png":
            arrived.set()
        elif path.startswith("/old"):
            arrived.wait(10)

    site.gate = gate
    with serving(site):
        seen = crawled(site.url, store, hints=hints)
    order = site.read()
    assert order.index("/s") < order.index("/chart.png")
    # At most one of them was asked for, and held, before the picture.
    assert sum(path.startswith("/old") for path in order[order.index("/chart.png") :]) >= 9
    assert not {"/party.jpg", "/ribbon-1.png"} & set(site.asked)
    chart = seen.fetches[site.url + "/chart.png"]
    assert (chart.kind, chart.link_text, chart.tags) == ("image", "แผนผัง", ("structure",))
    assert chart.path[-1] == "โครงสร้าง"
    assert not seen.unread


def test_posts_of_which_there_are_many_wait_for_what_stands_on_other_pages(store):
    posts = {f"/post/{n}": page("ข่าว " * 60) for n in range(60)}
    menu = "".join(f'<a href="{path}">ข่าว {path}</a>' for path in posts)
    site = Site({"/": page(menu + "<a href=/us>เรา</a>"), **posts, "/us": page("<img src=/sheet.png>" + "เรา " * 60)})
    site.pages["/sheet.png"] = Reply(b"\x89PNG\r\n\x1a\n", media_type="image/png")
    late = set(list(posts)[45:])
    arrived = threading.Event()

    def gate(path: str) -> None:
        if path == "/sheet.png":
            arrived.set()
        elif path in late:
            arrived.wait(10)

    site.gate = gate
    with serving(site):
        crawled(site.url, store, hints=Hints(()))
    order = site.read()
    assert set(posts) <= set(order)
    assert len(late & set(order[order.index("/sheet.png") :])) >= len(late) - 1


def test_a_few_pictures_of_other_pages_may_be_papers(store):
    """A linked one goes before those shown; the template's own and albums are left."""
    menu = "<img src=/ribbon.png>" + "".join(f'<a href="/{name}">ข่าว {name}</a>' for name in "abcd")
    shown = {
        "/a": '<a href="/IMG_2024.jpg">ดาวน์โหลด</a><img src=/party.jpg width=900 height=600>',
        "/b": "<img src=/notice.png>",
        "/c": "".join(f"<img src=/album-{n}.jpg>" for n in range(9)),
        "/d": "",
    }
    site = Site({"/": page(menu), **{path: page(menu + inner) for path, inner in shown.items()}})
    site.pages |= {f"/old-{n}": page(menu) for n in range(10)}
    with serving(site):
        crawled(site.url, store)
    asked = [path for path in site.asked if path.endswith((".jpg", ".png"))]
    assert sorted(asked) == ["/IMG_2024.jpg", "/album-0.jpg", "/album-1.jpg", "/notice.png"]

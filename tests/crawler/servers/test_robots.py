from __future__ import annotations

import pytest

from crawler.servers.robots import LIMIT, read_robots
from tests.crawler.crawling import crawled
from tests.crawler.server import Reply, Site, page, redirect, serving

CASES = [
    # status, body, address, objection
    (200, b"User-agent: *\nDisallow: /private/", "/private/x", "robots"),
    (200, b"User-agent: *\nDisallow: /private/", "/x", None),
    (200, b"User-agent: *\nDisallow: /", "/", "robots"),
    (200, b"User-agent: *\nDisallow: /\nAllow: /ita", "/ita/1", None),
    (200, b"User-agent: OITAuditor\nAllow: /\n\nUser-agent: *\nDisallow: /", "/x", None),
    (200, b"User-agent: oitauditor\nDisallow: /a", "/a", "robots"),
    (200, b"User-agent: *\nDisallow: /*.pdf$", "/f/a.pdf", "robots"),
    (200, b"User-agent: *\nDisallow:", "/x", None),
    (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /a", "/a", "robots"),
    (200, b"<html><body>not found</body></html>", "/x", None),
    (200, b"\xff\xfe\x00garbage\xa1\xa2", "/x", None),
    (200, b"", "/x", None),
    (404, b"User-agent: *\nDisallow: /", "/x", None),
    (403, b"", "/x", None),
    (401, b"", "/x", None),
    (500, b"User-agent: *\nAllow: /", "/x", "robots_unreachable"),
    (503, b"", "/x", "robots_unreachable"),
    (429, b"", "/x", "robots_unreachable"),
    (200, b"#" * LIMIT + b"\nUser-agent: *\nDisallow: /", "/x", None),
]


@pytest.mark.parametrize(("status", "body", "path", "expected"), CASES)
def test_robots(status, body, path, expected):
    assert read_robots(status, body).objection("http://a.go.th" + path) == expected


def test_crawl_delay_and_sitemaps():
    robots = read_robots(200, b"User-agent: *\nCrawl-delay: 20\nSitemap: http://a.go.th/s.xml\n")
    assert (robots.crawl_delay, robots.sitemaps) == (20.0, ("http://a.go.th/s.xml",))


def _site(robots: str | Reply) -> Site:
    return Site(
        {"/": page('<a href="/a">ก</a><a href="/b">ข</a>'), "/a": page("ก " * 99), "/b": page("ข " * 99)}, robots
    )


def test_disallowed_pages_are_listed_not_read(store):
    with serving(_site("User-agent: *\nDisallow: /b")) as site:
        seen = crawled(site.url, store)
    assert site.asked["/b"] == 0 and site.asked["/a"] == 1
    assert seen.unread[site.url + "/b"].why == "robots"
    assert seen.info.state == "finished"


def test_a_site_that_forbids_all_is_told_what_to_add(store):
    with serving(_site("User-agent: *\nDisallow: /")) as site:
        seen = crawled(site.url, store)
    assert site.read() == []
    assert seen.info.state == "blocked"
    assert seen.notes["robots_forbids"]["lines"] == "User-agent: OITAuditor\nAllow: /"
    assert seen.fetches[site.url + "/"].problem == "robots"


@pytest.mark.parametrize("answer", [Reply(b"x", 500), Reply(reset=True)], ids=["500", "reset"])
def test_a_robots_file_that_fails_closes_the_host(store, answer):
    with serving(_site(answer)) as site:
        seen = crawled(site.url, store)
    assert site.read() == []
    assert seen.info.state == "blocked"
    assert "robots_unreachable" in seen.notes


def test_robots_redirects_are_followed(store):
    site = _site(redirect("/r2"))
    site.pages["/r2"] = Reply(b"User-agent: *\nDisallow: /b", media_type="text/plain")
    with serving(site):
        seen = crawled(site.url, store)
    assert site.url + "/b" in seen.unread


def test_long_crawl_delay_is_capped_and_said(store):
    with serving(_site("User-agent: *\nCrawl-delay: 60")) as site:
        seen = crawled(site.url, store)
    assert seen.notes["crawl_delay_capped"] == {"asked": 60.0, "used": 10.0}

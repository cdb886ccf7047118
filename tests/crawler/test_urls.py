from __future__ import annotations

import pytest

from crawler import urls

BASE = "http://www.a.go.th/x/y.php"

CANONICAL = {
    # href: address (None where it leads nowhere)
    "b.html": "http://www.a.go.th/x/b.html",
    "  b.html\n": "http://www.a.go.th/x/b.html",
    "HTTP://WWW.A.GO.TH:80/": "http://www.a.go.th/",
    "https://www.a.go.th:443/p": "https://www.a.go.th/p",
    "https:/x": "http://www.a.go.th/x",
    "https:/www.b.go.th/x": "https://www.b.go.th/x",
    "https//a.go.th/x": "https://a.go.th/x",
    "http://https://a.go.th/z": "https://a.go.th/z",
    "http:\\\\www.b.go.th\\a": "http://www.b.go.th/a",
    "docs\\ไทย ก.pdf": "http://www.a.go.th/x/docs/%E0%B9%84%E0%B8%97%E0%B8%A2%20%E0%B8%81.pdf",
    "แผน 2566.pdf": "http://www.a.go.th/x/%E0%B9%81%E0%B8%9C%E0%B8%99%202566.pdf",
    "%e0%b9%81.pdf": "http://www.a.go.th/x/%E0%B9%81.pdf",
    "%A1%A2.pdf": "http://www.a.go.th/x/%A1%A2.pdf",
    "%7Efiles/a.pdf": "http://www.a.go.th/x/~files/a.pdf",
    "100%.pdf": "http://www.a.go.th/x/100%25.pdf",
    "www.b.go.th/k": "http://www.b.go.th/k",
    "b.go.th": "http://b.go.th/",
    "view.html": "http://www.a.go.th/x/view.html",
    "//cdn.go.th/a": "http://cdn.go.th/a",
    "../../../a/./b/../c": "http://www.a.go.th/a/c",
    "//www.a.go.th//a///b": "http://www.a.go.th/a/b",
    "http://user:pass@h.go.th/": "http://h.go.th/",
    "http://อบต.ไทย/ก": "http://xn--m3cj0d.xn--o3cw4h/%E0%B8%81",
    "a.php;jsessionid=33?PHPSESSID=abc&x=1": "http://www.a.go.th/x/a.php?x=1",
    "/(S(abcdefghij0123456789abcd))/a.aspx": "http://www.a.go.th/a.aspx",
    "?id=3&utm_source=line&fbclid=1": "http://www.a.go.th/x/y.php?id=3",
    "?sid=5": "http://www.a.go.th/x/y.php?sid=5",
    "?id=3&tmpl=component&print=1&page=": "http://www.a.go.th/x/y.php?id=3",
    "?id=3&tmpl=component": "http://www.a.go.th/x/y.php?id=3&tmpl=component",
    "?a=1&amp;b=2": "http://www.a.go.th/x/y.php?a=1&b=2",
    "#ITA023": "http://www.a.go.th/x/y.php#ITA023",
    "/p#top": "http://www.a.go.th/p",
    "/p#collapse1": "http://www.a.go.th/p",
    "/p#O18": "http://www.a.go.th/p#O18",
    "": None,
    "javascript:void(0)": None,
    "mailto:a@b.go.th": None,
    "tel:021234567": None,
    "data:text/html,x": None,
    "http://": None,
    "http://a.go.th:99999/": None,
    "http://[::1/": None,
    "x" * 3000: None,
}


@pytest.mark.parametrize(("href", "expected"), CANONICAL.items(), ids=[href[:30] or "empty" for href in CANONICAL])
def test_canonical(href, expected):
    assert urls.canonical(href, BASE) == expected


@pytest.mark.parametrize("url", [url for url in CANONICAL.values() if url])
def test_canonical_is_stable(url):
    assert urls.canonical(url, BASE) == url


def test_thai_query_in_the_page_charset():
    assert urls.canonical("?q=ก", BASE, "cp874") == "http://www.a.go.th/x/y.php?q=%A1"
    assert urls.canonical("?q=ก", BASE) == "http://www.a.go.th/x/y.php?q=%E0%B8%81"


TYPED = {
    "example.go.th": ("https://example.go.th/", True),
    "http://www.example.go.th/web/": ("http://www.example.go.th/web/", False),
    "127.0.0.1:8000": ("http://127.0.0.1:8000/", True),
    "localhost:8000/x": ("http://localhost:8000/x", True),
    "example.go.th:8080/a": ("https://example.go.th:8080/a", True),
    "https:/example.go.th": ("https://example.go.th/", False),
    " https://example.go.th/#menu ": ("https://example.go.th/", False),
}


@pytest.mark.parametrize(("text", "expected"), TYPED.items())
def test_typed_address(text, expected):
    assert urls.typed_address(text) == expected


@pytest.mark.parametrize(
    "text", ["", "hello world", "file:///etc/passwd", "ftp://x.go.th", "http://", "htp://a.go.th", "x"]
)
def test_what_is_no_address_is_refused_in_one_line(text):
    with pytest.raises(urls.NotAnAddress) as refused:
        urls.typed_address(text)
    assert "\n" not in str(refused.value)


TRAPS = {
    "http://a.go.th/calendar?month=1&year=1840": True,
    "http://a.go.th/index.php?option=com_jevents&task=month.calendar&year=2566": False,
    "http://a.go.th/events/2023/05": False,
    "http://a.go.th/calendar/2044/01": True,
    "http://a.go.th/history/1840": False,
    "http://a.go.th/a/b/a/b/a/b/a/b": True,
    "http://a.go.th/a/b/c/d": False,
}


@pytest.mark.parametrize(("url", "expected"), TRAPS.items())
def test_traps(url, expected):
    assert urls.is_trap(url) is expected

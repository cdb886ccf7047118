"""What may become a link, and how an address reads."""

from __future__ import annotations

import pytest

from reports.links import href, shown
from tests.reports.sample import HOSTILE_URLS


@pytest.mark.parametrize(
    ("url", "page", "made"),
    [
        ("https://a.go.th/x.pdf", 3, "https://a.go.th/x.pdf#page=3"),
        ("https://a.go.th/x.pdf", None, "https://a.go.th/x.pdf"),
        ("https://a.go.th/x.pdf#page=2", 3, "https://a.go.th/x.pdf#page=2"),
        ("http://127.0.0.1:8000/แผน.pdf", 1, "http://127.0.0.1:8000/%E0%B9%81%E0%B8%9C%E0%B8%99.pdf#page=1"),
        ("https://a.go.th/%E0%B8%81?a=1&b=2#ITA", 5, "https://a.go.th/%E0%B8%81?a=1&b=2#ITA"),
        ('https://a.go.th/"><script>', None, "https://a.go.th/%22%3E%3Cscript%3E"),
        ("HTTPS://A.go.th/", None, "HTTPS://A.go.th/"),
        ("mailto:a@b.th", None, None),
        ("tel:1", None, None),
        ("a.go.th", None, None),
        ("https://", None, None),
        ("", None, None),
    ],
)
def test_href(url, page, made):
    assert href(url, page) == made


def test_hostile_addresses_are_no_links():
    links = [href(u) for u in HOSTILE_URLS]
    assert [bool(link) for link in links] == [False] * 6 + [True, False]


@pytest.mark.parametrize(
    ("url", "made"),
    [
        ("https://www.a.go.th/%E0%B9%81%E0%B8%9C%E0%B8%99.pdf", "www.a.go.th/แผน.pdf"),
        ("http://a.go.th/%00%E2%80%AEx", "a.go.th/ x"),
        ("https://a.go.th/%FF", "a.go.th/\ufffd"),
    ],
)
def test_shown(url, made):
    assert shown(url) == made


def test_shown_is_short():
    assert len(shown("https://a.go.th/" + "x" * 500)) == 90

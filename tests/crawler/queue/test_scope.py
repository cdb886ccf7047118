from __future__ import annotations

import pytest

from crawler.queue.scope import Scope, is_above, registrable

CASES = [
    # typed, address, in scope
    ("https://www.a.go.th/", "http://a.go.th/x", True),
    ("https://a.go.th/", "https://www.a.go.th/x", True),
    ("https://a.go.th/", "https://web.a.go.th/x", True),
    ("https://www.a.go.th/", "https://web.a.go.th/x", True),
    ("https://a.go.th/", "https://xa.go.th/x", False),
    ("https://a.go.th/", "https://a.go.th:8443/x", False),
    ("http://a.go.th:8080/", "http://a.go.th:8080/x", True),
    ("http://a.go.th:8080/", "http://a.go.th/x", False),
    ("http://a.go.th/web/index.php", "http://a.go.th/web/p", True),
    ("http://a.go.th/web/index.php", "http://a.go.th/other/p", False),
    ("http://a.go.th/web/", "http://docs.a.go.th/p", True),
    ("http://a.go.th/Home", "http://a.go.th/p", True),
    ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/x", True),
    ("http://127.0.0.1:8000/", "http://127.0.0.1:8001/x", False),
    ("http://127.0.0.1:8000/", "http://127.0.0.2:8000/x", False),
    ("http://10.0.0.1/", "http://sub.10.0.0.1/x", False),
]


@pytest.mark.parametrize(("typed", "url", "expected"), CASES)
def test_scope(typed, url, expected):
    assert Scope.of(typed).holds(url) is expected


def test_twins_are_one_page():
    scope = Scope.of("https://www.a.go.th/")
    assert scope.prefer_home("http://a.go.th/x?y=1#O1") == "https://www.a.go.th/x?y=1#O1"
    assert scope.prefer_home("http://b.a.go.th/x") == "http://b.a.go.th/x"
    assert scope.prefer_home("http://other.go.th/x") == "http://other.go.th/x"


def test_above_the_folder():
    assert is_above("/web/", "http://a.go.th/index.php")
    assert not is_above("/web/", "http://a.go.th/web/p")
    assert not is_above("/", "http://a.go.th/p")


def test_registrable_domain():
    assert registrable("www.tambon.go.th") == "tambon.go.th"
    assert registrable("a.b.example.com") == "example.com"
    assert registrable("127.0.0.1") == "127.0.0.1"

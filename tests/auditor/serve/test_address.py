"""Which addresses are taken, from whom, and under which name they are kept."""

from __future__ import annotations

import pytest

from auditor.serve.address import is_slug, pin_of, read_address, slug_of
from auditor.serve.wording import Objection
from crawler.servers import network
from tests.auditor.serve.offices import public_dns


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "url_missing"),
        ("   ", "url_missing"),
        ("ftp://www.bueng.example/", "url_scheme"),
        ("file:///etc/passwd", "url_scheme"),
        ("javascript:alert(1)", "url_scheme"),
        ("บึงตัวอย่าง", "url_wrong"),
        ("www.bueng.example/" + "a" * 600, "too_long"),
        ("www.nobody.invalid", "url_unknown"),
        ("http://127.0.0.1:8000/", "url_private"),
        ("http://localhost/", "url_private"),
        ("http://127.1/", "url_private"),
        ("http://[::1]/", "url_private"),
        ("http://[::ffff:10.0.0.1]/", "url_private"),
        ("http://[fd12::1]/", "url_private"),
        ("http://[fe80::1]/", "url_private"),
        ("http://[64:ff9b::a00:1]/", "url_private"),
        ("http://[2002:7f00:1::]/", "url_private"),
        ("http://[::]/", "url_private"),
        ("http://169.254.169.254/latest/meta-data/", "url_private"),
        ("inside.private.example", "url_private"),
        ("http://www.bueng.example:22/", "url_port"),
    ],
)
def test_a_public_server_refuses(typed, code):
    with pytest.raises(Objection) as refused:
        read_address(typed, public=True, resolver=public_dns)
    assert (refused.value.code, refused.value.field) == (code, "url")
    assert refused.value.text.th != refused.value.text.en


def test_whoever_sits_at_the_machine_may_ask_for_its_own_addresses():
    assert read_address("127.0.0.1:8000", public=False).host == "127.0.0.1"


def test_a_name_is_pinned_to_the_address_that_was_checked():
    answers = iter([["8.8.4.4"], ["8.8.4.4"], ["127.0.0.1"]])
    pin = pin_of("www.bueng.example", public=True, resolver=lambda host: next(answers))
    assert pin == {"www.bueng.example": "8.8.4.4"}
    assert pin_of("www.bueng.example", public=False, resolver=public_dns) == {}


def test_a_server_that_only_ipv6_reaches_is_pinned_too():
    pin = pin_of("www.six.example", public=True, resolver=lambda host: ["2a00:aaaa::5"])
    assert pin == {"www.six.example": "[2a00:aaaa::5]"}
    policy = network.Policy.of("http://www.six.example/", host_map=pin, resolver=public_dns)
    assert policy.pinned("www.six.example", 443) == ("2a00:aaaa::5", 443) and not policy.local
    assert pin_of("http://[2a00:aaaa::5]/", public=True, resolver=public_dns) == {"2a00:aaaa::5": "[2a00:aaaa::5]"}
    with pytest.raises(Objection, match="public"):
        pin_of("www.six.example", public=True, resolver=lambda host: ["2a00:aaaa::5", "fd00::1"])


def test_a_name_with_a_private_address_among_others_is_refused():
    with pytest.raises(Objection, match="public"):
        pin_of("www.bueng.example", public=True, resolver=lambda host: ["8.8.4.4", "192.168.1.1"])


def test_no_scheme_is_left_to_the_crawl_to_find():
    made = read_address("www.bueng.example", public=True, resolver=public_dns)
    assert (made.url, made.shown) == ("www.bueng.example/", "https://www.bueng.example/")
    assert read_address("http://www.bueng.example", public=True, resolver=public_dns).url == "http://www.bueng.example/"


def test_one_agency_one_folder():
    same = {slug_of(f"{s}{h}") for s in ("http://", "https://") for h in ("www.a.example/", "A.example/index.php")}
    assert same == {"a.example"}
    assert slug_of("https://a.example/two/") != slug_of("https://a.example/one/")
    assert slug_of("http://a.example:8080/") == "a.example_8080"
    for url in ("https://a.example/../../etc", "http://[::1]:80/", "https://" + "a." * 100 + "example/x"):
        assert is_slug(slug_of(url))
    for bad in ("..", "../x", "a/b", ".x", "", "A", "a..b", "a" * 200):
        assert not is_slug(bad)

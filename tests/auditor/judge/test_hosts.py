"""Whose service an address is: an account of the agency, or a place where no agency keeps its documents."""

from __future__ import annotations

import pytest

from auditor.judge.hosts import is_of_others, leads_to


@pytest.mark.parametrize(
    ("url", "host", "own_page", "leads"),
    [
        ("https://www.facebook.com/don.example", "facebook.com", True, True),
        ("https://m.facebook.com/don.example", "facebook.com", True, True),
        ("https://m.me/don.example", "m.me", True, True),
        ("https://www.facebook.com/", "facebook.com", True, False),
        ("https://www.facebook.com/", "facebook.com", False, True),
        ("https://www.facebook.com/sharer/sharer.php?u=a", "facebook.com", True, False),
        ("https://notfacebook.com/don.example", "facebook.com", True, False),
    ],
)
def test_whether_an_address_is_an_account(url: str, host: str, own_page: bool, leads: bool) -> None:
    assert leads_to(url, (host,), own_page) is leads


@pytest.mark.parametrize(
    ("url", "others"),
    [
        ("https://fb.watch/abc/", True),
        ("https://www.google.com/maps/place/abc", True),
        ("https://itas.nacc.go.th/report", True),
        ("https://play.google.com/store/apps/details?id=a", True),
        ("https://goo.gl/AbCdE", False),
        ("https://drive.google.com/file/d/abc/view", False),
        ("https://cloud.example/s/abc", False),
    ],
)
def test_whether_no_agency_keeps_its_documents_there(url: str, others: bool) -> None:
    assert is_of_others(url) is others

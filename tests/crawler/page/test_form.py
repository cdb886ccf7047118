"""Years to choose from and bare buttons lead on where their form is sent by GET and asks nothing of people."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.page.links import read_links

PAGE = "http://a.go.th/ita/list.php?type=1#top"
YEARS = (
    "<select name=y><option value=2567 selected>ปี 2567<option value=2566>ปี 2566<option>๒๕๖๕<option value=0>ทุกปี</select>"
)
MONTHS = "<select name=m><option value=1>มกราคม<option value=2>กุมภาพันธ์</select>"


def followed(markup: str) -> dict[str, str]:
    """Names of the links by address."""
    found = read_links(LexborHTMLParser(f"<h1>ประกาศ</h1>{markup}"), PAGE)
    return {link.url.removeprefix("http://a.go.th/ita/"): link.text for link in found.links if link.live}


def test_each_other_year_is_an_address() -> None:
    hidden = "<input type=hidden name=type value=3><input type=text name=keyword><input type=submit name=go value=ค้นหา>"
    found = followed(f"<form action='show.php?x=1'>{hidden}{YEARS}</form>")
    button = "&go=%E0%B8%84%E0%B9%89%E0%B8%99%E0%B8%AB%E0%B8%B2"
    years = {"2566": "ปี 2566", "%E0%B9%92%E0%B9%95%E0%B9%96%E0%B9%95": "๒๕๖๕"}
    assert found == {f"show.php?type=3&keyword=&y={year}{button}": name for year, name in years.items()}


def test_a_form_without_an_action_asks_for_its_own_page() -> None:
    assert "list.php?y=2566" in followed(f"<form>{YEARS}</form>")


@pytest.mark.parametrize(
    "markup",
    [
        f"<form method=POST>{YEARS}</form>",
        f"<form><textarea name=q></textarea>{YEARS}</form>",
        f"<form><input name=fullname>{YEARS}</form>",
        f"<form><input type=tel name=tel>{YEARS}</form>",
        f"<form>{MONTHS}{YEARS}</form>",
        f"<header><form>{YEARS}</form></header>",
        YEARS,
    ],
)
def test_what_is_posted_or_filled_in_or_of_every_page_or_a_calendar_is_left_alone(markup: str) -> None:
    assert followed(markup) == {}


def test_of_many_years_some_are_asked_for() -> None:
    years = "".join(f"<option value={year}>{year}" for year in range(2500, 2570))
    assert len(followed(f"<form><select name=y>{years}</select></form>")) == 15


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<form action='plan.pdf'><button>ดาวน์โหลดแผน</button></form>", {"plan.pdf": "ดาวน์โหลดแผน"}),
        (
            "<form action=all.php><input type=hidden name=c value=2><input type=submit value=ดูทั้งหมด></form>",
            {"all.php?c=2": "ดูทั้งหมด"},
        ),
        ("<form action=del.php><button>ลบ</button></form>", {}),
        ("<form action=s.php><input type=search name=s><button>ไป</button></form>", {}),
        ("<form action=s.php method=post><button>แผน</button></form>", {}),
        ("<form><button>แผน</button></form>", {}),
        ("<button>แผน</button>", {}),
    ],
)
def test_a_bare_button_is_a_link(markup: str, found: dict[str, str]) -> None:
    assert followed(markup) == found

"""Menus, pagers and lists to choose from that are postbacks: read where that is safe, else told as not looked at."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.page import postback
from tests.crawler.crawling import Seen, crawled
from tests.crawler.server import POSTED, Reply, Site, page, serving

HIDDEN = "<input type=hidden name=__VIEWSTATE value=abc><input type=hidden name=__EVENTTARGET>"
SEARCH = "<input type=text name='ctl00$txtSearch'><input type=submit name=go value=ค้นหา>"


def link(target: str, argument: str, text: str) -> str:
    return f"<a href=\"javascript:__doPostBack('{target}','{argument}')\">{text}</a>"


def form(body: str, state: str = "abc") -> str:
    return f"<form method=post action='/list.aspx'>{HIDDEN.replace('abc', state)}{SEARCH}{body}</form>"


PAGER = link("grid", "Page$1", "1") + link("grid", "Page$2", "2")
YEARS = (
    "<select name=ddlYear onchange=\"javascript:setTimeout('__doPostBack(\\'ddlYear\\',\\'\\')', 0)\">"
    "<option selected value=2567>ปี 2567<option value=2566>ปี 2566</select>"
)
FIRST = f"<h1>ประกาศ</h1>{YEARS}<a href=/one.pdf>ประกาศหนึ่ง</a>{link('grid$c2', '', 'ลบ')}{PAGER}"
OLDER = "<h1>ประกาศ</h1><a href=/older.pdf>ประกาศเก่า</a>"


def entry(number: int) -> str:
    """What the second page of the list, and each entry from there, shows: a file and the next entry."""
    following = link(f"entry${number + 1}", "", f"ประกาศที่ {number + 1}")
    return f"<h1>ประกาศ</h1><a href=/{number}.pdf>ประกาศ</a>{following}{PAGER}"


class Aspx(Site):
    """Answers as its form says; an entry only to the state of the one before it."""

    def listed(self, headers: dict[str, str]) -> Reply:
        sent = {name: values[-1] for name, values in parse_qs(headers[POSTED]).items()}
        if sent.get("ddlYear") == "2566":
            return page(form(OLDER))
        wanted = sent.get("__EVENTTARGET", "").removeprefix("entry$")
        if wanted.isdecimal() and int(wanted) != int(sent["__VIEWSTATE"]) + 1:
            return Reply(status=500)
        number = int(wanted) if wanted.isdecimal() else 2 if sent.get("__EVENTARGUMENT") == "Page$2" else 1
        return page(form(FIRST if number == 1 else entry(number), str(number)))


def aspx(around: str = "") -> Aspx:
    site = Aspx({"/": page('<a href="/list.aspx">ประกาศ</a>'), "/list.aspx": page("")})
    site.pages["/list.aspx"] = site.listed
    if around:
        site.pages["/list.aspx"] = page(form(FIRST + around))
    return site


def shown(seen: Seen, site: Site) -> dict[str, str]:
    """What each address of the crawl came to: "" for read."""
    found = {f.url: f.problem or "" for f in seen.rows} | {url: row.why for url, row in seen.unread.items()}
    return {url.removeprefix(site.url): why for url, why in found.items() if url != site.url + "/"}


def test_what_stands_behind_postbacks_is_read(store: Path) -> None:
    with serving(aspx()) as site:
        seen = crawled(site.url, store)
    assert {"/one.pdf", "/2.pdf", "/3.pdf", "/4.pdf", "/older.pdf"} <= set(site.order)
    found = shown(seen, site)
    assert found["/list.aspx#!/postback/grid/Page%242"] == found["/list.aspx#!/postback/ddlYear/=2566"] == ""
    assert seen.fetches[f"{site.url}/list.aspx#!/postback/grid/Page%242"].link_text == "2"


def test_what_acts_and_what_lies_too_deep_is_told_as_not_looked_at(store: Path) -> None:
    with serving(aspx()) as site:
        seen = crawled(site.url, store)
    untried = {url for url, why in shown(seen, site).items() if why == "script_link"}
    deep = "/list.aspx#!/postback/grid/Page%242!/entry%243/!/entry%244/!/entry%245/"
    assert untried == {"/list.aspx#!/postback/grid%24c2/", deep}


@pytest.mark.parametrize("field", ["<textarea name=q></textarea>", "<input type=email name=m>", "<input name=person>"])
def test_a_form_that_people_fill_in_is_never_sent(store: Path, field: str) -> None:
    with serving(aspx(field)) as site:
        seen = crawled(site.url, store)
    assert not site.sent
    found = shown(seen, site)
    assert found["/list.aspx#!/postback/grid/Page%242"] == found["/list.aspx#!/postback/ddlYear/=2566"] == "script_link"


def test_the_form_is_sent_as_it_came() -> None:
    boxes = "<input type=checkbox name=a value=1 checked><input type=checkbox name=b><input type=submit name=c value=x>"
    body = postback.form_body(LexborHTMLParser(form(boxes + YEARS)), ("grid", "Page$2"))
    assert body is not None
    assert parse_qs(body.decode()) == {
        **{"__VIEWSTATE": ["abc"], "__EVENTTARGET": ["grid"], "__EVENTARGUMENT": ["Page$2"]},
        **{"a": ["1"], "ddlYear": ["2567"]},
    }


CALLS = {
    "javascript:__doPostBack('a$b','Page$2')": ("a$b", "Page$2"),
    "javascript:setTimeout('__doPostBack(\\'a\\',\\'\\')', 0)": ("a", ""),
    'javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("a$b", "", true, "", "", false, true))':
        ("a$b", ""),
    "javascript:show('a','b')": None,
    "__doPostBack(this)": None,
}  # fmt: skip


@pytest.mark.parametrize(("code", "event"), CALLS.items())
def test_events_of_scripts(code: str, event: postback.Event | None) -> None:
    assert postback.event_in(code) == event


def test_addresses_go_there_and_back() -> None:
    first = postback.address("http://a.go.th/l.aspx?id=1#x", ("g/h", "Page$2"))
    second = postback.address(first, ("c!/", ""))
    third = postback.address(second, ("d", ""))
    assert postback.steps(third) == [("g/h", "Page$2"), ("c!/", ""), ("d", "")]
    assert [postback.page_of(url) for url in (third, second, first)] == [second, first, "http://a.go.th/l.aspx?id=1"]
    assert first.partition("#")[0] == "http://a.go.th/l.aspx?id=1"


@pytest.mark.parametrize(
    ("name", "display"), [("EN", True), ("ภาษาไทย", True), ("ก+", True), ("แผน", False), ("2", False), ("ถัดไป", False)]
)
def test_the_same_in_another_language_is_not_asked_for(name: str, display: bool) -> None:
    assert postback.is_display(name) is display

"""Pages that plain HTTP leaves empty, opened in the browser by the crawl: one site, one crawl, many tests."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.browser import program
from crawler.evidence import Store
from crawler.page.answer import Answer, Page
from crawler.page.render import PLAIN, REASONS, UNLOADED, needs_rendering
from tests.crawler.crawling import Seen, crawled
from tests.crawler.server import Answer as Reaction
from tests.crawler.server import Reply, Site, page, serving
from tests.needs import needs_browser

WORDS = "ข้อความของหน้าที่ไม่ต้องใช้สคริปต์ " * 12


def app(body: str) -> Reply:
    """A page whose root a script fills."""
    return page(f'<div id="app"></div><script>const app = document.getElementById("app");{body}</script>')


def listed(address: str) -> str:
    return (
        f"fetch('{address}').then(r => r.json()).then(rows => {{ app.innerHTML = '<h1>รายการเอกสาร</h1>' +"
        " rows.map(r => `<a href=\"${r.to}\">${r.name}</a>`).join(' ') })"
    )


def data(*rows: tuple[str, str]) -> Reply:
    body = json.dumps([{"to": to, "name": name} for to, name in rows], ensure_ascii=False)
    return Reply(body.encode(), media_type="application/json")


TABLE = """<h1>ประกาศ</h1><table><tbody id="rows"></tbody></table><script>
const x = new XMLHttpRequest(); x.open('POST', '/rows'); x.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
x.onload = () => document.getElementById('rows').innerHTML = x.responseText; x.send('page=1')</script>"""
ROUTES = """const draw = () => { app.innerHTML = '<a href="#/plan">แผน</a> <a href="#/budget">งบ</a><h1>' +
({'#/plan': 'แผนพัฒนาท้องถิ่น', '#/budget': 'ข้อบัญญัติงบประมาณ'}[location.hash] || 'หน้าแรก') + '</h1>' };
addEventListener('hashchange', draw); draw()"""
SCROLLED = """app.innerHTML = '<p style="height:4000px">บน</p>'; let once = false;
addEventListener('scroll', () => { if (!once) { once = true; app.append('แถวที่มาทีหลัง') } })"""
OUTSIDE = """app.innerHTML = '<img src="http://example.org/i.png"><h1>ข้างนอก</h1>';
fetch('http://example.org/x.json').catch(() => 0); new WebSocket('ws://example.org/s');
fetch('http://169.254.169.254/latest/meta-data/').catch(() => 0); fetch('http://127.0.0.1:9/').catch(() => 0);
navigator.sendBeacon('http://example.org/b', 'x');
document.head.innerHTML += '<link rel=preconnect href=http://example.org><link rel=dns-prefetch href=http://d.example.org>';
new Worker(URL.createObjectURL(new Blob(["new WebSocket('ws://example.org/w'); fetch('http://example.org/w')"])));
new RTCPeerConnection({iceServers: [{urls: 'stun:example.org:3478'}]}).createDataChannel('x')"""
PAGES: dict[str, Reaction] = {
    "/plain": page(WORDS),
    "/app": app(listed("/list.json")),
    "/list.json": data(("/one", "แผนงาน"), ("/two", "รายงาน")),
    "/one": page(WORDS),
    "/two": page(WORDS),
    "/table": page(TABLE),
    "/rows": Reply('<tr><td><a href="/three">ประกาศที่หนึ่ง</a></td></tr>'.encode()),
    "/three": page(WORDS),
    "/none": app(listed("/none.json")),
    "/none.json": data(),
    "/broken": app(listed("/broken.json")),
    "/broken.json": Reply(b"x", 500),
    "/missing": app(listed("/missing.json")),
    "/forbidden": app(listed("/private/list.json")),
    "/private/list.json": data(("/secret", "ลับ")),
    "/routes": app(ROUTES),
    "/frame": app("const f = document.createElement('iframe'); f.srcdoc = '<p>เนื้อหาในกรอบ</p>'; app.append(f)"),
    "/shadow": app("app.attachShadow({mode: 'open'}).innerHTML = '<p>เนื้อหาในเงา</p>'"),
    "/scroll": app(SCROLLED),
    "/moves": app("location.href = '/moved'"),
    "/moved": app("app.innerHTML = '<h1>ที่ใหม่</h1>'"),
    "/away": app("app.innerHTML = '<h1>ยังอยู่</h1>'; location.href = 'http://example.org/'"),
    "/outside": app(OUTSIDE),
    "/post": app(
        "fetch('http://example.org/save', {method: 'POST', body: 'x'}).catch(() => 0); app.innerHTML = '<h1>ส่ง</h1>'"
    ),
    "/thai": page('<div id="app"></div><script>app.innerHTML = "<h1>ไทยเดิม</h1>"</script>', charset="windows-874"),
    "/counted": app(
        "const s = document.createElement('script'); s.src = 'http://www.google-analytics.com/a.js';"
        "document.head.append(s); app.innerHTML = '<h1>นับคน</h1>'"
    ),
}
BROWSED = (
    "/app", "/table", "/none", "/broken", "/missing", "/forbidden", "/routes", "/frame", "/shadow", "/scroll", "/moves",
    "/away", "/outside", "/post", "/thai", "/counted",
)  # fmt: skip


@dataclass
class Look:
    site: Site
    seen: Seen
    bodies: dict[str, str]
    network: list[dict[str, Any]]
    names: dict[int, str]


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Look]:
    """One crawl, by a browser that writes down everything that its network stack does."""
    if not program.find():
        pytest.skip("no browser on this machine")
    folder = tmp_path_factory.mktemp("render")
    log = folder / "net.json"
    wrapper = folder / "browser"
    wrapper.write_text(f'#!/bin/sh\nexec {program.find()} --log-net-log={log} "$@"\n')
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
    menu = "".join(f'<a href="{path}">หน้า {path}</a> ' for path in ("/plain", *BROWSED))
    site = Site({"/": page(menu + WORDS), **PAGES}, robots="User-agent: *\nDisallow: /private/\n")
    with pytest.MonkeyPatch.context() as patch, serving(site):
        patch.setenv("OIT_DELAY", "0")
        patch.setenv("OIT_CHROMIUM", str(wrapper))
        seen = crawled(site.url, folder / "evidence")
    with Store.open(folder / "evidence") as store:
        bodies = {f.url.removeprefix(site.url): store.body(f.sha256).decode("utf-8") for f in seen.rows if f.rendered}
        assert all(store.has_body(f.headers[PLAIN]) for f in seen.rows if f.rendered)
    events = json.loads(log.read_text())
    names = {number: name for name, number in events["constants"]["logEventTypes"].items()}
    yield Look(site, seen, bodies, events["events"], names)


def test_only_pages_that_need_it_are_opened_and_the_reasons_are_kept(look: Look) -> None:
    opened = {f.url.removeprefix(look.site.url) for f in look.seen.rows if REASONS in f.headers}
    assert opened == {*BROWSED, "/routes#/plan", "/routes#/budget"}
    assert look.seen.info.stats["rendered"] == len(opened)
    assert look.seen.fetches[look.site.url + "/table"].headers[REASONS] == "list_by_script"
    assert "app_root" in look.seen.fetches[look.site.url + "/app"].headers[REASONS]
    assert not look.seen.fetches[look.site.url + "/plain"].rendered


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/app", "แผนงาน"), ("/table", "ประกาศที่หนึ่ง"), ("/frame", "เนื้อหาในกรอบ"), ("/shadow", "เนื้อหาในเงา"),
        ("/scroll", "แถวที่มาทีหลัง"), ("/moves", "ที่ใหม่"), ("/away", "ยังอยู่"), ("/thai", "ไทยเดิม"),
        ("/routes#/plan", "แผนพัฒนาท้องถิ่น"), ("/routes#/budget", "ข้อบัญญัติงบประมาณ"), ("/counted", "นับคน"),
    ],
)  # fmt: skip
def test_what_the_page_shows_is_kept(look: Look, path: str, words: str) -> None:
    assert words in look.bodies[path]


def test_a_route_that_is_asked_for_alone_is_opened_there(look: Look, store: Path) -> None:
    with serving(Site(PAGES)) as site:
        asked = f"{site.url}/routes#/plan"
        seen = crawled(site.url, store, only=(asked, f"{site.url}/routes#top"))
    assert set(seen.fetches) == {asked, f"{site.url}/routes"}
    with Store.open(store) as kept:
        assert "แผนพัฒนาท้องถิ่น" in kept.body(seen.fetches[asked].sha256).decode()


def test_links_that_script_made_are_followed(look: Look) -> None:
    assert {"/one", "/two", "/three"} <= set(look.site.order)
    assert look.seen.fetches[look.site.url + "/one"].path[-1] == "แผนงาน"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/broken", "server_error"), ("/missing", "not_found"), ("/forbidden", "robots"), ("/outside", "local_audit"),
        ("/away", "redirect_off_site"), ("/post", "off_site"), ("/app", ""), ("/none", ""), ("/counted", ""),
        ("/table", ""),
    ],
)  # fmt: skip
def test_what_could_not_be_loaded_is_said(look: Look, path: str, why: str) -> None:
    assert look.seen.fetches[look.site.url + path].headers.get(UNLOADED, "").split(":")[0] == why


def test_robots_and_the_page_itself_are_asked_once(look: Look) -> None:
    assert "/private/list.json" not in look.site.asked
    assert all(look.site.asked[path] == 1 for path in BROWSED)
    assert "OITAuditor" in look.site.heads["/list.json"]["user-agent"]


def test_a_page_that_moves_is_cited_where_it_ended(look: Look) -> None:
    moved = look.seen.fetches[look.site.url + "/moves"]
    assert moved.final_url == look.site.url + "/moved"


def test_the_browser_has_no_network(look: Look) -> None:
    """Its own log: no connection was tried, no name resolved, no datagram sent, whatever the pages did."""
    seen = [look.names[event["type"]] for event in look.network]
    assert seen.count("URL_REQUEST_START_JOB") > 0, "the log holds nothing"
    traffic = {"TCP_CONNECT_ATTEMPT", "SOCKET_BYTES_SENT", "UDP_BYTES_SENT"}
    assert traffic <= set(look.names.values()), "the browser names them otherwise now"
    sent = traffic & set(seen)
    asked = [name for name in seen if name.startswith(("DNS_TRANSACTION", "HOST_RESOLVER_SYSTEM_TASK"))]
    assert (sent, asked) == (set(), [])


def test_without_a_browser_the_page_stays_as_it_came(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_CHROMIUM", "/nowhere/chromium")
    with serving(Site({"/": page('<a href="/app">ก</a>' + WORDS), "/app": PAGES["/app"]})) as site:
        seen = crawled(site.url, store)
    row = seen.fetches[site.url + "/app"]
    assert not row.rendered and row.detail.startswith("needs_script: app_root")
    assert row.headers[UNLOADED].startswith("browser_missing")
    assert "/nowhere/chromium" in seen.notes["browser_missing"]["why"]


def test_never_means_never(store: Path) -> None:
    with serving(Site({"/": PAGES["/app"], "/list.json": PAGES["/list.json"]})) as site:
        seen = crawled(site.url, store, render="never")
    assert "/list.json" not in site.asked and not any(f.rendered or UNLOADED in f.headers for f in seen.rows)


@needs_browser
def test_always_means_every_page(store: Path) -> None:
    with serving(Site({"/": page('<a href="/plain">ก</a>' + WORDS), "/plain": page(WORDS)})) as site:
        seen = crawled(site.url, store, render="always")
    assert [f.headers[REASONS] for f in seen.rows if f.rendered] == ["always", "always"]


@needs_browser
def test_the_next_crawl_opens_it_again(store: Path) -> None:
    rows = {"now": "เก่า"}
    answer = lambda _: data(("/x", rows["now"]))  # noqa: E731
    tagged = Reply(PAGES["/app"].body, headers={"ETag": '"same"'})  # type: ignore[union-attr]
    with serving(Site({"/": tagged, "/list.json": answer})) as site:
        crawled(site.url, store)
        rows["now"] = "ใหม่"
        seen = crawled(site.url, store)
        assert "if-none-match" not in site.heads["/"]
    with Store.open(store) as opened:
        assert "ใหม่" in opened.body(seen.fetches[site.url + "/"].sha256).decode()


@needs_browser
def test_what_is_forgotten_goes_in_both_forms(store: Path) -> None:
    from auditor.proof.forget import forget

    with serving(Site({"/": PAGES["/thai"]})) as site:
        seen = crawled(site.url, store)
    home = seen.fetches[site.url + "/"]
    with Store.open(store) as opened:
        forget(opened, home.url, "on request")
        assert not opened.has_body(home.sha256) and not opened.has_body(home.headers[PLAIN])


@pytest.mark.parametrize(
    ("markup", "reasons"),
    [
        ("<div id=root></div><script src=a.js></script>", {"app_root", "empty_body"}),
        (
            f"<p>{WORDS}</p><ul id=list></ul><script>fetch('/a').then(x => list.innerHTML = x)</script>",
            {"list_by_script"},
        ),
        ("<p>ข่าว</p><iframe id=f></iframe><script>f.contentDocument.write('x')</script>", {"empty_frame"}),
        ("<p>ข่าว</p><iframe src='/a.html'></iframe><script>1</script>", set()),
        (f"<p>{WORDS}</p><script>var a = 1</script>", set()),
        (f"<p>{WORDS}{{{{ item.title }}}}</p>", {"template_marks"}),
    ],
)
def test_why_a_page_is_opened(markup: str, reasons: set[str]) -> None:
    found = Page(Answer("http://a.go.th/", 200, {}, f"<html><body>{markup}</body></html>".encode())).parsed
    assert set(needs_rendering(found.tree, found.text, found.script, noscript=found.noscript)) == reasons

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from crawler.queue.hints import Hint, Hints
from crawler.request import CrawlRequest
from crawler.run import CrawlError, crawl
from tests.crawler.crawling import ROOT, Seen, crawled, patched_child
from tests.crawler.server import Reply, Site, page, pdf, redirect, serving


def test_a_small_site_is_read_whole(store):
    site = Site(
        {
            "/": page('<nav><a href="/ita">ITA ปี 2566</a><a href="/news">ข่าว</a><a href="#">เปล่า</a></nav>'),
            "/ita": page('<h3>แผนดำเนินงาน</h3><ul><li>แผนปี 2566 <a href="/f/plan.pdf">ดาวน์โหลด</a></li></ul>'),
            "/news": page("ข่าวประชาสัมพันธ์ " * 20 + '<a href="/gone">เก่า</a>', charset="windows-874"),
            "/f/plan.pdf": pdf("plan"),
        }
    )
    with serving(site):
        seen = crawled(site.url + "/", store)
    assert seen.info.state == "finished"
    plan = seen.fetches[site.url + "/f/plan.pdf"]
    assert (plan.kind, plan.media_type, plan.status, plan.problem) == ("document", "application/pdf", 200, None)
    assert plan.path == ("หน้าแรก", "ITA ปี 2566", "แผนปี 2566 ดาวน์โหลด")
    assert plan.fetched_at.endswith("Z")
    assert seen.fetches[site.url + "/news"].charset == "cp874"
    assert seen.fetches[site.url + "/gone"].problem == "not_found"
    dead = [link for link in seen.links if not link.live]
    assert [(link.url, link.text, link.place) for link in dead] == [("#", "เปล่า", "nav")]
    download = next(link for link in seen.links if link.url.endswith("plan.pdf"))
    assert download.context == "แผนดำเนินงาน"
    assert max(site.asked.values()) == 1
    assert (seen.info.stats["pages"], seen.info.stats["documents"], seen.info.stats["tried"]) == (3, 1, 5)


def test_best_links_first(store):
    news = {f"/n{i}": page("ข่าว " * 60) for i in range(20)}
    menu = "".join(f'<a href="{path}">ข่าวที่ {path}</a>' for path in news)
    site = Site({"/": page(f"{menu}<a href='/x'>การเปิดเผยข้อมูล e-service</a>"), **news, "/x": page("บริการ " * 60)})
    hints = Hints((Hint("E-Service", 1.0, "e_service"), Hint("ข่าวที่", -0.5, "")))
    # Two are asked at once, and which of them arrives first is the kernel's affair: the other waits for the best.
    arrived = threading.Event()

    def gate(path: str) -> None:
        if path == "/x":
            arrived.set()
        elif path in news:
            arrived.wait(10)

    site.gate = gate
    with serving(site):
        seen = crawled(site.url, store, hints=hints)
    assert "/x" in site.read()[1:3]
    assert seen.fetches[site.url + "/x"].tags == ("e_service",)


def test_other_sites_are_listed_and_not_contacted(store):
    site = Site({"/": page('<a href="https://www.public.go.th/plan.pdf">แผน</a><a href="//127.0.0.1:9/x">x</a>')})
    with serving(site):
        seen = crawled(site.url, store)
    assert seen.unread["https://www.public.go.th/plan.pdf"].why == "local_audit"
    assert seen.unread["https://www.public.go.th/plan.pdf"].texts == ("แผน",)
    assert seen.unread["http://127.0.0.1:9/x"].why == "private_address"


def test_documents_one_hop_away_are_read_but_not_followed(store):
    other = Site({"/a.pdf": pdf("a"), "/b.pdf": page('<a href="/c">c</a>')})
    site = Site({})
    with serving(other), serving(site):
        links = '<a href="http://files.example/a.pdf">a</a><a href="http://files.example/b.pdf">b</a>'
        site.pages["/"] = page(links + '<a href="http://files.example/page">p</a>')
        seen = crawled(site.url, store, host_map={"files.example": f"127.0.0.1:{other.port}"})
    assert seen.fetches["http://files.example/a.pdf"].problem is None
    assert "http://files.example/c" not in seen.fetches
    assert seen.unread["http://files.example/page"].why == "off_site"


SPLASHES = {
    "meta": '<meta http-equiv="refresh" content="5; url=/home">',
    "location": "<script>setTimeout(function(){window.location.href = '/home';}, 900)</script>",
    "open": "<script>window.open('/home')</script>",
    "onclick": '<div onclick="location.href=\'/home\'"><img src="x.jpg" alt="เข้าสู่เว็บไซต์"></div>',
    "area": '<img usemap="#m"><map name="m"><area href="/home" alt="เข้าสู่เว็บไซต์"></map>',
    "iframe": '<iframe src="/home"></iframe>',
    "javascript": "<a href=\"javascript:window.location='/home'\">เข้าสู่เว็บไซต์</a>",
}


def test_every_kind_of_splash_page_is_one_hop(store):
    ways = {f"/s/{name}": page(body.replace("/home", f"/home/{name}")) for name, body in SPLASHES.items()}
    goals = {f"/home/{name}": page("เนื้อหา " * 80) for name in SPLASHES}
    menu = "".join(f'<a href="{path}">{path}</a>' for path in ways)
    site = Site({"/": page(menu), **ways, **goals})
    with serving(site):
        crawled(site.url, store)
    assert {path for path in goals if not site.asked[path]} == set()


def test_redirects_share_one_body(store):
    site = Site(
        {
            "/": page(
                '<a href="/old-plan">แผน</a><a href="/plan">แผนอีกทาง</a><a href="/loop1">วน</a><a href="/out">ออก</a>'
            ),
            "/old-plan": redirect("/middle", 301),
            "/middle": redirect("/plan"),
            "/plan": page("แผนพัฒนา " * 50),
            "/loop1": redirect("/loop2"),
            "/loop2": redirect("/loop1"),
            "/out": redirect("https://www.public.go.th/"),
        }
    )
    with serving(site):
        seen = crawled(site.url, store)
    old, plan = seen.fetches[site.url + "/old-plan"], seen.fetches[site.url + "/plan"]
    assert (old.final_url, old.sha256, old.problem) == (plan.url, plan.sha256, None)
    assert old.link_text == "แผน"
    assert seen.fetches[site.url + "/loop1"].problem == "bad_redirect"
    assert seen.fetches[site.url + "/loop2"].problem == "bad_redirect"
    assert seen.fetches[site.url + "/out"].problem == "redirect_off_site"
    assert site.asked["/plan"] == 1


def test_an_endless_chain_of_redirects_ends(store):
    def onward(headers):
        return redirect(f"/r/{len(site.order)}")

    site = Site({"/": page('<a href="/r/0">r</a>'), **{f"/r/{i}": onward for i in range(60)}})
    with serving(site):
        seen = crawled(site.url, store)
    assert seen.fetches[site.url + "/r/0"].problem == "bad_redirect"
    assert len(site.read()) < 20


def test_a_sign_in_wall_is_confirmed_twice(store):
    login = page('<form><input name="u"><input type="password"></form>', title="เข้าสู่ระบบ")
    site = Site({"/": page('<a href="/complain">ร้องเรียน</a>'), "/complain": redirect("/login"), "/login": login})
    with serving(site):
        seen = crawled(site.url, store)
    assert seen.fetches[site.url + "/complain"].problem == "login_wall"
    assert seen.fetches[site.url + "/login"].problem is None
    assert site.asked["/complain"] == 2


def test_a_redirect_that_only_wants_its_cookie_back(store):
    def door(headers):
        if "seen=1" in headers.get("cookie", ""):
            return page("ยินดีต้อนรับ " * 40)
        return Reply(status=302, headers={"Location": "/door", "Set-Cookie": "seen=1"})

    site = Site({"/": page('<a href="/door">ประตู</a>'), "/door": door})
    with serving(site):
        seen = crawled(site.url, store)
    assert seen.fetches[site.url + "/door"].problem is None


def test_home_page_that_leaves_the_site_is_named_not_followed(store):
    site = Site({"/": redirect("https://www.other.co.th/")})
    with serving(site):
        seen = crawled(site.url, store)
    assert seen.info.state == "blocked"
    assert seen.notes["redirect_off_site"]["command"] == "oit audit https://www.other.co.th/"


def test_page_budget_lists_what_was_left(store):
    links = "".join(f'<a href="/p{i}">หน้า {i}</a>' for i in range(30))
    site = Site({"/": page(links), **{f"/p{i}": page(f"หน้า {i} " * 50) for i in range(30)}})
    with serving(site):
        seen = crawled(site.url, store, max_pages=10)
    assert len(seen.fetches) == 10
    assert {row.why for row in seen.unread.values()} == {"page_budget"}
    assert len(seen.unread) == 21
    assert seen.notes["page_budget"] == {"limit": 10, "left": 21}


def test_folder_of_the_typed_address_bounds_the_crawl(store):
    site = Site(
        {
            "/web/": page('<a href="a">ก</a>'),
            "/web/a": page('<a href="/other">นอก</a>' + "ก " * 99),
            "/other": page("x"),
        }
    )
    with serving(site):
        seen = crawled(site.url + "/web/", store)
    assert site.url + "/other" not in seen.fetches
    assert seen.unread[site.url + "/other"].why == "off_site"


def test_home_page_that_links_above_its_folder_widens_the_crawl(store):
    site = Site({"/web/": page('<a href="/other">นอก</a>'), "/other": page("x " * 200)})
    with serving(site):
        seen = crawled(site.url + "/web/", store)
    assert seen.fetches[site.url + "/other"].problem is None
    assert seen.notes["scope_widened"] == {"folder": "/web/"}


def test_only_fetches_the_named_addresses(store):
    site = Site({"/": page('<a href="/a">a</a>'), "/a": page('<a href="/b">b</a>'), "/c.pdf": pdf()})
    with serving(site):
        seen = crawled(site.url, store, only=("/a", site.url + "/c.pdf"))
    assert set(seen.fetches) == {site.url + "/a", site.url + "/c.pdf"}
    assert [link.url for link in seen.links] == [site.url + "/b"], "noted, so that it can be asked for"


def test_sitemaps_are_used(store):
    site = Site({"/": page("สวัสดี " * 80), "/hidden": page("ซ่อน " * 80), "/sm": Reply(media_type="application/xml")})
    with serving(site):
        xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{site.url}/hidden</loc></url></urlset>'
        site.pages["/sm"] = Reply(xml.encode(), media_type="application/xml")
        site.pages["/robots.txt"] = Reply(f"Sitemap: {site.url}/sm\n".encode(), media_type="text/plain")
        seen = crawled(site.url, store)
    assert seen.fetches[site.url + "/hidden"].place == "sitemap"


PROBLEMS = {
    "/broken": (Reply(b"x", 500), "server_error"),
    "/forbidden": (Reply(b"x", 403), "forbidden"),
    "/gone": (Reply(b"x", 410), "gone"),
    "/many": (Reply(b"x", 429, headers={"Retry-After": "1"}), "rate_limited"),
    "/secret": (Reply(b"x", 401), "login_wall"),
    "/teapot": (Reply(b"x", 418), "http_error"),
    "/cut.pdf": (Reply(b"%PDF-1.4 half", media_type="application/pdf", cut=True), "truncated"),
    "/reset": (Reply(reset=True), "reset"),
    "/empty": (Reply(b""), "empty_body"),
    "/soft": (page("ขออภัย ไม่พบหน้าที่ท่านต้องการ", title="404 Not Found"), "soft_404"),
    "/challenge": (page("Checking your browser before accessing", title="Just a moment..."), "challenge"),
    "/parked": (page("This domain is parked. Buy this domain"), "parked"),
    "/bet": (page("สล็อต บาคาร่า แทงบอล คาสิโน เครดิตฟรี " * 30, title="สล็อตเว็บตรง บาคาร่า"), "hijacked"),
    "/blob": (Reply(bytes(range(256)) * 4, media_type="application/octet-stream"), "unknown_type"),
    "/nowhere": (Reply(status=302), "bad_redirect"),
}


def test_every_failure_is_a_row_with_a_word_of_the_vocabulary(store):
    menu = "".join(f'<a href="{path}">{path}</a>' for path in PROBLEMS)
    site = Site({"/": page(menu), **{path: reply for path, (reply, _) in PROBLEMS.items()}})
    with serving(site):
        seen = crawled(site.url, store)
    found = {path: seen.fetches[site.url + path].problem for path in PROBLEMS}
    assert found == {path: problem for path, (_, problem) in PROBLEMS.items()}
    assert site.asked["/broken"] == 3


def test_a_page_filled_by_script_says_so(store):
    shell = page('<div id="app"></div><script src="/a.js"></script>')
    site = Site({"/": page('<a href="/app">บริการ</a>'), "/app": shell})
    with serving(site):
        seen = crawled(site.url, store, render="never")
    assert seen.fetches[site.url + "/app"].detail.startswith("needs_script: app_root")


def test_unchanged_pages_are_asked_for_conditionally(store):
    def tagged(headers):
        if headers.get("if-none-match") == '"v1"':
            return Reply(status=304)
        return Reply(page('<a href="/b">ข</a>').body, headers={"ETag": '"v1"'})

    site = Site({"/": page('<a href="/a">ก</a>'), "/a": tagged, "/b": page("ข " * 200)})
    with serving(site):
        first, second = crawled(site.url, store), crawled(site.url, store)
    assert second.info.id == first.info.id + 1
    before, after = first.fetches[site.url + "/a"], second.fetches[site.url + "/a"]
    assert (after.status, after.sha256, after.media_type) == (304, before.sha256, "text/html")
    assert site.url + "/b" in second.fetches


def test_bad_usage_and_unknown_hosts_are_one_line(store):
    with pytest.raises(CrawlError) as usage:
        crawl(CrawlRequest("file:///etc/passwd", store))
    assert usage.value.exit_code == 2
    with pytest.raises(CrawlError) as unknown:
        crawl(CrawlRequest("http://nowhere.invalid/", store))
    assert unknown.value.exit_code == 1 and "nowhere.invalid" in str(unknown.value)
    assert not store.exists()


def test_a_host_that_refuses_is_blocked_evidence(store):
    with serving(Site({})) as site:
        url = site.url
    seen = crawled(url, store)
    assert seen.info.state == "blocked"
    assert seen.fetches[url + "/"].problem == "refused"


IMPATIENT = """
from crawler.spiders.agency import AgencySpider
real = AgencySpider._request
def request(self, task):
    made = real(self, task)
    if sys.argv[1] in task.url:
        made.meta["download_timeout"] = 0.3
    return made
AgencySpider._request = request
"""
"""Only what never answers has a short time limit: on a busy machine other pages would not keep it."""


def test_a_silent_host_is_given_up_soon(store):
    site = Site({"/": page("".join(f'<a href="/p{i}">หน้า {i}</a>' for i in range(40)))})
    site.pages.update({f"/p{i}": Reply(hang=True) for i in range(40)})
    with serving(site):
        patched_child(CrawlRequest(site.url + "/", store), IMPATIENT, "/p")
    seen = Seen(store)
    assert seen.notes["host_dead"]["problem"] == "timeout"
    assert len(site.read()) <= 6
    assert {row.why for row in seen.unread.values()} == {"host_dead"}


def test_one_slow_page_does_not_kill_its_host(store):
    pages = {f"/p{i}": page(f"หน้า {i} " * 60) for i in range(8)}
    menu = "".join(f'<a href="{path}">{path}</a>' for path in ("/slow", *pages))
    site = Site({"/": page(menu), **pages, "/slow": Reply(hang=True)})
    with serving(site):
        patched_child(CrawlRequest(site.url + "/", store), IMPATIENT, "/slow")
    seen = Seen(store)
    assert seen.fetches[site.url + "/slow"].problem == "timeout"
    assert all(seen.fetches[site.url + path].problem is None for path in pages)
    assert site.asked["/slow"] == 3


def test_a_local_audit_resolves_no_name(store, tmp_path):
    log = tmp_path / "names"
    spy = (
        "import socket\nreal = socket.getaddrinfo\n"
        "def spy(host, *a, **k):\n    open(sys.argv[1], 'a').write(f'{host}\\n')\n    return real(host, *a, **k)\n"
        "socket.getaddrinfo = spy\nsocket.gethostbyname = lambda host: spy(host, 80)"
    )
    links = "".join(f'<a href="http://h{i}.public.go.th/{i}.pdf">{i}</a>' for i in range(5))
    site = Site({"/": page(links + '<a href="/a">a</a>'), "/a": redirect("https://www.public.go.th/x")})
    with serving(site):
        patched_child(CrawlRequest(site.url + "/", store, allow_private=True), spy, str(log))
    asked = set(log.read_text().split()) if log.exists() else set()
    assert asked <= {"127.0.0.1"}
    assert len(Seen(store).unread) == 5


def test_scrapy_commands(store):
    site = Site({"/": page('<a href="/a">ก</a>'), "/a": page("ก " * 200)})
    scrapy = [sys.executable, "-m", "scrapy"]
    listed = subprocess.run([*scrapy, "list"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert listed.stdout.split() == ["agency"]
    with serving(site):
        arguments = ["crawl", "agency", "-a", f"url={site.url}", "-a", f"store={store}"]
        subprocess.run([*scrapy, *arguments], cwd=ROOT, check=True, capture_output=True)
    assert set(Seen(store).fetches) == {site.url + "/", site.url + "/a"}


def test_two_crawls_do_not_write_to_one_store(store):
    site = Site({"/": page("ก " * 200)})
    with serving(site):
        taken = "import fcntl, os\nh = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)\nfcntl.flock(h, fcntl.LOCK_EX)"
        store.mkdir()
        last = patched_child(CrawlRequest(site.url + "/", store), taken, str(store / "crawl.lock"))
    assert "another crawl" in last["error"]


def test_a_site_without_https_is_read_when_no_scheme_was_typed(store):
    site = Site({"/": page("ก " * 200)})
    with serving(site):
        host = f"plain.example:{site.port}"
        seen = crawled(host, store, host_map={"plain.example": f"127.0.0.1:{site.port}"})
    assert seen.fetches[f"http://{host}/"].problem is None
    assert seen.notes["scheme_assumed"] == {"url": f"http://{host}/"}


def test_an_empty_home_page_is_said(store):
    with serving(Site({"/": page("")})) as site:
        seen = crawled(site.url, store)
    assert "home_empty" in seen.notes

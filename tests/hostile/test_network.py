"""What a hostile server sends costs its own address and nothing else; nothing private is reached, nothing resolved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.problems import PROBLEMS
from crawler.request import CrawlRequest
from tests.crawler.crawling import Seen, crawled, patched_child
from tests.hostile.server import ATTACKS, HELPERS, Handle, after, home, markup, redirect, serving, site

SPY = """
import json, socket, sys
from crawler.servers import network
LOG = open({log!r}, "a")
TABLE = {table!r}
real_private, asked = network.is_private, []
network.is_private = lambda text: False if text.strip("[]") in {public!r} else real_private(text)
def spy(host, *args, **kwargs):
    asked.append(host)
    LOG.write(json.dumps(["resolve", host]) + chr(10)); LOG.flush()
    answers = TABLE.get(host)
    if not answers:
        raise socket.gaierror(-2, "no such name")
    answer = answers[min(asked.count(host), len(answers)) - 1]
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, 0))]
socket.getaddrinfo = spy
real_connect = socket.socket.connect_ex
class Watched(socket.socket):
    def connect_ex(self, address):
        LOG.write(json.dumps(["connect", address[0], address[1]]) + chr(10)); LOG.flush()
        return super().connect_ex(address)
socket.socket = Watched
"""


def spied(request: CrawlRequest, log: Path, table: dict[str, list[str]], public: tuple[str, ...] = ()) -> list[list]:
    """Runs the crawl with every look-up and every connection written down."""
    log.write_text("")
    patched_child(request, SPY.format(log=str(log), table=table, public=public))
    return [json.loads(line) for line in log.read_text().splitlines()]


BODIES = (
    "/gzip-bomb",
    "/brotli-bomb",
    "/zstd-bomb",
    "/gzip-twice",
    "/endless",
    "/hundred-mb",
    "/huge-promise",
    "/drip",
)
PAGES = (
    "/deep", "/wide", "/long-line", "/attributes", "/invalid-utf8", "/nul", "/utf7", "/odd-charset",
    "/odd-addresses", "/base", "/frame",
)  # fmt: skip
TALK = tuple(
    name
    for name in ATTACKS
    if name not in (*BODIES, *PAGES, "/silent-head", "/many-links", "/deeper/", "/farm", "/calendar")
)

Crawled = list[tuple[Seen, list[list]]]


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """All attacks, in three crawls of loopback sites: a host that is silent too often is given up."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OIT_DELAY", "0")
        for names in (BODIES, PAGES, TALK):
            folder = tmp_path_factory.mktemp("hostile")
            with serving(site(*names)) as server:
                home = f"http://127.0.0.1:{server.port}/"
                request = CrawlRequest(home, folder / "evidence", timeout=4.0, max_pages=40)
                log = spied(request, folder / "log", {})
            found.append((Seen(folder / "evidence"), log))
    return found


BOUNDED = {
    "/gzip-bomb": {"too_large"}, "/brotli-bomb": {"too_large"}, "/zstd-bomb": {"too_large"},
    "/gzip-twice": {"too_large"}, "/endless": {"too_large"}, "/huge-promise": {"too_large"}, "/drip": {"timeout"},
    "/hundred-mb": {"too_large"}, "/header-flood": {"too_large"}, "/interim-flood": {"too_large"},
    "/long-header": {"bad_response", "too_large", "reset"},
    "/endless-redirect": {"bad_redirect"}, "/redirect-self": {"bad_redirect"}, "/redirect-file": {"bad_redirect"},
    "/redirect-gopher": {"bad_redirect"}, "/redirect-long": {"bad_redirect", "bad_response", "reset"},
    "/redirect-metadata": {"redirect_off_site"}, "/redirect-private": {"redirect_off_site"},
    "/redirect-loopback": {"redirect_off_site"}, "/redirect-mapped": {"redirect_off_site"},
}  # fmt: skip


@pytest.mark.parametrize("path", BOUNDED)
def test_an_attack_costs_its_own_address(crawls: Crawled, path: str) -> None:
    found = {fetch.url.split("/", 3)[-1]: fetch for seen, _ in crawls for fetch in seen.rows}
    assert found[path.lstrip("/")].problem in BOUNDED[path]


def test_what_cannot_be_looked_at_is_never_said_to_be_missing(crawls: Crawled) -> None:
    rows = [fetch for seen, _ in crawls for fetch in seen.rows]
    wrong = {f.url: f.problem for f in rows if f.problem and PROBLEMS[f.problem].kind == "not_there"}
    assert {url.split("/", 3)[-1]: problem for url, problem in wrong.items() if problem != "not_found"} == {}


def test_the_rest_of_the_site_is_read(crawls: Crawled) -> None:
    for seen, _ in crawls:
        assert seen.info.state == "finished"
        assert [f.problem for f in seen.rows if f.url.endswith("/after")] == [None]


def test_a_local_audit_resolves_nothing_and_connects_to_its_own_port_only(crawls: Crawled) -> None:
    for seen, log in crawls:
        own = seen.info.home_url.split(":")[2].strip("/")
        assert [row for row in log if row[0] == "resolve"] == []
        assert {tuple(row[1:]) for row in log if row[0] == "connect"} == {("127.0.0.1", int(own))}


def test_calendars_farms_and_growing_addresses_end_at_the_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OIT_DELAY", "0")
    with serving(site("/calendar", "/deeper/", "/farm")) as server:
        seen = crawled(f"http://127.0.0.1:{server.port}/", tmp_path / "evidence", max_pages=30)
    assert seen.info.state == "finished" and len(server.hits) <= 30 + len(("robots.txt", "sitemap.xml"))
    assert sum(hit.startswith("/deeper/") for hit in server.hits) < 10
    assert [f.problem for f in seen.rows if f.url.endswith("/after")] == [None]


def test_a_robots_file_of_50_mb_and_sitemaps_that_unpack_and_never_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in its first 500 KB counts; the site is read."""
    monkeypatch.setenv("OIT_DELAY", "0")
    with serving({"/": home, "/after": after, **HELPERS}) as server:
        seen = crawled(f"http://127.0.0.1:{server.port}/", tmp_path / "evidence", timeout=4.0)
    assert "/secret" not in server.hits
    assert {"/laughs.xml", "/packed.xml", "/sitemap.xml"} <= set(server.hits)
    assert seen.info.state == "finished" and "robots_unreachable" not in seen.notes
    assert [f.problem for f in seen.rows if f.url.endswith("/after")] == [None]
    assert seen.fetches[f"http://127.0.0.1:{server.port}/sitemap.xml"].problem == "too_large"


def _ways(port: int) -> dict[str, Handle]:
    """Every spelling that could lead a public audit to 127.0.0.2, where a canary listens."""
    targets = [
        f"http://127.0.0.2:{port}/a.pdf", f"http://2130706434:{port}/b.pdf", f"http://0x7f.2:{port}/c.pdf",
        f"http://127.2:{port}/d.pdf", f"http://[::ffff:127.0.0.2]:{port}/e.pdf", f"http://evil.example:{port}/f.pdf",
        f"http://mixed.example:{port}/g.pdf", f"http://evil.agency.example:{port}/h", f"http://localhost:{port}/i.pdf",
        f"http://0177.0.0.2:{port}/j.pdf", f"http://evil%2eexample:{port}/k.pdf", f"http://EVIL.example.:{port}/l.pdf",
        "http://169.254.169.254/latest/meta-data/m.pdf", "http://[fd00:ec2::254]/n.pdf", "http://0.0.0.0/o.pdf",
    ]  # fmt: skip
    links = "".join(f'<a href="{target}">เอกสาร {n}</a> ' for n, target in enumerate(targets))
    paths: dict[str, Handle] = {f"/r{n}.pdf": redirect(target) for n, target in enumerate(targets)}
    bounces = "".join(f'<a href="{path}">แฟ้ม {path}</a> ' for path in paths)
    rebind = f'<a href="http://rebind.agency.example:{port}/first">หนึ่ง</a>'
    onward = f'<a href="http://rebind.agency.example:{port}/second">สอง</a>'
    words = "ข้อความ " * 60
    return {
        "/": markup(links + bounces + rebind + words), **paths,
        "/first": markup(onward + words), "/second": markup(words),
    }  # fmt: skip


TABLE = {
    "www.agency.example": ["127.0.0.1"],
    "evil.example": ["127.0.0.2"],
    "evil.agency.example": ["127.0.0.2"],
    "rebind.agency.example": ["127.0.0.1", "127.0.0.2", "127.0.0.2"],
    "mixed.example": ["127.0.0.2"],
}


@pytest.mark.parametrize("allowed", [False, True], ids=["refused", "the-canary-works"])
def test_a_public_audit_reaches_nothing_private(tmp_path: Path, allowed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 plays a public server, 127.0.0.2 a private one. With --allow-private the same links do reach it."""
    monkeypatch.setenv("OIT_DELAY", "0")
    pages: dict[str, Handle] = {}
    with serving(pages) as public, serving({}, "127.0.0.2", public.port) as canary:
        pages.update(_ways(public.port))
        request = CrawlRequest(
            f"http://www.agency.example:{public.port}/", tmp_path / "evidence", timeout=3.0, allow_private=allowed
        )
        log = spied(request, tmp_path / "log", TABLE, ("127.0.0.1",))
        reached = {row[1] for row in log if row[0] == "connect"}
        assert "/second" in public.hits
        if allowed:
            assert canary.hits
        else:
            assert canary.hits == [] and reached == {"127.0.0.1"}
    looked_up = [row[1] for row in log if row[0] == "resolve" and ":" not in row[1]]
    assert len(looked_up) == len(set(looked_up)), "a name was resolved twice: rebinding"

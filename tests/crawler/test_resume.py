"""A crawl that is killed at any moment goes on, and ends with the evidence of an unbroken one."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from urllib.request import urlopen

import pytest

from crawler.evidence import Journal, Store
from crawler.request import CrawlRequest
from crawler.servers.network import PER_ADDRESS
from tests.crawler.crawling import ROOT, Seen, crawled
from tests.crawler.server import Site, page, pdf, redirect, serving

PAGES = 20
SEED = 2566


def _pages() -> dict:
    """A site with every kind of step: menus, folders, documents, redirects, dead links, a retried error."""
    pages: dict = {}
    for number in range(PAGES):
        onward = "".join(f'<a href="/p{k}">หน้า {k}</a>' for k in range(number * 3 + 1, number * 3 + 4) if k < PAGES)
        files = f'<li>เอกสาร {number} <a href="/f{number}.pdf">ดาวน์โหลด</a></li><a href="/r{number}">ส่งต่อ {number}</a>'
        pages[f"/p{number}"] = page(f"<h3>หัวข้อ {number}</h3>{onward}{files}<a href='/dead{number}'>เสีย</a>" + "ก " * 80)
        pages[f"/f{number}.pdf"] = pdf(str(number))
        pages[f"/r{number}"] = redirect(f"/p{(number * 7) % PAGES}")
    return {**pages, "/": page('<a href="/p0">เริ่ม</a>')}


def _start(request: CrawlRequest) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-m", "crawler.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    assert child.stdin
    child.stdin.write(json.dumps(request.to_json()) + "\n")
    child.stdin.flush()
    return child


def _kill_at(site: Site, request: CrawlRequest, moment: int) -> tuple[list[str], bool]:
    """Run the crawl and kill -9 it when a request arrives after its first `moment`; what those asked for, in order, and
    whether the kill came before its end."""
    asked: list[str] = []
    reached, dead = threading.Event(), threading.Event()
    counting = threading.Lock()

    def gate(path: str) -> None:
        with counting:
            if len(asked) < moment:
                asked.append(path)
                return
        reached.set()
        dead.wait(60)

    site.gate = gate
    child = _start(request)
    ended = threading.Thread(target=lambda: (child.wait(), reached.set()), daemon=True)
    ended.start()
    assert reached.wait(60), "neither asked nor ended"
    child.kill()
    ended.join(60)
    assert not ended.is_alive()
    site.gate = None
    dead.set()
    _wait_for_quiet(site)
    for pipe in (child.stdin, child.stdout):
        if pipe:
            pipe.close()
    return asked, child.returncode == -signal.SIGKILL


def _wait_for_quiet(site: Site) -> None:
    """Until the server has done with all that a dead child asked for, lest it counts as the next one's: what comes in
    after that is accepted after it."""
    with urlopen(site.url + "/", timeout=60) as answer:
        answer.read()
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(60)
            assert not thread.is_alive()


def _check(tmp_path: Path, chains: list[list[int]]) -> int:
    """Each chain is one crawl, killed again and again, then left to end. The number of kills that hit it."""
    kills = 0
    with serving(Site(_pages())) as site:
        whole = crawled(site.url, tmp_path / "whole")
        assert len(whole.fetches) == 4 * PAGES + 1
        for number, moments in enumerate(chains):
            store = tmp_path / f"broken{number}"
            settled: set[str] = set()
            for moment in moments:
                order, killed = _kill_at(site, CrawlRequest(site.url + "/", store), moment)
                asked = _pages_of(order)
                assert not settled & asked, "asked again although its answer was kept"
                settled = _settled(store, site)
                # Each of two connections may have one request out and one answer on its way into the store.
                assert len(asked - settled) <= 2 * PER_ADDRESS, asked - settled
                kills += killed
            start = len(site.order)
            again = crawled(site.url, store)
            assert not settled & _pages_of(site.order[start:])
            assert again.info.id == 1 and again.info.state == "finished"
            assert again.evidence() == whole.evidence(), moments
    return kills


def _pages_of(asked: list[str]) -> set[str]:
    return {path for path in asked if path not in _HELPERS}


def _settled(path: Path, site: Site) -> set[str]:
    """Paths whose answer stood in the store when the process died."""
    if not (path / "store.sqlite").exists():
        return set()
    with Store.open(path, create=True) as store:
        latest = store.latest()
        states = Journal(store, latest.id).seen() if latest else iter(())
        return {url.removeprefix(site.url) for url, state in states if state != "waiting"}


_HELPERS = ("/robots.txt", "/sitemap.xml")


@pytest.mark.timeout(600)
def test_killed_at_twelve_moments(tmp_path):
    chance = random.Random(SEED)
    assert _check(tmp_path, [[chance.randrange(1, 12) for _ in range(6)] for _ in range(2)]) == 12


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_killed_at_two_hundred_moments(tmp_path):
    chance = random.Random(SEED + 1)
    # Five kills of one crawl come before its end: it asks for 81 addresses.
    assert _check(tmp_path, [[chance.randrange(1, 15) for _ in range(5)] for _ in range(40)]) == 200


def test_the_child_ends_with_its_parent(tmp_path):
    with serving(Site(_pages())) as site:
        arrived, go_on = threading.Event(), threading.Event()

        def gate(_: str) -> None:
            arrived.set()
            go_on.wait(20)

        site.gate = gate
        child = _start(CrawlRequest(site.url + "/", tmp_path / "evidence"))
        assert arrived.wait(30)
        assert child.stdin and child.stdout
        child.stdin.close()
        assert child.wait(20) == 130
        child.stdout.close()
        go_on.set()


def test_an_old_unfinished_crawl_is_not_gone_on_with(tmp_path):
    store = tmp_path / "evidence"
    with serving(Site({"/": page("ก " * 99)})) as site:
        crawled(site.url, store)
        with Store.open(store) as opened:
            opened.conn.execute("UPDATE crawl SET state = 'running', started_at = '2020-01-01T00:00:00.000Z'")
        seen = crawled(site.url, store)
    assert seen.info.id == 2
    assert isinstance(seen, Seen)

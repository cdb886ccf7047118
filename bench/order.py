"""How soon a crawl has seen what decides: best links first against breadth first, over the same pages.

The fictitious sites are evidence and what looks like it, with few pages beside; an office's site is mostly news. So
each is measured a second time with news around it.

Real sites are not in the repository: OIT_BENCH_SITES names a folder with their `serve.py` and a folder for each.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypedDict

from ruamel.yaml import YAML

from auditor.demo.pages import Answer, Page, Site
from auditor.demo.serve import serve_site
from bench.audit import Audit, audit
from bench.ratio import ROOT, Line, Scale
from bench.site import WORDS, headline
from crawler.evidence import Store

AIM = 0.4
NEWS, A_LIST, ON_HOME = 260, 20, 8
"""Posts around a site, so many on a page of their list and on its home page: some 300 pages are usual."""
CALLED = 8
"""One post in so many has a name as evidence might have."""


def measure(scale: Scale) -> Iterator[Line]:
    """For each site the share of its addresses that were asked for when the last piece of evidence had come."""
    with tempfile.TemporaryDirectory() as cache:
        for name, key, site in _sites():
            with site as url, tempfile.TemporaryDirectory() as folder:
                done = audit(url, Path(folder), cache=Path(cache), pictures=False, **key)
                asked, breadth, evidence = orders(done)
            if evidence:
                yield _line(name, asked, breadth, evidence)


def _line(name: str, asked: list[str], breadth: list[str], evidence: set[str]) -> Line:
    best, plain = last(asked, evidence), last(breadth, evidence)
    note = f"{len(asked)} addresses, {len(evidence)} of them evidence of what passed; breadth first: {plain:.0%}"
    return Line(f"evidence of {name} seen, share of the addresses", "the whole crawl", (best,), AIM, note=note)


def orders(done: Audit) -> tuple[list[str], list[str], set[str]]:
    """Addresses as they were asked for, as breadth first would have asked, and those that passed items rest on."""
    with Store.open(done.out / "evidence", read_only=True) as store:
        info = store.latest()
        assert info is not None
        fetches = [(f.url, f.final_url) for f in store.fetches(info.id) if f.problem is None]
        links: dict[str, list[str]] = {}
        for link in store.links(info.id):
            links.setdefault(link.found_on, []).append(link.url.split("#")[0])
    final = dict(fetches)
    rested = {e["url"] for item in done.result["items"] if item["outcome"] == "passed" for e in item["evidence"]
              if e["chosen"]}  # fmt: skip
    evidence = {url for url, end in fetches if end in rested}
    return [url for url, _ in fetches], list(_breadth_first(info.home_url, final, links)), evidence


def _breadth_first(home: str, final: dict[str, str], links: dict[str, list[str]]) -> Iterable[str]:
    waiting, seen = deque([home]), {home}
    while waiting:
        url = waiting.popleft()
        if url not in final:
            continue
        yield url
        for target in links.get(final[url], ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)


def last(order: list[str], evidence: set[str]) -> float:
    """The share of an order after which all the evidence in it has come."""
    return max((n for n, url in enumerate(order, 1) if url in evidence), default=0) / len(order)


class Busy(Site):
    """A site with posts of news: the newest on its home page, all of them in a list of many pages, each with the next
    one and a photograph. None is evidence; some are called as evidence might be."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        first = self.pages["/"]
        self._home = self.pages[first.redirect] if first.redirect else first
        self.pages |= {_post(n): Page(text=self._told(n), type="text/html") for n in range(NEWS)}
        self.pages |= {_list(n): Page(text=self._listed(n), type="text/html") for n in range(NEWS // A_LIST)}

    def answer(self, page: Page, target: str, origin: str) -> Answer:
        """The home page leads to the news."""
        found = super().answer(page, target, origin)
        if page is not self._home:
            return found
        charset = "cp874" if self.charset == "windows-874" else self.charset
        more = f"<div>{_links(range(ON_HOME))}<a href='{_list(0)}'>อ่านข่าวทั้งหมด</a></div></body>".encode(charset)
        return Answer(found.status, found.headers, found.body.replace(b"</body>", more))

    def _told(self, number: int) -> str:
        text = " ".join(headline(number * 31 + n) for n in range(6))
        body = f"<h1>{_name(number)}</h1><p>{text}</p><img src='/content/{number}.jpg' width=600 height=400>"
        return f"<title>{_name(number)}</title><body>{body}{_links([(number + 1) % NEWS])}</body>"

    def _listed(self, number: int) -> str:
        first, more = number * A_LIST, f"<a href='{_list((number + 1) % (NEWS // A_LIST))}'>ถัดไป</a>"
        return f"<title>ข่าวสาร</title><body>{_links(range(first, first + A_LIST))}{more}</body>"


def _post(number: int) -> str:
    return f"/content/detail/{number}"


def _list(number: int) -> str:
    return f"/content/list/{number}"


def _name(number: int) -> str:
    return f"{headline(number)} {WORDS[number // CALLED % len(WORDS)]}" if number % CALLED == 0 else headline(number)


def _links(numbers: Iterable[int]) -> str:
    return "".join(f"<p><a href='{_post(n)}'>{_name(n)}</a></p>" for n in numbers)


class Asked(TypedDict, total=False):
    """What a site was made for, where its key says so."""

    year: int
    as_of: str


def _sites() -> Iterator[tuple[str, Asked, AbstractContextManager[str]]]:
    for folder in sorted(path.parent for path in (ROOT / "tests/sites").glob("*/site.yaml")):
        key = _key(folder / "expected.yaml")
        yield f"the fictitious {folder.name}", key, _fictitious(Site(folder))
        yield f"the fictitious {folder.name} among news", key, _fictitious(Busy(folder))
    real = os.environ.get("OIT_BENCH_SITES")
    for number, folder in enumerate(sorted(Path(real).glob("*/urls.json")) if real else (), 1):
        yield f"real site {number}", {}, _real(folder.parent)


def _key(path: Path) -> Asked:
    if not path.exists():
        return {}
    given = YAML(typ="safe").load(path.read_text("utf-8"))
    return {"year": given["fiscal_year"], "as_of": str(given["as_of"])}


@contextmanager
def _fictitious(site: Site) -> Iterator[str]:
    with serve_site(site) as server:
        yield server.url


@contextmanager
def _real(folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    child = subprocess.Popen([sys.executable, str(folder.parent / "serve.py"), folder.name, str(port)])
    try:
        _wait(port, child)
        yield f"http://127.0.0.1:{port}/"
    finally:
        child.kill()
        child.wait()


def _wait(port: int, child: subprocess.Popen[bytes]) -> None:
    while child.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the saved site cannot be served")

"""How soon a crawl has seen what decides: best links first against breadth first, over the same pages.

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

from auditor.demo.serve import serve
from bench.audit import Audit, audit
from bench.ratio import ROOT, Line, Scale
from crawler.evidence import Store

AIM = 0.4


def measure(scale: Scale) -> Iterator[Line]:
    """For each site the share of its addresses that were asked for when the last piece of evidence had come."""
    for name, site in _sites():
        with site as url, tempfile.TemporaryDirectory() as folder:
            done = audit(url, Path(folder))
            asked, breadth, evidence = orders(done)
        if not evidence:
            continue
        best, plain = last(asked, evidence), last(breadth, evidence)
        note = f"{len(asked)} addresses, {len(evidence)} of them evidence of what passed; breadth first: {plain:.0%}"
        yield Line(f"evidence of {name} seen, share of the addresses", "the whole crawl", (best,), AIM, note=note)


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


def _sites() -> Iterator[tuple[str, AbstractContextManager[str]]]:
    for folder in sorted(path.parent for path in (ROOT / "tests/sites").glob("*/site.yaml")):
        yield f"the fictitious {folder.name}", _fictitious(folder)
    real = os.environ.get("OIT_BENCH_SITES")
    for number, folder in enumerate(sorted(Path(real).glob("*/urls.json")) if real else (), 1):
        yield f"real site {number}", _real(folder.parent)


@contextmanager
def _fictitious(folder: Path) -> Iterator[str]:
    with serve(folder) as server:
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

"""Runs crawls of the test sites and reads the store back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from crawler.evidence import CrawlInfo, Fetch, Link, Store, Unread
from crawler.request import CrawlRequest
from crawler.run import crawl

ROOT = Path(__file__).resolve().parents[2]


class Seen:
    """What one crawl left in the store."""

    def __init__(self, path: Path, info: CrawlInfo | None = None) -> None:
        with Store.open(path, read_only=True) as store:
            latest = info or store.latest()
            assert latest is not None
            self.info: CrawlInfo = latest
            self.fetches: dict[str, Fetch] = {fetch.url: fetch for fetch in store.fetches(latest.id)}
            self.rows = list(store.fetches(latest.id))
            self.links: list[Link] = list(store.links(latest.id))
            self.unread: dict[str, Unread] = {row.url: row for row in store.unread(latest.id)}
            self.notes: dict[str, dict[str, Any]] = {note.code: note.facts for note in latest.notes}

    def evidence(self) -> set[tuple[str, str, str | None]]:
        return {(fetch.url, fetch.sha256, fetch.problem) for fetch in self.rows}


def crawled(url: str, store: Path, **options: Any) -> Seen:
    info = crawl(CrawlRequest(url, store, **options))
    return Seen(store, info)


def patched_child(request: CrawlRequest, patch: str, *arguments: str) -> dict[str, Any]:
    """Run the child process with some code run first (a spy, a shorter time-out); its last word."""
    code = f"import sys\n{patch}\nfrom crawler.child import main\nmain()\n"
    child = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdin and child.stdout and child.stderr
    with child:
        # stdin stays open: the child ends when it closes.
        child.stdin.write(json.dumps(request.to_json()) + "\n")
        child.stdin.flush()
        lines = [json.loads(line) for line in child.stdout]
        trouble = child.stderr.read()
    assert lines, trouble
    last: dict[str, Any] = lines[-1]
    return last

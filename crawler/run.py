"""Crawl one agency into a store: `crawl(request)`. The work is done in a child process, so it can be called again."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from crawler import urls
from crawler.evidence import CrawlInfo, Store
from crawler.process import Program, start_anew
from crawler.request import CrawlError, CrawlRequest, Progress

__all__ = ["CrawlError", "CrawlRequest", "Progress", "Start", "crawl", "start_child", "started_ahead"]

Start = Callable[[], Program]
_PATIENCE = 10.0
_NO_HTTPS = frozenset(("refused", "tls_failed", "timeout", "reset"))


def start_child() -> Program:
    return start_anew("crawler.child")


@contextmanager
def started_ahead() -> Iterator[Start]:
    """A crawl process that loads its modules while the caller still prepares the request; others when asked for."""
    waiting = [start_child()]
    try:
        yield lambda: waiting.pop() if waiting else start_child()
    finally:
        for child in waiting:
            _end(child)


def crawl(
    request: CrawlRequest, *, progress: Callable[[Progress], None] | None = None, start: Start = start_child
) -> CrawlInfo:
    """Crawl, or go on with an unfinished crawl, and return what the store knows of it.

    `start` starts crawler.child; a process that has its modules loaded may fork it instead.
    A site that cannot be read is no error: its state is 'blocked' and its notes say why. CrawlError (one line,
    `exit_code` 1 or 2) is raised before anything could be asked. A bug in the child is a RuntimeError.
    """
    try:
        url, assumed = urls.typed_address(request.url)
    except urls.NotAnAddress as error:
        raise CrawlError(str(error), 2) from error
    tell = progress or (lambda _: None)
    info, problem = _crawl_once(replace(request, url=url, assumed=assumed), tell, start)
    if assumed and problem in _NO_HTTPS and url.startswith("https://"):
        # Nobody asked for https: many small sites answer http only.
        plain = urls.canonical("http://" + url.removeprefix("https://"), "") or url
        info, _ = _crawl_once(replace(request, url=plain, assumed=True), tell, start)
    return info


def _crawl_once(request: CrawlRequest, tell: Callable[[Progress], None], start: Start) -> tuple[CrawlInfo, str]:
    """The finished crawl, and the problem of its home page ('' if it was read)."""
    last = _run_child(request, tell, start)
    if "error" in last:
        raise CrawlError(last["error"], int(last["exit_code"]))
    with Store.open(request.store, read_only=True) as store:
        info = store.crawl(int(last["done"]))
        home = store.fetch(info.id, info.home_url)
        return info, (home.problem or "") if home else ""


def _run_child(request: CrawlRequest, tell: Callable[[Progress], None], start: Start) -> dict[str, Any]:
    """Feed the child, pass its progress on, and return its last word. It never outlives this process."""
    child = start()
    assert child.stdin and child.stdout and child.stderr
    try:
        asked = replace(request, store=request.store.absolute()).to_json()
        child.stdin.write(json.dumps(asked).encode() + b"\n")
        child.stdin.flush()
        last = _listen(child, tell)
        child.stdin.close()
        trouble = child.stderr.read().decode("utf-8", "replace")
        child.wait()
    finally:
        _end(child)
    if not last:
        raise RuntimeError(f"the crawl process ended with {child.returncode}:\n{trouble[-4000:]}")
    return last


def _listen(child: Program, tell: Callable[[Progress], None]) -> dict[str, Any]:
    assert child.stdout
    for line in child.stdout:
        message: dict[str, Any] = json.loads(line)
        if "progress" not in message:
            return message
        tell(Progress(**message["progress"]))
    return {}


def _end(child: Program) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe:
            pipe.close()

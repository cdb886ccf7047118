"""Reads what a running crawl has stored while the crawl waits for its server; the memo of documents keeps it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.evidence import Store, StoreError
from crawler.request import Progress

if TYPE_CHECKING:
    from auditor.reader import Reader

UNCHANGED = 304
"""Status of an answer whose body an earlier crawl brought, so that it has been read."""
Tell = Callable[[Progress], None]


@contextmanager
def reading_meanwhile(path: Path, tell: Tell) -> Iterator[Tell]:
    """Gives what the crawl that writes to the store at `path` has to tell; `tell` hears it too.

    Nothing rests on it: what was not read by the end of the crawl is read when it is judged.
    """
    follower = _Follower(path)

    def told(progress: Progress) -> None:
        follower.news.set()
        tell(progress)

    follower.start()
    try:
        yield told
    finally:
        follower.over = True
        follower.news.set()
    follower.join()


class _Follower(threading.Thread):
    """Its connection and its parsing process are its own."""

    def __init__(self, path: Path) -> None:
        super().__init__(name="reading-meanwhile", daemon=True)
        self.path = path
        self.news = threading.Event()
        self.over = False
        self._done: dict[int, int] = {}

    def run(self) -> None:
        from auditor.reader import Reader

        while self._hears():
            try:
                with Store.open(self.path, read_only=True) as store, Reader(store) as reader:
                    self._read_new(store, reader)
                    while self._hears():
                        self._read_new(store, reader)
            except StoreError:
                continue  # not made yet, or a body that is gone: judging will say so

    def _hears(self) -> bool:
        if not self.over:
            self.news.wait()
            self.news.clear()
        return not self.over

    def _read_new(self, store: Store, reader: Reader) -> None:
        """What the latest crawl has stored since the last time; no query stays open meanwhile."""
        crawl = store.latest()
        new = list(store.fetches(crawl.id, after=self._done.get(crawl.id, 0))) if crawl else []
        for fetch in new:
            if self.over:
                return
            self._done[fetch.crawl_id] = fetch.id
            if fetch.sha256 and fetch.problem is None and fetch.status != UNCHANGED:
                reader.prepare(fetch)

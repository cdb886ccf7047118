"""Reads what a running crawl has stored while the crawl waits for its server; the memo of documents keeps it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.evidence import Fetch, Store, StoreError
from crawler.request import Progress

UNCHANGED = 304
"""Status of an answer whose body an earlier crawl brought, so that it has been read."""
Tell = Callable[[Progress], None]


@contextmanager
def reading_meanwhile(path: Path, tell: Tell, at_first: Callable[[], object] = lambda: None) -> Iterator[Tell]:
    """Gives what the crawl that writes to the store at `path` has to tell; `tell` hears it too. `at_first` is called
    when the first body has been read: there will be something to judge.

    Nothing rests on it: what was not read by the end of the crawl is read when it is judged.
    """
    follower = _Follower(path, at_first)

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

    def __init__(self, path: Path, at_first: Callable[[], object]) -> None:
        super().__init__(name="reading-meanwhile", daemon=True)
        self.path = path
        self.at_first = at_first
        self.news = threading.Event()
        self.over = False
        self._done: dict[int, int] = {}

    def run(self) -> None:
        while self._hears():
            try:
                with Store.open(self.path, read_only=True) as store:
                    self._read(store)
            except StoreError:
                continue  # not made yet, or a body that is gone: judging will say so

    def _read(self, store: Store) -> None:
        new = self._new(store)
        for first in new:
            # Loaded when there is something to read: of a site that did not change there is nothing.
            from auditor.reader import Reader

            with Reader(store) as reader:
                reader.prepare(first)
                self.at_first()
                for fetch in new:
                    reader.prepare(fetch)

    def _new(self, store: Store) -> Iterator[Fetch]:
        """Bodies as the latest crawl stores them, each once, until it is over; no query stays open meanwhile."""
        while True:
            crawl = store.latest()
            for fetch in list(store.fetches(crawl.id, after=self._done.get(crawl.id, 0))) if crawl else []:
                if self.over:
                    return
                self._done[fetch.crawl_id] = fetch.id
                if fetch.sha256 and fetch.problem is None and fetch.status != UNCHANGED:
                    yield fetch
            if not self._hears():
                return

    def _hears(self) -> bool:
        if not self.over:
            self.news.wait()
            self.news.clear()
        return not self.over

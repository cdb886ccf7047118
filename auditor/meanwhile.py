"""Reads what a running crawl has stored while the crawl waits for its server, and rehearses judging it; the memo of
documents keeps what was read."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from crawler.evidence import Fetch, Store, StoreError
from crawler.request import Progress

if TYPE_CHECKING:
    from auditor.audit import Desk
    from auditor.gathering import AuditRequest
    from auditor.rules.load import Rules
    from auditor.rules.schema import Year

_log = logging.getLogger(__name__)
UNCHANGED = 304
"""Status of an answer whose body an earlier crawl brought, so that it has been read."""
IDLE = 0.3
"""Seconds without news after which the crawl waits for its server."""
FAST = 4.0
"""Bodies a second from which on a crawl leaves no time: nothing is rehearsed beside it."""
GROWN, FEWEST = 1.15, 10
"""How much more must have been read since the last rehearsal: so many times as much, and so many bodies more."""
REST = 1.0
"""Times as long as a rehearsal took until the next one."""
Tell = Callable[[Progress], None]
Rehearse = Callable[[Store, Callable[[int], None]], object]
"""Judges what a store holds so far. It tells how many scans still wait; the telling ends it when the crawl is over."""


class Over(Exception):
    """The crawl has ended: from now on judging is done in earnest."""


def _never(_: Store, __: Callable[[int], None]) -> None:
    """No rehearsal."""


class Rehearsal:
    """Judges what the crawl has stored so far and forgets the verdicts; `desk` is what is left of it, None when nothing
    was rehearsed."""

    def __init__(self, request: AuditRequest, rules: Rules, year: Year) -> None:
        self.desk: Desk | None = None
        self._request, self._rules, self._year = request, rules, year

    def __call__(self, store: Store, told: Callable[[int], None]) -> None:
        # A second to load: while the crawl waits.
        from auditor.audit import Desk, rehearse

        self.desk = self.desk or Desk.of(self._rules)
        rehearse(store, self._request, self._rules, self._year, self.desk, told)


@contextmanager
def reading_meanwhile(path: Path, tell: Tell, rehearse: Rehearse = _never) -> Iterator[Tell]:
    """Gives what the crawl that writes to the store at `path` has to tell; `tell` hears it too. `rehearse` is called
    in a thread, first when one body has been read, then now and again.

    Nothing rests on it: what was not read by the end of the crawl is read when it is judged.
    """
    follower = _Follower(path, rehearse)

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

    def __init__(self, path: Path, rehearse: Rehearse) -> None:
        super().__init__(name="reading-meanwhile", daemon=True)
        self.path = path
        self.rehearse = rehearse
        self.news = threading.Event()
        self.over = False
        self._done: dict[int, int] = {}
        self._read_so_far = 0
        self._rehearse_at = 1
        self._began = self._rest_until = monotonic()

    def run(self) -> None:
        while self._hears(None):
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
                self._read_so_far += 1
                for fetch in new:
                    reader.prepare(fetch)
                    self._read_so_far += 1

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
            if not self._hears(store):
                return

    def _hears(self, store: Store | None) -> bool:
        while not self.over and not self.news.wait(IDLE):
            if store is not None and self._is_time():
                self._rehearse(store)
        self.news.clear()
        return not self.over

    def _is_time(self) -> bool:
        now = monotonic()
        is_slow = self._read_so_far < FAST * (now - self._began)
        return is_slow and self._read_so_far >= self._rehearse_at and now >= self._rest_until

    def _rehearse(self, store: Store) -> None:
        began = monotonic()
        try:
            self.rehearse(store, self._told)
        except Over:
            pass
        except Exception as error:  # of half a site; judging in earnest says what is wrong with all of it
            _log.info("no more rehearsals: %s", error)
            self.rehearse = _never
        self._rest_until = monotonic() + REST * (monotonic() - began)
        self._rehearse_at = max(int(self._read_so_far * GROWN), self._read_so_far + FEWEST)

    def _told(self, _: int) -> None:
        if self.over:
            raise Over

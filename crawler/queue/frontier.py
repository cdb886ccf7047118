"""The waiting addresses in memory, best first and per origin; the journal is their durable copy."""

from __future__ import annotations

import heapq
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from crawler import urls
from crawler.evidence import Task

SHAPE_LIMIT = 500
CALENDAR_LIMIT = 24
CROWD = 40
"""Addresses of one shape from which each is one of many: a post of news, unless something names it."""
_DIGITS = re.compile(r"\d+")


class Frontier:
    """`seen` holds every address ever met, so that none is put on the list twice."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._heaps: dict[str, list[tuple[float, int, Task]]] = {}
        self._waiting: dict[str, Task] = {}
        self._order = itertools.count()
        self._shapes: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._waiting)

    def restore(self, seen: Iterable[tuple[str, str]], waiting: Iterable[Task]) -> None:
        for url, _ in seen:
            self.seen.add(url)
            self._shapes[shape(url)] += 1
        for task in waiting:
            self.push(task)

    def meet(self, url: str, *, hinted: bool) -> bool:
        """Whether an address is new and worth a place on the list; it counts as seen from now on."""
        if url in self.seen:
            return False
        kind = shape(url)
        limit = CALENDAR_LIMIT if urls.is_calendar(url) else SHAPE_LIMIT
        if self._shapes[kind] >= limit and not hinted:
            return False
        self._shapes[kind] += 1
        self.seen.add(url)
        return True

    def is_one_of_many(self, url: str) -> bool:
        return self._shapes[shape(url)] > CROWD

    def push(self, task: Task) -> None:
        """Put on the list, or change the priority of what waits there."""
        self.seen.add(task.url)
        self._waiting[task.url] = task
        heap = self._heaps.setdefault(urls.origin(task.url), [])
        heapq.heappush(heap, (-task.priority, next(self._order), task))

    def waiting(self, url: str) -> Task | None:
        return self._waiting.get(url)

    def take(self, url: str) -> None:
        """Off the list without being asked for."""
        self._waiting.pop(url, None)

    def pop(self, may_ask: Callable[[str], bool]) -> Task | None:
        """The best waiting task of an origin that may be asked now."""
        best: list[tuple[float, int, Task]] | None = None
        for origin in list(self._heaps):
            heap = self._fresh(origin)
            if heap and (best is None or heap[0][:2] < best[0][:2]) and may_ask(origin):
                best = heap
        if best is None:
            return None
        task = heapq.heappop(best)[2]
        del self._waiting[task.url]
        return task

    def _fresh(self, origin: str) -> list[tuple[float, int, Task]]:
        """The origin's heap without entries that were taken or pushed again."""
        heap = self._heaps[origin]
        while heap and self._waiting.get(heap[0][2].url) is not heap[0][2]:
            heapq.heappop(heap)
        if not heap:
            del self._heaps[origin]
        return heap

    def origins(self) -> list[str]:
        return [origin for origin in list(self._heaps) if self._fresh(origin)]


def shape(url: str) -> str:
    """The address with its numbers and values taken out."""
    parts = urlsplit(url)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&")) if parts.query else []
    return f"{parts.netloc}{_DIGITS.sub('0', parts.path)}?{'&'.join(names)}"

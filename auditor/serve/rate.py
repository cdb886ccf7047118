"""How often somebody may ask: a bucket of tokens for each person and kind of request. Bounded memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

MOST_BUCKETS = 10_000


class Rates:
    """`limits` maps kind -> (most at once, more a second)."""

    def __init__(self, limits: Mapping[str, tuple[float, float]], clock: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._clock = limits, clock
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def allow(self, kind: str, key: str) -> bool:
        """Takes one request from the share of `key`; False where none is left."""
        most, a_second = self._limits[kind]
        now = self._clock()
        with self._lock:
            left, at = self._buckets.pop((kind, key), (most, now))
            left = min(most, left + (now - at) * a_second)
            allowed = left >= 1
            self._buckets[kind, key] = (left - 1 if allowed else left, now)
            while len(self._buckets) > MOST_BUCKETS:
                self._buckets.popitem(last=False)
        return allowed

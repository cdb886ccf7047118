"""robots.txt by RFC 9309: what an answer to /robots.txt lets us do. There is no way round it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crawler.servers.network import ROBOTS_NAME

LIMIT = 500 * 1024
ALLOW_LINES = f"User-agent: {ROBOTS_NAME}\nAllow: /"


@dataclass(frozen=True, slots=True)
class Robots:
    """`reachable` False: the file could not be had, so the host is closed for this run."""

    reachable: bool = True
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = ()
    why: str = ""
    _rules: Any = field(default=None, repr=False)

    def allows(self, url: str) -> bool:
        if not self.reachable:
            return False
        return self._rules is None or bool(self._rules.can_fetch(url, ROBOTS_NAME))

    def objection(self, url: str) -> str | None:
        """'robots' or 'robots_unreachable' where the address may not be read."""
        if not self.reachable:
            return "robots_unreachable"
        return None if self.allows(url) else "robots"


def read_robots(status: int, body: bytes) -> Robots:
    """Rules of an answer: 2xx are read, 4xx allow everything, anything else forbids everything."""
    if 200 <= status < 300:
        return _parsed(body)
    if 400 <= status < 500 and status != 429:
        return Robots(why=f"status {status}")
    return unreachable(f"status {status}")


def unreachable(why: str) -> Robots:
    return Robots(reachable=False, why=why)


def _parsed(body: bytes) -> Robots:
    from protego import Protego

    text = body[:LIMIT].decode("utf-8", "replace").lstrip("\ufeff").replace("\x00", "")
    rules = Protego.parse(text)
    delay = rules.crawl_delay(ROBOTS_NAME)
    return Robots(True, float(delay) if delay is not None else None, tuple(rules.sitemaps)[:20], "", rules)

"""What a page in the browser is given: asked for by the crawl itself, under the same policy, robots.txt and pace."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler import urls
from crawler.browser.visit import Asked, Loaded, NotLoaded
from crawler.gate import Gate
from crawler.page.answer import header_map
from crawler.servers.failure import problem_of
from crawler.session import Session

MOST = 10 * 1024 * 1024
KEPT = 20 * 1024 * 1024
"""Bytes of scripts that are kept for the other pages of the site."""
_HOPS = 5
_SENT = frozenset(("accept", "content-type", "x-requested-with", "x-csrf-token", "referer", "origin"))
_READING = frozenset(("GET", "HEAD"))
"""Any other method asks the server to do something: a page may have that of its own site only."""
_SAME_AGAIN = frozenset((307, 308))
"""Redirects that repeat the method and the body."""
_COUNTERS = (
    "google-analytics.com", "googletagmanager.com", "doubleclick.net", "connect.facebook.net", "hotjar.com",
    "clarity.ms", "truehits.net", "histats.com", "statcounter.com", "addthis.com", "sharethis.com",
)  # fmt: skip
"""Scripts that count visitors or share pages; a page is whole without them, and nobody is to be counted."""


class Supply:
    def __init__(self, session: Session, gate: Gate, crawler: Any, floors: dict[str, float]) -> None:
        self._session = session
        self._gate = gate
        self._crawler = crawler
        self._floors = floors
        self._scripts: dict[str, Loaded] = {}
        self._room = KEPT

    async def load(self, asked: Asked) -> Loaded:
        """NotLoaded with a word of crawler.problems where it may not or could not be had."""
        if asked.url in self._scripts:
            return self._scripts[asked.url]
        host = urls.host_port(asked.url)[0] if asked.url.startswith("http") else ""
        if any(host == name or host.endswith("." + name) for name in _COUNTERS):
            raise NotLoaded("")
        if asked.top and not self._session.scope.holds_host(asked.url):
            raise NotLoaded("redirect_off_site", asked.url)
        loaded = await self._follow(asked)
        if asked.kind == "script" and loaded.status == 200 and len(loaded.body) <= self._room:
            self._room -= len(loaded.body)
            self._scripts[asked.url] = loaded
        return loaded

    async def _follow(self, asked: Asked) -> Loaded:
        url = asked.url
        for _ in range(_HOPS):
            if asked.method not in _READING and not self._session.scope.holds_host(url):
                raise NotLoaded("off_site", url)
            response = await self._ask(url, asked)
            headers = header_map(response.headers)
            target = urls.canonical(headers.get("location", ""), url) if 300 <= response.status < 400 else None
            if target is None:
                return Loaded(url, response.status, headers, response.body)
            url = urls.split_fragment(target)[0]
            if response.status not in _SAME_AGAIN:
                asked = replace(asked, method="GET", body=b"")
        raise NotLoaded("bad_redirect", url)

    async def _ask(self, url: str, asked: Asked) -> Response:
        await self._admit(url)
        host = self._session.hosts.get(url)
        slot = self._gate.open_slot(host, self._floors)
        await asyncio.sleep(self._gate.wait(url))
        self._session.stats.requests += 1
        headers = {name: value for name, value in asked.headers.items() if name in _SENT}
        request = Request(
            url,
            method=asked.method,
            body=asked.body,
            headers={**headers, "User-Agent": self._gate.agent, "Accept-Language": "th,en;q=0.7"},
            meta={"download_slot": slot, "download_maxsize": MOST, "download_timeout": self._session.request.timeout},
            dont_filter=True,
        )
        try:
            response: Response = await self._crawler.engine.download_async(request)
        except Exception as failure:  # whatever the download raised is one of the closed vocabulary
            raise NotLoaded(*problem_of(failure)) from failure
        self._session.stats.received += len(response.body)
        return response

    async def _admit(self, url: str) -> None:
        """The host is prepared like any other that the crawl meets: resolved and checked, its robots.txt read."""
        session = self._session
        objection = session.policy.objection(url) if urlsplit(url).hostname else "bad_response"
        if objection:
            raise NotLoaded(objection)
        host = session.hosts.get(url)
        if host.state == "unknown":
            host.state = "preparing"
            await self._gate.prepare(host)
        while host.state == "preparing":
            await asyncio.sleep(0.05)
        why = host.problem if host.state == "closed" else host.robots.objection(url)
        if why:
            raise NotLoaded(why)

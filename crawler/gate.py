"""Before a host is asked anything: resolve and check it, read its robots.txt, set its pace, find its sitemaps."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from scrapy import Request, signals
from scrapy.exceptions import StopDownload
from scrapy.http import Response

from crawler import urls
from crawler.evidence import Task, Unread
from crawler.evidence.journal import Earlier
from crawler.intake import Intake
from crawler.page.answer import UNCHANGED, Answer
from crawler.page.sitemap import read_sitemap
from crawler.page.whole import LOST
from crawler.servers import network
from crawler.servers.failure import problem_of
from crawler.servers.hosts import Host
from crawler.servers.network import Refused, Unresolved
from crawler.servers.pace import Pace
from crawler.servers.robots import ALLOW_LINES, LIMIT, Robots, read_robots, unreachable
from crawler.session import HOME, Session

_MOST = 10 * 1024 * 1024
_ROBOTS_HOPS = 5
_ROBOTS_TRIES = 2
_MOST_SITEMAPS = 10


class Gate:
    def __init__(self, session: Session, intake: Intake, crawler: Any) -> None:
        self._session = session
        self._intake = intake
        self._crawler = crawler
        self.agent = network.user_agent(session.request.contact)
        self._pace = Pace(session.request.pace) if session.request.pace else None
        crawler.signals.connect(self._stop_at_enough, signal=signals.bytes_received)

    async def prepare(self, host: Host) -> None:
        """Open or close a host (its state is `preparing`) for this run."""
        try:
            await self._admit(host.origin + "/")
        except (Refused, Unresolved, TimeoutError) as error:
            self._close(host, *problem_of(error))
            return
        robots, problem = await self._read_robots(host)
        host.robots = robots
        self._notes(host)
        if not robots.reachable:
            self._close(host, problem, robots.why)
            return
        if host.origin == urls.origin(self._session.home) and self._session.follows:
            await self._sitemaps(host)
        host.state = "open"

    async def _admit(self, url: str) -> None:
        """Resolving may block, so it is done in a thread; what is known already is not."""
        policy = self._session.policy
        if urls.host_port(url)[0] in policy.pins:
            policy.admit(url)
            return
        await asyncio.wait_for(asyncio.to_thread(policy.admit, url), network.DNS_TIMEOUT)

    def _close(self, host: Host, problem: str, detail: str) -> None:
        """The home page gets its row even where nothing could be asked; other addresses are listed as unread."""
        session = self._session
        session.hosts.close(host, problem)
        home = session.frontier.waiting(session.home)
        if home is not None and urls.origin(session.home) == host.origin:
            session.frontier.take(home.url)
            self._intake.fail(home, problem, detail)

    # --- robots.txt

    async def _read_robots(self, host: Host) -> tuple[Robots, str]:
        """(rules, the problem that closes the host if they could not be had)."""
        error: BaseException | None = None
        for tries in range(_ROBOTS_TRIES):
            try:
                response = await self._follow(host.origin + "/robots.txt", enough=LIMIT)
            except (Refused, Unresolved) as refused:
                return unreachable(str(refused)), "robots_unreachable"
            except Exception as failure:  # whatever the download raised is one of the closed vocabulary
                error = failure
                continue
            if LOST in response.flags and tries + 1 < _ROBOTS_TRIES:
                continue
            robots = read_robots(response.status, response.body)
            if robots.reachable or response.status < 500:
                return robots, "robots_unreachable"
            error = None
        if error is None:
            return unreachable(f"status {response.status}"), "robots_unreachable"
        problem, detail = problem_of(error)
        return unreachable(f"{problem}: {detail}"), problem

    async def _follow(self, url: str, enough: int = 0) -> Response:
        for _ in range(_ROBOTS_HOPS + 1):
            await self._admit(url)
            response = await self._download(url, enough)
            location = response.headers.get("Location")
            if not 300 <= response.status < 400 or location is None:
                return response
            target = urls.canonical(location.decode("latin-1"), url)
            if target is None:
                break
            url = urls.split_fragment(target)[0]
        # RFC 9309 2.3.1.2: after five redirects the file may be taken as unavailable.
        return Response(url, status=404)

    async def _download(self, url: str, enough: int) -> Response:
        """`enough`: bytes after which the rest is not taken in, however much is promised; 0 takes all or nothing."""
        self._session.stats.requests += 1
        slot = self._session.hosts.slot(url)
        await asyncio.sleep(self.wait(url))
        timeout = self._session.request.timeout
        meta = {"download_slot": slot, "download_maxsize": _MOST, "download_timeout": timeout}
        if enough:
            meta.update(enough=enough, download_maxsize=0)
        request = Request(url, headers={"User-Agent": self.agent}, meta=meta, dont_filter=True)
        response: Response = await self._crawler.engine.download_async(request)
        return response

    def _stop_at_enough(self, data: bytes, request: Request) -> None:
        left = request.meta.get("enough")
        if left is None:
            return
        # The limit was lifted for what is promised; what comes may still be packed.
        request.meta.update(enough=left - len(data), download_maxsize=_MOST)
        if left <= len(data):
            raise StopDownload(fail=False)

    def _notes(self, host: Host) -> None:
        session, robots = self._session, host.robots
        if not robots.reachable:
            session.journal.note("robots_unreachable", origin=host.origin, why=robots.why)
        elif robots.objection(session.home) and host.origin == urls.origin(session.home):
            session.journal.note("robots_forbids", lines=ALLOW_LINES)
        if (robots.crawl_delay or 0) > network.MAX_CRAWL_DELAY:
            session.journal.note("crawl_delay_capped", asked=robots.crawl_delay, used=network.MAX_CRAWL_DELAY)

    # --- sitemaps

    async def _sitemaps(self, host: Host) -> None:
        """A bounded look; a sitemap that cannot be read is no problem of the agency's evidence."""
        todo = list(dict.fromkeys([*host.robots.sitemaps, host.origin + "/sitemap.xml"]))
        asked = 0
        while todo and asked < _MOST_SITEMAPS:
            url = urls.canonical(todo.pop(0), host.origin + "/")
            if url is None or not self._session.scope.holds_host(url) or not host.robots.allows(url):
                continue
            asked += 1
            response, problem = await self._sitemap(url)
            if response is not None and response.status == 200:
                pages, maps = read_sitemap(response.body)
                self._intake.leads.add_sitemap(pages, url)
                todo += [found for found in maps if found not in todo]
            if problem and url in host.robots.sitemaps:
                # Promised, and perhaps the only way to something.
                self._session.journal.add_unread([Unread(url, problem, (), host.origin, (HOME,), "sitemap")])

    async def _sitemap(self, url: str) -> tuple[Response | None, str]:
        """(answer, what kept it from being read): asked for twice where it did not come whole."""
        problem = ""
        for _ in range(_ROBOTS_TRIES):
            response = None
            try:
                response = await self._follow(url)
            except Exception as failure:  # whatever the download raised is one of the closed vocabulary
                problem = problem_of(failure)[0]
                continue
            lost = LOST in response.flags or (response.status == 200 and not response.body)
            problem = "truncated" if lost else "server_error" if response.status >= 500 else ""
            if not problem:
                break
        return response, problem

    # --- requests

    def wait(self, url: str) -> float:
        """Seconds to wait for other crawls on this machine that ask the same server; 0 without a shared pace."""
        if self._pace is None:
            return 0.0
        hosts = self._session.hosts
        return self._pace.reserve(urls.host_port(url)[0], hosts.slot(url), hosts.delay(hosts.get(url)))

    def open_slot(self, host: Host, floors: dict[str, float]) -> str:
        """The host's download slot, with its pace set."""
        slot = self._session.hosts.slot(host.origin)
        delay = max(self._session.hosts.delay(host), floors.get(slot, 0.0))
        if floors.get(slot) != delay:
            floors[slot] = delay
            downloader = self._crawler.engine.downloader
            downloader.per_slot_settings[slot] = {"concurrency": network.PER_ADDRESS, "delay": delay, "jitter": 0.0}
            if slot in downloader.slots:
                downloader.slots[slot].delay = max(delay, downloader.slots[slot].delay) if delay else 0.0
        return slot

    def conditions(self, task: Task, meta: dict[str, Any]) -> dict[str, str]:
        """Headers of a request; conditional where an earlier crawl has read the address."""
        headers = {"User-Agent": self.agent, "Accept-Language": "th,en;q=0.7", "Accept": _ACCEPT}
        earlier = self._session.journal.earlier(task.url)
        if earlier is not None:
            meta["earlier"] = earlier
            if earlier.etag:
                headers["If-None-Match"] = earlier.etag
            if earlier.modified:
                headers["If-Modified-Since"] = earlier.modified
        return headers

    def unchanged(self, answer: Answer, earlier: Earlier) -> Answer:
        """A 304 with the body that was kept."""
        headers = dict(answer.headers)
        charset = f"; charset={earlier.charset}" if earlier.charset else ""
        headers["content-type"] = earlier.media_type + charset
        headers.setdefault("etag", earlier.etag)
        headers.setdefault("last-modified", earlier.modified)
        body = self._session.store.body(earlier.sha256)
        return replace(answer, headers=headers, body=body, flags=(*answer.flags, UNCHANGED), sha256=earlier.sha256)


_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.9,*/*;q=0.8"

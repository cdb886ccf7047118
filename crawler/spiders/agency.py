"""The one spider: asks for what the session wants next and hands every answer to the intake."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import urls
from crawler.browser.supply import Supply
from crawler.closing import close_crawl
from crawler.evidence import StoreError, Task
from crawler.gate import Gate
from crawler.intake import Intake
from crawler.opening import open_session
from crawler.page import postback
from crawler.page.answer import Answer, header_map
from crawler.page.whole import LOST, is_cut
from crawler.postbacks import body_of
from crawler.rendering import Rendering
from crawler.request import CrawlRequest, Progress
from crawler.revisit import kept_answer
from crawler.servers import network
from crawler.servers.failure import UNANSWERED, problem_of
from crawler.servers.resolver import PinnedResolver
from crawler.servers.tls import TLS_FLAG
from crawler.session import Session

_RETRIED_STATUS = frozenset((429, 500, 502, 503, 504))
_RETRIED_PROBLEM = frozenset(("timeout", "reset", "truncated", "bad_response"))
_MOST_WAIT = 60.0
_TAIL = 256


class AgencySpider(Spider):
    """`-a url=…` for one agency; `-a store=DIR` for the evidence store (default audits/<host>/evidence)."""

    name = "agency"

    def __init__(
        self,
        url: str = "",
        store: str = "",
        request: CrawlRequest | None = None,
        session: Session | None = None,
        told: Callable[[Progress], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if request is None:
            home, _ = urls.typed_address(url)
            where = Path(store) if store else Path("audits") / urlsplit(home).netloc.replace(":", "_") / "evidence"
            request = CrawlRequest(home, where)
        self.session = session or open_session(request)
        self.intake = Intake(self.session)
        self.floors: dict[str, float] = {}
        self.told = told
        self.failed_by: BaseException | None = None
        self._jobs: set[asyncio.Task[None]] = set()
        self._due: deque[Request] = deque()
        self._cuts: dict[str, bytes] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> AgencySpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        if not spider.session.policy.throttled():
            crawler.settings.set("AUTOTHROTTLE_ENABLED", False, priority="spider")
            crawler.settings.set("DOWNLOAD_DELAY", 0, priority="spider")
        crawler.signals.connect(spider.opened, signal=signals.spider_opened)
        crawler.signals.connect(spider.ended, signal=signals.spider_closed)
        return spider

    def opened(self) -> None:
        from twisted.internet import reactor

        reactor.installNameResolver(PinnedResolver(self.session.policy))
        self.gate = Gate(self.session, self.intake, self.crawler)
        supply = Supply(self.session, self.gate, self.crawler, self.floors)
        self.rendering = Rendering(self.session, supply.load, self._job, self._take_rendered)
        self.intake.renders = self.rendering.takes

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the frontier is filled before the engine runs."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    # --- asking

    def next_request(self) -> Request | None:
        """The next request of an open origin; an origin met for the first time is prepared instead."""
        while True:
            if self._due:
                self.session.parked -= 1
                return self._due.popleft()
            task = self.session.next_task()
            if task is None:
                return None
            if self.intake.instead(task) or self.rendering.take_route(task):
                continue
            host = self.session.hosts.get(task.url)
            if host.state == "open":
                request = self._kept_or_asked(task)
                if request is not None:
                    return request
                continue
            self.session.frontier.push(task)
            host.state = "preparing"
            self._job(self.gate.prepare(host))

    def _kept_or_asked(self, task: Task) -> Request | None:
        """None where the earlier answer stands for tonight's, or where another crawl has just asked this server."""
        known = kept_answer(self.session, task)
        if known is not None:
            self.session.stats.kept += 1
            self.intake.take(task, known)
            return None
        request = self._request(task)
        wait = self.gate.wait(task.url)
        if not wait:
            return request
        self.session.parked += 1
        self._job(self._ask_later(request, wait))
        return None

    async def _ask_later(self, request: Request, wait: float) -> None:
        await asyncio.sleep(wait)
        self._due.append(request)

    def _job(self, work: Any) -> None:
        job = asyncio.ensure_future(self._guarded(work))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    async def _guarded(self, work: Any) -> None:
        try:
            await work
        except Exception as error:  # a bug in a background job must end the crawl, not hang it
            self._crash(error)
        self.wake()

    def _crash(self, error: BaseException) -> None:
        self.failed_by = self.failed_by or error
        self.session.stopped = "crash"

    def wake(self) -> None:
        """Let the engine ask the scheduler again; it would only look after its next answer."""
        slot = getattr(self.crawler.engine, "_slot", None)
        if slot is not None and slot.closing is None:
            slot.nextcall.schedule()

    def _request(self, task: Task) -> Request:
        host = self.session.hosts.get(task.url)
        host.busy += 1
        self.session.stats.requests += 1
        slot = self.gate.open_slot(host, self.floors)
        meta = {"download_slot": slot, "task": task, "download_timeout": self.session.request.timeout}
        if task.hop and task.tries:
            # A second look by somebody whom the host has never seen.
            meta["cookiejar"] = task.url
        headers = self.gate.conditions(task, meta)
        sent = body_of(self.session, task)
        if sent is not None:
            headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        return Request(
            task.url, self.answered, method="GET" if sent is None else "POST", body=sent, headers=headers, meta=meta,
            errback=self.unanswered, dont_filter=True,
        )  # fmt: skip

    # --- hearing

    def answered(self, response: Response) -> None:
        request = response.request
        assert request is not None
        task: Task = request.meta["task"]
        self._left(task)
        try:
            self._take(task, request, response)
        except Exception as error:  # Scrapy would log it and go on; evidence must never be lost silently
            self._crash(error)
            raise CloseSpider("crash") from error

    def _left(self, task: Task) -> None:
        self.session.hosts.get(task.url).busy -= 1

    def _take(self, task: Task, request: Request, response: Response) -> None:
        self.session.hosts.answered(task.url)
        self._note_tls(response)
        headers = header_map(response.headers)
        at = task.url if postback.MARK in task.url else response.url
        answer = Answer(at, response.status, headers, response.body, tuple(response.flags))
        if response.status == 304:
            answer = self.gate.unchanged(answer, request.meta["earlier"])
        if self._retry_status(task, answer) or self._retry_cut(task, answer):
            return
        answer = self._marked_cut(task, answer)
        if 300 <= response.status < 400 and response.status != 304:
            self.intake.redirect(task, answer)
        else:
            self.intake.take(task, answer)
        self._tell()

    def _note_tls(self, response: Response) -> None:
        for flag in response.flags:
            if flag.startswith(TLS_FLAG):
                self.session.journal.note("tls", host=urlsplit(response.url).netloc, reason=flag.removeprefix(TLS_FLAG))

    def _retry_status(self, task: Task, answer: Answer) -> bool:
        if answer.status not in _RETRIED_STATUS or task.tries >= network.RETRIES:
            return False
        wait = answer.headers.get("retry-after", "")
        seconds = min(float(wait), _MOST_WAIT) if wait.isdigit() else 0.0
        self._again(task, seconds if self.session.policy.throttled() else 0.0)
        return True

    def _retry_cut(self, task: Task, answer: Answer) -> bool:
        """An answer that did not come whole is asked for again, unless it ended at the same place before."""
        if not is_cut(answer.flags, answer.status, answer.body) or task.tries >= network.RETRIES:
            return False
        if self._cuts.get(task.url) == answer.body[-_TAIL:]:
            return False
        self._cuts[task.url] = answer.body[-_TAIL:]
        self._again(task)
        return True

    def _marked_cut(self, task: Task, answer: Answer) -> Answer:
        """A page of no promised length that ended elsewhere each time is cut; one always the same is so made."""
        same = self._cuts.pop(task.url, None) == answer.body[-_TAIL:]
        if same or LOST in answer.flags or not answer.body or not is_cut(answer.flags, answer.status, answer.body):
            return answer
        return replace(answer, flags=(*answer.flags, LOST))

    def _again(self, task: Task, wait: float = 0.0) -> None:
        priority = task.priority - (0 if task.url == self.session.home else 60)
        if not wait:
            self.session.requeue(task, priority)
            return
        self.session.parked += 1
        self._job(self._later(task, priority, wait))

    async def _later(self, task: Task, priority: float, wait: float) -> None:
        await asyncio.sleep(wait)
        self.session.parked -= 1
        self.session.requeue(task, priority)

    def unanswered(self, failure: Failure) -> None:
        task: Task = failure.request.meta["task"]  # type: ignore[attr-defined]
        self._left(task)
        try:
            self._take_failure(task, failure)
        except Exception as error:  # as in answered()
            self._crash(error)
            raise CloseSpider("crash") from error

    def _take_failure(self, task: Task, failure: Failure) -> None:
        error = failure.value or RuntimeError("failed without a reason")
        problem, detail = problem_of(error)
        dead = problem in UNANSWERED and self.session.hosts.no_answer(task.url, problem)
        if dead:
            self.session.journal.note("host_dead", host=urlsplit(task.url).netloc, problem=problem)
        if problem in _RETRIED_PROBLEM and task.tries < network.RETRIES and not dead:
            self._again(task)
        else:
            self.intake.fail(task, problem, detail)
        self._tell()

    def _tell(self) -> None:
        if self.told is not None:
            progress: Progress = self.session.progress()
            self.told(progress)

    def _take_rendered(self, task: Task, answer: Answer) -> None:
        self.intake.take(task, answer)
        self._tell()

    # --- ending

    async def ended(self, reason: str) -> None:
        """A crawl that ran out of things to ask for is closed; one that was stopped stays unfinished."""
        for job in self._jobs:
            job.cancel()
        await self.rendering.close()
        if reason == "finished" and self.failed_by is None:
            try:
                close_crawl(self.session)
            except (StoreError, sqlite3.Error, OSError) as error:
                self.failed_by = error  # Scrapy would only log it
        self.session.store.close()

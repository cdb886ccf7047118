"""One running crawl: its store, policy, scope, to-do list and budgets, and what to ask for next."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler import elsewhere, urls
from crawler.cms.system import System
from crawler.evidence import Fetch, Journal, Store, Task, Unread
from crawler.evidence.journal import DROPPED
from crawler.queue.frontier import Frontier
from crawler.queue.rank import Ranker
from crawler.queue.scope import Scope
from crawler.request import CrawlRequest, Progress
from crawler.servers import network
from crawler.servers.hosts import Hosts
from crawler.servers.network import Policy

HOME = "หน้าแรก"
RESUME_WITHIN = timedelta(hours=24)
_HOME_PRIORITY = 1000.0


@dataclass
class Stats:
    """Counts of this crawl, over all its runs. `seconds` is time spent, not time passed."""

    pages: int = 0
    documents: int = 0
    images: int = 0
    rendered: int = 0
    requests: int = 0
    bytes: int = 0
    received: int = 0
    """Bytes of bodies that came in; `bytes` counts also what was known already."""
    kept: int = 0
    """Addresses that were not asked for because their turn has not come."""
    tried: int = 0
    """Addresses asked for, whatever came of it: what the page budget counts."""
    seconds: float = 0.0


@dataclass
class Session:
    request: CrawlRequest
    store: Store
    journal: Journal
    policy: Policy
    scope: Scope
    ranker: Ranker
    hosts: Hosts
    home: str
    resumed: bool = False
    frontier: Frontier = field(default_factory=Frontier)
    stats: Stats = field(default_factory=Stats)
    tags: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)
    parked: int = 0
    rendering: int = 0
    """Pages in the browser, or waiting for it."""
    stopped: str = ""
    last_url: str = ""
    systems: tuple[System, ...] = ()
    """What the site is made with, as far as its first pages show it."""

    # --- opening

    @staticmethod
    def open(request: CrawlRequest, policy: Policy, store: Store) -> Session:
        """Go on with an unfinished crawl younger than 24 h, else begin a new one in the same store."""
        journal = _unfinished(store, request)
        resumed = journal is not None
        journal = journal or _begun(store, request)
        info = journal.info()
        scope = Scope(**info.settings["scope"])
        session = Session(
            request, store, journal, policy, scope, Ranker(request.hints), Hosts(policy), info.home_url, resumed
        )
        session._restore(info.stats) if resumed else session._seed()
        if request.assumed:
            journal.note("scheme_assumed", url=request.url)
        return session

    def _seed(self) -> None:
        if self.request.only:
            tasks = [Task(url, _HOME_PRIORITY - i, path=(url,)) for i, url in enumerate(self._only())]
        else:
            tasks = [Task(self.home, _HOME_PRIORITY, path=(HOME,), link_text=HOME)]
        with self.journal.transaction():
            self.journal.add_tasks(tasks)
        for task in tasks:
            self.frontier.push(task)

    def _only(self) -> list[str]:
        found = (urls.canonical(url, self.request.url) for url in self.request.only)
        return list(dict.fromkeys(urls.without_section(url) for url in found if url))

    def _restore(self, stats: dict[str, Any]) -> None:
        self.frontier.restore(self.journal.seen(), self.journal.waiting())
        self.stats = Stats(**{name: stats[name] for name in Stats().__dict__ if name in stats})
        for fetch in self.store.fetches(self.journal.id):
            self.count_tags(fetch)
        self.journal.note("resumed")

    # --- asking

    @property
    def follows(self) -> bool:
        return not self.request.only

    def seconds(self) -> float:
        return self.stats.seconds + time.monotonic() - self.started

    def budget_over(self) -> str:
        """'page_budget' or 'time_budget' once it is spent; '' before."""
        if self.stopped:
            return self.stopped
        in_flight = sum(host.busy for host in self.hosts.all()) + self.rendering
        if self.stats.tried + in_flight >= self.request.max_pages:
            return "page_budget"
        return "time_budget" if self.seconds() >= self.request.minutes * 60 else ""

    def has_pending(self) -> bool:
        """Whether anything is left that could be asked for in this run."""
        if self.rendering and not self.stopped:
            return True
        if self.budget_over():
            return False
        if self.parked or self.hosts.preparing():
            return True
        return any(self.hosts.get(origin).state != "closed" for origin in self.frontier.origins())

    def next_task(self) -> Task | None:
        """The best address to ask for now. Its origin may still be unknown: then it must be prepared first."""
        while not self.budget_over():
            task = self.frontier.pop(self.hosts.may_ask)
            if task is None:
                return None
            host = self.hosts.get(task.url)
            asked = elsewhere.asked(task.url) == task.url
            why = host.robots.objection(task.url) if asked and host.state == "open" else None
            if why is None:
                return task
            self.drop(task, why)
        return None

    def drop(self, task: Task, why: str) -> None:
        """An address that may not be asked for is listed as unread; the home page also gets a row that says why."""
        with self.journal.transaction():
            self.journal.set_state(task.url, DROPPED)
            self.journal.add_unread([unread(task, why)])
            if task.url == self.home:
                self.journal.add_fetch(failed(task, why, ""))

    def requeue(self, task: Task, priority: float) -> None:
        """Another try of an address, later."""
        again = replace(task, priority=priority, tries=task.tries + 1)
        with self.journal.transaction():
            self.journal.update_task(again)
        self.frontier.push(again)

    # --- telling

    def count_tags(self, fetch: Fetch) -> None:
        if fetch.problem is None:
            self.tags.update(fetch.tags)

    def save_stats(self) -> None:
        self.journal.set_stats({**self.stats.__dict__, "seconds": round(self.seconds(), 1)})

    def progress(self) -> Progress:
        return Progress(
            self.stats.pages,
            self.stats.documents,
            len(self.frontier),
            round(self.seconds(), 1),
            dict(self.tags),
            self.last_url,
        )


def _unfinished(store: Store, request: CrawlRequest) -> Journal | None:
    latest = store.latest()
    if latest is None or latest.state != "running" or latest.url != request.url:
        return None
    if latest.settings.get("only", []) != list(request.only):
        return None
    age = datetime.now(UTC) - datetime.fromisoformat(latest.started_at)
    return Journal(store, latest.id) if age < RESUME_WITHIN else None


def _begun(store: Store, request: CrawlRequest) -> Journal:
    """A check of single addresses names them as the crawl of the whole site did, though it may never see its home."""
    whole = [x for x in store.crawls() if x.url == request.url and not x.settings.get("only") and "scope" in x.settings]
    if not request.only or not whole:
        return Journal.begin(store, request.url, _settings(request, Scope.of(request.url)))
    journal = Journal.begin(store, request.url, _settings(request, Scope(**whole[-1].settings["scope"])))
    journal.set_home(whole[-1].home_url)
    return journal


def _settings(request: CrawlRequest, scope: Scope) -> dict[str, Any]:
    return {
        "max_pages": request.max_pages,
        "minutes": request.minutes,
        "render": request.render,
        "allow_private": request.allow_private,
        "only": list(request.only),
        "delay": network.DELAY,
        "per_address": network.PER_ADDRESS,
        "timeout": request.timeout,
        "retries": network.RETRIES,
        "max_body": network.MAX_BODY,
        "max_crawl_delay": network.MAX_CRAWL_DELAY,
        "user_agent": network.user_agent(request.contact),
        "scope": scope.to_json(),
    }


def unread(task: Task, why: str, texts: tuple[str, ...] = ()) -> Unread:
    names = texts or ((task.link_text,) if task.link_text else ())
    return Unread(task.url, why, names, task.found_on, task.path, task.place)


def failed(task: Task, problem: str, detail: str, status: int | None = None, final_url: str = "") -> Fetch:
    """The row of a request that brought nothing readable."""
    from crawler.evidence.journal import now
    from crawler.page import media

    return Fetch(
        0, 0, task.url, final_url or task.url, status, problem, detail[:300], "", "", {}, "", 0, now(), task.found_on,
        task.link_text, task.path, task.place, task.depth, media.expected_kind(task.url), False, task.tags,
    )  # fmt: skip

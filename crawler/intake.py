"""What an answer becomes: a row of evidence, the links it names, and new addresses to ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler import content, elsewhere, markup, media, network, urls
from crawler.charset import decode
from crawler.evidence import Fetch, Link, Task
from crawler.evidence.journal import ALIAS, DONE, now
from crawler.links import FoundLink, PageLinks, read_links
from crawler.render import needs_rendering
from crawler.scope import is_above, registrable
from crawler.session import Session, failed, unread

_SPACE = re.compile(r"\s+")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.\-]+)", re.I)
_UNSEEN = ["script", "style", "noscript", "template"]
IMAGE_LIMIT = 60
BETTER_BY = 5.0
PATH_LIMIT = 12
_KEPT_HEADERS = frozenset(
    (
        "content-type", "content-length", "content-disposition", "content-encoding", "content-language",
        "last-modified", "etag", "date", "server", "location", "cache-control", "expires", "x-powered-by",
        "retry-after", "cf-mitigated", "x-robots-tag",
    )
)  # fmt: skip
_STATUS = {401: "login_wall", 403: "forbidden", 404: "not_found", 410: "gone", 429: "rate_limited", 451: "forbidden"}


UNCHANGED = "unchanged"
"""Flag of an answer whose body did not come now but stood in the store."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer in plain words; header names are lower-case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    flags: tuple[str, ...] = ()
    at: str = ""
    """When it came, where that was in an earlier crawl (UTC ISO)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A readable HTML body, parsed once."""

    tree: LexborHTMLParser
    title: str
    text: str
    charset: str
    links: PageLinks
    script: str
    noscript: bool


class Intake:
    def __init__(self, session: Session) -> None:
        self.session = session
        self._images = 0

    # --- answers

    def take(self, task: Task, answer: Answer) -> None:
        """Record a final answer (not a redirect) and put its links on the list, in one transaction."""
        fetch, page = self._judge(task, answer)
        if UNCHANGED not in answer.flags and self._goes_on(task, answer, fetch, page):
            return
        journal = self.session.journal
        with journal.transaction():
            tasks: list[Task] = []
            # What came of a page that was cut leads on all the same.
            if page is not None and fetch.problem in (None, "truncated"):
                tasks = self._links(task, fetch, page)
            if UNCHANGED not in answer.flags:
                self.session.stats.received += fetch.size
            self._record(task, fetch)
        for new in tasks:
            self.session.frontier.push(new)

    def fail(self, task: Task, problem: str, detail: str, status: int | None = None, final_url: str = "") -> None:
        """Record a request that brought nothing readable."""
        with self.session.journal.transaction():
            self._record(task, failed(task, problem, detail, status, final_url))

    def _record(self, task: Task, fetch: Fetch) -> None:
        session, journal = self.session, self.session.journal
        journal.add_fetch(fetch)
        journal.set_state(task.url, DONE)
        self._count(fetch)
        self._close_aliases(fetch)
        session.save_stats()

    def _close_aliases(self, fetch: Fetch) -> None:
        journal = self.session.journal
        for waiting in journal.aliases(fetch.url):
            copy = alias_of(waiting, fetch)
            journal.add_fetch(copy)
            journal.set_state(waiting.url, DONE)
            self._close_aliases(copy)

    def _count(self, fetch: Fetch) -> None:
        stats = self.session.stats
        stats.bytes += fetch.size
        stats.tried += 1
        self.session.last_url = fetch.url
        if fetch.problem is not None:
            return
        if fetch.kind == "page":
            stats.pages += 1
        elif fetch.kind == "image":
            stats.images += 1
        else:
            stats.documents += 1
        self.session.count_tags(fetch)

    def _goes_on(self, task: Task, answer: Answer, fetch: Fetch, page: Page | None) -> bool:
        """A page that stands before a file leads on; one that asks to sign in is asked twice before it is believed."""
        if fetch.problem == "login_wall" and not task.tries:
            self.session.requeue(task, task.priority - 30)
            return True
        target = elsewhere.onward(page.tree, answer.url) if page is not None and task.hop else None
        if target is None or target == task.url or self._loops(task, target) or not self._may_go(task, target):
            return False
        self._wait_for(task, target)
        return True

    # --- redirects

    def instead(self, task: Task) -> bool:
        """A platform's address is never asked for: its document is, and this one waits for it like a redirect."""
        target = elsewhere.asked(task.url)
        if target in ("", task.url):
            return False
        objection = self.session.policy.objection(target)
        if objection or self._loops(task, target):
            self.session.drop(task, objection or "bad_redirect")
        else:
            self._wait_for(task, target)
        return True

    def redirect(self, task: Task, answer: Answer) -> None:
        """The target is read as an address of its own; this one waits for it and then cites the same body."""
        location = answer.headers.get("location", "")
        target = urls.canonical(location, answer.url) if location else None
        if target is None:
            self.fail(task, "bad_redirect", f"location {location[:200]!r}", answer.status)
            return
        target = urls.split_fragment(target)[0]
        if self._loops(task, target):
            self._looped(task, target, answer.status)
        elif content.is_login_address(target) and not content.is_login_address(task.url) and not task.tries:
            self.session.requeue(task, task.priority - 30)
        elif content.is_login_address(target) and not self.session.scope.holds_host(target):
            self.fail(task, "login_wall", target, answer.status, target)
        elif self._may_go(task, target):
            self._wait_for(task, target)
        else:
            self._off_site(task, target, answer.status)

    def _looped(self, task: Task, target: str, status: int) -> None:
        """A redirect to itself may only want its cookie back: one more try."""
        if target == task.url and not task.tries:
            self.session.requeue(task, task.priority)
        else:
            self.fail(task, "bad_redirect", f"loops at {target[:200]}", status, target)

    def _loops(self, task: Task, target: str) -> bool:
        journal = self.session.journal
        here, steps = target, 0
        while here and steps <= network.MAX_REDIRECTS:
            if here == task.url:
                return True
            here, steps = journal.target_of(here), steps + 1
        back, length = [task], 0
        while back and length <= network.MAX_REDIRECTS:
            back, length = journal.aliases(back[0].url), length + 1
        return length > network.MAX_REDIRECTS or steps > network.MAX_REDIRECTS

    def _may_go(self, task: Task, target: str) -> bool:
        session = self.session
        if session.policy.objection(target) is not None:
            return False
        if session.scope.holds_host(target):
            return True
        if task.url == session.home:
            return self._home_may_move(target)
        promised = elsewhere.promises_document(target)
        if elsewhere.is_short(task.url):
            return promised
        return promised or media.expected_kind(task.url) == "document" or task.hop

    def _home_may_move(self, target: str) -> bool:
        """The home page may move within its registrable domain, to the default port."""
        (old, _), (new, port) = urls.host_port(self.session.home), urls.host_port(target)
        local = self.session.policy.local
        return not local and port in (80, 443) and registrable(old) == registrable(new)

    def _wait_for(self, task: Task, target: str) -> None:
        session, journal = self.session, self.session.journal
        with journal.transaction():
            if task.url == session.home:
                self._move_home(target)
            journal.set_state(task.url, ALIAS, target)
            done = session.store.fetch(journal.id, target)
            if done is not None:
                self._close_aliases(done)
                session.save_stats()
                return
            fresh = target not in session.frontier.seen
            onward = replace(
                task, url=target, priority=task.priority + 1, tries=0, hop=not session.scope.holds_host(target)
            )
            if fresh:
                journal.add_tasks([onward])
        if fresh:
            session.frontier.push(onward)

    def _move_home(self, target: str) -> None:
        session, journal = self.session, self.session.journal
        session.scope = session.scope.moved(target)
        session.home = target
        journal.set_home(target)
        journal.note("home_moved", to=target)
        journal.set_settings({**journal.info().settings, "scope": session.scope.to_json()})

    def _off_site(self, task: Task, target: str, status: int) -> None:
        if task.url == self.session.home:
            self.session.journal.note("redirect_off_site", to=target, command=f"oit audit {target}")
        self.fail(task, "redirect_off_site", target, status, target)

    # --- reading

    def _judge(self, task: Task, answer: Answer) -> tuple[Fetch, Page | None]:
        """The row of an answer, and the parsed page if it is one that can be read."""
        header_type = answer.headers.get("content-type", "")
        media_type = media.media_type_of(answer.body, header_type, answer.url)
        kind = media.kind_of(media_type) if answer.status < 400 or not media_type else media.expected_kind(task.url)
        problem, detail = self._problem(answer, media_type)
        page, charset = None, ""
        if kind == "page" and answer.body and media_type != "image/svg+xml":
            page = self._page(answer)
            charset = page.charset
            problem, detail = self._look(task, answer, page, problem, detail)
        sha256 = self.session.store.put_body(answer.body) if answer.body else ""
        row = failed(task, problem or "", detail, answer.status, answer.url)
        fetch = replace(
            row, problem=problem, media_type=media_type, charset=charset, headers=_kept(answer.headers), sha256=sha256,
            size=len(answer.body), fetched_at=answer.at or now(), kind=kind,
        )  # fmt: skip
        return fetch, page

    @staticmethod
    def _problem(answer: Answer, media_type: str) -> tuple[str | None, str]:
        if answer.status >= 400:
            word = _STATUS.get(answer.status, "server_error" if answer.status >= 500 else "http_error")
            return word, f"status {answer.status}"
        if answer.status not in (200, 201, 202, 203, 206, 304):
            return ("empty_body" if not answer.body else "http_error"), f"status {answer.status}"
        if not answer.body:
            return "empty_body", ""
        if "dataloss" in answer.flags:
            return "truncated", ""
        return (None, "") if media.is_known(media_type) else ("unknown_type", media_type)

    @staticmethod
    def _page(answer: Answer) -> Page:
        declared = _CHARSET.search(answer.headers.get("content-type", ""))
        text, charset, _ = decode(answer.body, declared.group(1) if declared else None)
        tree = LexborHTMLParser(markup.bounded(text))
        links = read_links(tree, answer.url, charset)
        script = "\n".join(node.attributes.get("src") or node.text() or "" for node in tree.css("script"))
        noscript = tree.css_first("noscript") is not None
        tree.strip_tags(_UNSEEN)
        body = tree.body
        visible = body.text(separator=" ") if body is not None else ""
        return Page(tree, links.title, _SPACE.sub(" ", visible).strip(), charset, links, script, noscript)

    @staticmethod
    def _look(task: Task, answer: Answer, page: Page, problem: str | None, detail: str) -> tuple[str | None, str]:
        """A readable page that is really something else, or whose content is made by script."""
        found = content.disguised(
            page.tree, page.title, page.text, page.script, answer.headers, final_url=answer.url, asked_url=task.url
        )
        found = found or elsewhere.in_place(task.url, page.title, page.text)
        behind = {"challenge": ("forbidden", "server_error", "rate_limited"), "login_wall": ("forbidden",)}
        if found and (problem is None or problem in behind.get(found, ())):
            problem, detail = found, found
        if problem is None:
            reasons = needs_rendering(page.tree, page.text, page.script, noscript=page.noscript)
            detail = "needs_script: " + ", ".join(reasons) if reasons else ""
        return problem, detail

    # --- links

    def _links(self, task: Task, fetch: Fetch, page: Page) -> list[Task]:
        session = self.session
        if not session.follows or (task.hop and not elsewhere.is_listing(task.url)):
            return []
        found = page.links
        if task.url == session.home:
            self._widen(found.links)
        rows: list[Link] = []
        tasks: list[Task] = []
        for link in found.links:
            url = session.scope.prefer_home(link.url) if link.live else link.url
            if task.hop and not (link.live and elsewhere.may_follow(task.url, url)):
                continue
            rows.append(self._row(link, url, fetch.final_url))
            if link.live:
                new = self._follow(task, fetch.final_url, link, url)
                if new is not None:
                    tasks.append(new)
        session.journal.add_links(rows)
        session.journal.add_tasks(tasks)
        return tasks

    def _widen(self, links: tuple[FoundLink, ...]) -> None:
        session = self.session
        folder = session.scope.folder
        if any(link.live and session.scope.holds_host(link.url) and is_above(folder, link.url) for link in links):
            session.scope = session.scope.whole()
            session.journal.note("scope_widened", folder=folder)
            session.journal.set_settings({**session.journal.info().settings, "scope": session.scope.to_json()})

    def _row(self, link: FoundLink, url: str, found_on: str) -> Link:
        inside = link.live and url.startswith("http") and self.session.scope.holds(url)
        return Link(url, link.text, link.context, link.place, found_on, inside, link.live)

    def _follow(self, parent: Task, found_on: str, link: FoundLink, url: str) -> Task | None:
        """A task for a link that is new, or a better way to one that waits. None where there is nothing to do."""
        address = urls.split_fragment(url)[0]
        session = self.session
        if address in session.frontier.seen:
            self._improve(parent, found_on, link, address)
            return None
        if not address.startswith("http"):
            return None
        inside = session.scope.holds(address)
        if not inside and not self._one_hop(address):
            return None
        new = self._task(parent, found_on, link, address, hop=not inside)
        if self._skipped(new):
            return None
        return new if session.frontier.meet(address, hinted=bool(new.tags)) else None

    def _task(self, parent: Task, found_on: str, link: FoundLink, address: str, *, hop: bool) -> Task:
        rank = self.session.ranker.rank(address, link.text, link.context, link.place, parent.depth + 1, parent.tags)
        score = rank.score - (4.0 if link.weak else 0.0)
        path = (*parent.path, *filter(None, (link.text,)))[:PATH_LIMIT]
        return Task(address, score, found_on, link.text, path, link.place, parent.depth + 1, rank.tags, 0, hop)

    def _one_hop(self, address: str) -> bool:
        if not elsewhere.promises_document(address):
            return False
        return self.session.policy.objection(elsewhere.asked(address)) is None

    def _skipped(self, task: Task) -> bool:
        """Addresses that are no evidence: listed where somebody might ask for them."""
        if media.is_unwanted(task.url) or urls.is_trap(task.url):
            why = "unwanted_type" if media.is_unwanted(task.url) else "trap"
            self.session.frontier.seen.add(task.url)
            self.session.journal.add_unread([unread(task, why)])
            return True
        if media.expected_kind(task.url) != "image":
            return False
        self._images += 1 if task.tags else 0
        return not task.tags or self._images > IMAGE_LIMIT

    def _improve(self, parent: Task, found_on: str, link: FoundLink, address: str) -> None:
        session = self.session
        waiting = session.frontier.waiting(address)
        if waiting is None or (link.text == waiting.link_text and waiting.place == link.place):
            return
        better = self._task(parent, found_on, link, address, hop=waiting.hop)
        if better.priority > waiting.priority + BETTER_BY and not waiting.tries:
            session.journal.update_task(better)
            session.frontier.push(better)

    def add_sitemap(self, addresses: tuple[str, ...], found_on: str) -> None:
        """Addresses of a sitemap: known to exist, named by nothing."""
        session = self.session
        with session.journal.transaction():
            found = (urls.canonical(raw, found_on) for raw in addresses)
            tasks = [task for url in found if url and (task := self._sitemap_task(url, found_on))]
            session.journal.add_tasks(tasks)
        for task in tasks:
            session.frontier.push(task)

    def _sitemap_task(self, found: str, found_on: str) -> Task | None:
        session = self.session
        url = session.scope.prefer_home(urls.split_fragment(found)[0])
        if not session.scope.holds(url) or url in session.frontier.seen:
            return None
        rank = session.ranker.rank(url, "", "", "sitemap", 2)
        task = Task(url, rank.score - 14.0, found_on, "", ("sitemap.xml",), "sitemap", 2, rank.tags)
        if self._skipped(task):
            return None
        return task if session.frontier.meet(url, hinted=bool(rank.tags)) else None


def alias_of(task: Task, fetch: Fetch) -> Fetch:
    """The row of a redirecting address: the target's bytes, reached its own way."""
    problem = fetch.problem
    if problem is None and content.is_login_address(fetch.url) and not content.is_login_address(task.url):
        problem = "login_wall"
    return replace(
        fetch, url=task.url, problem=problem, found_on=task.found_on, link_text=task.link_text, path=task.path,
        place=task.place, depth=task.depth, tags=task.tags,
    )  # fmt: skip


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value[:500] for name, value in headers.items() if name in _KEPT_HEADERS}


def header_map(raw: Any) -> dict[str, str]:
    """Scrapy's headers as lower-case text, the last of each name."""
    return {name.decode("latin-1").lower(): values[-1].decode("latin-1") for name, values in raw.items() if values}

"""Which postbacks of a page are asked for; of the others it is told that nobody looked behind them."""

from __future__ import annotations

from collections import Counter

from selectolax.lexbor import LexborHTMLParser

from crawler.evidence import Fetch, Task
from crawler.page import postback
from crawler.page.answer import Page
from crawler.page.charset import decode
from crawler.page.links import FoundLink
from crawler.page.render import PLAIN
from crawler.session import Session, unread

PER_PAGE, LIMIT = 15, 150
"""Postbacks that are asked for of one page and in all."""
DEEPEST = 3
"""Postbacks one after another: the pages of a list, an entry of one of them, and what that leads to."""
LATE = 10.0
"""How much later than an address of the same name: each costs the server a page that it has just sent."""
PATH_LIMIT = 12
UNRUN = "script_link"


class Postbacks:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._met: dict[str, set[tuple[postback.Event, str]]] = {}
        self._menu: set[tuple[postback.Event, str]] = set()
        self._asked: Counter[str] = Counter()

    def follow(self, parent: Task, page: Page, link: FoundLink, fetch: Fetch) -> Task | None:
        """A task for a postback that is new and safe."""
        at, events = link.url.partition(postback.MARK)[0], postback.steps(link.url)
        known = self._menu if link.place in ("nav", "header", "footer") else self._met.setdefault(at, set())
        one = (events[-1], link.text)
        if one in known or link.url in self._session.frontier.seen or postback.is_display(link.text):
            return None
        known.add(one)
        task = self._task(parent, link, fetch.final_url)
        if not self._may_ask(parent, page, link, at):
            self._session.journal.add_unread([unread(task, UNRUN)])
            return None
        self._asked.update((at, ""))
        self._session.frontier.seen.add(link.url)
        return task

    def _task(self, parent: Task, link: FoundLink, found_on: str) -> Task:
        depth = parent.depth + 1
        rank = self._session.ranker.rank(link.url, link.text, link.context, link.place, depth, parent.tags)
        path = (*parent.path, *filter(None, (link.text,)))[:PATH_LIMIT]
        return Task(link.url, rank.score - LATE, found_on, link.text, path, link.place, depth, rank.tags)

    def _may_ask(self, parent: Task, page: Page, link: FoundLink, at: str) -> bool:
        events = postback.steps(link.url)
        if postback.page_of(link.url) != parent.url or len(events) > DEEPEST or postback.is_action(link.text):
            return False
        if self._asked[at] >= PER_PAGE or self._asked[""] >= LIMIT:
            return False
        return postback.form_body(page.parsed.tree, events[-1]) is not None


def body_of(session: Session, task: Task) -> bytes | None:
    """The form that a postback sends back, from what showed its link in this crawl; None for an ordinary address."""
    events = postback.steps(task.url)
    page = session.store.fetch(session.journal.id, postback.page_of(task.url)) if events else None
    if page is None:
        return None
    markup, _, _ = decode(session.store.body(page.headers.get(PLAIN, page.sha256)), page.charset or None)
    return postback.form_body(LexborHTMLParser(markup), events[-1])

"""Pages that need a browser, on their way from the answer to the intake: opened a few at once, never lost."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from crawler import urls
from crawler.browser import Asked, Browser, Limits, Load, Loaded, NotLoaded, View, visit
from crawler.evidence import Fetch, Task
from crawler.page import postback
from crawler.page.answer import NEEDS_SCRIPT, RENDERED, Answer, Page
from crawler.page.charset import decode
from crawler.page.render import PLAIN, REASONS, UNLOADED
from crawler.servers import network
from crawler.session import Session

MOST = 5_000_000
"""Bytes of markup above which a page is not opened: what it shows is in it."""
_HARDLY = 1.0
"""Seconds that a page is given at the least, however short the time for a request is."""


class Rendering:
    """`load` brings what pages ask for; `begin` starts a job of the crawl; `take` records the answer in the end."""

    def __init__(
        self,
        session: Session,
        load: Load,
        begin: Callable[[Coroutine[Any, Any, None]], None],
        take: Callable[[Task, Answer], None],
    ) -> None:
        patience = session.request.timeout / network.TIMEOUT
        limits = Limits()
        self.browser = Browser(
            replace(
                limits, idle=max(limits.idle * patience, _HARDLY), seconds=max(limits.seconds * patience, 4 * _HARDLY)
            ),
            agent=network.user_agent(session.request.contact),
        )
        self._session = session
        self._load = load
        self._begin = begin
        self._take = take

    def takes(self, task: Task, answer: Answer, fetch: Fetch, page: Page) -> bool:
        """Whether the page is opened in the browser; its answer then comes back to the intake by itself."""
        reasons = self._reasons(task, fetch)
        if not reasons or RENDERED in answer.flags or len(answer.body) > MOST:
            return False
        route = urls.split_fragment(task.url)[1] if "#" not in answer.url else ""
        at = f"{answer.url}#{route}" if route else answer.url
        opened = replace(answer, url=at, flags=(*answer.flags, RENDERED))
        self._session.rendering += 1
        self._begin(self._open(task, opened, page.parsed.markup, fetch.sha256, reasons))
        return True

    def _reasons(self, task: Task, fetch: Fetch) -> str:
        wanted = self._session.request.render
        if wanted == "never" or fetch.problem is not None or task.hop:
            return ""
        needed = fetch.detail.removeprefix(NEEDS_SCRIPT) if fetch.detail.startswith(NEEDS_SCRIPT) else ""
        return needed or ("always" if wanted == "always" else "")

    def take_route(self, task: Task) -> bool:
        """An address within a page that script draws (`#/plan`): nothing is asked for, the page is opened there."""
        address, route = urls.split_fragment(task.url)
        if not route or postback.MARK in task.url:
            return False
        base = self._session.store.fetch(self._session.journal.id, address)
        plain = base.headers.get(PLAIN, "") if base is not None else ""
        if base is None or not plain:
            return False
        markup, _, _ = decode(self._session.store.body(plain))
        answer = Answer(task.url, 200, base.headers, markup.encode(), (RENDERED,))
        self._session.rendering += 1
        self._begin(self._open(task, answer, markup, plain, "route"))
        return True

    async def _open(self, task: Task, answer: Answer, markup: str, plain: str, reasons: str) -> None:
        told = {REASONS: reasons}
        try:
            view = await self._view(answer, markup)
        except NotLoaded as error:
            self._note(error)
            answer = replace(answer, told={**told, UNLOADED: f"{error.problem}: {error}"})
        else:
            told |= {PLAIN: plain} | ({UNLOADED: view.unloaded} if view.unloaded else {})
            headers = {**answer.headers, "content-type": "text/html; charset=utf-8"}
            body = view.html.encode("utf-8", "replace")
            answer = replace(answer, url=view.url, headers=headers, body=body, told=told)
        finally:
            self._session.rendering -= 1
        self._take(task, answer)

    async def _view(self, answer: Answer, markup: str) -> View:
        if self._session.budget_over() not in ("", "page_budget"):
            raise NotLoaded("time_budget")
        given = Loaded(answer.url, 200, {"content-type": "text/html; charset=utf-8"}, markup.encode("utf-8", "replace"))
        address = urls.split_fragment(answer.url)[0]

        async def load(asked: Asked) -> Loaded:
            """The page itself has been read already."""
            return replace(given, url=asked.url) if asked.top and asked.url == address else await self._load(asked)

        return await visit(self.browser, answer.url, load)

    def _note(self, error: NotLoaded) -> None:
        if error.problem == "browser_missing":
            self._session.journal.note("browser_missing", why=str(error))

    async def close(self) -> None:
        if self._session.stats.rendered and not self.browser.sandboxed:
            self._session.journal.note("browser_unsandboxed")
        await self.browser.close()

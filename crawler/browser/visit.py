"""One page opened in the browser: what it asks for is loaded by the caller; what it shows in the end is kept."""

from __future__ import annotations

import asyncio
import html
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.browser.engine import Browser, BrowserMissing, Limits

if TYPE_CHECKING:
    from playwright.async_api import Dialog, Page, Request, Route

_QUIET = 0.4
_TICK = 0.05
_MOVES = 4
"""Navigations of the page itself, the first included."""
_CONTENT = frozenset(("document", "script", "xhr", "fetch"))
_STATUS = {401: "login_wall", 403: "forbidden", 404: "not_found", 429: "rate_limited"}
_PASSED_ON = frozenset(
    ("content-type", "content-language", "access-control-allow-origin", "access-control-allow-headers")
)
_SIZE = "() => document.documentElement ? document.documentElement.innerHTML.length : 0"
_SCROLL = "() => window.scrollTo(0, document.documentElement.scrollHeight)"
_SHOWN = """most => {
  const beside = (place, inner, kind) => {
    if (!inner || !inner.textContent.trim()) return;
    const box = document.createElement('div');
    box.setAttribute('data-oit', kind);
    box.innerHTML = inner.innerHTML;
    place(box);
  };
  for (const frame of document.querySelectorAll('iframe,frame')) {
    let inner = null;
    try { inner = frame.contentDocument; } catch { continue; }
    if (inner && inner.URL.startsWith('about:')) beside(box => frame.after(box), inner.body, 'frame');
  }
  for (const host of document.querySelectorAll('*'))
    if (host.shadowRoot) beside(box => host.append(box), host.shadowRoot, 'shadow');
  return '<!doctype html>' + document.documentElement.outerHTML.slice(0, most);
}"""


class NotLoaded(Exception):
    """What a page asked for was not had; `problem` is a word of crawler.problems, "" for what nobody misses."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(detail)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that a page asks for. `kind` is the browser's: document, script, xhr, fetch, stylesheet, image, …"""

    url: str
    method: str
    kind: str
    headers: Mapping[str, str]
    body: bytes
    top: bool
    """The page itself would go there."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came for it; `url` is where it came from in the end."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


Load = Callable[[Asked], Awaitable[Loaded]]


@dataclass(frozen=True, slots=True)
class View:
    """What a page showed. `unloaded` names what was missing or went wrong; "" where the look was complete."""

    url: str
    html: str
    unloaded: str


@dataclass
class _Visit:
    page: Page
    load: Load
    limits: Limits
    at: str
    in_flight: int = 0
    asked: int = 0
    moves: int = 0
    unloaded: str = ""
    crashed: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> View:
        page = self.page
        page.on("crash", lambda _: self.crashed.set())
        page.on("dialog", _dismiss)
        page.on("pageerror", lambda error: self.miss("browser_failed", f"script: {error.message}"))
        await page.route("**/*", self.answer)
        watch = asyncio.ensure_future(self.crashed.wait())
        work = asyncio.ensure_future(self._look())
        try:
            done, _ = await asyncio.wait(
                (watch, work), timeout=self.limits.seconds + 2 * self.limits.idle, return_when="FIRST_COMPLETED"
            )
            if work in done:
                return work.result()
            raise _Failed("crashed" if watch in done else "did not end in time")
        finally:
            for job in (watch, work):
                job.cancel()
                with suppress(asyncio.CancelledError, Exception):  # its error, if any, is not the news
                    await job

    async def _look(self) -> View:
        await self.page.goto(self.at, wait_until="commit", timeout=self.limits.idle * 1000)
        budget = _Budget(self.limits)
        settled = await self._settle(budget)
        if settled:
            await self._ask(_SCROLL, None, budget)
            settled = await self._settle(budget)
        if not settled:
            self.miss("timeout", "the page did not come to rest")
        return View(self.at, await self._shown(budget), self.unloaded)

    async def _shown(self, budget: _Budget) -> str:
        from playwright.async_api import Error

        for _ in range(_MOVES):
            try:
                return str(await self._ask(_SHOWN, self.limits.markup, budget))
            except TimeoutError as error:
                raise _Failed("its script never rests") from error
            except Error as error:
                last = error  # it may have moved on while it was asked
                await asyncio.sleep(_TICK)
        raise _Failed(last.message.splitlines()[0])

    async def _settle(self, budget: _Budget) -> bool:
        """Whether the page came to rest: nothing loads, and it is as large as a moment ago."""
        from playwright.async_api import Error

        size, still = -1, 0.0
        while budget.left(self.in_flight) and self.asked <= self.limits.requests:
            await asyncio.sleep(_TICK)
            still = 0.0 if self.in_flight else still + _TICK
            if still < _QUIET:
                continue
            try:
                before, size = size, await self._ask(_SIZE, None, budget)
            except TimeoutError:
                return False
            except Error:
                before = size = -2  # it moved on while it was asked
            if size == before >= 0:
                return True
            still = 0.0
        return False

    async def _ask(self, script: str, argument: Any, budget: _Budget) -> Any:
        """The page's answer to a script of ours; one that is busy with its own gets no more than what is left."""
        return await asyncio.wait_for(self.page.evaluate(script, argument), max(budget.rest(), 1.0))

    # --- what the page asks for

    async def answer(self, route: Route, request: Request) -> None:
        from playwright.async_api import Error

        self.in_flight += 1
        try:
            await self._answer(route, request)
        except NotLoaded as error:
            if request.resource_type in _CONTENT:
                self.miss(error.problem, request.url)
            with suppress(Error):
                # An answer without content keeps the page where it is; a failed one would show an error instead.
                await (route.fulfill(status=204) if self._is_top(request) else route.abort())
        except Error:
            pass  # the page or the browser ended meanwhile; whoever waits for the page is told
        finally:
            self.in_flight -= 1

    async def _answer(self, route: Route, request: Request) -> None:
        self.asked += 1
        if self.asked > self.limits.requests:
            raise NotLoaded("page_budget")
        if request.resource_type == "stylesheet":
            await route.fulfill(status=200, content_type="text/css", body="")
            return
        if request.resource_type not in _CONTENT or request.redirected_from is not None:
            await route.abort()
            return
        asked = self._of(request)
        loaded = await self.load(asked)
        if asked.top and self.moves > 1:
            self.at = request.url
        if loaded.status >= 400:
            # Also one that is not there: without its script or its data a page may look empty and not be.
            self.miss(_STATUS.get(loaded.status, "server_error"), request.url)
        if request.resource_type == "document" and loaded.url != request.url:
            await route.fulfill(status=200, content_type="text/html; charset=utf-8", body=_onward(loaded.url))
            return
        headers = {name: value for name, value in loaded.headers.items() if name in _PASSED_ON}
        await route.fulfill(status=loaded.status, headers=headers, body=loaded.body)

    def _of(self, request: Request) -> Asked:
        top = self._is_top(request)
        if top:
            self.moves += 1
            if self.moves > _MOVES or request.method != "GET":
                raise NotLoaded("bad_redirect")
        body = request.post_data_buffer or b""
        return Asked(request.url, request.method, request.resource_type, request.headers, body, top)

    def _is_top(self, request: Request) -> bool:
        return request.is_navigation_request() and request.frame == self.page.main_frame

    def miss(self, problem: str, what: str) -> None:
        """The first thing without which the page may not be what its visitors see."""
        if not self.unloaded and problem:
            self.unloaded = f"{problem}: {what[:300]}"


class _Failed(Exception):
    """The page could not be opened; one line."""


class _Budget:
    """Time is up when the page has used its own, or all time has passed."""

    def __init__(self, limits: Limits) -> None:
        self._end = time.monotonic() + limits.seconds
        self._own = limits.idle
        self._last = time.monotonic()

    def left(self, in_flight: int) -> bool:
        now = time.monotonic()
        if not in_flight:
            self._own -= now - self._last
        self._last = now
        return self._own > 0 and now < self._end

    def rest(self) -> float:
        return min(self._own, self._end - time.monotonic())


async def visit(browser: Browser, url: str, load: Load) -> View:
    """Open an address and give what it shows. NotLoaded (browser_missing, browser_failed) where that cannot be."""
    from playwright.async_api import Error

    try:
        async with browser.page() as page:
            return await _Visit(page, load, browser.limits, url).run()
    except BrowserMissing as error:
        raise NotLoaded("browser_missing", str(error)) from error
    except _Failed as error:
        raise NotLoaded("browser_failed", str(error)) from error
    except (Error, TimeoutError) as error:
        raise NotLoaded("browser_failed", (str(error) or "did not answer in time").splitlines()[0][:200]) from error


async def _dismiss(dialog: Dialog) -> None:
    from playwright.async_api import Error

    with suppress(Error):
        await dialog.dismiss()


def _onward(url: str) -> str:
    """A page that leads on: a redirect that is answered here would be followed without asking."""
    return f'<!doctype html><meta http-equiv="refresh" content="0;url={html.escape(url)}">'

"""The browser's life: started when first needed, one fresh profile, watched, renewed after some pages or a crash."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.browser import program

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Playwright, WebSocketRoute

_MB = 1024 * 1024
_CLOSING = 5.0
_STARTS = 3
_EVERY = 0.25
_RELEASE = 1.0
"""Seconds until the memory of a process that was ended is free."""
_NO_POPUPS = """window.open = window.print = window.alert = window.prompt = () => null;
window.confirm = () => false;"""


class BrowserMissing(Exception):
    """There is no browser here, or none that starts; one line."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`idle` are the seconds a page may take while nothing is loaded for it, `seconds` all that it may take.
    `memory` is for all its processes together. After `renew` pages the browser is started anew."""

    pages: int = 2
    renew: int = 50
    idle: float = 12.0
    seconds: float = 60.0
    memory: int = 1200 * _MB
    markup: int = 10 * _MB
    requests: int = 150


class Browser:
    """Use as an async context manager. Pages of one browser share one profile, which is never written to disk."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        agent: str = "",
        scripts: bool = True,
        size: tuple[int, int] = (1280, 900),
    ) -> None:
        self.limits = limits or Limits()
        self.sandboxed = program.may_be_sandboxed()
        self._options: dict[str, Any] = {
            "service_workers": "block",
            "accept_downloads": False,
            "java_script_enabled": scripts,
            "viewport": {"width": size[0], "height": size[1]},
            "locale": "th-TH",
            "timezone_id": "Asia/Bangkok",
            **({"user_agent": agent} if agent else {}),
        }
        self._playwright: Playwright | None = None
        self._context: BrowserContext | None = None
        self._watch: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._room = asyncio.Semaphore(self.limits.pages)
        self._idle = asyncio.Event()
        self._idle.set()
        self._making = asyncio.Lock()
        self._own: set[Page] = set()
        self._open = self._served = 0
        self._missing = ""
        self.killed = 0
        """Processes ended for their memory."""

    async def __aenter__(self) -> Browser:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def page(self) -> AsyncIterator[Page]:
        """An empty page, closed afterwards. BrowserMissing, or an error of Playwright's where the browser crashed."""
        async with self._room:
            context = await self._ready()
            try:
                page = await self._new_page(context)
                try:
                    yield page
                finally:
                    await self._dismiss(page)
            finally:
                self._open -= 1
                await self._sweep()
                if not self._open:
                    self._idle.set()

    @property
    def windows(self) -> list[Page]:
        """Everything that is open now."""
        return self._context.pages if self._context is not None else []

    async def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        await self._stop()
        if self._playwright is not None:
            with suppress(Exception):  # a driver that is gone already is what is wanted
                await asyncio.wait_for(self._playwright.stop(), _CLOSING)
            self._playwright = None

    async def _new_page(self, context: BrowserContext) -> Page:
        async with self._making:
            page = await context.new_page()
            self._own.add(page)
        return page

    async def _sweep(self) -> None:
        """Closes what pages have opened, however they did it."""
        async with self._making:
            for page in [page for page in self.windows if page not in self._own]:
                with suppress(Exception):  # gone already
                    await asyncio.wait_for(page.close(), _CLOSING)

    async def _dismiss(self, page: Page) -> None:
        """A page that cannot be closed takes its whole browser with it."""
        self._own.discard(page)
        try:
            await asyncio.wait_for(page.close(), _CLOSING)
        except Exception:  # crashed, stuck or gone: each is mended by the next start
            await self._stop()

    async def _ready(self) -> BrowserContext:
        async with self._lock:
            if self._served >= self.limits.renew:
                await self._idle.wait()
                await self._stop()
            if self._context is None:
                self._context = await self._start()
            self._served += 1
            self._open += 1
            self._idle.clear()
            return self._context

    async def _start(self) -> BrowserContext:
        for _ in range(_STARTS):
            if self._missing:
                break
            try:
                return await self._launch()
            except BrowserMissing as error:
                self._missing = str(error)
            except Exception as error:  # Playwright's, the system's: the browser does not start, whatever the reason
                reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
                await asyncio.sleep(_RELEASE)
        self._missing = self._missing or reason
        raise BrowserMissing(self._missing)

    async def _launch(self) -> BrowserContext:
        from playwright.async_api import async_playwright

        with program.unlimited_space():
            if self._playwright is None:
                self._playwright = await async_playwright().start()
            path = program.find(self._playwright.chromium.executable_path)
            if not path:
                named = os.environ.get("OIT_CHROMIUM")
                raise BrowserMissing(
                    f"no browser {named}" if named else "no Chromium here; install it or set OIT_CHROMIUM"
                )
            browser = await self._playwright.chromium.launch(
                executable_path=path,
                chromium_sandbox=self.sandboxed,
                args=list(program.SWITCHES),
                ignore_default_args=list(program.NOT_WANTED),
                timeout=60_000,
            )
        browser.on("disconnected", lambda _: self._lost())
        self._served = 0
        context = await browser.new_context(**self._options)
        await _fence(context)
        if self._watch is None:
            self._watch = asyncio.ensure_future(self._keep_watch())
        return context

    def _lost(self) -> None:
        self._context = None

    async def _stop(self) -> None:
        context, self._context = self._context, None
        if context is None or context.browser is None:
            return
        with suppress(Exception):  # it may have crashed; what is left of it goes with its driver
            await asyncio.wait_for(context.browser.close(), _CLOSING)

    async def _keep_watch(self) -> None:
        """Closes popups, and ends the greediest page when all processes take too much: it crashes, the others go on."""
        while True:
            await asyncio.sleep(_EVERY)
            if not self._open:
                continue
            await self._sweep()
            taken = program.private_memory(os.getpid())
            pages = [pid for pid in taken if program.is_page(pid)]
            if pages and sum(taken.values()) > self.limits.memory:
                self.killed += 1
                program.kill(max(pages, key=lambda pid: taken[pid]))
                await asyncio.sleep(_RELEASE)


async def _fence(context: BrowserContext) -> None:
    """What no page is given: a network, WebSockets, other windows."""
    await context.route("**/*", lambda route: route.abort())
    await context.route_web_socket("**/*", _hang_up)
    await context.add_init_script(_NO_POPUPS)


async def _hang_up(socket: WebSocketRoute) -> None:
    await socket.close()

"""Pictures of stored pages: replayed from the store alone, without script, scrolled to what was cited."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import chain

from playwright.async_api import Error, Page, Request, Route
from selectolax.lexbor import LexborHTMLParser

from crawler import urls
from crawler.browser.engine import Browser, BrowserMissing, Limits

WIDTH, HEIGHT = 800, 600
QUALITIES = (60, 40, 25, 12)
MOST_BYTES = 60_000
MEDIA_TYPE = "image/jpeg"
_SECONDS = 8.0
_LEFT_OUT = ["script", "noscript", "iframe", "frame", "object", "embed", "video", "audio", "style", "link"]
_STYLE = "<style>body{font:16px sans-serif;margin:12px}img{max-width:100%}</style>"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"\s+")
_NEEDLE = 40
_SHOW = """wanted => {
  const bare = text => (text || '').replace(/\\s+/g, '');
  const smallest = words => {
    let found = null;
    for (const place of document.body ? document.body.querySelectorAll('*') : [])
      if ((!found || found.contains(place)) && place.getClientRects().length && bare(place.textContent).includes(words))
        found = place;
    return found;
  };
  window.scrollTo(0, 0);
  for (const words of wanted) {
    let found = smallest(words);
    if (found && found.getBoundingClientRect().height > innerHeight) found = smallest(words.slice(0, 12)) || found;
    if (!found) continue;
    found.style.outline = '3px solid #c2410c';
    window.scrollTo(0, window.scrollY + found.getBoundingClientRect().top - 60);
    return;
  }
}"""


@dataclass(frozen=True, slots=True)
class Scene:
    """A page to be pictured: its address, its markup as stored, and the words to be seen, best first."""

    url: str
    markup: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    jpeg: bytes
    width: int = WIDTH
    height: int = HEIGHT


Stored = Callable[[str], tuple[str, bytes] | None]
"""Address -> (media type, bytes) of a stored picture, None where it is not in the store."""


def shoot(scenes: Sequence[Scene], stored: Stored) -> list[Picture | None]:
    """One picture a scene, None where that failed, as it does without a browser. Nothing is asked of any network."""
    return asyncio.run(_shoot(scenes, stored)) if scenes else []


async def _shoot(scenes: Sequence[Scene], stored: Stored) -> list[Picture | None]:
    limits = Limits(idle=_SECONDS, seconds=2 * _SECONDS)
    found: list[Picture | None] = [None] * len(scenes)
    waiting = enumerate(scenes)
    async with Browser(limits, scripts=False, size=(WIDTH, HEIGHT)) as browser:
        await asyncio.gather(*(_fill(found, waiting, browser, stored) for _ in range(limits.pages)))
    return found


async def _fill(
    found: list[Picture | None], waiting: Iterator[tuple[int, Scene]], browser: Browser, stored: Stored
) -> None:
    """Takes pictures until none is waiting, all in one tab (a new one costs more than a picture) unless one fails."""
    for first in waiting:
        with suppress(BrowserMissing, Error, TimeoutError):  # a page without a picture is cited all the same
            async with browser.page() as page:
                await page.route("**/*", partial(_answer, stored))
                for number, scene in chain([first], waiting):
                    found[number] = await asyncio.wait_for(_take(page, scene), 2 * _SECONDS)


async def _answer(stored: Stored, route: Route, request: Request) -> None:
    found = stored(request.url) if request.resource_type == "image" else None
    if found is None:
        await route.abort()
    else:
        await route.fulfill(status=200, content_type=found[0], body=found[1])


async def _take(page: Page, scene: Scene) -> Picture | None:
    """The markup is put into the tab as it stands: to go to an address costs three times as much, whatever is there."""
    await page.set_content(_still(scene), wait_until="load", timeout=_SECONDS * 1000)
    await page.evaluate(_SHOW, [words for text in scene.words if len(words := _SPACE.sub("", text)[:_NEEDLE]) > 3])
    for quality in QUALITIES:
        jpeg = await page.screenshot(type="jpeg", quality=quality, timeout=_SECONDS * 1000)
        if len(jpeg) <= MOST_BYTES:
            return Picture(jpeg)
    return None


def _still(scene: Scene) -> str:
    """The page without what would move, load or lead on, and without its own style: half a style sheet hides more than
    none. What it hides by itself stays hidden. Its pictures are asked for where they would be at its own address."""
    tree = LexborHTMLParser(scene.markup)
    tree.strip_tags(_LEFT_OUT)
    for node in tree.css("meta[http-equiv]"):
        node.decompose()
    for node in tree.css("[style]"):
        node.attrs["style"] = "display:none" if _HIDDEN.search(node.attributes["style"] or "") else ""
    base = tree.css_first("base[href]")
    own = (base.attributes["href"] or "") if base is not None else ""
    return f'<base href="{escape(urls.canonical(own, scene.url) or scene.url)}">{_STYLE}{tree.html or ""}'

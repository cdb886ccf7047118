"""Opens a WACZ in ReplayWeb.page, in real Chromium, served from loopback: python -m tests.auditor.proof.replaying WACZ…

ReplayWeb.page is no part of this repository (AGPL). OIT_REPLAYWEB names the folder of its unpacked npm package
(`npm pack replaywebpage`, then unpack).
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.archive import Archive

SECONDS, TRIES = 60, 3
"""On a busy machine the viewer may miss its service worker's first word, and then waits for ever."""

PACKAGE = os.environ.get("OIT_REPLAYWEB", "")
_VIEWER = """<!doctype html><meta charset="utf-8"><script src="/ui.js"></script>
<replay-web-page source="/a.wacz" url="{url}" replayBase="/replay/" embed="replayonly"></replay-web-page>"""

_TEXT = """() => {
  const body = document.body.cloneNode(true);
  body.querySelectorAll('script,style').forEach(each => each.remove());
  return body.textContent;
}"""
"""Also what a page hides at first: tabs, menus."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _served(wacz: Path, url: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "replay").mkdir()
        shutil.copy(Path(PACKAGE) / "ui.js", root / "ui.js")
        shutil.copy(Path(PACKAGE) / "sw.js", root / "replay" / "sw.js")
        shutil.copy(wacz, root / "a.wacz")
        (root / "index.html").write_text(_VIEWER.format(url=url), "utf-8")
        handler = functools.partial(_Handler, directory=str(root))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def shown(wacz: Path, url: str) -> str:
    """The text that ReplayWeb.page shows at an address of the archive."""
    from playwright.sync_api import Frame, Page, sync_playwright
    from playwright.sync_api import TimeoutError as TooLate

    from reports.pdf import chromium

    def is_it(frame: Frame) -> bool:
        return "/replay/w/" in frame.url and frame.url.endswith(url)

    def opened(page: Page, address: str) -> Frame | None:
        try:
            with page.expect_event("framenavigated", is_it, timeout=SECONDS * 1000) as event:
                page.goto(address)
        except TooLate:
            return None
        found: Frame = event.value
        return found

    with _served(wacz, url) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            page = browser.new_page()
            frame = next((found for _ in range(TRIES) if (found := opened(page, address))), None)
            assert frame, f"{url} does not open"
            frame.wait_for_load_state()
            return str(frame.evaluate(_TEXT))
        finally:
            browser.close()


def cited_pages(wacz: Path, most: int = 1) -> list[tuple[str, str]]:
    """(address, quote) of pages that the archive's result cites, and that it holds as pages.

    A viewer asks for no more of an address than a server is asked for: what stands behind a # opens as its page.
    """
    with Archive(wacz) as archive:
        result = json.loads(archive.read("oit/result.json"))
        held = {
            r.url
            for r in archive.records()
            if r.media_type.startswith("text/html") and not r.withheld and "#" not in r.url
        }
    found = {
        citation["url"]: citation["quote"]
        for item in result["items"]
        for criterion in item["criteria"]
        for citation in criterion["citations"]
        if _is_of_the_page(citation["quote"]) and citation["url"] in held
    }
    return list(found.items())[:most]


def _is_of_the_page(quote: str) -> bool:
    """Neither the address of a map nor the trail of links that names the page elsewhere."""
    return bool(quote) and not quote.startswith("http") and " › " not in quote


def is_quoted(text: str, quote: str) -> bool:
    """Half of the quote's words stand in the text: quotes have their spaces evened out and are cut at the ends."""
    words = [word for word in re.split(r"\s+|…", quote) if len(word) > 2]
    return 2 * sum(word in text for word in words) >= len(words)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for page, said in cited_pages(Path(name), 3):
            print(name, page, "quoted" if is_quoted(shown(Path(name), page), said) else "NOT quoted", flush=True)

"""The WACZ opens in ReplayWeb.page, in real Chromium, served from loopback, at a cited page.

ReplayWeb.page is no part of this repository (AGPL). OIT_REPLAYWEB names the folder of its unpacked npm package
(`npm pack replaywebpage`, then unpack); without it there is nothing to run.
"""

from __future__ import annotations

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.proof.export import export
from crawler.evidence import Store
from tests.auditor.proof.conftest import Audited

PACKAGE = os.environ.get("OIT_REPLAYWEB", "")
pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(not PACKAGE, reason="OIT_REPLAYWEB names no unpacked package of ReplayWeb.page"),
]

_VIEWER = """<!doctype html><meta charset="utf-8"><script src="/ui.js"></script>
<replay-web-page source="/a.wacz" url="{url}" replayBase="/replay/" embed="replayonly"></replay-web-page>"""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def viewer(audited: Audited, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(address of a page that shows the archive, the cited address that it opens)."""
    root = tmp_path / "www"
    (root / "replay").mkdir(parents=True)
    (root / "ui.js").write_bytes((Path(PACKAGE) / "ui.js").read_bytes())
    (root / "replay" / "sw.js").write_bytes((Path(PACKAGE) / "sw.js").read_bytes())
    with Store.open(audited.store, read_only=True) as store:
        export(store, audited.result, root / "a.wacz")
    cited = f"{audited.url}contact"
    (root / "index.html").write_text(_VIEWER.format(url=cited), "utf-8")
    handler = functools.partial(_Handler, directory=str(root))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/index.html", cited
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_archive_opens_at_the_cited_page(viewer: tuple[str, str]) -> None:
    from playwright.sync_api import Frame, sync_playwright

    from reports.pdf import chromium

    def is_cited(frame: Frame) -> bool:
        return "/replay/w/" in frame.url and frame.url.endswith(viewer[1])

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            page = browser.new_page()
            with page.expect_event("framenavigated", is_cited, timeout=60_000) as shown:
                page.goto(viewer[0])
            frame = shown.value
            frame.wait_for_selector("h1")
            assert frame.inner_text("h1") == "ติดต่อเรา"
            assert "ทุ่งสมมติ" in frame.inner_text("main")
        finally:
            browser.close()

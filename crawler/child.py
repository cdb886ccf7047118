"""`python -m crawler.child`: one crawl in a process of its own. Request as JSON on stdin, JSON lines on stdout.

The parent keeps stdin open; when it closes (the parent ended, however) this process ends too. It can be killed at
any moment: the store is whole after every answer.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import threading
import time
from typing import Any

from crawler.evidence import StoreError
from crawler.request import CrawlError, CrawlRequest, Progress

_EVERY = 0.5


def main() -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _load()
    asked = sys.stdin.readline()
    if not asked:
        return 0  # the parent had no need of it
    request = CrawlRequest.from_json(json.loads(asked))
    threading.Thread(target=_watch_parent, daemon=True).start()
    try:
        _crawl(request)
    except CrawlError as error:
        _say({"error": str(error), "exit_code": error.exit_code})
    except (StoreError, sqlite3.OperationalError, OSError) as error:
        # A full or read-only disk: what was gathered is kept, and the same command goes on from there.
        _say({"error": f"{request.store}: the store cannot be written: {error}", "exit_code": 1})
    return 0


def _load() -> None:
    """What takes long to import, while the parent may still be busy with the request."""
    # First: for each class that it renames it looks through the whole stack, which is short here (a fifth of it all).
    import scrapy.core.downloader.contextfactory
    import scrapy.crawler  # noqa: F401

    import crawler.opening
    import crawler.spiders.agency  # noqa: F401


def _watch_parent() -> None:
    while sys.stdin.read(4096):
        pass
    os._exit(130)


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stdout.flush()


class _Teller:
    """Passes progress on, at most every half second."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            _say({"progress": progress.to_json()})


def _crawl(request: CrawlRequest) -> None:
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.opening import open_session
    from crawler.spiders.agency import AgencySpider

    session = open_session(request)
    settings = Settings()
    settings.setmodule("crawler.settings")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(AgencySpider)
    teller = _Teller()
    process.crawl(crawler, request=request, session=session, told=teller)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
    process.start(install_signal_handlers=False)
    spider = crawler.spider
    if isinstance(spider, AgencySpider) and spider.failed_by is not None:
        raise spider.failed_by
    _say({"done": session.journal.id})


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Threads that wait for a slow resolver must not hold the process up.
    os._exit(code)

"""CPU per page of our crawl against fetch-only Scrapy and the textbook spider, interleaved.

python -m bench.crawl NAME URL PAGES        one crawl in this process; prints CPU seconds after imports, answers
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench.ratio import Line, Scale, divide, interleave, run
from bench.site import MENU, NEWS, PAGE_BYTES, TABLE, WORDS, Shape, serving


def measure(scale: Scale) -> Iterator[Line]:
    """The two lines of the crawl."""
    pages, rounds = scale(100, 300), scale(2, 4)
    with serving(Shape(pages)) as url:
        found = interleave({name: partial(milliseconds, name, url, pages) for name in CRAWLS}, rounds)
    took = ", ".join(f"{name} {min(values):.1f}–{max(values):.1f}" for name, values in found.items())
    note = f"{pages} pages of {PAGE_BYTES // 1000} KB, {MENU + TABLE} links each; CPU ms a page: {took}"
    yield Line("crawl: fetch, links, text, store", "Scrapy that only fetches", divide(found, "ours", "fetch-only"), 1.5,
               note=note)  # fmt: skip
    yield Line("crawl: fetch, links, text, store", "textbook LinkExtractor spider", divide(found, "ours", "textbook"),
               0.4)  # fmt: skip


def milliseconds(name: str, url: str, pages: int) -> float:
    """CPU milliseconds a page of one crawl in a process of its own, its imports left out."""
    done = run([sys.executable, "-m", "bench.crawl", name, url, str(pages)], env={"OIT_DELAY": "0"})
    seconds, read = json.loads(done.output.splitlines()[-1])
    if not pages <= read <= pages + 3:
        raise RuntimeError(f"{name} read {read} of {pages} pages")
    return 1000 * float(seconds) / int(read)


# --- the crawls, each in a process of its own


def _plain_settings() -> dict[str, Any]:
    return {"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False, "DOWNLOAD_DELAY": 0}


def _scrapy(spider: type, settings: dict[str, Any]) -> tuple[float, int]:
    from scrapy.crawler import AsyncCrawlerProcess

    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    process.crawl(crawler)
    _import_parts(crawler.settings)
    start = time.process_time()
    process.start()
    assert crawler.stats is not None
    return time.process_time() - start, int(crawler.stats.get_value("response_received_count"))


def _import_parts(settings: Any) -> None:
    """The modules that settings name, which Scrapy would import when the crawl begins."""
    from scrapy.utils.misc import load_object

    named = [settings[name] for name in ("SCHEDULER", "DUPEFILTER_CLASS", "DOWNLOADER", "ITEM_PROCESSOR")]
    for group in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS"):
        named += [path for path, place in settings.getwithbase(group).items() if place is not None]
    named += filter(None, settings.getwithbase("DOWNLOAD_HANDLERS").values())
    for path in named:
        load_object(path)


def crawl_fetch_only(url: str, pages: int) -> tuple[float, int]:
    """Scrapy that knows every address and looks at nothing."""
    import scrapy

    class FetchOnly(scrapy.Spider):
        name = "fetch"
        start_urls = [f"{url}p{k}.html" for k in range(pages)]  # noqa: RUF012

        def parse(self, response: Any) -> None:
            return None

    return _scrapy(FetchOnly, _plain_settings())


def crawl_textbook(url: str, pages: int) -> tuple[float, int]:
    """The spider of the manual: LinkExtractor, follow all, Scrapy's duplicate filter."""
    import scrapy
    from scrapy.linkextractors import LinkExtractor

    class Textbook(scrapy.Spider):
        name = "textbook"
        start_urls = [url]  # noqa: RUF012
        extractor = LinkExtractor()

        def parse(self, response: Any) -> Iterator[Any]:
            for link in self.extractor.extract_links(response):
                yield scrapy.Request(link.url)

    return _scrapy(Textbook, _plain_settings())


def crawl_ours(url: str, pages: int) -> tuple[float, int]:
    """Our crawl whole: fetch, links, contexts, hints, text, charsets, SQLite and zstd."""
    import sqlite_utils  # noqa: F401, loaded by the first write
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.opening import open_session
    from crawler.queue.hints import Hint, Hints
    from crawler.request import CrawlRequest
    from crawler.spiders.agency import AgencySpider

    hints = Hints(tuple(Hint(word, 1.0, f"t{i}") for i, word in enumerate((*WORDS, *NEWS))))
    with tempfile.TemporaryDirectory() as folder:
        request = CrawlRequest(url, Path(folder) / "evidence", hints, max_pages=10 * pages, render="never")
        settings = Settings()
        settings.setmodule("crawler.settings")
        process = AsyncCrawlerProcess(settings)
        _import_parts(settings)
        start = time.process_time()
        session = open_session(request)
        process.crawl(process.create_crawler(AgencySpider), request=request, session=session)
        process.start()
        return time.process_time() - start, session.stats.tried


CRAWLS: dict[str, Callable[[str, int], tuple[float, int]]] = {
    "fetch-only": crawl_fetch_only,
    "textbook": crawl_textbook,
    "ours": crawl_ours,
}

if __name__ == "__main__":
    print(json.dumps(CRAWLS[sys.argv[1]](sys.argv[2], int(sys.argv[3]))))

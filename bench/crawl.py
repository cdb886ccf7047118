"""CPU per page of our crawl against fetch-only Scrapy and the textbook spider, interleaved in one run.

    python -m bench.crawl [PAGES] [ROUNDS]

A generated site (48 KB Thai pages, 60 links each, one page in five in windows-874) is served by a process of its own
on loopback, whose CPU is not counted. Each crawl runs in a fresh process and counts its CPU after its imports.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
PAGES, ROUNDS, SEED = 300, 5, 2566
PAGE_BYTES, MENU, TABLE = 48_000, 40, 20
WORDS = (
    "แผนพัฒนาท้องถิ่น", "รายงานผลการดำเนินงาน", "ประกาศจัดซื้อจัดจ้าง", "งบประมาณรายจ่าย", "ข้อบัญญัติ", "ประชาชน",
    "โครงการ", "คู่มือการให้บริการ", "การจัดการเรื่องร้องเรียน", "นโยบาย", "มาตรการ", "คุณธรรม", "ความโปร่งใส",
    "ประจำปี", "ตำบล", "อำเภอ",
)  # fmt: skip


# --- the site


def _page(number: int, pages: int) -> bytes:
    chance = random.Random(SEED * 1000 + number)
    charset = "windows-874" if number % 5 == 0 else "utf-8"
    items = (f'<li class="nav-item"><a href="/p{k}.html">{WORDS[k % len(WORDS)]} {k}</a></li>' for k in range(MENU))
    rows = "".join(_row(chance, pages) for _ in range(TABLE))
    head = f"<!doctype html><html><head><meta charset={charset}><title>หน้า {number}</title></head>"
    text = f"{head}<body><nav><ul>{''.join(items)}</ul></nav><h2>หัวข้อ {number}</h2><table>{rows}</table>"
    encoding = "cp874" if charset == "windows-874" else "utf-8"
    body = bytearray(text.encode(encoding))
    while len(body) < PAGE_BYTES:
        body += f"<p class='text'>{' '.join(chance.choices(WORDS, k=12))}</p>\n".encode(encoding)
    return bytes(body) + b"</body></html>"


def _row(chance: random.Random, pages: int) -> str:
    target = chance.randrange(pages)
    link = f"<a href='/p{target}.html'>{chance.choice(WORDS)} {target}</a>"
    return f"<tr><td>{chance.choice(WORDS)}</td><td>{link}</td></tr>"


def _serve(pages: int) -> None:
    answers = {
        f"/p{k}.html".encode(): _answer(_page(k, pages), "windows-874" if k % 5 == 0 else "utf-8") for k in range(pages)
    }
    answers[b"/"] = answers[b"/p0.html"]
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                writer.write(answers.get(request.split(b" ", 2)[1], missing))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    asyncio.run(run())


def _answer(body: bytes, charset: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


# --- the crawls, each in a process of its own


def _plain_settings() -> dict[str, Any]:
    return {"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False, "DOWNLOAD_DELAY": 0}


def _scrapy(spider: type, settings: dict[str, Any]) -> tuple[float, int]:
    from scrapy.crawler import AsyncCrawlerProcess

    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    process.crawl(crawler)
    start = time.process_time()
    process.start()
    assert crawler.stats is not None
    return time.process_time() - start, int(crawler.stats.get_value("response_received_count"))


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
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.hints import Hint, Hints
    from crawler.opening import open_session
    from crawler.request import CrawlRequest
    from crawler.spiders.agency import AgencySpider

    hints = Hints(tuple(Hint(word, 1.0, f"t{i}") for i, word in enumerate(WORDS)))
    with tempfile.TemporaryDirectory() as folder:
        request = CrawlRequest(url, Path(folder) / "evidence", hints, max_pages=10 * pages)
        settings = Settings()
        settings.setmodule("crawler.settings")
        process = AsyncCrawlerProcess(settings)
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


# --- the run


@contextmanager
def _server(pages: int) -> Iterator[str]:
    child = subprocess.Popen([sys.executable, __file__, "--serve", str(pages)], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    try:
        yield f"http://127.0.0.1:{int(child.stdout.readline())}/"
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def _measure(name: str, url: str, pages: int) -> float:
    """CPU milliseconds a page."""
    env = {**os.environ, "OIT_DELAY": "0"}
    command = [sys.executable, __file__, "--crawl", name, url, str(pages)]
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    seconds, read = json.loads(done.stdout.splitlines()[-1])
    if not pages <= read <= pages + 3:
        raise RuntimeError(f"{name} read {read} of {pages} pages")
    return float(seconds) * 1000 / read


def _spread(values: list[float]) -> str:
    return f"median {statistics.median(values):6.2f}  ({min(values):.2f} to {max(values):.2f})"


def main(pages: int = PAGES, rounds: int = ROUNDS) -> None:
    found: dict[str, list[float]] = {name: [] for name in CRAWLS}
    with _server(pages) as url:
        for _ in range(rounds):
            for name in CRAWLS:
                found[name].append(_measure(name, url, pages))
    print(
        f"{pages} pages of {PAGE_BYTES} bytes, {MENU + TABLE} links each; {rounds} rounds, interleaved; CPU ms a page"
    )
    for name, values in found.items():
        print(f"  {name:12} {_spread(values)}")
    for other, label in (("fetch-only", "ours : fetch-only"), ("textbook", "ours : textbook")):
        ratios = [mine / theirs for mine, theirs in zip(found["ours"], found[other], strict=True)]
        print(f"  {label:18} {_spread(ratios)}")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--serve"]:
        _serve(int(arguments[1]))
    elif arguments[:1] == ["--crawl"]:
        print(json.dumps(CRAWLS[arguments[1]](arguments[2], int(arguments[3]))))
    else:
        main(*(int(argument) for argument in arguments))

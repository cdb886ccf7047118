"""Tries every attack by itself, measures it, and writes the table of SECURITY.md: python -m tests.hostile.prove"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAPER = Path(__file__).resolve().parents[2] / "SECURITY.md"
BEGIN, END = "<!-- made by make prove -->", "<!-- end -->"
SECONDS = 240
LIMITS = {
    "web": "256 KB a head, 50 MB a body, 500 KB of robots.txt, 10 redirects, 30 s a request (here 6 s), typed host and "
    "port only",
    "file": "60 s CPU, 150 s, 3 GB, no network, no files but its own; ZIP parts 60 MB, 250:1; 80 megapixels",
    "browser": "12 s of a page's own (here 6), 60 s in all (here 20), 1.2 GB (here 0.7), 150 requests, no network",
    "ocr": "60 s a run of Tesseract, 3 GB, 8.5 megapixels",
}


def main(arguments: list[str]) -> None:
    if arguments:
        _try_one(*arguments)
        return
    from tests.hostile.documents import DOCUMENTS
    from tests.hostile.server import ATTACKS, ENTRANCES
    from tests.hostile.test_browser import PAGES, program

    cases = (
        [("web", name) for name in (*ATTACKS, *ENTRANCES)]
        + [("file", name) for name in DOCUMENTS]
        + [("ocr", "image of noise")]
        + [("browser", name) for name in (PAGES if program.find() else ())]
    )
    rows = [_row(kind, name) for kind, name in cases]
    write(rows)


def _row(kind: str, name: str) -> str:
    """A line of the table; the case runs in a process of its own, whose children's memory is its own."""
    command = [sys.executable, "-m", "tests.hostile.prove", kind, name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        found = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {"outcome": "**not contained**"}
    except subprocess.TimeoutExpired:
        found = {"outcome": f"**not contained in {SECONDS} s**"}
    row = f"| {kind} | {name} | {found['outcome']} | {found.get('peak', '')} | {found.get('seconds', '')} |"
    print(row, flush=True)
    return row


def _try_one(kind: str, name: str) -> None:
    os.environ["OIT_DELAY"] = "0"
    trial = {"web": _web, "file": _file, "ocr": _ocr, "browser": _browser}[kind]
    outcome, seconds = trial(name)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps({"outcome": outcome.replace("|", "/").replace("\n", " "), "peak": peak, "seconds": seconds}))


def _web(name: str) -> tuple[str, float]:
    from crawler.request import CrawlRequest
    from tests.crawler.crawling import crawled
    from tests.hostile.server import ENTRANCES, after, home, serving, site

    pages = {"/": home, "/after": after, **ENTRANCES[name]} if name in ENTRANCES else site(name)
    with tempfile.TemporaryDirectory() as folder, serving(pages) as server:
        address = f"http://127.0.0.1:{server.port}/"
        begun = time.monotonic()
        seen = crawled(address, CrawlRequest(address, Path(folder) / "evidence").store, timeout=6.0, max_pages=40)
        seconds = round(time.monotonic() - begun, 1)
    row = seen.fetches.get(address.rstrip("/") + name)
    after = [f.problem for f in seen.rows if f.url.endswith("/after")] == [None]
    said = (row.problem or f"read, {len(seen.rows)} addresses asked") if row else f"{len(seen.rows)} addresses asked"
    return f"{said}; the rest of the site {'read' if after else '**not read**'}", seconds


def _file(name: str) -> tuple[str, float]:
    from auditor.extract.isolate import IsolatedExtractor
    from tests.hostile.documents import DOCUMENTS

    body = DOCUMENTS[name]()
    with IsolatedExtractor() as extractor:
        begun = time.monotonic()
        found = extractor.extract(body)
        seconds = round(time.monotonic() - begun, 1)
        lives = extractor.extract(b"hello", "text/plain").text == "hello"
    said = f"{found.problem}: {found.detail[:70]}" if found.problem else f"read, {len(found.text)} characters"
    return f"{said}{'' if lives else '; **the next document was not read**'}", seconds


def _ocr(name: str) -> tuple[str, float]:
    from auditor.extract import ocr
    from tests.hostile.documents import noise

    begun = time.monotonic()
    (page,) = ocr.read_pages(noise(), "image/png", [1])
    return f"{len(page.text)} characters, confidence {page.confidence:.2f}", round(time.monotonic() - begun, 1)


def _browser(name: str) -> tuple[str, float]:
    from crawler.browser import Browser, NotLoaded
    from tests.hostile import test_browser as hostile

    async def both() -> tuple[object, object, float]:
        trial = hostile.Trial()
        async with Browser(hostile.LIMITS) as browser:
            begun = time.monotonic()
            found = await hostile.open_page(browser, trial, name)
            seconds = time.monotonic() - begun
            return found, await hostile.open_page(browser, trial, "plain"), seconds

    found, after, seconds = asyncio.run(both())
    said = f"{found.problem}: {found}" if isinstance(found, NotLoaded) else f"read {found.unloaded}".strip()  # type: ignore[attr-defined]
    lost = "; **the next page was not read**" if isinstance(after, NotLoaded) else ""
    return f"{said[:90]}{lost}", round(seconds, 1)


def write(rows: list[str]) -> None:
    """Puts the rows between the marks of SECURITY.md."""
    text = PAPER.read_text("utf-8")
    limits = "\n".join(f"- {kind}: {said}" for kind, said in LIMITS.items())
    table = "\n".join(["| kind | attack | outcome | peak MB | seconds |", "|---|---|---|---|---|", *rows])
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    PAPER.write_text(f"{before}{BEGIN}\nLimits:\n\n{limits}\n\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

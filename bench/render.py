"""What a page costs that is opened in the browser, against the same page by plain HTTP, in one run.

python -m bench.render URL PAGES always|never       one crawl; prints its pages and the browser's most memory in bytes
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from bench.ratio import Line, Scale, Spent, run
from bench.site import PAGE_BYTES, Shape, serving
from crawler.browser import program

NAME, AGAINST = "a rendered page, CPU", "a page by plain HTTP"
AIM = 50.0


def measure(scale: Scale) -> Iterator[Line]:
    """The line of the browser; its start is in it."""
    if not program.find():
        yield Line(NAME, AGAINST, (), AIM, note="no browser on this machine")
        return
    pages, rounds = scale(20, 60), scale(1, 3)
    ratios, notes = [], []
    with serving(Shape(max(pages, 40))) as url:
        for _ in range(rounds):
            (plain, _), (rendered, peak) = (crawled(url, pages, mode) for mode in ("never", "always"))
            ratios.append(rendered.cpu / plain.cpu)
            notes.append(
                f"{rendered.cpu / pages * 1000:.0f} against {plain.cpu / pages * 1000:.0f} CPU ms a page, "
                f"{pages / rendered.wall:.1f} rendered pages/s, browser {peak // 1_000_000} MB at most"
            )
    yield Line(NAME, AGAINST, tuple(ratios), AIM, note=f"{pages} pages of {PAGE_BYTES // 1000} KB; {'; '.join(notes)}")


def crawled(url: str, pages: int, mode: str) -> tuple[Spent, int]:
    """What one crawl took in a process of its own, and the browser's most memory."""
    done = run([sys.executable, "-m", "bench.render", url, str(pages), mode], env={"OIT_DELAY": "0"})
    read, rendered, peak = json.loads(done.output.splitlines()[-1])
    if read != pages or rendered != (pages if mode == "always" else 0):
        raise RuntimeError(f"{mode}: {read} of {pages} pages read, {rendered} rendered")
    return done, int(peak)


def _crawl(url: str, pages: int, mode: str) -> None:
    from crawler.request import CrawlRequest
    from crawler.run import crawl

    done, most = threading.Event(), [0]

    def watch() -> None:
        while not done.wait(0.25):
            most[0] = max(most[0], sum(program.private_memory(os.getpid()).values()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    with tempfile.TemporaryDirectory() as folder:
        info = crawl(CrawlRequest(url, Path(folder) / "evidence", max_pages=pages, render=mode))  # type: ignore[arg-type]
    done.set()
    watcher.join()
    print(json.dumps([info.stats["pages"], info.stats["rendered"], most[0]]))


if __name__ == "__main__":
    _crawl(sys.argv[1], int(sys.argv[2]), sys.argv[3])

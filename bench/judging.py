"""Judging a stored crawl that is extracted already: its share of the audit, and six years against one.

python -m bench.judging OUT YEAR…       judges in this process; prints CPU seconds, reading left out
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from auditor import judge, thai
from auditor.classify import Recogniser
from auditor.reader import Reader
from auditor.reading import read_all, whole_crawl
from auditor.rules.load import load
from auditor.site import build
from bench.audit import audit
from bench.ratio import Line, Scale, divide, interleave, run
from bench.site import YEAR, Shape, serving
from crawler.evidence import Store

AS_OF = date(2026, 11, 20)


def measure(scale: Scale) -> Iterator[Line]:
    """CPU of judging: in all a page, as a share of the audit, and of six years."""
    pages, documents, rounds = scale(150, 600), scale(12, 48), scale(1, 2)
    years = sorted(load().years)
    said = f"{pages} pages, {documents} PDFs"
    found, whole = _times(Shape(pages, documents), {"one": [YEAR], "all": years}, rounds)
    yield _share("judging a stored, extracted crawl, CPU", found["one"], whole, pages + documents, said)
    yield Line(f"judging all {len(years)} years, CPU", "judging one", divide(found, "all", "one"), 2.0)
    found, whole = _times(Shape(pages, documents, terse=True), {"one": [YEAR]}, rounds)
    yield _share("judging pages as terse as real ones, CPU", found["one"], whole, pages + documents, said)


def _times(shape: Shape, asked: Mapping[str, list[int]], rounds: int) -> tuple[dict[str, list[float]], float]:
    """CPU seconds of judging under some years, by name and round, and of the audit before."""
    with serving(shape) as url, tempfile.TemporaryDirectory() as folder:
        done = audit(url, Path(folder))
        works = {name: partial(seconds, done.out, *years) for name, years in asked.items()}
        return interleave(works, rounds), done.spent.cpu


def _share(name: str, found: list[float], whole: float, sources: int, said: str) -> Line:
    note = f"{said}; {min(found) / sources * 1000:.1f} CPU ms a page or file, of {whole:.0f} s in all"
    return Line(name, "the whole audit", tuple(one / whole for one in found), 0.05, note=note)


def seconds(out: Path, *years: int) -> float:
    """CPU seconds of judging what lies in `out` under the years, in a process that knows nothing yet."""
    done = run(
        [sys.executable, "-m", "bench.judging", str(out), *map(str, years)], env={"OIT_CACHE": str(out / "cache")}
    )
    return float(done.output.splitlines()[-1])


def _judge(out: Path, years: list[int]) -> float:
    rules = load()
    thai.words("เปิดพจนานุกรมก่อนจับเวลา")
    with Store.open(out / "evidence", read_only=True) as store, Reader(store) as reader:
        info = whole_crawl(store)
        assert info is not None
        sources = read_all(store, (info,), reader.read)
        began = time.process_time()
        recogniser, site = Recogniser(rules.concepts, rules.words), build(info.home_url, sources)
        memory = judge.Memory()
        for year in years:
            judge.judge(site, rules.years[year], rules.concepts, recogniser, AS_OF, memory=memory)
        return time.process_time() - began


if __name__ == "__main__":
    print(_judge(Path(sys.argv[1]), [int(year) for year in sys.argv[2:]]))

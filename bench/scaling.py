"""How cost grows with pages, documents, agencies and rules: a curve each, and what one large audit needs."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from auditor import thai
from auditor.classify import Recogniser
from auditor.rules.load import load
from bench.audit import Audit, audit
from bench.crawl import milliseconds
from bench.plot import Curve, draw
from bench.ratio import ROOT, Line, Scale
from bench.recognise import texts
from bench.site import Shape, serving

STEEPEST = 1.1
PAGES, DOCUMENTS, AGENCIES, TIMES = (200, 1000, 5000), (20, 160, 1280), (10, 100, 1000), (1, 2, 4)
CRAWLED = (200, 2000, 20_000)
"""Pages of the crawl alone; a whole audit of as many would take half an hour."""
QUICK_PAGES, QUICK_DOCUMENTS = (40, 80, 160), (4, 16)
SMALL = 40
"""Pages of the site whose documents grow in number."""
STATES = ("passed", "passed", "failed", "cantTell", "untested")


def measure(scale: Scale) -> Iterator[Line]:
    """The curves' exponents; the plots are written beside this file. The largest audit's memory and report."""
    audits = [(pages, _audit(Shape(pages))) for pages in (QUICK_PAGES if scale.quick else PAGES)]
    yield _curve("pages", "pages of the site", "CPU s of the audit", [(n, a.spent.cpu) for n, a, _ in _flat(audits)])
    yield _curve("memory", "pages of the site", "MB of the largest process",
                 [(n, a.spent.peak / 1e6) for n, a, _ in _flat(audits)])  # fmt: skip
    pages, (largest, report) = audits[-1]
    yield Line(f"memory of an audit of {pages} pages, largest process", "500 MB", (largest.spent.peak / 5e8,), 1.0,
               note=f"{largest.spent.peak / 1e6:.0f} MB, no browser")  # fmt: skip
    yield Line(f"report of an audit of {pages} pages", "2 MB", (report / 2e6,), 1.0)
    yield _rendering(largest)
    documents = [(n, _audit(Shape(SMALL, n))) for n in (QUICK_DOCUMENTS if scale.quick else DOCUMENTS)]
    yield _curve("documents", f"printed PDFs on {SMALL} pages", "CPU s of the audit",
                 [(n, a.spent.cpu) for n, a, _ in _flat(documents)])  # fmt: skip
    yield _curve("agencies", "agencies on the index", "CPU s to write the site", [(n, _index(n)) for n in AGENCIES])
    yield _curve("rules", "times the rules", "CPU s to recognise 20 texts", [(n, _recognise(n)) for n in TIMES])
    crawled = QUICK_PAGES if scale.quick else CRAWLED
    yield _curve("crawl", "pages of the site", "CPU s of the crawl", [(n, _crawl(n)) for n in crawled])


def _crawl(pages: int) -> float:
    with serving(Shape(pages)) as url:
        return milliseconds("ours", url, pages) * pages / 1000


def _flat(audits: list[tuple[int, tuple[Audit, int]]]) -> list[tuple[int, Audit, int]]:
    return [(size, done, report) for size, (done, report) in audits]


def _audit(shape: Shape) -> tuple[Audit, int]:
    """One audit of a site, and the bytes of its report."""
    with serving(shape) as url, tempfile.TemporaryDirectory() as folder:
        done = audit(url, Path(folder))
        return done, (Path(folder) / "report.html").stat().st_size


def _curve(name: str, size: str, cost: str, points: list[tuple[int, float]]) -> Line:
    curve = Curve(f"{cost} by {size}", size, cost, tuple((float(x), y) for x, y in points))
    (ROOT / "bench" / f"{name}.svg").write_text(draw(curve), "utf-8")
    note = ", ".join(f"{x:g}: {y:.3g}" for x, y in curve.points)
    return Line(f"growth with {name}", "in proportion (exponent 1)", (curve.exponent,), STEEPEST,
                note=f"{cost}: {note}")  # fmt: skip


def _rendering(done: Audit) -> Line:
    from auditor.result import Result
    from reports.html import render

    result = Result.model_validate(done.result)
    began = time.process_time()
    render(result)
    took = time.process_time() - began
    return Line("rendering that report, CPU", "2 s", (took / 2,), 1.0)


def _index(agencies: int) -> float:
    from reports.site import write

    chance = random.Random(7)
    items = [f"O{n}" for n in range(1, 44)]
    listed = [
        {
            "slug": f"t{n}.example", "name": f"เทศบาลตำบลสมมุติ {n}", "url": f"https://t{n}.example/",
            "province": f"จังหวัดสมมุติ {n % 76}", "type": "เทศบาลตำบล", "vendor": f"ผู้ทำเว็บ {n % 40}", "low": 60.0,
            "high": 80.0, "states": {item: chance.choice(STATES) for item in items},
        }
        for n in range(agencies)
    ]  # fmt: skip
    given = {"fiscal_year": 2569, "night": 1, "at": "2026-11-21T23:10:00Z", "agencies": listed, "nights": [],
             "changes": []}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        write(given, Path(folder), agencies=Path(folder, "none"))
        return time.process_time() - began


def _recognise(times: int) -> float:
    """The rules so many times over, each copy's words made its own by a letter in front."""
    rules = load()
    thai.words("เปิดพจนานุกรมก่อนจับเวลา")
    concepts = dict(rules.concepts)
    for copy in range(1, times):
        for name, concept in rules.concepts.items():
            strong = [f"ฬ{copy}{p}" if isinstance(p, str) else [f"ฬ{copy}{x}" for x in p] for p in concept.look.strong]
            look = concept.look.model_copy(update={"strong": strong})
            concepts[f"{name}_{copy}"] = concept.model_copy(update={"look": look})
    recogniser = Recogniser(concepts)
    pages = texts([c.name.th for c in rules.concepts.values()])
    began = time.process_time()
    for text in pages:
        recogniser.recognise({"title": "เทศบาลตำบลตัวอย่าง", "body": text})
    return time.process_time() - began

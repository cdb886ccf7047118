"""Scanned pages are read only until their items are decided, and that decides them as reading everything does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from auditor import audit as wiring
from auditor.audit import AuditRequest
from auditor.document import Document, Source, TextPage
from auditor.extract import ocr
from auditor.reader import Reader
from auditor.result import Result
from auditor.rules.load import load
from tests.auditor import scanned
from tests.auditor.extract import making
from tests.auditor.extract.papers import Wear, as_bytes, print_page, scan
from tests.needs import needs_tesseract
from tests.serving import serve_pages

MOST = 0.40
"""Share of all scanned pages on the site that may be read."""
AS_OF = date(2023, 9, 30)
YEAR = 2566


class Everything(Reader):
    """Reads every page of every scan before anything is judged."""

    def extract(self, body: bytes, media_type: str, address: str, charset: str) -> Document:
        document = super().extract(body, media_type, address, charset)
        read = {page.number: page for page in ocr.read_pages(body, document.media_type, document.unread)}
        pages = tuple(read.get(page.number, page) for page in document.pages)
        return replace(document, pages=pages, problem=None if read else document.problem)


@contextmanager
def website(bodies: dict[str, bytes], folder: Path) -> Iterator[str]:
    files = {}
    for address, body in bodies.items():
        files[address] = str(folder / address.strip("/").replace("/", "-"))
        Path(files[address]).write_bytes(body)
    with serve_pages(scanned.pages(files)) as server:
        yield f"{server.url}/"


def judge_both(bodies: dict[str, bytes], folder: Path, patch: pytest.MonkeyPatch) -> tuple[Result, Result]:
    """The results with early stop and with everything read, of one crawl."""
    rules = load()
    year = wiring.pick_year(rules, YEAR)
    with website(bodies, folder) as url:
        request = AuditRequest(url=url, out=folder / "out", fiscal_year=YEAR, as_of=AS_OF)
        wiring.crawl_site(request, rules)
    waiting: list[int] = []
    stopped = wiring.judge_store(request, rules, year, waiting.append)
    assert max(waiting) > 0 and waiting[-1] == 0
    patch.setattr(wiring, "Reader", Everything)
    return stopped, wiring.judge_store(request, rules, year)


def outcomes(result: Result) -> dict[str, tuple[str, str | None]]:
    return {f"{item.id} {item.concept}": (item.outcome, item.reason) for item in result.items}


@dataclass
class FakeOcr:
    """Knows what stands on each page."""

    texts: dict[str, list[str]]
    clear: dict[str, bool]

    def read_pages(self, body: bytes, media_type: str, pages: Sequence[int]) -> tuple[TextPage, ...]:
        key = hashlib.sha256(body).hexdigest()
        return tuple(TextPage(n, self.texts[key][n - 1], "ocr", 0.95 if self.clear[key] else 0.8) for n in pages)


@pytest.fixture
def agency(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    return known_agency(monkeypatch)


def known_agency(patch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The papers as PDFs of grey pictures, and a reader in the place of OCR that knows them."""
    papers = scanned.all_papers()
    bodies = {address: making.scanned_pdf(paper.length) + f"%{address}".encode() for address, paper in papers.items()}
    keys = {address: hashlib.sha256(body).hexdigest() for address, body in bodies.items()}
    fake = FakeOcr(
        {keys[a]: paper.pages() for a, paper in papers.items()}, {keys[a]: paper.clear for a, paper in papers.items()}
    )
    patch.setattr(ocr, "read_pages", fake.read_pages)
    patch.setattr(ocr, "available", lambda: True)
    patch.setattr(ocr, "engine", lambda: "a reader that knows")
    return bodies


@pytest.mark.timeout(300)
def test_early_stop_decides_as_reading_everything(
    agency: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped, whole = judge_both(agency, tmp_path, monkeypatch)
    assert outcomes(stopped) == outcomes(whole)
    assert {outcome for outcome, _ in outcomes(whole).values()} == {"passed", "failed", "cantTell"}
    total = sum(paper.length for paper in scanned.all_papers().values())
    assert whole.crawl.scanned_pages == whole.crawl.ocr_pages == stopped.crawl.scanned_pages == total
    assert 0 < stopped.crawl.ocr_pages <= MOST * total
    plan = next(e for item in stopped.items for e in item.evidence if e.url.endswith("/ita/17.pdf"))
    assert plan.page_count == 22 and {1, 22, 11} <= set(plan.scanned_pages_read) < set(range(1, 23))


def _source(pages: int) -> Source:
    unread = tuple(TextPage(n, "", "none") for n in range(1, pages + 1))
    document = Document("application/pdf", pages=unread, page_count=pages, problem="scan")
    return Source("http://agency.test/a.pdf", "fetched", sha256="a" * 64, document=document)


class Bodies:
    """As much of a store as reading pages needs."""

    def body(self, sha256: str) -> bytes:
        return b""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[int]]:
    """What is asked of a reader of scans that cannot read page 2."""
    calls: list[list[int]] = []

    def read_pages(body: bytes, media_type: str, pages: Sequence[int]) -> tuple[TextPage, ...]:
        calls.append(list(pages))
        return tuple(TextPage(n, "ก", "ocr", 0.9) if n != 2 else TextPage(n, "", "none", 0.0) for n in pages)

    monkeypatch.setenv("OIT_CACHE", str(tmp_path))
    monkeypatch.setattr(ocr, "read_pages", read_pages)
    monkeypatch.setattr(ocr, "available", lambda: True)
    return calls


def _read_on(reader: Reader, source: Source) -> list[int]:
    """Pages read after each round, until nothing more is read."""
    sources, more, found = (source,), True, []
    while more:
        sources, more = reader.read_more(sources, [source.sha256])
        document = sources[0].document
        found.append(sum(page.source == "ocr" for page in document.pages) if document else 0)
    return found


def test_few_pages_first_then_more_and_none_twice(asked: list[list[int]]) -> None:
    assert _read_on(Reader(Bodies()), _source(13)) == [2, 3, 5, 8, 12, 12]
    assert asked == [[1, 13], [2, 3], [12, 4], [5, 11, 6], [7, 10, 8, 9]]


def test_pages_read_do_not_depend_on_what_is_remembered(asked: list[list[int]]) -> None:
    """Of a page that could not be read nothing is remembered: the machine may have been busy."""
    first = Reader(Bodies(), budget=7)
    assert _read_on(first, _source(13)) == [2, 3, 5, 6, 6]
    again = Reader(Bodies(), budget=7)
    assert _read_on(again, _source(13)) == [2, 3, 5, 6, 6]
    assert (first.pages_read, first.pages_remembered) == (7, 0)
    assert (again.pages_read, again.pages_remembered) == (1, 6)


@pytest.mark.prove
@pytest.mark.timeout(7200)
@needs_tesseract
def test_early_stop_with_real_scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every third paper of the agency, printed, worn, and read by Tesseract and the digit recogniser."""
    fonts = ("Laksaman.ttf", "Garuda.ttf", "Norasi.ttf")
    chosen = dict(list(scanned.all_papers().items())[::3])
    bodies = {
        address: as_bytes(
            [
                scan(print_page(text, fonts[n % 3], points=12), Wear(skew=(n % 5 - 2) * 0.3), n)
                for n, text in enumerate(paper.pages())
            ]
        )
        for address, paper in chosen.items()
    }
    stopped, whole = judge_both(bodies, tmp_path, monkeypatch)
    print(f"{stopped.crawl.ocr_pages} of {whole.crawl.scanned_pages} pages read")
    assert outcomes(stopped) == outcomes(whole)
    assert 0 < stopped.crawl.ocr_pages <= MOST * whole.crawl.scanned_pages

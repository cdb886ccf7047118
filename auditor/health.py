"""What a result says of the crawl itself: how far it reached, and what could not be looked at and why."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.document import Source
from auditor.judge import Judgement
from auditor.result import Crawl, CrawlProblem, Text
from crawler.evidence import CrawlInfo
from crawler.problems import NOTES, PROBLEMS, note_sentence

MOST_PROBLEMS = 500
"""Problems listed in a result; those that concern an item come first, the store keeps them all."""


def describe(info: CrawlInfo, judged: Judgement, sources: Iterable[Source]) -> Crawl:
    """The crawl as result.json shows it. `sources` are as they were read in the end."""
    notes = [_note(n.code, n.facts) for n in info.notes if n.code in NOTES]
    blocked = info.state == "blocked"
    complete = all(item.reach == "complete" for item in judged.items)
    return Crawl(
        reach="blocked" if blocked else "complete" if complete else "partial",
        why=notes[0] if blocked and notes else None,
        started_at=info.started_at,
        finished_at=info.finished_at or "",
        problems=_problems(judged),
        notes=notes,
        settings=dict(info.settings),
        **_scans(sources),
        **{k: int(info.stats.get(k, 0)) for k in ("pages", "documents", "rendered", "requests", "bytes")},
    )


def _scans(sources: Iterable[Source]) -> dict[str, int]:
    """Pages that came as pictures, and how many of them were read; a body under many addresses counts once."""
    documents = {s.sha256: s.document for s in sources if s.document}.values()
    pages = [p for document in documents for p in document.pages if p.source != "digital"]
    return {"scanned_pages": len(pages), "ocr_pages": sum(p.source == "ocr" for p in pages)}


def _note(code: str, facts: dict[str, object]) -> Text:
    return Text(th=note_sentence(code, facts, "th"), en=note_sentence(code, facts, "en"))


def _problems(judged: Judgement) -> list[CrawlProblem]:
    unseen = [(g.source, g.problem, items) for g, items in judged.gaps if g.source.in_scope or items]
    listed = [_problem(source, code, items, "could_not_look") for source, code, items in unseen]
    listed += [_problem(source, source.problem or "", items, "not_there") for source, items in judged.dead]
    return sorted(listed, key=lambda p: (not p.items, p.class_, p.url))[:MOST_PROBLEMS]


def _problem(source: Source, code: str, items: tuple[str, ...], kind: str) -> CrawlProblem:
    said = PROBLEMS[code].sentence
    why = Text(th=said.th, en=said.en)
    return CrawlProblem(url=source.url, problem=code, **{"class": kind}, items=list(items), why=why)

"""What a result says of the crawl itself: how far it reached, and what could not be looked at and why."""

from __future__ import annotations

from auditor.judge import Judgement
from auditor.result import Crawl, CrawlProblem, Text
from crawler.evidence import CrawlInfo
from crawler.problems import NOTES, PROBLEMS, note_sentence

MOST_PROBLEMS = 500
"""Problems listed in a result; those that concern an item come first, the store keeps them all."""


def describe(info: CrawlInfo, judged: Judgement) -> Crawl:
    """The crawl as result.json shows it."""
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
        **{k: int(info.stats.get(k, 0)) for k in ("pages", "documents", "rendered", "requests", "bytes")},
    )


def _note(code: str, facts: dict[str, object]) -> Text:
    return Text(th=note_sentence(code, facts, "th"), en=note_sentence(code, facts, "en"))


def _problems(judged: Judgement) -> list[CrawlProblem]:
    listed = [
        CrawlProblem(
            url=gap.source.url,
            problem=gap.problem,
            **{"class": "could_not_look"},
            items=list(items),
            why=Text(th=PROBLEMS[gap.problem].th, en=PROBLEMS[gap.problem].en),
        )
        for gap, items in judged.gaps
        if gap.source.in_scope or items
    ]
    return sorted(listed, key=lambda p: (not p.items, p.url))[:MOST_PROBLEMS]

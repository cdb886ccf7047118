"""One item as a reader meets it: its state, its checklist, its evidence once each. Pure; no markup."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.result import Citation, CriterionResult, Evidence, ItemResult, Text
from reports.links import href, shown
from reports.text import line, marked, short


@dataclass(frozen=True, slots=True)
class Limits:
    """How much evidence one report shows; html.render tightens it until the file is small enough."""

    sources: int = 12
    others: int = 20
    quote: int = 600
    problems: int = 200


@dataclass(frozen=True, slots=True)
class Source:
    """One citation, numbered from 1 within its item; `quote` in pieces, True where the deciding words stand."""

    number: int
    href: str | None
    shown: str
    url: str
    path: list[str]
    link_text: str
    time: str
    page: int | None
    quote: list[tuple[str, bool]]
    problem: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion: `refs` are numbers of sources, `open` where a person's answer is to be found."""

    id: str
    state: str
    text: Text
    why: Text
    question: Text | None
    confidence: str
    refs: list[int]
    open: Source | None


@dataclass(frozen=True, slots=True)
class Other:
    href: str | None
    shown: str
    title: str
    fiscal_year: int | None


@dataclass(frozen=True, slots=True)
class Card:
    item: ItemResult
    anchor: str
    state: str
    checks: list[Check]
    sources: list[Source]
    others: list[Other]
    left_out: int
    """Citations and other evidence that the limits kept out."""
    open: bool = False
    points: float | None = None
    """What repairing it adds to the score; None where nothing is to be repaired or the formula is unverified."""


def state(item: ItemResult | CriterionResult) -> str:
    """The outcome, or `not_due` where it is untested only because its date has not come."""
    return "not_due" if item.outcome == "untested" and item.reason == "not_due" else item.outcome


def anchor(item_id: str) -> str:
    """An id safe in a fragment and in an attribute."""
    return re.sub(r"[^A-Za-z0-9_-]", "", item_id) or "item"


def card(item: ItemResult, limits: Limits, *, opened: bool = False, points: float | None = None) -> Card:
    """The item with each distinct citation once, referred to by number from its criteria."""
    numbers: dict[tuple[str, int | None, str], int] = {}
    sources: list[Source] = []
    checks: list[Check] = []
    total = 0
    for criterion in item.criteria:
        refs: list[int] = []
        for citation in criterion.citations:
            key = (citation.url, citation.page, citation.quote)
            if key not in numbers:
                total += 1
                if len(sources) >= limits.sources:
                    continue
                numbers[key] = len(sources) + 1
                sources.append(_source(citation, criterion, numbers[key], limits))
            refs.append(numbers[key])
        checks.append(_check(criterion, sorted(set(refs)), sources))
    cited = {s.url for s in sources}
    rest = [e for e in item.evidence if not e.chosen and e.url not in cited]
    left_out = total - len(sources) + max(0, len(rest) - limits.others)
    others = [_other(e) for e in rest[: limits.others]]
    return Card(item, anchor(item.id), state(item), checks, sources, others, left_out, opened, points)


def _source(citation: Citation, criterion: CriterionResult, number: int, limits: Limits) -> Source:
    quote = short(line(citation.quote), limits.quote)
    phrases = criterion.facts.get("matched")
    matched = [p for p in phrases if isinstance(p, str)] if isinstance(phrases, list) else []
    return Source(
        number=number,
        href=href(citation.url, citation.page),
        shown=shown(citation.url),
        url=citation.url,
        path=[line(step) for step in citation.path][:12],
        link_text=line(citation.link_text),
        time=citation.fetched_at,
        page=citation.page,
        quote=marked(quote, matched[:20]) if quote else [],
        problem=citation.problem,
        sha256=citation.sha256,
    )


def _check(criterion: CriterionResult, refs: list[int], sources: list[Source]) -> Check:
    opens = next((sources[n - 1] for n in refs if sources[n - 1].href), None)
    return Check(
        id=criterion.id,
        state=state(criterion),
        text=criterion.text,
        why=criterion.why,
        question=criterion.question if criterion.outcome == "cantTell" else None,
        confidence=criterion.confidence,
        refs=refs,
        open=opens,
    )


def _other(evidence: Evidence) -> Other:
    return Other(href(evidence.url), shown(evidence.url), line(evidence.title), evidence.fiscal_year)

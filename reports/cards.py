"""One item as a reader meets it: its state, its checklist, its evidence once each. Pure; no markup."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.result import Citation, CriterionResult, Evidence, ItemResult, Text
from reports.links import href, shown
from reports.text import line, marked, quoted, short


@dataclass(frozen=True, slots=True)
class Limits:
    """How much evidence one report shows; html.render tightens it until the file is small enough."""

    sources: int = 12
    others: int = 20
    quote: int = 600
    problems: int = 200
    pictures: int = 50


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words at one place of a source: `quote` in pieces, True where the deciding ones stand; href opens the page."""

    page: int | None
    href: str | None
    quote: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Source:
    """One address cited by the item's criteria, numbered from 1 within the item."""

    number: int
    href: str | None
    shown: str
    url: str
    path: list[str]
    time: str
    problem: Text | None
    sha256: str
    screenshot: str
    excerpts: list[Excerpt]


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion: `refs` are (number of a source, page), `open` the page that a person is to look at."""

    id: str
    state: str
    text: Text
    why: Text
    question: Text | None
    confidence: str
    refs: list[tuple[int, int | None]]
    open: Excerpt | None


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
    """The outcome that counts (a person's, where one was given), or `not_due` where only its date has not come."""
    outcome = item.settled if isinstance(item, ItemResult) else item.outcome
    return "not_due" if outcome == "untested" and item.reason == "not_due" else outcome


def anchor(item_id: str) -> str:
    """An id safe in a fragment and in an attribute."""
    return re.sub(r"[^A-Za-z0-9_-]", "", item_id) or "item"


def card(item: ItemResult, limits: Limits, *, opened: bool = False, points: float | None = None) -> Card:
    """The item with each cited address once, referred to by number from its criteria."""
    sources: dict[str, Source] = {}
    checks: list[Check] = []
    skipped: set[str] = set()
    for criterion in item.criteria:
        refs: list[tuple[int, int | None]] = []
        opens: Excerpt | None = None
        for citation in criterion.citations:
            source = sources.get(citation.url)
            if source is None:
                if len(sources) >= limits.sources:
                    skipped.add(citation.url)
                    continue
                source = sources[citation.url] = _source(citation, len(sources) + 1)
            excerpt = _excerpt(citation, criterion, limits)
            _place(excerpt, source, limits)
            refs.append((source.number, citation.page))
            opens = opens or (excerpt if excerpt.href else None)
        checks.append(_check(criterion, list(dict.fromkeys(refs)), opens))
    rest = [e for e in item.evidence if not e.chosen and e.url not in sources]
    return Card(
        item=item,
        anchor=anchor(item.id),
        state=state(item),
        checks=checks,
        sources=list(sources.values()),
        others=[_other(e) for e in rest[: limits.others]],
        left_out=len(skipped) + max(0, len(rest) - limits.others),
        open=opened,
        points=points,
    )


def _source(citation: Citation, number: int) -> Source:
    return Source(
        number=number,
        href=href(citation.url),
        shown=shown(citation.url),
        url=citation.url,
        path=[line(step) for step in citation.path][:12],
        time=citation.fetched_at,
        problem=citation.trouble or (Text(th=citation.problem, en=citation.problem) if citation.problem else None),
        sha256=citation.sha256,
        screenshot=citation.screenshot,
        excerpts=[],
    )


def _excerpt(citation: Citation, criterion: CriterionResult, limits: Limits) -> Excerpt:
    quote = short(quoted(citation.quote), limits.quote)
    phrases = criterion.facts.get("matched")
    matched = [p for p in phrases if isinstance(p, str)] if isinstance(phrases, list) else []
    return Excerpt(citation.page, href(citation.url, citation.page), marked(quote, matched[:20]) if quote else [])


def _place(excerpt: Excerpt, source: Source, limits: Limits) -> None:
    """Adds the excerpt unless its words stand there already; many criteria cite one sentence."""
    words = "".join(piece for piece, _ in excerpt.quote)
    for n, held in enumerate(source.excerpts):
        if "".join(piece for piece, _ in held.quote) == words:
            if held.page is None:
                source.excerpts[n] = excerpt
            return
    if words and len(source.excerpts) < limits.sources:
        source.excerpts.append(excerpt)


def _check(criterion: CriterionResult, refs: list[tuple[int, int | None]], opens: Excerpt | None) -> Check:
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

"""What an item is judged on, and what comes out of it before sentences are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from auditor import period
from auditor.judge import absence
from auditor.judge.answers import Scene
from auditor.judge.bundles import Bundle, group, is_evidence, named
from auditor.judge.exhibits import Exhibit, Name, Names
from auditor.judge.hosts import leads_to
from auditor.judge.reach import Gap
from auditor.result import Citation, Outcome, Reason
from auditor.rules.schema import Concept, Item, Year
from auditor.site import Site

WORST: tuple[Outcome, ...] = (
    "failed",
    "untested",
    "cantTell",
    "passed",
    "inapplicable",
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The outcome of one criterion, before sentences are made of it."""

    id: str
    concept: str
    outcome: Outcome
    reason: Reason | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    needs: tuple[str, ...] = ()
    """sha256 of bodies whose unread pages could decide this."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything an item is judged on."""

    site: Site
    exhibits: tuple[Exhibit, ...]
    names: Names
    gaps: tuple[Gap, ...]
    concepts: Mapping[str, Concept]
    year: Year
    as_of: date

    @property
    def inner(self) -> Iterable[Exhibit]:
        """All exhibits but the home page, which names everything and is nothing of it."""
        return (e for e in self.exhibits if e.source.url != self.site.home)

    def scene(self, item: Item) -> Scene:
        months = period.months_of(item.period, self.year.fiscal_year) if item.period != "now" else frozenset()
        today = (self.as_of.year + 543, self.as_of.month)
        return Scene(
            self.year.fiscal_year,
            item.period,
            frozenset(m for m in months if m < today),
            self.site.home,
            self.exhibits,
        )


def worst(rulings: tuple[Ruling, ...]) -> Ruling:
    counted = [r for r in rulings if r.outcome != "inapplicable"] or list(rulings)
    return min(counted, key=lambda r: WORST.index(r.outcome))


def bundles_of(item: Item, concept: str, case: Case) -> list[Bundle]:
    rule = case.concepts[concept]
    if rule.evidence == "link":
        return group(_links(concept, rule, case), concept, item, case.year.fiscal_year)
    around = named(case.exhibits, concept)
    evidence = [e for e in around if is_evidence(e, rule)]
    if rule.evidence == "page" and any(e.kind != "link" for e in evidence):
        evidence = [e for e in evidence if e.kind != "link"]
    if rule.printed_form:
        evidence = [e for e in evidence if e.content == "form" or not _printed(e, rule)]
    return group(evidence, concept, item, case.year.fiscal_year, around)


def _links(concept: str, rule: Concept, case: Case) -> list[Exhibit]:
    """Links to the hosts that the rule names: the link is the evidence, whatever it is called, and is not fetched."""
    wanted = [c.match.link_to for c in rule.criteria.values() if c.match.link_to]
    return [
        replace(e, names={concept: Name(1.0, e.source.labels[0] if e.source.labels else None, ("address",))})
        for e in case.exhibits
        if e.kind == "link" and any(leads_to(e.source.url, w.hosts, w.own_page) for w in wanted)
    ]


def _printed(exhibit: Exhibit, rule: Concept) -> bool:
    return absence.printed_form((exhibit.source,), rule) is not None and exhibit.kind == "file"

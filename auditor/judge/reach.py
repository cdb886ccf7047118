"""Reach: what could not be looked at, and which items that may concern. Only a complete look may fail an item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor import thai
from auditor.document import Source
from auditor.judge.exhibits import NAMED, Name, Names
from auditor.judge.matchers import MAPS
from auditor.site import Site, is_generic
from crawler.problems import PROBLEMS

NEAR = 0.2
"""How much better another concept may be named before an address is not suspected of this one."""
SUSPECTED = 0.35
"""Score from which an address that could not be looked at may be an item's evidence: lower than for naming."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An address that could not be looked at. `concepts` is None where it could be anything (a menu entry
    without a readable name)."""

    source: Source
    problem: str
    concepts: frozenset[str] | None

    def concerns(self, concepts: Iterable[str]) -> bool:
        return self.concepts is None or any(c in self.concepts for c in concepts)


def could_not_look(problem: str) -> bool:
    return problem in PROBLEMS and PROBLEMS[problem].kind == "could_not_look"


def gaps(site: Site, names: Names) -> tuple[Gap, ...]:
    """Every address of the second class of problems. `names` are the concepts that each address is named for."""
    found = []
    for source in site.sources:
        problem = source.problem or ("unknown_type" if _unknown(source) else None)
        if problem is None or not could_not_look(problem):
            continue
        named = names.get(source.url, {})
        if not source.in_scope:
            named = {c: n for c, n in named.items() if n.label and not is_generic(n.label.text)}
            named = {} if MAPS.search(source.url) else named
        spoken = _spoken(named, SUSPECTED if source.in_scope else NAMED)
        found.append(Gap(source, problem, None if _anything(source) and not spoken else spoken))
    return tuple(found)


def _spoken(names: Mapping[str, Name], least: float) -> frozenset[str]:
    """The concepts that an address may be of: those named for it about as well as the best."""
    best = max((n.score for n in names.values()), default=0.0)
    return frozenset(c for c, n in names.items() if n.score >= max(least, best - NEAR))


def _unknown(source: Source) -> bool:
    document = source.document
    return document is not None and document.problem in (
        "unknown_type",
        "encrypted",
        "truncated",
    )


def _anything(source: Source) -> bool:
    """A menu, hub or sitemap entry whose name nobody can read may be any item's evidence."""
    if not source.in_scope or not any(label.place in ("nav", "hub", "sitemap") for label in source.labels):
        return False
    return all(is_generic(label.text) or not thai.normalise(label.text) for label in source.labels)


def blocking(found: Iterable[Gap], concepts: Iterable[str]) -> Gap | None:
    """The first gap that could hold evidence of one of the concepts."""
    wanted = tuple(concepts)
    return next((gap for gap in found if gap.concerns(wanted)), None)


def words(gap: Gap) -> tuple[str, str]:
    """What is wrong with the address, in Thai and English, without the advice."""
    problem = PROBLEMS[gap.problem]
    return problem.th.split(" ให้")[0], problem.en.split(":")[0]

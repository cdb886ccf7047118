"""Precision, recall, confusions and reliability of a recogniser on labelled cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import fmean

from auditor.classify import Recogniser, Recognition
from auditor.evaluate.corpus import Case

FEWEST = 5
"""Concepts with fewer labels than this do not enter a macro figure."""
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case. `asked` is the answer that counts for recall: the one found, else the first."""

    case: Case
    found: tuple[Recognition, ...]
    hits: tuple[str, ...]
    extras: tuple[str, ...]
    asked: str

    @property
    def missed(self) -> bool:
        return bool(self.asked) and not self.hits and not self.case.may_be_nothing


@dataclass(slots=True)
class Counts:
    """Recognitions right and wrong, labels found and missed."""

    right: int = 0
    wrong: int = 0
    found: int = 0
    missed: int = 0

    @property
    def labels(self) -> int:
        return self.found + self.missed

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        return self.found / self.labels if self.labels else None


@dataclass(slots=True)
class Table:
    """Counts per concept and over all, with the confusions and the reliability of the scores."""

    concepts: dict[str, Counts] = field(default_factory=dict)
    pooled: Counts = field(default_factory=Counts)
    confusions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(answer, recognised, text); "-" where nothing was asked or recognised."""
    reliability: dict[float, list[bool]] = field(default_factory=dict)
    nothing_right: int = 0
    nothing_asked: int = 0

    def macro(self, measure: str) -> float:
        """Mean over concepts with at least FEWEST labels; a concept never recognised has precision 0."""
        rows = [getattr(c, measure) or 0.0 for c in self.concepts.values() if c.labels >= FEWEST]
        return fmean(rows) if rows else 0.0

    @property
    def in_macro(self) -> int:
        return sum(c.labels >= FEWEST for c in self.concepts.values())


def judge(recogniser: Recogniser, case: Case) -> Outcome:
    found = recogniser.recognise(dict(case.fields))
    names = [r.concept for r in found]
    hits = tuple(name for name in names if name in case.answers)
    extras = tuple(name for name in names if name not in case.answers)
    asked = hits[0] if hits else case.answers[0] if case.answers else ""
    return Outcome(case, found, hits, extras, asked)


def judge_all(recogniser: Recogniser, cases: Iterable[Case]) -> list[Outcome]:
    return [judge(recogniser, case) for case in cases]


def tabulate(outcomes: Sequence[Outcome]) -> Table:
    """Every concept recognised counts, not only the best: a wrong second opinion is wrong too."""
    table = Table()
    for outcome in outcomes:
        for name in outcome.hits:
            _of(table, name).right += 1
        for name in outcome.extras:
            _of(table, name).wrong += 1
            table.confusions[outcome.asked or "-", name, outcome.case.text[:90]] += 1
        _count_asked(table, outcome)
        for recognition in outcome.found:
            table.reliability.setdefault(_bin(recognition.score), []).append(recognition.concept in outcome.hits)
    for counts in table.concepts.values():
        table.pooled.right += counts.right
        table.pooled.wrong += counts.wrong
        table.pooled.found += counts.found
        table.pooled.missed += counts.missed
    return table


def _count_asked(table: Table, outcome: Outcome) -> None:
    if outcome.hits:
        _of(table, outcome.asked).found += 1
    elif outcome.missed:
        _of(table, outcome.asked).missed += 1
        if not outcome.extras:
            table.confusions[outcome.asked, "-", outcome.case.text[:90]] += 1
    if not outcome.case.answers:
        table.nothing_asked += 1
        table.nothing_right += not outcome.extras


def _of(table: Table, concept: str) -> Counts:
    return table.concepts.setdefault(concept, Counts())


def _bin(score: float) -> float:
    return max(edge for edge in BINS if edge <= score)


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share; (0, 1) when there is nothing to count."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, right / of
    middle = share + z * z / (2 * of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def expected_error(table: Table) -> float:
    """Mean distance between stated score (middle of its bin) and observed accuracy, weighed by how often."""
    total = sum(map(len, table.reliability.values()))
    gaps = [abs(min(edge + 0.05, 1.0) - fmean(seen)) * len(seen) for edge, seen in table.reliability.items()]
    return sum(gaps) / total if total else 0.0


def figures(tables: Mapping[str, Table]) -> dict[str, dict[str, float]]:
    """The numbers that are pinned, by part of the corpus."""
    return {
        part: {
            "macro_precision": round(t.macro("precision"), 4),
            "macro_recall": round(t.macro("recall"), 4),
            "precision": round(t.pooled.precision or 0.0, 4),
            "recall": round(t.pooled.recall or 0.0, 4),
        }
        for part, t in tables.items()
    }

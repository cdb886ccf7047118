"""What a matcher is asked and what it answers: found (with where), absent, or ask when only a person can see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from auditor.judge.exhibits import Exhibit
from auditor.judge.phrases import Hit
from auditor.rules.schema import Match


@dataclass(frozen=True, slots=True)
class Answer:
    state: Literal["found", "absent", "ask"]
    hits: tuple[Hit, ...] = ()
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is asked for: fiscal year, period kind, the months already over, and the home page's address."""

    fiscal_year: int
    kind: str
    months: frozenset[tuple[int, int]]
    home: str
    everything: Sequence[Exhibit] = ()
    """All exhibits of the site, for what may stand anywhere on it."""


Exhibits = Sequence[Exhibit]
Matcher = Callable[[Match, Exhibits, Scene], Answer]
ABSENT = Answer("absent")

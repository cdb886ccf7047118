"""The words of an exhibit and what they say, each worked out when somebody asks: of most pages nobody ever does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from auditor import period, thai
from auditor.sparing import Text, spare

T = TypeVar("T")
FIRST_CHARACTERS = 4000
"""How much of a text says what it is and which year it is of; the rest is only searched for elements."""


class Saying:
    """`opening` is where a text says what it is; `read` gives all of it, the opening where nothing else is given."""

    def __init__(
        self,
        opening: Callable[[], str],
        recognise: Callable[[str], Mapping[str, float]],
        date: Callable[[str], period.Time],
        read: Callable[[], str] | None = None,
        entitle: Callable[[str], Mapping[str, float]] | None = None,
        pages: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._opening = opening
        self._recognise = recognise
        self._date = date
        self._read = read or opening
        self._entitle = entitle
        self._pages = pages
        self._norm: Text | None = None

    @property
    def text(self) -> str:
        return self._read()

    @property
    def norm(self) -> str:
        if self._norm is None:
            self._norm = spare(thai.normalise(self.text))
        return self._norm()

    @cached_property
    def speaks(self) -> Mapping[str, float]:
        """What the text itself speaks of, by concept."""
        opening = self._opening()[:FIRST_CHARACTERS]
        return self._recognise(opening) if opening else {}

    @cached_property
    def titled(self) -> Mapping[str, float]:
        """What the title that a document gives itself names it, by concept."""
        return self._entitle(self._opening()) if self._entitle else {}

    @cached_property
    def headed(self) -> frozenset[str]:
        """The concepts that the titles of its pages name: one file may hold several documents."""
        return frozenset(c for page in self._pages() for c in self._entitle(page)) if self._entitle else frozenset()

    @cached_property
    def time(self) -> period.Time:
        return self._date(self._opening()[:FIRST_CHARACTERS])


class Memory:
    """What was worked out of a site for another year, or before more of it was read, as long as it still holds."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[tuple[object, ...], Any]] = {}

    def recall(self, place: tuple[object, ...], of: tuple[object, ...], work: Callable[[], T]) -> T:
        """What `work` gives; `of` is all that it goes by. One answer is kept for a place."""
        known = self._kept.get(place)
        if known is None or known[0] != of:
            known = self._kept[place] = (of, work())
        answer: T = known[1]
        return answer

"""The words of an exhibit and what they say, each worked out when somebody asks: of most pages nobody ever does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from auditor import period, thai

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
    ) -> None:
        self._opening = opening
        self._recognise = recognise
        self._date = date
        self._read = read or opening

    @cached_property
    def text(self) -> str:
        return self._read()

    @cached_property
    def norm(self) -> str:
        return thai.normalise(self.text)

    @cached_property
    def speaks(self) -> Mapping[str, float]:
        """What the text itself speaks of, by concept."""
        opening = self._opening()[:FIRST_CHARACTERS]
        return self._recognise(opening) if opening else {}

    @cached_property
    def time(self) -> period.Time:
        return self._date(self._opening()[:FIRST_CHARACTERS])

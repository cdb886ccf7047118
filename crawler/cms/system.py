"""What a crawler needs to know of one content management system, as data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, eq=False)
class System:
    """Patterns are searched for in whole addresses, but `marks`, which stand in the markup of a page.

    `idle` addresses show nothing of the agency's (log-in, feeds, counters, answers to comments), `late` ones repeat in
    another order what stands elsewhere, `files` give a document though no extension says so. Each pair of `same` takes
    out of an address what does not matter: of addresses that are then the same only the first one met is asked for.
    """

    name: str
    marks: tuple[str, ...]
    idle: re.Pattern[str] = _NOTHING
    late: re.Pattern[str] = _NOTHING
    files: re.Pattern[str] = _NOTHING
    same: tuple[tuple[re.Pattern[str], str], ...] = ()

    def made(self, markup: str) -> bool:
        return any(mark in markup for mark in self.marks)


def plain(url: str, systems: Iterable[System]) -> str:
    """The address without what does not matter, by which several addresses of one page are known as such."""
    for system in systems:
        for pattern, spelling in system.same:
            url = pattern.sub(spelling, url)
    return url


def addresses(*patterns: str) -> re.Pattern[str]:
    """One pattern of several, in any case."""
    return re.compile("|".join(patterns), re.I)


def spellings(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.I), spelling) for pattern, spelling in pairs)

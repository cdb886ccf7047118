"""How soon an address is worth asking for: hints, place, kind of file, depth."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from crawler.page import media
from crawler.queue.frontier import shape
from crawler.queue.hints import HintMatcher, Hints

_PLACE = {"nav": 22.0, "sitemap": 20.0, "header": 18.0, "main": 14.0, "footer": 10.0, "script": 9.0}
_HINT = 40.0
_MOST_HINTS = 3.0
_COMMON = 40
"""Addresses of one shape of which each word names the part of the site that they are in, and none of them."""
_OLD = re.compile(r"/(?:old|oldweb|old_?site|web_?old|backup|bak|v1|archive_old)(?:[/_\-.]|$)|/[^/]*_old/", re.I)
_DULL = re.compile(
    r"(?:replytocom=|share=|view=mailto|format=feed|/feed/?$|/tag/|/author/|/wp-json|print=|sort=|orderby=|"
    r"/gallery|/album|/photo|calendar|/news/|/activity|/login|/register|/cart|/search|[?&]q=|guestbook)",
    re.I,
)
_PAGED = re.compile(r"(?:[?&](?:page|paged|start|limitstart|p|pg|offset)=\d+|/page/\d+)", re.I)


@dataclass(frozen=True, slots=True)
class Rank:
    """`score` is higher for better; `tags` are the hints that spoke for the address."""

    score: float
    tags: tuple[str, ...]


class Ranker:
    def __init__(self, hints: Hints) -> None:
        self._phrases = HintMatcher(hints.phrases)
        self._address = HintMatcher(hints.address)
        self.words = lru_cache(maxsize=50_000)(self._phrases.match)
        self._again = lru_cache(maxsize=5_000)(self._rank)
        self._alike: defaultdict[str, set[str]] = defaultdict(set)

    def tags_of(self, text: str) -> tuple[str, ...]:
        """Tags of the hints in a text, best first."""
        found = self.words(text)
        return tuple(sorted((t for t, w in found.items() if t and w > 0), key=lambda t: -found[t]))

    def rank(self, url: str, text: str, context: str, place: str, depth: int, inherited: tuple[str, ...] = ()) -> Rank:
        """`inherited` are the tags of the page that the address was found on; a menu is ranked on each page anew."""
        return self._again(url, text, context, place, depth, bool(inherited))

    def _rank(self, url: str, text: str, context: str, place: str, depth: int, inherited: bool) -> Rank:
        own = self.words(text)
        near = self.words(context)
        named = self._address.match(unquote(url.split("//", 1)[-1].partition("/")[2]))
        telling = _strength(named) if named and self._is_telling(url) else 0.0
        weight = _strength(own) + 0.5 * _strength(near) + 0.5 * telling + (0.25 if inherited else 0.0)
        score = _PLACE.get(place, 12.0) + _HINT * max(-1.0, min(weight, _MOST_HINTS)) - 3.0 * depth
        score += _by_address(url, hinted=weight > 0)
        tags = [tag for found in (own, near, named) for tag, value in found.items() if tag and value > 0]
        return Rank(round(score, 2), tuple(dict.fromkeys(tags)))

    def _is_telling(self, url: str) -> bool:
        """Whether the words in an address may be about it, rather than about the many that look like it."""
        alike = self._alike[shape(url)]
        if len(alike) <= _COMMON:
            alike.add(url)
        return len(alike) <= _COMMON


def _strength(found: dict[str, float]) -> float:
    """The sum over tags, so that a title naming two things goes before one naming one; small steps after the first."""
    if not found:
        return 0.0
    weights = sorted(found.values(), key=abs, reverse=True)
    return weights[0] + 0.15 * sum(weights[1:])


@lru_cache(maxsize=50_000)
def _by_address(url: str, *, hinted: bool) -> float:
    score = 0.0
    if _OLD.search(url):
        score -= 40.0
    if _DULL.search(url):
        score -= 10.0
    if _PAGED.search(url):
        score -= 8.0
    kind = media.expected_kind(url)
    if kind == "document":
        score += 10.0 if hinted else -6.0
    elif kind == "image":
        score -= 15.0
    return score

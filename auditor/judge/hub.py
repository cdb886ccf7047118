"""ITA hub pages: the agency's own list of O1 … O43 with links, read as claims that an address is an item's evidence.

A number means something only together with its fiscal year, since numbers move from year to year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor import period, thai
from auditor.document import Block, Label
from auditor.rules.schema import Item, Year
from auditor.site import Site

FEWEST = 5
"""Different item numbers on one page from which it is a hub."""
NUMBER = re.compile(r"\s*(?:ข้อ(?:ที่)?\s*)?[(\[]?\s*[oO0]\s?[-.]?\s?(\d{1,2})(?![\d/:])")
PLAIN_NUMBER = re.compile(r"\s*(?:ข้อ(?:ที่)?\s*(\d{1,2})(?!\d)|(\d{1,2})\s*[.):]\s*(?=[^\d\s]))")
"""Numbers without the O count only on a page that calls itself one of the ITA."""
BEGINS = re.compile(r"\s*(?:ข้อ|[(\[oO\d])")
"""How both begin."""
OF_ITA = re.compile(r"(?i)(?<![a-z])(?:ita|oit)(?![a-z])|คุณธรรมและความโปร่งใส|การเปิดเผยข้อมูลสาธารณะ")
YEAR_LINE = re.compile(r"\s*(?:ประจำ)?ปี\s*(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*[\d๐-๙]{4}\s*")
"""A line that says a year and nothing else, as tabs do."""
LINE = 120
"""Characters of the longest line that is read as the year above a list."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The hub on `page` lists `target` under item `number` of `fiscal_year` (None where it does not say)."""

    number: int
    fiscal_year: int | None
    target: str
    text: str
    page: str


def read_claims(site: Site) -> tuple[Claim, ...]:
    """All claims of all hub pages of a site."""
    found: list[Claim] = []
    for page, blocks in site.own.items():
        title = site.titles.get(page, "")
        claims = _claims_by(NUMBER, page, blocks, title)
        if len({c.number for c in claims}) < FEWEST and _is_of_ita(page, title, blocks):
            claims = _claims_by(PLAIN_NUMBER, page, blocks, title)
        if len({c.number for c in claims}) >= FEWEST:
            found += claims
    return tuple(found)


def _is_of_ita(page: str, title: str, blocks: Iterable[Block]) -> bool:
    lines = (b.text for b in blocks if len(b.text) <= LINE)
    return any(OF_ITA.search(text) for text in (page, title, *lines))


def _claims_by(pattern: re.Pattern[str], page: str, blocks: tuple[Block, ...], title: str) -> list[Claim]:
    """No claims of a page on which too few lines and links begin with a number: nearly all pages."""
    said = (text for b in blocks for text in (b.text, *(a.text for a in b.links)))
    numbers = {number for text in said if (number := _number(pattern, text))}
    return list(_claims(page, blocks, title, pattern)) if len(numbers) >= FEWEST else []


def _claims(page: str, blocks: Iterable[Block], title: str, pattern: re.Pattern[str]) -> Iterable[Claim]:
    year = period.read({"title": title, "address": page}).fiscal_year
    number, text = 0, ""
    for block in blocks:
        leading = [a for a in block.links if a.live and a.target.split("#")[0] != page]
        said = _number(pattern, block.text)
        if said:
            number, text = said, block.text
        elif block.kind == "heading" or (not leading and _is_year_line(block.text)):
            number = 0
            year = period.read({"heading": block.text}).fiscal_year or year
        for anchor in leading:
            if own := _number(pattern, anchor.text):
                number, text = own, anchor.text
            if number:
                yield Claim(number, year, anchor.target, text[:300], page)


def _number(pattern: re.Pattern[str], text: str) -> int:
    """The item number that a line begins with, 0 where it begins with none."""
    found = BEGINS.match(text) and pattern.match(thai.arabic_digits(text[:LINE]))
    return int(found[found.lastindex or 0]) if found else 0


def _is_year_line(text: str) -> bool:
    return len(text) <= LINE and bool(YEAR_LINE.fullmatch(text) or OF_ITA.search(text))


def claimed(claims: Iterable[Claim], year: Year) -> Mapping[str, Mapping[str, Label]]:
    """Address -> concept -> the hub's label, for claims of the asked year. Under an item that asks for several things
    each of its links may be any of them."""
    asked = {item.id.removeprefix("O"): _concepts(item) for item in year.items}
    found: dict[str, dict[str, Label]] = {}
    for claim in claims:
        for concept in asked.get(str(claim.number), ()) if claim.fiscal_year == year.fiscal_year else ():
            found.setdefault(claim.target, {}).setdefault(concept, Label(claim.text, claim.page, "hub"))
    return found


def _concepts(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys((item.concept, *(c.concept for c in item.criteria if c.concept))))

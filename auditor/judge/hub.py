"""ITA hub pages: the agency's own list of O1 … O43 with links, read as claims that an address is an item's evidence.

A number means something only together with its fiscal year, since numbers move from year to year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor import period, thai
from auditor.document import Block, Label
from auditor.rules.schema import Year
from auditor.site import Site

FEWEST = 5
"""Different item numbers on one page from which it is a hub."""
NUMBER = re.compile(r"^(?:ข้อ(?:ที่)?\s*)?\(?o\s?(\d{1,2})(?!\d)")
PLAIN_NUMBER = re.compile(r"^(?:ข้อ(?:ที่)?\s*)?(\d{1,2})[.)\s]+(?=[^\d\s])")


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
        claims = list(_claims(page, blocks, site.titles.get(page, ""), NUMBER))
        if len({c.number for c in claims}) < FEWEST:
            claims = list(_claims(page, blocks, site.titles.get(page, ""), PLAIN_NUMBER))
        if len({c.number for c in claims}) >= FEWEST:
            found += claims
    return tuple(found)


def _claims(page: str, blocks: Iterable[Block], title: str, pattern: re.Pattern[str]) -> Iterable[Claim]:
    year = period.read({"title": title, "address": page}).fiscal_year
    number, text = 0, ""
    for block in blocks:
        plain = thai.normalise(block.text)
        found = pattern.match(plain)
        if found:
            number, text = int(found.group(1)), block.text
        elif block.kind == "heading":
            number = 0
            year = period.read({"heading": block.text}).fiscal_year or year
        for anchor in block.links:
            own = pattern.match(thai.normalise(anchor.text))
            if own:
                number, text = int(own.group(1)), anchor.text
            if number and anchor.live:
                yield Claim(number, year, anchor.target, text[:300], page)


def claimed(claims: Iterable[Claim], year: Year) -> Mapping[str, Mapping[str, Label]]:
    """Address -> concept -> the hub's label, for claims of the asked year."""
    concepts = {item.id.removeprefix("O"): item.concept for item in year.items}
    found: dict[str, dict[str, Label]] = {}
    for claim in claims:
        concept = concepts.get(str(claim.number))
        if concept and claim.fiscal_year == year.fiscal_year:
            found.setdefault(claim.target, {}).setdefault(concept, Label(claim.text, claim.page, "hub"))
    return found

"""The static site of many agencies: an index, a page a group, a page an agency, downloads. No page above 2 MB."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from reports import days
from reports.environment import make_environment
from reports.links import href, shown
from reports.site_words import SIGNS, SiteWords
from reports.words import STATES, Lang, Words

PER_PAGE = 300
"""Agencies on one heat map: with 43 items each a page stays well below 2 MB."""
CHANGES_SHOWN, CHANGES_MOST = 15, 2000
"""On the start page, and on the page of changes; the file has all."""
GROUPS_SHOWN = 200


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Value):
    """An item that became another. `upgrade`: by other rules or another program, not by the agency."""

    night: int
    item: str
    before: str
    after: str
    upgrade: bool = False


class Agency(_Value):
    """`states`: item -> state. `low` and `high` are the ends of the score, None where it is unknown."""

    slug: str
    name: str
    url: str
    province: str = ""
    type: str = ""
    vendor: str = ""
    address: str = ""
    as_of: str = ""
    reach: str = ""
    outcome: str = ""
    detail: str = ""
    low: float | None = None
    high: float | None = None
    states: dict[str, str] = Field(default_factory=dict)
    history: list[Step] = Field(default_factory=list)

    @property
    def passed(self) -> int:
        return sum(state == "passed" for state in self.states.values())

    @property
    def page(self) -> str:
        return f"agencies/{self.slug}/index.html"

    @property
    def group_vendor(self) -> str:
        return self.vendor or self.address


class Night(_Value):
    id: int
    at: str
    agencies: int
    passed: int
    failed: int
    total: int
    blocked: int
    worse: int
    better: int


class Change(_Value):
    slug: str
    name: str
    province: str
    item: str
    kind: str
    before: str
    after: str
    th: str
    en: str


class Overview(_Value):
    """All that the site shows; auditor.nightly.overview makes it."""

    fiscal_year: int
    night: int
    at: str
    agencies: list[Agency]
    nights: list[Night]
    changes: list[Change]
    names: dict[str, str] = Field(default_factory=dict)
    """Item -> what it is about."""
    upgraded: int = 0
    """Verdicts of this night that became others by our rules or program alone."""

    def items(self) -> list[str]:
        return sorted({item for agency in self.agencies for item in agency.states}, key=_number)


class Group(_Value):
    """Agencies of one province, type or vendor: `rates` are percent passed by item, None where nothing is decided."""

    name: str
    page: str
    count: int
    rates: list[int | None]


def write(given: Mapping[str, Any], site: Path, *, agencies: Path, lang: Lang = "th") -> int:
    """Writes the site anew and returns the number of pages. `agencies` holds the folders with report.html."""
    overview = Overview.model_validate(given)
    site.mkdir(parents=True, exist_ok=True)
    writer = _Writer(site, overview, lang)
    groups = {
        "by_province": writer.groups("province", [(a.province, a) for a in overview.agencies]),
        "by_type": writer.groups("type", [(a.type, a) for a in overview.agencies]),
        "by_vendor": writer.groups("vendor", [(a.group_vendor, a) for a in overview.agencies]),
    }
    writer.page("index.html", "index.html.j2", groups=groups, failures=failures(overview), nights=overview.nights[::-1])
    if len(overview.changes) > CHANGES_SHOWN:
        writer.page("changes.html", "changes.html.j2", changes=overview.changes[:CHANGES_MOST])
    for agency in overview.agencies:
        has_report = _report(agencies / agency.slug / "report.html", site / "agencies" / agency.slug / "report.html")
        writer.page(agency.page, "agency.html.j2", agency=agency, has_report=has_report)
    _downloads(site, overview)
    _forget(site / "agencies", {agency.slug for agency in overview.agencies})
    return writer.pages


def failures(overview: Overview) -> list[tuple[str, int, int, int]]:
    """(item, failed, decided, percent failed), the most common first."""
    found = []
    for item in overview.items():
        states = Counter(agency.states.get(item, "") for agency in overview.agencies)
        decided = states["passed"] + states["failed"]
        if states["failed"]:
            found.append((item, states["failed"], decided, round(100 * states["failed"] / decided)))
    return sorted(found, key=lambda row: (-row[1], _number(row[0])))


def rates(agencies: Iterable[Agency], items: Sequence[str]) -> list[int | None]:
    """Percent passed of what is decided, by item."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for agency in agencies:
        for item, state in agency.states.items():
            counts[item][state] += 1
    return [_share(counts[item]["passed"], counts[item]["failed"]) for item in items]


def _share(passed: int, failed: int) -> int | None:
    return round(100 * passed / (passed + failed)) if passed + failed else None


class _Writer:
    def __init__(self, site: Path, overview: Overview, lang: Lang) -> None:
        self.site = site
        self.overview = overview
        self.items = overview.items()
        self.pages = 0
        self._environment = _environment(lang)
        self._unknown = SiteWords(lang)("unknown")

    def page(self, path: str, template: str, /, **values: Any) -> None:
        """One page; `up` leads from it to the site's root."""
        up = "../" * path.count("/")
        text = self._environment.get_template(f"site/{template}").render(
            o=self.overview, items=self.items, up=up, changes_shown=CHANGES_SHOWN, groups_shown=GROUPS_SHOWN, **values
        )
        _write(self.site / path, text)
        self.pages += 1

    def groups(self, kind: str, named: Iterable[tuple[str, Agency]]) -> list[Group]:
        """Writes the heat maps of every group, in pages, and returns what the index says of them."""
        members: dict[str, list[Agency]] = defaultdict(list)
        for name, agency in named:
            members[name or self._unknown].append(agency)
        made = []
        for name, mine in sorted(members.items()):
            stem = f"{kind}/{_stem(name)}"
            names = [f"{stem}.html"] + [f"{stem}-{n}.html" for n in range(2, -(-len(mine) // PER_PAGE) + 1)]
            for n, page in enumerate(names):
                part = mine[n * PER_PAGE : (n + 1) * PER_PAGE]
                self.page(page, "group.html.j2", kind=kind, name=name, agencies=part, count=len(mine), n=n, names=names)
            made.append(Group(name=name, page=names[0], count=len(mine), rates=rates(mine, self.items)))
        return sorted(made, key=lambda g: (-g.count, g.name)) if kind == "vendor" else made


def _stem(name: str) -> str:
    """Letters stay readable in an address; a digest keeps apart what looks alike after cleaning."""
    clean = re.sub(r"[^0-9A-Za-zก-๙.]+", "-", name).strip("-.")[:40]
    return f"{clean or 'group'}-{sha256(name.encode()).hexdigest()[:6]}"


@cache
def _environment(lang: Lang) -> Environment:
    environment = make_environment()
    assets = resources.files("reports").joinpath("templates", "site")
    environment.globals.update(
        w=SiteWords(lang),
        states=Words(lang),
        STATES=STATES,
        SIGNS=SIGNS,
        lang=lang,
        style=Markup(assets.joinpath("site.css").read_text("utf-8")),
        script=Markup(assets.joinpath("search.js").read_text("utf-8")),
    )
    environment.filters.update(
        href=href,
        shown=shown,
        day=lambda iso: days.day(iso, lang) if iso else "",
        moment=lambda utc: days.moment(utc, lang) if utc else "",
        year=lambda y: days.year(y, lang),
    )
    return environment


# --- downloads


def _downloads(site: Path, overview: Overview) -> None:
    _write(site / "data" / "agencies.csv", "\ufeff" + _table(overview))
    whole = overview.model_dump(mode="json")
    _write(site / "data" / "overview.json", json.dumps(whole, ensure_ascii=False, separators=(",", ":")))
    _write(site / "data" / "changes.json", json.dumps(whole["changes"], ensure_ascii=False, indent=1))
    found = [[a.name, a.province, a.slug, a.passed, len(a.states)] for a in overview.agencies]
    _write(site / "data" / "search.json", json.dumps(found, ensure_ascii=False, separators=(",", ":")))


def _table(overview: Overview) -> str:
    items = overview.items()
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("slug", "name", "url", "province", "type", "vendor", "as_of", "reach", "low", "high", *items))
    for a in overview.agencies:
        known = (a.slug, a.name, a.url, a.province, a.type, a.vendor, a.as_of, a.reach, a.low, a.high)
        rows.writerow([_cell(value) for value in known] + [a.states.get(item, "") for item in items])
    return text.getvalue()


def _cell(value: object) -> object:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def _report(source: Path, target: Path) -> bool:
    """The agency's report in the site; a hard link where the disk allows it."""
    if not source.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.samefile(source):
        return True
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        os.link(source, part)
    except OSError:
        shutil.copyfile(source, part)
    part.replace(target)
    return True


def _forget(folder: Path, kept: set[str]) -> None:
    """Agencies that left the list leave the site."""
    for path in folder.glob("*"):
        if path.name not in kept:
            shutil.rmtree(path)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, "utf-8")
    part.replace(path)


def _number(item: str) -> tuple[int, str]:
    digits = "".join(char for char in item if char.isdigit())
    return int(digits or 0), item

"""What people can have done: start, check again, hand in addresses, decide, cancel. Pages and API call only this."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from auditor import audit, decisions
from auditor.files import write_text
from auditor.result import ItemResult, Result
from auditor.rules.load import Rules, year_of
from auditor.rules.schema import Year
from auditor.score import score_items
from auditor.serve import claimed
from auditor.serve.address import Resolver, read_address
from auditor.serve.people import Person
from auditor.serve.queue import Full, Job, Kind, Queue
from auditor.serve.settings import WAITING_ALL, WAITING_EACH, ServeSettings
from auditor.serve.shelf import Shelf
from auditor.serve.wording import Objection, Objections
from auditor.serve.worker import Worker
from crawler.evidence import picture_reader
from crawler.servers import network
from reports import html

TEXT_MOST = {"by": 120, "because": 1000, "link": 1000}


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's decision as it was filled in."""

    outcome: str
    by: str
    because: str
    link: str = ""


class Desk:
    def __init__(
        self, settings: ServeSettings, rules: Rules, queue: Queue, shelf: Shelf, worker: Worker,
        resolver: Resolver = network.resolve,
    ) -> None:  # fmt: skip
        self.settings, self.rules, self.queue, self.shelf, self.worker = settings, rules, queue, shelf, worker
        self._resolver = resolver
        self._writing = threading.Lock()

    @property
    def years(self) -> list[Year]:
        """The newest first; drafts last."""
        return sorted(self.rules.years.values(), key=lambda y: (y.status == "draft", -y.fiscal_year))

    @property
    def default_year(self) -> int:
        return self.settings.year or audit.pick_year(self.rules, None).fiscal_year

    def year(self, year: int | str | None, field: str = "year") -> Year:
        """Objection for what is no year of the rules; None and '' mean the default."""
        if year is None or year == "":
            return self.rules.years[self.default_year]
        if str(year).isascii() and str(year).isdigit() and int(year) in self.rules.years:
            return self.rules.years[int(year)]
        raise Objection("year_wrong", field)

    # --- jobs

    def start(self, person: Person, url: str, year: int | str | None) -> tuple[Job, bool]:
        """The job and whether it is new: an agency that is being audited already is not audited twice."""
        _auditor(person)
        found: list[Objection] = []
        address = chosen = None
        try:
            address = read_address(url, public=self.settings.public, resolver=self._resolver)
        except Objection as objection:
            found.append(objection)
        try:
            chosen = self.year(year)
        except Objection as objection:
            found.append(objection)
        if address is None or chosen is None:
            raise Objections(found)
        job = self._put(person, "audit", address.slug, chosen.fiscal_year, address.url, address.host)
        return job

    def check_again(self, person: Person, slug: str, year: int, items: Sequence[str]) -> tuple[Job, bool]:
        """Only these items of the last result. Objection for items the year does not have."""
        _auditor(person)
        result = self.shelf.result(slug, year)
        wanted = tuple(dict.fromkeys(item.strip().upper() for item in items if item.strip()))
        if not wanted:
            raise Objection("items_missing", "items")
        for item in wanted:
            self.item(result, item)
        return self._follow(person, "again", slug, result, wanted)

    def claim(self, person: Person, slug: str, year: int, text: str) -> tuple[Job, bool]:
        """Has every address of the list opened and judged as an assessor would. Objection lists what is wrong."""
        _auditor(person)
        result = self.shelf.result(slug, year)
        with self._writing:
            folder = self.shelf.folder(slug, year)
            found, before = claimed.parse(text, year_of(self.rules, year), folder), claimed.read_claims(folder)
            if self.queue.active(slug, year):
                raise Objection("busy")
            claimed.keep(folder, found)
            try:
                return self._follow(person, "claims", slug, result)
            except Objection:
                claimed.keep(folder, before)
                raise

    def cancel(self, person: Person, job: Job) -> None:
        _auditor(person)
        if not job.active:
            raise Objection("ended")
        self.worker.cancel(job, person.name or person.key)

    def _follow(
        self, person: Person, kind: Kind, slug: str, result: Result, items: tuple[str, ...] = ()
    ) -> tuple[Job, bool]:
        """A job on an agency that has a result: its address is looked at anew, names change where they lead."""
        address = read_address(result.agency.url, public=self.settings.public, resolver=self._resolver)
        return self._put(person, kind, slug, result.fiscal_year, address.url, address.host, items)

    def _put(
        self, person: Person, kind: Kind, slug: str, year: int, url: str, host: str, items: tuple[str, ...] = ()
    ) -> tuple[Job, bool]:
        if self.shelf.used() > self.settings.disk or self.shelf.free() < self.settings.free:
            raise Objection("disk")
        try:
            return self.queue.put(
                slug=slug, year=year, url=url, host=host, kind=kind, items=items, owner=person.key,
                each=WAITING_EACH, most=WAITING_ALL,
            )  # fmt: skip
        except Full as full:
            raise Objection("many_waiting" if full.who == "each" else "queue_full") from full

    # --- decisions

    def item(self, result: Result, item: str) -> ItemResult:
        for found in result.items:
            if found.id == item.strip().upper():
                return found
        raise Objection("item_unknown", "item")

    def decide(self, person: Person, slug: str, year: int, item: str, ruling: Ruling) -> Result:
        """Records the decision, and at once counts the result with it. Objections for every field that is wrong."""
        _auditor(person)
        folder = self.shelf.folder(slug, year)
        with self._writing:
            result = self.shelf.result(slug, year)
            found = self.item(result, item)
            _check(ruling)
            if self.queue.active(slug, year):
                # The job would write its own result over this one, without the decision where it has read them before.
                raise Objection("busy")
            row = {"item": found.id, "outcome": ruling.outcome, "by": _signed(ruling.by, person), "url": ruling.link}
            for made in decisions.make(result, [{**row, "because": " ".join(ruling.because.split())}]):
                decisions.append(folder, made)
            settled = settle(result, decisions.read(folder), year_of(self.rules, year))
            write_text(folder / "result.json", audit.dump(settled))
            write_text(folder / "report.html", html.render(settled, pictures=picture_reader(folder / "evidence")))
        return settled


def settle(result: Result, made: Sequence[decisions.Decision], year: Year) -> Result:
    """The result with people's decisions beside the machine's outcomes, and the score they make."""
    items = decisions.apply(result.items, made, year.fiscal_year)
    return result.model_copy(update={"items": list(items), "score": score_items(year, items)})


def _auditor(person: Person) -> None:
    if not person.may_audit:
        raise Objection("reader")
    return None


def _signed(by: str, person: Person) -> str:
    """The name that was typed, with the token's where that says something else."""
    by = " ".join(by.split())
    return by if not person.name or person.name == by else f"{by} ({person.name})"


def _check(ruling: Ruling) -> None:
    found = []
    if ruling.outcome not in ("passed", "failed"):
        found.append(Objection("outcome_wrong", "outcome"))
    values: Mapping[str, str] = {"by": ruling.by, "because": ruling.because, "link": ruling.link}
    for name, most in TEXT_MOST.items():
        if len(values[name]) > most:
            found.append(Objection("too_long", name))
    if not ruling.by.strip():
        found.append(Objection("by_missing", "by"))
    if not ruling.because.strip():
        found.append(Objection("because_missing", "because"))
    if ruling.link and not ruling.link.startswith(("http://", "https://")):
        found.append(Objection("link_wrong", "link"))
    if found:
        raise Objections(found)


Lang = Literal["th", "en"]

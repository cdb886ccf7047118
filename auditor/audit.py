"""The wiring: crawl, read, judge until nothing more can be read, score, write. Holds no rule of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from auditor import __version__, agency, decisions, findings, health, judge, pictures
from auditor.accuracy import measured
from auditor.classify import Recogniser
from auditor.document import Source
from auditor.gathering import AuditRequest, beside, crawl_site, evidence_dir, pick_year
from auditor.judge import Judgement
from auditor.reader import Reader
from auditor.reading import day, read_all, whole_crawl, with_checks
from auditor.result import Result, Tool
from auditor.results import dump, write
from auditor.rules.load import Rules, load
from auditor.rules.schema import Year
from auditor.score import score_items
from auditor.site import build
from crawler.evidence import CrawlInfo, Store, StoreError, manifest
from crawler.request import Progress

__all__ = [
    "AuditRequest", "Desk", "audit", "beside", "crawl_site", "dump", "evidence_dir", "judge_crawls", "judge_store",
    "pick_year", "rehearse", "write",
]  # fmt: skip

ROUNDS = 16
"""How often a site is judged, with more pages read each time; then the judge has to decide with what it has."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What judging works out of one site by one set of rules, kept for the next time; one judging at a time."""

    recogniser: Recogniser
    memory: judge.Memory

    @staticmethod
    def of(rules: Rules) -> Desk:
        return Desk(Recogniser(rules.concepts, rules.words), judge.Memory())


def audit(request: AuditRequest, *, progress: Callable[[Progress], None] | None = None) -> Result:
    """Crawls and judges one agency. CrawlError, StoreError and RuleError are expected trouble, one line each."""
    rules = load(request.rules)
    year = pick_year(rules, request.fiscal_year)
    crawl_site(request, rules, progress)
    return judge_store(request, rules, year)


def judge_store(
    request: AuditRequest,
    rules: Rules,
    year: Year,
    told: Callable[[int], None] = lambda _: None,
    desk: Desk | None = None,
) -> Result:
    """The second stage alone: judges the latest crawl in the store. Twice gives the same bytes.

    `told` hears how many scanned documents still wait to be read. A rehearsed `desk` saves time and changes nothing.
    """
    with Store.open(evidence_dir(request.out)) as store:
        info = whole_crawl(store)
        if info is None:
            raise StoreError(f"{request.out}: no crawl in this store; run `oit crawl URL --out DIR` first")
        store.keep_rules(rules.digest, dict(rules.files))
        if info.state != "running":
            manifest.cover(store, rules.digest)
        with Reader(store, told=told) as reader:
            judged = judge_crawls(store, with_checks(store, info), reader, request, rules, year, desk)
        judged = pictures.attach(judged, store.screenshots())
    items = decisions.apply(judged.items, decisions.read(beside(request.out)), year.fiscal_year)
    settled = score_items(year, items, iit=request.iit, eit=request.eit)
    return judged.model_copy(update={"items": list(items), "score": settled})


def rehearse(
    store: Store, request: AuditRequest, rules: Rules, year: Year, desk: Desk, told: Callable[[int], None]
) -> None:
    """Judges a crawl that still runs, for what the desk remembers of it and for the scans that judging asks for: the
    memo of documents keeps those. `told` hears what `judge_store` tells, and may end it by an exception."""
    info = whole_crawl(store)
    if info is not None:
        with Reader(store, told=told) as reader:
            judge_crawls(store, (info,), reader, request, rules, year, desk)


def judge_crawls(
    store: Store,
    crawls: Sequence[CrawlInfo],
    reader: Reader,
    request: AuditRequest,
    rules: Rules,
    year: Year,
    desk: Desk | None = None,
) -> Result:
    """A crawl and the checks after it under one year's rules, as the machine judges: without people's decisions."""
    info = crawls[0]
    as_of = request.as_of or day(crawls[-1].started_at)
    sources = read_all(store, crawls, reader.read)
    owner = agency.recognise(sources, info.url, name=request.name, kind=request.kind)
    judged, sources = _judge(info, sources, reader, rules, year, as_of, owner.kind, request, desk or Desk.of(rules))
    return Result(
        tool=Tool(version=__version__, rules_digest=rules.digest),
        agency=owner,
        fiscal_year=year.fiscal_year,
        year_status=year.status,
        retrospective=judge.is_retrospective(year.fiscal_year, as_of),
        as_of=as_of.isoformat(),
        assessed_from=year.due.isoformat(),
        crawl=health.describe(info, judged, sources),
        items=list(judged.items),
        score=score_items(year, judged.items, iit=request.iit, eit=request.eit),
        findings=_findings(sources),
    )


def _findings(sources: Sequence[Source]) -> list[dict[str, object]]:
    """Personal data left open, in the shape that reports show; the score does not know of it."""
    return [
        {k: row[k] for k in ("code", "url", "page", "count")} | {"why": {"th": row["th"], "en": row["en"]}}
        for row in findings.find(sources)
    ]


def _judge(
    info: CrawlInfo,
    sources: tuple[Source, ...],
    reader: Reader,
    rules: Rules,
    year: Year,
    as_of: date,
    kind: str,
    request: AuditRequest,
    desk: Desk,
) -> tuple[Judgement, tuple[Source, ...]]:
    """The one loop: judge, read what the judge needs, judge again. Gives the sources as they were read in the end."""
    figures = measured()
    for left in reversed(range(ROUNDS)):
        judged = judge.judge(
            build(info.home_url or info.url, sources),
            year,
            rules.concepts,
            desk.recogniser,
            as_of,
            kind=kind,
            claims=request.claims,
            accuracy=figures,
            memory=desk.memory,
        )
        if not left:
            break
        sources, more = reader.read_more(sources, judged.needs)
        if not more:
            break
    return judged, sources

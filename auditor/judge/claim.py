"""An address that the agency means to submit, judged as an assessor opens it: no login, right document, right year."""

from __future__ import annotations

from auditor.document import Source
from auditor.judge import absence, reasons
from auditor.judge.absence import Absence
from auditor.judge.bundles import Bundle, Fit, fit_of, fit_together, score_of
from auditor.judge.case import Case, Ruling, worst
from auditor.judge.citations import cite_source
from auditor.judge.exhibits import Exhibit
from auditor.judge.item import rule_bundle
from auditor.judge.reach import could_not_look
from auditor.result import ClaimResult, Reason
from auditor.rules.schema import Item


def judge_claim(item: Item, url: str, case: Case) -> ClaimResult:
    """What the address shows for the item. Evidence that stands elsewhere on the site does not count here."""
    source = case.site.by_url().get(url)
    if source is None:
        return _say(url, Ruling("published", item.concept, "untested", "not_reached"))
    if source.state != "fetched":
        return _say(url, _unopened(item, source))
    at = [e for e in case.exhibits if _under(e, source)]
    if not at:
        return _say(url, Ruling("published", item.concept, "cantTell", "unreadable"))
    bundle = _bundle(at, item, case)
    if bundle.fit not in ("yes", "unknown"):
        gone = absence.of_other_time([bundle], item, case.year.fiscal_year) or absence.nothing(1)
        return _say(url, _ruling(item, gone))
    if all(e.content in ("empty_list", "heading_only") for e in bundle.exhibits):
        reason: Reason = "empty_list" if bundle.exhibits[0].content == "empty_list" else "heading_only"
        return _say(url, Ruling("published", item.concept, "failed", reason, {"heading": at[0].heading}))
    return _say(url, worst(rule_bundle(item, bundle, case)))


def _under(exhibit: Exhibit, source: Source) -> bool:
    here = {source.url, source.final_url}
    return exhibit.source.url in here or bool(here & set(exhibit.parents))


def _bundle(at: list[Exhibit], item: Item, case: Case) -> Bundle:
    """The exhibits of the address that fit best, those of other years left out."""
    fits: dict[Fit, list[Exhibit]] = {}
    for exhibit in at:
        fits.setdefault(fit_of(exhibit, item, case.year.fiscal_year), []).append(exhibit)
    order: tuple[Fit, ...] = ("yes", "unknown", "newer", "other_period", "older")
    for fit in order:
        if fit in fits:
            members = tuple(fits[fit])
            score = max(score_of(e, item.concept) for e in members)
            whole = fit_together(members, fit, item, case.year.fiscal_year)
            return Bundle(members, whole, members[0].time.fiscal_year, score)
    raise LookupError("no exhibits")


def _unopened(item: Item, source: Source) -> Ruling:
    problem = source.problem or "not_found"
    facts = {"heading": source.url, "status": source.status}
    cited = (cite_source(source),)
    if could_not_look(problem):
        return Ruling("published", item.concept, "untested", "not_reached", facts, cited)
    return Ruling("published", item.concept, "failed", absence.DEAD.get(problem, "dead_link"), facts, cited)


def _ruling(item: Item, gone: Absence) -> Ruling:
    return Ruling("published", item.concept, gone.outcome, gone.reason, gone.facts, gone.citations)


def _say(url: str, ruling: Ruling) -> ClaimResult:
    return ClaimResult(
        url=url,
        outcome=ruling.outcome,
        reason=ruling.reason,
        why=reasons.say(ruling.reason, ruling.facts),
        citations=list(ruling.citations),
    )

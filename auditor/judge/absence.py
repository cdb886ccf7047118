"""When no evidence fits: the nearest thing there is, from the most telling to plain nothing.

A missing document is never just "not found" where a document of another year, a form to print, an empty list or a
dead link stands: that is what the agency has to mend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from auditor.document import Source
from auditor.judge.answers import Scene
from auditor.judge.bundles import Bundle, Fit, score_of, unopened_of
from auditor.judge.citations import cite_exhibit, cite_source
from auditor.judge.exhibits import NAMED, Exhibit, Names
from auditor.judge.matchers import answer, seek
from auditor.judge.phrases import says, says_plainly
from auditor.judge.reach import could_not_look
from auditor.judge.weight import asks_to_sign_in, is_trail
from auditor.result import Citation, Outcome, Reason
from auditor.rules.schema import Concept, Criterion, Item

FAINT = 0.4
"""Score from which something with content may be meant, though it is not named well enough to be judged."""
OUTSPOKEN = 0.5
"""Score of a text by which it may be what no name says it is."""
FITTING: tuple[Fit, ...] = ("yes", "unknown")
TRACES, MANY_TRACES, NAMELESS_TRACES = 3, 5, 2
"""Words of a concept in one passage from which it cannot be said that nothing of it was published; more of them where
something of another year is, and it is not certain which year is asked for; fewer where no name tells what it is."""
ELEMENTS, LACKING = 3, 1
"""Elements of an item that something without a name shows, and those it may lack, from which it may be the evidence."""
PASSAGE, ARTICLE = 600, 2000
"""Letters of a passage, and of a text up to which it is about one thing."""
TELLING = 0.55
"""Score from which an empty heading or a dead link is held to be the place where the evidence should stand."""


@dataclass(frozen=True, slots=True)
class Absence:
    outcome: Outcome
    reason: Reason
    facts: dict[str, Any] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    needs: tuple[str, ...] = ()


def of_other_time(bundles: Sequence[Bundle], item: Item, fiscal_year: int) -> Absence | None:
    """A document of another year or period, where that is all there is."""
    asked = fiscal_year - 1 if item.period == "previous_year" else fiscal_year
    for fit, outcome, reason in (
        ("newer", "cantTell", "newer_year"),
        ("other_period", "failed", "wrong_period"),
        ("older", "failed", "wrong_year"),
    ):
        for bundle in sorted((b for b in bundles if b.fit == fit), key=lambda b: -(b.fiscal_year or 0)):
            exhibit = max(bundle.exhibits, key=lambda e: e.time.certainty)
            found = bundle.fiscal_year or max(exhibit.time.years, default=None)
            facts = {"found": found, "asked": asked, "heading": exhibit.heading}
            if reason == "wrong_period":
                facts |= _parts(exhibit, item, asked)
            if outcome == "failed" and (exhibit.time.certainty < 0.5 or exhibit.year_is_doubtful):
                return Absence("cantTell", "low_confidence", facts, (cite_exhibit(exhibit),), unopened_of(bundle))
            return Absence(outcome, reason, facts, (cite_exhibit(exhibit),))  # type: ignore[arg-type]
    return None


PARTS: dict[str | None, tuple[str, str]] = {
    "first_half": ("รอบ 6 เดือนแรก", "the first six months"),
    "second_half": ("รอบ 6 เดือนหลัง", "the last six months"),
    "quarter": ("ไตรมาสเดียว", "one quarter"),
    "month": ("เดือนเดียว", "one month"),
    "nine_months": ("รอบ 9 เดือน", "nine months"),
}
"""Parts of a fiscal year as a sentence names those that were found."""
OTHER_PART = ("ช่วงเวลาอื่น", "another period")
HALF = (
    "รอบ 6 เดือนแรกของปีงบประมาณ {} (1 ต.ค. – 31 มี.ค.)",
    "the first six months of fiscal year {} (1 October to 31 March)",
)
WHOLE = ("ทั้งปีงบประมาณ {}", "the whole of fiscal year {}")


def _parts(exhibit: Exhibit, item: Item, year: int) -> dict[str, str]:
    found = PARTS.get(exhibit.time.period, OTHER_PART)
    th, en = (text.format(year) for text in (HALF if item.period == "first_half" else WHOLE))
    return {"found_part": found[0], "found_part_en": found[1], "asked_part": th, "asked_part_en": en}


def printed_form(sources: Sequence[Source], concept: Concept) -> Absence | None:
    """Forms to print where the law asks for something that can be done online."""
    for source in sources:
        for label in source.labels:
            if source.state == "fetched" and says(concept.printed_form, f"{label.context} {label.text}"):
                facts = {"heading": label.text or label.context}
                return Absence("failed", "form_to_print", facts, (cite_source(source, label.text),))
    return None


def of_empty_place(exhibits: Sequence[Exhibit], concept: str) -> Absence | None:
    """A page or section that is named for the concept and holds nothing."""
    places = [e for e in exhibits if score_of(e, concept) >= TELLING and not e.names[concept].inherited]
    for exhibit in sorted(
        places,
        key=lambda e: (
            e.content != "script",
            e.kind == "section",
            -score_of(e, concept),
        ),
    ):
        facts = {"heading": exhibit.heading[:200]}
        if exhibit.content == "script":
            return Absence(
                "cantTell",
                "unreadable",
                facts | {"script": True},
                (cite_exhibit(exhibit),),
            )
        if _shows_elsewhere(exhibit):
            return Absence("cantTell", "unreadable", facts, (cite_exhibit(exhibit),))
        if exhibit.content == "empty_list":
            return Absence("failed", "empty_list", facts, (cite_exhibit(exhibit),))
        if exhibit.content == "heading_only":
            return Absence("failed", "heading_only", facts, (cite_exhibit(exhibit),))
    return None


def _shows_elsewhere(exhibit: Exhibit) -> bool:
    """A frame with another host's page, such as a board of figures, which nobody looked into."""
    here = urlsplit(exhibit.source.url).netloc
    frames = (a.target for b in exhibit.blocks if b.kind == "embed" for a in b.links)
    return exhibit.kind != "file" and any(urlsplit(url).netloc not in ("", here) for url in frames)


def of_dead_link(sources: Sequence[Source], names: Names, concept: str, *, labels: bool = True) -> Absence | None:
    """A link named for the concept that asks for a login, is gone, or (`labels`) never led anywhere."""
    found: list[tuple[int, Absence]] = []
    for source in sources:
        name = names.get(source.url, {}).get(concept)
        if source.state == "fetched" or source.problem is None or name is None or name.score < TELLING:
            continue
        if could_not_look(source.problem) or (source.problem == "dead_label" and not labels):
            continue
        facts = {"heading": (name.label.text if name.label else source.link_text)[:200], "status": source.status}
        reason: Reason = DEAD.get(source.problem, "dead_link")
        rank = ("no_public_access", "dead_link", "heading_only").index(reason)
        found.append((rank, Absence("failed", reason, facts, (cite_source(source),))))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def of_sign_in(exhibits: Sequence[Exhibit]) -> Absence | None:
    """A page named for the concept that shows nothing to those who do not sign in."""
    for exhibit in exhibits:
        if exhibit.kind == "page" and asks_to_sign_in(exhibit.blocks):
            facts = {"heading": exhibit.heading[:200]}
            return Absence("failed", "no_public_access", facts, (cite_exhibit(exhibit),))
    return None


DEAD: dict[str, Reason] = {
    "login_wall": "no_public_access",
    "dead_label": "heading_only",
}


def of_faint(exhibits: Sequence[Exhibit], concept: str, fit: Callable[[Exhibit], Fit]) -> Absence | None:
    """Something with content that may be meant, though its name does not quite say so: a person must look."""
    for exhibit in exhibits:
        name = exhibit.names.get(concept)
        if name is None or not FAINT <= name.score < NAMED or exhibit.content in ("empty_list", "heading_only", "list"):
            continue
        if name.score >= max(n.score for n in exhibit.names.values()) and fit(exhibit) in FITTING:
            facts = {"heading": exhibit.heading[:200]}
            return Absence("cantTell", "low_confidence", facts, (cite_exhibit(exhibit),))
    return None


def of_unnamed(exhibits: Iterable[Exhibit], concept: str, fit: Callable[[Exhibit], Fit]) -> Absence | None:
    """Something that no name gives away and whose own text speaks of nothing else as much: a person must look."""
    for exhibit in exhibits:
        speaks = exhibit.speaks if exhibit.content == "text" else {}
        loudest = max(speaks.values(), default=0.0)
        if OUTSPOKEN <= speaks.get(concept, 0.0) == loudest and fit(exhibit) in FITTING:
            facts = {"heading": exhibit.heading[:200]}
            return Absence("cantTell", "low_confidence", facts, (cite_exhibit(exhibit),))
    return None


def of_trace(
    exhibits: Iterable[Exhibit], rule: Concept, fit: Callable[[Exhibit], Fit], traces: int = TRACES
) -> Absence | None:
    """A passage of the time with several words of the concept, though nothing is named for it there; where the concept
    is an activity, also a piece of news with one of them. Whether it is the evidence no machine can say."""
    for exhibit in exhibits:
        time = fit(exhibit)
        if exhibit.content not in ("text", "form", "list") or time not in FITTING:
            continue
        enough = min(traces, NAMELESS_TRACES) if _is_nameless(exhibit) else traces
        if rule.told_as_news and time == "yes" and _is_news(exhibit):
            enough = 1
        told = exhibit.content != "list" and _speaks_at_once(exhibit.norm, rule, enough)
        if told or (rule.traces and seek(rule.traces, (exhibit,))):
            facts = {"heading": exhibit.heading[:200], "mentioned": True}
            return Absence("cantTell", "low_confidence", facts, (cite_exhibit(exhibit),))
    return None


def of_elements(exhibits: Iterable[Exhibit], criteria: Sequence[Criterion], scene: Scene) -> Absence | None:
    """Something that no name gives away and that shows nearly all elements of the item, in whatever words it speaks
    and whatever dates it mentions."""
    may_lack = len(criteria) - max(ELEMENTS, len(criteria) - LACKING)
    for exhibit in exhibits if len(criteria) >= ELEMENTS else ():
        if exhibit.content != "text" or not _is_nameless(exhibit):
            continue
        lacking = (c for c in criteria if answer(c.match, (exhibit,), scene).state != "found")
        # Most texts lack the first ones already, and looking for all of them is slow.
        if next(islice(lacking, may_lack, None), None) is None:
            facts = {"heading": exhibit.heading[:200]}
            return Absence("cantTell", "low_confidence", facts, (cite_exhibit(exhibit),))
    return None


def of_form(forms: Iterable[Exhibit], rule: Concept) -> Absence | None:
    """Something to fill in online that nothing names for another purpose, where the concept is a channel; of several
    the one with most to fill in."""
    form = max(forms, key=_fields, default=None) if rule.evidence == "channel" else None
    if form is None:
        return None
    return Absence("cantTell", "low_confidence", {"heading": form.heading[:200]}, (cite_exhibit(form),))


def _fields(exhibit: Exhibit) -> int:
    return sum(len(b.form.fields) for b in exhibit.blocks if b.form)


def _speaks_at_once(text: str, rule: Concept, enough: int) -> bool:
    """Whether enough words of a concept stand close together; in a long text one more, which speaks of many things."""
    more = enough + (len(text) > ARTICLE)
    return _words_of(rule, text) >= more and any(_words_of(rule, part) >= more for part in _passages(text))


def _passages(text: str) -> Iterable[str]:
    return (text[start : start + PASSAGE] for start in range(0, max(len(text) - PASSAGE // 2, 1), PASSAGE // 2))


def _words_of(rule: Concept, text: str) -> int:
    """How many different words of a concept stand in a text; those that name it count twice."""
    one = sum(says_plainly(words, text) for words in (*rule.look.body, *rule.look.weak))
    return one + 2 * sum(says_plainly(words, text) for words in rule.look.strong)


def _is_nameless(exhibit: Exhibit) -> bool:
    return all(name.score < NAMED for name in exhibit.names.values())


def _is_news(exhibit: Exhibit) -> bool:
    otherwise = (n for c, n in exhibit.names.items() if c != "news" and not n.inherited)
    return exhibit.kind == "page" and exhibit.content == "text" and all(n.score < NAMED for n in otherwise)


def of_container(exhibits: Sequence[Exhibit], names: Names, concept: str, *, clear: bool = False) -> Absence | None:
    """A list named for the concept, of whose entries some might be it; with `clear` also one whose entries are all
    clearly named for something else."""
    for exhibit in exhibits:
        holds = exhibit.kind == "page" and exhibit.content == "list" and score_of(exhibit, concept) >= TELLING
        if holds and not exhibit.names[concept].inherited and (clear or has_unclear_entry(exhibit, names, concept)):
            facts = {"heading": exhibit.heading[:200]}
            return Absence("cantTell", "low_confidence", facts, (cite_exhibit(exhibit),))
    return None


def has_unclear_entry(exhibit: Exhibit, names: Names, concept: str) -> bool:
    """Whether some link of a list may lead to the concept: nothing else is clearly named by it."""
    targets = {
        a.target for b in exhibit.blocks for a in b.links if a.live and b.kind != "image" and not is_trail(a.text)
    }
    for target in targets - {exhibit.source.url}:
        known = names.get(target, {})
        best = max(known, key=lambda c: known[c].score, default=None)
        if best is None or best == concept or known[best].score < TELLING:
            return True
    return False


def nothing(looked: int) -> Absence:
    return Absence("failed", "not_found", {"looked": looked})

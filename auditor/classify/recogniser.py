"""Weighs what each field says into a score per concept, with the words that spoke for it and against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from auditor import thai
from auditor.classify.lexicon import Found, Kind, Lexicon
from auditor.classify.spelling import Speller
from auditor.classify.wording import Rewording
from auditor.rules.schema import Concept, Words

THRESHOLD = 0.5
"""Score from which a concept counts as recognised."""

WEIGHTS = {
    "link_text": 0.93,
    "title": 0.9,
    "heading": 0.85,
    "file_name": 0.75,
    "context": 0.55,
}
"""How far a field's strong phrase speaks for a concept. What names the thing itself weighs more than what it
stands under."""
NAMES = ("link_text", "title", "heading")
SURROUNDINGS = ("heading", "context", "address", "file_name")
OPENING, OPENING_OF_PAGE, OPENING_LENGTH, OPENING_DENIES = 0.45, 0.3, 600, 100
"""Pages and channels are known by their names; that a text opens with their words says less than of a document."""
BODY, BODY_AT_MOST = 0.16, 5
"""A word of the body says half as much where neither a label nor the opening has named the concept."""
ADDRESS, ADDRESS_OF_LINK, ITEM = 0.3, 0.6, 0.25
"""Where the link itself is the evidence (an account on a social network), its address all but says so."""
STRENGTH = {"strong": 1.0, "exact": 1.0, "weak": 0.5, "two weak": 0.85, "misspelt": 0.8, "reworded": 0.75}
SURE = ("strong", "exact")
OF_LABELS: frozenset[Kind] = frozenset(("strong", "weak", "never"))
OF_OPENINGS: frozenset[Kind] = frozenset(("strong", "never"))
"""Kinds of phrases that say something there."""
CONTAINED = 0.35
"""What is left of a concept whose words are all part of another's longer words in the same field."""
OUTSPOKEN = 0.45
"""What is left of surroundings where the thing's own name speaks of another concept, or against this one."""
LONG, LONG_SCALE = 160, 0.75
"""A label longer than this is a sentence that mentions things; it names them less surely."""

FIELDS = frozenset({*WEIGHTS, "breadcrumb", "address", "body"})

_NUMBER = re.compile(r"(?<![a-z0-9])(?:ข้อ(?:ที่)?)?(o?[1-9][0-9]?)(?![0-9])")
_ITEM_PREFIX = re.compile(r"^(?:o[1-9][0-9]?|[0-9]+[.)]*|ข้อ(?:ที่)?[0-9]+)+[:., -]*")
_LETTER_BY_LETTER = re.compile(r"(?<![a-z])(?:[a-z] ){3,}[a-z](?![a-z])")
_YEAR_SUFFIX = re.compile(r"(?:ประจำ)?(?:ปี(?:งบประมาณ)?)?(?:พศ)?(?:25|20)[0-9]{2}$")


class Because(NamedTuple):
    """A word that spoke for a concept: the field it stood in, the phrase, and what it added (0..1)."""

    field: str
    phrase: str
    weight: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """A concept with a score from 0 to 1. `against` says what spoke against it and in which field."""

    concept: str
    score: float
    because: tuple[Because, ...]
    against: tuple[str, ...] = ()


_Said = tuple[str, str, int, int]
"""How a field speaks for a concept: kind, phrase, mask of the characters used, length of the phrase."""
_Denied = tuple[str, str]
"""A concept, and the phrase that speaks against it."""
LABELS = 10_000
"""Labels whose meaning is kept: the same ones stand under many headings, on many pages and in every year."""


@dataclass(slots=True)
class _Case:
    because: list[Because] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    named: bool = False
    denied: bool = False
    longest: int = 0

    def add(self, where: str, phrase: str, weight: float) -> None:
        self.because.append(Because(where, phrase, round(weight, 3)))

    def score(self) -> float:
        rest = 1.0
        for because in self.because:
            rest *= 1.0 - because.weight
        return round(min(1.0 - rest + min(self.longest, 60) / 60 * 0.004, 0.995), 3) if self.because else 0.0


class Recogniser:
    """Built once from all concepts and word tables; `recognise` may then be called for every label, page and file."""

    def __init__(self, concepts: Mapping[str, Concept], words: Iterable[Words] = ()) -> None:
        self._reword = Rewording(words)
        self._lexicon = Lexicon(concepts)
        self._speller = Speller(self._lexicon.patterns)
        self._documents = frozenset(name for name, c in concepts.items() if c.evidence == "document")
        self._read_label = lru_cache(maxsize=LABELS)(self._said_in_label)
        self._exact: dict[str, list[str]] = {}
        self._address: list[tuple[re.Pattern[str], str, str, float]] = []
        for name, concept in concepts.items():
            for label in concept.look.exact:
                self._exact.setdefault(thai.normalise(label), []).append(name)
            for fragment in concept.look.address:
                weight = ADDRESS_OF_LINK if concept.evidence == "link" else ADDRESS
                self._address.append((_fragment(fragment), fragment, name, weight))

    def recognise(
        self, fields: Mapping[str, str], item_numbers: Mapping[str, str] | None = None
    ) -> tuple[Recognition, ...]:
        """Concepts that the fields speak of, best first; empty when none reaches THRESHOLD.

        Fields: link_text, title, heading, context (or breadcrumb), file_name, address, body. `item_numbers` maps
        "o18" or "18" to a concept and is given only where the fiscal year is known: numbers mean nothing else.
        Raises ValueError for a field with another name.
        """
        return tuple(r for r in self.weigh(fields, item_numbers) if r.score >= THRESHOLD)

    def weigh(self, fields: Mapping[str, str], item_numbers: Mapping[str, str] | None = None) -> list[Recognition]:
        """Like `recognise`, with what stayed below the threshold."""
        if unknown := set(fields) - FIELDS:
            raise ValueError(f"unknown field: {', '.join(sorted(unknown))}")
        cases: dict[str, _Case] = defaultdict(_Case)
        for name, text in _labels(fields):
            self._label(name, text, cases)
        if body := fields.get("body"):
            self._body(thai.normalise(body), cases)
        self._support(fields, item_numbers or {}, cases)
        _listen(cases)
        found = [Recognition(c, case.score(), tuple(case.because), tuple(case.against)) for c, case in cases.items()]
        return sorted(found, key=lambda r: (-r.score, r.concept))

    def explain(self, text: str) -> dict[str, list[dict[str, object]]]:
        """For `oit rules explain`: what is recognised, and under `rejected` what spoke but too weakly.

        One line is read as a label; of more lines the first is the title and all are the body.
        """
        lines = [line for line in text.splitlines() if line.strip()]
        fields = {"link_text": lines[0]} if len(lines) == 1 else {"title": lines[0], "body": text} if lines else {}
        weighed = self.weigh(fields)
        return {
            "concepts": [_plain(r) for r in weighed if r.score >= THRESHOLD],
            "rejected": [_plain(r) for r in weighed if r.score < THRESHOLD][:5],
        }

    def _label(self, name: str, text: str, cases: dict[str, _Case]) -> None:
        said, denied = self._read_label(text)
        _deny(name, denied, cases)
        scale = WEIGHTS[name] * (LONG_SCALE if len(text) > LONG else 1.0)
        for concept, (kind, phrase, mask, length) in said.items():
            case = cases[concept]
            weight = scale * STRENGTH[kind]
            if kind != "exact" and (over := _container(concept, mask, said)):
                case.against.append(f"{name}: {over}")
                weight *= CONTAINED
            elif name in NAMES and kind != "weak":
                case.named = True
            case.longest = max(case.longest, length)
            case.add(name, phrase, weight)

    def _said_in_label(self, text: str) -> tuple[Mapping[str, _Said], tuple[_Denied, ...]]:
        """What a label speaks for, by concept, and what it speaks against; `text` is normalised. Where the handbook's
        words for its everyday ones name a concept, what it says in those counts, and less than if it had said so."""
        said, against = self._said_as_written(text)
        sure = {concept for concept, (kind, *_) in said.items() if kind in SURE}
        if (other := self._reword(text, names_file=not sure)) == text:
            return said, against
        again, denies = self._said_as_written(other)
        if not any(kind in SURE for kind, *_ in again.values()):
            return said, against
        return {c: _reworded(one) if c not in sure else one for c, one in again.items()}, denies

    def _said_as_written(self, text: str) -> tuple[dict[str, _Said], tuple[_Denied, ...]]:
        places = self._lexicon.places(text)
        found = self._lexicon.find(text, places, OF_LABELS)
        against = _denied(found)
        denied = {concept for concept, _ in against}
        said = _said(f for f in found if f.pattern.concept not in denied and f.pattern.kind in ("strong", "weak"))
        everything = (1 << len(text)) - 1
        said |= {c: ("exact", text, everything, len(text)) for c in self._whole(text) if c not in denied}
        if not any(kind in ("strong", "exact") for kind, *_ in said.values()):
            for concept, phrase in self._speller.nearest(text, places.keys()):
                if concept not in denied:
                    said[concept] = ("misspelt", phrase, everything, len(phrase))
        return said, against

    def _whole(self, text: str) -> Iterable[str]:
        bare = _YEAR_SUFFIX.sub("", _ITEM_PREFIX.sub("", text)).strip(" :-.,")
        return dict.fromkeys([*self._exact.get(text, ()), *self._exact.get(bare, ())])

    def _opening(self, text: str, cases: dict[str, _Case]) -> Collection[str]:
        """Weighs the first words of a text; gives the concepts that they speak for."""
        start = text[:OPENING_LENGTH]
        found = self._lexicon.find(start, self._lexicon.places(start), OF_OPENINGS)
        against = _denied(f for f in found if f.spans[0][0] < OPENING_DENIES)
        _deny("body", against, cases, final=False)
        denied = {concept for concept, _ in against}
        said = _said(f for f in found if f.pattern.concept not in denied and f.pattern.kind != "never")
        for concept, (_, phrase, mask, length) in said.items():
            case = cases[concept]
            case.longest = max(case.longest, length)
            weight = OPENING if concept in self._documents else OPENING_OF_PAGE
            case.add("opening", phrase, weight * (CONTAINED if _container(concept, mask, said) else 1.0))
        return said.keys()

    def _body(self, text: str, cases: dict[str, _Case]) -> None:
        opening = self._opening(text, cases)
        named = {concept for concept, case in cases.items() if case.because}
        for pattern in self._lexicon.speaking(self._lexicon.places(text), opening, BODY_AT_MOST):
            weight = BODY if pattern.kind == "body" and pattern.concept in named else BODY / 2
            cases[pattern.concept].add("body", pattern.shown, weight)

    def _support(
        self,
        fields: Mapping[str, str],
        numbers: Mapping[str, str],
        cases: dict[str, _Case],
    ) -> None:
        if address := fields.get("address"):
            plain, seen = unquote(address).lower(), set()
            for pattern, fragment, concept, weight in self._address:
                if concept not in seen and pattern.search(plain):
                    seen.add(concept)
                    cases[concept].add("address", fragment, weight)
        if numbers:
            text = thai.normalise(" ".join(fields.get(name, "") for name in (*NAMES, "file_name")))
            for number in dict.fromkeys(_NUMBER.findall(text)):
                if meant := numbers.get(number) or numbers.get("o" + number):
                    cases[meant].add("item", number, ITEM)


def _labels(fields: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The fields that name things, as phrases are looked for in them. A link called by its file's name says it once."""
    said: list[str] = []
    for name in WEIGHTS:
        text = fields.get(name) or (fields.get("breadcrumb", "") if name == "context" else "")
        plain = _close_up(thai.normalise(text)) if text else ""
        if plain and not (name == "file_name" and any(plain in other for other in said)):
            yield name, plain
        said.append(plain)


def _said(found: Iterable[Found]) -> dict[str, _Said]:
    strong: dict[str, list[Found]] = {}
    weak: dict[str, list[Found]] = {}
    for one in found:
        (strong if one.pattern.kind == "strong" else weak).setdefault(one.pattern.concept, []).append(one)
    said: dict[str, _Said] = {}
    for concept, ones in {**weak, **strong}.items():
        kind = "strong" if concept in strong else "two weak" if len(_distinct(ones)) > 1 else "weak"
        best = max(ones, key=lambda f: f.pattern.length)
        shown = best.pattern.shown if kind != "two weak" else " + ".join(f.pattern.shown for f in ones[:2])
        said[concept] = (kind, shown, _mask(ones), best.pattern.length)
    return said


def _reworded(said: _Said) -> _Said:
    kind, phrase, mask, length = said
    return ("reworded" if kind in SURE else kind), phrase, mask, length


def _distinct(ones: list[Found]) -> list[Found]:
    """Weak words that do not stand inside one another: a word and its own beginning are one word."""
    kept: list[Found] = []
    for one in sorted(ones, key=lambda f: -f.pattern.length):
        if not any(_mask([one]) & _mask([other]) for other in kept):
            kept.append(one)
    return kept


def _mask(ones: Iterable[Found]) -> int:
    mask = 0
    for one in ones:
        for start, end in one.spans:
            mask |= (1 << end) - (1 << start)
    return mask


def _container(concept: str, mask: int, said: Mapping[str, _Said]) -> str:
    """Another concept's phrase that holds all of this one's characters and more; "" if there is none."""
    for other, (kind, phrase, wider, _) in said.items():
        if other != concept and kind in ("strong", "exact", "reworded") and mask != wider and mask & wider == mask:
            return f"{other}: {phrase}"
    return ""


def _denied(found: Iterable[Found]) -> tuple[_Denied, ...]:
    return tuple((one.pattern.concept, one.pattern.shown) for one in found if one.pattern.kind == "never")


def _deny(name: str, denied: Iterable[_Denied], cases: dict[str, _Case], *, final: bool = True) -> None:
    for concept, shown in denied:
        case = cases[concept]
        case.against.append(f"{name}: {shown}")
        case.denied |= final and name in ("link_text", "title")


def _listen(cases: dict[str, _Case]) -> None:
    """Surroundings say less where the thing's own name says something else, or speaks against the concept."""
    outspoken = any(case.named for case in cases.values())
    for case in cases.values():
        if case.denied or (outspoken and not case.named):
            case.because = [
                Because(b.field, b.phrase, round(b.weight * OUTSPOKEN, 3)) if b.field in SURROUNDINGS else b
                for b in case.because
            ]


def _close_up(text: str) -> str:
    """Latin words set letter by letter, as in "N o G i f t"; Thai ones are closed up by the normaliser."""
    return _LETTER_BY_LETTER.sub(lambda m: m[0].replace(" ", ""), text)


def _fragment(fragment: str) -> re.Pattern[str]:
    edge = r"(?<![a-z0-9])", r"(?![a-z0-9])"
    word = re.escape(fragment.lower())
    return re.compile(edge[0] + word + edge[1] if len(fragment) < 7 and fragment.isalnum() else word)


def _plain(recognition: Recognition) -> dict[str, object]:
    because = [{"field": b.field, "phrase": b.phrase, "weight": b.weight} for b in recognition.because]
    return {
        "concept": recognition.concept,
        "score": recognition.score,
        "because": because,
        "against": list(recognition.against),
    }

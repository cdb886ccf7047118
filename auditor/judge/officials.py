"""Matchers of people: who is shown with what, who signs, and whether the signer holds the office."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import thai
from auditor.judge import people
from auditor.judge.answers import ABSENT, Answer, Exhibits, Scene
from auditor.judge.exhibits import NAMED, Exhibit, score_in
from auditor.judge.phrases import Hit, find_any
from auditor.rules.schema import Match

UNSEEN = 2
"""People without a picture from which that is no accident."""


def _pictures_of(exhibit: Exhibit) -> int:
    """Pictures of its own, and those that the extractor counts in tables."""
    document = exhibit.source.document
    told = sum(b.kind == "image" for b in document.blocks) if document else 0
    in_tables = document.images - told if document and any(b.kind == "row" for b in exhibit.blocks) else 0
    return sum(b.kind == "image" for b in exhibit.blocks) + max(0, in_tables)


def _own_text(exhibit: Exhibit) -> str:
    return "\n".join(b.text for b in exhibit.blocks) if exhibit.blocks else exhibit.text


def seek_persons(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    wanted = match.person
    assert wanted is not None
    persons = contacts = 0
    pictured = any(map(_pictures_of, bundle))
    found: Hit | None = None
    for exhibit in bundle:
        own = _own_text(exhibit)
        names = people.NAME.findall(own)
        persons, contacts = persons + len(set(names)), contacts + len(people.REACHED.findall(own))
        shown = {
            "name": len(names) >= wanted.at_least,
            "position": len(people.POSITION.findall(own)) >= wanted.at_least,
            "photo": pictured,
            "contact": bool(people.CONTACT.search(own)),
        }
        if found is None and all(shown[need] for need in wanted.needs):
            found = Hit(exhibit, quote=names[0])
    if found is None:
        return ABSENT if persons >= wanted.at_least else Answer("ask", tuple(Hit(e) for e in bundle[:1]))
    # One number may stand for a whole office, or some may have been left out.
    few = "contact" in wanted.needs and contacts < persons
    return Answer("ask" if few or ("photo" in wanted.needs and _some_unseen(bundle)) else "found", (found,))


def _some_unseen(bundle: Exhibits) -> bool:
    """Whether people stand on a page without a picture, and on none that has one."""
    shown: dict[bool, set[str]] = {True: set(), False: set()}
    for exhibit in bundle:
        if exhibit.kind == "page":
            shown[_pictures_of(exhibit) > 0].update(people.NAME.findall(_own_text(exhibit)))
    return len(shown[False] - shown[True]) >= UNSEEN


def seek_signer(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    """By a name and office at the foot of a page that was printed and scanned; of any other, a person sees to it."""
    titles = match.signed or []
    for exhibit in bundle:
        document = exhibit.source.document
        for page in document.pages if document else ():
            if page.source == "ocr" and (name := people.signer(page.text, titles)):
                return Answer("found", (Hit(exhibit, thai.normalise(name)),))
    return _ask_about(titles, bundle)


def seek_holder(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    """By the site's own list of its people: who speaks in the office there is the one who holds it."""
    wanted = match.in_office
    assert wanted is not None
    named = [(e, name) for e in bundle if (name := people.declarant(e.text, wanted.titles))]
    for shown in scene.everything if named else ():
        if shown.source.url == scene.home or score_in(shown.names, wanted.shown_on) >= NAMED:
            holders = people.holders(shown.text, wanted.titles)
            for exhibit, name in named:
                if any(people.is_same(name, holder) for holder in holders):
                    return Answer("found", (Hit(exhibit, thai.normalise(name)), Hit(shown, thai.normalise(name))))
    return _ask_about(wanted.titles, bundle)


def _ask_about(titles: Sequence[str], bundle: Exhibits) -> Answer:
    hit = find_any(titles, bundle)
    return Answer("ask", (hit,)) if hit else ABSENT

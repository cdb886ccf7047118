"""Matchers of people: who is shown with what, who signs, and whether the signer holds the office."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import thai
from auditor.judge import people
from auditor.judge.answers import ABSENT, Answer, Exhibits, Scene
from auditor.judge.exhibits import NAMED, Exhibit, score_in
from auditor.judge.phrases import Hit, find_any
from auditor.rules.schema import Match


def _pictures_in_tables(exhibit: Exhibit) -> bool:
    """Pictures that stand in table cells are counted by the extractor, and are no blocks of their own."""
    document = exhibit.source.document
    tables = any(b.kind == "row" for b in exhibit.blocks)
    return tables and document is not None and document.images > sum(b.kind == "image" for b in document.blocks)


def seek_persons(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    wanted = match.person
    assert wanted is not None
    images = any(b.kind == "image" for e in bundle for b in e.blocks) or any(_pictures_in_tables(e) for e in bundle)
    persons = contacts = 0
    found: Hit | None = None
    for exhibit in bundle:
        own = "\n".join(b.text for b in exhibit.blocks) if exhibit.blocks else exhibit.text
        names = people.NAME.findall(own)
        persons, contacts = persons + len(set(names)), contacts + len(people.REACHED.findall(own))
        shown = {
            "name": len(names) >= wanted.at_least,
            "position": len(people.POSITION.findall(own)) >= wanted.at_least,
            "photo": images,
            "contact": bool(people.CONTACT.search(own)),
        }
        if found is None and all(shown[need] for need in wanted.needs):
            found = Hit(exhibit, quote=names[0])
    if found is None:
        return ABSENT if persons >= wanted.at_least else Answer("ask", tuple(Hit(e) for e in bundle[:1]))
    # One number may stand for a whole office, or some may have been left out.
    few = "contact" in wanted.needs and contacts < persons
    return Answer("ask" if few else "found", (found,))


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

"""Matchers of what people use rather than read: links, forms, QR codes, boards, maps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from auditor import thai
from auditor.document import Form
from auditor.judge.answers import ABSENT, Answer, Exhibits, Scene
from auditor.judge.exhibits import Exhibit
from auditor.judge.hosts import MAPS, WAY_TO_IT, leads_to
from auditor.judge.phrases import Hit, find_any, says
from auditor.judge.weight import EMPTY_WORDS
from auditor.rules.schema import Match

CAPTION = 60
"""Characters of a line that may be what a picture is called."""


def seek_link(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    wanted = match.link_to
    assert wanted is not None
    hit = _leading_to(bundle, wanted.hosts, wanted.own_page)
    return Answer("found", (hit,)) if hit else ABSENT


def _leading_to(bundle: Iterable[Exhibit], hosts: Iterable[str], own_page: bool = True) -> Hit | None:
    """The first address of the bundle, or link in it, that leads to one of the hosts."""
    wanted = tuple(hosts)
    for exhibit in bundle:
        for url in (exhibit.source.url, *(a.target for b in exhibit.blocks for a in b.links)):
            if leads_to(url, wanted, own_page):
                return Hit(exhibit, quote=url)
    return None


def seek_form(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    wanted = match.form
    assert wanted is not None
    login: Hit | None = None
    for exhibit in bundle:
        for form in (b.form for b in exhibit.blocks if b.form):
            if form.asks_login:
                login = Hit(exhibit, quote=", ".join(form.fields)[:160])
            elif len(form.fields) >= wanted.fields_at_least and form.has_submit:
                return Answer(
                    "found",
                    (Hit(exhibit, quote=", ".join(form.fields)[:160]),),
                    {"fields": form.fields},
                )
    leading = _leading_to(bundle, wanted.hosts)
    if leading and _is_closed(leading.quote, scene):
        login = leading
    elif leading:
        return Answer("found", (leading,))
    words = find_any(wanted.words, bundle)
    if login or words:
        return Answer("ask", tuple(h for h in (login, words) if h))
    return ABSENT


def _is_closed(url: str, scene: Scene) -> bool:
    """Whether the form at an address was looked at and asks who is there first."""
    at = (e for e in scene.everything if url in (e.source.url, e.source.final_url))
    forms = [b.form for e in at for b in e.blocks if b.form]
    return bool(forms) and all(form.asks_login for form in forms)


def seek_qr(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    hosts = match.qr or []
    for exhibit in (*bundle, *scene.everything):
        document = exhibit.source.document
        codes = document.qr_codes if document else ()
        for url in (
            exhibit.source.url,
            *codes,
            *(a.target for b in exhibit.blocks for a in b.links),
        ):
            if leads_to(url, hosts):
                return Answer("found", (Hit(exhibit, quote=url),))
    pictures = [b.text for e in (*bundle, *scene.everything) for b in e.blocks if b.kind == "image"]
    pictures += [e.heading for e in scene.everything if e.kind == "file" and e.content == "unread"]
    return Answer("ask") if any(re.search(r"(?i)eit|qr", text) for text in pictures) else ABSENT


def seek_apart(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    """By what a channel calls itself: how others call the way to it (a hub by the handbook's words) says nothing."""
    wanted = match.apart
    assert wanted is not None
    named = next((e for e in bundle if says(wanted.of, e.heading)), None)
    if named is not None:
        return Answer("found", (Hit(named, quote=named.heading[:160]),))
    if said := find_any(wanted.says, bundle):
        return Answer("found", (said,))
    hit = find_any(wanted.of, bundle)
    if hit is None:
        return ABSENT
    return Answer("ask" if find_any(wanted.others, bundle) else "found", (hit,))


def _asks_something(form: Form) -> bool:
    """More than a search box, and open to everybody."""
    return len(form.fields) >= 2 and form.has_submit and not form.asks_login


CHATS = ("line.me", "lin.ee", "m.me", "messenger.com")


def seek_two_way(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    hit = find_any(match.two_way or (), bundle)
    for exhibit in bundle:
        if any(b.form and _asks_something(b.form) for b in exhibit.blocks):
            return Answer("found", (Hit(exhibit, quote=exhibit.heading),))
    if chat := _leading_to(bundle, CHATS):
        return Answer("found", (chat,))
    return Answer("ask", (hit,)) if hit else ABSENT


def _captioned_map(exhibit: Exhibit) -> str:
    """What stands right above or below a picture and calls it a map; "" where nothing does."""
    for above, below in pairwise(exhibit.blocks):
        for picture, caption in ((above, below), (below, above)):
            words = caption.text.strip()
            if picture.kind == "image" and caption.kind != "image" and len(words) <= CAPTION and _is_way(words):
                return words
    return ""


def _is_way(words: str) -> bool:
    named = WAY_TO_IT.match(thai.normalise(words).removeprefix("ภาพ"))
    return named is not None and not EMPTY_WORDS.search(words)


def seek_map(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    for exhibit in bundle:
        for block in exhibit.blocks:
            for anchor in block.links:
                if MAPS.search(anchor.target):
                    return Answer("found", (Hit(exhibit, quote=anchor.target[:160]),))
            if block.kind == "image" and WAY_TO_IT.search(thai.normalise(block.text)):
                return Answer("found", (Hit(exhibit, quote=block.text[:160]),))
        if caption := _captioned_map(exhibit):
            return Answer("found", (Hit(exhibit, quote=caption),))
    hit = find_any(["แผนที่", "ที่ตั้งสำนักงาน", "google map"], bundle)
    return Answer("ask", (hit,)) if hit else ABSENT

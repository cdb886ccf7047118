"""Scans that nothing names: only their own title page knows what they are, and unread they may be anything."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from urllib.parse import unquote

from auditor import thai
from auditor.document import Source
from auditor.judge.absence import FAINT
from auditor.judge.exhibits import Exhibit, Name
from auditor.site import GENERIC, is_generic

MOST = 60
"""Such scans that are opened while something is missing that one of them may be."""
SCANS = ("application/pdf", "image/tiff")
"""Types that scanners write; a photograph without a name is of a celebration, unless it looks like paper."""
THAI = re.compile(r"[ก-ฮ]{2}")
NUMBERED = re.compile(r"ข้อ|หน้า|แผ่น|สแกน")


def to_open(exhibits: Sequence[Exhibit], channels: Collection[str]) -> list[str]:
    """sha256 of scans named for no concept, of which no page was read: those with no name at all first. `channels` are
    concepts such as news: what stands there is named by its own words only."""
    known = [e for e in exhibits if is_unopened(e.source) and _is_unnamed(e, channels)]
    known.sort(key=lambda e: (not says_nothing(e.source), e.source.media_type not in SCANS))
    return list(dict.fromkeys(e.source.sha256 for e in known))[:MOST]


def _is_unnamed(exhibit: Exhibit, channels: Collection[str]) -> bool:
    """What the page that it stands on is called is the name of all that stands there, and not its own."""
    named = {concept: name for concept, name in exhibit.names.items() if name.score >= FAINT}
    by_place = all(_is_of_place(name) or concept in channels for concept, name in named.items())
    return not named or (by_place and says_nothing(exhibit.source, around=False))


def _is_of_place(name: Name) -> bool:
    """Taken from what it stands on or under: "ไฟล์แนบ 1" in a folder of that name."""
    return name.inherited or (name.label is not None and is_generic(name.label.text))


def is_unopened(source: Source) -> bool:
    """A scanned document, and nobody has tried to read a page of it."""
    document = source.document
    if document is None or not (document.media_type in SCANS or document.paper) or not document.pages:
        return False
    return len(document.unread) == len(document.pages)


def says_nothing(source: Source, *, around: bool = True) -> bool:
    """Neither its links nor (`around`) what they stand under nor its file name say anything in Thai: scan0001.pdf."""
    name = unquote(source.final_url or source.url).rsplit("/", 1)[-1]
    said = (f"{label.text} {label.context}" if around else label.text for label in source.labels)
    return not any(map(_tells, (name, *said)))


def _tells(text: str) -> bool:
    return bool(THAI.search(NUMBERED.sub("", GENERIC.sub("", thai.normalise(text)))))

"""Exhibits: the things a verdict may rest on, each with what names it, what stands in it and what year it is of.

A menu entry is not an exhibit; the page behind it is, and so is each file under that page's heading. A file named
only "ดาวน์โหลด" takes its name from the heading it stands under.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from auditor import period
from auditor.document import Block, Label, Source
from auditor.judge.saying import Saying
from auditor.judge.weight import Content

NAMED = 0.5
"""Recognition score from which an address counts as named for a concept."""
UNREAD_DIGIT = "\ufffd"
"""What the scan reader writes for a digit that it is not sure of."""
CLEAN = 0.9
"""Confidence of a page's text from which a word that is not there was not printed either."""
BY_TEXT = ("body",)
"""Why something is named that nothing but its own text names."""
TOLD = 0.7
"""Score of a text from which it tells what it is without a label, or against it."""
BY_TITLE = ("title",)
"""Why something is named that its own title names, and no label."""


@dataclass(frozen=True, slots=True)
class Name:
    """Why an exhibit is held to be of a concept."""

    score: float
    label: Label | None
    because: tuple[str, ...] = ()
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Exhibit:
    source: Source
    kind: Literal["file", "page", "section", "link"]
    heading: str
    names: Mapping[str, Name]
    parents: tuple[str, ...]
    content: Content
    saying: Saying
    blocks: tuple[Block, ...]
    dated: period.Time | None = None
    """The time of the place it stands on, where its own words say none."""

    @property
    def text(self) -> str:
        return self.saying.text

    @property
    def norm(self) -> str:
        """The text as phrases are looked for in it."""
        return self.saying.norm

    @property
    def speaks(self) -> Mapping[str, float]:
        """What the text itself speaks of, by concept."""
        return self.saying.speaks

    @property
    def time(self) -> period.Time:
        said = self.dated or self.saying.time
        settles = self.kind == "file" and said.own is not None and len(said.years) > 1 and self.fully_read
        return period.by_own_words(said, self.norm) if settles else said

    @property
    def readable(self) -> bool:
        return self.content in ("text", "list", "form")

    @property
    def year_is_doubtful(self) -> bool:
        """Nothing but a scan says the year, and in the scan some number could not be read for certain."""
        document = self.source.document
        said = all(x.startswith("first_page") for x in self.time.because)
        pages = document.pages if document else ()
        return said and any(p.source == "ocr" and UNREAD_DIGIT in p.text for p in pages)

    @property
    def is_text(self) -> bool:
        """Read whole, and nothing of it from a picture."""
        document = self.source.document
        return self.fully_read and document is not None and all(p.source == "digital" for p in document.pages)

    @property
    def fully_read(self) -> bool:
        document = self.source.document
        return bool(
            document
            and document.problem is None
            and len(document.pages) >= document.page_count
            and all(p.source != "none" and p.confidence >= CLEAN for p in document.pages)
        )


def score_in(names: Mapping[str, Name], concept: str) -> float:
    return names[concept].score if concept in names else 0.0


Names = Mapping[str, Mapping[str, Name]]
"""Address -> concept -> why; also of addresses that were never read."""

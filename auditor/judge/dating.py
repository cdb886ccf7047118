"""What year an exhibit is of: by its own words and labels, else by the place it stands on."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor import period
from auditor.document import Label, Source

OF_PLACE = 0.9
"""What is left of a page's certainty for a file that stands on it."""
ASSESSMENT = re.compile(r"(?<![a-z])(?:ita|oit)(?![a-z])|การเปิดเผยข้อมูลสาธารณะ|ประเมินคุณธรรมและความโปร่งใส", re.IGNORECASE)
"""Above these words stands the year for which documents are handed in, which reports are one year older than."""


def time_of(source: Source, heading: str, *, labels: bool = True, **fields: str) -> period.Time:
    """The time that a source speaks of. `fields` are further ones of auditor.period.read."""
    label = next((x for x in source.labels if x.text), None) if labels else None
    said = _said(label) if label else {}
    said |= {"heading": heading} if heading != said.get("link_text") else {}
    return period.read({"address": source.url, **said, **fields})


def _said(label: Label) -> dict[str, str]:
    if ASSESSMENT.search(label.context):
        return {"link_text": label.text, "publication_date": f"{label.around} {label.context}"}
    return {"link_text": label.text, "context": label.context, "publication_date": label.around}


def time_of_place(heading: str, title: str, *, is_hub: bool) -> period.Time:
    """The time of what stands on a page and says none; the year of a hub says no more than a day of posting."""
    time = period.read({"heading": heading, "title": title})
    because = (*time.because, "the page it stands on")
    basis = "publication" if is_hub else time.basis
    return replace(time, certainty=time.certainty * OF_PLACE, because=because, basis=basis)

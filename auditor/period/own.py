"""A document's own year against the year of its label: last year's report is often put up again under a new title."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.period.reading import CONTESTED, Time


def by_own_words(time: Time, text: str) -> Time:
    """The time without the years that labels say and the whole document never does, where its first page surely says
    another. `text` is all of it, in normal form; with one digit unread in it, nothing is taken away."""
    strange = {year for year in time.years if year != time.own and not _stands(year, text)} if time.own else set()
    if not strange or "\ufffd" in text:
        return time
    settled = replace(time, years=time.years - strange, certainty=max(time.certainty, CONTESTED))
    if time.fiscal_year not in strange:
        return settled
    return replace(settled, fiscal_year=time.own, contested=False, because=(f"first_page: {time.own}", *time.because))


def _stands(year: int, text: str) -> bool:
    """Whether a year stands in a text, in full or in short, in the Buddhist era or the common one."""
    return re.search(rf"(?<!\d)(?:25)?{year % 100:02}(?!\d)|{year - 543}", text) is not None

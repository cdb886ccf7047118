"""Which fiscal year and which part of it a text, a file name, a link or an address speaks of. Pure; no clock."""

from __future__ import annotations

from auditor.period.calendar import Kind, Month, bounds, fiscal_months, fiscal_year_of, months_of, thai_date
from auditor.period.fit import Fit, fits, is_in_parts, together
from auditor.period.mention import Mention, mentions
from auditor.period.own import by_own_words
from auditor.period.reading import Period, Time, read

__all__ = [
    "Fit", "Kind", "Mention", "Month", "Period", "Time", "bounds", "by_own_words", "fiscal_months", "fiscal_year_of",
    "fits", "is_in_parts", "mentions", "months_of", "read", "thai_date", "together",
]  # fmt: skip

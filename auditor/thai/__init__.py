"""Thai text: one canonical form for matching, spans and quotes of the original, gentle repair for showing."""

from __future__ import annotations

from auditor.thai.normal import arabic_digits, normalise, thai_digits
from auditor.thai.repair import repair
from auditor.thai.span import find_span, is_boundary, quote, thai_share
from auditor.thai.words import words

__all__ = [
    "arabic_digits", "find_span", "is_boundary", "normalise", "quote", "repair", "thai_digits", "thai_share", "words",
]  # fmt: skip

"""Thai text: one canonical form for matching, spans and quotes of the original, gentle repair for showing."""

from __future__ import annotations

from auditor.thai.normal import normalise
from auditor.thai.span import find_span, is_boundary, quote, thai_share, words

__all__ = ["find_span", "is_boundary", "normalise", "quote", "thai_share", "words"]

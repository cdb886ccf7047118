"""Reads Thai and Arabic digits in cut-outs of scanned lines: Debian's OCR models lack ๔ ๖ ๗ ๘ ๙."""

from __future__ import annotations

from auditor.digits.reader import Reading, Symbol, read_strips

__all__ = ["Reading", "Symbol", "read_strips"]

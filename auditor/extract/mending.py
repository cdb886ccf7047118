"""Repair of text that came out of a file: Thai first, by auditor.thai."""

from __future__ import annotations

from auditor import thai


def mend(text: str) -> str:
    repair = getattr(thai, "repair", None)
    return repair(text) if repair else text

"""How often each rule is right, as measured by `make eval` and shipped with the rules: concept -> figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files

from auditor.result import Accuracy

FEW = 10
"""Fewer labels than this say nothing about one concept; it takes the pooled figure."""


def pooled() -> Accuracy | None:
    """The figure of all concepts together; None where none is shipped."""
    return measured()("")


def measured() -> Callable[[str], Accuracy | None]:
    """A lookup of the shipped figures; None for all where none are shipped."""
    path = files("rules") / "accuracy.json"
    if not path.is_file():
        return lambda concept: None
    table = json.loads(path.read_text("utf-8"))
    pooled = table["pooled"]

    def lookup(concept: str) -> Accuracy | None:
        row = table["concepts"].get(concept)
        used = row if row and row["n"] >= FEW else pooled
        on = table["measured_on"] if used is row else table["measured_on"] + " (รวมทุกเรื่อง)"
        return Accuracy(
            precision=used["precision"],
            recall=used["recall"],
            n=used["n"],
            measured_on=on,
        )

    return lookup

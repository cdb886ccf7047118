"""Which concepts labels, addresses and texts speak of, and which words say so. Pure: values in, values out."""

from auditor.classify.hints import address_hints, hints
from auditor.classify.recogniser import THRESHOLD, Because, Recogniser, Recognition

__all__ = [
    "THRESHOLD",
    "Because",
    "Recogniser",
    "Recognition",
    "address_hints",
    "hints",
]

"""What was labelled on a line against what was read of it: digits and years right, wrong, left open, not seen."""

from __future__ import annotations

import re

import pytest

from auditor.digits.alphabet import ARABIC, THAI
from auditor.extract.numerals import DOUBTFUL as D
from bench.numerals import labels, score_line

CASES = [
    ("๑ ๒๕๖๗", "ข้อ ๑ พ.ศ. ๒๕๖๗", {"digits right": 5, "years right": 1}),
    ("๒๕๖๗", f"พ.ศ. {D * 4}", {"digits open": 4, "years open": 1}),
    ("๒๕๖๗", "พ.ศ. ๒๕๖๑", {"digits right": 3, "digits wrong": 1, "years wrong": 1}),
    ("๓๑ ๒๕๖๗", "พ.ศ. ๒๕๖๗", {"digits right": 4, "digits lost": 2, "years right": 1}),
    ("๒๕๖๗ ๒๕๖๘", "", {"digits lost": 8, "years lost": 2}),
    ("* ๒๕๖๗", "๑๔๓ ๒๕๖๗", {"digits right": 4, "years right": 1}),
    ("๓.๑ 2567", "๓.๑ 2561", {"digits right": 2}),
]


@pytest.mark.parametrize(("wanted", "got", "counts"), CASES)
def test_scores(wanted: str, got: str, counts: dict[str, int]) -> None:
    assert dict(score_line(wanted, got)) == counts


def test_labels_are_bare_digits() -> None:
    """No names, no telephone or identity numbers."""
    rows = [row for kind in ("scan", "drawn") for page in labels(kind).values() for row in page]
    assert len(rows) > 100 and all(0 < middle < 1 for middle, _ in rows)
    assert not [said for _, said in rows if re.search(f"[^{THAI}{ARABIC}*/.,\\s]|[{THAI}{ARABIC}]{{7}}", said)]

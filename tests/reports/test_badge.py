"""The badge: small, inert, and says what it is not."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from reports.badge import to_svg
from tests.reports import sample as s
from tests.reports.golden import check


@pytest.mark.parametrize("made", [s.sample, s.not_due, s.unverified, s.draft, s.blocked, s.hostile, s.small])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_state(made, lang):
    svg = to_svg(made(), lang)
    root = ET.fromstring(svg)
    tags = {e.tag.split("}")[1] for e in root.iter()}
    assert tags <= {"svg", "title", "rect", "text", "tspan"}
    assert ("ไม่ใช่ผลของ ป.ป.ช." if lang == "th" else "not the NACC's verdict") in (root.get("aria-label") or "")
    assert len(svg) < 3000


@pytest.mark.parametrize(
    ("made", "says", "bars"),
    [
        (s.sample, "64.62–80.62", 3),
        (s.unverified, "18/26", 0),
        (s.blocked, "ตรวจไม่ได้", 0),
        (s.draft, "ร่าง · เทศบาล", 3),
    ],
)
def test_figure(made, says, bars):
    svg = to_svg(made())
    assert says in svg
    assert svg.count("<rect") == 1 + bars


def test_golden():
    check("badge.svg", to_svg(s.small()))

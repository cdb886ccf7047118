"""The long proof: forty agencies, three nights with planted changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.nightly import Asked, measure


@pytest.mark.prove
def test_forty_agencies_three_nights(tmp_path: Path) -> None:
    asked = Asked()
    first, second, third = measure(tmp_path / "nights", asked)
    assert "43 หน่วยงาน · ตรวจได้ 41 · เข้าไม่ได้ 2 · ล้มเหลว 0" in first["said"]
    assert first["done_before_kills"] >= 2 and (first["done_twice"], first["outlived"]) == ([], 0)
    assert first["changes"] == []
    assert [change.split()[:2] for change in second["changes"]] == [["O16", "passed>failed"]]
    assert [change.split()[:2] for change in third["changes"]] == [["O16", "failed>passed"]]
    assert second["bytes"] <= 0.15 * first["bytes"]
    assert second["cpu"] <= 0.15 * first["cpu"]
    assert second["requests"] < first["requests"]
    assert second["reused"] >= 39
    for night in (first, second, third):
        # Arrival is not departure: on a busy machine single requests reach their server late.
        assert night["p1_pause"] > 0.5 * asked.delay
        assert night["shared_median_pause"] > 0.9 * asked.delay

"""The long proof: forty agencies, three nights with planted changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.nightly import measure


@pytest.mark.prove
def test_forty_agencies_three_nights(tmp_path: Path) -> None:
    first, second, third = measure(tmp_path / "nights", 40, 30, 300, 0.0, 4)
    assert "43 หน่วยงาน · ตรวจได้ 41 · เข้าไม่ได้ 2 · ล้มเหลว 0" in first["said"]
    assert first["changes"] == []
    assert [change.split()[:2] for change in second["changes"]] == [["O16", "passed>failed"]]
    assert [change.split()[:2] for change in third["changes"]] == [["O16", "failed>passed"]]
    assert second["bytes"] <= 0.15 * first["bytes"]
    assert second["requests"] < first["requests"]
    assert second["reused"] >= 39

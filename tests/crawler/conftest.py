"""Every crawl of these tests runs without delay and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_DELAY", "0")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "evidence"

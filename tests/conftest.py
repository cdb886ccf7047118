"""What all tests share: no delay towards loopback, a cache of their own, Thailand's calendar from arguments only."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_DELAY", "0")
    monkeypatch.setenv("OIT_CACHE", str(_cache(tmp_path_factory)))


def _cache(factory: pytest.TempPathFactory) -> Path:
    """One cache for the whole run: extracting a document twice would only cost time."""
    path = factory.getbasetemp() / "oit-cache"
    path.mkdir(exist_ok=True)
    return path

"""What all tests share: no delay towards loopback, a cache of their own, Thailand's calendar from arguments only."""

from __future__ import annotations

from pathlib import Path

import pytest

LONGEST = (
    "tests/test_agencies.py",
    "fleet/test_night.py",
    "test_resume.py",
    "fleet/test_outage.py",
    "test_fidelity.py",
)
"""Files begun first, so that no machine with two cores ends with one of them waiting for the other."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    path = item.path.as_posix()
    return next((turn for turn, name in enumerate(LONGEST) if path.endswith(name)), len(LONGEST))


@pytest.fixture(autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_DELAY", "0")
    monkeypatch.setenv("OIT_CACHE", str(_cache(tmp_path_factory)))


def _cache(factory: pytest.TempPathFactory) -> Path:
    """One cache for the whole run: extracting a document twice would only cost time."""
    path = factory.getbasetemp() / "oit-cache"
    path.mkdir(exist_ok=True)
    return path

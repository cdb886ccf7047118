"""On a network that fails at random, nothing that is published is said to be missing."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from auditor.result import Result
from tests.hostile.faults import check_all, without_faults

SMALL = ("pa-khiao",)
FEW = (12, 49)
"""Seeds of plans with resets, cuts, errors and a kill, and without slow answers."""

Clean = tuple[dict[str, list[str]], dict[str, Result]]
"""What is asked for, and what is found, where nothing fails."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_DELAY", "0")


def _check(seeds: Iterable[int], clean: Clean) -> None:
    for plan, found, _ in check_all(seeds, *clean):
        assert [str(v) for v in found if v.was == "passed"] == [], plan


@pytest.mark.timeout(600)
def test_two_audits_with_faults() -> None:
    _check(FEW, without_faults(SMALL))


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_two_hundred_audits_with_faults() -> None:
    _check(range(1, 201), without_faults())

"""On a network that fails at random, nothing that is published is said to be missing."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.hostile.faults import Violation, check, check_all, make_plan, without_faults

SMALL = ("pa-khiao",)
FEW = (12, 49)
"""Seeds of plans with resets, cuts, errors and a kill, and without slow answers."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_DELAY", "0")


def _false(found: Iterable[Violation]) -> list[str]:
    return [str(v) for v in found if v.was == "passed"]


@pytest.mark.timeout(600)
def test_two_audits_with_faults() -> None:
    known, clean = without_faults(SMALL)
    for plan in (make_plan(seed, known) for seed in FEW):
        assert _false(check(plan, clean[plan.agency])[0]) == [], plan


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_two_hundred_audits_with_faults() -> None:
    for plan, found, _ in check_all(range(1, 201), *without_faults()):
        assert _false(found) == [], plan

"""On a network that fails at random, nothing that is published is said to be missing."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from auditor.result import Result
from tests.hostile.faults import check, make_plan, without_faults

FEW = (2, 4, 7, 8, 10, 12)
"""Seeds of plans that do not wait for many slow answers."""

Clean = tuple[dict[str, list[str]], dict[str, Result]]


@pytest.fixture(scope="module")
def clean() -> Clean:
    """What is asked for, and what is found, where nothing fails."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OIT_DELAY", "0")
        return without_faults()


def _check(seeds: Iterable[int], clean: Clean) -> None:
    known, results = clean
    for seed in seeds:
        plan = make_plan(seed, known)
        found, _ = check(plan, results[plan.agency])
        assert [str(v) for v in found if v.was == "passed"] == [], plan


@pytest.mark.timeout(300)
def test_six_audits_with_faults(clean: Clean) -> None:
    _check(FEW, clean)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_two_hundred_audits_with_faults(clean: Clean) -> None:
    _check(range(1, 201), clean)

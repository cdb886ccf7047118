"""On a network that fails at random, nothing that is published is said to be missing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from auditor.result import Result
from tests.hostile.faults import AGENCIES, Plan, check, make_plan, run, targets

Clean = tuple[dict[str, list[str]], dict[str, Result]]


@pytest.fixture(scope="module")
def clean() -> Clean:
    """What is asked for, and what is found, where nothing fails."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OIT_DELAY", "0")
        results = {}
        for agency in AGENCIES:
            with tempfile.TemporaryDirectory() as folder:
                results[agency], _ = run(Plan(0, agency), Path(folder))
        return targets(), results


def _check(seeds: range, clean: Clean) -> None:
    known, results = clean
    for seed in seeds:
        plan = make_plan(seed, known)
        found, _ = check(plan, results[plan.agency])
        assert [str(v) for v in found if v.was == "passed"] == [], plan


@pytest.mark.timeout(300)
def test_six_audits_with_faults(clean: Clean) -> None:
    _check(range(7, 13), clean)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_two_hundred_audits_with_faults(clean: Clean) -> None:
    _check(range(1, 201), clean)

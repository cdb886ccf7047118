"""Scores moved by repairs, against sums done by hand and against the sample's own arithmetic."""

from __future__ import annotations

import pytest

from reports.load import ReportError
from reports.whatif import gains, reproduces, standing
from tests.reports.sample import FATES, blocked, build, item, rows, sample, score, unverified


def test_nothing_fixed_is_the_results_own_score():
    result = sample()
    now = standing(result)
    assert (now.low, now.high) == result.score.range
    assert (now.passed, now.possible, now.total) == (29, 35, 43)


@pytest.mark.parametrize("fixed", [["O43"], ["O21"], ["O18", "O12"], ["O31"], list(FATES)])
def test_fixing_gives_what_a_result_without_the_faults_scores(fixed):
    mended = [item(row, None if row.id in fixed else FATES.get(row.id)) for row in rows()]
    expected = score(mended).range or (score(mended).oit,) * 2
    then = standing(sample(), fixed)
    assert then.low == pytest.approx(expected[0], abs=0.02)
    assert then.high == pytest.approx(expected[1], abs=0.02)


def test_a_passed_item_moves_nothing():
    assert standing(sample(), ["O1"]) == standing(sample())


def test_unknown_item():
    with pytest.raises(ReportError, match="O99"):
        standing(sample(), ["O1", "O99"])


def test_gains_by_hand():
    """9.3 has 4 items of 5 sub-indicators of one of two indicators: 100 / 4 / 5 / 2 = 2.5."""
    made = {g.item.id: g.points for g in gains(sample())}
    assert made["O21"] == pytest.approx(2.5)
    assert made["O43"] == pytest.approx(100 / 5 / 2 / 2)
    assert made["O34"] == pytest.approx(100 / 8 / 2 / 2)
    assert made["O18"] == pytest.approx(100 / 8 / 5 / 2)


def test_gains_order_points_then_effort_then_form():
    assert [g.item.id for g in gains(sample())] == ["O43", "O34", "O21", "O29", "O24", "O13", "O12", "O18"]


def test_unverified_year_counts_items_only():
    now = standing(unverified(), ["O12"])
    assert (now.low, now.high) == (None, None)
    assert now.passed == standing(unverified()).passed + 1
    assert all(g.points is None for g in gains(unverified()))


def test_inapplicable_items_leave_the_mean():
    items = [item(row, FATES.get(row.id)) for row in rows()]
    items[0] = items[0].model_copy(update={"outcome": "inapplicable"})
    assert standing(build(items)).total == 42


def test_other_weights_are_not_pretended_to_be_known():
    """A score that equal means do not give (weights, a person's decision) is not recomputed."""
    result = sample()
    moved = result.model_copy(update={"score": result.score.model_copy(update={"range": (10.0, 20.0)})})
    assert not reproduces(moved)
    assert standing(moved, ["O43"]).low is None


def test_one_figure_instead_of_a_range():
    settled = [item(row, FATES["O43"] if row.id == "O1" else None) for row in rows()]
    result = build(settled)
    assert result.score.oit == 99.0
    assert standing(result, ["O1"]).low == 100.0


def test_blocked():
    now = standing(blocked())
    assert (now.low, now.high, now.passed) == (0.0, 100.0, 0)

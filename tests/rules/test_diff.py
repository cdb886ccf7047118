"""What the law changed from year to year, in Thai, by concept."""

from __future__ import annotations

import pytest

from auditor.rules.diff import PERIODS, TITLES, Change, diff, diff_text
from auditor.rules.load import Rules, load


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load()


def changes(rules: Rules, old: int, new: int) -> dict[tuple[str, str], Change]:
    return {(c.kind, c.concept): c for c in diff(rules.years[old], rules.years[new], rules.concepts)}


CHANGES = [
    (2564, 2565, "new", "no_gift_policy_declaration", (), ("O34",)),
    (2564, 2565, "gone", "executive_integrity_pledge", ("O34",), ()),
    (2565, 2566, "new", "privacy_policy", (), ("O10",)),
    (2565, 2566, "renumbered", "e_service", ("O17",), ("O18",)),
    (2565, 2566, "merged", "budget_plan", ("O18",), ("ส่วนหนึ่งของ O11",)),
    (2565, 2566, "apart", "no_gift_culture", ("ส่วนหนึ่งของ O34",), ("O32",)),
    (2566, 2567, "gone", "related_laws", ("O6",), ()),
    (2566, 2567, "period", "hr_policy_plan", None, None),
    (2567, 2568, "period", "complaint_statistics", (PERIODS["first_half"],), (PERIODS["previous_year"],)),
    (2568, 2569, "new", "procurement_monthly_summary", (), ("O11",)),
    (2568, 2569, "gone", "procurement_list", ("O12",), ()),
    (2568, 2569, "renumbered", "complaint_channel", ("O18",), ("O17",)),
    (2568, 2569, "renamed", "contact_info", ("ข้อมูลการติดต่อ",), ("ข้อมูลการติดต่อและช่องทางการสอบถาม",)),
]


@pytest.mark.parametrize(("old", "new", "kind", "concept", "before", "after"), CHANGES)
def test_changes(
    rules: Rules,
    old: int,
    new: int,
    kind: str,
    concept: str,
    before: tuple[str, ...] | None,
    after: tuple[str, ...] | None,
) -> None:
    found = changes(rules, old, new).get((kind, concept))
    if before is None:
        assert found is None
    else:
        assert found is not None
        assert (found.before, found.after) == (before, after)


def test_criteria_are_told_in_thai(rules: Rules) -> None:
    found = changes(rules, 2568, 2569)[("criteria", "complaint_statistics")]
    added = rules.concepts["complaint_statistics"].criteria["not_accepted"].text.th
    assert (found.before, found.after) == ((), (added,))


def test_a_year_does_not_differ_from_itself(rules: Rules) -> None:
    for year in rules.years.values():
        assert diff(year, year, rules.concepts) == []
    assert diff_text(rules.years[2569], rules.years[2569], rules.concepts).endswith("ไม่มีสิ่งใดเปลี่ยน")


@pytest.mark.parametrize("old", range(2564, 2569))
def test_back_and_forth_mirror_each_other(rules: Rules, old: int) -> None:
    there, back = changes(rules, old, old + 1), changes(rules, old + 1, old)
    mirror = {"new": "gone", "gone": "new", "merged": "apart", "apart": "merged"}
    assert {(mirror.get(kind, kind), concept) for kind, concept in there} == set(back)


def test_text_has_headings_with_counts_in_order(rules: Rules) -> None:
    text = diff_text(rules.years[2568], rules.years[2569], rules.concepts)
    assert text.startswith("ปีงบประมาณ 2568 → 2569: 28 ข้อ → 26 ข้อ")
    places = [text.index(f"\n{title} (") for title in TITLES.values() if f"\n{title} (" in text]
    assert len(places) >= 5
    assert places == sorted(places)

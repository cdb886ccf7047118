"""The six years as the reference states them: numbers, names, groups, confidence, periods and conditions."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from auditor.rules.schema import Item, ItemCriterion, Year
from auditor.rules.source import read

YEARS = Path(__file__).parents[2] / "rules" / "years"
LAW = Path(__file__).with_name("law.tsv")
CONFIDENCE = ("inferred", "secondary page", "official page", "seed")
ADDED = {(2565, "O34"): "no_gift_culture"}
"""Concepts that a criterion is looked for in beyond the reference's own list, with the reason in the year file."""


def year_of(fiscal_year: int) -> Year:
    data, mistakes = read(f"{fiscal_year}.yaml", (YEARS / f"{fiscal_year}.yaml").read_bytes())
    assert not mistakes
    return Year.model_validate(data)


LAWS = {fiscal_year: year_of(fiscal_year) for fiscal_year in range(2564, 2570)}
with LAW.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t"))


def item(fiscal_year: int, number: str) -> Item:
    return next(i for i in LAWS[fiscal_year].items if i.id == number)


def asked(fiscal_year: int, number: str) -> dict[str, ItemCriterion]:
    return {c.id: c for c in item(fiscal_year, number).criteria}


def test_there_are_218_items_in_order() -> None:
    assert [len(year.items) for year in LAWS.values()] == [43, 43, 43, 35, 28, 26]
    for year in LAWS.values():
        assert [i.id for i in year.items] == [f"O{n}" for n in range(1, len(year.items) + 1)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['year']}-{row['id']}")
def test_item_is_as_in_the_reference(row: dict[str, str]) -> None:
    year = int(row["year"])
    found = item(year, row["id"])
    assert found.name.th == row["name"]
    assert found.sub_indicator == row["sub_indicator"]
    assert (found.concept, found.unit) == (row["concept"], row["unit"])
    assert (found.confidence, found.elements_confidence) == (row["confidence"], row["elements_confidence"])
    also = [*filter(None, row["also"].split("+")), *filter(None, [ADDED.get((year, found.id), "")])]
    assert found.also == also


def test_the_fixture_covers_every_item() -> None:
    assert Counter(int(row["year"]) for row in ROWS) == {y: len(year.items) for y, year in LAWS.items()}


@pytest.mark.parametrize("fiscal_year", LAWS)
def test_criteria_are_never_surer_than_the_item(fiscal_year: int) -> None:
    for found in LAWS[fiscal_year].items:
        assert found.criteria, found.id
        assert len({(c.concept, c.id) for c in found.criteria}) == len(found.criteria)
        for criterion in found.criteria:
            assert CONFIDENCE.index(criterion.confidence) <= CONFIDENCE.index(found.elements_confidence)
            assert criterion.id != "published"


LOWERED = [
    (2566, "O10", "announced_in_year"),
    (2566, "O14", "at_least_three"),
    (2566, "O15", "at_least_one"),
    (2566, "O26", "problems"),
    (2568, "O3", "map"),
    (2568, "O6", "responsible_unit"),
    (2569, "O4", "agency_work_news"),
    (2569, "O10", "e_service_counts"),
    (2569, "O17", "separate_from_general"),
    (2569, "O20", "results"),
    (2569, "O21", "measures"),
]


@pytest.mark.parametrize(("fiscal_year", "number", "criterion"), LOWERED)
def test_what_the_reference_doubts_is_inferred(fiscal_year: int, number: str, criterion: str) -> None:
    assert item(fiscal_year, number).elements_confidence != "inferred"
    assert asked(fiscal_year, number)[criterion].confidence == "inferred"


def test_most_of_2566_is_as_sure_as_its_source() -> None:
    found = Counter(c.confidence for i in LAWS[2566].items for c in i.criteria)
    assert (found["inferred"], found["secondary page"]) == (4, 2)
    assert found["seed"] == sum(found.values()) - 6


def test_nine_periods_of_2566_are_doubtful() -> None:
    found = [i.id for i in LAWS[2566].items if i.period_doubtful]
    assert found == ["O4", "O10", "O13", "O17", "O21", "O26", "O33", "O38", "O42"]


def test_a_doubtful_period_says_why() -> None:
    for year in LAWS.values():
        assert all(i.period_note for i in year.items if i.period_doubtful)


PERIODS = [
    (2564, "O4", "covers"),
    (2564, "O11", "first_half"),
    (2564, "O12", "previous_year"),
    (2564, "O17", "now"),
    (2565, "O34", "year"),
    (2566, "O13", "previous_year"),
    (2566, "O21", "first_half"),
    (2566, "O31", "year"),
    (2567, "O24", "first_half"),
    (2568, "O19", "previous_year"),
    (2569, "O11", "first_half"),
    (2569, "O18", "previous_year"),
    (2569, "O20", "year"),
]


@pytest.mark.parametrize(("fiscal_year", "number", "period"), PERIODS)
def test_periods(fiscal_year: int, number: str, period: str) -> None:
    assert item(fiscal_year, number).period == period


def test_channels_are_asked_for_now_and_reports_of_six_months_for_the_first_half() -> None:
    channels = {"e_service", "complaint_channel", "qna", "social_network", "feedback_channel", "contact_info"}
    for year in LAWS.values():
        for found in year.items:
            if found.concept in channels:
                assert found.period == "now", (year.fiscal_year, found.id)
            if found.concept.endswith("_6m"):
                assert found.period == "first_half", (year.fiscal_year, found.id)


def test_bundles() -> None:
    kinds = {"org_structure": "any", "executives_info": "any", "contact_info": "any", "news": "any"}
    kinds |= {"procurement_monthly_summary": "months", "code_of_ethics": "any", "ethics_drive": "any"}
    for year in LAWS.values():
        for found in year.items:
            counted = any(criterion.id == "at_least_three" for criterion in found.criteria)
            bundle = "any" if counted else kinds.get(found.concept, "document")
            assert found.bundle == bundle, (year.fiscal_year, found.id)


@pytest.mark.parametrize("fiscal_year", [2567, 2568, 2569])
def test_merged_items_name_the_concept_of_each_criterion(fiscal_year: int) -> None:
    merged = [i for i in LAWS[fiscal_year].items if i.also]
    assert merged
    for found in merged:
        assert all(c.concept in (found.concept, *found.also) for c in found.criteria), found.id


CONDITIONS = [
    (2566, "O1", "both_sides"),
    (2566, "O2", "both_sides"),
    (2569, "O1", "both_sides"),
    (2569, "O2", "both_sides"),
    (2568, "O1", "not_whole_law"),
    (2569, "O1", "not_whole_law"),
    (2564, "O17", "online_without_travel"),
    (2569, "O10", "online_without_travel"),
    (2564, "O30", "separate_from_general"),
    (2566, "O28", "separate_from_general"),
    (2566, "O43", "eit_qr_code"),
    (2567, "O20", "three_codes"),
    (2568, "O12", "structured_file"),
    (2568, "O23", "four_processes"),
    (2564, "O28", "problems"),
    (2564, "O34", "two_languages"),
]


@pytest.mark.parametrize(("fiscal_year", "number", "criterion"), CONDITIONS)
def test_conditions_for_local_governments(fiscal_year: int, number: str, criterion: str) -> None:
    assert criterion in asked(fiscal_year, number)


OPTIONS = [(2566, "O12", 2), (2566, "O29", 3), (2566, "O39", 1), (2564, "O15", 1), (2569, "O11", 1)]


@pytest.mark.parametrize(("fiscal_year", "number", "count"), OPTIONS)
def test_what_may_be_left_out_is_no_criterion(fiscal_year: int, number: str, count: int) -> None:
    assert len(item(fiscal_year, number).criteria) == count


def test_assessed_from() -> None:
    found = {y: (year.assessed_from.month, year.assessed_from.day) for y, year in LAWS.items()}
    assert found == {2564: (3, 1)} | dict.fromkeys(range(2565, 2570), (4, 1))
    assert LAWS[2564].assessed_from.confidence == "official page"
    assert {LAWS[y].assessed_from.confidence for y in range(2565, 2570)} == {"inferred"}


SIZES = {
    2564: [9, 8, 7, 4, 5, 8, 2],
    2565: [9, 8, 7, 4, 5, 8, 2],
    2566: [10, 8, 4, 4, 4, 8, 5],
    2567: [6, 7, 4, 4, 4, 8, 2],
}


@pytest.mark.parametrize("fiscal_year", SIZES)
def test_sizes_of_sub_indicators(fiscal_year: int) -> None:
    year = LAWS[fiscal_year]
    found = Counter(i.sub_indicator for i in year.items)
    subs = [sub for indicator in year.indicators.values() for sub in indicator.sub_indicators]
    assert [found[sub] for sub in subs] == SIZES[fiscal_year]


SPLIT = {2564: 33, 2565: 33, 2566: 30, 2567: 25, 2568: 20, 2569: 19}


@pytest.mark.parametrize("fiscal_year", SPLIT)
def test_indicator_9_ends_where_10_begins(fiscal_year: int) -> None:
    year = LAWS[fiscal_year]
    nine = set(year.indicators["9"].sub_indicators)
    assert [i.sub_indicator in nine for i in year.items] == [n < SPLIT[fiscal_year] for n in range(len(year.items))]


def test_grades() -> None:
    assert [b.level for b in LAWS[2564].grades.bands] == ["AA", "A", "B", "C", "D", "E", "F"]  # type: ignore[union-attr]
    assert LAWS[2564].grades == LAWS[2565].grades
    top = LAWS[2566].grades.bands[0]  # type: ignore[union-attr]
    assert (top.level, top.total_min, top.each_tool_min) == ("ผ่านดีเยี่ยม", 95, 95)
    assert LAWS[2569].grades is None


def test_every_source_is_described_and_used() -> None:
    for year in LAWS.values():
        used = {key for i in year.items for key in (*i.sources, *(k for c in i.criteria for k in c.sources))}
        used |= set(year.grades.sources) if year.grades else set()
        assert used <= set(year.sources)
        assert all(i.sources for i in year.items)


def test_years_are_sourced() -> None:
    assert {year.status for year in LAWS.values()} == {"sourced"}


def test_names_in_english_are_given() -> None:
    for year in LAWS.values():
        assert all(i.name.en.isascii() and i.name.en for i in year.items)

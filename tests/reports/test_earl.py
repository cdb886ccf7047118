"""EARL: one assertion an item and a criterion, all joined to one assertor and one subject."""

from __future__ import annotations

import json

from reports.earl import to_earl
from tests.reports.golden import check
from tests.reports.sample import hostile, not_due, sample, small


def graph(result) -> list[dict]:
    return json.loads(to_earl(result))["@graph"]


def assertions(result) -> list[dict]:
    return [n for n in graph(result) if n["@type"] == "earl:Assertion"]


def test_every_item_and_criterion():
    result = sample()
    assert len(assertions(result)) == len(result.items) + sum(len(i.criteria) for i in result.items)


def test_everything_points_at_something():
    nodes = graph(sample())
    ids = [n["@id"] for n in nodes if "@id" in n]
    assert len(ids) == len(set(ids))
    for made in assertions(sample()):
        assert {made["earl:assertedBy"], made["earl:subject"]} <= set(ids)
        assert made.get("dct:isPartOf", ids[0]) in ids


def test_outcomes_are_earls():
    said = {a["earl:result"]["earl:outcome"] for a in assertions(not_due())} | {
        a["earl:result"]["earl:outcome"] for a in assertions(sample())
    }
    assert said == {"earl:passed", "earl:failed", "earl:cantTell", "earl:untested", "earl:inapplicable"}


def test_hostile():
    assert "\u202e" not in to_earl(hostile()).decode()


def test_golden():
    check("earl.json", to_earl(small()).decode() + "\n")

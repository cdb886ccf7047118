"""Every concept against the examples beside it, and against the law that asks for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from auditor.classify import Recogniser
from auditor.rules.examples import examples
from auditor.rules.load import Rules, load

CONCEPTS = Path(__file__).parents[2] / "rules" / "concepts"
NAMES = sorted(p.name.removesuffix(".test.yaml") for p in CONCEPTS.glob("*.test.yaml"))
NOT_IN_THE_LAW = {"ita_hub", "eit_qr_code"}


@cache
def rules() -> Rules:
    return load(CONCEPTS.parent)


@cache
def recogniser() -> Recogniser:
    return Recogniser(rules().concepts, rules().words)


def recognised(text: str) -> set[str]:
    lines = text.splitlines()
    fields = {"link_text": text} if len(lines) == 1 else {"title": lines[0], "body": text}
    return {found.concept for found in recogniser().recognise(fields)}


@pytest.mark.parametrize("name", NAMES)
def test_examples(name: str) -> None:
    beside = examples(YAML(typ="safe").load(CONCEPTS / f"{name}.test.yaml"))
    assert len(beside.true) >= 2 and len(beside.false) >= 2
    assert [text for text in beside.true if name not in recognised(text)] == []
    assert [text for text in beside.false if name in recognised(text)] == []


def test_every_concept_has_examples() -> None:
    assert set(NAMES) == set(rules().concepts)


def test_every_official_name_is_recognised_as_its_concept() -> None:
    """All six years' item names, word for word."""
    items = [item for year in rules().years.values() for item in year.items]
    assert len(items) > 200
    assert [(i.id, i.name.th) for i in items if i.concept not in recognised(i.name.th)] == []


def test_no_official_name_is_taken_for_another_item() -> None:
    wrong = {}
    for year in rules().years.values():
        for item in year.items:
            own = {item.concept, *item.also, *(c.concept for c in item.criteria if c.concept)}
            if extra := recognised(item.name.th) - own:
                wrong[year.fiscal_year, item.id] = extra
    assert wrong == {}


def test_the_law_asks_for_every_concept_and_criterion() -> None:
    asked: dict[str, set[str]] = {}
    for year in rules().years.values():
        for item in year.items:
            for concept in (item.concept, *item.also):
                asked.setdefault(concept, set())
            for criterion in item.criteria:
                asked.setdefault(criterion.concept or item.concept, set()).add(criterion.id)
    assert set(rules().concepts) - set(asked) == NOT_IN_THE_LAW
    has = {name: set(concept.criteria) for name, concept in rules().concepts.items() if name not in NOT_IN_THE_LAW}
    assert {name: asked[name] - criteria for name, criteria in has.items() if asked[name] - criteria} == {}


def test_advice_is_complete() -> None:
    for concept in rules().concepts.values():
        assert concept.advice.text.th and concept.advice.text.en and len(concept.advice.steps) >= 2

"""One item's evidence: once each, numbered, within limits."""

from __future__ import annotations

import pytest

from auditor.result import Citation
from reports.cards import Limits, anchor, card, state
from tests.reports.sample import FATES, huge, item, not_due, rows, sample


def of(id_: str):
    return next(i for i in sample().items if i.id == id_)


def test_a_document_stands_once_however_often_it_is_cited():
    made = card(of("O13"), Limits())
    assert len(made.sources) == 1
    assert [(e.page, len(e.quote)) for e in made.sources[0].excerpts] == [(3, 3)]
    assert made.checks[0].refs == [(1, None)]
    assert made.checks[1].refs == [(1, 3)]


def test_different_words_of_one_document_stand_apart():
    one = of("O1")
    pages = [Citation(url="https://a.go.th/x.pdf", page=n, quote=f"หน้า {n}") for n in (2, 5)]
    changed = one.model_copy(update={"criteria": [one.criteria[0].model_copy(update={"citations": pages})]})
    made = card(changed, Limits())
    assert [e.href for e in made.sources[0].excerpts] == [
        "https://a.go.th/x.pdf#page=2",
        "https://a.go.th/x.pdf#page=5",
    ]


def test_limits_leave_out_and_count():
    many = huge().items[0]
    made = card(many, Limits(sources=4, others=3, quote=50, problems=1))
    assert len(made.sources) == 4
    assert len(made.others) == 3
    assert made.left_out == 21 + 57
    assert all(len("".join(p for p, _ in e.quote)) <= 50 for s in made.sources for e in s.excerpts)


def test_only_undecided_criteria_ask():
    assert [c.question is not None for c in card(of("O31"), Limits()).checks] == [False, True, False, False]
    assert not any(c.question for c in card(of("O13"), Limits()).checks)


def test_matched_words_of_the_wrong_shape_are_ignored():
    one = item(rows()[0], FATES["O13"])
    for facts in ({"matched": "word"}, {"matched": [1, None]}, {"matched": {"a": 1}}, {}):
        changed = one.model_copy(update={"criteria": [c.model_copy(update={"facts": facts}) for c in one.criteria]})
        assert not any(hit for s in card(changed, Limits()).sources for e in s.excerpts for _, hit in e.quote)


@pytest.mark.parametrize(("id_", "made"), [("O18", "O18"), ('O1"><x', "O1x"), ("ข้อ", "item"), ("", "item")])
def test_anchor(id_, made):
    assert anchor(id_) == made


def test_state():
    assert {state(i) for i in sample().items} == {"passed", "failed", "cantTell", "untested"}
    assert {state(i) for i in not_due().items} == {"passed", "failed", "cantTell", "not_due"}

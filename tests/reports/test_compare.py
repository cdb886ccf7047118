"""Better and worse are said only of what both audits could decide by the same rules."""

from __future__ import annotations

import json

import pytest

from auditor.result import Agency, Tool
from reports.compare import compare
from reports.load import ReportError
from tests.reports.sample import FATES, build, item, rows, sample


def with_fates(**changes) -> object:
    fates = {**FATES, **{k: v for k, v in changes.items() if k.startswith("O")}}
    rest = {k: v for k, v in changes.items() if not k.startswith("O")}
    return build([item(row, fates.get(row.id)) for row in rows()], **rest)


FAILED, ASKED, UNREAD = FATES["O43"], FATES["O31"], FATES["O16"]


def ids(changes) -> list[str]:
    return [c.id for c in changes]


def test_nothing_changed():
    made = compare(sample(), sample())
    assert (made.improved, made.regressed, made.changed_evidence) == ([], [], [])
    assert ids(made.not_comparable) == ["O16", "O37"]
    assert {c.obstacle for c in made.not_comparable} == {"reach"}
    assert made.unchanged == 41
    assert not made.regression


def test_improved_and_regressed():
    made = compare(sample(), with_fates(O21=None, O1=FAILED))
    assert ids(made.improved) == ["O21"]
    assert ids(made.regressed) == ["O1"]
    assert made.regression
    assert made.improved[0].before == "failed"


@pytest.mark.parametrize(
    ("before", "after", "obstacle"),
    [
        (None, ASKED, "undecided"),
        (ASKED, None, "undecided"),
        (ASKED, FAILED, "undecided"),
        (FAILED, ASKED, "undecided"),
        (None, UNREAD, "reach"),
        (UNREAD, FAILED, "reach"),
    ],
)
def test_what_one_audit_could_not_decide_is_not_compared(before, after, obstacle):
    made = compare(with_fates(O2=before), with_fates(O2=after))
    found = {c.id: c.obstacle for c in made.not_comparable}
    assert found["O2"] == obstacle
    assert not made.regression


def test_not_due_is_no_regression():
    waiting = item(rows()[1], FATES["O16"]).model_copy(update={"reason": "not_due"})
    new = sample()
    new = new.model_copy(update={"items": [waiting if i.id == "O2" else i for i in new.items]})
    made = compare(sample(), new)
    assert {c.id: c.obstacle for c in made.not_comparable}["O2"] == "not_due"
    assert not made.regression


def test_other_rules():
    made = compare(sample(), with_fates(O1=FAILED, tool=Tool(version="0.2.0", rules_digest="sha256:other")))
    assert not made.same_rules
    assert made.regressed == []
    assert {c.id: c.obstacle for c in made.not_comparable}["O1"] == "rules"


def test_changed_evidence():
    new = sample()
    moved = new.items[0].model_copy(
        update={"evidence": [e.model_copy(update={"sha256": "other"}) for e in new.items[0].evidence]}
    )
    made = compare(sample(), new.model_copy(update={"items": [moved, *new.items[1:]]}))
    assert ids(made.changed_evidence) == ["O1"]


def test_an_item_the_earlier_audit_did_not_have():
    old = sample()
    made = compare(old.model_copy(update={"items": old.items[1:]}), sample())
    assert {c.id: c.obstacle for c in made.not_comparable}["O1"] == "absent"


@pytest.mark.parametrize(
    "changes",
    [{"fiscal_year": 2565}, {"agency": Agency(name="อื่น", url="https://other.go.th/")}],
)
def test_other_year_or_site_is_refused(changes):
    with pytest.raises(ReportError, match="not comparable"):
        compare(sample(), sample(**changes))


def test_www_and_scheme_do_not_make_another_site():
    other = Agency(name="เทศบาลตำบลดอนตัวอย่าง", url="http://don-tuayang.go.th")
    assert compare(sample(agency=other), sample()).unchanged == 41


def test_json():
    made = json.loads(json.dumps(compare(sample(), with_fates(O1=FAILED)).to_json(), ensure_ascii=False))
    assert made["regressed"][0]["id"] == "O1"
    assert made["regressed"][0]["name"]["th"] == "โครงสร้าง"
    assert made["range_before"] == [64.62, 80.62]

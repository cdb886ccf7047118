"""Slips that the schema lets through: weak words, words that can never speak, repeats, missing examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.rules.examples import examples
from auditor.rules.lint import lint
from auditor.rules.load import load, packaged
from tests.rules.test_load import CONCEPT, YEAR

LOOK = "look:\n  strong: [ผลตรวจคุณภาพน้ำประปา]\n"
EXAMPLES = "true: [ผลตรวจคุณภาพน้ำประปา]\nfalse: [ค่าน้ำประปา]\n"


def slips(tmp_path: Path, look: str = LOOK, tests: str | None = EXAMPLES, year: str = YEAR) -> list[str]:
    for name, text in {"years/2571.yaml": year, "concepts/water.yaml": CONCEPT.replace(LOOK, look)}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    if tests is not None:
        (tmp_path / "concepts" / "water.test.yaml").write_text(tests, "utf-8")
    return [str(slip) for slip in lint(load(tmp_path), tmp_path)]


def test_our_rules_have_no_slips() -> None:
    assert [str(slip) for slip in lint(load(packaged()), packaged())] == []


def test_good_rules_have_no_slips(tmp_path: Path) -> None:
    assert slips(tmp_path) == []


SLIPS = [
    ("look:\n  strong: [ข่าว]\n", "concepts/water.yaml:5: look.strong.0: คำสั้นคำเดียว"),
    ("look:\n  strong: [ita]\n", "look.strong.0: คำสั้นคำเดียว"),
    ("look:\n  strong: [น้ำประปาสะอาด]\n  never: [ประปา]\n", "look.strong.0: “น้ำประปาสะอาด” มี “ประปา”"),
    ("look:\n  strong: [[น้ำ, ประปาหมู่บ้าน]]\n  never: [[ประปา, น้ำ]]\n", "look.strong.0: “น้ำ … ประปาหมู่บ้าน” มี"),
    ("look:\n  strong: [ผลตรวจน้ำประปา]\n  exact: [คำถามน้ำ]\n  never: [คำถาม]\n", "look.exact.0: "),
    ("look:\n  strong: [ผลตรวจน้ำประปา, ผลตรวจ น้ำประปา]\n", "look.strong.1: “ผลตรวจ น้ำประปา” ซ้ำกับใน strong"),
    ("look:\n  strong: [ผลตรวจน้ำประปา]\n  weak: [ผลตรวจน้ำประปา]\n", "look.weak.0: "),
    ("look:\n  strong: [ผลตรวจน้ำประปา]\n  body: [น้ำ]\n  never: [น้ำ]\n", "look.never.0: "),
    ("look:\n  strong: [ผลตรวจน้ำประปา, '\"']\n", "look.strong.1: ว่างเปล่า"),
]


@pytest.mark.parametrize(("look", "line"), SLIPS)
def test_slips_of_words(tmp_path: Path, look: str, line: str) -> None:
    found = slips(tmp_path, look)
    assert any(line in one for one in found), found


FINE = [
    "look:\n  strong: [ข่าว]\n  never: [จดหมายข่าว]\n",
    "look:\n  strong: [ผลตรวจน้ำประปา]\n  never: [ผลตรวจน้ำประปาปีก่อนหน้า]\n",
    "look:\n  strong: [ผลตรวจน้ำประปา]\n  body: [ผลตรวจน้ำประปา]\n",
    "look:\n  strong: [ผลตรวจน้ำประปา]\n  exact: [ผลตรวจน้ำประปา]\n",
]


@pytest.mark.parametrize("look", FINE)
def test_what_is_no_slip(tmp_path: Path, look: str) -> None:
    assert slips(tmp_path, look) == []


def test_a_concept_that_no_year_asks_for(tmp_path: Path) -> None:
    head = YEAR[: YEAR.index("items:")] + "items: []\n"
    assert slips(tmp_path, year=head) == [
        "concepts/water.yaml:1: concept: ไม่มีปีใดใช้แนวคิดนี้ (no year asks for this concept)"
    ]


@pytest.mark.parametrize(
    ("tests", "reason"),
    [
        (None, "no test file"),
        ("true: [a]\nfalse: []\n", "no false example"),
        ("false: [a]\n", "no true example"),
        ("true: [a\n", "not YAML"),
        ("true: [a]\nfalse: [b]\nfalse: [c]\n", "repeated key"),
    ],
)
def test_examples_are_asked_for(tmp_path: Path, tests: str | None, reason: str) -> None:
    found = slips(tmp_path, tests=tests)
    assert any(reason in one for one in found), found


def test_example_keys_may_be_quoted() -> None:
    assert examples({True: ["a"], False: ["b"]}) == examples({"true": ["a"], "false": ["b"]})
    assert examples(["a"]).true == ()

"""The authors' guide, followed to the letter: its worked example loads, is recognised and gives what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from auditor.classify import Recogniser
from auditor.rules.author import new_concept, new_year
from auditor.rules.diff import diff_text
from auditor.rules.examples import wrong_examples
from auditor.rules.lint import lint
from auditor.rules.load import Rules, load, packaged
from auditor.rules.schema import Match

GUIDE = packaged() / "README.md"
BLOCKS = dict(re.findall(r"```(?:yaml|text) (\S+)\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL))


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rules = tmp_path_factory.mktemp("guide") / "rules"
    shutil.copytree(packaged(), rules, ignore=shutil.ignore_patterns("__pycache__"))
    new_year(2570, 2569, rules)
    new_concept("water_quality", rules)
    for name in ("concepts/water_quality.yaml", "concepts/water_quality.test.yaml"):
        (rules / name).write_text(BLOCKS[name], "utf-8")
    year = rules / "years" / "2570.yaml"
    year.write_text(year.read_text("utf-8") + BLOCKS["years/2570.yaml"], "utf-8")
    return rules


@pytest.fixture(scope="module")
def rules(followed: Path) -> Rules:
    return load(followed)


def test_check_has_nothing_to_say(followed: Path, rules: Rules) -> None:
    assert [str(slip) for slip in lint(rules, followed) if "water_quality" in slip.file] == []
    assert len(rules.years[2570].items) == 27


def test_diff_says_what_the_guide_says(rules: Rules) -> None:
    text = diff_text(rules.years[2569], rules.years[2570], rules.concepts)
    assert text == BLOCKS["diff"].rstrip("\n")


def test_the_new_words_are_recognised(followed: Path, rules: Rules) -> None:
    recogniser = Recogniser(rules.concepts, rules.words)

    def recognise(text: str) -> list[str]:
        return [found.concept for found in recogniser.recognise({"link_text": text})]

    only = {"water_quality": rules.concepts["water_quality"]}
    assert wrong_examples(followed, only, recognise) == []
    assert recognise("ผลตรวจคุณภาพน้ำ หมู่ที่ 5") == ["water_quality"]


def test_every_matcher_is_in_the_guide() -> None:
    text = GUIDE.read_text("utf-8")
    assert [name for name in Match.model_fields if f"`{name}:" not in text] == []

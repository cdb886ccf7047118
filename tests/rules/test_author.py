"""New rule files: skeletons that load, drafts that are never taken for law, schemas that editors can use."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from auditor.rules.author import AuthorError, new_concept, new_year, schemas, write_schemas
from auditor.rules.lint import lint
from auditor.rules.load import UnknownYear, default_year, load, packaged


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(packaged(), tmp_path / "rules", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "rules"


def test_a_new_concept_loads_and_is_told_to_be_idle(rules: Path) -> None:
    paths = new_concept("water_quality", rules)
    assert [path.name for path in paths] == ["water_quality.yaml", "water_quality.test.yaml"]
    loaded = load(rules)
    assert "water_quality" in loaded.concepts
    slips = lint(loaded, rules)
    assert [(slip.file, slip.field) for slip in slips] == [("concepts/water_quality.yaml", "concept")]


@pytest.mark.parametrize("name", ["Water", "water-quality", "น้ำ", "../x", "", "1st", "a__b", "e_service"])
def test_wrong_or_taken_names_are_refused(rules: Path, name: str) -> None:
    with pytest.raises(AuthorError) as error:
        new_concept(name, rules)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("old", range(2564, 2570))
def test_a_draft_year_loads_and_is_no_law(rules: Path, old: int) -> None:
    path = new_year(2570, old, rules)
    assert path == rules / "years" / "2570.yaml"
    loaded = load(rules)
    draft, source = loaded.years[2570], loaded.years[old]
    assert (draft.fiscal_year, draft.status) == (2570, "draft")
    assert default_year(loaded).fiscal_year == 2569
    assert (draft.formula_status, draft.grades) == ("unverified", None)
    assert draft.assessed_from.confidence == "inferred"
    assert [i.id for i in draft.items] == [i.id for i in source.items]
    assert [i.period for i in draft.items] == [i.period for i in source.items]
    assert "ไม่ใช่ข้อกำหนดของ ป.ป.ช." in path.read_text("utf-8").splitlines()[0]


def test_notes_on_periods_follow_the_draft(rules: Path) -> None:
    new_year(2570, 2569, rules)
    years = load(rules).years
    old, new = (next(i for i in years[y].items if i.id == "O6").period_note for y in (2569, 2570))
    assert "2569" in old
    assert new == old.replace("2569", "2570").replace("2568", "2569")


def test_a_year_is_not_overwritten_nor_made_from_nothing(rules: Path) -> None:
    with pytest.raises(AuthorError, match=r"2569\.yaml"):
        new_year(2569, 2568, rules)
    with pytest.raises(UnknownYear, match=r"2563\.yaml"):
        new_year(2570, 2563, rules)


def test_schemas_know_the_fields_and_refuse_others() -> None:
    found = schemas()
    assert set(found) == {"year", "concept"}
    assert "items" in found["year"]["properties"]
    assert "look" in found["concept"]["properties"]
    assert all(schema["additionalProperties"] is False for schema in found.values())


def test_schemas_are_written_as_json(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path / "schemas")
    assert [path.name for path in paths] == ["year.schema.json", "concept.schema.json"]
    assert [json.loads(path.read_text("utf-8"))["title"] for path in paths] == ["OIT rules: year", "OIT rules: concept"]

"""Recognition on the labelled material stays at or above its pinned floors; the measures themselves are right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.classify import Recogniser, Recognition
from auditor.evaluate import __main__ as command
from auditor.evaluate import corpus, floors, measure, page
from auditor.evaluate.corpus import Case
from auditor.rules.load import load

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "tests" / "corpus"


@pytest.fixture(scope="module")
def measured() -> page.Measured:
    return command.run(load(ROOT / "rules"), CORPUS)


def test_no_figure_is_below_its_floor(measured: page.Measured) -> None:
    assert floors.failures(floors.read(CORPUS), measure.figures(measured.tables), measured.digest) == []


def test_the_page_and_the_figures_are_those_of_this_corpus_and_these_rules(measured: page.Measured) -> None:
    again = "run `make eval` and commit rules/ACCURACY.md and rules/accuracy.json"
    assert (ROOT / "rules" / "ACCURACY.md").read_text(encoding="utf-8") == page.markdown(measured), again
    assert (ROOT / "rules" / "accuracy.json").read_text(encoding="utf-8") == page.plain(measured), again


def test_the_page_says_that_it_was_never_compared_with_assessors(measured: page.Measured) -> None:
    assert "ยังไม่เคยเทียบกับผลของผู้ตรวจ" in page.markdown(measured)


def test_labels_name_concepts_that_exist() -> None:
    concepts = load(ROOT / "rules").concepts
    cases = corpus.read(CORPUS)
    assert {a for case in cases for a in case.answers} <= set(concepts)
    assert len({case.id for case in cases}) == len(cases)


def test_labels_hold_no_address() -> None:
    assert [c.id for c in corpus.read(CORPUS) if "go.th" in c.text or "http" in c.text] == []


def case(answers: str, **more: str) -> Case:
    names = answers.split("|") if answers else []
    return Case(
        more.get("id", "1"), "labels", more.get("vendor", "A"), (("link_text", "ข้อความ"),),
        tuple(n for n in names if n != "none"), "none" in names,
    )  # fmt: skip


def outcome(answers: str, *found: tuple[str, float]) -> measure.Outcome:
    class Fixed(Recogniser):
        def recognise(self, fields: object, item_numbers: object = None) -> tuple[Recognition, ...]:
            return tuple(Recognition(name, score, ()) for name, score in found)

    return measure.judge(Fixed({}), case(answers))


def test_counts() -> None:
    table = measure.tabulate(
        [
            outcome("a", ("a", 0.9)),
            outcome("a", ("b", 0.8)),
            outcome("a|b", ("b", 0.8)),
            outcome("a|b", ("a", 0.8), ("b", 0.7)),
            outcome("b"),
            outcome("none"),
            outcome("none", ("a", 0.6)),
            outcome("a|none"),
        ]
    )
    a, b = table.concepts["a"], table.concepts["b"]
    assert (a.right, a.wrong, a.found, a.missed) == (2, 1, 2, 1)
    assert (b.right, b.wrong, b.found, b.missed) == (2, 1, 1, 1)
    assert (table.pooled.precision, table.pooled.recall) == (4 / 6, 3 / 5)
    assert (table.nothing_right, table.nothing_asked) == (1, 2)
    assert table.confusions[("a", "b", "ข้อความ")] == 1 and table.confusions[("b", "-", "ข้อความ")] == 1
    assert table.reliability == {0.9: [True], 0.8: [False, True, True], 0.7: [True], 0.6: [False]}


def test_a_macro_figure_leaves_out_concepts_with_few_labels() -> None:
    table = measure.tabulate([outcome("a", ("a", 0.9))] * 5 + [outcome("b")] * 4)
    assert (table.macro("recall"), table.in_macro) == (1.0, 1)
    never_said = measure.tabulate([outcome("a")] * 5)
    assert never_said.macro("precision") == 0.0 and never_said.macro("recall") == 0.0


@pytest.mark.parametrize(
    ("right", "of", "low", "high"), [(9, 10, 0.596, 0.982), (0, 5, 0.0, 0.434), (50, 50, 0.929, 1.0), (0, 0, 0.0, 1.0)]
)
def test_wilson(right: int, of: int, low: float, high: float) -> None:
    assert measure.wilson(right, of) == pytest.approx((low, high), abs=0.001)


HIGH, LOW = {"labels": {"recall": 0.9}}, {"labels": {"recall": 0.8}}


def test_a_floor_falls_only_with_a_reason() -> None:
    pinned = floors.raised({}, HIGH, "d1")
    assert floors.failures(pinned, HIGH, "d1") == []
    assert len(floors.failures(pinned, LOW, "d2")) == 2
    with pytest.raises(floors.FloorError, match=r"labels\.recall"):
        floors.raised(pinned, LOW, "d1")
    lowered = floors.raised(pinned, LOW, "d1", "labels corrected")
    assert lowered["reasons"] == [{"because": "labels corrected", "lowered": {"labels.recall": [0.9, 0.8]}}]
    assert floors.raised(lowered, HIGH, "d1")["reasons"] == lowered["reasons"]


def test_a_part_that_disappears_is_below_its_floor() -> None:
    assert floors.failures(floors.raised({}, HIGH, "d"), {}, "d") != []


def test_nothing_pinned_is_a_failure() -> None:
    assert floors.failures({}, HIGH, "d") != []


def test_the_command_refuses_to_lower_and_says_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in corpus.PARTS:
        (tmp_path / f"{name}.tsv").write_text("id\ttext\tconcept\tfiscal_year\tvendor\tremark\n", encoding="utf-8")
    (tmp_path / "hard.tsv").write_text("id\ttext\tconcept\tvendor\nX1\tไม่มีอะไร\tnews\thard\n", encoding="utf-8")
    (tmp_path / "heldout.json").write_bytes((CORPUS / "heldout.json").read_bytes())
    floors.write(tmp_path, floors.raised({}, {"hard": {"recall": 1.0}}, "sha256:x"))
    arguments = ["--corpus", str(tmp_path), "--out", str(tmp_path), "--rules", str(ROOT / "rules")]
    assert command.main([*arguments, "--check"]) == 1
    assert command.main([*arguments, "--update"]) == 1
    assert "hard.recall" in capsys.readouterr().err
    assert command.main([*arguments, "--update", "--because", "a new corpus"]) == 0
    assert json.loads((tmp_path / "floors.json").read_text("utf-8"))["reasons"][0]["because"] == "a new corpus"


def test_a_broken_corpus_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "labels.tsv").write_text("id\ttext\nL1\tข่าว\n", encoding="utf-8")
    with pytest.raises(corpus.CorpusError, match=r"labels\.tsv:2"):
        corpus.read(tmp_path)

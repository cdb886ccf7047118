"""Loading: all rules at once, every mistake at once with file, line, field and reason, years by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.rules.load import (
    RuleError,
    Rules,
    UnknownYear,
    default_year,
    load,
    load_files,
    packaged,
    read_directory,
    year_of,
)

YEAR = """\
fiscal_year: 2571
status: sourced
assessed_from: {month: 4, day: 1, confidence: inferred}
formula_status: assumed
indicators:
  "9": {name: {th: การเปิดเผยข้อมูล, en: Disclosure}, sub_indicators: ["9.1"]}
sub_indicators:
  "9.1": {th: ข้อมูลพื้นฐาน, en: Basics}
sources:
  a: ตัวอย่าง
items:
  - id: O1
    name: {th: น้ำประปา, en: Water}
    sub_indicator: "9.1"
    concept: water
    period: year
    unit: กองช่าง
    confidence: seed
    elements_confidence: secondary page
    sources: [a]
    criteria:
      - {id: tested, confidence: secondary page}
"""
CONCEPT = """\
concept: water
name: {th: คุณภาพน้ำ, en: Water quality}
evidence: document
look:
  strong: [ผลตรวจคุณภาพน้ำประปา]
criteria:
  tested:
    text: {th: ผลตรวจ, en: Test result}
    match: {any_of: [ผลตรวจ]}
advice:
  text: {th: ลงผลตรวจ, en: Publish the test}
"""
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a small rule directory; each edit is (file, old text, new text)."""

    def made(*edits: tuple[str, str, str]) -> Path:
        texts = {"years/2571.yaml": YEAR, "concepts/water.yaml": CONCEPT}
        for name, old, new in edits:
            assert old in texts[name], old
            texts[name] = texts[name].replace(old, new, 1)
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return made


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load()


def mistakes(directory: Path) -> list[str]:
    with pytest.raises(RuleError) as error:
        load(directory)
    return str(error.value).splitlines()


def test_all_our_rules_load(rules: Rules) -> None:
    assert sorted(rules.years) == [2564, 2565, 2566, 2567, 2568, 2569]
    assert len(rules.concepts) >= 53
    assert sum(len(year.items) for year in rules.years.values()) == 218


def test_the_default_year_is_the_newest_sourced_one(rules: Rules) -> None:
    assert default_year(rules).fiscal_year == 2569


def test_a_draft_is_never_the_default(make: Make) -> None:
    draft = YEAR.replace("2571", "2572").replace("status: sourced", "status: draft")
    directory = make()
    (directory / "years" / "2572.yaml").write_text(draft, "utf-8")
    found = load(directory)
    assert default_year(found).fiscal_year == 2571
    assert year_of(found, 2572).status == "draft"


def test_only_drafts_have_no_default(make: Make) -> None:
    with pytest.raises(UnknownYear):
        default_year(load(make(("years/2571.yaml", "sourced", "draft"))))


def test_a_year_to_come_says_that_nothing_is_published_and_how_to_add_it(rules: Rules) -> None:
    with pytest.raises(UnknownYear) as error:
        year_of(rules, 2570)
    line = str(error.value)
    assert "\n" not in line
    assert "nothing is published yet" in line
    assert "oit rules new-year 2570 --from 2569" in line


def test_a_year_long_gone_names_those_there_are(rules: Rules) -> None:
    with pytest.raises(UnknownYear, match="2564, 2565, 2566"):
        year_of(rules, 2560)


def test_the_digest_follows_meaningful_bytes_only(make: Make) -> None:
    directory = make()
    before = load(directory)
    path = directory / "concepts" / "water.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"  \r\n") + b"\n\n")
    same = load(directory)
    path.write_text(CONCEPT.replace("ผลตรวจคุณภาพ", "คุณภาพ"), "utf-8")
    other = load(directory)
    assert before.digest.startswith("sha256:") and len(before.digest) == 71
    assert before.digest == same.digest != other.digest
    assert before.files == same.files


def test_kept_files_give_the_same_rules(rules: Rules) -> None:
    again = load_files(rules.files)
    assert again.digest == rules.digest
    assert again.years == rules.years


def test_tests_beside_concepts_are_no_rules(make: Make) -> None:
    directory = make()
    before = load(directory).digest
    (directory / "concepts" / "water.test.yaml").write_text("true: [", "utf-8")
    assert load(directory).digest == before


def test_rules_are_installed_with_the_tool() -> None:
    assert (packaged() / "years" / "2566.yaml").is_file()


WRONG = [
    (("years/2571.yaml", "status: sourced", "status: certain"), "years/2571.yaml:2: status: "),
    (("years/2571.yaml", "    period: year", "    period: yearly"), "years/2571.yaml:16: items.0.period: "),
    (("years/2571.yaml", "    unit: กองช่าง\n", ""), "years/2571.yaml:12: items.0.unit: ขาดช่องนี้"),
    (("years/2571.yaml", "    unit: กองช่าง", "    unit: 12"), "years/2571.yaml:17: items.0.unit: ต้องเป็นข้อความ"),
    (("years/2571.yaml", "    unit: กองช่าง", "    unitt: x\n    unit: y"), "years/2571.yaml:17: items.0.unitt: ไม่รู้จัก"),
    (("years/2571.yaml", 'sub_indicator: "9.1"', "sub_indicator: 9.1"), "years/2571.yaml:14: items.0.sub_indicator: "),
    (
        ("years/2571.yaml", 'sub_indicator: "9.1"', 'sub_indicator: "9.2"'),
        "years/2571.yaml:14: items.0.sub_indicator: ",
    ),
    (("years/2571.yaml", "concept: water", "concept: wine"), "years/2571.yaml:15: items.0.concept: ไม่มี concepts/wine"),
    (("years/2571.yaml", "id: tested", "id: tasted"), "years/2571.yaml:22: items.0.criteria.0.id: water ไม่มี"),
    (("years/2571.yaml", "tested, ", "tested, concept: wine, "), "years/2571.yaml:22: items.0.criteria.0.concept: "),
    (
        ("years/2571.yaml", "{id: tested, confidence: secondary page", "{id: tested, confidence: seed"),
        "criteria.0.conf",
    ),
    (("years/2571.yaml", "sources: [a]", "sources: [b]"), "years/2571.yaml:20: items.0.sources: ไม่มีแหล่ง b"),
    (("years/2571.yaml", "  a: ตัวอย่าง", "  a: 1\n  a: 2"), "years/2571.yaml:11: sources.a: คีย์ซ้ำกับบรรทัด 10"),
    (("years/2571.yaml", "fiscal_year: 2571", "fiscal_year: 2572"), "years/2571.yaml:1: fiscal_year: ชื่อไฟล์"),
    (("years/2571.yaml", '"9.1"]', '"9.1", "9.9"]'), "years/2571.yaml:6: indicators.9: "),
    (("years/2571.yaml", "items:\n", "items: [\n"), "years/2571.yaml:"),
    (
        ("concepts/water.yaml", "any_of: [ผลตรวจ]", "pattern: '(?<=a)b'"),
        "concepts/water.yaml:9: criteria.tested.match.p",
    ),
    (
        ("concepts/water.yaml", "any_of: [ผลตรวจ]", "pattern: '(a+'"),
        "concepts/water.yaml:9: criteria.tested.match.patt",
    ),
    (("concepts/water.yaml", "{any_of: [ผลตรวจ]}", "{}"), "concepts/water.yaml:9: criteria.tested.match: ต้องมีตัวตรวจ"),
    (
        ("concepts/water.yaml", "{any_of: [ผลตรวจ]}", "{told_in: {concept: fire, words: [น้ำ]}}"),
        "concepts/water.yaml:9: criteria.tested.match.told_in: ไม่มี concepts/fire.yaml",
    ),
    (("concepts/water.yaml", "any_of: [ผลตรวจ]", "any_of: [x], map: true"), "concepts/water.yaml:9: criteria.tested."),
    (("concepts/water.yaml", "[ผลตรวจคุณภาพน้ำประปา]", "[ผล, 12]"), "concepts/water.yaml:5: look.strong.1"),
    (("concepts/water.yaml", "concept: water", "concept: wader"), "concepts/water.yaml:1: concept: ชื่อไฟล์"),
    (("concepts/water.yaml", "th: ลงผลตรวจ", "th: 2020-01-01"), "concepts/water.yaml:11: advice.text.th: ต้องเป็นข้อความ"),
    (("concepts/water.yaml", "evidence: document", "evidence: NO"), "concepts/water.yaml:3: evidence: "),
]


@pytest.mark.parametrize(("edit", "line"), WRONG, ids=lambda value: value[2][:24] if isinstance(value, tuple) else "")
def test_a_mistake_is_told_by_file_line_field_and_reason(make: Make, edit: tuple[str, str, str], line: str) -> None:
    found = mistakes(make(edit))
    assert any(line in one for one in found), "\n".join(found)


def test_words_of_yaml_1_1_stay_words(make: Make) -> None:
    edits = ("concepts/water.yaml", "[ผลตรวจคุณภาพน้ำประปา]", "[NO, on, yes, off]")
    assert load(make(edits)).concepts["water"].look.strong == ["NO", "on", "yes", "off"]


def test_all_mistakes_of_all_files_at_once(make: Make) -> None:
    found = mistakes(
        make(
            ("years/2571.yaml", "status: sourced", "status: certain"),
            ("years/2571.yaml", "    period: year", "    period: yearly"),
            ("concepts/water.yaml", "evidence: document", "evidence: dokument"),
            ("concepts/water.yaml", "  strong: [", "  stronk: ["),
        )
    )
    assert [line.split(": ")[0] for line in found] == [
        "concepts/water.yaml:3",
        "concepts/water.yaml:5",
        "years/2571.yaml:2",
        "years/2571.yaml:16",
    ]


def test_a_broken_concept_is_not_also_called_missing(make: Make) -> None:
    found = mistakes(make(("concepts/water.yaml", "evidence: document", "evidence: dokument")))
    assert len(found) == 1


def test_a_missing_concept_is_told_once_for_each_item(make: Make) -> None:
    directory = make()
    (directory / "concepts" / "water.yaml").unlink()
    assert len(mistakes(directory)) == 1


def test_repeated_items_are_refused(make: Make) -> None:
    directory = make()
    path = directory / "years" / "2571.yaml"
    path.write_text(YEAR + YEAR[YEAR.index("  - id: O1") :], "utf-8")
    assert any("items.1.id: เลขข้อ O1 ซ้ำ" in line for line in mistakes(directory))


@pytest.mark.parametrize("body", [b"\xe0\xb8", "ก".encode("cp874"), b"", b"# only a comment\n", b"- a\n- b\n", b"a\n"])
def test_files_that_are_no_rule_file(make: Make, body: bytes) -> None:
    directory = make()
    (directory / "years" / "2571.yaml").write_bytes(body)
    assert mistakes(directory)[0].startswith("years/2571.yaml:")


def test_a_directory_without_rules_is_refused(tmp_path: Path) -> None:
    assert len(mistakes(tmp_path)) == 2


def test_a_copy_of_our_rules_with_one_mistake_is_refused_with_just_that(tmp_path: Path) -> None:
    shutil.copytree(packaged(), tmp_path / "rules", ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "rules" / "years" / "2566.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("period: first_half", "period: half", 1), "utf-8")
    found = mistakes(tmp_path / "rules")
    assert len(found) == 1
    assert found[0].startswith("years/2566.yaml:")


def test_our_directory_holds_only_what_is_read() -> None:
    names = read_directory(packaged())
    assert all(name.startswith(("years/", "concepts/", "words/")) and name.endswith(".yaml") for name in names)


def test_rules_from_before_words_were_files_use_the_installed_ones() -> None:
    files = {name: body for name, body in read_directory(packaged()).items() if not name.startswith("words/")}
    assert load_files(files).words == load().words
    assert load_files(files).digest != load().digest


def test_what_is_judged_by_installed_words_keeps_them(make: Make) -> None:
    own = load(make())
    assert own.words == load().words
    assert {"words/everyday.yaml", "words/latin.yaml"} <= own.files.keys()


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("letters: greek\nwords: {ก: [ข]}\n", "words/mine.yaml:1: letters"),
        ("letters: thai\nwords:\n  ก: [ข]\n  ค: [ง, ข]\n", "words/mine.yaml:4: words.ค: “ข” มีแล้วในบรรทัดอื่น"),
        ("letters: thai\nwords:\n  ก: ['']\n", "words/mine.yaml:3: words.ก: คำว่าง"),
    ],
)
def test_a_word_table_with_a_slip_is_refused(make: Make, table: str, line: str) -> None:
    directory = make()
    (directory / "words").mkdir()
    (directory / "words" / "mine.yaml").write_text(table, "utf-8")
    (found,) = mistakes(directory)
    assert found.startswith(line)

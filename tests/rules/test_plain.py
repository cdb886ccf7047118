"""The fast reader: gives what the full reader gives, or gives up. Held on our own files, on oddities and at random."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from auditor.rules import plain

RULES = Path(__file__).parents[2] / "rules"
FILES = sorted(RULES.glob("*/*.yaml"))


def fully(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def test_every_file_of_ours_is_plain() -> None:
    """Else loading is slow: write it without anchors, blocks (| and >) and escapes."""
    slow = []
    for path in FILES:
        try:
            plain.read(path.read_text("utf-8"))
        except plain.NotPlain:
            slow.append(path.name)
    assert slow == []


@pytest.mark.parametrize("path", [RULES / "years" / "2566.yaml", *FILES[:20]], ids=lambda path: path.name)
def test_our_files_read_the_same(path: Path) -> None:
    text = path.read_text("utf-8")
    assert plain.read(text) == fully(text)


READ = [
    ("a: 1", {"a": 1}),
    ("a: NO\nb: on\nc: yes\nd: off", {"a": "NO", "b": "on", "c": "yes", "d": "off"}),
    ("a: 9.1\nb: '9.1'\nc: \"9.1\"", {"a": 9.1, "b": "9.1", "c": "9.1"}),
    ("a: true\nb: False\nc: null\nd: ~\ne:", {"a": True, "b": False, "c": None, "d": None, "e": None}),
    ("true: [x]\nfalse: [y]", {True: ["x"], False: ["y"]}),
    ("- a\n- b: 1\n  c: 2\n- [1, 2]\n- {d: e}\n- - f\n  - g", ["a", {"b": 1, "c": 2}, [1, 2], {"d": "e"}, ["f", "g"]]),
    ("a:\n- b\n- c\nd: e", {"a": ["b", "c"], "d": "e"}),
    ("a: {b: [c, 'd, e', \"f: g\"], h: {i: 1}}", {"a": {"b": ["c", "d, e", "f: g"], "h": {"i": 1}}}),
    ("a: [b,\n  c,\n  d]\ne: f", {"a": ["b", "c", "d"], "e": "f"}),
    ("a: one\n  two\n  three\nb: c", {"a": "one two three", "b": "c"}),
    ("a: b # c\n# d\ne: 'f' # g\nh: [i] # j", {"a": "b", "e": "f", "h": ["i"]}),
    ("a: b#c\nd: http://e.go.th/?f=g#h", {"a": "b#c", "d": "http://e.go.th/?f=g#h"}),
    ("a: it''s\nb: 'it''s'", {"a": "it''s", "b": "it's"}),
    ('ชื่อ: ค่า (๒๕๖๖)\n"9.1": ก', {"ชื่อ": "ค่า (๒๕๖๖)", "9.1": "ก"}),
    ("a: []\nb: {}\nc: ''", {"a": [], "b": {}, "c": ""}),
    ("a:   x  \nb: 5 แห่ง\n", {"a": "x", "b": "5 แห่ง"}),
]


@pytest.mark.parametrize(("text", "value"), READ)
def test_what_is_plain(text: str, value: Any) -> None:
    assert plain.read(text) == value == fully(text)


ODD = [
    "a: &x 1\nb: *x",
    "a: |\n  text",
    "a: >-\n  text",
    'a: "b\\tc"',
    "a: !!str 1",
    "a: 1\na: 2",
    "a: {b: 1, b: 2}",
    "a: 2020-01-01",
    "a: 0o17",
    "a: 0x1f",
    "a: 1_000",
    "a: 1e3",
    "a: -1",
    "a: .5",
    "a: b: c",
    "a: [b",
    "a: 'b",
    "a: b\n   c: d",
    "a: 'b\n  c'",
    "a: b\n\n  c",
    "a: {b: c}}",
    "a: [b] c",
    "? a\n: b",
    "---\na: 1",
    "a: 1\n...\n",
    "%YAML 1.2\n---\na: 1",
    "\ta: 1",
    "a:\t1",
    "<<: {a: 1}",
    "a: {b, c}",
    "a: [b c: d]",
    "a: {b: c: d}",
    "- a\nb: c",
    "a: 1\n- b",
    "a: @b",
    "a: `b`",
    "a: %b",
    "\ufeffa: 1",
    "a: b\x07",
    "a: [b,\nc]",
    "",
    "# nothing",
    "-\n  a: 1",
]


@pytest.mark.parametrize("text", ODD)
def test_what_is_odd_is_left_to_the_full_reader(text: str) -> None:
    with pytest.raises(plain.NotPlain):
        plain.read(text)


WORDS = st.text(st.sampled_from("abก่ ขำ09.-_:#'\"[]{},&*!|>%@~\\/\n"), max_size=8)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 99), st.floats(0, 9).map(lambda f: round(f, 2)), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES, st.booleans())
def test_what_the_full_writer_writes_is_read_the_same_or_not_at_all(value: Any, flow: bool) -> None:
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = flow
    writer.allow_unicode = True
    out = io.StringIO()
    writer.dump(value, out)
    same_or_refused(out.getvalue())


PARTS = [
    "a: ",
    "b: ",
    "c",
    "1",
    "ก ข",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    '"',
    " #",
    ":",
    "|",
    ".",
    "~",
]


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PARTS), min_size=2, max_size=12))
def test_any_text_is_read_the_same_or_not_at_all(parts: list[str]) -> None:
    same_or_refused("".join(parts))


def same_or_refused(text: str) -> None:
    try:
        found = plain.read(text)
    except plain.NotPlain:
        return
    try:
        expected = fully(text)
    except YAMLError as error:
        pytest.fail(f"{text!r}: read as {found!r}, but the full reader says {error}")
    assert found == expected, text

"""Hostile text comes out inert, and nothing else changes."""

from __future__ import annotations

import unicodedata

import pytest

from reports.text import line, marked, plain, quoted, short, short_middle, tame
from tests.reports.sample import HOSTILE, hostile

CASES = [
    ("ปกติ", "ปกติ"),
    ("น้ำ ป่า ผู้ ที่", "น้ำ ป่า ผู้ ที่"),
    ("a\u202eb\u2066c\u200fd", "abcd"),
    ("ไทย\u200bไทย\ufeff", "ไทยไทย"),
    ("a\x00b\x1b[31m", "a b [31m"),
    ("one\ttwo", "one two"),
    ("one\r\ntwo\rthree", "one\ntwo\nthree"),
    ("\ud800x\ufffe", "x"),
    ("e" + "\u0301" * 9, "e" + "\u0301" * 4),
    ("<b>&amp;</b>", "<b>&amp;</b>"),
]


@pytest.mark.parametrize(("given", "made"), CASES)
def test_plain(given, made):
    assert plain(given) == made


@pytest.mark.parametrize("given", HOSTILE)
def test_plain_leaves_nothing_that_steers(given):
    left = {unicodedata.category(c) for c in plain(given).replace("\n", "")}
    assert not left & {"Cc", "Cf", "Cs", "Cn"}


def test_what_a_scan_leaves_open_is_said_in_words():
    assert quoted("ปี พ.ศ. ๒๕\ufffd\ufffd และ") == "ปี พ.ศ. ๒๕[อ่านไม่ชัด] และ"


def test_line_is_one_line():
    assert line("  ก\n\n ข\t\x0b ค ") == "ก ข ค"


def test_short_cuts_between_clusters():
    assert short("ก" * 5, 5) == "กกกกก"
    assert short("กกกกี่กก", 5) == "กกก…"
    assert len(short("ยาว" * 4000, 100)) <= 100


def test_short_middle_keeps_both_ends():
    made = short_middle("a" * 50 + "z" * 50, 40)
    assert len(made) == 40
    assert made.startswith("aaa")
    assert made.endswith("zzz")


@pytest.mark.parametrize(
    ("quote", "phrases", "hits"),
    [
        ("แบบ สขร.1 เดือนมกราคม 2566", ["สขร.1", "2566"], ["สขร.1", "2566"]),
        ("แผน พัฒนา ท้องถิ่น", ["แผนพัฒนาท้องถิ่น"], ["แผน พัฒนา ท้องถิ่น"]),
        ("No gift POLICY", ["no gift policy"], ["No gift POLICY"]),
        ("ก(ข[ค", ["(ข["], ["(ข["]),
        ("ไม่มี", ["มีอยู่"], []),
        ("ไม่มี", ["", "  "], []),
    ],
)
def test_marked(quote, phrases, hits):
    pieces = marked(quote, phrases)
    assert "".join(p for p, _ in pieces) == quote
    assert [p for p, hit in pieces if hit] == hits


def test_tame_reaches_every_string():
    def strings(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for k, v in value.items():
                yield from strings(k)
                yield from strings(v)
        elif isinstance(value, list | tuple):
            for v in value:
                yield from strings(v)

    for text in strings(tame(hostile()).model_dump()):
        assert not {unicodedata.category(c) for c in text.replace("\n", "")} & {"Cc", "Cf", "Cs", "Cn"}

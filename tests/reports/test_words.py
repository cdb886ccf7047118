"""Every word is there in both languages, and every word asked for exists."""

from __future__ import annotations

import re
import string
from pathlib import Path

import reports
from reports.words import STATES, WORDS, Words

ROOT = Path(reports.__file__).parent
ASKED = re.compile(r"""\b(?:w|_TH|words)\(\s*["']([a-z0-9_A-Z]*[a-zA-Z0-9])["']""")


def sources():
    """Those of the report; the site of a night and the web pages have words of their own."""
    others = ("site", "web")
    found = [p for p in [*ROOT.rglob("*.py"), *ROOT.rglob("*.j2")] if p.name != "words.py"]
    return [p for p in found if not any(part.startswith(others) for part in p.relative_to(ROOT).parts)]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_facts():
    for key, (th, en) in WORDS.items():
        assert th.strip() and en.strip(), key
        assert fields(th) == fields(en), key
        assert not re.search("[ก-๙]", en), key


def test_every_word_asked_for_exists():
    asked = {key for path in sources() for key in ASKED.findall(path.read_text(encoding="utf-8"))}
    assert len(asked) > 100
    assert asked - WORDS.keys() == set()


def test_no_word_is_left_over():
    text = "".join(p.read_text(encoding="utf-8") for p in sources())
    prefixes = ("who_", "effort_", "law_", "reach_", "formula_", "method_", "dispute_", "obstacle_", "class_")
    prefixes += ("setting_",)
    made = {f"{s}_means" for s in STATES} | set(STATES) | {"could_not_look_means", "not_there_means"}
    unused = {
        k
        for k in WORDS
        if k not in made and not k.startswith(prefixes) and f'"{k}"' not in text and f"'{k}'" not in text
    }
    assert unused == set()


def test_words_are_filled_in():
    assert Words("th")("passed_of", passed=3, total=43) == "ผ่าน 3 จาก 43 ข้อ"
    assert Words("en")("passed") == "Passed"

"""What counts as a change: each row is a series of nights of one item and what was published in each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.nightly import history
from auditor.nightly.agencies import Agency
from auditor.nightly.ledger import Job, Ledger, LedgerError
from tests.auditor.nightly.results import result

CASES = [
    ("first night", "P", ""),
    ("nothing changed", "P P P", ""),
    ("seen once", "P F", "-"),
    ("seen twice", "P F F", "--R"),
    ("and only once", "P F F F", "--R-"),
    ("back before the second look", "P F P", "---"),
    ("back and gone again", "P F P F", "----"),
    ("an outage", "P U P", "---"),
    ("an outage between two looks", "P F U F", "---R"),
    ("an outage, then lost", "P U F F", "---R"),
    ("mended at once", "F P", "-I"),
    ("mended after an outage", "F U P", "--I"),
    ("not due", "P N N", "---"),
    ("not due, then asked for", "N F F", "---"),
    ("a person has to look", "P C", "-C"),
    ("undecided, then lost", "C F", "-C"),
    ("blocked, whatever the items say", "P B B P", "----"),
    ("other rules", "P f f", "---"),
    ("other rules, then lost", "P p f f", "---R"),
]
STATES = {"P": "passed", "F": "failed", "U": "untested", "N": "not_due", "C": "cantTell", "B": "failed"}
KINDS = {"R": "regression", "I": "improvement", "C": "change"}


@pytest.mark.parametrize(("nights", "published"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_series(tmp_path: Path, nights: str, published: str) -> None:
    seen = ""
    with Ledger(tmp_path) as ledger:
        _list(ledger)
        for number, letter in enumerate(nights.split(), start=1):
            _record(ledger, number, letter.upper(), "new" if letter.islower() else "old")
            kinds = [change["kind"] for change in history.changes(ledger, number)]
            seen += next((sign for sign, kind in KINDS.items() if [kind] == kinds), "-")
    assert seen == published.ljust(len(seen), "-")


UPGRADES = [
    # before the upgrade, the same crawl after it, tonight: what is published, what the upgrade is told to have done
    ("nothing of either", "P", "P", "P", "-", ""),
    ("the upgrade alone", "P", "F", "F", "-", "P>F"),
    ("the upgrade one way, the site the other", "P", "F", "P", "I", "P>F"),
    ("the site alone, seen once", "P", "P", "F", "-", ""),
    ("the site alone, mended", "F", "F", "P", "I", ""),
    ("fallen before the upgrade, which sees it too", "P F", "F", "F", "R", ""),
    ("fallen before the upgrade, which sees it otherwise", "P F", "P", "F", "-", ""),
    ("the crawl before was an outage", "P U", "U", "F", "-", "P>F"),
    ("the crawl before was blocked", "P B", "B", "F", "-", "P>F"),
]


@pytest.mark.parametrize(
    ("before", "same", "tonight", "published", "upgrade"), [c[1:] for c in UPGRADES], ids=[c[0] for c in UPGRADES]
)
def test_after_an_upgrade_only_what_the_site_did_is_its_change(
    tmp_path: Path, before: str, same: str, tonight: str, published: str, upgrade: str
) -> None:
    with Ledger(tmp_path) as ledger:
        _list(ledger)
        for number, letter in enumerate(before.split(), start=1):
            _record(ledger, number, letter, "old")
        last = number + 1
        _record(ledger, last, tonight, "new", _made(same))
        kinds = [
            sign for change in history.changes(ledger, last) for sign, kind in KINDS.items() if kind == change["kind"]
        ]
        done = [f"{_letter(row['before'])}>{_letter(row['after'])}" for row in history.upgrades(ledger, last)]
        # Told once: a second look in the same night brings nothing more of the upgrade.
        _record(ledger, last, tonight, "new", _made(same))
        assert len(history.upgrades(ledger, last)) == len(done)
        history.publish(ledger, last, tmp_path)
    assert ("".join(kinds) or "-", "".join(done)) == (published, upgrade)
    assert len(_json(tmp_path / "latest" / "upgrades.json")) == len(done)


def _record(ledger: Ledger, night: int, letter: str, rules: str, baseline: Any = None) -> None:
    with ledger.transaction():
        history.record(ledger, Job(night, "town", 0, "", 0), _made(letter), rules, baseline)


def _made(letter: str) -> dict[str, Any]:
    return result("town", {"O1": STATES[letter]}, reach="blocked" if letter == "B" else "complete")


def _letter(state: str) -> str:
    return next(letter for letter, name in STATES.items() if name == state)


def test_what_is_published(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        _list(ledger)
        for number, states in enumerate([{"O1": "passed", "O2": "failed"}, {"O1": "failed", "O2": "passed"}] * 1, 1):
            with ledger.transaction():
                history.record(ledger, Job(number, "town", 0, "", 0), result("town", states), "r")
        history.publish(ledger, 1, tmp_path)
        assert _json(tmp_path / "latest" / "changes.json") == []
        with ledger.transaction():
            history.record(ledger, Job(2, "town", 2, "", 0), result("town", {"O1": "failed", "O2": "passed"}), "r")
        history.publish(ledger, 2, tmp_path)
    told = _json(tmp_path / "latest" / "changes.json")
    assert [(c["item"], c["from"], c["to"]) for c in told] == [("O1", "passed", "failed"), ("O2", "failed", "passed")]
    assert set(told[0]) == {"agency_url", "item", "from", "to", "reason", "why"}
    assert told[0]["reason"] == "not_found" and told[0]["why"]["th"]
    assert _json(tmp_path / "000001" / "changes.json") == []


def test_another_year_begins_with_nothing_to_compare(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        _list(ledger)
        for number, state in enumerate(("passed", "failed", "failed"), 1):
            with ledger.transaction():
                history.record(ledger, Job(number, "town", 0, "", 0), result("town", {"O1": state}), "r")
            ledger.forget_standings()
        assert [history.changes(ledger, n) for n in (1, 2, 3)] == [[], [], []]


@pytest.mark.parametrize("text", ["{", "[]", '{"schema_version": 99}'], ids=["cut off", "no result", "newer version"])
def test_a_result_of_another_version_is_no_result(tmp_path: Path, text: str) -> None:
    (tmp_path / "result.json").write_text(text)
    assert history.read_result(tmp_path / "result.json") is None


def test_a_ledger_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    (tmp_path / "night.sqlite").write_bytes(b"no database " * 100)
    with pytest.raises(LedgerError, match="not a night's ledger"):
        Ledger(tmp_path)
    newer = tmp_path / "newer"
    with Ledger(newer) as ledger:
        ledger.conn.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match="newer version"):
        Ledger(newer)


def test_a_ledger_of_an_older_version_is_brought_up(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        _list(ledger)
        ledger.conn.execute("ALTER TABLE job DROP COLUMN ocr_pages")
        ledger.conn.execute("PRAGMA user_version = 1")
    with Ledger(tmp_path) as ledger:
        assert ledger.rows("SELECT slug, ocr_pages FROM job") == [{"slug": "town", "ocr_pages": None}]


def _list(ledger: Ledger) -> None:
    from datetime import UTC, datetime

    ledger.open_night((Agency("town", "เมืองทดลอง", "https://town.example/"),), datetime(2026, 6, 1, tzinfo=UTC))


def _json(path: Path) -> Any:
    import json

    return json.loads(path.read_text("utf-8"))

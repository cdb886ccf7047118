"""A result.json that is none is refused in one line."""

from __future__ import annotations

import json

import pytest

from reports.formats import FORMATS, Options
from reports.load import ReportError, parse, read
from tests.reports.sample import blocked, draft, not_due, sample, unverified

GOOD = FORMATS["json"](sample(), Options())


def edited(**changes) -> bytes:
    return json.dumps({**json.loads(GOOD), **changes}).encode()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "cut off"),
        (GOOD[:500], "cut off"),
        (GOOD[: len(GOOD) // 2], "cut off"),
        (GOOD[:-3], "cut off"),
        (b"<html></html>", "not JSON"),
        (b'{"a": 1,}', "not JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[1, 2]", "not an object"),
        (b"[" * 100_000, "nested too deeply"),
        (edited(schema_version=2), "schema version 2 is not known"),
        (edited(schema_version="1"), "schema version '1' is not known"),
        (b"{}", "schema version None is not known"),
        (edited(extra=1), "edited or damaged: extra"),
        (edited(items="none"), "edited or damaged: items"),
        (edited(fiscal_year="soon", as_of=3), "(and 1 more)"),
    ],
)
def test_bad_results_give_one_line(body, says):
    with pytest.raises(ReportError) as refused:
        parse(body, "x/result.json")
    message = str(refused.value)
    assert message.startswith("x/result.json: ")
    assert says in message
    assert "\n" not in message
    assert len(message) < 300


def test_missing_file(tmp_path):
    with pytest.raises(ReportError, match="cannot be read"):
        read(tmp_path / "none.json")


@pytest.mark.parametrize("made", [sample, not_due, unverified, draft, blocked])
def test_what_was_written_is_read_again(made, tmp_path):
    result = made()
    (tmp_path / "result.json").write_bytes(FORMATS["json"](result, Options()))
    assert read(tmp_path) == result
    assert read(tmp_path / "result.json") == result

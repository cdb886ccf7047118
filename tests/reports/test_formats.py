"""The registry: every format of the command line makes bytes of every state."""

from __future__ import annotations

import json

import pytest

from reports.formats import FORMATS, Options
from reports.load import parse
from tests.reports import sample as s
from tests.reports.golden import check

QUICK = sorted(FORMATS.keys() - {"pdf"})


def test_names():
    assert set(FORMATS) == {"html", "docx", "xlsx", "csv", "json", "earl", "pdf"}


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize("made", [s.not_due, s.unverified, s.draft, s.blocked, s.hostile])
def test_every_format_of_every_state(name, made):
    body = FORMATS[name](made(), Options(lang="en"))
    assert len(body) > 500
    starts = {
        "html": b"<!doctype html>",
        "docx": b"PK",
        "xlsx": b"PK",
        "csv": b"\xef\xbb\xbf",
        "json": b"{",
        "earl": b"{",
    }
    assert body.startswith(starts[name])


def test_json_is_the_result_itself_and_hides_nothing():
    result = s.sample()
    assert parse(FORMATS["json"](result, Options())) == result
    body = FORMATS["json"](s.hostile(), Options())
    assert b"\\u202e" in body
    assert "\u202e" not in body.decode()
    assert json.loads(body)["findings"][1]["why"]["th"].count("\u202e") == 1


def test_golden_json():
    check("result.json", FORMATS["json"](s.small(), Options()).decode())

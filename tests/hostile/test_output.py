"""Nothing that a website says steers a terminal; what reports do with it is tested in tests/reports."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from auditor import cli
from auditor.commands import auditing

EVIL = "เทศบาล\x1b]0;เจ้าของเครื่อง\x07\x1b[2J\u202eกลับหลัง\x9b31m\r\nบรรทัดปลอม"


def _lines(capsys: pytest.CaptureFixture[str]) -> str:
    out = capsys.readouterr()
    return out.out + out.err


def _is_inert(text: str) -> bool:
    return all(char == "\n" or char.isprintable() for char in text)


def test_names_and_notes_of_an_audit(capsys: pytest.CaptureFixture[str]) -> None:
    counts = SimpleNamespace(passed=1, failed=1, cantTell=1, untested=1, total=4)
    result = SimpleNamespace(
        score=SimpleNamespace(counts=counts),
        agency=SimpleNamespace(name=EVIL),
        fiscal_year=2566,
        crawl=SimpleNamespace(reach="complete", notes=[SimpleNamespace(th=EVIL)]),
    )
    auditing._say(result, Path("out"))  # type: ignore[arg-type]
    said = _lines(capsys)
    assert _is_inert(said) and said.count("\n") == 3


def test_error_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli._stop(EVIL, 1)
    assert _is_inert(_lines(capsys))
    assert not _is_inert(click.style(EVIL))

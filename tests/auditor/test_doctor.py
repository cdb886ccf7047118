"""oit doctor names what is missing, what is lost without it, and what helps."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor import doctor
from auditor.cli import cli


@pytest.fixture()
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with nothing on its path, and nobody to write to."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("OIT_CHROMIUM", str(tmp_path / "none"))
    monkeypatch.delenv("OIT_CONTACT", raising=False)
    monkeypatch.setattr(doctor.tesseract, "find_models", lambda: "")


@pytest.mark.usefixtures("bare")
def test_what_is_missing_is_named_with_its_loss(tmp_path: Path) -> None:
    found = {f.name: f for f in doctor.examine(tmp_path)}
    for name in ("browser", "PDF text", "OCR", "old Office files", "contact"):
        assert not found[name].found and found[name].loss and found[name].mend, name
    assert "apt-get install tesseract-ocr" in found["OCR"].line()
    assert "2566" in found["rules"].found and "GB free" in found["disk"].line()


def test_a_folder_to_come_is_measured_where_it_will_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "FREE", 1)
    disk = next(f for f in doctor.examine(tmp_path / "a" / "b") if f.name == "disk")
    assert disk.found.endswith(str(tmp_path))


@pytest.mark.usefixtures("bare")
def test_the_command_says_so_by_its_exit_code(tmp_path: Path) -> None:
    ran = CliRunner().invoke(cli, ["doctor", "--out", str(tmp_path)], standalone_mode=False)
    assert ran.return_value == 10 and "✗ OCR" in ran.output

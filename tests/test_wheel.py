"""A wheel built from the clone works in an empty environment: rules, templates and the demo are inside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHOWN = {
    "O4": "passed",
    "O11": "wrong_year",
    "O13": "missing_element",
    "O18": "passed",
    "O21": "passed",
    "O31": "wrong_year",
    "O37": "dead_link",
}
"""What the demo is made to show (auditor/demo/site/site.yaml)."""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    hidden = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    env = {key: value for key, value in os.environ.items() if key not in hidden}
    done = subprocess.run([str(c) for c in command], cwd=cwd, env=env, text=True, capture_output=True, timeout=240)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def binaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel; what it depends on is lent by this one, so that nothing is downloaded."""
    place = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place, ROOT, cwd=place)
    wheel = next(place.glob("*.whl"))
    run(sys.executable, "-m", "venv", "--without-pip", place / "venv", cwd=place)
    python = place / "venv" / "bin" / "python"
    options = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel, cwd=place)
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place).stdout.strip())
    (own / "lent.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return python.parent


def test_the_packages_are_those_of_the_wheel(binaries: Path, tmp_path: Path) -> None:
    names = "auditor, crawler, reports, rules"
    code = f"import {names}; print(*(package.__file__ for package in ({names})))"
    for path in run(binaries / "python", "-c", code, cwd=tmp_path).stdout.split():
        assert Path(path).is_relative_to(binaries.parent)


def test_rules_check(binaries: Path, tmp_path: Path) -> None:
    said = run(binaries / "oit", "rules", "check", cwd=tmp_path).stdout
    assert "6 years" in said


@pytest.mark.timeout(300)
def test_demo(binaries: Path, tmp_path: Path) -> None:
    run(binaries / "python", "-m", "auditor.demo", "--out", "demo", cwd=tmp_path)
    report = (tmp_path / "demo" / "report.html").read_text("utf-8")
    assert "เทศบาลตำบลบึงตัวอย่าง" in report
    items = json.loads((tmp_path / "demo" / "result.json").read_text("utf-8"))["items"]
    said = {item["id"]: item["reason"] or item["outcome"] for item in items}
    assert {item: said[item] for item in SHOWN} == SHOWN
    assert said["O36"] != "passed", "a heading without a list"

"""The papers say what is so: files they point to exist, commands they show exist, no index is named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.cli import cli

ROOT = Path(__file__).parents[1]
PAPERS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "ARCHITECTURE.md"]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
COMMAND = re.compile(r"(?<![\w/.-])oit ((?:rules )?[a-z][a-z-]+)")
TARGET = re.compile(r"(?<![\w/])make ([a-z]+)")
PATH = re.compile(r"`((?:auditor|crawler|reports|rules|tests|docs|bench)/[\w./-]+)`")


def text(paper: str) -> str:
    return (ROOT / paper).read_text("utf-8")


@pytest.mark.parametrize("paper", PAPERS)
def test_links_and_paths_lead_somewhere(paper: str) -> None:
    names = [name for name in LINK.findall(text(paper)) if "://" not in name] + PATH.findall(text(paper))
    assert [name for name in names if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_commands_exist(paper: str) -> None:
    known = set(cli.commands) | {f"rules {name}" for name in cli.commands["rules"].commands}
    shown = {
        command for line in re.findall(r"`[^`]+`|^oit .*$", text(paper), re.M) for command in COMMAND.findall(line)
    }
    assert shown - known - {"rules"} == set()


@pytest.mark.parametrize("paper", PAPERS)
def test_make_targets_exist(paper: str) -> None:
    known = set(re.findall(r"^([a-z]+):", text("Makefile"), re.M))
    shown = {target for span in re.findall(r"`[^`]+`|^make .*$", text(paper), re.M) for target in TARGET.findall(span)}
    assert shown - known == set()


def test_every_target_says_what_it_does() -> None:
    targets = re.findall(r"^([a-z]+):(.*)$", text("Makefile"), re.M)
    assert len(targets) > 8
    assert [name for name, rest in targets if "##" not in rest] == []


def test_no_package_index_is_named() -> None:
    hosts = r"pypi\.org|pythonhosted|npmjs\.|registry\.npm|deb\.debian\.org|archive\.ubuntu"
    found = subprocess.run(
        ["git", "grep", "-lIE", hosts, "--", ":!tests/test_papers.py"], cwd=ROOT, text=True, capture_output=True
    )
    assert found.stdout == ""


def test_help_loads_nothing_heavy() -> None:
    """What makes `oit --help` answer at once."""
    code = "import sys, auditor.cli; print(*sorted(m for m in sys.modules if '.' not in m))"
    loaded = set(subprocess.check_output([sys.executable, "-c", code], text=True, cwd=ROOT).split())
    assert (
        loaded
        & {
            "scrapy",
            "twisted",
            "playwright",
            "pydantic",
            "lxml",
            "bs4",
            "pythainlp",
            "jinja2",
            "sqlite_utils",
            "ruamel",
        }
        == set()
    )

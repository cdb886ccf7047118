"""deploy/: only syntax and names can be checked here, where no containers run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click import Command, Group
from ruamel.yaml import YAML

from auditor.cli import cli

ROOT = Path(__file__).resolve().parents[3]
COMPOSE: dict[str, Any] = YAML(typ="safe").load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "oit-auditor"}


def test_all_parts_are_there() -> None:
    assert {"broker", "store", "worker", "coordinator", "site", "serve"} <= COMPOSE["services"].keys()
    assert "--tag oit-auditor " in (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("name", OURS)
def test_commands_and_their_options_exist(name: str) -> None:
    word, *rest = OURS[name]["command"]
    command: Command = cli.commands[word]
    assert not isinstance(command, Group)
    known = {option for parameter in command.params for option in parameter.opts}
    assert {option for option in rest if option.startswith("--")} <= known


def test_services_and_volumes_that_are_named_exist() -> None:
    for service in COMPOSE["services"].values():
        assert set(service.get("depends_on", ())) <= COMPOSE["services"].keys()
        for volume in service.get("volumes", ()):
            source = volume["source"] if isinstance(volume, dict) else volume.split(":")[0]
            assert source.startswith((".", "$")) or source in COMPOSE["volumes"]


def test_every_variable_stands_in_the_example() -> None:
    text = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    wanted = set(re.findall(r"(?<!\$)\$\{(\w+)", text))
    assert wanted == set(re.findall(r"^(\w+)=", (ROOT / "deploy" / ".env.example").read_text("utf-8"), re.M))


def test_what_the_image_copies_is_there() -> None:
    text = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    for source in re.findall(r"^COPY (\S+) ", text, re.M):
        assert (ROOT / source).exists(), source

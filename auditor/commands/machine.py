"""oit doctor and bench: what this machine has, what is lost without the rest, and how fast it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from auditor.commands import BELOW, DONE


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("audits"), show_default=True)
def doctor(out: Path) -> int:
    """Look for the programs that the tool can use; exit 10 when something is missing. Contacts nobody."""
    from auditor.doctor import examine

    whole = True
    for finding in examine(out):
        click.echo(finding.line())
        whole = whole and bool(finding.found)
    return DONE if whole else BELOW


@click.command()
@click.option("--quick", is_flag=True, help="Some minutes instead of a quarter of an hour.")
def bench(quick: bool) -> int:
    """Measure this machine as ratios, on made-up websites of its own; contacts nobody."""
    command = [sys.executable, "-m", "bench", "--here", *(["--quick"] if quick else [])]
    return subprocess.run(command, check=False).returncode


COMMANDS = (doctor, bench)

"""oit doctor: what this machine has, and what is lost without the rest."""

from __future__ import annotations

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


COMMANDS = (doctor,)

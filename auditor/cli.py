"""The command line: gathers the commands and turns every expected trouble into one line and an exit code."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from auditor import __version__
from auditor.commands import BUG, DONE, STOPPED, TROUBLE, USAGE, auditing, machine, paperwork, proving, ruling, serving
from auditor.fleet import commands as machines
from auditor.nightly import commands as nights

EXPECTED = {
    "CrawlError": TROUBLE,
    "StoreError": TROUBLE,
    "ArchiveError": TROUBLE,
    "StampError": TROUBLE,
    "RuleError": TROUBLE,
    "ReportError": TROUBLE,
    "ClaimError": TROUBLE,
    "DecisionError": TROUBLE,
    "AgainError": TROUBLE,
    "TimerError": TROUBLE,
    "AlertError": TROUBLE,
    "NightError": TROUBLE,
    "LedgerError": TROUBLE,
    "ListError": TROUBLE,
    "ServeError": TROUBLE,
    "FleetError": TROUBLE,
    "UnknownYear": USAGE,
    "ScoreError": USAGE,
    "AuthorError": USAGE,
}
"""By name, since importing the classes would load everything before the first word of --help."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="oit")
def cli() -> None:
    """Audit what a Thai local government publishes for the OIT (ตรวจหลักฐาน OIT บนเว็บไซต์)."""


FAMILIES = (auditing, paperwork, proving, ruling, serving, nights, machine, machines)

for command in (command for family in FAMILIES for command in family.COMMANDS):
    cli.add_command(command)


def main() -> None:
    """Entry point."""
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        _stop(error.format_message(), USAGE)
    except (click.Abort, KeyboardInterrupt):
        _stop("หยุดตามคำสั่ง · interrupted; run the same command to go on", STOPPED)
    except Exception as error:  # the one place that decides what a user sees of any error
        _stop(*_explain(error))
    sys.exit(code if isinstance(code, int) else DONE)


def _explain(error: Exception) -> tuple[str, int]:
    for kind in type(error).__mro__:
        if kind.__name__ in EXPECTED:
            return str(error), getattr(error, "exit_code", EXPECTED[kind.__name__])
    if isinstance(error, OSError):
        return f"{error.filename or ''}: {error.strerror or error}", TROUBLE
    import traceback

    log = Path("oit-error.log")
    log.write_text("".join(traceback.format_exception(error)), "utf-8")
    return f"ข้อผิดพลาดของโปรแกรม · a bug: {type(error).__name__}: {error} (details in {log})", BUG


def _stop(line: str, code: int) -> None:
    from reports.text import plain

    # Messages quote addresses and what servers said.
    click.echo(plain(line), err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()

"""The commands of the night: nightly, plan, schedule, prune. Parse, call, print; auditor.cli registers them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from auditor.nightly.request import MEMORY, PREPARE, REPORT, JobRequest, Limits, jobs_at_once

if TYPE_CHECKING:
    from threading import Event

    from auditor.nightly.ledger import Ledger
    from auditor.nightly.night import NightRequest, Summary

SITE = "reports.site:write"
"""A name, not an import: the night itself knows no reports."""
FLEET, FLEET_PRUNE = "auditor.fleet.commands:coordinate", "auditor.fleet.commands:prune"
"""By name as well: one machine needs no broker."""
BANGKOK = timezone(timedelta(hours=7))
DONE, TROUBLE, STOPPED = 0, 1, 130
_OUT = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The nights' folder."
)


_BROKER = click.option(
    "--broker",
    envvar="OIT_BROKER",
    metavar="amqp://…",
    help="Many machines: the jobs are done by `oit worker`; with --store.",
)
_STORE = click.option(
    "--store", envvar="OIT_STORE", metavar="s3://…", help="Many machines: the bucket or folder that all of them share."
)


@click.command()
@click.argument("agencies", type=click.Path(path_type=Path, dir_okay=False))
@_OUT
@click.option("--year", type=int, help="Fiscal year (B.E.); fixed by the first night in DIR.")
@click.option("--change-year", is_flag=True, help="Change the fiscal year of DIR to --year from now on.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    help="Agencies at once; when not given by cores and memory, with --broker 128 for all machines together.",
)
@click.option("--until", metavar="HH:MM", help="Start nothing new after this time (Asia/Bangkok).")
@click.option(
    "--recheck",
    type=click.FloatRange(0),
    default=3600,
    show_default=True,
    metavar="SECONDS",
    help="A regression is looked at again after so long before it is published.",
)
@click.option("--no-recheck", is_flag=True, help="Leave the second look to the next night.")
@click.option(
    "--revisit",
    type=click.IntRange(0),
    default=7,
    show_default=True,
    metavar="NIGHTS",
    help="Unchanged documents that decided nothing are asked for once in so many nights; 0: every night.",
)
@click.option("--max-pages", type=click.IntRange(1), default=2000, show_default=True)
@click.option("--minutes", type=click.FloatRange(0), default=30, show_default=True, help="Crawling time an agency.")
@click.option("--timeout", type=click.FloatRange(0.1), default=30, show_default=True, help="Seconds a request.")
@click.option(
    "--memory", type=click.IntRange(200), default=MEMORY, show_default=True, metavar="MB", help="An agency's."
)
@click.option("--render", type=click.Choice(["auto", "never", "always"]), default="auto", show_default=True)
@click.option("--allow-private", is_flag=True, help="Links may lead to other private or loopback addresses.")
@click.option("--lang", type=click.Choice(["th", "en"]), default="th", show_default=True)
@click.option("--rules", "rules_dir", type=click.Path(path_type=Path), help="Another rule directory.")
@click.option("--no-site", is_flag=True, help="Do not write DIR/site.")
@click.option("--alerts", type=click.Path(path_type=Path, dir_okay=False), help="Who is told of regressions (JSON).")
@_BROKER
@_STORE
def nightly(agencies: Path, out: Path, **given: Any) -> int:
    """Audit all agencies of a CSV (name,url,province,type), and say what changed since the night before."""
    from auditor.nightly.agencies import ListError, read_agencies
    from auditor.nightly.ledger import LedgerError
    from auditor.nightly.night import NightError

    try:
        listed = read_agencies(agencies)
        for error in listed.errors:
            click.echo(error, err=True)
        return _nightly(listed.agencies, len(listed.errors), out, given)
    except (ListError, LedgerError, NightError) as error:
        _stop(str(error))


def _stop(line: str, code: int = TROUBLE) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(code)


def _nightly(agencies: Any, errors: int, out: Path, given: dict[str, Any]) -> int:
    from auditor.nightly.night import run_night
    from auditor.nightly.progress import Log, summary

    out.mkdir(parents=True, exist_ok=True)
    if not agencies:
        _stop("no agency of the list can be audited")
    request = _night_request(agencies, out, given)
    terminal = sys.stderr.isatty()
    log = Log(_writer(terminal), terminal=terminal)
    with _fleet(given, request.until) as fleet:
        watcher = fleet.watching(log) if fleet else log
        jobs = given["jobs"] or (fleet.jobs if fleet else request.jobs)
        found = run_night(replace(request, jobs=jobs), watcher=watcher, stop=_stop_event(), runner=fleet)
    if not given["no_site"]:
        _publish(out, request.job)
    told = _alert(given["alerts"], out, found)
    click.echo(summary(found, str(out)) + (f" · รายการผิด {errors} บรรทัด" if errors else ""))
    if found.state == "interrupted":
        return STOPPED
    return DONE if found.ok and not errors and told else TROUBLE


@contextmanager
def _fleet(given: dict[str, Any], until: datetime | None) -> Iterator[Any]:
    """What runs jobs on other machines; None for this one."""
    if not _many(given["broker"], given["store"]):
        yield None
        return
    with _named(FLEET)(given["broker"], given["store"], until) as fleet:
        yield fleet


def _many(broker: str | None, store: str | None) -> bool:
    if bool(broker) != bool(store):
        raise click.UsageError("many machines need both --broker and --store")
    return bool(broker)


def _named(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def _writer(terminal: bool) -> Any:
    def write(text: str, moving: bool) -> None:
        click.echo(("\r\033[K" if terminal else "") + text, err=True, nl=not (terminal and moving))

    return write


def _stop_event() -> Event:
    import signal
    from threading import Event

    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _night_request(agencies: Any, out: Path, given: dict[str, Any]) -> NightRequest:
    from auditor.nightly.night import NightRequest

    return NightRequest(
        agencies=agencies,
        out=out,
        job=_pattern(out, given),
        jobs=given["jobs"] or jobs_at_once(given["memory"]),
        until=until(given["until"], datetime.now(BANGKOK)) if given["until"] else None,
        recheck=None if given["no_recheck"] else given["recheck"],
        prepare=(PREPARE,),
    )


def _pattern(out: Path, given: dict[str, Any]) -> JobRequest:
    from auditor.audit import pick_year
    from auditor.gathering import hints
    from auditor.nightly.engine import engine
    from auditor.nightly.ledger import Ledger
    from auditor.nightly.night import fix_year, night_lock
    from auditor.rules.load import load

    rules = load(given["rules_dir"])
    asked = given["year"]
    default = pick_year(rules, asked).fiscal_year
    with night_lock(out / "nightly"), Ledger(out / "nightly") as ledger:
        year = fix_year(ledger, asked, default, change=given["change_year"])
    return JobRequest(
        slug="",
        url="",
        out=out,
        fiscal_year=pick_year(rules, year).fiscal_year,
        max_pages=given["max_pages"],
        minutes=given["minutes"],
        render=given["render"],
        timeout=given["timeout"],
        allow_private=given["allow_private"],
        rules=given["rules_dir"],
        cache=out / "cache",
        pace=out / "nightly" / "pace",
        revisit=given["revisit"],
        engine=engine(rules),
        hints=hints(rules).to_json(),
        renderer=REPORT,
        lang=given["lang"],
        limits=Limits(memory=given["memory"] * 1_000_000, wall_seconds=given["minutes"] * 60 + 3600),
    )


def until(text: str, moment: datetime) -> datetime:
    """The next such time in Bangkok after the moment; click.BadParameter for what is no time."""
    try:
        hours, minutes = (int(part) for part in text.split(":"))
        today = moment.astimezone(BANGKOK).replace(hour=hours, minute=minutes, second=0, microsecond=0)
    except ValueError:
        raise click.BadParameter(f"--until {text}: not a time like 06:00") from None
    return today if today > moment else today + timedelta(days=1)


def _publish(out: Path, job: JobRequest) -> None:
    from auditor.nightly.ledger import Ledger
    from auditor.nightly.overview import overview
    from auditor.rules.load import load, year_of

    items = year_of(load(job.rules), job.fiscal_year).items
    names = {item.id: item.name.en if job.lang == "en" else item.name.th for item in items}
    with Ledger(out / "nightly") as ledger:
        _named(SITE)(overview(ledger, names), out / "site", agencies=out / "agencies", lang=job.lang)


def _alert(path: Path | None, out: Path, found: Summary) -> bool:
    """Whether everyone who had to be told could be told."""
    if path is None:
        return True
    from auditor.nightly.alerts import AlertError, read_channels, tell
    from auditor.nightly.history import changes
    from auditor.nightly.ledger import Ledger

    try:
        channels = read_channels(path)
    except AlertError as error:
        click.echo(str(error), err=True)
        return False
    with Ledger(out / "nightly") as ledger:
        troubles = tell(channels, changes(ledger, found.night), found.night)
    for line in troubles:
        click.echo(line, err=True)
    return not troubles


@click.command()
@click.option("--agencies", type=click.IntRange(1), required=True, help="How many agencies it is to be for.")
@click.option("--machines", type=click.IntRange(1), default=1, show_default=True, help="A column for so many.")
@click.option("--cores", type=click.IntRange(1), default=1, show_default=True, help="Of each machine.")
@click.option(
    "--jobs", type=click.IntRange(1), help="Agencies at once on each machine; twice the cores when not given."
)
@click.option("--hours", type=click.FloatRange(0.1), default=8, show_default=True, help="How long a night may take.")
@click.option(
    "--on-one-server",
    type=click.IntRange(1),
    metavar="N",
    help="Agencies on the most crowded server; when not given, its share in the nights so far.",
)
@_OUT
@click.option("--json", "as_json", is_flag=True)
def plan(out: Path, as_json: bool, jobs: int | None, **given: Any) -> int:
    """How many hours or machines a night takes, from the measured costs of the nights in DIR."""
    import json

    from auditor.nightly.plan import Asked, measured, plan_for, say

    with _ledger(out) as ledger:
        costs = measured(ledger)
    if not costs:
        _stop(f"{out}: no night has been measured here yet; run `oit nightly` first")
    made = plan_for(costs, Asked(**given, jobs=jobs or 2 * given["cores"]))
    click.echo(json.dumps(made, ensure_ascii=False, indent=1) if as_json else say(made))
    return DONE


def _ledger(out: Path) -> Ledger:
    from auditor.nightly.ledger import FILE, Ledger, LedgerError

    if not (out / "nightly" / FILE).is_file():
        _stop(f"{out}: no nights here (no {FILE})")
    try:
        return Ledger(out / "nightly")
    except LedgerError as error:
        _stop(str(error))


@click.command()
@_OUT
@click.option("--nights", type=click.IntRange(1), default=30, show_default=True, help="Nights to keep whole.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@_BROKER
@_STORE
def prune(out: Path, nights: int, dry_run: bool, broker: str | None, store: str | None) -> int:
    """Remove old crawls, earlier results and texts of documents; never what a kept verdict cites."""
    from auditor.nightly.night import NightError, night_lock
    from auditor.nightly.prune import prune_all

    many = _many(broker, store)
    try:
        with night_lock(out / "nightly"):
            if many:
                freed = _named(FLEET_PRUNE)(broker, store, out, nights, dry_run)
                click.echo(f"{store}: {freed.say(dry_run)}")
            click.echo(f"{out}: {prune_all(out, nights, dry_run=dry_run).say(dry_run)}")
    except NightError as error:
        _stop(str(error))
    return DONE


@click.group()
def schedule() -> None:
    """Run the night by itself: a systemd timer, or a crontab line where there is no systemd."""


@schedule.command()
@click.argument("agencies", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_OUT
@click.option("--at", default="22:00", show_default=True, metavar="HH:MM", help="Start (Asia/Bangkok).")
@click.option("--until", default="06:00", show_default=True, metavar="HH:MM")
@click.option("--alerts", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--cron", is_flag=True, help="Crontab lines even where there is systemd.")
def install(agencies: Path, out: Path, at: str, until: str, alerts: Path | None, cron: bool) -> int:
    """Write the units (~/.config/systemd/user) or print the crontab lines, and say how to switch them on."""
    from auditor.nightly.timer import Timer, TimerError, install_timer

    try:
        for line in install_timer(Timer(agencies, out, at, until, alerts), cron=cron):
            click.echo(line)
    except TimerError as error:
        _stop(str(error))
    return DONE


@schedule.command()
def show() -> int:
    """Print what is installed."""
    from auditor.nightly.timer import show_timer

    text = show_timer()
    click.echo(text or "no schedule is installed")
    return DONE if text else TROUBLE


@schedule.command()
def remove() -> int:
    """Remove the units."""
    from auditor.nightly.timer import remove_timer

    for line in remove_timer():
        click.echo(line)
    return DONE


@schedule.command()
@_OUT
@click.option("--hours", type=click.FloatRange(0.1), default=26, show_default=True)
@click.option("--alerts", type=click.Path(path_type=Path, dir_okay=False))
def check(out: Path, hours: float, alerts: Path | None) -> int:
    """Alarm (exit 1, and by the alerts) when no night was finished in so many hours: the schedule did nothing."""
    from auditor.nightly.alerts import AlertError, alarm, read_channels, silence

    with _ledger(out) as ledger:
        line = silence(ledger.nights(), datetime.now(BANGKOK), hours)
    if not line:
        return DONE
    try:
        troubles = alarm(read_channels(alerts), line) if alerts else []
    except AlertError as error:
        troubles = [str(error)]
    _stop("\n".join([line, *troubles]))


COMMANDS = (nightly, plan, schedule, prune)

"""oit worker and oit fleet: parse, call, print. Without the extra they say what to install."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from auditor.fleet.coordinator import Fleet
    from auditor.nightly.prune import Freed

DONE, TROUBLE = 0, 1
_BROKER = click.option(
    "--broker", envvar="OIT_BROKER", required=True, metavar="amqp://…", help="RabbitMQ; also OIT_BROKER."
)
_STORE = click.option(
    "--store", envvar="OIT_STORE", required=True, metavar="s3://…", help="A bucket or a folder; also OIT_STORE."
)
_SLUGS = click.argument("slugs", nargs=-1)


@contextmanager
def coordinate(url: str, store: str, until: datetime | None) -> Iterator[Fleet]:
    """For `oit nightly --broker`: the runner of a night whose jobs are done elsewhere."""
    from auditor.fleet.trouble import check_installed

    check_installed()
    from auditor.fleet import coordinator

    with coordinator.coordinate(url, store, until, lambda line: click.echo(line, err=True)) as fleet:
        yield fleet


def prune(url: str, store: str, out: Path, nights: int, dry_run: bool) -> Freed:
    """For `oit prune --broker --store`: in the store what it does in the folder."""
    from auditor.fleet.trouble import check_installed

    check_installed()
    from auditor.fleet.broker import check, make_app
    from auditor.fleet.depot import Depot
    from auditor.fleet.prune import prune_store

    app = make_app(url)
    check(app)
    return prune_store(app, Depot(store), out, nights, dry_run=dry_run, say=lambda line: click.echo(line, err=True))


@click.command()
@_BROKER
@_STORE
@click.option("--concurrency", type=click.IntRange(1, 256), help="Jobs at once; by cores and memory when not given.")
@click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False), help="Where jobs work; keeps texts of documents."
)
@click.option("--rules", type=click.Path(path_type=Path), help="Another rule directory; must be the coordinator's.")
@click.option(
    "--grace", type=click.FloatRange(0), default=60, show_default=True, help="Seconds to finish in after SIGTERM."
)
def worker(concurrency: int | None, **given: Any) -> int:
    """Do agencies of a night that runs elsewhere (`oit nightly --broker … --store …`), until told to end."""
    from auditor.fleet.trouble import check_installed

    check_installed()
    from auditor.fleet.worker import WorkRequest, work
    from auditor.nightly.request import MEMORY, jobs_at_once

    return DONE if work(WorkRequest(concurrency=concurrency or jobs_at_once(MEMORY), **given)) else TROUBLE


@click.group()
def fleet() -> None:
    """Many machines: how the night stands, and what was given up."""
    from auditor.fleet.trouble import check_installed

    check_installed()


@fleet.command()
@_BROKER
@_STORE
@click.option("--json", "as_json", is_flag=True)
def status(broker: str, store: str, as_json: bool) -> int:
    """Queued, running, done and dead jobs, workers, pages a second, time to go."""
    from auditor.fleet.broker import check, make_app
    from auditor.fleet.depot import Depot
    from auditor.fleet.status import fleet_status, say

    app = make_app(broker)
    check(app)
    found = fleet_status(app, Depot(store))
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else say(found))
    return DONE


@fleet.command()
@_BROKER
@click.option("--json", "as_json", is_flag=True)
def dead(broker: str, as_json: bool) -> int:
    """List the jobs that were given up: their workers were lost, or the store was away too long."""
    from auditor.fleet.broker import check, dead_letters, make_app

    app = make_app(broker)
    check(app)
    letters = dead_letters(app)
    if as_json:
        click.echo(json.dumps(letters, ensure_ascii=False, indent=1))
        return DONE
    for letter in letters:
        request = letter["request"]
        click.echo(f"{request['slug']}  {request['url']}  {letter['job']}")
    return DONE


@fleet.command()
@_SLUGS
@_BROKER
@_STORE
def resend(slugs: tuple[str, ...], broker: str, store: str) -> int:
    """Send what was given up again: the agencies named (by folder name), or all."""
    from auditor.fleet.broker import check, make_app
    from auditor.fleet.broker import resend as send
    from auditor.fleet.depot import Depot

    app, depot = make_app(broker), Depot(store)
    check(app)
    sent = send(app, frozenset(slugs))
    for letter in sent:
        depot.unbury(letter["job"])
        click.echo(letter["request"]["slug"])
    return DONE if sent or not slugs else TROUBLE


@fleet.command()
@_SLUGS
@_STORE
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The nights' folder.")
def pull(slugs: tuple[str, ...], store: str, out: Path) -> int:
    """Bring agencies' evidence here, so that `oit verify`, `judge` and `export` work on it."""
    from auditor.fleet.depot import Depot

    depot = Depot(store)
    for slug in slugs:
        depot.fetch_whole(slug, out / "agencies" / slug)
        click.echo(str(out / "agencies" / slug))
    return DONE


COMMANDS = (worker, fleet)

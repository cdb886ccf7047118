"""oit serve: audits on demand, in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.commands import DONE

if TYPE_CHECKING:
    from auditor.serve.settings import ServeSettings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; wider than this needs --public.")
@click.option("--port", type=click.IntRange(0, 65535), default=8321, show_default=True, help="0: any free one.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("serve"),
    show_default=True,
    help="Where audits and the queue are kept; shows the nights that are there.",
)
@click.option("--public", is_flag=True, help="Others can reach it, also through a proxy: asks for tokens.")
@click.option("--tokens", type=click.Path(path_type=Path, dir_okay=False), help="Token file; DATA/tokens if not given.")
@click.option("--new-token", metavar="ROLE:NAME", help="Make a token for a reader or an auditor, print it, and end.")
@click.option("--https", is_flag=True, help="It is reached by https (through a proxy): cookies go no other way.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Whole audits at once; 2, or 32 with --broker.")
@click.option(
    "--broker", envvar="OIT_BROKER", metavar="amqp://…", help="Have the jobs done by `oit worker`; with --store."
)
@click.option(
    "--store", envvar="OIT_STORE", metavar="s3://…", help="The bucket or folder that server and workers share."
)
@click.option("--year", type=int, help="Fiscal year that the form offers first.")
@click.option("--as-of", default="", metavar="DATE", help="Judge as on this day; the day of each crawl if not given.")
@click.option("--max-pages", type=click.IntRange(1), default=2000, show_default=True)
@click.option("--minutes", type=click.FloatRange(0), default=30, show_default=True, help="Crawling time an audit.")
@click.option("--memory", type=click.IntRange(200), default=3000, show_default=True, metavar="MB", help="An audit's.")
@click.option("--disk", type=click.FloatRange(0.1), default=20, show_default=True, metavar="GB", help="All of DATA.")
@click.option("--rules", type=click.Path(path_type=Path), help="Another rule directory.")
def serve(new_token: str | None, **given: Any) -> int:
    """Audit on demand in a browser: paste an address, watch, read, decide, compare."""
    from auditor.serve.people import add_token
    from auditor.serve.settings import ServeSettings

    https, broker, store = given.pop("https"), given.pop("broker"), given.pop("store")
    if bool(broker) != bool(store):
        raise click.UsageError("workers elsewhere need both --broker and --store")
    given["jobs"] = given["jobs"] or (32 if broker else 2)
    given["memory"] *= 1_000_000
    given["disk"] = int(given["disk"] * 1e9)
    settings = ServeSettings(secure=https, **given)
    if new_token is not None:
        role, _, name = new_token.partition(":")
        click.echo(add_token(settings.token_file, role.strip(), name), nl=True)
        click.echo(f"จดไว้ตอนนี้ จะไม่แสดงอีก · shown only once; kept as a digest in {settings.token_file}", err=True)
        return DONE
    _serve(settings, broker, store)
    return DONE


def _serve(settings: ServeSettings, broker: str | None, store: str | None) -> None:
    from functools import partial

    from auditor.nightly.request import PREPARE
    from auditor.nightly.runner import run_job
    from auditor.nightly.zygote import zygote
    from auditor.serve.app import furnish
    from auditor.serve.running import run

    def told(address: str) -> None:
        click.echo(f"{address} · {settings.data}{' · public' if settings.public else ''}")

    if not broker or not store:
        with zygote(PREPARE) as start:
            run(furnish(settings, run=partial(run_job, start=start)), told)
        return
    from auditor.fleet.commands import coordinate

    with coordinate(broker, store, None) as fleet:
        run(furnish(settings, run=fleet, elsewhere=True), told)


COMMANDS = (serve,)

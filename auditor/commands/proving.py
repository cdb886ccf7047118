"""oit export, verify, appeal, forget, repair: evidence that a third party can check."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.commands import BELOW, DONE, TROUBLE

PLACE = click.Path(path_type=Path, exists=True)


@click.group()
def export() -> None:
    """Hand evidence over."""


@export.command()
@click.argument("place", metavar="RESULT_OR_STORE", type=PLACE)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--all", "everything", is_flag=True, help="Every body, not only those that the result rests on.")
@click.option("--redact/--no-redact", default=True, help="Bodies with personal numbers are withheld, or kept.")
def wacz(place: Path, out: Path, everything: bool, redact: bool) -> int:
    """One WACZ file: pages, documents, text, result and rules. Opens in ReplayWeb.page; `oit verify` checks it."""
    from auditor.commands.paperwork import load_result
    from auditor.proof.export import export as write
    from auditor.proof.place import folder_of, result_of
    from crawler.evidence import Store

    with Store.open(folder_of(place), read_only=True) as store:
        made = write(store, load_result(result_of(place)), out, everything=everything, redact=redact)
    if not redact:
        click.echo("ไม่ปิดทับข้อมูลส่วนบุคคล ใช้ภายในเท่านั้น · not redacted: for this machine only", err=True)
    click.echo(f"{made.path}: {made.included} bodies, {len(made.withheld)} withheld, {made.left_out} left out")
    if not made.screenshots:
        click.echo("· ไม่มีภาพหน้าจอของหน้าที่รวมไว้ · no screenshots of these pages are kept", err=True)
    return DONE


@click.command()
@click.argument("place", metavar="DIR|WACZ", type=PLACE)
@click.option("--tsa", metavar="URL", help="First have the manifest time-stamped (RFC 3161) by this authority.")
@click.option("--tsa-ca", type=PLACE, help="PEM file with the authority's root certificate.")
@click.option("--fresh", is_flag=True, help="Read every document anew, nothing from the cache.")
def verify(place: Path, tsa: str | None, tsa_ca: Path | None, fresh: bool) -> int:
    """Hash every body again, compare every row, judge again by the stored rules. Exit 10 when anything differs."""
    from auditor.proof import place as places
    from auditor.proof import stamp
    from auditor.proof.verify import verify as run

    if tsa:
        if not place.is_dir():
            raise click.UsageError("--tsa stamps the manifest of a directory")
        click.echo(str(stamp.request(places.folder_of(place), tsa)))
    with places.cache(fresh):
        found = run(place, authority=tsa_ca)
    for line in found.lines():
        click.echo(line)
    return DONE if found.sound else BELOW


@click.command()
@click.argument("place", metavar="RESULT", type=PLACE)
@click.argument("item")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder; beside the result if not given.")
@click.option("--redact/--no-redact", default=True, help="Bodies with personal numbers are withheld, or kept.")
def appeal(place: Path, item: str, out: Path | None, redact: bool) -> int:
    """One ZIP and one PDF on an item: what stood there on each crawled date, with hash, time, quote and rule."""
    from auditor.commands.paperwork import load_result
    from auditor.proof.appeal import appeal as write
    from auditor.proof.place import folder_of, result_of
    from crawler.evidence import Store

    with Store.open(folder_of(place), read_only=True) as store:
        target = out or folder_of(place).parent
        for path in write(store, load_result(result_of(place)), item.upper(), target, redact=redact):
            click.echo(str(path))
    return DONE


@click.command()
@click.argument("target", metavar="SHA256|URL")
@click.option("--in", "place", type=PLACE, required=True, help="Directory of the audit.")
@click.option("--because", required=True, help="Why it is removed; kept beside hash and time.")
def forget(target: str, place: Path, because: str) -> int:
    """Remove a stored body for good. Its hash, the time and the reason stay."""
    from auditor.proof.forget import forget as run
    from auditor.proof.place import folder_of
    from crawler.evidence import Store

    with Store.open(folder_of(place)) as store:
        for each in run(store, target, because):
            click.echo(f"{each.sha256} {each.at} {', '.join(each.urls)}")
    return DONE


@click.command()
@click.argument("place", metavar="DIR", type=PLACE)
@click.option("--fetch/--no-fetch", default=True, help="Fetch again what was dropped.")
@click.option("--allow-private", is_flag=True, help="Links may lead to other private or loopback addresses.")
def repair(place: Path, fetch: bool, allow_private: bool) -> int:
    """Drop what is provably broken in a store, fetch it again, and say what was lost."""
    from auditor.proof.place import folder_of
    from auditor.proof.repair import repair as run

    made = run(folder_of(place), fetch=fetch, allow_private=allow_private)
    for line in made.lines():
        click.echo(line)
    return DONE if made.whole else TROUBLE


COMMANDS = (export, verify, appeal, forget, repair)

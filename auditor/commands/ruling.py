"""oit rules … and oit score: the law and the recognition, checked, explained and written."""

from __future__ import annotations

import json
from pathlib import Path

import click

from auditor.commands import DONE, TROUBLE

RULES = click.option("--rules", "directory", type=click.Path(path_type=Path), help="Another rule directory.")


@click.group()
def rules() -> None:
    """Check, test, explain and write rules."""


@rules.command()
@click.argument("directory", type=click.Path(path_type=Path), required=False)
def check(directory: Path | None) -> int:
    """Read all rule files; list every mistake with file, line, field and reason."""
    from auditor.rules.lint import lint
    from auditor.rules.load import load

    loaded = load(directory)
    warnings = lint(loaded, directory)
    for line in warnings:
        click.echo(str(line))
    items = sum(len(year.items) for year in loaded.years.values())
    click.echo(f"{len(loaded.concepts)} concepts, {len(loaded.years)} years, {items} items, {loaded.digest}")
    return TROUBLE if warnings else DONE


@rules.command()
@click.argument("directory", type=click.Path(path_type=Path), required=False)
def test(directory: Path | None) -> int:
    """Recognise the true and false examples beside every concept."""
    from auditor.classify import Recogniser
    from auditor.rules.examples import wrong_examples
    from auditor.rules.load import load, packaged

    loaded = load(directory)
    recogniser = Recogniser(loaded.concepts, loaded.words)

    def recognise(text: str) -> list[str]:
        return [str(row["concept"]) for row in recogniser.explain(text)["concepts"]]

    wrong = wrong_examples(directory or packaged(), loaded.concepts, recognise)
    for mistake in wrong:
        click.echo(str(mistake))
    click.echo(f"{len(loaded.concepts)} concepts, {len(wrong)} wrong examples")
    return TROUBLE if wrong else DONE


@rules.command()
@click.argument("target", required=False)
@click.option("--text", help="A label or a text to recognise.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@RULES
def explain(target: str | None, text: str | None, as_json: bool, directory: Path | None) -> int:
    """Which concepts a text (or file) speaks of, by which words, and why not the runner-up."""
    from auditor.classify import Recogniser
    from auditor.rules.load import load

    if text is None:
        if target is None:
            raise click.UsageError("give --text TEXT or a file")
        text = _fetched(target) if target.startswith(("http://", "https://")) else _text_of(Path(target))
    loaded = load(directory)
    found = Recogniser(loaded.concepts, loaded.words).explain(text)
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else _told(found))
    return DONE


def _fetched(url: str) -> str:
    """The text of one address, fetched as politely as an audit fetches it, and not kept."""
    import tempfile

    from auditor.extract import extract
    from crawler.evidence import Store
    from crawler.run import CrawlRequest, crawl

    with tempfile.TemporaryDirectory() as folder:
        info = crawl(CrawlRequest(url=url, store=Path(folder), only=(url,)))
        with Store.open(Path(folder), read_only=True) as store:
            for fetch in store.fetches(info.id):
                if fetch.sha256 and not fetch.problem:
                    return extract(store.body(fetch.sha256), fetch.media_type, name=fetch.final_url).text
    raise click.ClickException(f"{url}: nothing could be read there")


def _text_of(path: Path) -> str:
    from auditor.extract import extract

    if not path.is_file():
        raise click.UsageError(f"{path}: no such file")
    return extract(path.read_bytes(), name=path.name).text


def _told(found: dict[str, list[dict[str, object]]]) -> str:
    lines = []
    for kind in ("concepts", "rejected"):
        for row in found[kind]:
            words = ", ".join(f"{b['phrase']} ({b['field']})" for b in row["because"])  # type: ignore[attr-defined]
            against = f"  แต่: {', '.join(row['against'])}" if row["against"] else ""  # type: ignore[arg-type]
            lines.append(f"{'' if kind == 'concepts' else '– '}{row['concept']} {row['score']}: {words}{against}")
    return "\n".join(lines) or "ไม่รู้จักเรื่องใด (nothing recognised)"


@rules.command()
@click.argument("concept")
@click.option("--to", "directory", type=click.Path(path_type=Path), help="Rule directory; the one in use if not given.")
def new(concept: str, directory: Path | None) -> int:
    """Write a skeleton of a concept and of its examples."""
    from auditor.rules.author import new_concept
    from auditor.rules.load import packaged

    for path in new_concept(concept, directory or packaged()):
        click.echo(str(path))
    return DONE


@rules.command("new-year")
@click.argument("year", type=int)
@click.option("--from", "old", type=int, required=True, help="The fiscal year to start from.")
@click.option("--to", "directory", type=click.Path(path_type=Path), help="Rule directory; the one in use if not given.")
def new_year(year: int, old: int, directory: Path | None) -> int:
    """Write a draft of a fiscal year from another's; it is never the default and says so on every page."""
    from auditor.rules.author import new_year as write
    from auditor.rules.load import packaged

    click.echo(str(write(year, old, directory or packaged())))
    return DONE


@rules.command()
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write into; printed when not given.")
def schema(out: Path | None) -> int:
    """JSON Schema of rule files, for completion in editors."""
    from auditor.rules.author import schemas, write_schemas

    if out is None:
        click.echo(json.dumps(schemas(), ensure_ascii=False, indent=1))
    else:
        for path in write_schemas(out):
            click.echo(str(path))
    return DONE


@rules.command()
@click.argument("old", type=int)
@click.argument("new", type=int)
@RULES
def diff(old: int, new: int, directory: Path | None) -> int:
    """What the law changed from one fiscal year to another, in Thai."""
    from auditor.rules.diff import diff_text
    from auditor.rules.load import load, year_of

    loaded = load(directory)
    click.echo(diff_text(year_of(loaded, old), year_of(loaded, new), loaded.concepts))
    return DONE


@click.command()
@click.option("--year", type=int, required=True)
@click.option("--failed", default="", help="Items at 0, comma-separated: O17,O28.")
@click.option(
    "--published",
    multiple=True,
    metavar="9=53.99",
    help="A published score to explain.",
)
@click.option("--json", "as_json", is_flag=True)
def score(year: int, failed: str, published: tuple[str, ...], as_json: bool) -> int:
    """The arithmetic alone: what a list of failed items scores."""
    from auditor.rules.load import load, year_of
    from auditor.score import score_report

    made = score_report(
        year_of(load(), year),
        [x for x in failed.replace(" ", "").split(",") if x],
        published,
    )
    click.echo(json.dumps(made, ensure_ascii=False) if as_json else "\n".join(f"{k}: {v}" for k, v in made.items()))
    return DONE


COMMANDS = (rules, score)

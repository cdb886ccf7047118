"""oit report, fix, what-if, compare, badge, decide: what people do with a result."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from auditor.commands import BELOW, DONE

if TYPE_CHECKING:
    from auditor.result import Result

RESULT = click.argument("result", type=click.Path(path_type=Path, exists=True))
LANG = click.option("--lang", type=click.Choice(["th", "en"]), default="th", show_default=True)
DIGITS = click.option("--thai-digits", is_flag=True, help="Thai digits in papers.")


def load_result(path: Path) -> Result:
    """The result in a file, or in the directory of an audit. ReportError with one clear line."""
    from reports.load import read

    return read(path / "result.json" if path.is_dir() else path)


@click.command()
@RESULT
@click.option("--format", "form", default="html", show_default=True, help="html, docx, xlsx, csv, json, earl or pdf.")
@click.option("--paper", help="result, checklist, plan, progress, memo or itas.")
@click.option("--earlier", type=click.Path(path_type=Path, exists=True), help="An earlier result, for progress.")
@click.option("--template", type=click.Path(path_type=Path, exists=True), help="The office's own DOCX template.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@LANG
@DIGITS
def report(
    result: Path,
    form: str,
    paper: str | None,
    earlier: Path | None,
    template: Path | None,
    out: Path,
    lang: Literal["th", "en"],
    thai_digits: bool,
) -> int:
    """Only report: render a result, or fill in one of the papers an office hands in."""
    from auditor.accuracy import pooled
    from crawler.evidence import picture_reader
    from reports.formats import FORMATS, Options
    from reports.papers import render

    found = load_result(result)
    if paper:
        before = load_result(earlier) if earlier else None
        body = render(paper, found, earlier=before, template=template, thai_digits=thai_digits)
    elif form not in FORMATS:
        raise click.UsageError(f"no format {form!r}; there are {', '.join(FORMATS)}")
    else:
        pictures = picture_reader((result if result.is_dir() else result.parent) / "evidence")
        options = Options(lang=lang, accuracy=pooled(), thai_digits=thai_digits, pictures=pictures)
        body = FORMATS[form](found, options)
    _write(out, body)
    return DONE


@click.command()
@RESULT
@click.argument("item")
@click.option("--out", type=click.Path(path_type=Path), help="Folder; fix-<item> beside the result if not given.")
@DIGITS
def fix(result: Path, item: str, out: Path | None, thai_digits: bool) -> int:
    """What an item still needs: a worksheet, and skeletons of the documents to publish."""
    from reports.fix import kit

    files = kit(load_result(result), item.upper(), thai_digits=thai_digits)
    folder = out or (result if result.is_dir() else result.parent) / f"fix-{item.upper()}"
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        _write(folder / file.name, file.body)
    return DONE


@click.command("what-if")
@RESULT
@click.option("--fix", "fixed", required=True, help="Items taken as repaired, comma-separated: O18,O23.")
@click.option("--json", "as_json", is_flag=True)
def what_if(result: Path, fixed: str, as_json: bool) -> int:
    """The score range if some items were repaired."""
    from dataclasses import asdict

    from reports.whatif import standing

    found = load_result(result)
    before, then = standing(found), standing(found, [x.strip().upper() for x in fixed.split(",") if x.strip()])
    if as_json:
        click.echo(json.dumps({"before": asdict(before), "after": asdict(then)}))
    else:
        for name, now in (("ตอนนี้", before), ("หลังแก้ไข", then)):
            points = "" if now.low is None else f" · คะแนน {now.low:.2f}–{now.high:.2f}"
            click.echo(f"{name}: ผ่าน {now.passed}–{now.possible} จาก {now.total} ข้อ{points}")
    return DONE


@click.command()
@click.argument("old", type=click.Path(path_type=Path, exists=True))
@click.argument("new", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True)
@click.option("--html", "page", type=click.Path(path_type=Path), help="Also write the comparison as a page.")
def compare(old: Path, new: Path, as_json: bool, page: Path | None) -> int:
    """What improved, regressed or could not be compared between two results; exit 10 on a regression."""
    from reports.compare import compare as run
    from reports.text import line

    earlier, later = load_result(old), load_result(new)
    made = run(earlier, later)
    if page:
        from auditor.accuracy import pooled
        from reports.html import render

        _write(page, render(later, earlier=earlier, accuracy=pooled()).encode())
    if as_json:
        click.echo(json.dumps(made.to_json(), ensure_ascii=False, indent=1))
    else:
        if not made.same_rules:
            click.echo("กฎที่ใช้ตัดสินต่างกัน · the two were judged by different rules")
        for title, changes in (("แย่ลง", made.regressed), ("ดีขึ้น", made.improved), ("เทียบไม่ได้", made.not_comparable)):
            for change in changes:
                said = f"{title} {change.id} {change.name.th}: {change.before} → {change.after} · {change.why.th}"
                click.echo(line(said))
        click.echo(f"ดีขึ้น {len(made.improved)} · แย่ลง {len(made.regressed)} · ไม่เปลี่ยน {made.unchanged}")
    return BELOW if made.regression else DONE


@click.command()
@RESULT
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@LANG
def badge(result: Path, out: Path, lang: Literal["th", "en"]) -> int:
    """An SVG with score range and date that cannot be mistaken for an official seal."""
    from reports.badge import to_svg

    _write(out, to_svg(load_result(result), lang).encode())
    return DONE


@click.command()
@RESULT
@click.argument("item", required=False)
@click.argument("outcome", type=click.Choice(["passed", "failed"]), required=False)
@click.option("--by", default="", help="Who decides.")
@click.option("--because", default="", help="Why.")
@click.option("--url", default="", help="Where the person looked.")
@click.option("--csv", "table", type=click.Path(path_type=Path, exists=True), help="item,outcome,by,because,url.")
def decide(
    result: Path, item: str | None, outcome: str | None, by: str, because: str, url: str, table: Path | None
) -> int:
    """Record a person's decision beside the store; the machine's outcome stays and is shown beside it."""
    from auditor import decisions

    folder = result if result.is_dir() else result.parent
    found = load_result(result)
    if table:
        rows = decisions.read_table(table)
    elif item and outcome:
        rows = [{"item": item, "outcome": outcome, "by": by, "because": because, "url": url}]
    else:
        raise click.UsageError("give ITEM and passed or failed, or --csv FILE")
    for made in decisions.make(found, rows):
        decisions.append(folder, made)
        click.echo(f"{made.item} {made.outcome} · {made.by}")
    click.echo("ใช้เมื่อตัดสินใหม่ · takes effect when judged again: oit judge")
    return DONE


def _write(path: Path, body: bytes) -> None:
    path.write_bytes(body)
    click.echo(str(path))


COMMANDS = (report, fix, what_if, compare, badge, decide)

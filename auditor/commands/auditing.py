"""oit audit, crawl, judge: the whole job and its stages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from auditor.commands import BELOW, DONE, TROUBLE

if TYPE_CHECKING:
    from auditor.gathering import AuditRequest
    from auditor.result import Result
    from auditor.rules.load import Rules
    from auditor.standing import Basis
    from crawler.run import Progress


def _common(command: Any) -> Any:
    for option in (
        click.option(
            "--year",
            type=int,
            help="Fiscal year (B.E.); the newest sourced one when not given.",
        ),
        click.option(
            "--as-of",
            metavar="DATE",
            help="Day on which it is judged, YYYY-MM-DD; the day of the crawl.",
        ),
        click.option(
            "--name",
            default="",
            help="The agency's name, where the site does not say it.",
        ),
        click.option("--kind", default="", help="เทศบาลตำบล, องค์การบริหารส่วนตำบล, …"),
        click.option("--iit", type=float, help="IIT score, for the grade of the whole ITA."),
        click.option("--eit", type=float, help="EIT score, for the grade of the whole ITA."),
        click.option(
            "--lang",
            type=click.Choice(["th", "en"]),
            default="th",
            help="Language of report.html.",
        ),
        click.option(
            "--rules",
            "rules_dir",
            type=click.Path(path_type=Path),
            help="Another rule directory.",
        ),
    ):
        command = option(command)
    return command


def _crawling(command: Any) -> Any:
    for option in (
        click.option(
            "--out",
            type=click.Path(path_type=Path),
            help="Where to write; audits/<host> when not given.",
        ),
        click.option("--max-pages", type=click.IntRange(1), default=2000, show_default=True),
        click.option("--minutes", type=click.FloatRange(0), default=30, show_default=True),
        click.option(
            "--render",
            type=click.Choice(["auto", "never", "always"]),
            default="auto",
            show_default=True,
            help="Open pages in a browser: those that plain HTTP leaves empty, none, or all.",
        ),
        click.option(
            "--allow-private",
            is_flag=True,
            help="Links may lead to other private or loopback addresses.",
        ),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("url")
@_crawling
@_common
@click.option(
    "--fail-under",
    type=float,
    help="Exit 10 when the upper end of the score is below this.",
)
@click.option("--only", default="", help="Check only these items again, in seconds: O18,O31.")
@click.option("--claims", type=click.Path(path_type=Path, exists=True), help="CSV of item,url to judge as submitted.")
@click.option(
    "--screenshots/--no-screenshots",
    default=True,
    show_default=True,
    help="Pictures of the stored pages that decided, where a browser is there.",
)
def audit(url: str, fail_under: float | None, only: str, claims: Path | None, screenshots: bool, **given: Any) -> int:
    """Crawl one agency's website, judge every item and write report.html and result.json."""
    items = [x.strip().upper() for x in only.split(",") if x.strip()]
    request, result, basis = _checked_again(url, items, claims, given) if items else _audited(url, claims, given)
    if screenshots:
        from auditor import pictures

        result = pictures.take(result, request.out / "evidence")
    _write(result, request.out, given["lang"])
    if basis:
        from auditor import standing

        standing.remember(request.out, basis, result.as_of)
    _say(result, request.out)
    if result.crawl.reach == "blocked":
        return TROUBLE
    return _below(result, fail_under)


def _audited(url: str, claims: Path | None, given: dict[str, Any]) -> tuple[AuditRequest, Result, Basis | None]:
    """The rules are loaded while the crawl process loads, and while it waits for its server bodies are read and judging
    is rehearsed. Where the crawl found everything as it was, the earlier verdicts stand."""
    from crawler.run import started_ahead

    with started_ahead() as start:
        # Only now: all this takes half a second to import, in which that process imports its own.
        from auditor.gathering import crawl_site
        from auditor.meanwhile import Rehearsal, reading_meanwhile

        request, rules, year = _request(url, claims, given)
        rehearsal = Rehearsal(request, rules, year)
        with reading_meanwhile(request.out / "evidence", _progress(), rehearsal) as told:
            crawl_site(request, rules, told, start=start)
    if request.claims:
        crawl_site(request, rules, _progress(), only=[url for urls in request.claims.values() for url in urls])
    from auditor import standing

    basis, earlier = standing.find(request, rules.digest, year.fiscal_year)
    if earlier:
        from auditor.result import Result

        click.echo(
            "เว็บไซต์ไม่เปลี่ยนจากการตรวจครั้งก่อน ผลเดิมยังใช้ได้ · nothing changed since the last audit: its verdicts stand"
        )
        return request, Result.model_validate(earlier), basis
    from auditor.audit import judge_store

    return request, judge_store(request, rules, year, desk=rehearsal.desk), basis


def _checked_again(
    url: str, items: list[str], claims: Path | None, given: dict[str, Any]
) -> tuple[AuditRequest, Result, Basis | None]:
    from auditor import again

    request, rules, year = _request(url, claims, given)
    return request, again.check_again(request, rules, year, items, _progress()), None


@click.command()
@click.argument("url")
@_crawling
@click.option(
    "--rules",
    "rules_dir",
    type=click.Path(path_type=Path),
    help="Another rule directory.",
)
def crawl(url: str, rules_dir: Path | None, **given: Any) -> int:
    """Only fetch: fills DIR/evidence."""
    from auditor.gathering import crawl_site
    from auditor.rules.load import load

    request = _make_request(url, given)
    info = crawl_site(request, load(rules_dir), _progress())
    click.echo(f"{info.state}: {info.stats} → {request.out / 'evidence'}")
    return TROUBLE if info.state == "blocked" else DONE


@click.command()
@click.argument("store", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path), required=True)
@_common
def judge(store: Path, out: Path, **given: Any) -> int:
    """Only judge: a stored crawl under a fiscal year's rules."""
    from dataclasses import replace

    from auditor import audit as wiring

    request, rules, year = _request("", None, given | {"out": store})
    result = wiring.judge_store(replace(request, out=store), rules, year)
    wiring.write(result, out)
    _say(result, out)
    return DONE


def _make_request(url: str, given: dict[str, Any]) -> AuditRequest:

    from auditor.gathering import AuditRequest

    return AuditRequest(
        url=url,
        out=given.get("out") or Path("audits") / _folder(url),
        fiscal_year=given.get("year"),
        as_of=_day(given.get("as_of")),
        max_pages=given.get("max_pages", 2000),
        minutes=given.get("minutes", 30),
        render=given.get("render", "auto"),
        allow_private=given.get("allow_private", False),
        name=given.get("name", ""),
        kind=given.get("kind", ""),
        iit=given.get("iit"),
        eit=given.get("eit"),
        rules=given.get("rules_dir"),
    )


def _folder(url: str) -> str:
    """audits/<host>[_port]; `-` for a store that is only judged."""
    from urllib.parse import urlsplit

    from crawler.urls import NotAnAddress, typed_address

    if not url:
        return "-"
    try:
        parts = urlsplit(typed_address(url)[0])
    except NotAnAddress as error:
        raise click.BadParameter(str(error)) from None
    return (parts.hostname or "") + (f"_{parts.port}" if parts.port else "")


def _request(url: str, claims: Path | None, given: dict[str, Any]) -> tuple[AuditRequest, Rules, Any]:
    from dataclasses import replace

    from auditor.claims import read
    from auditor.gathering import pick_year
    from auditor.rules.load import load

    request = _make_request(url, given)
    loaded = load(request.rules)
    year = pick_year(loaded, request.fiscal_year)
    return replace(request, claims=read(claims, year) if claims else {}), loaded, year


def _day(text: str | None) -> Any:
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"--as-of {text}: not a day like 2026-11-20") from None


def _write(result: Result, out: Path, lang: Literal["th", "en"]) -> None:
    from auditor import files, results
    from auditor.accuracy import pooled
    from crawler.evidence import picture_reader
    from reports.html import render

    results.write(result, out)
    page = render(result, lang=lang, accuracy=pooled(), pictures=picture_reader(out / "evidence"))
    files.write_text(out / "report.html", page)


def _say(result: Result, out: Path) -> None:
    from reports.text import line

    counts = result.score.counts
    click.echo(
        f"{line(result.agency.name)} · ปี {result.fiscal_year} · ผ่าน {counts.passed} · ไม่ผ่าน {counts.failed} · "
        f"ต้องให้คนตรวจ {counts.cantTell} · ตรวจไม่ได้ {counts.untested} จาก {counts.total} ข้อ · "
        f"reach {result.crawl.reach}"
    )
    for note in result.crawl.notes:
        click.echo(f"· {line(note.th)}")
    click.echo(str(out))


def _below(result: Result, fail_under: float | None) -> int:
    if fail_under is None:
        return DONE
    top = result.score.range[1] if result.score.range else result.score.oit
    return BELOW if top is not None and top < fail_under else DONE


def _progress() -> Any:
    terminal = sys.stderr.isatty()
    last = [0.0]

    def show(progress: Progress) -> None:
        import time

        if not terminal and time.monotonic() - last[0] < 10:
            return
        last[0] = time.monotonic()
        line = (
            f"หน้า {progress.pages} · เอกสาร {progress.documents} · รอ {progress.queue} · เรื่องที่พบ {len(progress.tags)}"
        )
        click.echo(("\r\033[K" if terminal else "") + line, err=True, nl=not terminal)

    return show


COMMANDS = (audit, crawl, judge)

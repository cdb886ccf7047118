"""report.html: one self-contained file that opens offline, prints on A4 and runs nothing but its own few lines."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources

from jinja2 import Environment
from markupsafe import Markup

from auditor.result import Accuracy, AdviceResult, Result, Text
from reports import days
from reports.cards import Limits, anchor
from reports.compare import Comparison, compare
from reports.environment import make_environment
from reports.links import href, shown
from reports.offices import office
from reports.pictures import HEIGHT, WIDTH, Pictures, thumbnails
from reports.text import line, short, tame
from reports.view import view
from reports.words import Lang, Words

SIZE_LIMIT = 2_000_000
"""Bytes. A report goes by e-mail and messenger."""

_TEMPLATES = ("report", "cover", "overview", "items", "item", "method", "crawl", "compare", "macros")
_TIGHTENING = (Limits(), Limits(6, 8, 300, 60, 20), Limits(3, 2, 160, 20, 0), Limits(1, 0, 80, 5, 0))


def render(
    result: Result,
    *,
    lang: Lang = "th",
    accuracy: Accuracy | None = None,
    earlier: Result | None = None,
    pictures: Pictures = lambda sha256: None,
) -> str:
    """The report as HTML, in at most SIZE_LIMIT bytes.

    `accuracy` is the figure of all rules pooled, shown where a rule has too few cases. With an `earlier` result of the
    same site and year the report says what changed since (ReportError where the two cannot be compared). `pictures`
    are those in the store beside the result; without it the report has none.
    """
    tamed = tame(result)
    comparison = compare(tame(earlier), tamed) if earlier else None
    shots = thumbnails(tamed, pictures, _TIGHTENING[0].pictures)
    page = ""
    for limits in _TIGHTENING:
        shown = dict(list(shots.items())[: limits.pictures])
        page = _page(tamed, lang, accuracy, limits, comparison, shown)
        if len(page.encode()) <= SIZE_LIMIT:
            break
    return page


def _page(
    result: Result,
    lang: Lang,
    accuracy: Accuracy | None,
    limits: Limits,
    comparison: Comparison | None,
    shots: dict[str, str],
) -> str:
    style = _asset("report.css") + _running_heads(result, Words(lang))
    script = _asset("report.js")
    return (
        _environment(lang)
        .get_template("report.html.j2")
        .render(
            v=view(result, limits, accuracy),
            r=result,
            limits=limits,
            comparison=comparison,
            shots=shots,
            shortened=limits is not _TIGHTENING[0],
            style=Markup(style),
            script=Markup(script),
            csp=_policy(style, script),
        )
    )


def prepare(lang: Lang = "th") -> None:
    """Compiles the report's templates: for a process whose forks are to render."""
    environment = _environment(lang)
    for name in _TEMPLATES:
        environment.get_template(f"{name}.html.j2")


@cache
def _environment(lang: Lang) -> Environment:
    environment = make_environment()
    words = Words(lang)
    environment.globals.update(w=words, lang=lang, shots={}, shot_size=(WIDTH, HEIGHT))
    environment.filters.update(
        say=lambda text: _say(text, lang),
        day=lambda iso: days.day(iso, lang),
        moment=lambda utc: days.moment(utc, lang),
        year=lambda y: days.year(y, lang),
        line=line,
        anchor=anchor,
        office=lambda unit: office(unit, lang),
        told=lambda advice: _steps(advice, lang),
        short=short,
        href=href,
        shown=shown,
        points=points,
        span=span,
        percent=lambda share: f"{share * 100:.0f}",
        size=_size,
    )
    return environment


def _say(text: Text | None, lang: Lang) -> str:
    return "" if text is None else line(getattr(text, lang) or text.th)


def _steps(advice: AdviceResult, lang: Lang) -> tuple[Lang, list[str]]:
    """The steps with the language they are in: results from before there was English have Thai only."""
    return ("en", advice.steps_en) if lang == "en" and advice.steps_en else ("th", advice.steps)


def points(value: float) -> str:
    """A score as people write it: 90, 71.25, 66.67."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def span(ends: tuple[float, float]) -> str:
    """A range as people write it: one figure where both ends are one."""
    return points(ends[0]) if ends[0] == ends[1] else f"{points(ends[0])}–{points(ends[1])}"


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{count / 1000:.0f} kB"


def _asset(name: str) -> str:
    return resources.files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _running_heads(result: Result, words: Words) -> str:
    """Heads and feet of printed pages: every one says that it is not the NACC's, and of a draft year that too."""
    year = words("year", year=days.year(result.fiscal_year, words.lang))
    foot = f"{short(line(result.agency.name), 60)} · {year} · {words('as_of', day=days.day(result.as_of, words.lang))}"
    draft = words("draft", year=result.fiscal_year) if result.year_status == "draft" else ""
    left = f"@top-left{{content:{_css(draft)}}}" if draft else ""
    return (
        f"@page{{{left}@top-right{{content:{_css(words('not_nacc_short'))}}}@bottom-left{{content:{_css(foot)}}}"
        '@bottom-right{content:counter(page) " / " counter(pages)}}'
    )


def _css(text: str) -> str:
    """A CSS string in which nothing of the text can end it."""
    return '"' + re.sub(r"[^\w฀-๿ ·:,./()]", lambda m: f"\\{ord(m.group()):x} ", text) + '"'

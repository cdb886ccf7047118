"""A small SVG for the agency's own page: score range and date, unlike any seal, and it says what it is not."""

from __future__ import annotations

from auditor.result import Result
from reports import days
from reports.cards import Limits
from reports.environment import make_environment
from reports.html import span
from reports.text import line, short, tame
from reports.view import view
from reports.words import Lang, Words

WIDTH = 320


def to_svg(result: Result, lang: Lang = "th") -> str:
    """An SVG of 320 × 84 with no script, link or outside resource."""
    w = Words(lang)
    shown = view(tame(result), Limits())
    low, high = shown.low, shown.high
    if result.crawl.reach == "blocked":
        low = high = None
        figure, label = w("untested"), w("title_short")
    elif low is not None and high is not None:
        figure = span((low, high))
        label = w("score_of_100")
    else:
        figure = f"{shown.tally['passed']}/{shown.total}"
        label = w("items_count")
    return (
        make_environment()
        .get_template("badge.svg.j2")
        .render(
            w=w,
            lang=lang,
            width=WIDTH,
            figure=figure,
            label=label,
            low=low,
            high=high,
            agency=short(line(result.agency.name), 34),
            year=days.year(result.fiscal_year, lang),
            day=days.day(result.as_of, lang, brief=True),
            draft=result.year_status == "draft",
        )
    )

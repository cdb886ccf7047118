"""Renders a page of `oit serve` in the look of the reports: `render(name, lang, **values)`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader

from auditor.result import Text
from reports import html
from reports.cards import state
from reports.web.words import WebWords
from reports.words import Lang

STATIC = {"serve.js": "text/javascript", "icon.svg": "image/svg+xml"}


def render(name: str, lang: Lang, **values: Any) -> str:
    """The page of this template as HTML. `values` must hold all that the template names."""
    return _environment(lang).get_template(f"{name}.html.j2").render(**values)


@cache
def _environment(lang: Lang) -> Environment:
    """That of the reports, whose pieces (marks, pills, items) are used here too, with our templates first."""
    base = html._environment(lang)
    made = base.overlay(loader=ChoiceLoader([PackageLoader("reports", "web/templates"), PackageLoader("reports")]))
    made.globals = {**base.globals, "w": WebWords(lang)}
    made.filters = {**base.filters, "state": state, "lines": lambda text: _lines(text, lang)}
    return made


def _lines(text: Text, lang: Lang) -> list[str]:
    return (getattr(text, lang) or text.th).splitlines()


@cache
def static(name: str) -> tuple[bytes, str] | None:
    """(bytes, media type) of a file that pages load; None for any other name."""
    if name == "style.css":
        return (_text("templates/report.css") + _text("web/serve.css")).encode(), "text/css"
    if name in STATIC:
        return _text(f"web/{name}").encode(), STATIC[name]
    return None


def _text(name: str) -> str:
    return resources.files("reports").joinpath(*name.split("/")).read_text(encoding="utf-8")

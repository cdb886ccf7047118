"""RESULTS.md from lines: what was measured, on what, against which aim, and why an aim is missed."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version

from bench.ratio import ROOT, Line
from bench.record import Measured

HERE = ROOT / "bench"
PACKAGES = ("scrapy", "twisted", "selectolax", "sqlite-utils", "zstandard", "pyahocorasick", "pythainlp")
PLOTS = ("crawl", "pages", "memory", "documents", "agencies", "rules")
REASONS = {
    "crawl: fetch": "60 links a page get text, heading, place, rank and a row, and a body is on disk before its row.",
    "whole audit": "Beyond the crawl every page is taken apart into blocks in a process of its own, recognised, dated "
    "and judged, in Python: see below.",
    "judging pages as terse": "Two thirds of these pages are named for or speak of something; see below.",
    "judging": "Every page here names or speaks of something, so that all are recognised and dated; see below.",
    "second audit": "Every address is asked for again, half of it by Scrapy alone; verdicts and links are kept.",
    "evidence of": "The last piece decides this figure; on a site of some dozens of addresses nearly all are evidence.",
    "audit with default politeness": "Bodies are read and judging is rehearsed in the crawl; "
    "some 4 s before its first page and 9 behind its last (judging what changed, pictures) are not.",
    "memory": "All pages are held, packed, until all is judged.",
    "OCR, CPU": "A confined child for each document, drawing, straightening and digits; see documents.md.",
    "Thai digits right, real": "A digit that is not sure is left open and makes an item cantTell.",
    "years right, real": "A year that is not sure is left open and makes an item cantTell.",
    "Thai digits right, fonts": "The cut-outs are spoiled worse than most scans; see the real ones.",
    "years right and sure": "The cut-outs are spoiled worse than most scans, and what is not sure is left open.",
    "years wrong and sure": "One cut-out of 1,600.",
    "two OCR workers": "Only idle cores say something.",
    "oit audit to its first": "Scrapy and Twisted take 0.8 s to import; the rules are loaded beside that.",
}
"""Beginning of a line's name -> why it may miss its aim, shown only where it does."""


def write(lines: Iterable[Measured]) -> None:
    """Writes bench/RESULTS.md; bench/PROFILE.md, written by hand, is put at its end."""
    rows = [_row(one) for one in lines]
    head = "| line | against | ratio | spread | aim | | measured (UTC), load |\n|---|---|---|---|---|---|---|"
    plots = "\n".join(f"![{name}]({name}.svg)" for name in PLOTS if (HERE / f"{name}.svg").exists())
    parts = ["# What it costs", _machine(), "\n".join([head, *rows]), "## Growth", plots, _profile()]
    (HERE / "RESULTS.md").write_text("\n\n".join(parts) + "\n", "utf-8")


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}, Python {platform.python_version()});"
        f" {packages}.\n\nEach ratio is measured in one run, A B A B; the middle one and the spread are shown."
        " Aims are ratios; other figures are for information. Each line says when it was measured, at which commit, and"
        " the machine's load before and after its module: above the number of cores, CPU figures are too high and wall"
        " figures mean little. Programs start with their modules compiled, as installed ones do; before f7f538c they"
        " did not, which adds up to 0.2 CPU s a start."
        " Remade by `make bench`, or some modules of it by `make bench ARGS='--only crawl audit'`;"
        " the lines as data are in [results.json](results.json)."
    )


def _row(one: Measured) -> str:
    line, mark = one.line, f"{one.when}, {one.commit}, {one.load}"
    if not line.ratios:
        return f"| {line.name} | {line.against} | – | | | {line.note} | {mark} |"
    spread = f"{_figure(min(line.ratios))}–{_figure(max(line.ratios))}" if len(line.ratios) > 1 else ""
    sign = "≥" if line.at_least else "≤"
    aim = "" if line.aim is None else f"{sign} {line.aim:g}"
    return f"| {line.name} | {line.against} | {_figure(line.median)} | {spread} | {aim} | {_said(line)} | {mark} |"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"


def _said(line: Line) -> str:
    met = {True: "met. ", False: "**missed.** ", None: ""}[line.met]
    why = next((reason for start, reason in REASONS.items() if line.name.startswith(start)), "")
    said = ". ".join(part for part in (line.note, why if line.met is False else "") if part)
    return f"{met}{said}".strip()


def _profile() -> str:
    path = HERE / "PROFILE.md"
    return path.read_text("utf-8").strip() if path.exists() else ""

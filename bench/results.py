"""RESULTS.md from lines: what was measured, on what, against which aim, and why an aim is missed."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.ratio import ROOT, Line

HERE = ROOT / "bench"
PACKAGES = ("scrapy", "twisted", "selectolax", "sqlite-utils", "zstandard", "pyahocorasick", "pythainlp")
PLOTS = ("crawl", "pages", "memory", "documents", "agencies", "rules")
REASONS = {
    "crawl: fetch": "60 links a page get text, heading, place, rank and a row, and a body is on disk before its row.",
    "whole audit": "Beyond the crawl every page is taken apart into blocks in a process of its own, recognised, dated "
    "and judged, in Python: see below.",
    "judging": "Every page here names or speaks of something, so that all are recognised and dated; see below.",
    "second audit": "Every address is asked for again and every page read again for its links; verdicts are kept.",
    "evidence of": "The last piece decides this figure; on a site of some dozens of addresses nearly all are evidence.",
    "audit with default politeness": "Loading, OCR and judging are before and behind the crawl; bodies are read in it.",
    "memory": "All pages are held, packed, until all is judged.",
    "OCR, CPU": "A confined child for each document, drawing, straightening and digits; see documents.md.",
    "two OCR workers": "Only idle cores say something.",
    "oit audit to its first": "Scrapy and Twisted take 0.8 s to import; the rules are loaded beside that.",
}
"""Beginning of a line's name -> why it may miss its aim, shown only where it does."""


def write(lines: Iterable[Line], *, quick: bool) -> Path:
    """Writes bench/RESULTS.md and returns its path; bench/PROFILE.md, written by hand, is put at its end."""
    rows = [_row(line) for line in lines]
    head = "| line | against | ratio | spread | aim | |\n|---|---|---|---|---|---|"
    plots = "\n".join(f"![{name}]({name}.svg)" for name in PLOTS if (HERE / f"{name}.svg").exists())
    parts = ["# What it costs", _machine(quick), "\n".join([head, *rows]), "## Growth", plots, _profile()]
    path = HERE / "RESULTS.md"
    path.write_text("\n\n".join(parts) + "\n", "utf-8")
    return path


def _machine(quick: bool) -> str:
    load = os.getloadavg()[0]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    short = " Short version (`--quick`): small sites, one or two rounds." if quick else ""
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC at {commit.stdout.strip() or 'no commit'} on {os.cpu_count()}"
        f" cores ({platform.machine()}, {platform.system()}, Python {platform.python_version()}), load {load:.1f}"
        f" when it ended: above the number of cores, CPU figures are too high and wall figures mean little.{short}"
        f" {packages}.\n\nEach ratio is measured in one run, A B A B; the middle one and the spread are shown."
        " Aims are ratios; other figures are for information. Remade by `make bench`."
    )


def _row(line: Line) -> str:
    if not line.ratios:
        return f"| {line.name} | {line.against} | – | | | {line.note} |"
    spread = f"{_figure(min(line.ratios))}–{_figure(max(line.ratios))}" if len(line.ratios) > 1 else ""
    sign = "≥" if line.at_least else "≤"
    aim = "" if line.aim is None else f"{sign} {line.aim:g}"
    return f"| {line.name} | {line.against} | {_figure(line.median)} | {spread} | {aim} | {_said(line)} |"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"


def _said(line: Line) -> str:
    met = {True: "met. ", False: "**missed.** ", None: ""}[line.met]
    why = next((reason for start, reason in REASONS.items() if line.name.startswith(start)), "")
    return met + line.note + (f" {why}" if line.met is False else "")


def _profile() -> str:
    path = HERE / "PROFILE.md"
    return path.read_text("utf-8").strip() if path.exists() else ""

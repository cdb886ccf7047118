"""Our crawl beside other crawlers that do the link walk alone: CPU of whole processes, start included.

They come from the registries and are no part of this repository. OIT_BENCH_OTHERS names a folder made by

    python3 -m venv py && py/bin/pip install "crawlee[parsel]" linkchecker
    mkdir js && npm install --prefix js linkinator@6 simplecrawler @crawlee/cheerio

What is not there is left out, with a word.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.ratio import ROOT, Line, Scale, divide, interleave, run
from bench.site import Shape, asked, serving

SCRIPTS = ROOT / "bench/others"


def measure(scale: Scale) -> Iterator[Line]:
    """A line for each program that is there; below 1 means that ours takes less."""
    pages, rounds = scale(60, 200), scale(1, 2)
    programs = _programs(Path(os.environ.get("OIT_BENCH_OTHERS", "/nonexistent")).absolute())
    there = {name: command for name, command in programs.items() if all(map(_is_there, command))}
    for name in programs.keys() - there.keys():
        yield Line("crawl, whole process", f"{name}, link walk alone", (), note="not installed here")
    with serving(Shape(pages)) as url, tempfile.TemporaryDirectory() as folder:
        filled = {name: [part.format(url=url, folder=folder) for part in command] for name, command in there.items()}
        walking = {name: command for name, command in filled.items() if _walks(command, url, pages)}
        for name in filled.keys() - walking.keys():
            yield Line(
                "crawl, whole process", f"{name}, link walk alone", (), note="does not walk this site to its end"
            )
        ours = [sys.executable, "-m", "bench.crawl", "ours", url, str(pages)]
        found = interleave(
            {name: partial(_cpu, command) for name, command in {"ours": ours, **walking}.items()}, rounds
        )
    for name in walking:
        note = f"{pages} pages; CPU s: ours {min(found['ours']):.1f}, {name} {min(found[name]):.1f}"
        yield Line("crawl, whole process", f"{name}, link walk alone", divide(found, "ours", name), note=note)


def _programs(others: Path) -> dict[str, list[str]]:
    node, js = shutil.which("node") or "/nonexistent", str(others / "js")
    linkinator = str(others / "js/node_modules/linkinator/build/src/cli.js")
    return {
        "wget": [shutil.which("wget") or "/nonexistent", "-q", "-r", "-l", "50", "-P", "{folder}", "{url}"],
        "crawlee (Python)": [str(others / "py/bin/python"), str(SCRIPTS / "crawlee_walk.py"), "{url}"],
        "crawlee (JS)": [node, str(SCRIPTS / "crawlee_walk.mjs"), js, "{url}"],
        "linkinator 6": [node, linkinator, "{url}", "--recurse", "--silent"],
        "simplecrawler": [node, str(SCRIPTS / "simple_walk.cjs"), js, "{url}"],
        "linkchecker": [str(others / "py/bin/linkchecker"), "--no-robots", "--no-warnings", "-q", "{url}"],
    }


def _walks(command: list[str], url: str, pages: int) -> bool:
    asked(url)
    _cpu(command)
    return asked(url) >= pages


def _is_there(part: str) -> bool:
    return not part.startswith("/") or Path(part).exists()


def _cpu(command: list[str]) -> float:
    """wget and the link checkers end with other codes where one address was not there."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"OIT_DELAY": "0", "CRAWLEE_STORAGE_DIR": folder}
        return run(command, env=env, codes=(0, 1, 8)).cpu

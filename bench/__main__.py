"""All lines of the bench into bench/RESULTS.md and the plots beside it.

    python -m bench [--quick] [--only NAME …]       some 45 minutes on two idle cores, 15 with --quick

`--only` names modules (crawl, judging …); lines of all others stay as they were measured before. `--here` is what
`oit bench` asks for: the lines that need nothing but the installed tool; it and `--quick` keep no lines.
OIT_BENCH_SITES, OIT_BENCH_OTHERS, OIT_BENCH_DOCUMENTS: see bench.order, bench.beside and bench.numerals.
"""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Iterable, Sequence

from bench import record
from bench.ratio import Line, Scale

HERE = ("startup", "words", "crawl", "judging", "audit")
MODULES = (
    "startup", "words", "text", "crawl", "judging", "pdf", "ocr", "numerals", "audit", "order", "beside",
    "serve", "night", "render", "fleet", "scaling",
)  # fmt: skip
"""Each has `measure`, a function of a Scale that gives Lines."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--here", action="store_true")
    parser.add_argument("--only", nargs="+", choices=MODULES, default=[])
    asked = parser.parse_args()
    os.environ.pop("OIT_DELAY", None)  # each module sets the pace that it measures at
    for name in asked.only or (HERE if asked.here else MODULES):
        load, lines = os.getloadavg()[0], []
        for line in measure(name, Scale(asked.quick)):
            lines.append(line)
            print(f"{line.key}: {_figures(line)}  {line.note}", flush=True)
        if not (asked.here or asked.quick):
            _keep(record.stamp(name, lines, load))


def measure(name: str, scale: Scale) -> Iterable[Line]:
    """The lines of one module; one that cannot be measured here says so and holds nothing up."""
    try:
        yield from importlib.import_module(f"bench.{name}").measure(scale)
    except (RuntimeError, OSError, AssertionError) as error:  # modules assert that what they time was done
        said = str(error).strip().splitlines() or [type(error).__name__]
        yield Line(name, record.UNMEASURED, (), note=f"could not be measured: {said[-1][:200]}")


def _keep(lines: Sequence[record.Measured]) -> None:
    from bench import results

    merged = record.merge(record.read(), lines, MODULES)
    record.write(merged)
    results.write(merged)


def _figures(line: Line) -> str:
    if not line.ratios:
        return "–"
    met = {True: "met", False: "MISSED", None: ""}[line.met]
    return f"{line.median:.2f} ({min(line.ratios):.2f}–{max(line.ratios):.2f}) {met}"


if __name__ == "__main__":
    main()

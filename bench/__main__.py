"""All lines of the bench into bench/RESULTS.md and the plots beside it.

    python -m bench [--quick] [--only NAME …]       some 25 minutes on two idle cores, 3 with --quick

`--only` names modules (crawl, judging …) and prints without writing. OIT_BENCH_SITES and OIT_BENCH_OTHERS: see
bench.order and bench.beside.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable

from bench import audit, beside, crawl, judging, order, render, results, scaling, startup, words
from bench.ratio import Line, Scale

LINES: dict[str, Callable[[Scale], Iterable[Line]]] = {
    "judging": judging.measure,
    "crawl": crawl.measure,
    "render": render.measure,
    "words": words.measure,
    "startup": startup.measure,
    "audit": audit.measure,
    "order": order.measure,
    "beside": beside.measure,
    "scaling": scaling.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", choices=LINES, default=[])
    asked = parser.parse_args()
    lines: list[Line] = []
    for name in asked.only or LINES:
        for line in LINES[name](Scale(asked.quick)):
            lines.append(line)
            print(f"{line.key}: {_figures(line)}  {line.note}", flush=True)
    if not asked.only:
        print(results.write(lines, quick=asked.quick), file=sys.stderr)


def _figures(line: Line) -> str:
    if not line.ratios:
        return "–"
    met = {True: "met", False: "MISSED", None: ""}[line.met]
    return f"{line.median:.2f} ({min(line.ratios):.2f}–{max(line.ratios):.2f}) {met}"


if __name__ == "__main__":
    main()

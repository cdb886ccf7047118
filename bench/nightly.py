"""Three nights over made-up agencies on loopback: what each costs, what it finds, and how politely it asks.

    python -m bench.nightly [--agencies 40] [--filler 30] [--huge 300] [--delay 0] [--jobs 4] [--keep DIR]

Every fourth agency shares the address 127.0.0.2; one is dead, one accepts and never answers, one is huge. Between the
first and the second night a guideline vanishes from one site and a news document changes on another; before the third
the guideline is put back. Bytes are of bodies that came in, CPU is of the jobs with all their children.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from auditor.nightly.ledger import Ledger
from tests.auditor.nightly.towns import GUIDE_PAGE, Town, Towns, dead_url, hanging, pages_of, towns

ROOT = Path(__file__).resolve().parents[1]
SHARED = "127.0.0.2"


def main() -> None:
    asked = _arguments()
    with ExitStack() as stack:
        out = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for row in measure(out, asked.agencies, asked.filler, asked.huge, asked.delay, asked.jobs):
            print(json.dumps(row, ensure_ascii=False))
        subprocess.run(_oit("plan", "--out", str(out), "--agencies", "7850", "--cores", "8"), cwd=ROOT, check=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.nightly")
    for name, default in (("agencies", 40), ("filler", 30), ("huge", 300), ("jobs", 4)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--keep", type=Path)
    return parser.parse_args()


def measure(out: Path, agencies: int, filler: int, huge: int, delay: float, jobs: int) -> Iterator[dict[str, Any]]:
    """One row a night: requests, bytes, CPU, what changed, and the shortest pause at the shared address."""
    hosts = [SHARED if n % 4 == 0 else f"127.0.{1 + n // 200}.{3 + n % 200}" for n in range(agencies)]
    out.mkdir(parents=True, exist_ok=True)
    with towns(hosts, filler=filler) as made, _odd_ones(made, huge):
        listed = made.write(out / "agencies.csv")
        for night, plant in enumerate((lambda: None, lambda: _spoil(made), lambda: _mend(made)), start=1):
            plant()
            before = {town.url: len(town.hits()) for town in made.towns if town.server}
            said = _run(listed, out, delay, jobs)
            yield {"night": night, **_costs(out, night), **_politeness(made, before), "said": said}


@contextmanager
def _odd_ones(made: Towns, huge: int) -> Iterator[None]:
    with towns(["127.0.0.250"], filler=huge) as large, hanging("127.0.0.251") as silent:
        made.towns.append(large[0])
        made.towns.append(Town("เทศบาลตำบลเงียบ", silent, "จังหวัดสมมุติ0"))
        made.towns.append(Town("เทศบาลตำบลปิด", dead_url("127.0.0.252"), "จังหวัดสมมุติ1"))
        yield


def _spoil(made: Towns) -> None:
    made[1].replace(GUIDE_PAGE, status=404, text="<h1>404</h1>")
    made[2].replace("/files/0.txt", text="ข่าวแก้ไขใหม่ " * 200, type="text/plain")


def _mend(made: Towns) -> None:
    made[1].replace(GUIDE_PAGE, **pages_of(made[1].name.removeprefix("เทศบาลตำบล"))[GUIDE_PAGE])


def _oit(*words: str) -> list[str]:
    return [sys.executable, "-m", "auditor.cli", *words]


def _run(listed: Path, out: Path, delay: float, jobs: int) -> str:
    options = ("--out", str(out), "--timeout", "2", "--recheck", "0", "--jobs", str(jobs))
    environment = {**os.environ, "OIT_DELAY": str(delay)}
    command = _oit("nightly", str(listed), *options)
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    return done.stdout.strip()


def _costs(out: Path, night: int) -> dict[str, Any]:
    with Ledger(out / "nightly") as ledger:
        (row,) = ledger.rows(
            "SELECT count(*) AS jobs, sum(requests) AS requests, sum(kept) AS kept, sum(received) AS bytes,"
            " round(sum(cpu), 1) AS cpu, sum(reused) AS reused, max(peak) / 1000000 AS peak_mb, sum(pages) AS pages,"
            " sum(documents) AS documents FROM job WHERE night = :night",
            {"night": night},
        )
    changes = json.loads((out / "nightly" / "latest" / "changes.json").read_text("utf-8"))
    return {**row, "changes": [f"{c['item']} {c['from']}>{c['to']} {c['agency_url']}" for c in changes]}


def _politeness(made: Towns, before: dict[str, int]) -> dict[str, Any]:
    """From the servers' own logs, over all sites of the shared address."""
    shared = [town for town in made.towns if town.server and f"//{SHARED}:" in town.url]
    hits = sorted(hit.at for town in shared if town.server for hit in town.server.hits[before[town.url] :])
    pauses = sorted(later - earlier for earlier, later in pairwise(hits))
    if not pauses:
        return {"shared_sites": len(shared)}
    return {
        "shared_sites": len(shared),
        "shared_requests": len(hits),
        "shortest_pause": round(pauses[0], 3),
        "median_pause": round(pauses[len(pauses) // 2], 3),
    }


if __name__ == "__main__":
    main()

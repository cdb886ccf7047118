"""Three nights over made-up agencies on loopback: what each costs, what it finds, and how politely it asks.

    python -m bench.nightly [--agencies 40] [--filler 24] [--huge 200] [--delay 1] [--jobs 4] [--kills 2] [--keep DIR]

Every eighth agency shares the address 127.0.0.2; one is dead, one accepts and never answers, one is huge. The first
night is killed with all its processes (kill -9) and begun again `kills` times. Between the first and the second night
one site loses a guideline that it still links to, another the guideline with its link, a third shows last year's plan
in place of this year's, and a document of a fourth changes; before the third night all is as it was.
Bytes are of bodies that came in; `cpu` is of the jobs with all their children, `cpu_all` of everything since the last
kill, `judged_cpu` and `reused_cpu` are the means of jobs that judged and of those that took their verdicts over;
memory is PSS, so that pages which forks share count once. Pauses are in seconds. Figures: bench/nightly.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from auditor.nightly.ledger import Ledger
from bench.ratio import INSTALLED
from tests.auditor.nightly.towns import GUIDE_LABEL, GUIDE_PAGE, YEAR, Town, Towns, dead_url, hanging, pages_of, towns

ROOT = Path(__file__).resolve().parents[1]
SHARED = "127.0.0.2"
TIMEOUT = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """`kills`: how often the first night is killed; `delay` 0 lifts the pace of a second a request."""

    agencies: int = 40
    filler: int = 24
    huge: int = 200
    delay: int = 1
    jobs: int = 4
    kills: int = 2


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.nightly")
    for name, usual in asdict(Asked()).items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--keep", type=Path)
    given = vars(parser.parse_args())
    keep = given.pop("keep")
    with ExitStack() as stack:
        out = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for row in measure(out, Asked(**given)):
            print(json.dumps(row, ensure_ascii=False), flush=True)
        subprocess.run(_oit("plan", "--out", str(out), "--agencies", "7850", "--cores", "8"), cwd=ROOT, check=True)


def measure(out: Path, asked: Asked) -> Iterator[dict[str, Any]]:
    """One row a night: requests, bytes, CPU, memory, what changed, and the pauses that the servers saw."""
    hosts = [SHARED if n % 8 == 0 else f"127.0.{1 + n // 200}.{3 + n % 200}" for n in range(asked.agencies)]
    out.mkdir(parents=True, exist_ok=True)
    with towns(hosts, filler=asked.filler) as made, _odd_ones(made, asked.huge):
        listed = made.write(out / "agencies.csv")
        for night, plant in enumerate((_leave, _spoil, _mend), start=1):
            plant(made, asked.filler)
            before = {town.url: len(town.hits()) for town in made.towns if town.server}
            killed = _killed(listed, out, asked) if night == 1 else {}
            said = _run(listed, out, asked)
            yield {"night": night, **_costs(out, night), **said, **_politeness(made, before), **killed}


@contextmanager
def _odd_ones(made: Towns, huge: int) -> Iterator[None]:
    with towns(["127.0.0.250"], filler=huge) as large, hanging("127.0.0.251") as silent:
        made.towns.append(large[0])
        made.towns.append(Town("เทศบาลตำบลเงียบ", silent, "จังหวัดสมมุติ0"))
        made.towns.append(Town("เทศบาลตำบลปิด", dead_url("127.0.0.252"), "จังหวัดสมมุติ1"))
        yield


def _leave(made: Towns, filler: int) -> None:
    """The first night finds all as it is."""


def _spoil(made: Towns, filler: int) -> None:
    gone: dict[str, Any] = {"status": 404, "text": "<h1>404</h1>"}
    made[1].replace(GUIDE_PAGE, **gone)
    link = f'<li><a href="{GUIDE_PAGE}">{GUIDE_LABEL}</a></li>'
    pages = _pages(made[2], filler)
    made[2].becomes({path: page | {"text": page["text"].replace(link, "")} for path, page in pages.items()})
    made[2].replace(GUIDE_PAGE, **gone)
    made[3].becomes(_pages(made[3], filler, YEAR - 1))
    made[4].replace("/files/0.txt", text="ฉบับแก้ไขใหม่ " * 200, type="text/plain")


def _mend(made: Towns, filler: int) -> None:
    for n in range(1, 4):
        made[n].becomes(_pages(made[n], filler))


def _pages(town: Town, filler: int, year: int = YEAR) -> dict[str, dict[str, Any]]:
    return pages_of(town.name.removeprefix("เทศบาลตำบล"), filler, year)


# --- running nights


def _oit(*words: str) -> list[str]:
    return [sys.executable, "-m", "auditor.cli", *words]


def _start(listed: Path, out: Path, asked: Asked) -> subprocess.Popen[str]:
    options = ("--out", str(out), "--timeout", str(TIMEOUT), "--recheck", "0", "--jobs", str(asked.jobs))
    options += ("--year", str(YEAR))
    return subprocess.Popen(
        _oit("nightly", str(listed), *options),
        cwd=ROOT,
        env={**os.environ, **INSTALLED, "OIT_DELAY": str(asked.delay)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _run(listed: Path, out: Path, asked: Asked) -> dict[str, Any]:
    """A night to its end: its own last line, the CPU of all processes, and the largest PSS of all together."""
    before = _children_cpu()
    night = _start(listed, out, asked)
    with _watched(night.pid) as peak:
        said, log = night.communicate()
    with (out / "log.txt").open("a", encoding="utf-8") as file:
        file.write(log)
    return {"said": said.strip(), "cpu_all": round(_children_cpu() - before, 1), "pss_mb": max(peak, default=0)}


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _killed(listed: Path, out: Path, asked: Asked) -> dict[str, Any]:
    """Kills the night and all it started, each time after some more agencies are done."""
    done: Counter[str] = Counter()
    outlived = 0
    for _ in range(asked.kills):
        night = _start(listed, out, asked)
        assert night.stderr is not None and night.stdout is not None
        seen = 0
        for line in night.stderr:
            if " done " in line:
                done[line.split()[2]] += 1
                seen += 1
            if seen > asked.agencies // (2 * asked.kills + 1):
                break
        family = [night.pid, *_family(night.pid)]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        night.wait()
        night.stderr.close()
        night.stdout.close()
        outlived += sum(not _ended(pid) for pid in family)
    twice = [slug for slug, times in done.items() if times > 1]
    return {"kills": asked.kills, "done_before_kills": sum(done.values()), "done_twice": twice, "outlived": outlived}


def _family(pid: int) -> list[int]:
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *_family(child)]
    return found


def _ended(pid: int) -> bool:
    """Waits for it, at most ten seconds."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            return bool(select.select([handle], [], [], 10)[0])
        finally:
            os.close(handle)
    return True


@contextmanager
def _watched(pid: int) -> Iterator[list[int]]:
    """The PSS of a process with all its descendants, in MB, once a second."""
    seen: list[int] = []
    over = Event()

    def look() -> None:
        while not over.wait(1):
            seen.append(sum(_pss(one) for one in (pid, *_family(pid))) // 1000)

    watcher = Thread(target=look, daemon=True)
    watcher.start()
    yield seen
    over.set()
    watcher.join()


def _pss(pid: int) -> int:
    """kB; 0 for a process that is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


# --- what is told


def _costs(out: Path, night: int) -> dict[str, Any]:
    with Ledger(out / "nightly") as ledger:
        (row,) = ledger.rows(
            "SELECT count(*) AS jobs, sum(requests) AS requests, sum(kept) AS kept, sum(received) AS bytes,"
            " round(sum(cpu), 1) AS cpu, sum(reused) AS reused, round(avg(cpu) FILTER (WHERE reused), 3) AS reused_cpu,"
            " round(avg(cpu) FILTER (WHERE NOT reused), 3) AS judged_cpu, max(peak) / 1000000 AS peak_job_mb,"
            " sum(pages) AS pages, sum(documents) AS documents, max(attempts) AS attempts FROM job"
            " WHERE night = :night",
            {"night": night},
        )
    changes = json.loads((out / "nightly" / "latest" / "changes.json").read_text("utf-8"))
    return {**row, "changes": [f"{c['item']} {c['from']}>{c['to']} {c['reason']}" for c in changes]}


def _politeness(made: Towns, before: dict[str, int]) -> dict[str, Any]:
    """From the servers' own logs, by address: the shortest pause at any, and at the one that many share."""
    hits: dict[str, list[float]] = defaultdict(list)
    for town in made.towns:
        if town.server:
            hits[str(urlsplit(town.url).hostname)] += [hit.at for hit in town.server.hits[before[town.url] :]]
    pauses = {host: sorted(b - a for a, b in pairwise(sorted(at))) for host, at in hits.items() if len(at) > 1}
    shared = pauses.get(SHARED, [0.0])
    return {
        "servers": len(pauses),
        "shared_requests": len(hits[SHARED]),
        "shared_shortest_pause": round(shared[0], 3),
        "shared_median_pause": round(shared[len(shared) // 2], 3),
        "shortest_pause": round(min((p[0] for p in pauses.values()), default=0.0), 3),
        "p1_pause": round(_percentile([p for ps in pauses.values() for p in ps]), 3),
    }


def _percentile(pauses: list[float]) -> float:
    ordered = sorted(pauses)
    return ordered[len(ordered) // 100] if ordered else 0.0


if __name__ == "__main__":
    main()

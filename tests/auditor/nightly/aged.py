"""An agency, and nights, that have grown old: what pruning is tried on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from auditor.nightly.agencies import Agency
from auditor.nightly.ledger import Ledger
from auditor.nightly.request import JobOutcome
from crawler.evidence import Journal, Store, Task, manifest
from crawler.session import failed


def aged_town(out: Path, nights: int = 4) -> list[dict[str, str]]:
    """Each night finds one body that is always the same and one of its own, which the night's result cites.

    Returns address -> sha256 for each night.
    """
    town = out / "agencies" / "town"
    seen = []
    for n in range(nights):
        seen.append(_crawl(town / "evidence", {"/same": b"same", "/new": f"night {n}".encode()}))
        name = "result.json" if n == nights - 1 else f"result-2026-06-0{n + 1}T000000Z.json"
        (town / name).write_text(json.dumps({"sha256": seen[-1]["/new"]}))
    return seen


def _crawl(store: Path, bodies: dict[str, bytes]) -> dict[str, str]:
    hashes = {}
    with Store.open(store, create=True) as opened:
        journal = Journal.begin(opened, "http://a.example/", {})
        for url, body in bodies.items():
            hashes[url] = opened.put_body(body)
            journal.add_fetch(replace(failed(Task(url), "", ""), problem=None, sha256=hashes[url], size=len(body)))
        journal.finish_state("finished")
        manifest.write(opened)
    return hashes


def aged_nights(folder: Path, nights: int = 4) -> None:
    """All in the days to come, so that whatever is written now is older than any of them."""
    with Ledger(folder) as ledger:
        for n in range(nights):
            moment = datetime.now(UTC) + timedelta(days=n + 1)
            night = ledger.open_night((Agency("town", "ก", "http://a.example/"),), moment)
            (job,) = ledger.waiting(night.id)
            with ledger.transaction():
                ledger.finish(job, JobOutcome("town", "done"))
            ledger.close_night(night.id, "finished")
            (folder / f"{night.id:06d}").mkdir()

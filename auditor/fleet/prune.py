"""`oit prune` in the store: the rules of one machine, agency by agency, each while no worker is at it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from celery import Celery

from auditor.fleet.broker import address_of
from auditor.fleet.depot import Depot
from auditor.fleet.lease import Lease, of_agency
from auditor.fleet.trouble import FleetError, of_broker
from auditor.nightly.prune import Freed, is_read_no_more, kept_since, outdated, prune_agency


def prune_store(
    app: Celery, depot: Depot, out: Path, nights: int, *, dry_run: bool, say: Callable[[str], None]
) -> Freed:
    """Keeps what auditor.nightly.prune keeps; `out` is the coordinator's folder, which knows nights and decisions.

    FleetError while broker or store are away; what was removed until then is consistent.
    """
    freed = Freed()
    if not dry_run:
        depot.drop_nights(nights)
    for slug in depot.agencies():
        with Lease(app, of_agency(slug)) as lease:
            if _taken(app, lease):
                _prune_agency(app, lease, depot, slug, out, nights, freed, dry_run)
            else:
                say(f"{slug}: a worker is at it; left for the next time")
                freed.kept |= depot.bodies(slug)
    if since := kept_since(out / "nightly", nights):
        _prune_texts(depot, since, freed, dry_run)
    return freed


def _prune_agency(
    app: Celery, lease: Lease, depot: Depot, slug: str, out: Path, nights: int, freed: Freed, dry_run: bool
) -> None:
    before = (freed.crawls, freed.results, freed.bodies)
    with tempfile.TemporaryDirectory(prefix="oit-prune-") as name:
        folder = Path(name)
        depot.fetch_outline(slug, folder, lambda earlier: outdated(earlier, nights))
        decisions = out / "agencies" / slug / "decisions.jsonl"
        if decisions.is_file():
            shutil.copy(decisions, folder)
        prune_agency(folder, nights, freed, dry_run)
        if dry_run or before == (freed.crawls, freed.results, freed.bodies):
            return
        if not _taken(app, lease):
            raise FleetError(f"{slug}: a worker has begun with it meanwhile; nothing of it was removed")
        depot.keep_outline(slug, folder)


def _taken(app: Celery, lease: Lease) -> bool:
    with of_broker(address_of(app)):
        return lease.take()


def _prune_texts(depot: Depot, since: datetime, freed: Freed, dry_run: bool) -> None:
    old = [(path, size) for path, size, made in depot.texts() if made < since and is_read_no_more(path, freed.kept)]
    freed.texts += len(old)
    freed.bytes += sum(size for _, size in old)
    if not dry_run:
        depot.drop_texts(path for path, _ in old)

"""`oit repair`: what is provably broken in a store is dropped, fetched again where it can be, and written down."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from auditor.proof.forget import forgotten
from crawler.evidence import Store, StoreError, manifest
from crawler.evidence.salvage import salvage, trouble
from crawler.run import CrawlRequest, crawl

FILE = manifest.REPAIRS


@dataclass
class Repaired:
    """What was done: `dropped` and `lost` are addresses, `told` is said as it is."""

    told: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Nothing of what the store once held is missing now."""
        return not self.lost

    def lines(self) -> list[str]:
        """For the terminal."""
        told = [*self.told, *(f"เสียหาย ลบแล้ว · broken, dropped: {url}" for url in self.dropped)]
        told += [f"อ่านใหม่ได้ไบต์เดิม · fetched again, the same bytes: {url}" for url in self.same]
        told += [f"กู้ไม่ได้ · lost: {what}" for what in self.lost]
        return told or ["ไม่พบความเสียหาย · nothing is broken"]


def repair(folder: Path, *, fetch: bool = True, allow_private: bool = False) -> Repaired:
    """StoreError when there is no store, or one of a newer version, or one that cannot be written."""
    made = Repaired()
    if not (folder / "store.sqlite").exists():
        raise StoreError(f"{folder}: no evidence store here")
    if found := trouble(folder):
        _mend_tables(folder, found, made)
    with Store.open(folder) as store:
        _tell_changed_rows(store, made)
        missing = _drop_broken(store, made)
        latest = store.latest()
    if fetch and missing and latest is not None:
        crawl(CrawlRequest(url=latest.url, store=folder, only=tuple(missing), allow_private=allow_private))
    with Store.open(folder) as store:
        for url, sha256 in missing.items():
            if store.has_body(sha256):
                made.same.append(url)
            else:
                made.lost.append(f"{url} ({sha256[:12]})")
        if made.told or made.dropped or missing or not (folder / manifest.FILE).exists():
            _write_down(folder, made)
            manifest.write(store, anew=True)
    return made


def _mend_tables(folder: Path, found: str, made: Repaired) -> None:
    aside, carried = salvage(folder)
    kept = ", ".join(f"{count} {table}" for table, count in carried.items())
    made.told.append(f"{found}; kept as {aside.name}; carried over: {kept}")
    body = folder / manifest.FILE
    if not body.exists():
        return
    known = manifest.read(body.read_bytes(), str(body))
    for table in manifest.TABLES:
        listed = sum(len(one["tables"][table]["rows"].split()) for one in known["crawls"])
        if carried[table] < listed:
            made.lost.append(f"{listed - carried[table]} rows of {table}")


def _tell_changed_rows(store: Store, made: Repaired) -> None:
    """A row that was changed cannot be told from a true one without its manifest: it stays, and so does the word."""
    file = store.path / manifest.FILE
    if not file.exists():
        return
    try:
        differences = manifest.compare(store, file.read_bytes())
    except StoreError as error:
        made.told.append(f"the manifest was of no use and is written anew: {error}")
        return
    for each in differences:
        if not each.where.startswith(("body", "file")):
            made.told.append(f"not as the manifest of the crawl says: {each.where} ({each.what})")


def _drop_broken(store: Store, made: Repaired) -> dict[str, str]:
    """Address -> sha256 of every body that should be there and is not, once the broken ones are dropped."""
    for part in store.path.glob("blobs/??/*.tmp"):
        part.unlink()
    gone = forgotten(store)
    missing: dict[str, str] = {}
    for info in store.crawls():
        for fetch in store.fetches(info.id):
            if not fetch.sha256 or fetch.sha256 in gone or _is_whole(store, fetch.sha256):
                continue
            if store.drop_body(fetch.sha256):
                made.dropped.append(fetch.url)
            missing[fetch.url] = fetch.sha256
    _drop_broken_rules(store, made)
    return missing


def _drop_broken_rules(store: Store, made: Repaired) -> None:
    for digest, files in store.rule_files().items():
        for name, sha256 in files.items():
            if not _is_whole(store, sha256):
                store.drop_body(sha256)
                made.lost.append(f"rule file {name} of {digest[:19]} (judge again with today's rules)")


def _is_whole(store: Store, sha256: str) -> bool:
    try:
        store.body(sha256)
    except StoreError:
        return False
    return True


def _write_down(folder: Path, made: Repaired) -> None:
    line = {
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "told": made.told, "dropped": made.dropped,
        "same": made.same, "lost": made.lost,
    }  # fmt: skip
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def repairs(folder: Path) -> list[str]:
    """What earlier repairs said could not be made whole, for whoever verifies later."""
    file = folder / FILE
    if not file.exists():
        return []
    said = []
    for line in file.read_text("utf-8", "replace").splitlines():
        try:
            row = json.loads(line)
            said.append(f"repaired {row['at'][:10]}: " + "; ".join([*row["told"], *row["lost"]] or ["nothing lost"]))
        except (ValueError, KeyError, TypeError):
            said.append(f"{file}: a line that cannot be read")
    return said

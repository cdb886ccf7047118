"""`oit verify`: every body hashed again, every row compared, the verdicts judged again from the stored bytes."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from auditor import __version__
from auditor.audit import beside, dump, evidence_dir
from auditor.proof import rejudge, stamp
from auditor.proof.forget import forgotten
from auditor.proof.rejudge import Again
from auditor.proof.repair import repairs
from auditor.proof.unpack import Unpacked, unpack
from auditor.result import Result
from crawler.archive import Archive, ArchiveError
from crawler.evidence import Store, StoreError, manifest, rows
from crawler.evidence.manifest import Difference
from reports.load import ReportError, read
from reports.text import line

NOT_JUDGED = "not judged again: bytes were changed"
WITHHELD = "withheld, not checkable here"


@dataclass
class Verification:
    """What was found. `changed` and `verdicts` are what must not be; the rest is said."""

    bodies: int = 0
    rows: int = 0
    changed: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    items: int = 0

    @property
    def sound(self) -> bool:
        return not self.changed and not self.verdicts

    def lines(self) -> list[str]:
        """For the terminal: the worst first, the sum last."""
        told = [f"เปลี่ยน · changed: {where}" for where in self.changed]
        told += [f"ผลต่างไป · verdict differs: {what}" for what in self.verdicts]
        told += [f"{where}: {WITHHELD}" for where in self.withheld]
        told += [f"· {note}" for note in self.notes]
        word = "ตรงกัน · verified" if self.sound else "ไม่ตรง · NOT verified"
        # Whoever made an archive chose its addresses and names.
        told = [line(each) for each in told]
        return [*told, f"{word}: {self.bodies} bodies, {self.rows} rows, {self.items} items judged again"]


def verify(path: Path, *, authority: Path | None = None) -> Verification:
    """A directory of an audit, or a WACZ. StoreError or ArchiveError in one line for what is neither."""
    if path.is_dir():
        return verify_directory(path, authority)
    if path.suffix == ".sqlite":
        return verify_directory(path.parent, authority)
    return verify_archive(path, authority)


# --- a directory


def verify_directory(path: Path, authority: Path | None = None) -> Verification:
    told = Verification()
    folder = evidence_dir(path)
    try:
        _check_directory(folder, authority, told)
    except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
        # What SQLite still gives of a damaged file may be anything.
        told.changed.append(f"{folder / 'store.sqlite'}: damaged ({error})")
    return told


def _check_directory(folder: Path, authority: Path | None, told: Verification) -> None:
    with Store.open(folder, read_only=True) as store:
        _check_rows(store, told)
        _check_bodies(store, told)
        told.changed += stamp.check(folder, authority, told.notes)
        told.notes += repairs(folder)
        file = beside(folder) / "result.json"
        if not file.exists():
            told.notes.append(f"{file.name} is not there: nothing to judge again")
        elif told.changed:
            told.notes.append(NOT_JUDGED)
        else:
            _check_result(store, file, told)


def _check_rows(store: Store, told: Verification) -> None:
    file = store.path / manifest.FILE
    if not file.exists():
        told.notes.append(f"{file.name} is not there: rows cannot be compared (a crawl that has not ended writes none)")
        return
    try:
        told.changed += [str_of(each) for each in manifest.compare(store, file.read_bytes())]
        kept = manifest.read(file.read_bytes(), str(file))
        told.rows = sum(len(t["rows"].split()) for crawl in kept["crawls"] for t in crawl["tables"].values())
    except StoreError as error:
        told.changed.append(str(error))
    except (KeyError, TypeError, AttributeError) as error:
        told.changed.append(f"{file}: not written the way this tool writes ({error!r})")


def str_of(difference: Difference) -> str:
    return f"{difference.where} ({difference.what})"


def _check_bodies(store: Store, told: Verification) -> None:
    gone = forgotten(store)
    wanted = {f.sha256: f.url for info in store.crawls() for f in store.fetches(info.id) if f.sha256}
    for sha256, url in sorted(wanted.items()):
        if sha256 in gone and not store.has_body(sha256):
            told.withheld.append(f"{url} (removed {gone[sha256].at[:10]}: {gone[sha256].reason})")
            continue
        try:
            store.body(sha256)
            told.bodies += 1
        except StoreError as error:
            told.changed.append(f"{url}: {error}")


def _check_result(store: Store, file: Path, told: Verification) -> None:
    try:
        result = read(file)
    except ReportError as error:
        told.changed.append(str(error))
        return
    try:
        again = rejudge.judge_as_then(store, result)
    except StoreError as error:
        told.changed.append(str(error))
        return
    _compare(result, again, told, set(forgotten(store)))
    if told.sound and result.tool.version == __version__ and file.read_text("utf-8") != dump(result):
        told.changed.append(f"{file}: not written the way this tool writes")


# --- an archive


def verify_archive(path: Path, authority: Path | None = None) -> Verification:
    told = Verification()
    with Archive(path) as archive, tempfile.TemporaryDirectory() as folder:
        damage = archive.damage()
        try:
            held = unpack(archive, Path(folder) / "evidence")
        except (ArchiveError, StoreError, ReportError) as error:
            if not damage:
                raise
            told.changed += [*damage, str(error)]
            return told
        told.changed += [*damage, *held.changed]
        if damage:
            told.notes.append(NOT_JUDGED)
            return told
        _check_stamps(archive, Path(folder) / "evidence", authority, told)
        _check_unpacked(Path(folder) / "evidence", held, told)
    return told


def _check_stamps(archive: Archive, folder: Path, authority: Path | None, told: Verification) -> None:
    (folder / "timestamps").mkdir()
    for name in archive.names:
        if name.startswith("timestamps/"):
            (folder / "timestamps" / Path(name).name).write_bytes(archive.read(name))
    told.changed += stamp.check(folder, authority, told.notes)


def _check_unpacked(folder: Path, held: Unpacked, told: Verification) -> None:
    withheld, left_out = held.about["withheld"], set(held.about["left_out"])
    with Store.open(folder) as store:
        infos = store.crawls()
        fetches = [f for info in infos for f in store.fetches(info.id) if f.sha256]
        for fetch in fetches:
            if fetch.sha256 in withheld:
                told.withheld.append(f"{fetch.url} ({withheld[fetch.sha256]})")
            elif not store.has_body(fetch.sha256) and fetch.sha256 not in left_out:
                told.changed.append(f"{fetch.url}: its body is missing")
        told.rows = sum(1 for info in infos for table in rows.TABLES for _ in rows.rows(store, table, info.id))
        told.bodies = sum(store.has_body(sha256) for sha256 in {f.sha256 for f in fetches})
        if left_out:
            told.notes.append(f"{len(left_out)} bodies that nothing rests on were left out; judged from their text")
        if held.rows_withheld:
            told.notes.append(f"{held.rows_withheld} rows hold masked numbers: {WITHHELD}")
        again = rejudge.judge_as_then(store, held.result, held.texts)
    _compare(held.result, again, told, set(withheld))


# --- the verdicts


def _compare(result: Result, again: Again, told: Verification, missing: set[str]) -> None:
    told.items = len([item for item in result.items if not item.checked_at])
    same_engine = result.tool.version == __version__
    if not same_engine:
        told.notes.append(f"judged by version {result.tool.version}, judged again by {__version__}")
    kept = len(result.items) - told.items
    if kept:
        told.notes.append(f"{kept} items stand from an earlier check and were not judged again here")
    differences = rejudge.verdict_differences(result, again.result)
    for item, what in differences.items():
        # A body that is not here can also be what keeps a fail from being one: nobody could look at it.
        if _rests_on(result, item) & missing or (missing and what.endswith("→ untested not_reached")):
            told.withheld.append(f"{item} ({what})")
        else:
            told.verdicts.append(f"{item} {what}")
    if same_engine and not differences and not missing:
        where = rejudge.first_difference(_masked(result), _masked(again.result))
        if where:
            told.changed.append(f"result.json at {where}")


def _rests_on(result: Result, item_id: str) -> set[str]:
    item = next(each for each in result.items if each.id == item_id)
    return {e.sha256 for e in item.evidence} | {c.sha256 for r in item.criteria for c in r.citations}


def _masked(result: Result) -> Result:
    """Both sides with numbers masked, since a redacted archive holds a masked result."""
    from auditor.proof.redaction import mask_json

    return Result.model_validate(mask_json(json.loads(result.model_dump_json(by_alias=True))))

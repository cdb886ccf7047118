"""`oit forget`: a body is removed for good; its hash, the time and the reason stay."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.evidence import Store, StoreError, manifest
from crawler.page.render import PLAIN


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A body that was removed. `at` is UTC with Z; `urls` is where it stood."""

    sha256: str
    at: str
    reason: str
    urls: tuple[str, ...]


def forget(store: Store, target: str, reason: str) -> list[Forgotten]:
    """Remove every body that an address or a sha256 names. StoreError when the store knows neither."""
    stood = _stood(store, target)
    if not stood:
        raise StoreError(f"{store.path}: no body of {target[:200]} is kept here")
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = [Forgotten(sha256, at, reason, tuple(sorted(urls))) for sha256, urls in sorted(stood.items())]
    # Said before it is done: a crash in between leaves a body to remove again, never a hole without a reason.
    with (store.path / manifest.FORGOTTEN).open("a", encoding="utf-8") as file:
        for each in made:
            file.write(json.dumps(asdict(each), ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    for each in made:
        store.drop_body(each.sha256)
        _drop_texts(each.sha256)
    manifest.write(store)
    return made


def _stood(store: Store, target: str) -> dict[str, set[str]]:
    """Body -> where it stood; with a page that the browser showed go its markup before that and its picture."""
    found: dict[str, set[str]] = {}
    for info in store.crawls():
        for fetch in store.fetches(info.id):
            if fetch.sha256 and target in (fetch.sha256, fetch.url, fetch.final_url):
                for sha256 in filter(store.has_body, (fetch.sha256, fetch.headers.get(PLAIN, fetch.sha256))):
                    found.setdefault(sha256, set()).add(fetch.url)
    for of, shot in store.screenshots().items():
        if of in found and store.has_body(shot.sha256):
            found[shot.sha256] = {shot.url}
    return found


def _drop_texts(sha256: str) -> None:
    """The text of the body in the cache of this machine goes too."""
    from auditor.extract.memo import cache_folder

    for file in (cache_folder() / "documents").glob(f"*/{sha256[:2]}/{sha256}-*.zst"):
        file.unlink(missing_ok=True)


def forgotten(store: Store) -> dict[str, Forgotten]:
    """What was removed from a store, by sha256. StoreError names a line that is broken."""
    path: Path = store.path / manifest.FORGOTTEN
    if not path.is_file():
        return {}
    found = {}
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        try:
            row = json.loads(line)
            found[str(row["sha256"])] = Forgotten(row["sha256"], row["at"], row["reason"], tuple(row["urls"]))
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path}:{number}: not a record of a removal") from error
    return found

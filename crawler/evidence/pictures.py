"""Pictures of stored pages, for those who hold only their names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crawler.evidence.store import Store
from crawler.evidence.values import StoreError


def picture_reader(folder: Path) -> Callable[[str], bytes | None]:
    """Reads a picture by its sha256 from the store in `folder`; None for any other body, or where nothing is there."""

    def read(sha256: str) -> bytes | None:
        try:
            with Store.open(folder, read_only=True) as store:
                if not any(shot.sha256 == sha256 for shot in store.screenshots().values()):
                    return None
                return store.body(sha256)
        except StoreError:
            return None

    return read

"""result.json on disk: its text, and the earlier results that stay beside it. Light to import."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.files import write_text

if TYPE_CHECKING:
    from auditor.result import Result


def write(result: Result, out: Path) -> Path:
    """Writes result.json; an earlier, different result is kept as result-<time>.json."""
    path = out / "result.json"
    text = dump(result)
    if path.exists() and path.read_text("utf-8") != text:
        keep_earlier(out)
    write_text(path, text)
    return path


def keep_earlier(out: Path) -> None:
    """Copies result.json to a name of its own time, before another one takes its place."""
    text = (out / "result.json").read_text("utf-8")
    write_text(_unused(out, json.loads(text).get("crawl", {}).get("finished_at", "")), text)


def _unused(out: Path, finished_at: str) -> Path:
    """A name for an earlier result that no other one has: checks again may follow one crawl in a row."""
    stamp = finished_at.replace(":", "") or "earlier"
    names = (f"result-{stamp}{'' if n == 1 else f'-{n}'}.json" for n in count(1))
    return next(out / name for name in names if not (out / name).exists())


def dump(result: Result) -> str:
    """result.json's text: stable order, Thai readable."""
    return json.dumps(result.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1) + "\n"

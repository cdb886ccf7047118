"""Golden files: what each format makes of one small result. `OIT_GOLDEN=write pytest tests/reports` rewrites them."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

FOLDER = Path(__file__).with_name("golden")


def check(name: str, made: str) -> None:
    """Compares with the golden file of that name; the message is a diff."""
    path = FOLDER / name
    if os.environ.get("OIT_GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
    held = path.read_text(encoding="utf-8") if path.exists() else ""
    diff = "\n".join(
        list(difflib.unified_diff(held.splitlines(), made.splitlines(), "golden", "made", lineterm=""))[:60]
    )
    assert held == made, f"{name}: OIT_GOLDEN=write accepts it\n{diff}"

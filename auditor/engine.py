"""The digest of everything that judges: two results of the same rules, evidence and engine are the same."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_APART = tuple(
    f"auditor/{part}"
    for part in ("nightly/", "fleet/", "serve/", "demo/", "evaluate/", "proof/", "commands/", "cli.py", "again.py")
)
"""Judges nothing. What is not named here counts, so that a new module is never forgotten."""
_CODE = (".py", ".npz", ".json", ".txt", ".bin")


def code() -> str:
    """Changes with any code or weights that judging could use, and with the OCR programs."""
    from auditor.extract import ocr

    digest = sha256(ocr.engine().encode())
    for file in sorted(_files()):
        digest.update(file.relative_to(_ROOT).as_posix().encode() + b"\0")
        digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files() -> list[Path]:
    found = [*(_ROOT / "auditor").rglob("*"), *(_ROOT / "crawler").rglob("*.py"), _ROOT / "rules" / "accuracy.json"]
    return [f for f in found if f.suffix in _CODE and f.is_file() and not _apart(f)]


def _apart(file: Path) -> bool:
    return file.relative_to(_ROOT).as_posix().startswith(_APART)

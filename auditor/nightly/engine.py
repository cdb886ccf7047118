"""What a night works out once for all its jobs: the rules' hints, and the digest of everything that judges."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.nightly.request import Engine
from crawler.queue.hints import Hint, Hints

if TYPE_CHECKING:
    from auditor.rules.load import Rules

_ROOT = Path(__file__).resolve().parents[2]
_APART = tuple(
    f"auditor/{part}"
    for part in ("nightly/", "fleet/", "serve/", "demo/", "evaluate/", "proof/", "commands/", "cli.py", "again.py")
)
"""Judges nothing. What is not named here counts, so that a new module is never forgotten."""
_CODE = (".py", ".npz", ".json", ".txt", ".bin")


def hints(rules: Rules) -> Hints:
    """As auditor.audit.crawl_site hands them to the crawler."""
    from auditor.classify.hints import address_hints
    from auditor.classify.hints import hints as phrases

    return Hints(
        tuple(Hint(*row) for row in phrases(rules.concepts)), tuple(Hint(*row) for row in address_hints(rules.concepts))
    )


def engine(rules: Rules) -> Engine:
    """Changes with the rules, with any code or weights that judging could use, and with the OCR programs."""
    from auditor.extract import ocr

    digest = sha256(ocr.engine().encode())
    for file in sorted(_files()):
        digest.update(file.relative_to(_ROOT).as_posix().encode() + b"\0")
        digest.update(sha256(file.read_bytes()).digest())
    return Engine(rules=rules.digest, code=digest.hexdigest())


def _files() -> list[Path]:
    found = [*(_ROOT / "auditor").rglob("*"), *(_ROOT / "crawler").rglob("*.py"), _ROOT / "rules" / "accuracy.json"]
    return [f for f in found if f.suffix in _CODE and f.is_file() and not _apart(f)]


def _apart(file: Path) -> bool:
    return file.relative_to(_ROOT).as_posix().startswith(_APART)

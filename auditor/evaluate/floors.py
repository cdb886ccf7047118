"""The figures below which recognition may not fall, pinned together with the digest of what they were measured on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Figures = Mapping[str, Mapping[str, float]]

FILE = "floors.json"


class FloorError(ValueError):
    """Floors that would fall without a reason; the message names each."""


def read(directory: Path) -> dict[str, Any]:
    """The pinned floors; empty when nothing is pinned yet."""
    path = directory / FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def failures(pinned: Mapping[str, Any], figures: Figures, digest: str) -> list[str]:
    """What is wrong, a line each: figures under their floor, or floors that belong to another corpus."""
    if not pinned:
        return ["no floors are pinned: run `python -m auditor.evaluate --update`"]
    wrong = [f"{name}: {now:.4f} is below its floor {floor:.4f}" for name, floor, now in _lower(pinned, figures)]
    if pinned["digest"] != digest:
        wrong.append(f"the corpus has changed ({digest}): look at the figures, then run with --update")
    return wrong


def raised(pinned: Mapping[str, Any], figures: Figures, digest: str, because: str = "") -> dict[str, Any]:
    """New floors. Raises FloorError when one would fall and no reason is given; the reason is kept with them."""
    lower = _lower(pinned, figures)
    if lower and not because:
        raise FloorError("\n".join(f"{name} would fall from {was:.4f} to {now:.4f}" for name, was, now in lower))
    reasons = [*pinned.get("reasons", [])]
    if lower:
        reasons.append({"because": because, "lowered": {name: [was, now] for name, was, now in lower}})
    return {"digest": digest, "floors": {part: dict(row) for part, row in figures.items()}, "reasons": reasons}


def write(directory: Path, floors: Mapping[str, Any]) -> None:
    text = json.dumps(floors, ensure_ascii=False, indent=1, sort_keys=True)
    (directory / FILE).write_text(text + "\n", encoding="utf-8")


def _lower(pinned: Mapping[str, Any], figures: Figures) -> list[tuple[str, float, float]]:
    return [
        (f"{part}.{name}", floor, figures.get(part, {}).get(name, 0.0))
        for part, row in pinned.get("floors", {}).items()
        for name, floor in row.items()
        if figures.get(part, {}).get(name, 0.0) < floor - 1e-9
    ]

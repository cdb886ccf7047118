"""The test file beside a concept: labels and texts that are the concept, and near misses that are not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.rules.source import Mistake, Positions, read


@dataclass(frozen=True, slots=True)
class Examples:
    """`true` must be recognised as the concept, `false` must not."""

    true: tuple[Any, ...]
    false: tuple[Any, ...]


def examples(data: Any) -> Examples:
    """From the data of a .test.yaml file; what is not a list counts as none. The keys may be quoted or not."""
    found: Mapping[Any, Any] = data if isinstance(data, Mapping) else {}
    return Examples(_listed(found, True), _listed(found, False))


def wrong_examples(
    directory: Path, concepts: Iterable[str], recognise: Callable[[str], Collection[str]]
) -> list[Mistake]:
    """Examples of a rule directory that are not recognised as they should be; `recognise` gives a text's concepts."""
    wrong = []
    for concept in concepts:
        path = directory / "concepts" / f"{concept}.test.yaml"
        if not path.is_file():
            continue
        name, body = f"concepts/{path.name}", path.read_bytes()
        data, mistakes = read(name, body)
        wrong += mistakes
        for field, n, why in _misread(examples(data), concept, recognise):
            wrong.append(Mistake(name, Positions(body).line((field, n)), f"{field}.{n}", why))
    return wrong


def _misread(
    found: Examples, concept: str, recognise: Callable[[str], Collection[str]]
) -> Iterable[tuple[str, int, str]]:
    for n, text in enumerate(found.true):
        if concept not in (seen := recognise(str(text))):
            yield "true", n, f"“{text}” ต้องจำเป็น {concept} แต่จำเป็น {', '.join(seen) or '-'} (not recognised)"
    for n, text in enumerate(found.false):
        if concept in recognise(str(text)):
            yield "false", n, f"“{text}” ต้องไม่จำเป็น {concept} (recognised)"


def _listed(data: Mapping[Any, Any], key: bool) -> tuple[Any, ...]:
    value = data.get(key, data.get(str(key).lower()))
    return tuple(value) if isinstance(value, list) else ()

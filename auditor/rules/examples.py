"""The test file beside a concept: labels and texts that are the concept, and near misses that are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Examples:
    """`true` must be recognised as the concept, `false` must not."""

    true: tuple[Any, ...]
    false: tuple[Any, ...]


def examples(data: Any) -> Examples:
    """From the data of a .test.yaml file; what is not a list counts as none. The keys may be quoted or not."""
    found: Mapping[Any, Any] = data if isinstance(data, Mapping) else {}
    return Examples(_listed(found, True), _listed(found, False))


def _listed(data: Mapping[Any, Any], key: bool) -> tuple[Any, ...]:
    value = data.get(key, data.get(str(key).lower()))
    return tuple(value) if isinstance(value, list) else ()

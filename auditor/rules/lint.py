"""What rule files may hold but is surely a slip: words too weak, words that never speak, missing examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from auditor import thai
from auditor.rules.examples import examples
from auditor.rules.load import Rules, packaged
from auditor.rules.schema import Concept, Phrase
from auditor.rules.source import Mistake, Positions, read

SHORT = 8
"""A lone phrase of at most so many characters of normalised text says little by itself."""

Found = Iterator[tuple[Sequence[str | int], str]]


def lint(rules: Rules, directory: Path | None = None) -> list[Mistake]:
    """Slips in loaded rules and in the tests beside the concepts of their directory (default: the installed one)."""
    mistakes = _unused(rules)
    for concept in rules.concepts.values():
        name = f"concepts/{concept.concept}.yaml"
        found = [*_weak(concept), *_unreachable(concept), *_repeated(concept)]
        if found:
            where = Positions(rules.files[name])
            for path, why in found:
                mistakes.append(Mistake(name, where.line(path), ".".join(map(str, path)), why))
    return sorted({*mistakes, *_without_examples(rules.concepts, directory or packaged())})


def _weak(concept: Concept) -> Found:
    """A single short word names nothing surely, unless near misses are ruled out beside it."""
    if concept.look.never:
        return
    for n, phrase in enumerate(concept.look.strong):
        parts = _parts(phrase)
        if len(parts) == 1 and len(parts[0]) <= SHORT and len(thai.words(parts[0])) == 1:
            yield ("look", "strong", n), f"คำสั้นคำเดียว “{_shown(phrase)}” ต้องมีคำกันไว้ใน never (weak: add a negative)"


def _unreachable(concept: Concept) -> Found:
    """Where one of the concept's own `never` phrases stands inside a phrase, that phrase can never speak."""
    never = [(_parts(phrase), _shown(phrase)) for phrase in concept.look.never]
    for kind in ("strong", "weak", "exact"):
        for n, phrase in enumerate(getattr(concept.look, kind)):
            parts = _parts(phrase)
            if not any(parts):
                yield ("look", kind, n), "ว่างเปล่าหลังปรับรูปคำ (empty once normalised)"
            for banned, shown in never:
                if banned and all(any(part in own for own in parts) for part in banned):
                    why = f"“{_shown(phrase)}” มี “{shown}” ซึ่งอยู่ใน never จึงไม่มีทางนับ (unreachable)"
                    yield ("look", kind, n), why


def _repeated(concept: Concept) -> Found:
    """The same phrase twice among labels, twice in the body, or both for and against the concept."""
    for kinds in (("strong", "weak", "never"), ("body", "never"), ("exact",)):
        seen: dict[tuple[str, ...], str] = {}
        for kind in kinds:
            for n, phrase in enumerate(getattr(concept.look, kind)):
                key = _parts(phrase)
                if key in seen:
                    yield ("look", kind, n), f"“{_shown(phrase)}” ซ้ำกับใน {seen[key]} (repeated phrase)"
                seen.setdefault(key, kind)


def _unused(rules: Rules) -> list[Mistake]:
    """A concept without criteria is only recognised, such as the agency's own list of items; no year asks for it."""
    asked = {name for year in rules.years.values() for item in year.items for name in (item.concept, *item.also)}
    why = "ไม่มีปีใดใช้แนวคิดนี้ (no year asks for this concept)"
    idle = [name for name, concept in rules.concepts.items() if concept.criteria and name not in asked]
    return [Mistake(f"concepts/{name}.yaml", 1, "concept", why) for name in idle]


def _without_examples(concepts: Mapping[str, Concept], directory: Path) -> Iterator[Mistake]:
    for name in concepts:
        path = directory / "concepts" / f"{name}.test.yaml"
        shown = f"concepts/{path.name}"
        if not path.is_file():
            yield Mistake(shown, 0, "", "ไม่มีไฟล์ตัวอย่างข้างแนวคิด (no test file beside the concept)")
            continue
        data, mistakes = read(shown, path.read_bytes())
        yield from mistakes
        if data is not None:
            yield from _examples_missing(shown, name, data)


def _examples_missing(shown: str, concept: str, data: Any) -> Iterator[Mistake]:
    found = examples(data)
    if not any(found.true):
        yield Mistake(shown, 1, "", f"ไม่มีตัวอย่างที่เป็น {concept} (no true example)")
    if not any(found.false):
        yield Mistake(shown, 1, "", f"ไม่มีตัวอย่างที่ไม่ใช่ {concept} (no false example)")


def _parts(phrase: Phrase) -> tuple[str, ...]:
    return tuple(thai.normalise(part) for part in ([phrase] if isinstance(phrase, str) else phrase))


def _shown(phrase: Phrase) -> str:
    return phrase if isinstance(phrase, str) else " … ".join(phrase)

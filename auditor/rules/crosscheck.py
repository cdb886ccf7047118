"""What must hold between rule files: names that meet, confidences that do not rise, patterns that RE2 takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import re2

from auditor.rules.schema import Concept, Words, Year

Path = Sequence[str | int]
Found = Iterator[tuple[str, Path, str]]
"""File name, path of the field in it, reason."""
Files = Mapping[str, bytes]
Concepts = Mapping[str, Concept]
Years = Mapping[int, Year]


def crosscheck(files: Files, concepts: Concepts, years: Years) -> Found:
    """All that is wrong between files that are each well formed."""
    for check in _CHECKS:
        yield from check(files, concepts, years)


def crosscheck_words(tables: Mapping[str, Words]) -> Found:
    """Words that say nothing, or that two lines claim: only one of them could count. `tables` by file name."""
    seen: set[str] = set()
    for name, table in tables.items():
        for formal, words in table.words.items():
            for word in words:
                if not word.strip():
                    yield name, ("words", formal), "คำว่าง (an empty word)"
                elif word in seen:
                    yield name, ("words", formal), f"“{word}” มีแล้วในบรรทัดอื่น (stands in another line)"
                seen.add(word)


def _names(files: Files, concepts: Concepts, years: Years) -> Found:
    for concept in concepts:
        if f"concepts/{concept}.yaml" not in files:
            name = next(n for n in files if n.startswith("concepts/") and _says(files[n], f"concept: {concept}"))
            yield name, ("concept",), f"ชื่อไฟล์ต้องเป็น {concept}.yaml (file name and concept differ)"
    for year in years:
        if f"years/{year}.yaml" not in files:
            name = next(n for n in files if n.startswith("years/") and _says(files[n], f"fiscal_year: {year}"))
            yield name, ("fiscal_year",), f"ชื่อไฟล์ต้องเป็น {year}.yaml (file name and year differ)"


def _says(body: bytes, words: str) -> bool:
    return words in body.decode("utf-8", "replace")


def _matchers(_: Files, concepts: Concepts, __: Years) -> Found:
    for concept in concepts.values():
        for key, criterion in concept.criteria.items():
            if len(criterion.match.model_fields_set) != 1:
                yield _file(concept), ("criteria", key, "match"), "ต้องมีตัวตรวจหนึ่งตัวพอดี (exactly one matcher)"


def _elsewhere(files: Files, concepts: Concepts, _: Years) -> Found:
    for concept in concepts.values():
        for key, criterion in concept.criteria.items():
            told, held = criterion.match.told_in, criterion.match.in_office
            for field, other in (("told_in", told and told.concept), ("in_office", held and held.shown_on)):
                if other and f"concepts/{other}.yaml" not in files:
                    yield (
                        _file(concept),
                        ("criteria", key, "match", field),
                        f"ไม่มี concepts/{other}.yaml (no such concept)",
                    )


def _patterns(_: Files, concepts: Concepts, __: Years) -> Found:
    quiet = re2.Options()
    quiet.log_errors = False
    for concept in concepts.values():
        given: dict[tuple[str, ...], str | None] = {("traces",): concept.traces}
        for key, criterion in concept.criteria.items():
            given["criteria", key, "match", "pattern"] = criterion.match.pattern
            given["criteria", key, "traces"] = criterion.traces
        for path, pattern in given.items():
            try:
                re2.compile(pattern or "", quiet)
            except re2.error as error:
                yield _file(concept), path, f"RE2 ไม่รับรูปแบบนี้ (RE2 refuses): {error}"


def _items(files: Files, concepts: Concepts, years: Years) -> Found:
    for year in years.values():
        seen: dict[str, int] = {}
        for n, item in enumerate(year.items):
            if item.id in seen:
                yield _file(year), ("items", n, "id"), f"เลขข้อ {item.id} ซ้ำ (repeated item)"
            seen[item.id] = n
            for concept in (item.concept, *item.also):
                if concept not in concepts and f"concepts/{concept}.yaml" not in files:
                    field = "concept" if concept == item.concept else "also"
                    yield _file(year), ("items", n, field), f"ไม่มี concepts/{concept}.yaml (no such concept)"


def _criteria(_: Files, concepts: Concepts, years: Years) -> Found:
    order = ("inferred", "secondary page", "official page", "seed")
    for year in years.values():
        for n, item in enumerate(year.items):
            for m, asked in enumerate(item.criteria):
                path = ("items", n, "criteria", m)
                concept = asked.concept or item.concept
                if concept not in (item.concept, *item.also):
                    yield _file(year), (*path, "concept"), f"{concept} ต้องอยู่ใน also ของข้อ (name it in `also`)"
                if concept in concepts and asked.id not in concepts[concept].criteria:
                    yield _file(year), (*path, "id"), f"{concept} ไม่มีองค์ประกอบ {asked.id} (no such criterion)"
                if order.index(asked.confidence) > order.index(item.elements_confidence):
                    why = f"สูงกว่า elements_confidence ({item.elements_confidence}) (above the item's own)"
                    yield _file(year), (*path, "confidence"), why


def _sources(_: Files, __: Concepts, years: Years) -> Found:
    for year in years.values():
        used: list[tuple[Path, Sequence[str]]] = [
            (("items", n, "sources"), item.sources) for n, item in enumerate(year.items)
        ]
        for n, item in enumerate(year.items):
            used += [(("items", n, "criteria", m, "sources"), c.sources) for m, c in enumerate(item.criteria)]
        if year.grades:
            used.append((("grades", "sources"), year.grades.sources))
        for path, keys in used:
            for key in keys:
                if key not in year.sources:
                    yield _file(year), path, f"ไม่มีแหล่ง {key} ใน sources (no such source)"


def _grouping(_: Files, __: Concepts, years: Years) -> Found:
    for year in years.values():
        grouped = [s for indicator in year.indicators.values() for s in indicator.sub_indicators]
        for sub in year.sub_indicators:
            if grouped.count(sub) != 1:
                yield _file(year), ("sub_indicators", sub), "ต้องอยู่ในตัวชี้วัดเดียวพอดี (in exactly one indicator)"
        used: list[tuple[Path, str]] = [
            (("indicators", key), sub) for key, indicator in year.indicators.items() for sub in indicator.sub_indicators
        ]
        used += [(("items", n, "sub_indicator"), item.sub_indicator) for n, item in enumerate(year.items)]
        for path, sub in used:
            if sub not in year.sub_indicators:
                yield _file(year), path, f"ไม่มี {sub} ใน sub_indicators (no such sub-indicator)"


def _file(of: Concept | Year) -> str:
    return f"concepts/{of.concept}.yaml" if isinstance(of, Concept) else f"years/{of.fiscal_year}.yaml"


_CHECKS = (_names, _matchers, _elsewhere, _patterns, _items, _criteria, _sources, _grouping)

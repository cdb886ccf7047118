"""Loads all rule files, law and recognition, and refuses them with every mistake at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from auditor.rules.crosscheck import crosscheck, crosscheck_words
from auditor.rules.reasons import reason_of
from auditor.rules.schema import Concept, Strict, Words, Year
from auditor.rules.source import Mistake, Positions, normalised, read

Shape = TypeVar("Shape", bound=Strict)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the years ask (by fiscal year, B.E.), how evidence looks (by concept), and everyday words for its names.

    `files` holds the normalised bytes by name ("years/2566.yaml"), `digest` is "sha256:…" over them: the same digest
    means the same verdicts.
    """

    concepts: Mapping[str, Concept]
    years: Mapping[int, Year]
    digest: str
    files: Mapping[str, bytes]
    words: tuple[Words, ...] = ()


PARTS, WORDS = ("concepts", "years"), "words"
"""Folders of a rule directory; one without words uses the installed ones."""


class RuleError(Exception):
    """Rule files that cannot be used; `mistakes` lists all of them and the message has one line for each."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


class UnknownYear(LookupError):
    """A fiscal year without rules: wrong usage. The message is one line and says how to add it."""


def packaged() -> Path:
    """The rule directory that is installed with the tool."""
    return Path(str(resources.files("rules")))


def load(directory: Path | None = None) -> Rules:
    """Loads years, concepts and words (*.yaml) of a rule directory (default: the installed one). Raises RuleError."""
    return load_files(read_directory(directory or packaged()))


def read_directory(directory: Path) -> dict[str, bytes]:
    """The rule files of a directory by name, the concepts' tests left out. Raises RuleError when there are none."""
    if missing := [part for part in PARTS if not (directory / part).is_dir()]:
        why = "ไม่มีโฟลเดอร์นี้ในโฟลเดอร์กฎ (a rule directory holds years/ and concepts/)"
        raise RuleError([Mistake(str(directory / part), 0, "", why) for part in missing])
    words = directory / WORDS if (directory / WORDS).is_dir() else packaged() / WORDS
    folders = (*(directory / part for part in PARTS), words)
    paths = [p for folder in folders for p in sorted(folder.glob("*.yaml"))]
    return {f"{p.parent.name}/{p.name}": p.read_bytes() for p in paths if not p.name.endswith(".test.yaml")}


def load_files(files: Mapping[str, bytes]) -> Rules:
    """Rules from file contents, such as those kept in an evidence store. Raises RuleError."""
    mistakes: list[Mistake] = []
    concepts: dict[str, Concept] = {}
    years: dict[int, Year] = {}
    for name, body in sorted(files.items()):
        if name.startswith("concepts/"):
            if concept := _shape(Concept, name, body, mistakes):
                concepts[concept.concept] = concept
        elif name.startswith("years/") and (year := _shape(Year, name, body, mistakes)):
            years[year.fiscal_year] = year
    words = _words(files, mistakes)
    places: dict[str, Positions] = {}
    for name, path, why in (*crosscheck(files, concepts, years), *crosscheck_words(words)):
        where = places.get(name) or places.setdefault(name, Positions(files[name]))
        mistakes.append(Mistake(name, where.line(path), _dotted(path), why))
    if mistakes:
        raise RuleError(sorted(set(mistakes)))
    kept = {name: normalised(body).encode() for name, body in sorted(files.items())}
    return Rules(concepts, dict(sorted(years.items())), digest(kept), kept, tuple(words.values()))


def _words(files: Mapping[str, bytes], mistakes: list[Mistake]) -> dict[str, Words]:
    """Word tables by file name. What stores kept before words were files has none of its own."""
    own = {name: body for name, body in files.items() if name.startswith(f"{WORDS}/")}
    if not own:
        own = {f"{WORDS}/{path.name}": path.read_bytes() for path in (packaged() / WORDS).glob("*.yaml")}
    found = {name: _shape(Words, name, body, mistakes) for name, body in sorted(own.items())}
    return {name: table for name, table in found.items() if table}


def digest(files: Mapping[str, bytes]) -> str:
    """ "sha256:…" over names and normalised contents."""
    total = hashlib.sha256()
    for name, body in sorted(files.items()):
        total.update(f"{name}\0{len(body)}\0".encode())
        total.update(body)
    return f"sha256:{total.hexdigest()}"


def default_year(rules: Rules) -> Year:
    """The newest fiscal year with sourced rules; a draft never is. Raises UnknownYear when there is none."""
    if not (sourced := [year for year in rules.years.values() if year.status == "sourced"]):
        raise UnknownYear("ไม่มีปีงบประมาณที่มีแหล่งอ้างอิงในกฎชุดนี้ (no sourced fiscal year in these rules)")
    return max(sourced, key=lambda year: year.fiscal_year)


def year_of(rules: Rules, fiscal_year: int) -> Year:
    """A year's rules, sourced or draft. Raises UnknownYear."""
    if fiscal_year in rules.years:
        return rules.years[fiscal_year]
    known = sorted(rules.years)
    if known and fiscal_year > known[-1]:
        raise UnknownYear(
            f"ปีงบประมาณ {fiscal_year}: ยังไม่มีกฎ ณ วันที่จัดทำยังไม่มีการเผยแพร่ข้อกำหนด OIT ของปีนี้ "
            f"ใช้ --year {default_year(rules).fiscal_year} หรือเพิ่มร่างด้วย "
            f"`oit rules new-year {fiscal_year} --from {known[-1]}` "
            f"(FY{fiscal_year} has no rules: nothing is published yet)"
        )
    raise UnknownYear(f"ปีงบประมาณ {fiscal_year}: ไม่มีกฎ (no rules); มี: {', '.join(map(str, known)) or '-'}")


def _shape(kind: type[Shape], name: str, body: bytes, mistakes: list[Mistake]) -> Shape | None:
    data, found = read(name, body)
    mistakes.extend(found)
    if data is None:
        return None
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        where = Positions(body)
        for detail in error.errors(include_url=False):
            path = [part for part in detail["loc"] if part != "[key]"]
            mistakes.append(Mistake(name, where.line(path), _dotted(_known(data, path)), reason_of(detail)))
        return None


def _known(data: Any, path: Sequence[str | int]) -> list[str | int]:
    """The path without what pydantic adds for the branches of a union, the missing last field kept."""
    kept: list[str | int] = []
    for n, part in enumerate(path):
        inside = isinstance(data, dict | list)
        if not inside or (isinstance(data, dict) and part not in data and n < len(path) - 1):
            break
        kept.append(part)
        try:
            data = data[part]
        except (KeyError, IndexError):
            break
    return kept


def _dotted(path: Sequence[str | int]) -> str:
    return ".".join(map(str, path))

"""Writes new rule files for their authors: a concept, a draft year, the schemas for editors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from auditor.rules.load import UnknownYear
from auditor.rules.schema import Concept, Year

_CONCEPT = """\
# {name}: เขียนว่าหลักฐานนี้มีหน้าตาอย่างไรบนเว็บไซต์ วิธีเขียนอยู่ใน rules/README.md
concept: {name}
name: {{th: เขียนชื่อไทย, en: Write an English name}}
evidence: document  # document, page, channel หรือ link
look:
  strong: [เขียนวลีที่ใช่แน่นอน]
  weak: []
  body: []
  never: []
  address: []
  exact: []
criteria:
  example:
    text: {{th: เขียนองค์ประกอบที่ต้องแสดง, en: Write what must be shown}}
    match: {{any_of: [เขียนคำที่ต้องพบ]}}
advice:
  text: {{th: เขียนคำแนะนำให้เจ้าหน้าที่, en: Write advice for the officer}}
"""
_EXAMPLES = """\
# ตัวอย่างของ {name}: true ต้องจำได้ false ต้องไม่จำ
true:
  - เขียนวลีที่ใช่แน่นอน
false:
  - เขียนชื่อที่คล้ายแต่ไม่ใช่
"""
_DRAFT = """\
# ร่างของปีงบประมาณ {new} คัดจากปี {old} ยังไม่มีแหล่งใดยืนยัน ไม่ใช่ข้อกำหนดของ ป.ป.ช.
# เมื่อมีแหล่งแล้ว: แก้ทีละข้อ ใส่ sources และความมั่นใจใหม่ แล้วเปลี่ยน status เป็น sourced (ดู rules/README.md)
"""
_NOTE = "เป็นร่าง ยังไม่มีสูตรของปีนี้ จึงไม่คำนวณคะแนน"


class AuthorError(Exception):
    """A file that cannot be written: the name is wrong, or it is already there. The message is one line."""


def new_concept(name: str, directory: Path) -> tuple[Path, Path]:
    """Writes a skeleton of a concept and of its examples; gives both paths. Raises AuthorError."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", name):
        raise AuthorError(f"{name}: ชื่อแนวคิดใช้ a-z 0-9 และ _ เช่น water_quality (use small letters, digits and _)")
    folder = directory / "concepts"
    paths = folder / f"{name}.yaml", folder / f"{name}.test.yaml"
    for path, text in zip(paths, (_CONCEPT, _EXAMPLES), strict=True):
        _write(path, text.format(name=name))
    return paths


def new_year(fiscal_year: int, old_year: int, directory: Path) -> Path:
    """Writes a draft of a fiscal year from another's file, comments kept; gives its path.

    The draft has no verified formula and no grades, and the years in its notes on periods are moved. Raises
    AuthorError, and UnknownYear when the old year has no file.
    """
    source = directory / "years" / f"{old_year}.yaml"
    if not source.is_file():
        raise UnknownYear(f"{source}: ไม่มีไฟล์ปีต้นแบบ (no such year to start from)")
    body = source.read_text("utf-8-sig").replace("\r\n", "\n")
    for change in _CHANGES:
        body = change(body, old_year, fiscal_year)
    header = _DRAFT.format(new=fiscal_year, old=old_year)
    path = directory / "years" / f"{fiscal_year}.yaml"
    _write(path, header + body)
    return path


def schemas() -> dict[str, dict[str, Any]]:
    """JSON Schema of both kinds of rule file, "year" and "concept", for completion in editors."""
    found = {"year": Year.model_json_schema(), "concept": Concept.model_json_schema()}
    return {
        kind: {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": f"OIT rules: {kind}"}
        for kind, schema in found.items()
    }


def write_schemas(folder: Path) -> list[Path]:
    """Writes year.schema.json and concept.schema.json into a folder, over older ones."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind, schema in schemas().items():
        path = folder / f"{kind}.schema.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", "utf-8")
        paths.append(path)
    return paths


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise AuthorError(f"{path}: มีไฟล์นี้อยู่แล้ว จึงไม่เขียนทับ (already there, not overwritten)") from None
    except OSError as error:
        raise AuthorError(f"{path}: เขียนไม่ได้ (cannot write): {error.strerror}") from None


def _without_header(body: str, old: int, new: int) -> str:
    return re.sub(r"\A(?:#[^\n]*\n|\n)*", "", body)


def _named(body: str, old: int, new: int) -> str:
    body = re.sub(r"(?m)^fiscal_year:.*$", f"fiscal_year: {new}", body)
    return re.sub(r"(?m)^status:.*$", "status: draft", body)


def _unverified(body: str, old: int, new: int) -> str:
    """A formula and grades are facts of their year: they are never carried over."""
    body = re.sub(r"(?m)^formula_status:.*$", "formula_status: unverified", body)
    body = re.sub(r"(?m)^formula_note:.*(?:\n(?: .*)?$)*", f"formula_note: {_NOTE}", body)
    body = re.sub(r"(?m)^grades:.*(?:\n(?: .*)?$)*", "grades: null", body)
    return re.sub(r"(?m)^(assessed_from:.*confidence: )[a-z ]+", r"\1inferred", body)


def _moved(body: str, old: int, new: int) -> str:
    """Years in notes on periods, such as ปี 2568, follow the draft's year."""
    shift: Callable[[re.Match[str]], str] = lambda m: str(int(m[0]) + new - old)  # noqa: E731 (typed for mypy)
    return re.sub(r"(?m)^ +period_note:.*$", lambda line: re.sub(r"25\d\d", shift, line[0]), body)


_CHANGES = (_without_header, _named, _unverified, _moved)

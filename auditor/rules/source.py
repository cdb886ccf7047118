"""One rule file: its text to data, and the line of any field in it. Lists what is wrong with the YAML itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from auditor.rules import plain


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing wrong in a rule file. `line` counts from 1; 0 is the whole file."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field or '-'}: {self.reason}"


def normalised(body: bytes) -> str:
    """The text that is read and hashed: UTF-8 without byte order mark, \\n at the end of each line."""
    text = body.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip(" ") for line in text.split("\n")).rstrip("\n") + "\n"


def read(file: str, body: bytes) -> tuple[Any, list[Mistake]]:
    """The data of a file, and the mistakes of its YAML: bad syntax, bad UTF-8, repeated keys."""
    try:
        text = normalised(body)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        return None, [Mistake(file, line, "", "ไฟล์ไม่ใช่ UTF-8 (not UTF-8)")]
    try:
        return plain.read(text), []
    except plain.NotPlain:
        return _read_fully(file, text)


def _read_fully(file: str, text: str) -> tuple[Any, list[Mistake]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    reader = YAML(typ="safe", pure=True)
    reader.allow_duplicate_keys = True
    try:
        data, root = reader.load(text), YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        return None, [Mistake(file, mark.line + 1 if mark else 0, "", f"อ่าน YAML ไม่ได้ (not YAML): {problem}")]
    if data is None:
        return None, [Mistake(file, 1, "", "ไฟล์ว่าง (empty file)")]
    return data, [Mistake(file, *where) for where in _repeated(root, "", ())]


def _repeated(node: Any, path: str, above: tuple[int, ...]) -> Iterator[tuple[int, str, str]]:
    if id(node) in above:
        return
    for key, value in _children(node):
        yield from _repeated(value, f"{path}.{key}" if path else str(key), (*above, id(node)))
    if _is_mapping(node):
        seen: dict[str, int] = {}
        for key_node, _ in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in seen:
                name = f"{path}.{key}" if path else key
                yield line, name, f"คีย์ซ้ำกับบรรทัด {seen[key]} (repeated key)"
            seen.setdefault(key, line)


def _is_mapping(node: Any) -> bool:
    return type(node).__name__ == "MappingNode"


def _children(node: Any) -> list[tuple[str | int, Any]]:
    if _is_mapping(node):
        return [(str(key.value), value) for key, value in node.value]
    if type(node).__name__ == "SequenceNode":
        return list(enumerate(node.value))
    return []


class Positions:
    """Lines of fields in one file. Slow: made only when there is a mistake to point at."""

    def __init__(self, body: bytes) -> None:
        from ruamel.yaml import YAML

        self._root = YAML(typ="safe", pure=True).compose(normalised(body))

    def line(self, path: Sequence[str | int]) -> int:
        """The line (from 1) of the field at this path, or of the nearest field above it that is there."""
        node, line = self._root, self._root.start_mark.line + 1
        for part in path:
            child = next((value for key, value in _children(node) if key == part), None)
            if child is None:
                break
            line = self._key_line(node, part, child)
            node = child
        return int(line)

    @staticmethod
    def _key_line(node: Any, part: str | int, child: Any) -> int:
        if _is_mapping(node):
            return next(int(key.start_mark.line) for key, _ in node.value if str(key.value) == part) + 1
        return int(child.start_mark.line) + 1

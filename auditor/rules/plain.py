"""Reads, fast, the plain part of YAML that rule files are written in; refuses everything else, for the full reader.

The pure-Python YAML reader needs 0.2 s for one year file and rules are some hundred files. What is read here is block
mappings and sequences, flow collections, comments and scalars without escapes: the tests hold every value against
the full reader's. Whatever is unusual or wrong raises NotPlain and is left to the full reader, which explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LINE = re.compile(r"( *)([^\n]*)")
_KEY = re.compile(r"""(?:"([^"\\\n]*)"|'([^'\n]*)'|([^\s"'\-?:,\[\]{}#&*!|>%@`=<][^:#\n]*)):(?= |$)""")
_FLOW = re.compile(
    r"""[ \n]*(?:([\[\]{},])|"([^"\\\n]*)"|'((?:[^'\n]|'')*)'|(:)(?=[ \n])"""
    r"""|([^\s\[\]{},"'\-?:#&*!|>%@`=<][^\[\]{},:#\n]*))"""
)
_QUOTED = re.compile(r"""(?:"([^"\\\n]*)"|'((?:[^'\n]|'')*)') *(?:#[^\n]*)?$""")
_ODD_START = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<.+]")
_NUMBERLIKE = re.compile(r"\d[\d_.:a-fA-FxXoOtTzZ+\- ]*$")
_ODD_TEXT = re.compile(
    r"[\t\r\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]|^(?:---|\.\.\.|%)", re.MULTILINE
)
_WORDS = {"": None, "~": None} | {
    form: value
    for word, value in (("null", None), ("true", True), ("false", False))
    for form in (word, word.capitalize(), word.upper())
}


class NotPlain(Exception):
    """Not the plain part of YAML: read it with the full reader."""


@dataclass(slots=True)
class _Line:
    indent: int
    start: int
    """Offset of the first character that is not a space."""
    end: int


def read(text: str) -> Any:
    """The value that the full reader gives for this text. Raises NotPlain."""
    if _ODD_TEXT.search(text):
        raise NotPlain
    reader = _Reader(text)
    if not reader.lines:
        raise NotPlain
    value = reader.node(reader.lines[0].indent)
    if reader.at < len(reader.lines):
        raise NotPlain
    return value


def scalar(text: str) -> Any:
    """A word, number, truth value or nothing, by the core schema of YAML 1.2."""
    if text in _WORDS:
        return _WORDS[text]
    if text.isdecimal() and text.isascii() and (text == "0" or text[0] != "0"):
        return int(text)
    if re.fullmatch(r"\d+\.\d+", text, re.ASCII):
        return float(text)
    if _ODD_START.match(text) or _NUMBERLIKE.match(text):
        raise NotPlain
    return text


def _words(body: str) -> str:
    """One line of a plain scalar."""
    if _ODD_START.match(body) or ": " in body or " #" in body or body.rstrip(" ").endswith(":"):
        raise NotPlain
    return body.rstrip(" ")


def _lines(text: str) -> list[_Line]:
    found = []
    offset = 0
    for raw in text.split("\n"):
        body = raw.lstrip(" ")
        if body and body[0] != "#":
            indent = len(raw) - len(body)
            found.append(_Line(indent, offset + indent, offset + len(raw)))
        offset += len(raw) + 1
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = _lines(text)
        self.at = 0

    def node(self, indent: int) -> Any:
        """The block that begins at the present line, whose indent must be this one."""
        line = self.lines[self.at]
        if self._is_entry(line):
            return self._sequence(indent)
        if _KEY.match(self.text, line.start, line.end):
            return self._mapping(indent)
        return self._value(line.start, line.end, indent)

    def _is_entry(self, line: _Line) -> bool:
        return self.text.startswith("-", line.start) and (
            line.end == line.start + 1 or self.text[line.start + 1] == " "
        )

    def _more(self, indent: int) -> bool:
        """Whether the present line belongs to the block at this indent."""
        if self.at >= len(self.lines) or (found := self.lines[self.at].indent) < indent:
            return False
        if found > indent:
            raise NotPlain
        return True

    def _sequence(self, indent: int) -> list[Any]:
        items = []
        while self._more(indent) and self._is_entry(line := self.lines[self.at]):
            rest = self.text[line.start + 1 : line.end]
            body = rest.lstrip(" ")
            if not body or body[0] == "#":
                raise NotPlain
            line.start += 1 + len(rest) - len(body)
            line.indent = indent + 1 + len(rest) - len(body)
            items.append(self.node(line.indent))
        return items

    def _mapping(self, indent: int) -> dict[Any, Any]:
        values: dict[Any, Any] = {}
        while self._more(indent):
            line = self.lines[self.at]
            if not (match := _KEY.match(self.text, line.start, line.end)):
                if self._is_entry(line):
                    break
                raise NotPlain
            key = scalar(match[3].rstrip(" ")) if match[3] is not None else match[match.lastindex or 1]
            if key in values:
                raise NotPlain
            values[key] = self._after_key(match.end(), line, indent)
        return values

    def _after_key(self, offset: int, line: _Line, indent: int) -> Any:
        rest = self.text[offset : line.end]
        body = rest.lstrip(" ")
        if body and body[0] != "#":
            return self._value(offset + len(rest) - len(body), line.end, indent)
        self.at += 1
        if self.at >= len(self.lines):
            return None
        below = self.lines[self.at]
        if below.indent > indent or (below.indent == indent and self._is_entry(below)):
            return self.node(below.indent)
        return None

    def _value(self, start: int, end: int, indent: int) -> Any:
        """A scalar or flow collection; leaves the reader on the line after it."""
        if self.text[start] in "[{":
            return self._flow(start, indent)
        self.at += 1
        body = self.text[start:end]
        if match := _QUOTED.match(body):
            self._end(indent)
            return match[1] if match[1] is not None else match[2].replace("''", "'")
        body, mark, _ = body.partition(" #")
        words = [_words(body)] if mark else [_words(body), *self._continued(end, indent)]
        self._end(indent)
        return scalar(words[0]) if len(words) == 1 else " ".join(words)

    def _end(self, indent: int) -> None:
        """Nothing deeper may follow."""
        if self.at < len(self.lines) and self.lines[self.at].indent > indent:
            raise NotPlain

    def _continued(self, end: int, indent: int) -> Iterator[str]:
        """The further lines of a plain scalar: deeper than its key, with no blank line or comment between."""
        while self.at < len(self.lines) and (line := self.lines[self.at]).indent > indent:
            body = self.text[line.start : line.end]
            if self.text[end : line.start].strip(" ") != "\n":
                raise NotPlain
            yield _words(body)
            self.at, end = self.at + 1, line.end

    def _flow(self, start: int, indent: int) -> Any:
        value, offset = _Flow(self.text).collection(start)
        while self.lines[self.at].end < offset:
            self.at += 1
            if self.lines[self.at].indent <= indent:
                raise NotPlain
        rest = self.text[offset : self.lines[self.at].end].lstrip(" ")
        self.at += 1
        self._end(indent)
        if rest and rest[0] != "#":
            raise NotPlain
        return value


class _Flow:
    """Flow collections, by tokens; each method returns its value and the offset after it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def token(self, offset: int) -> tuple[str, Any, int]:
        """Its kind (a bracket, a comma, ':' or 'value'), its value and the offset after it."""
        match = _FLOW.match(self.text, offset)
        if not match or match.lastindex is None:
            raise NotPlain
        kind, found = match.lastindex, match[match.lastindex]
        if kind in (1, 4):
            return found, None, match.end()
        if kind == 5:
            found = scalar(found.rstrip(" "))
        return "value", found.replace("''", "'") if kind == 3 else found, match.end()

    def collection(self, offset: int) -> tuple[Any, int]:
        kind, _, offset = self.token(offset)
        return self._list(offset) if kind == "[" else self._dict(offset)

    def _any(self, offset: int) -> tuple[Any, int]:
        kind, value, end = self.token(offset)
        if kind in ("[", "{"):
            return self.collection(offset)
        if kind != "value":
            raise NotPlain
        return value, end

    def _list(self, offset: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        while self.token(offset)[0] != "]":
            value, offset = self._any(offset)
            items.append(value)
            offset = self._comma(offset, "]")
        return items, self.token(offset)[2]

    def _dict(self, offset: int) -> tuple[dict[Any, Any], int]:
        values: dict[Any, Any] = {}
        while self.token(offset)[0] != "}":
            kind, key, offset = self.token(offset)
            colon, _, offset = self.token(offset)
            if kind != "value" or colon != ":" or key in values:
                raise NotPlain
            values[key], offset = self._any(offset)
            offset = self._comma(offset, "}")
        return values, self.token(offset)[2]

    def _comma(self, offset: int, closing: str) -> int:
        kind, _, end = self.token(offset)
        if kind == ",":
            return end
        if kind != closing:
            raise NotPlain
        return offset

"""Reads result.json and refuses, in one line, what cannot be one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from auditor.result import SCHEMA_VERSION, Result


class ReportError(Exception):
    """A report that cannot be made; the message is one line for the person who asked."""


def read(path: Path | str) -> Result:
    """The result in a result.json, or in the folder that holds one. ReportError says what is wrong with it."""
    path = Path(path)
    file = path / "result.json" if path.is_dir() else path
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ReportError(f"{file}: cannot be read ({error.strerror})") from error
    return parse(body, str(file))


def parse(body: bytes, name: str = "result.json") -> Result:
    """The result in these bytes; `name` stands in the message of a ReportError."""
    data = _json(body, name)
    version = data.get("schema_version")
    if version != SCHEMA_VERSION:
        raise ReportError(f"{name}: schema version {version!r} is not known here (this program reads {SCHEMA_VERSION})")
    try:
        return Result.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(p) for p in first["loc"])
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise ReportError(f"{name}: edited or damaged: {where}: {first['msg']}{more}") from error


def _json(body: bytes, name: str) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except RecursionError as error:
        raise ReportError(f"{name}: not a result: nested too deeply") from error
    except UnicodeDecodeError as error:
        cut = "cut off within a letter" if error.reason == "unexpected end of data" else "not a result: not UTF-8 text"
        raise ReportError(f"{name}: {cut}") from error
    except json.JSONDecodeError as error:
        cut = "cut off" if _ends_early(error, body) else "not JSON"
        raise ReportError(f"{name}: {cut} at line {error.lineno} column {error.colno}: {error.msg}") from error
    if not isinstance(data, dict):
        raise ReportError(f"{name}: not a result: a {type(data).__name__}, not an object")
    return data


def _ends_early(error: json.JSONDecodeError, body: bytes) -> bool:
    return error.msg.startswith("Unterminated string") or error.pos >= len(body.decode("utf-8", "replace").rstrip())

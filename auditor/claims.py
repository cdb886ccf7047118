"""The list of addresses that an agency means to submit: a CSV with the columns item,url."""

from __future__ import annotations

import csv
from pathlib import Path

from auditor.rules.schema import Year


class ClaimError(Exception):
    """A claims file that cannot be used: every mistake with its line."""


def read(path: Path, year: Year) -> dict[str, list[str]]:
    """Item id -> addresses. ClaimError lists every line that names no item of the year or no web address."""
    known = {item.id for item in year.items}
    found: dict[str, list[str]] = {}
    mistakes = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"item", "url"} <= set(rows.fieldnames or ()):
            raise ClaimError(f"{path}:1: the columns item,url are needed, found {', '.join(rows.fieldnames or ())}")
        for number, row in enumerate(rows, start=2):
            item, url = (row["item"] or "").strip().upper(), (row["url"] or "").strip()
            if item not in known:
                mistakes.append(f"{path}:{number}: {item!r} is no item of fiscal year {year.fiscal_year}")
            elif not url.startswith(("http://", "https://")):
                mistakes.append(f"{path}:{number}: {url!r} is no http or https address")
            else:
                found.setdefault(item, []).append(url)
    if mistakes:
        raise ClaimError("\n".join(mistakes))
    return found

"""Addresses meant for ITAS: pasted as lines, checked by auditor.claims, kept beside the result as claims.csv."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from auditor import claims
from auditor.files import write_text
from auditor.result import Text
from auditor.rules.schema import Year
from auditor.serve.settings import CLAIMS_MOST
from auditor.serve.wording import Objection

FILE = "claims.csv"
_THAI = (
    (r"'(.*)' is no item of fiscal year (\d+)", r"ไม่มีข้อ \1 ในปีงบประมาณ \2"),
    (r"'(.*)' is no http or https address", r"“\1” ไม่ใช่ที่อยู่เว็บที่ขึ้นต้นด้วย http:// หรือ https://"),
)
"""What auditor.claims says, as Thai readers are told it."""
_PARTS = re.compile(r"[\s,;]+")


def parse(text: str, year: Year, scratch: Path) -> dict[str, list[str]]:
    """Lines of `item address`, parted by comma, tab or space, as pasted from a sheet. Objection lists every mistake."""
    lines = [line.strip().strip("\ufeff") for line in text.splitlines()]
    pairs = [_pair(line) for line in lines if line and line.lower().replace(" ", "") not in ("item,url", "item\turl")]
    if not pairs:
        raise Objection("claims_missing", "claims")
    if len(pairs) > CLAIMS_MOST:
        raise Objection("too_long", "claims", f"{len(pairs)} > {CLAIMS_MOST}")
    path = scratch / f"{FILE}.new"
    write_text(path, table(pairs))
    try:
        return claims.read(path, year)
    except claims.ClaimError as error:
        raise Objection("claims_wrong", "claims", _told(str(error), str(path))) from error
    finally:
        path.unlink(missing_ok=True)


def _pair(line: str) -> tuple[str, str]:
    parts = _PARTS.split(line.replace('"', ""), maxsplit=1)
    item = parts[0].upper()
    return (f"O{item}" if item.isdigit() else item), (parts[1].strip(" ,;\t") if len(parts) > 1 else "")


def _told(mistakes: str, path: str) -> Text:
    """By line as typed: the file has a header line that the person did not type."""
    en = re.sub(rf"{re.escape(path)}:(\d+)", lambda m: f"line {int(m[1]) - 1}", mistakes)
    th = re.sub(r"^line (\d+)", r"บรรทัดที่ \1", en, flags=re.MULTILINE)
    for pattern, words in _THAI:
        th = re.sub(pattern, words, th)
    return Text(th=th, en=en)


def table(pairs: Sequence[tuple[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("item", "url"))
    writer.writerows(pairs)
    return out.getvalue()


def keep(folder: Path, found: Mapping[str, Sequence[str]]) -> None:
    """An empty list is no list."""
    if not found:
        (folder / FILE).unlink(missing_ok=True)
        return
    write_text(folder / FILE, table([(item, url) for item, urls in found.items() for url in urls]))


def read_claims(folder: Path) -> dict[str, list[str]]:
    """Item -> addresses, as they were handed in last; {} where none were."""
    path = folder / FILE
    if not path.is_file():
        return {}
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["item"], []).append(row["url"])
    return found

"""The static site of the whole country, made up: 7,850 agencies of 77 provinces, 43 items, 60 vendors, 30 nights.

    python -m bench.overview --out DIR [--agencies 7850] [--items 43]

Prints pages, seconds, peak memory and the largest files; DIR can be looked at in a browser. Seed fixed.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from pathlib import Path
from typing import Any

from reports.site import write

STATES = ("passed", "failed", "cantTell", "untested", "not_due")
TYPES = ("เทศบาลนคร", "เทศบาลเมือง", "เทศบาลตำบล", "อบต.", "อบจ.")
PROVINCES, VENDORS, NIGHTS = 77, 60, 30


def overview(agencies: int, items: int) -> dict[str, Any]:
    """In the shape of auditor.nightly.overview."""
    dice = random.Random(2569)
    made = [_agency(n, items, dice) for n in range(agencies)]
    return {
        "fiscal_year": 2569,
        "night": NIGHTS,
        "at": "2026-06-30T22:40:00Z",
        "agencies": made,
        "nights": [_night(n, agencies, items) for n in range(1, NIGHTS + 1)],
        "names": {f"O{i}": f"ชื่อสมมุติของข้อที่ {i} ซึ่งยาวพอให้ขึ้นบรรทัดใหม่" for i in range(1, items + 1)},
        "upgraded": 0,
        "changes": [_change(dice.choice(made), dice) for _ in range(agencies // 40)],
    }


def _agency(n: int, items: int, dice: random.Random) -> dict[str, Any]:
    blocked = dice.random() < 0.03
    skill = dice.betavariate(4, 2)
    states = {f"O{i}": _state(skill, dice) for i in range(1, items + 1)}
    history = [
        {"night": night, "item": f"O{dice.randint(1, items)}", "before": "passed", "after": "failed", "upgrade": False}
        for night in sorted(dice.sample(range(2, NIGHTS + 1), dice.randint(0, 3)))
    ]
    passed = sum(state == "passed" for state in states.values())
    return {
        "slug": f"town{n}.example",
        "name": f"{TYPES[min(n % 7, 4)]}สมมุติ {n}",
        "url": f"https://town{n}.example/",
        "province": f"จังหวัดสมมุติ {n % PROVINCES + 1}",
        "type": TYPES[min(n % 7, 4)],
        "vendor": f"ผู้ทำเว็บสมมุติ {int(dice.paretovariate(0.8)) % VENDORS + 1}",
        "address": f"192.0.2.{n % 200}",
        "as_of": "2026-06-30",
        "reach": "blocked" if blocked else "complete",
        "outcome": "blocked" if blocked else "done",
        "detail": "timeout" if blocked else "",
        "low": None,
        "high": None,
        "states": dict.fromkeys(states, "untested") if blocked else states,
        "history": [] if blocked or not passed else history,
    }


def _state(skill: float, dice: random.Random) -> str:
    if dice.random() < skill:
        return "passed"
    return dice.choices(STATES[1:], (5, 3, 1, 1))[0]


def _night(n: int, agencies: int, items: int) -> dict[str, Any]:
    total = agencies * items
    passed = round(total * (0.55 + 0.003 * n))
    return {"id": n, "at": f"2026-06-{n:02d}T22:40:00Z", "agencies": agencies, "passed": passed,
            "failed": round(total * 0.2), "total": total, "blocked": agencies // 33, "worse": 40 + n % 9,
            "better": 60 + n % 11}  # fmt: skip


def _change(agency: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    worse = dice.random() < 0.6
    item = f"O{dice.randint(1, 26)}"
    return {
        "slug": agency["slug"],
        "name": agency["name"],
        "province": agency["province"],
        "item": item,
        "kind": "regression" if worse else "improvement",
        "before": "passed" if worse else "failed",
        "after": "failed" if worse else "passed",
        "th": "ลิงก์ไปเอกสารเปิดไม่ได้ (404)" if worse else "พบเอกสารปี 2569 ที่มีองค์ประกอบครบ",
        "en": "The link to the document is dead (404)" if worse else "A complete document of 2569 was found",
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.overview")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--agencies", type=int, default=7850)
    parser.add_argument("--items", type=int, default=43)
    asked = parser.parse_args()
    given = overview(asked.agencies, asked.items)
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.monotonic()
    pages = write(given, asked.out, agencies=asked.out / "none")
    after = resource.getrusage(resource.RUSAGE_SELF)
    sizes = sorted(((p.stat().st_size, str(p.relative_to(asked.out))) for p in asked.out.rglob("*.*")), reverse=True)
    row = {
        "pages": pages,
        "seconds": round(time.monotonic() - began, 1),
        "cpu": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "peak_mb": after.ru_maxrss // 1000,
        "total_mb": sum(size for size, _ in sizes) // 1_000_000,
        "largest_pages": [row for row in sizes if row[1].endswith(".html")][:3],
        "downloads": [row for row in sizes if row[1].startswith("data/")],
    }
    print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()

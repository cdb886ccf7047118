"""How long a night takes for so many agencies: arithmetic on what the nights so far have cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auditor.nightly.ledger import Ledger

COSTS = ("cpu", "wall", "requests", "pages", "documents", "ocr_pages", "received", "peak")
QUANTILES = (0.5, 0.9, 0.99)


@dataclass(frozen=True, slots=True)
class Costs:
    """Jobs of one kind: `first` of an agency, or of a `later` night. One list a cost, in the units of JobOutcome."""

    kind: str
    jobs: int
    values: dict[str, list[float]]

    def mean(self, cost: str) -> float:
        return sum(self.values[cost]) / self.jobs

    def quantile(self, cost: str, share: float) -> float:
        ordered = sorted(self.values[cost])
        return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def measured(ledger: Ledger) -> dict[str, Costs]:
    """Costs of each agency's first audit and of its later ones; {} where no job was done. Blocked ones count too."""
    rows = ledger.rows(
        f"SELECT slug, {', '.join(COSTS)},"
        " night = (SELECT min(night) FROM job AS o WHERE o.slug = job.slug AND o.state = 'done') AND round = 0 AS first"
        " FROM job WHERE state = 'done' AND outcome IN ('done', 'blocked')"
    )
    found = {}
    for kind, wanted in (("first", 1), ("later", 0)):
        mine = [row for row in rows if row["first"] == wanted]
        if mine:
            found[kind] = Costs(kind, len(mine), {c: [float(row[c] or 0) for row in mine] for c in COSTS})
    share = ledger.rows("SELECT count(*) AS n FROM agency WHERE address != '' AND listed GROUP BY address")
    found and found[next(iter(found))].values.update(crowd=[float(row["n"]) for row in share])
    return found


def plan_for(costs: dict[str, Costs], agencies: int, *, cores: int, hours: float) -> dict[str, Any]:
    """Hours, machines and what dominates, for a first and a later night; all agencies are taken to be like these."""
    crowd = next((c.values["crowd"] for c in costs.values() if "crowd" in c.values), [])
    biggest = max(crowd, default=1.0) / max(sum(crowd), 1.0)
    nights = {kind: _night(c, agencies, cores, hours, biggest) for kind, c in costs.items()}
    return {"agencies": agencies, "cores": cores, "hours": hours, "largest_server_share": round(biggest, 4), **nights}


def _night(costs: Costs, agencies: int, cores: int, hours: float, biggest: float) -> dict[str, Any]:
    cpu_hours = costs.mean("cpu") * agencies / 3600
    wall = costs.mean("wall")
    chain_hours = max(1, round(biggest * agencies)) * wall / 3600
    by_cpu = cpu_hours / cores
    return {
        "measured_jobs": costs.jobs,
        "per_agency": {c: _spread(costs, c) for c in COSTS},
        "cpu_hours": round(cpu_hours, 2),
        "received_gb": round(costs.mean("received") * agencies / 1e9, 3),
        "requests": round(costs.mean("requests") * agencies),
        "ocr_pages": round(costs.mean("ocr_pages") * agencies),
        "hours_by_cpu": round(by_cpu, 2),
        "hours_of_largest_server": round(chain_hours, 2),
        "jobs_at_once": max(1, math.ceil(wall * agencies / 3600 / hours)),
        "machines": max(1, math.ceil(by_cpu / hours)),
        "dominated_by": "the server that most agencies share" if chain_hours > by_cpu else "CPU",
        "fits": chain_hours <= hours,
    }


def _spread(costs: Costs, cost: str) -> dict[str, float]:
    made = {"mean": round(costs.mean(cost), 2)}
    return made | {f"p{share * 100:.0f}": round(costs.quantile(cost, share), 2) for share in QUANTILES}


def say(made: dict[str, Any]) -> str:
    """The plan for people."""
    lines = [f"{made['agencies']} หน่วยงาน · {made['cores']} แกนประมวลผลต่อเครื่อง · คืนละ {made['hours']:g} ชั่วโมง"]
    for kind, title in (("first", "คืนแรก"), ("later", "คืนต่อ ๆ ไป")):
        if kind in made:
            lines += _say_night(title, made[kind])
    lines.append(_RELIES)
    return "\n".join(lines)


_RELIES = "คิดจากค่าที่วัดได้ในโฟลเดอร์นี้ ใช้ได้เท่าที่หน่วยงานใหม่มีขนาดใกล้เคียงกัน"


def _say_night(title: str, night: dict[str, Any]) -> Sequence[str]:
    cpu, memory = night["per_agency"]["cpu"], night["per_agency"]["peak"]
    return [
        f"{title} (วัดจาก {night['measured_jobs']} งาน)",
        f"  CPU {night['cpu_hours']:g} ชั่วโมง-แกน → {night['hours_by_cpu']:g} ชั่วโมง หรือ {night['machines']} เครื่อง",
        f"  CPU ต่อหน่วยงาน เฉลี่ย {cpu['mean']:g} p90 {cpu['p90']:g} p99 {cpu['p99']:g} วินาที",
        f"  คำขอ {night['requests']:,} ครั้ง · รับข้อมูล {night['received_gb']:g} GB · "
        f"อ่านภาพสแกน {night['ocr_pages']:,} หน้า · หน่วยความจำต่องาน p99 {memory['p99'] / 1e6:.0f} MB",
        f"  เซิร์ฟเวอร์ที่ใช้ร่วมกันมากที่สุดใช้ {night['hours_of_largest_server']:g} ชั่วโมง · "
        f"ตรวจพร้อมกัน {night['jobs_at_once']} งาน",
        f"  ตัวกำหนดเวลา: {night['dominated_by']}" + ("" if night["fits"] else " (ไม่ทันในคืนเดียว)"),
    ]

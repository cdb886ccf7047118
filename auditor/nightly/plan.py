"""How long a night takes for so many agencies on so many machines: arithmetic on what the nights so far have cost."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from auditor.nightly.ledger import Ledger
from crawler.servers.network import DELAY

COSTS = ("cpu", "wall", "requests", "pages", "documents", "ocr_pages", "received", "peak")
QUANTILES = (0.5, 0.9, 0.99)


@dataclass(frozen=True, slots=True)
class Costs:
    """Jobs of one kind: `first` of an agency, or of a `later` night. One list a cost, in the units of JobOutcome.

    `held`: seconds that a job holds its place and its server, which no machine shortens: a request a second, even where
    it was measured without that pace. `crowd`: agencies on each server address.
    """

    jobs: int
    values: dict[str, list[float]]
    crowd: tuple[int, ...] = ()

    def mean(self, cost: str) -> float:
        return sum(self.values[cost]) / self.jobs

    def quantile(self, cost: str, share: float) -> float:
        ordered = sorted(self.values[cost])
        return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A night of `hours` for so many agencies; each machine has `cores` and does `jobs` agencies at once.

    `on_one_server`: agencies of the most crowded server, None to take the share that the nights so far show.
    """

    agencies: int
    cores: int = 1
    jobs: int = 2
    hours: float = 8.0
    machines: int = 1
    on_one_server: int | None = None

    def crowd(self, costs: Costs) -> int:
        if self.on_one_server is not None:
            return max(1, min(self.on_one_server, self.agencies))
        share = max(costs.crowd, default=0) / max(sum(costs.crowd), 1)
        return max(1, round(share * self.agencies))


def measured(ledger: Ledger) -> dict[str, Costs]:
    """Costs of each agency's first audit and of its later ones; {} where no job was done. Blocked ones count too."""
    rows = ledger.rows(
        f"SELECT slug, {', '.join(COSTS)},"
        " night = (SELECT min(night) FROM job AS o WHERE o.slug = job.slug AND o.state = 'done') AND round = 0 AS first"
        " FROM job WHERE state = 'done' AND outcome IN ('done', 'blocked')"
    )
    shared = ledger.rows("SELECT count(*) AS n FROM agency WHERE address != '' AND listed GROUP BY address")
    found = {}
    for kind, wanted in (("first", 1), ("later", 0)):
        mine = [row for row in rows if row["first"] == wanted]
        if mine:
            values = {c: [float(row[c] or 0) for row in mine] for c in COSTS}
            values["held"] = [
                max(wall, requests * DELAY) for wall, requests in zip(values["wall"], values["requests"], strict=True)
            ]
            found[kind] = Costs(len(mine), values, tuple(int(row["n"]) for row in shared))
    return found


def plan_for(costs: dict[str, Costs], asked: Asked) -> dict[str, Any]:
    """Hours, machines and what dominates, for a first and a later night; all agencies are taken to be like these."""
    made: dict[str, Any] = {
        "agencies": asked.agencies, "cores": asked.cores, "jobs": asked.jobs, "hours": asked.hours,
        "machines": asked.machines,
    }  # fmt: skip
    for kind, cost in costs.items():
        made[kind] = _night(cost, asked)
    return made


def _night(costs: Costs, asked: Asked) -> dict[str, Any]:
    cpu_hours, held_hours = (costs.mean(cost) * asked.agencies / 3600 for cost in ("cpu", "held"))
    crowd = asked.crowd(costs)
    server_hours = crowd * costs.mean("held") / 3600
    alone = max(cpu_hours / asked.cores, held_hours / asked.jobs)
    return {
        "measured_jobs": costs.jobs,
        "per_agency": {c: _spread(costs, c) for c in (*COSTS, "held")},
        "cpu_hours": round(cpu_hours, 2),
        "held_hours": round(held_hours, 2),
        "received_gb": round(costs.mean("received") * asked.agencies / 1e9, 3),
        "requests": round(costs.mean("requests") * asked.agencies),
        "ocr_pages": round(costs.mean("ocr_pages") * asked.agencies),
        "largest_server": crowd,
        "columns": [
            _column(n, cpu_hours / asked.cores, held_hours / asked.jobs, server_hours)
            for n in sorted({1, asked.machines})
        ],
        # Beyond these the most crowded server is what the night waits for.
        "machines_that_help": max(1, math.ceil(alone / server_hours)) if server_hours else 1,
        "machines": max(1, math.ceil(alone / asked.hours)),
        "fits": server_hours <= asked.hours,
    }


def _column(machines: int, cpu: float, places: float, server: float) -> dict[str, Any]:
    """Hours on so many machines: whichever of the three is longest, and a night is no shorter than that."""
    found = {"cpu": cpu / machines, "jobs": places / machines, "server": server}
    longest = max(found, key=lambda name: found[name])
    by = {f"hours_by_{name}": round(hours, 2) for name, hours in found.items()}
    return {"machines": machines, "hours": round(found[longest], 2), **by, "bound_by": longest}


def _spread(costs: Costs, cost: str) -> dict[str, float]:
    made = {"mean": round(costs.mean(cost), 2)}
    return made | {f"p{share * 100:.0f}": round(costs.quantile(cost, share), 2) for share in QUANTILES}


def say(made: dict[str, Any]) -> str:
    """The plan for people."""
    lines = [
        f"{made['agencies']:,} หน่วยงาน · เครื่องละ {made['cores']} แกนประมวลผล ตรวจพร้อมกัน {made['jobs']} หน่วยงาน · "
        f"คืนละ {made['hours']:g} ชั่วโมง"
    ]
    for kind, title in (("first", "คืนแรก"), ("later", "คืนต่อ ๆ ไป")):
        if kind in made:
            lines += [f"{title} (วัดจาก {made[kind]['measured_jobs']} งาน)", *_say_night(made[kind])]
    lines.append(_RELIES)
    return "\n".join(lines)


_RELIES = (
    "คิดจากค่าที่วัดได้ในโฟลเดอร์นี้ ใช้ได้เท่าที่หน่วยงานใหม่มีขนาดใกล้เคียงกัน · เวลาเป็นอย่างน้อย: ขอเซิร์ฟเวอร์หนึ่งวินาทีละครั้ง"
    "และครั้งละหน่วยงาน จำนวนเครื่องไม่ช่วยให้เซิร์ฟเวอร์ที่ใช้ร่วมกันเร็วขึ้น"
)
_BOUND = {"cpu": "CPU", "jobs": "จำนวนหน่วยงานที่ตรวจพร้อมกัน", "server": "เซิร์ฟเวอร์ที่ใช้ร่วมกันมากที่สุด"}


def _say_night(night: dict[str, Any]) -> Iterator[str]:
    cpu, memory = night["per_agency"]["cpu"], night["per_agency"]["peak"]
    yield (
        f"  CPU {night['cpu_hours']:g} ชั่วโมง-แกน · ต่อหน่วยงาน เฉลี่ย {cpu['mean']:g} p90 {cpu['p90']:g} "
        f"p99 {cpu['p99']:g} วินาที"
    )
    yield (
        f"  คำขอ {night['requests']:,} ครั้ง · รับข้อมูล {night['received_gb']:g} GB · "
        f"อ่านภาพสแกน {night['ocr_pages']:,} หน้า · หน่วยความจำต่องาน p99 {memory['p99'] / 1e6:.0f} MB"
    )
    yield (
        f"  เซิร์ฟเวอร์ที่ใช้ร่วมกันมากที่สุด: {night['largest_server']:,} หน่วยงาน ทีละหน่วยงาน "
        f"{night['columns'][0]['hours_by_server']:g} ชั่วโมง"
    )
    for column in night["columns"]:
        yield (
            f"  {column['machines']} เครื่อง: {column['hours']:g} ชั่วโมง (CPU {column['hours_by_cpu']:g} · "
            f"ตรวจพร้อมกัน {column['hours_by_jobs']:g}) ตัวกำหนดเวลา: {_BOUND[column['bound_by']]}"
        )
    fits = f"ต้องใช้ {night['machines']} เครื่อง" if night["fits"] else "ไม่ทันในคืนเดียวไม่ว่ากี่เครื่อง"
    yield f"  {fits} · เกิน {night['machines_that_help']} เครื่องแล้วไม่เร็วขึ้น"

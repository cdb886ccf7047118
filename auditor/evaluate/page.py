"""rules/ACCURACY.md and rules/accuracy.json: the figures as people and reports read them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from auditor.evaluate import verdicts
from auditor.evaluate.measure import BINS, Counts, Table, expected_error, wilson
from auditor.evaluate.verdicts import Verdict, decided, found

NOT_COMPARED = "ยังไม่เคยเทียบกับผลของผู้ตรวจ"
UNLISTED = ("written",)
"""Parts of which only the figures are shown: half of their labels are not to be looked at."""
FEW = 10
"""With fewer labels a concept shows its counts only; reports give it the pooled figure."""
MEASURED_ON = "ข้อความบนลิงก์จริง: ตัวเลขของแต่ละเรื่องวัดด้วยชุดที่ใช้เขียนกฎ ตัวเลขรวมวัดด้วยชุดที่แยกไว้ทดสอบ"
FIGURES = "ความแม่น | ความครบ | macro (แม่น / ครบ / จำนวนเรื่อง) | ที่ไม่ใช่เรื่องใด ตอบถูก"
"""The columns of every table but the one of concepts."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that the page tells. `heldout` are the records of labels measured once before they were used."""

    tables: Mapping[str, Table]
    distinct: Table
    vendors: Mapping[str, Table]
    left_out: Mapping[str, Table]
    heldout: Sequence[Mapping[str, Any]]
    names: Mapping[str, str]
    digest: str
    adjusted: int
    verdicts: Sequence[Verdict] = ()
    first: Sequence[Verdict] = ()


def share(right: int, of: int) -> str:
    """ "96/103 = 0.932 (0.866–0.967)", with the 95 % Wilson interval; "–" where nothing was counted."""
    if not of:
        return "–"
    low, high = wilson(right, of)
    return f"{right}/{of} = {right / of:.3f} ({low:.3f}–{high:.3f})"


def markdown(m: Measured) -> str:
    parts = [
        _head(m),
        _overall(m),
        _heldout(m.heldout),
        _vendors(m),
        _concepts(m.tables["labels"], m.names),
        _confusions(m),
        _reliability(m.tables),
        _verdicts(list(m.verdicts)),
        _first(list(m.first)),
        _limits(m),
    ]
    return "\n\n".join(parts) + "\n"


def plain(m: Measured) -> str:
    """What auditor.accuracy reads: figures per concept on all link labels; pooled, those of the held-out labels."""
    rows = {name: _row(c) for name, c in sorted(m.tables["labels"].concepts.items()) if c.labels}
    pooled = _row(unseen(m.heldout))
    data = {"measured_on": MEASURED_ON, "digest": m.digest, "pooled": pooled, "concepts": rows}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _row(counts: Counts) -> dict[str, Any]:
    precision, recall = counts.precision, counts.recall
    return {
        "precision": None if precision is None else round(precision, 4),
        "recall": None if recall is None else round(recall, 4),
        "n": counts.labels,
    }


def _head(m: Measured) -> str:
    return f"""# ความแม่นของการรู้จำหลักฐาน (Accuracy of recognition)

หน้านี้สร้างโดย `make eval` อย่าแก้ด้วยมือ · ชุดข้อมูล {m.digest[:19]}

**{NOT_COMPARED}** ตัวเลขในหน้านี้วัดว่าโปรแกรมบอกได้ถูกหรือไม่ว่าข้อความลิงก์หรือเนื้อหาพูดถึงหลักฐานเรื่องใด
ไม่ได้วัดว่าผลตัดสินรายข้อตรงกับผู้ตรวจหรือไม่ สองเรื่องนี้ไม่นำมารวมกัน

- ความแม่น (precision): ในจำนวนที่โปรแกรมบอกว่าเป็นเรื่องนั้น ถูกกี่ส่วน นับทุกเรื่องที่โปรแกรมบอก ไม่เฉพาะอันดับแรก
- ความครบ (recall): ในจำนวนข้อความลิงก์ของเรื่องนั้น โปรแกรมพบกี่ส่วน ข้อความที่ตอบได้หลายอย่าง (a|b) นับว่าพบเมื่อตอบได้อย่างหนึ่ง
- ในวงเล็บคือช่วงความเชื่อมั่น 95 % (Wilson) · macro คือค่าเฉลี่ยของเรื่องที่มีตั้งแต่ 5 ข้อความ"""


def _overall(m: Measured) -> str:
    rows = [
        "## ตารางที่ 1 รวม",
        "",
        f"| ชุด | จำนวน | {FIGURES} |",
        "|---|---|---|---|---|---|",
    ]
    shown = {
        "labels": "ข้อความลิงก์จริง",
        "distinct": "ข้อความลิงก์จริง ไม่นับที่ซ้ำ",
        "hard": "กรณียากที่เขียนขึ้น",
        "written": "ข้อความลิงก์ที่ผู้ไม่เคยอ่านกฎเขียนขึ้น รวมคำที่ใช้ทั่วไปและชื่อไฟล์ (ครึ่งหนึ่งใช้ปรับคำแล้ว)",
        "documents": "ข้อความหน้าแรกของเอกสารจริง (ไม่มีข้อความลิงก์)",
    }
    for part, table in {**m.tables, "distinct": m.distinct}.items():
        rows.append(f"| {shown[part]} | {_figures(table)} |")
    return "\n".join(rows)


def _figures(table: Table) -> str:
    p = table.pooled
    macro = (
        f"{table.macro('precision'):.3f} / {table.macro('recall'):.3f} / {table.in_macro}" if table.in_macro else "–"
    )
    nothing = share(table.nothing_right, table.nothing_asked)
    found = f"{share(p.right, p.right + p.wrong)} | {share(p.found, p.labels)}"
    return f"{p.labels + table.nothing_asked} | {found} | {macro} | {nothing}"


def _heldout(records: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        "## ข้อความลิงก์ที่ยังไม่เคยเห็น (ตัวเลขที่ควรเชื่อ)",
        "",
        "ข้อความเหล่านี้วัดครั้งเดียวก่อนนำคำไปใช้ แล้วจึงเรียนรู้คำจากข้อความเหล่านี้ด้วย",
        "ตัวเลขของผู้ผลิตเดียวกันในตารางอื่นจึงสูงกว่าความจริงสำหรับเว็บไซต์ที่ไม่เคยเห็น",
    ]
    for h in records:
        macro = f"{h['macro_precision']:.3f} / {h['macro_recall']:.3f} / {h['macro_over']}"
        rows += ["", f"**{h['th']}** · {h['labels']} ข้อความ · commit {h['commit']} · {h['measured_on']}", ""]
        rows += [
            f"| ผู้ผลิต | {FIGURES} |",
            "|---|---|---|---|---|",
        ]
        rows.append(f"| รวม | {share(*h['precision'])} | {share(*h['recall'])} | {macro} | {share(*h['nothing'])} |")
        rows += [f"| {v} | {share(*r['precision'])} | {share(*r['recall'])} | | |" for v, r in h["by_vendor"].items()]
    return "\n".join(rows)


def unseen(records: Sequence[Mapping[str, Any]]) -> Counts:
    """The held-out records added up: what to expect on a site never seen."""
    total = Counts()
    for record in records:
        (right, said), (found, asked) = record["precision"], record["recall"]
        total.right, total.wrong = total.right + right, total.wrong + said - right
        total.found, total.missed = total.found + found, total.missed + asked - found
    return total


def _vendors(m: Measured) -> str:
    rows = [
        "## แยกตามผู้ผลิตเว็บไซต์",
        "",
        "ผู้ผลิตเดียวกันใช้ข้อความลิงก์ซ้ำกันทุกหน่วยงาน จึงแบ่งชุดตามผู้ผลิต ไม่มีน้ำหนักที่ฝึกจากข้อมูล แต่คำในกฎเรียนรู้จากข้อความเหล่านี้แล้ว",
        "แถว “ตัดคำเฉพาะ” ตัดคำบวกที่ตรงกับข้อความของผู้ผลิตรายนั้นรายเดียวออกก่อนวัด (ไม่ตรงกับรายอื่นและไม่ตรงกับชื่อข้อทางการ)",
        "จึงต่ำกว่าความจริง เพราะตัดคำที่รู้อยู่แล้วจากที่อื่นออกด้วย",
        "",
        f"| ผู้ผลิต | จำนวน | {FIGURES} |",
        "|---|---|---|---|---|---|",
    ]
    rows += [f"| {name} | {_figures(table)} |" for name, table in m.vendors.items()]
    rows += [f"| {name} ตัดคำเฉพาะ | {_figures(table)} |" for name, table in m.left_out.items()]
    return "\n".join(rows)


def _concepts(table: Table, names: Mapping[str, str]) -> str:
    rows = ["## รายเรื่อง (ข้อความลิงก์จริง)", "", f"เรื่องที่มีน้อยกว่า {FEW} ข้อความ ตัวเลขบอกอะไรได้น้อย รายงานจึงใช้ค่ารวมแทน", ""]
    rows += ["| เรื่อง | จำนวน | ความแม่น | ความครบ |", "|---|---|---|---|"]
    for name, c in sorted(table.concepts.items(), key=lambda kv: (-kv[1].labels, kv[0])):
        right = share(c.right, c.right + c.wrong) if c.labels >= FEW else f"{c.right}/{c.right + c.wrong}"
        found = share(c.found, c.labels) if c.labels >= FEW else f"{c.found}/{c.labels}"
        rows.append(f"| `{name}` {names.get(name, '')} | {c.labels} | {right} | {found} |")
    unmeasured = sorted(set(names) - set(table.concepts))
    rows += ["", "ไม่มีข้อความลิงก์จริงให้วัดเลย: " + ", ".join(f"`{name}`" for name in unmeasured)]
    return "\n".join(rows)


def _confusions(m: Measured) -> str:
    rows = ["## ที่ผิด", "", "| ชุด | ควรเป็น | โปรแกรมบอก | ข้อความ | ครั้ง |", "|---|---|---|---|---|"]
    for part, table in m.tables.items():
        for (asked, said, text), count in sorted(table.confusions.items()) if part not in UNLISTED else ():
            rows.append(f"| {part} | {asked} | {said} | {text.replace('|', '/')} | {count} |")
    return "\n".join(rows)


def _reliability(tables: Mapping[str, Table]) -> str:
    rows = ["## คะแนนที่โปรแกรมบอก เทียบกับที่ถูกจริง", "", "| ชุด | คะแนน | จำนวน | ถูก |", "|---|---|---|---|"]
    for part, table in tables.items():
        for low, high in pairwise(BINS):
            seen = table.reliability.get(low, [])
            if seen:
                rows.append(f"| {part} | {low:.1f}–{high:.1f} | {len(seen)} | {share(sum(seen), len(seen))} |")
        rows.append(f"| {part} | ความคลาดเคลื่อนเฉลี่ย | | {expected_error(table):.3f} |")
    return "\n".join(rows)


def _verdicts(lines: list[Verdict]) -> str:
    rows = [
        "## ตารางที่ 2 ผลตัดสินรายข้อ (ไม่นำมารวมกับตารางที่ 1)",
        "",
        "ตรวจหน่วยงานสมมุติที่มีเฉลยตั้งแต่ที่อยู่เว็บไซต์จนถึงผล เฉลยเขียนโดยผู้ทำเว็บไซต์สมมุติจากการอ่านข้อกำหนด ไม่ใช่จากผลของโปรแกรม",
        "แต่กฎและตัวตัดสินถูกแก้หลังเห็นผลกับหน่วยงานเหล่านี้ จึงไม่ใช่ค่าประมาณสำหรับเว็บไซต์อื่น · ยังไม่มีคำตัดสินของคนที่ยืนยันแล้ว",
        "",
        *_table(lines, verdicts.FILE),
    ]
    return "\n".join(rows)


def _first(lines: list[Verdict]) -> str:
    rows = [
        "## ตารางที่ 3 ผลตัดสินเมื่อพบหน่วยงานเป็นครั้งแรก",
        "",
        "หน่วยงานสมมุติที่สร้างพร้อมเฉลยโดยผู้ที่ไม่เคยอ่านโปรแกรมและกฎ ตรวจครั้งเดียวก่อนแก้สิ่งใดตามที่พบในนั้น",
        "ตารางนี้จึงใกล้ค่าของเว็บไซต์อื่นที่สุดที่เรามี",
        "หลังจากนั้นตัวตัดสินถูกแก้ตามที่พบ และหน่วยงานเหล่านี้นับอยู่ในตารางที่ 2",
        "",
        *_table(lines, verdicts.FIRST),
    ]
    return "\n".join(rows)


def _table(lines: list[Verdict], file: str) -> list[str]:
    rows = ["| ตัดสินว่า | ตรงกับเฉลย (ในจำนวนที่โปรแกรมตัดสิน) | ตัดสินได้ (ในจำนวนที่เฉลยบอก) |", "|---|---|---|"]
    for outcome, name in (("failed", "ไม่ผ่าน"), ("passed", "ผ่าน")):
        rows.append(f"| {name} | {share(*decided(lines, outcome))} | {share(*found(lines, outcome))} |")
    undecided = sum(v.program == "undecided" for v in lines)
    rows.append(f"| ยังไม่ตัดสิน | {share(undecided, len(lines))} ของทุกข้อ | |")
    agencies = len({v.agency for v in lines})
    return [*rows, "", f"หน่วยงานสมมุติ {agencies} แห่ง รวม {len(lines)} ข้อ (`tests/sites/{file}`)"]


def _limits(m: Measured) -> str:
    return f"""## ข้อจำกัด

- ข้อความลิงก์จริงมาจากผู้ผลิตเว็บไซต์ไม่กี่ราย (A–E) กับหน้าเดี่ยวและข้อความลิงก์อื่น ๆ จากหลายหน่วยงาน (F) ไม่มีผู้อ่านคนที่สอง
  คำตอบของ C–F กำหนดโดยผู้เขียนกฎเอง (ก่อนวัด) และ D เป็นรุ่นใหม่ของผู้ผลิต B
- ปรับคำตอบของชุดเดิม {m.adjusted} ข้อความ ที่คำตอบเดิมพูดถึงหน้าที่ลิงก์นำไป (หน้าว่าง หน้าข่าว) หรือเป็นชื่อข้อทางการของเรื่องอื่นด้วย
  เหตุผลอยู่ในช่อง remark ของ `tests/corpus/labels.tsv`
- กรณียากเขียนโดยผู้เขียนกฎเอง จึงใช้กันผลถดถอยเท่านั้น ไม่ใช่ค่าประมาณของเว็บไซต์อื่น
- เอกสารจริงส่วนใหญ่มาจากสถานศึกษาแห่งเดียว หลายฉบับเป็นโครงการที่ถูกใช้เป็นหลักฐาน ซึ่งดูจากเนื้อความอย่างเดียวไม่รู้ว่าเป็นหลักฐานข้อใด
  ครึ่งหนึ่งอ่านจากภาพ (OCR) ในการตรวจจริง ข้อความลิงก์และหัวข้อเป็นตัวบอกก่อน เนื้อความเป็นตัวยืนยัน"""

"""An invented agency that scans everything it publishes: what stands on which page of which paper, and its website.

Composition, 516 pages of 21 lines, all scans: 23 papers for items of fiscal year 2566 (189 pages, 1 to 22 a paper; the
deciding words stand on the title page, in the middle, on the last page, in two nowhere), the 33 of the same names of
two rounds before (268 pages), 9 that no item asks for (52), and 2 that only their own title page names (7).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from itertools import cycle
from typing import Any

NAME = "เทศบาลตำบลทุ่งสมมติ"
OTHER_LINES = (
    "บ้านทุ่งสมมติ หมู่ที่ ๑ ตั้งอยู่ริมลำน้ำสายเล็ก มีวัดและตลาดเป็นศูนย์กลางของชุมชน",
    "ราษฎรส่วนใหญ่ทำนาและเลี้ยงสัตว์ ใช้น้ำจากอ่างเก็บน้ำทางทิศเหนือของตำบล",
    "เอกสารแนบท้ายหมายเลขถัดไปแสดงแผนที่ของหมู่บ้านและเส้นทางคมนาคม",
    "คณะทำงานประชุมร่วมกันที่ศาลาประชาคมและบันทึกความเห็นไว้ท้ายเอกสารนี้",
    "ภาพถ่ายประกอบอยู่ในหน้าถัดไป ผู้สนใจขอดูต้นฉบับได้ที่อาคารชั้นล่าง",
    "ที่ประชุมรับทราบตามที่ประธานแจ้ง และให้นำความเห็นของผู้แทนหมู่บ้านไปพิจารณา",
    "ถนนสายหลักของตำบลตัดผ่านทุ่งนาไปบรรจบกับทางหลวงใกล้โรงเรียนบ้านทุ่งสมมติ",
)
LINES_A_PAGE = 21


@dataclass(frozen=True, slots=True)
class Paper:
    """`facts` are the lines of a page, by number from 1 or from -1 for the last; `clear` is how well it was scanned."""

    title: str
    length: int
    facts: Mapping[int, str] = field(default_factory=dict)
    label: str = ""
    clear: bool = True

    def pages(self) -> list[str]:
        """The text of each page."""
        lines = cycle(OTHER_LINES)
        texts = [[next(lines) for _ in range(LINES_A_PAGE)] for _ in range(self.length)]
        texts[0] = [NAME, self.title, *texts[0][2:]]
        for number, line in self.facts.items():
            texts[number - 1 if number > 0 else number][3:4] = [line]
        return ["\n".join(lines) for lines in texts]


PROBLEMS, ADVICE = "ปัญหาและอุปสรรค บุคลากรมีน้อยกว่าภารกิจ", "ข้อเสนอแนะ ควรจัดสรรบุคลากรเพิ่มเติม"
ASKED = (
    Paper(
        "แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2566", 20,
        {9: "โครงการก่อสร้างถนน งบประมาณ ๒๐๐,๐๐๐ บาท ระยะเวลาดำเนินการ ไตรมาสที่สอง"},
    ),
    Paper(
        "รายงานผลการดำเนินงานประจำปี 2565", 12,
        {2: "ผลการดำเนินงานตามโครงการ", -1: f"{PROBLEMS}\n{ADVICE}"},
    ),
    Paper("คู่มือการปฏิบัติงานเจ้าหน้าที่ทะเบียน", 6, {2: "เจ้าหน้าที่ผู้ปฏิบัติงาน ขั้นตอนการปฏิบัติงานทะเบียน"}),
    Paper("คู่มือการปฏิบัติงานเจ้าหน้าที่พัสดุ", 9, {5: "เจ้าหน้าที่ผู้ปฏิบัติงาน ขั้นตอนการปฏิบัติงานพัสดุ"}),
    Paper("คู่มือการปฏิบัติงานเจ้าหน้าที่การเงิน", 4, {2: "เจ้าหน้าที่ผู้ปฏิบัติงาน ขั้นตอนการปฏิบัติงานการเงิน"}),
    Paper("คู่มือการให้บริการประชาชน", 5, {1: "คู่มือการให้บริการ งานที่ให้บริการ", 2: "ขั้นตอนการให้บริการ ระยะเวลา ๑ วันทำการ"}),
    Paper("รายงานผลการสำรวจความพึงพอใจการให้บริการ ประจำปี 2565", 11, {3: "ระดับความพึงพอใจ ร้อยละ ๙๒ ค่าเฉลี่ย ๔.๖"}),
    Paper("แผนการจัดซื้อจัดจ้าง ประจำปีงบประมาณ พ.ศ. 2566", 3, {1: "ประกาศเผยแพร่แผนการจัดซื้อจัดจ้าง"}),
    Paper(
        "รายงานสรุปผลการจัดซื้อจัดจ้างประจำปีงบประมาณ พ.ศ. 2565", 5,
        {2: "งบประมาณที่ใช้ไปในการจัดซื้อจัดจ้าง จำนวนรายการจัดซื้อจัดจ้าง", -1: f"{PROBLEMS}\n{ADVICE}"},
    ),
    Paper(
        "นโยบายการบริหารทรัพยากรบุคคล ประจำปีงบประมาณ พ.ศ. 2566", 8,
        {1: "นายกเทศมนตรีประกาศนโยบายการบริหารทรัพยากรบุคคล ปีงบประมาณ พ.ศ. 2566"},
    ),
    Paper(
        "รายงานผลการบริหารและพัฒนาทรัพยากรบุคคลประจำปี 2565", 17,
        {4: "ผลการดำเนินงานด้านอัตรากำลัง จำนวนพนักงาน การอบรม", -1: f"{PROBLEMS}\n{ADVICE}"},
    ),
    Paper(
        "แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", 8,
        {2: "ช่องทางการร้องเรียน ผู้ร้องเรียนยื่นเรื่องด้วยตนเอง", 4: "ขั้นตอนการจัดการ ผู้รับผิดชอบ สำนักปลัด", -1: "ภายใน ๑๕ วันทำการ"},
    ),
    Paper(
        "ข้อมูลเชิงสถิติเรื่องร้องเรียนการทุจริต รอบ 6 เดือน ประจำปีงบประมาณ พ.ศ. 2566", 2,
        {1: "จำนวนเรื่องร้องเรียนทั้งหมด ๑ เรื่อง", 2: "ดำเนินการแล้วเสร็จ ๑ เรื่อง อยู่ระหว่างดำเนินการ ๐ เรื่อง"},
    ),
    Paper(
        "ประกาศเจตนารมณ์นโยบาย No Gift Policy ประจำปีงบประมาณ พ.ศ. 2566", 1,
        {1: "ผู้บริหารและพนักงานทุกคนจะไม่รับของขวัญ ทั้งก่อน ขณะ และหลังปฏิบัติหน้าที่\nนายกเทศมนตรีตำบลทุ่งสมมติ"},
    ),
    Paper(
        "การประเมินความเสี่ยงการทุจริต ประจำปีงบประมาณ พ.ศ. 2566", 10,
        {5: "เหตุการณ์ความเสี่ยง ระดับความเสี่ยงสูง", 6: "มาตรการและแนวทางบริหารจัดการความเสี่ยง"},
    ),
    Paper("รายงานการดำเนินการเพื่อจัดการความเสี่ยงการทุจริต ประจำปีงบประมาณ พ.ศ. 2566", 4, {2: "ดำเนินการตามมาตรการแล้ว"}),
    Paper(
        "แผนปฏิบัติการป้องกันการทุจริต (พ.ศ. 2566 - 2570)", 22,
        {11: "โครงการส่งเสริมคุณธรรม งบประมาณ ๓๐,๐๐๐ บาท ระยะเวลา ปีงบประมาณ ๒๕๖๖"},
    ),
    Paper(
        "รายงานการกำกับติดตามการดำเนินการป้องกันการทุจริต รอบ 6 เดือน ประจำปีงบประมาณ พ.ศ. 2566", 7,
        {3: "ความก้าวหน้าของโครงการ เบิกจ่ายแล้ว ๑๐,๐๐๐ บาท"},
    ),
    Paper(
        "รายงานผลการดำเนินการป้องกันการทุจริตประจำปี 2565", 9,
        {2: "ผลการดำเนินงานตามโครงการ เบิกจ่ายงบประมาณ ๒๐,๐๐๐ บาท"},
    ),
    Paper("ประมวลจริยธรรมพนักงานส่วนท้องถิ่น", 12, {1: "ประมวลจริยธรรมสำหรับเจ้าหน้าที่ของรัฐ"}),
    Paper("การประเมินจริยธรรมเจ้าหน้าที่ของรัฐ ประจำปีงบประมาณ พ.ศ. 2566", 3, {}, clear=False),
    Paper(
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2566", 6,
        {2: "วิเคราะห์ผลการประเมิน ITA", 4: "จุดอ่อนที่ต้องแก้ไขเร่งด่วน ประเด็นที่ต้องพัฒนา", -1: "มาตรการและแนวทาง"},
    ),
    Paper(
        "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2566", 5,
        {-1: "ผลการดำเนินการตามมาตรการส่งเสริมคุณธรรม"},
    ),
)  # fmt: skip


def _earlier(paper: Paper, years: int) -> Paper:
    """The same paper of so many years before; a plan of five years is of the five before it."""
    back = 5 if " - " in paper.title else years
    return replace(paper, title=YEAR.sub(lambda found: str(int(found[0]) - back), paper.title))


YEAR = re.compile(r"25\d\d")
EARLIER = tuple(
    _earlier(paper, years)
    for years in (2, 3)
    for paper in ASKED
    if YEAR.search(paper.title) and (years == 2 or " - " not in paper.title)
)
OTHERS = tuple(
    Paper(title, length)
    for title, length in (
        ("รายงานการประชุมสภา สมัยสามัญ สมัยที่ 1", 16),
        ("รายงานการประชุมสภา สมัยสามัญ สมัยที่ 2", 14),
        ("ประกาศรับสมัครบุคคลเพื่อสรรหาเป็นพนักงานจ้าง", 4),
        ("ประกาศรายชื่อผู้มีสิทธิเข้ารับการสรรหา", 3),
        ("จดหมายข่าวฉบับที่ 3", 6),
        ("ใบสมัครกองทุนหลักประกันสุขภาพ", 2),
        ("ตารางเก็บขยะของแต่ละหมู่บ้าน", 1),
        ("กำหนดการแข่งขันกีฬาต้านยาเสพติด", 1),
        ("ประวัติวัดทุ่งสมมติ", 5),
    )
)
UNNAMED = (
    Paper(
        "รายงานผลตามนโยบาย No Gift Policy ประจำปีงบประมาณ พ.ศ. 2566", 3,
        {1: "แบบรายงานการรับของขวัญ ผลการดำเนินการ ไม่มีการรับของขวัญ"}, label="ดาวน์โหลด",
    ),
    Paper("บัญชีรายชื่อผู้ค้าในตลาดสด", 4, label="ดาวน์โหลด"),
)  # fmt: skip
PLACES = {
    "/ita": ("ITA", ASKED),
    "/archive": ("เอกสารปีก่อน", EARLIER),
    "/news": ("ข่าวสาร", OTHERS),
    "/docs": ("เอกสารอื่น", UNNAMED),
}


def all_papers() -> dict[str, Paper]:
    """Every paper by its address."""
    return {
        f"{place}/{number:02}.pdf": paper
        for place, (_, papers) in PLACES.items()
        for number, paper in enumerate(papers, 1)
    }


def pages(files: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The pages of the website for `serve_pages`; `files` are the paths of the papers' PDFs by address."""
    menu = "".join(f'<li><a href="{place}">{name}</a></li>' for place, (name, _) in PLACES.items())
    menu = f'<nav><ul><li><a href="/">หน้าแรก</a></li>{menu}</ul></nav>'
    made: dict[str, dict[str, Any]] = {"/": _page(menu, f"<h1>{NAME}</h1><p>ยินดีต้อนรับสู่เว็บไซต์ของเทศบาล</p>")}
    papers = all_papers()
    for place, (name, _) in PLACES.items():
        listed = [(a, p) for a, p in papers.items() if a.startswith(place) and a in files]
        rows = "".join(f'<li><a href="{a}">{escape(p.label or p.title)}</a></li>' for a, p in listed)
        made[place] = _page(menu, f"<h1>{name}</h1><ul>{rows}</ul>")
    return made | {address: {"file": path} for address, path in files.items()}


def _page(menu: str, body: str) -> dict[str, Any]:
    return {
        "text": f"<html><head><title>{NAME}</title></head><body>{menu}{body}</body></html>", "type": "text/html"
    }  # fmt: skip

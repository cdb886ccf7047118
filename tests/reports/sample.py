"""Results of an invented agency, one for every state a report must show. Values are made here, never judged."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from auditor.result import (
    Accuracy,
    AdviceResult,
    Agency,
    Citation,
    Counts,
    Crawl,
    CrawlProblem,
    CriterionResult,
    Evidence,
    IndicatorScore,
    ItemResult,
    Result,
    Score,
    SubIndicatorScore,
    Text,
    Tool,
)

HOST = "https://www.don-tuayang.go.th"
TROUBLES = {
    "timeout": Text(th="ไม่ตอบภายในเวลาที่กำหนด", en="no answer in time"),
    "not_found": Text(th="ไม่พบหน้านี้ (404)", en="not found (404)"),
}
"""Problems in words; the others are as in results from before citations had them."""
SUBS = {
    "9.1": ("9", "ข้อมูลพื้นฐาน", "Basic information"),
    "9.2": ("9", "การบริหารงาน", "Administration"),
    "9.3": ("9", "การจัดซื้อจัดจ้าง", "Procurement"),
    "9.4": ("9", "การบริหารและพัฒนาทรัพยากรบุคคล", "Human resources"),
    "9.5": ("9", "การส่งเสริมความโปร่งใส", "Promoting transparency"),
    "10.1": ("10", "การดำเนินการเพื่อป้องกันการทุจริต", "Preventing corruption"),
    "10.2": ("10", "มาตรการส่งเสริมคุณธรรมและความโปร่งใส", "Measures for integrity"),
}
INDICATORS = {"9": ("การเปิดเผยข้อมูล", "Disclosure"), "10": ("การป้องกันการทุจริต", "Preventing corruption")}


@dataclass(frozen=True)
class Row:
    id: str
    th: str
    en: str
    sub: str
    concept: str
    unit: str
    elements: list[str]


@dataclass(frozen=True)
class Fate:
    """What became of one item; `element` is the number of the criterion that decided (0: `published`)."""

    outcome: str
    reason: str | None = None
    th: str = ""
    en: str = ""
    element: int = 0
    question: str = ""
    quote: str = ""
    matched: tuple[str, ...] = ()
    problem: str | None = None
    advice: str = ""
    steps: tuple[str, ...] = ()
    steps_en: tuple[str, ...] = ()
    who: str = "unit"
    effort: str = "medium"
    example: str = ""
    example_en: str = ""
    where: str = ""
    due: str | None = None
    others: tuple[tuple[str, int | None], ...] = field(default=())


FATES: dict[str, Fate] = {
    "O7": Fate(
        "cantTell",
        "newer_year",
        "พบข่าวของปี 2569 แต่ไม่พบข่าวของปี 2566 ที่ถามถึง เว็บไซต์อาจนำข่าวเก่าออกแล้ว",
        "News of 2569 is there, none of 2566, the year asked for. Old news may have been taken down.",
        question="เว็บไซต์เคยแสดงข่าวของปี 2566 ในช่วงที่ประเมินหรือไม่",
        quote="โครงการจิตอาสาพัฒนาคลองไส้ไก่ ประจำปี 2569 วันที่ 14 ตุลาคม 2568",
        matched=("ประจำปี 2569",),
        advice="แสดงข่าวของปีที่ถูกประเมินไว้ในหมวดข่าว โดยไม่ลบข่าวเก่าออก",
        effort="low",
    ),
    "O12": Fate(
        "failed",
        "wrong_year",
        "พบรายงานรอบ 6 เดือนของปี 2565 แต่ข้อนี้ต้องใช้ของปี 2566 (1 ต.ค. 2565 ถึง 31 มี.ค. 2566)",
        "The six-month report found is of 2565; this item needs 2566 (1 Oct 2022 to 31 Mar 2023).",
        quote="รายงานการกำกับติดตามการดำเนินงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๕ รอบ ๖ เดือน (ตุลาคม ๒๕๖๔ - มีนาคม ๒๕๖๕)",
        matched=("ประจำปีงบประมาณ พ.ศ. ๒๕๖๕",),
        advice="จัดทำรายงานรอบ 6 เดือนของปี 2566 แล้วเผยแพร่ต่อจากฉบับปี 2565 ในหัวข้อเดิม",
        steps=(
            "รวบรวมความก้าวหน้าและงบประมาณที่ใช้ของแต่ละโครงการตั้งแต่ 1 ตุลาคม 2565 ถึง 31 มีนาคม 2566",
            "เสนอผู้บริหารลงนามรับทราบ",
            "เผยแพร่เป็น PDF ที่คัดลอกข้อความได้ ตั้งชื่อไฟล์ให้มีปี 2566",
        ),
        effort="medium",
        where="หน้าแรก › แผนและงบประมาณ › รายงานรอบ 6 เดือน",
        others=(("รายงานรอบ 6 เดือน ปี 2564", 2564), ("แผนดำเนินงานประจำปี 2566", 2566)),
    ),
    "O13": Fate(
        "failed",
        "missing_element",
        "พบรายงานผลการดำเนินงานปี 2565 แล้ว แต่ไม่มีส่วน “ปัญหา อุปสรรค และข้อเสนอแนะ”",
        "The 2565 annual report is there, without a part on problems and suggestions.",
        element=2,
        quote="บทที่ 4 สรุปผลการดำเนินงาน โครงการที่ดำเนินการแล้วเสร็จ 38 โครงการ คิดเป็นร้อยละ 84.44 ของแผน",
        matched=("สรุปผลการดำเนินงาน",),
        advice="เพิ่มบท “ปัญหา อุปสรรค และข้อเสนอแนะ” ในรายงาน แล้วเผยแพร่แทนฉบับเดิม",
        steps=("ให้แต่ละกองเขียนปัญหาและข้อเสนอแนะของโครงการในความรับผิดชอบ", "แก้ไฟล์รายงานและเผยแพร่ใหม่ที่หน้าเดิม"),
        example="ปัญหาและอุปสรรค: การเบิกจ่ายล่าช้าในไตรมาสที่ 2 เพราะฤดูฝน ข้อเสนอแนะ: เร่งทำสัญญาให้แล้วเสร็จก่อนเดือนพฤษภาคม",
        effort="low",
        where="หน้าแรก › แผนและงบประมาณ › รายงานผลการดำเนินงาน",
    ),
    "O16": Fate(
        "untested",
        "not_reached",
        "หน้า “สถิติการให้บริการ” ไม่ตอบกลับภายใน 30 วินาที จึงยังบอกไม่ได้ว่ามีข้อมูลหรือไม่",
        "The page “service statistics” did not answer within 30 seconds, so nothing can be said.",
        problem="timeout",
        advice="ตรวจว่าหน้าเปิดได้จากภายนอกหน่วยงาน แล้วสั่งตรวจใหม่",
        who="vendor",
        effort="low",
    ),
    "O18": Fate(
        "failed",
        "form_to_print",
        "หัวข้อ E-Service มีเพียงแบบฟอร์มให้พิมพ์ไปยื่นที่สำนักงาน ยังขอรับบริการทางออนไลน์ไม่ได้",
        "The E-Service heading holds only forms to print and carry to the office; nothing can be applied for online.",
        quote="E-Service ดาวน์โหลดแบบคำร้องทั่วไป (PDF) กรุณากรอกและนำมายื่น ณ ที่ทำการเทศบาล",
        matched=("นำมายื่น ณ ที่ทำการเทศบาล", "ดาวน์โหลดแบบคำร้อง"),
        advice="เปิดแบบคำร้องออนไลน์อย่างน้อยหนึ่งบริการ ที่ประชาชนกรอกและส่งได้โดยไม่ต้องเดินทางมา",
        steps=(
            "เลือกบริการที่มีผู้ขอมาก เช่น ขอน้ำอุปโภคบริโภค แจ้งไฟฟ้าสาธารณะชำรุด",
            "สร้างแบบฟอร์มออนไลน์ และกำหนดผู้รับเรื่องพร้อมเวลาตอบกลับ",
            "วางลิงก์ในเมนู E-Service ที่หน้าแรก และทดลองส่งจากโทรศัพท์",
        ),
        effort="high",
        where="หน้าแรก › บริการประชาชน › E-Service",
    ),
    "O21": Fate(
        "failed",
        "wrong_period",
        "พบสรุปผลรายเดือน 4 จาก 6 เดือน ขาดเดือนกุมภาพันธ์และมีนาคม 2566",
        "Monthly summaries of 4 of 6 months were found; February and March 2566 are missing.",
        element=1,
        quote="สรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือน มกราคม 2566 (แบบ สขร.1)",
        matched=("รอบเดือน มกราคม 2566", "สขร.1"),
        advice="เผยแพร่แบบ สขร.1 ของเดือนกุมภาพันธ์และมีนาคม 2566 เดือนใดไม่มีรายการให้ระบุว่าไม่มี",
        steps=("จัดทำ สขร.1 ให้ครบทุกช่อง", "เผยแพร่ในหัวข้อเดียวกับเดือนก่อนหน้า"),
        effort="low",
        where="หน้าแรก › จัดซื้อจัดจ้าง › สรุปผลรายเดือน",
    ),
    "O24": Fate(
        "failed",
        "heading_only",
        "มีหัวข้อ “การดำเนินการตามนโยบาย HR” ในเมนู แต่กดแล้วไม่มีเอกสารหรือเนื้อหาใด",
        "The menu has the heading “Carrying out HR policy” and nothing behind it.",
        advice="เผยแพร่รายงานความก้าวหน้ารายโครงการพร้อมงบประมาณไว้ใต้หัวข้อนี้",
        effort="medium",
        where="หน้าแรก › บุคลากร › การดำเนินการตามนโยบาย",
    ),
    "O26": Fate(
        "cantTell",
        "unconfirmed_rule",
        "พบรายงานปี 2565 แต่เกณฑ์ยังไม่ยืนยันว่าต้องเป็นปี 2565 หรือ 2566",
        "A 2565 report was found; whether 2565 or 2566 is asked for is not confirmed.",
        question="รายงานนี้เป็นรายงานของปีที่ผู้ประเมินถามหรือไม่",
        quote="รายงานผลการบริหารและพัฒนาทรัพยากรบุคคล ประจำปีงบประมาณ พ.ศ. 2565",
        matched=("พ.ศ. 2565",),
        advice="เผยแพร่รายงานทั้งปี 2565 และ 2566 ไว้คู่กัน",
        effort="low",
    ),
    "O29": Fate(
        "failed",
        "empty_list",
        "หน้า “สถิติเรื่องร้องเรียน” เปิดได้ แต่รายการว่างเปล่า ถ้าไม่มีเรื่องร้องเรียนต้องเขียนว่าไม่มี",
        "The complaint statistics page opens with an empty list. Where there were no complaints it must say so.",
        advice="ใส่ตารางสถิติ 6 เดือน ถ้าไม่มีเรื่องให้เขียนว่า “ไม่มีเรื่องร้องเรียนในช่วงนี้”",
        steps=("ใช้ตารางสถิติในชุดช่วยแก้ กรอกเลข 0 ในเดือนที่ไม่มี", "เผยแพร่ในหน้าเดิม"),
        steps_en=("Use the table of the fix kit; write 0 for a month without any", "Publish it on the same page"),
        example="ระหว่างวันที่ 1 ตุลาคม 2565 ถึง 31 มีนาคม 2566 ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        example_en="From 1 October 2565 to 31 March 2566 there were no complaints of corruption or misconduct",
        effort="low",
        where="หน้าแรก › ร้องเรียน › สถิติเรื่องร้องเรียน",
    ),
    "O31": Fate(
        "cantTell",
        "needs_person",
        "พบประกาศเป็นภาพสแกน อ่านข้อความได้ครบ แต่ต้องให้คนดูว่ามีลายมือชื่อผู้บริหารสูงสุดหรือไม่",
        "The declaration is a scan; the text is complete. A person must see whether the executive signed it.",
        element=1,
        question="ในภาพมีลายมือชื่อของนายกเทศมนตรีหรือไม่",
        quote="ประกาศเจตนารมณ์ นโยบาย No Gift Policy จากการปฏิบัติหน้าที่ ประจำปีงบประมาณ พ.ศ. ๒๕๖๖",
        matched=("No Gift Policy", "พ.ศ. ๒๕๖๖"),
        advice="หากยังไม่ลงนาม ให้ผู้บริหารสูงสุดลงนามแล้วเผยแพร่ใหม่",
        effort="low",
    ),
    "O34": Fate(
        "failed",
        "dead_link",
        "มีลิงก์ “การประเมินความเสี่ยงการทุจริต 2566” แต่เปิดไม่ได้ (404) ตรวจซ้ำสองครั้ง",
        "The link “Corruption risk assessment 2566” is dead (404), tried twice.",
        problem="not_found",
        advice="ให้ผู้ดูแลเว็บไซต์วางไฟล์ใหม่ที่ลิงก์เดิม",
        who="vendor",
        effort="low",
        where="หน้าแรก › ป้องกันการทุจริต › ประเมินความเสี่ยง",
    ),
    "O37": Fate(
        "untested",
        "unreadable",
        "ไฟล์เสียหาย เปิดอ่านไม่ได้ จึงยังตัดสินไม่ได้",
        "The file is damaged and cannot be read, so nothing can be said.",
        problem="unreadable",
        advice="เผยแพร่ไฟล์ใหม่ที่เปิดได้",
        effort="low",
    ),
    "O41": Fate(
        "cantTell",
        "low_confidence",
        "พบเอกสารที่น่าจะใช่ แต่ข้อความในไฟล์สแกนไม่ชัดพอจะยืนยัน",
        "A likely document was found, but the scanned text is not clear enough.",
        element=1,
        question="เอกสารแสดงว่านำผลประเมินจริยธรรมไปใช้ในงานบุคคลอย่างน้อยหนึ่งกระบวนการหรือไม่",
        quote="การประเมินพฤติกรรมทางจริยธรรม ... ประกอบการเลื่อนขั้นเงินเดือน",
        matched=("ประกอบการเลื่อนขั้นเงินเดือน",),
        advice="เผยแพร่เป็น PDF ที่คัดลอกข้อความได้",
        effort="low",
    ),
    "O43": Fate(
        "failed",
        "not_found",
        "ค้นทุกหน้าแล้ว ไม่พบผลการดำเนินการตามมาตรการ และไม่พบ QR Code แบบวัด EIT",
        "Every page was searched; neither the results of the measures nor the EIT QR code was found.",
        advice="จัดทำรายงานผลตามมาตรการในข้อ O42 และแสดง QR Code แบบวัด EIT ที่หน้าแรก",
        steps=("ใช้รูปแบบรายงานในชุดช่วยแก้", "วาง QR Code แบบวัด EIT ที่หน้าแรก"),
        who="officer",
        effort="medium",
        where="หน้าแรก › ป้องกันการทุจริต › มาตรการส่งเสริมคุณธรรม",
    ),
}


def rows() -> list[Row]:
    path = Path(__file__).with_name("form_2566.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(r["id"], r["th"], r["en"], r["sub"], r["concept"], r["unit"], r["elements"].split("|"))
            for r in csv.DictReader(file, delimiter="\t")
        ]


def text(th: str, en: str = "") -> Text:
    return Text(th=th, en=en or th)


def sample(**changes: Any) -> Result:
    """FY2566, 43 items: 30 passed, 8 failed, 4 for a person, … ; `changes` replace fields of the result."""
    return build([item(row, FATES.get(row.id)) for row in rows()], **changes)


def not_due(**changes: Any) -> Result:
    """The same agency before its dates: three days in the calendar, one item that must be mended now."""
    later = {"O12": "2027-04-01", "O16": "2027-04-01", "O21": "2027-04-01", "O37": "2027-04-01", "O13": "2027-01-01"}
    later |= {"O26": "2027-01-01", "O38": "2027-10-01"}
    fates: dict[str, Fate | None] = {"O18": FATES["O18"], "O31": FATES["O31"]}
    for id_, due in later.items():
        fates[id_] = Fate(
            "untested", "not_due", "ยังไม่ถึงวันที่ต้องเผยแพร่", "Its date has not come.", due=due, advice="เตรียมเอกสารไว้ล่วงหน้า"
        )
    items = [item(row, fates.get(row.id)) for row in rows()]
    fields = {"fiscal_year": 2570, "retrospective": False, "crawl": crawl(reach="complete", problems=[])}
    return build(items, **{**fields, **changes})


def unverified(**changes: Any) -> Result:
    """A year whose formula nobody could reproduce: counts only."""
    items = [item(row, FATES.get(row.id)) for row in rows()[:26]]
    return build(items, **{"fiscal_year": 2569, "score": score(items, formula_status="unverified"), **changes})


def draft(**changes: Any) -> Result:
    return sample(**{"fiscal_year": 2571, "year_status": "draft", "retrospective": False, **changes})


def blocked(**changes: Any) -> Result:
    """The home page could not be read: nothing passes, nothing fails."""
    fate = Fate("untested", "not_reached", "อ่านหน้าแรกไม่ได้ จึงยังไม่ได้ดูข้อนี้", "The home page could not be read.")
    items = [item(row, fate) for row in rows()]
    why = text("robots.txt ของเว็บไซต์ห้ามอ่านทุกหน้า", "robots.txt forbids everything")
    gone = problem("/", "robots", "could_not_look", [], "robots.txt ห้ามอ่านทุกหน้า")
    none = crawl(reach="blocked", why=why, pages=0, documents=0, rendered=0, requests=1, bytes=90, problems=[gone])
    return build(items, **{"crawl": none, **changes})


HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=alert(1)>",
    "ปกติ\u202eเกจจับ\u2066\u200f\u061cพิเศษ",
    "\x00\x07\x1b[31mแดง\x1b[0m\x85\x9b",
    '=HYPERLINK("http://evil.example/","คลิก")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\tแท็บนำ =1+1",
    "{{ 7*7 }}{% raw %}",
    "</style></title></script>]]>--><!--",
    '" onmouseover="alert(1)',
    "a" + "\u0301" * 400,
    "\ud800\ufffe\uffff ครึ่งตัว",
    "ยาว" * 3400,
)
HOSTILE_URLS = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "java\tscript:alert(1)",
    "//evil.example/x",
    "http://[::1",
    'https://www.don-tuayang.go.th/"><script>alert(1)</script>',
    "https://www.don-tuayang.go.th/" + "x" * 10_000,
)


def hostile() -> Result:
    """Every text field of a website's making holds something that would like to be more than text."""
    base = sample()
    items = []
    for n, made in enumerate(base.items):
        bad, url = HOSTILE[n % len(HOSTILE)], HOSTILE_URLS[n % len(HOSTILE_URLS)]
        cited = Citation(
            url=url, found_on=url, link_text=bad, path=["หน้าแรก", bad, bad], quote=bad, page=2, sha256="9c2e" * 16
        )
        criteria = [
            c.model_copy(
                update={"citations": [cited], "facts": {"matched": [bad]}, "why": text(bad), "text": text(bad)}
            )
            for c in made.criteria
        ]
        evidence = [Evidence(url=url, title=bad), Evidence(url=url + "?2", title=bad, chosen=True)]
        advice = made.advice.model_copy(update={"where": bad, "unit": bad}) if made.advice else None
        changed = {"criteria": criteria, "evidence": evidence, "why": text(bad), "advice": advice, "name": text(bad)}
        items.append(made.model_copy(update=changed))
    problems = [problem("/x", "timeout", "could_not_look", ["O1"], bad) for bad in HOSTILE]
    found = [{"kind": "personal_data", "why": {"th": bad, "en": bad}, "url": HOSTILE_URLS[0]} for bad in HOSTILE]
    return base.model_copy(
        update={
            "items": items,
            "agency": Agency(name=HOSTILE[0] + HOSTILE[1] + HOSTILE[13], kind=HOSTILE[3], url=HOSTILE_URLS[0]),
            "crawl": crawl(problems=problems, notes=[text(b) for b in HOSTILE], settings={b: b for b in HOSTILE}),
            "findings": found,
        }
    )


def huge() -> Result:
    """A 1,000-page site where every item has heaps of evidence, each with a long quote."""
    base = sample()
    quote = "สรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือน มกราคม 2566 วงเงินที่จะซื้อหรือจ้าง ราคากลาง วิธีซื้อหรือจ้าง " * 9
    items = []
    for made in base.items:
        where = f"{HOST}/{made.concept}"
        criteria = [
            c.model_copy(
                update={
                    "citations": [
                        Citation(
                            url=f"{where}/{n}.pdf",
                            path=["หน้าแรก", *[f"เมนูชั้นที่ {k}" for k in range(6)]],
                            quote=f"{c.id} {n} {quote}",
                            page=n + 1,
                            fetched_at="2026-11-20T03:12:45Z",
                            sha256=f"{n:064x}",
                        )
                        for n in range(25)
                    ]
                }
            )
            for c in made.criteria
        ]
        evidence = [Evidence(url=f"{where}/e{n}.html", title=quote[:200], fiscal_year=2566) for n in range(60)]
        items.append(made.model_copy(update={"criteria": criteria, "evidence": evidence}))
    problems = [problem(f"/old/{n}.html", "timeout", "could_not_look", ["O1"], "ไม่ตอบ") for n in range(1000)]
    return base.model_copy(update={"items": items, "crawl": crawl(pages=1000, problems=problems)})


def build(items: list[ItemResult], **changes: Any) -> Result:
    fields: dict[str, Any] = {
        "tool": Tool(version="0.1.0", rules_digest="sha256:" + "4f1c" * 16),
        "agency": Agency(
            name="เทศบาลตำบลดอนตัวอย่าง", kind="เทศบาลตำบล", url=HOST + "/", head="นายกเทศมนตรี", clerk="ปลัดเทศบาล"
        ),
        "fiscal_year": 2566,
        "retrospective": True,
        "as_of": "2026-11-20",
        "assessed_from": "2023-04-01",
        "crawl": crawl(),
        "items": items,
        "score": score(items),
    }
    return Result(**{**fields, **changes})


def item(row: Row, fate: Fate | None = None) -> ItemResult:
    fate = fate or Fate("passed", quote=f"{row.th} เทศบาลตำบลดอนตัวอย่าง ประจำปีงบประมาณ พ.ศ. 2566", matched=(row.th,))
    if fate.outcome == "passed" and not fate.th:
        fate = replace(fate, th="พบหลักฐานครบทุกองค์ประกอบ", en="Every required element was found.")
    return ItemResult(
        id=row.id,
        name=text(row.th, row.en),
        concept=row.concept,
        sub_indicator=row.sub,
        reach="partial" if fate.outcome == "untested" and fate.reason != "not_due" else "complete",
        outcome=fate.outcome,  # type: ignore[arg-type]
        reason=fate.reason,  # type: ignore[arg-type]
        why=text(fate.th, fate.en),
        period=text("ปีงบประมาณ 2566 (1 ต.ค. 2565 ถึง 30 ก.ย. 2566)", "Fiscal year 2566 (1 Oct 2022 to 30 Sep 2023)"),
        due=fate.due,
        confidence="seed",
        criteria=criteria(row, fate),
        evidence=evidence(row, fate),
        accuracy=_accuracy(row),
        advice=_advice(row, fate),
    )


def criteria(row: Row, fate: Fate) -> list[CriterionResult]:
    names = ["เผยแพร่ให้ประชาชนเปิดดูได้", *row.elements]
    missing = fate.reason in ("not_found", "heading_only", "empty_list", "dead_link", "not_due")
    made = []
    for n, name in enumerate(names):
        deciding = n == min(fate.element, len(names) - 1) and fate.outcome != "passed"
        outcome, reason, why = "passed", None, text("พบในเอกสาร", "Found in the document")
        if deciding:
            outcome, reason, why = fate.outcome, fate.reason, text(fate.th, fate.en)
        elif n > 0 and (missing or fate.outcome == "untested"):
            outcome, reason, why = (
                "inapplicable",
                "depends",
                text("ตรวจได้เมื่อมีเอกสาร", "Checked later"),
            )
        made.append(
            CriterionResult(
                id="published" if n == 0 else f"element_{n}",
                concept=row.concept,
                text=text(name, "Published where the public can open it" if n == 0 else f"Element {n}: {name}"),
                confidence="seed",
                outcome=outcome,  # type: ignore[arg-type]
                reason=reason,  # type: ignore[arg-type]
                facts={"matched": list(fate.matched)} if fate.matched else {},
                why=why,
                question=text(fate.question, "Is it so?") if deciding and fate.question else None,
                citations=[] if outcome == "inapplicable" or fate.reason == "not_found" else [citation(row, fate, n)],
            )
        )
    return made


def citation(row: Row, fate: Fate, n: int = 0) -> Citation:
    page = None if n == 0 or not fate.quote else 3
    return Citation(
        url=f"{HOST}/fileupload/ita/{row.concept}_2566.pdf",
        found_on=f"{HOST}/index.php?_mod=ita",
        link_text=row.th,
        path=["หน้าแรก", "ITA 2566", SUBS[row.sub][1], row.th],
        fetched_at="2026-11-20T03:12:45Z",
        sha256="9c2e" * 16,
        page=page,
        quote=fate.quote,
        problem=fate.problem,
        trouble=TROUBLES.get(fate.problem or ""),
    )


def evidence(row: Row, fate: Fate) -> list[Evidence]:
    if fate.reason == "not_found":
        return []
    chosen = Evidence(
        url=f"{HOST}/fileupload/ita/{row.concept}_2566.pdf", title=row.th, fiscal_year=2566, confidence=0.94
    )
    others = [
        Evidence(url=f"{HOST}/news/{n}.html", title=title, fiscal_year=year, confidence=0.5)
        for n, (title, year) in enumerate(fate.others)
    ]
    return [chosen.model_copy(update={"chosen": True}), *others]


def _accuracy(row: Row) -> Accuracy | None:
    number = int(row.id[1:])
    if number % 3:
        return Accuracy(precision=0.97, recall=0.91, n=20 + number, measured_on="ป้ายกำกับลิงก์จากเว็บไซต์จริง")
    return None


def _advice(row: Row, fate: Fate) -> AdviceResult:
    return AdviceResult(
        text=text(fate.advice or "รักษาหน้านี้ไว้ และปรับเป็นปีปัจจุบันเมื่อขึ้นปีใหม่", "Keep it up to date."),
        steps=list(fate.steps),
        steps_en=list(fate.steps_en),
        unit=row.unit,
        who=fate.who,  # type: ignore[arg-type]
        example=fate.example,
        example_en=fate.example_en,
        effort=fate.effort,  # type: ignore[arg-type]
        where=fate.where,
    )


def crawl(**changes: Any) -> Crawl:
    fields: dict[str, Any] = {
        "reach": "partial",
        "started_at": "2026-11-20T03:00:00Z",
        "finished_at": "2026-11-20T03:24:10Z",
        "pages": 412,
        "documents": 138,
        "rendered": 9,
        "requests": 623,
        "bytes": 214_800_000,
        "problems": [
            problem("/service/stat.php", "timeout", "could_not_look", ["O16"], "ไม่ตอบกลับภายใน 30 วินาที ลองแล้ว 3 ครั้ง"),
            problem("/f/ปปช-6เดือน.pdf", "unreadable", "could_not_look", ["O37"], "ไฟล์เสียหาย เปิดอ่านไม่ได้"),
            problem("/gallery/2559/", "server_error", "could_not_look", [], "เซิร์ฟเวอร์ตอบว่าขัดข้อง (503)"),
            problem("/f/risk2566.pdf", "not_found", "not_there", ["O34"], "ไม่มีหน้านี้แล้ว (404) ตรวจซ้ำสองครั้ง"),
        ],
        "notes": [text("ใบรับรองความปลอดภัยของเว็บไซต์หมดอายุ จึงอ่านโดยไม่ยืนยันใบรับรอง", "The certificate has expired.")],
        "settings": {"max_pages": 2000, "delay_seconds": 1, "timeout_seconds": 30, "minutes": 30},
    }
    return Crawl(**{**fields, **changes})


def problem(path: str, name: str, class_: str, items: list[str], why: str) -> CrawlProblem:
    return CrawlProblem.model_validate(
        {"url": HOST + path, "problem": name, "class": class_, "items": items, "why": {"th": why, "en": name}}
    )


def score(items: list[ItemResult], *, formula_status: str = "consistent") -> Score:
    """Equal means, written out here apart from the code under test."""
    ends: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for i in items:
        if i.outcome != "inapplicable":
            ends[i.sub_indicator].append({"passed": (100, 100), "failed": (0, 0)}.get(i.outcome, (0, 100)))
    subs = {s: _mean(v) for s, v in ends.items()}
    under = {t: [v for s, v in subs.items() if SUBS[s][0] == t] for t in INDICATORS}
    tops = {t: _mean(v) for t, v in under.items() if v}
    whole = _mean(list(tops.values()))
    known = formula_status != "unverified"
    counts = {
        o: sum(i.outcome == o for i in items) for o in ("passed", "failed", "cantTell", "untested", "inapplicable")
    }
    return Score(
        oit=whole[0] if known and whole[0] == whole[1] else None,
        range=whole if known else None,
        indicators=[
            IndicatorScore(id=t, name=text(*INDICATORS[t]), value=None, range=v if known else None)
            for t, v in tops.items()
        ],
        sub_indicators=[
            SubIndicatorScore(
                id=s,
                indicator=SUBS[s][0],
                name=text(*SUBS[s][1:]),
                passed=sum(i.outcome == "passed" for i in items if i.sub_indicator == s),
                total=len(ends[s]),
                range=v if known else None,
            )
            for s, v in subs.items()
        ],
        counts=Counts(**counts, not_due=sum(i.reason == "not_due" for i in items), total=len(items)),
        formula_status=formula_status,  # type: ignore[arg-type]
    )


def _mean(values: list[tuple[float, float]]) -> tuple[float, float]:
    return round(sum(v[0] for v in values) / len(values), 2), round(sum(v[1] for v in values) / len(values), 2)


def small() -> Result:
    """Three items, one passed, one failed, one for a person: small enough for golden files."""
    chosen = [r for r in rows() if r.id in ("O1", "O18", "O31")]
    items = [item(row, FATES.get(row.id)) for row in chosen]
    return build(
        items, crawl=crawl(reach="complete", problems=[problem("/x", "not_found", "not_there", [], "404")], notes=[])
    )

"""The words of each paper, with tags for the values. Written by us, in the order offices are used to."""

from __future__ import annotations

from collections.abc import Callable

from reports.papers.stock import Paper

_YEAR = "ปีงบประมาณ พ.ศ. {{ year }}"
_SURVEYS = (
    ("IIT", "การปฏิบัติหน้าที่"),
    ("IIT", "การใช้งบประมาณ"),
    ("IIT", "การใช้อำนาจ"),
    ("IIT", "การใช้ทรัพย์สินของทางราชการ"),
    ("IIT", "การแก้ไขปัญหาการทุจริต"),
    ("EIT", "คุณภาพการดำเนินงาน"),
    ("EIT", "ประสิทธิภาพการสื่อสาร"),
    ("EIT", "การปรับปรุงการทำงาน"),
)
_GRADE = "[[ผ่าน / ไม่ผ่าน]]"
_HEAD = "{% if draft %}{{ draft }} · {% endif %}{{ notice }}"
_OPEN = "{{ r.open }} รอตรวจสอบ / ยังไม่ถึงกำหนด\n"
_NOTE = "หมายเหตุ {{ not_nacc }}"


def result(paper: Paper) -> None:
    """รายงานผลคะแนน OIT: score by item, then defects, recommendations and units."""
    paper.heads(_HEAD)
    paper.heading("รายงานผลการตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)", 20, center=True, space=0)
    paper.heading(f"{{{{ agency }}}} {_YEAR}", 18, center=True)
    _draft(paper)
    paper.heading("1. ผลการตรวจตามตัวชี้วัด")
    paper.text(
        "จากการตรวจเว็บไซต์ {{ website }} เมื่อวันที่ {{ day }} {{ agency }} มีผลการเปิดเผยข้อมูลสาธารณะ {{ score }} "
        "ผ่าน {{ passed }} ข้อ จาก {{ total }} ข้อ ไม่ผ่าน {{ failed }} ข้อ และยังรอข้อสรุป {{ undecided }} ข้อ "
        "จำแนกตามตัวชี้วัด ดังนี้",
        first=1.5,
    )
    paper.table(
        [("ตัวชี้วัด", 3.2), ("ชื่อตัวชี้วัด", 6.6), ("ข้อที่ผ่าน", 2.6), ("คะแนน", 3.6)],
        [["ตัวชี้วัดที่ {{ r.no }}", "{{ r.name }}", "{{ r.count }}", "{{ r.score }}"]],
        loop="r in indicators",
    )
    paper.table(
        [("ข้อ", 1.5), ("รายการ", 6.2), ("ความเห็น", 6.3), ("คะแนน", 2)],
        [["{{ r.no }}", "{{ r.name }}", "{{ r.remark }}", "{{ r.score }}"]],
        loop="r in g.rows",
        over=(
            "g in groups",
            "ตัวชี้วัดย่อย{% if g.no %}ที่ {{ g.no }}{% endif %} {{ g.name }} (ผ่าน {{ g.passed }} จาก {{ g.total }} ข้อ)",
        ),
    )
    paper.text("เครื่องหมาย – ในช่องคะแนน หมายถึงข้อที่ยังไม่ถึงกำหนด หรือต้องให้คนตรวจก่อนจึงจะให้คะแนนได้")
    paper.heading("2. ข้อที่ไม่ผ่าน")
    paper.text("ตามตารางสรุปได้ว่ามีข้อที่ผ่าน {{ passed }} ข้อ และไม่ผ่าน {{ failed }} ข้อ ดังนี้", first=1.5)
    paper.tag("for d in defects")
    paper.text("{{ d.n }}. ข้อ {{ d.no }} {{ d.name }}", bold=True, indent=0.8)
    paper.text("ความเห็น: {{ d.why }}", indent=1.5)
    paper.tag("endfor")
    paper.heading("3. ข้อเสนอแนะ")
    paper.table(
        [("ลำดับ", 1.7), ("ข้อบกพร่อง", 4.4), ("ข้อเสนอแนะ", 6.4), ("หน่วยงานผู้รับผิดชอบ", 3.5)],
        [["{{ d.n }}", "{{ d.no }} {{ d.name }}\n{{ d.why }}", "{{ d.advice }}\n{{ d.steps }}", "{{ d.unit }}"]],
        loop="d in defects",
    )
    _questions(paper, "4. ข้อที่ต้องให้คนตรวจก่อนสรุป")
    _end(paper)
    paper.signature("[[ตำแหน่งผู้จัดทำ]]")


def checklist(paper: Paper) -> None:
    """ตารางองค์ประกอบด้านข้อมูล: item, elements, unit, done or not, progress."""
    paper.heads(_HEAD)
    paper.heading(f"ตารางองค์ประกอบด้านข้อมูล (OIT) {_YEAR}", 20, center=True, space=0)
    paper.heading("{{ agency }}", 18, center=True)
    _draft(paper)
    paper.text("ข้อมูล ณ วันที่ {{ day }} ผ่าน {{ passed }} ข้อ จาก {{ total }} ข้อ", center=True)
    paper.table(
        [("ข้อ", 1.4), ("ข้อมูล", 4.4), ("องค์ประกอบด้านข้อมูล", 9.6), ("ผู้รับผิดชอบ", 3.6), ("ความก้าวหน้าผลการดำเนินการ", 6.5)],
        [
            [
                "{{ r.no }}",
                "{{ r.name }}",
                "{{ r.elements }}",
                "{{ r.unit }}",
                "{{ r.undone }} ยังไม่ได้ดำเนินการ\n{{ r.done }} ดำเนินการ\n" + _OPEN + "{{ r.progress }}",
            ]
        ],
        loop="r in g.rows",
        over=("g in groups", "ตัวชี้วัดย่อย{% if g.no %}ที่ {{ g.no }}{% endif %} {{ g.name }}"),
    )
    _end(paper)
    paper.signature("[[ตำแหน่งผู้จัดทำ]]")


def plan(paper: Paper) -> None:
    """การนำผลการประเมินไปสู่การพัฒนา: issue, measure, steps, duration, responsible."""
    paper.heads(_HEAD)
    paper.heading("การนำผลการตรวจ OIT ไปสู่การพัฒนา", 20, center=True, space=0)
    paper.heading(f"{{{{ agency }}}} {_YEAR}", 18, center=True)
    _draft(paper)
    paper.text(
        "{{ agency }} ได้ตรวจการเปิดเผยข้อมูลสาธารณะบนเว็บไซต์ เมื่อวันที่ {{ day }} ผลคือ {{ score }} "
        "จึงนำข้อที่ไม่ผ่านมากำหนดเป็นมาตรการ เพื่อแก้ไขให้ครบถ้วนทันกำหนด โดยมีรายละเอียดดังนี้",
        first=1.5,
    )
    paper.heading("การวิเคราะห์ผลตามตัวชี้วัด")
    paper.table(
        [("ตัวชี้วัด", 2.2), ("เครื่องมือ", 2.3), ("ชื่อตัวชี้วัด", 8), ("ข้อที่ผ่าน", 2.6), ("คะแนน", 5.2), ("ผลการประเมิน", 5.2)],
        [["{{ r.no }}", "OIT", "{{ r.name }}", "{{ r.count }}", "{{ r.score }}", _GRADE]],
        loop="r in indicators",
        before=[
            [str(n), tool, name, "", "[[คะแนนจาก ITAS]]", _GRADE] for n, (tool, name) in enumerate(_SURVEYS, start=1)
        ],
    )
    paper.text("ตัวชี้วัดที่ 1 ถึง 8 มาจากแบบสำรวจ IIT และ EIT ซึ่งดูจากเว็บไซต์ไม่ได้ โปรดเติมจากผลในระบบ ITAS")
    paper.tag("for d in defects")
    paper.text(
        "ข้อ {{ d.no }} {{ d.name }} ยังไม่ผ่านการตรวจ ประเด็น: {{ d.why }} {{ agency }} ควรดำเนินการดังนี้ {{ d.advice }}",
        first=1.5,
    )
    paper.tag("endfor")
    paper.heading("มาตรการ ขั้นตอน ระยะเวลา และผู้รับผิดชอบ")
    paper.table(
        [
            ("ประเด็น", 6),
            ("มาตรการ/โครงการ/กิจกรรม", 5.5),
            ("ขั้นตอน/วิธีปฏิบัติ", 7),
            ("ระยะเวลาดำเนินการ", 3.5),
            ("ผู้รับผิดชอบ", 3.5),
        ],
        [
            [
                "{{ d.no }} {{ d.name }}\n{{ d.why }}",
                "{{ d.advice }}",
                "{{ d.steps }}",
                "[[วันที่เริ่ม - วันที่เสร็จ]]",
                "{{ d.unit }}\nผู้ลงมือ: {{ d.who }}",
            ]
        ],
        loop="d in defects",
    )
    paper.heading("การกำกับติดตาม")
    paper.text("ให้ผู้รับผิดชอบรายงานความก้าวหน้าต่อ{{ chief }} [[ทุกเดือน / รอบ 6 เดือน / รอบ 12 เดือน]] และตรวจเว็บไซต์ซ้ำเมื่อแก้แล้ว")
    _end(paper)
    paper.signature("[[ตำแหน่งผู้จัดทำ]]")


def progress(paper: Paper) -> None:
    """รายงานผลการดำเนินงาน: what failed before, what was done, the evidence now."""
    paper.heads(_HEAD)
    paper.heading("รายงานผลการดำเนินงานแก้ไขข้อที่ไม่ผ่านการตรวจ OIT", 20, center=True, space=0)
    paper.heading(f"{{{{ agency }}}} {_YEAR}", 18, center=True)
    _draft(paper)
    paper.text(
        "จากการตรวจเมื่อวันที่ {{ earlier_day }} มีข้อที่ไม่ผ่าน {{ earlier_failed }} ข้อ {{ agency }} ได้แก้ไขและตรวจซ้ำ"
        "เมื่อวันที่ {{ day }} แก้ไขแล้วเสร็จ {{ mended }} ข้อ ผลการตรวจครั้งนี้ {{ score }} รายละเอียดดังนี้",
        first=1.5,
    )
    paper.table(
        [
            ("ตัวชี้วัดย่อย", 3),
            ("ข้อมูล", 4.1),
            ("ก่อนแก้ไข", 4.2),
            ("แนวทางที่ใช้", 5.2),
            ("ผลการดำเนินงาน", 4.6),
            ("หลักฐานปัจจุบัน", 4.5),
        ],
        [
            [
                "{{ r.sub }}",
                "{{ r.no }} {{ r.name }}",
                "{{ r.before }}",
                "{{ r.measure }}",
                "{{ r.done }} แล้วเสร็จ\n{{ r.undone }} อยู่ระหว่างดำเนินการ\n" + _OPEN + "{{ r.after }}",
                "{{ r.path }}\n{{ r.url }}",
            ]
        ],
        loop="r in progress",
    )
    paper.heading("ภาพประกอบการดำเนินงาน")
    paper.tag("for r in progress")
    paper.text("{{ r.no }} {{ r.name }} [[วางภาพหน้าเว็บไซต์หลังแก้ไข]]")
    paper.tag("endfor")
    _end(paper)
    paper.signature("[[ตำแหน่งผู้จัดทำ]]")


def memo(paper: Paper) -> None:
    """บันทึกข้อความ with strengths, weaknesses and what is proposed."""
    paper.heads("{{ draft }}")
    paper.heading("บันทึกข้อความ", 26, center=True)
    paper.field("ส่วนราชการ", "[[สำนัก/กอง]] {{ agency }}")
    paper.field("ที่", "[[เลขที่หนังสือ]]          วันที่  [[วัน เดือน ปี]]")
    paper.field("เรื่อง", f"รายงานผลการตรวจการเปิดเผยข้อมูลสาธารณะ (OIT) {_YEAR}")
    _draft(paper)
    paper.text("เรียน {{ chief }}")
    paper.text("สิ่งที่ส่งมาด้วย รายงานผลการตรวจเว็บไซต์ จำนวน [[จำนวน]] ชุด")
    paper.heading("1. เรื่องเดิม", 16)
    paper.text(
        "ตามที่{{ agency }} เข้ารับการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) "
        f"{_YEAR} ซึ่งส่วนการเปิดเผยข้อมูลสาธารณะ (OIT) ตรวจจากเว็บไซต์ของหน่วยงาน นั้น",
        first=1.5,
    )
    paper.heading("2. ข้อเท็จจริง", 16)
    paper.text(
        "[[สำนัก/กอง]] ได้ตรวจเว็บไซต์ {{ website }} เมื่อวันที่ {{ day }} ด้วยโปรแกรม {{ tool }} ผลคือ {{ score }} "
        "ผ่าน {{ passed }} ข้อ ไม่ผ่าน {{ failed }} ข้อ และยังรอข้อสรุป {{ undecided }} ข้อ จากทั้งหมด {{ total }} ข้อ "
        "ทั้งนี้ {{ ita_share }}",
        first=1.5,
    )
    paper.heading("3. การวิเคราะห์", 16)
    paper.text("3.1 จุดแข็ง", bold=True, indent=0.8)
    paper.tag("for s in strengths")
    paper.text("- {{ s }}", indent=1.5)
    paper.tag("endfor")
    paper.tag("if not strengths")
    paper.text("ยังไม่มีตัวชี้วัดย่อยที่ผ่านตั้งแต่ร้อยละ 80 ของข้อ", indent=1.5)
    paper.tag("endif")
    paper.text("3.2 จุดอ่อนที่ต้องแก้ไขโดยเร่งด่วน และแนวทาง", bold=True, indent=0.8)
    paper.table(
        [("ตัวชี้วัดย่อย", 3.4), ("ประเด็นที่ต้องแก้ไข", 6.6), ("แนวทาง", 6)],
        [["{{ k.no }} {{ k.name }}", "{{ k['items'] }}", "{{ k.measures }}"]],
        loop="k in weaknesses",
        whole=False,
    )
    paper.text("3.3 มาตรการและผู้รับผิดชอบ", bold=True, indent=0.8)
    paper.table(
        [("มาตรการ", 5), ("ขั้นตอน/วิธีปฏิบัติ", 5), ("ผู้รับผิดชอบ", 3), ("การกำกับติดตาม", 3)],
        [["{{ d.no }} {{ d.name }}", "{{ d.steps }}", "{{ d.unit }}", "[[รอบ 6 เดือน / 12 เดือน]]"]],
        loop="d in defects",
    )
    paper.heading("4. ข้อเสนอเพื่อพิจารณา", 16)
    paper.text("เห็นควรมอบหมายหน่วยงานผู้รับผิดชอบตามตารางข้างต้น ดำเนินการให้แล้วเสร็จภายใน [[วันที่]] และรายงานผลให้ทราบ", first=1.5)
    paper.text("จึงเรียนมาเพื่อโปรดพิจารณา", first=1.5)
    paper.text(_NOTE)
    paper.signature("[[ตำแหน่งผู้จัดทำ]]")
    paper.signature("{{ clerk }}")
    paper.signature("{{ chief }}")


TEXTS: dict[str, Callable[[Paper], None]] = {
    "result": result,
    "checklist": checklist,
    "plan": plan,
    "progress": progress,
    "memo": memo,
}


def _draft(paper: Paper) -> None:
    paper.tag("if draft")
    paper.text("{{ draft }}", bold=True, center=True)
    paper.tag("endif")


def _questions(paper: Paper, title: str) -> None:
    paper.tag("if questions")
    paper.heading(title)
    paper.tag("endif")
    paper.tag("for q in questions")
    paper.text("ข้อ {{ q.no }} {{ q.name }}: {{ q.question }}", indent=0.8)
    paper.text("☐ ใช่  ☐ ไม่ใช่  ผู้ตรวจ [[ชื่อ-สกุล]]", indent=1.5)
    paper.tag("endfor")


def _end(paper: Paper) -> None:
    paper.text("{{ ita_share }}")
    paper.text(_NOTE)

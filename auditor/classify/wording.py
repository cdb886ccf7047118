"""Officers' everyday words and Latin file names, said in the words of the handbook that the phrases are written in.

Each line gives the handbook's word first, then what stands for it. A word that stands for itself is protected: what is
inside it is left alone. Latin words count only where no letter touches them.
"""

from __future__ import annotations

import re
from functools import cache

from auditor import thai

_EVERYDAY = """
6เดือน: หกเดือน รอบครึ่งปี ครึ่งปีแรก ครึ่งปี
ประจำปี: ปีที่แล้ว ปีก่อน ปีที่ผ่านมา ปีงบที่ผ่านมา ตลอดทั้งปี ตลอดปี ทั้งปี ครบปี สิ้นปี รอบปี
ป้องกันการทุจริต: กันโกง ต้านโกง กันทุจริต ต่อต้านทุจริต ต่อต้านการทุจริต ไม่ให้มีโกง ไม่ให้โกง ไม่ให้ทุจริต
ป้องกันทุจริต: ป้องกันโกง
ความเสี่ยงการทุจริต: เสี่ยงโกง เสี่ยงทุจริต จุดเสี่ยงโกง จุดเสี่ยงทุจริต ช่องโหว่ทุจริต
ทุจริต: โกง ไม่สุจริต
สินบน: เรียกรับเงิน ใต้โต๊ะ เรียกรับผลประโยชน์
ความเสี่ยง: ความเสี่ยง จุดเสี่ยง ช่องโหว่
จัดการความเสี่ยง: ปิดช่องโหว่ แก้จุดเสี่ยง ปิดจุดเสี่ยง
แผนจัดซื้อจัดจ้าง: จะซื้ออะไร จะจ้างอะไร จะจัดหาพัสดุอะไร แผนซื้อแผนจ้าง แผนซื้อจ้าง แผนซื้อ
จัดซื้อจัดจ้าง: จัดซื้อจัดจ้าง ซื้อจัดจ้าง ซื้อจ้าง ซื้อของจ้างงาน ซื้ออะไรจ้างใคร
ทรัพยากรบุคคล: ทรัพยากรบุคคล งานบุคลากร ด้านบุคลากร งานบุคคล เรื่องคน
บริหารทรัพยากรบุคคล: บริหารงานบุคคล บริหารบุคคล บริหารคน ดูแลคนทำงาน
ใช้จ่ายงบประมาณ: ใช้งบประมาณ ใช้จ่ายงบประมาณ ใช้จ่ายงบ ใช้จ่ายเงิน ใช้งบ ใช้เงิน จ่ายเงิน
เบิกจ่าย: เบิกจ่าย ยอดเบิก
ความพึงพอใจ: ความพึงพอใจ พึงพอใจ ความพอใจ พอใจ
ความก้าวหน้า: ความก้าวหน้า ก้าวหน้า ความคืบหน้า คืบหน้า ไปถึงไหนแล้ว ถึงไหนแล้ว ไปถึงไหน ถึงไหน
ผลการดำเนินงาน: ผลการดำเนินงาน ผลการปฏิบัติงาน ผลงานตามแผน เล่มผลงาน
ร้องเรียน: ร้องเรียน ร้องเรื่อง คนร้อง ผู้ร้อง
สถิติ: กี่คน กี่ราย กี่เรื่อง กราฟจำนวน ยอดคน นับจำนวน
ผู้รับบริการ: คนมาติดต่อ ผู้มาติดต่อ คนมาใช้บริการ ผู้มาใช้บริการ คนใช้บริการ
ข้อมูลส่วนบุคคล: ข้อมูลส่วนตัว ข้อมูลของท่าน ข้อมูลผู้มาติดต่อ
ออนไลน์: ผ่านเน็ต ทางเน็ต ผ่านมือถือ ทางมือถือ ผ่านเว็บ
เจตจำนงสุจริต: ให้คำมั่น สัญญาว่าจะ
วัฒนธรรมสุจริต: ใจสุจริต นิสัยสุจริต ค่านิยมสุจริต ค่านิยมองค์กร
คู่มือเจ้าหน้าที่: คู่มือคนทำงาน คู่มือจนท
แบบวัดeit: แบบวัดภายนอก แบบวัดสำหรับคนนอก แบบวัดบุคคลภายนอก
ข้อเสนอแนะ: ติชม กล่องความเห็น
กิจกรรมเสริมสร้างวัฒนธรรม: ปลูกฝัง ปลูกจิตสำนึก ปลุกจิตสำนึก
"""

_LATIN = """
แผน: plan paen phaen
รายงาน: report raingan rai-ngan
ผล: phon result results
รายงานผล: rayngan
ประจำปี: annual prajampee prajampi yearly
6เดือน: 6m 6month 6months 6duean 6d halfyear
ความก้าวหน้า: progress followup
ป้องกัน: pongkan prevention
ทุจริต: corruption tujarit tucharit thujarit
ป้องกันการทุจริต: anticorruption anti-corruption nocorruption
ความเสี่ยง: risk khwamsiang
จัดการ: management jatkan
ร้องเรียน: complaint complaints rongrian rongreean
คู่มือ: manual guide handbook khumue kumue
แนวปฏิบัติ: guideline guidelines naewpatibat
สถิติ: statistics statistic stat sathiti satiti
บริการ: service services borikan borikarn
ประชาชน: citizen people prachachon
ปฏิบัติงาน: patibatngan
จัดซื้อจัดจ้าง: procurement jadsue jadsue-jadjang purchasing
จัดจ้าง: jadjang
รายเดือน: monthly
ทรัพยากรบุคคล: hr personnel bukkhon
บริหาร: borihan administration
นโยบาย: policy nayobai
หลักเกณฑ์: criteria lakken
ดำเนินการ: implementation action-taken
จริยธรรม: ethics ethic jariyatham chariyatham
ประมวล: code pramuan
ประเมิน: assessment evaluation pramoen
ความพึงพอใจ: satisfaction
พอใจ: phuengphojai
กฎหมาย: law laws kodmai kotmai
โครงสร้าง: structure organization orgchart khrongsang
ผู้บริหาร: executive executives phuborihan
มีส่วนร่วม: participation misuanruam suanruam
การ: kan
งบประมาณ: budget ngop
เบิกจ่าย: berkjai boekjai disbursement
แผนดำเนินงาน: actionplan action-plan operationplan
แผนพัฒนา: devplan dev-plan developmentplan localplan
ของขวัญ: gift
ธรรมจรรยา: thammajanya
มาตรการ: measure measures mattrakan
คุณธรรม: khunnatham moral
คุณธรรมและความโปร่งใส: integrity transparency
วัฒนธรรม: culture watthanatham
สร้าง: sang soemsang
องค์กร: ongkorn ongkon
เจตจำนง: jetjamnong
สุจริต: sujarit
อำนาจหน้าที่: amnat-nathi authority duties
ข้อมูลส่วนบุคคล: privacy pdpa
คุ้มครอง: khumkhrong
ข้อเสนอแนะ: suggestion feedback
ผู้ชนะ: winner
วิเคราะห์: analysis
ช่องทาง: channel
"""


def reworded(text: str, *, names_file: bool = False) -> str:
    """A normalised label in the handbook's words; the same where it holds none of the others. Latin words are read as
    those of file names only where the label has no other meaning (`names_file`)."""
    words, everyday, latin = _tables()
    said = everyday.sub(lambda m: words[m[0]], text)
    if names_file:
        said = latin.sub(lambda m: f" {words[m[0]]} ", said)
    return text if said == text else thai.normalise(said)


@cache
def _tables() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    words: dict[str, str] = {}
    everyday, latin = (_read(table, words) for table in (_EVERYDAY, _LATIN))
    return words, re.compile("|".join(everyday)), re.compile(rf"(?<![a-z])(?:{'|'.join(latin)})(?![a-z])")


def _read(table: str, words: dict[str, str]) -> list[str]:
    """Adds a table's words to the others; gives them longest first, as patterns."""
    here: dict[str, str] = {}
    for line in table.strip().splitlines():
        formal, _, others = line.partition(": ")
        here |= {thai.normalise(word): thai.normalise(formal) for word in others.split()}
    words |= here
    return [re.escape(word) for word in sorted(here, key=lambda word: (-len(word), word))]

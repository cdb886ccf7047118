"""The normal form is canonical, idempotent and agrees with pythainlp; repair mends damage and nothing else."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythainlp.tokenize import word_tokenize
from pythainlp.util import normalize as pythainlp_normalize

from auditor import thai
from auditor.thai.spelling import MISSPELLINGS
from auditor.thai.words import lexicon

PROVEN = settings(derandomize=True, deadline=None, database=None, max_examples=400)

TYPED = {
    # lost or split sara am
    "ต าบล": "ตำบล",
    "อ าเภอ": "อำเภอ",
    "ด าเนิน": "ดำเนิน",
    "จ านวน": "จำนวน",
    "การ ท าการ": "การทำการ",
    "ก ากับ": "กำกับ",
    "ส านัก": "สำนัก",
    "ค าร้อง": "คำร้อง",
    "น าผล": "นำผล",
    "น้ า": "น้ำ",
    "น้ าประปา": "น้ำประปา",
    "เจ้ าหน้ าที่": "เจ้าหน้าที่",
    "เป้ าหมาย": "เป้าหมาย",
    "ซ้ าซ้อน": "ซ้ำซ้อน",
    "แตกต่ าง": "แตกต่าง",
    "ขั้นต่ า": "ขั้นต่ำ",
    "ไฟฟ้ า": "ไฟฟ้า",
    "ทํา": "ทำ",
    "น้ํา": "น้ำ",
    "นํ้า": "น้ำ",
    "นำ้": "น้ำ",
    # marks
    "ท่ีดิน": "ที่ดิน",
    "เเผน": "แผน",
    "เ เผน": "แผน",
    "สรุุป": "สรุป",
    "ที่่": "ที่",
    "สิทธ์ิ": "สิทธิ์",
    # letters spaced out, line breaks inside words
    "ก า ร ใช้จ่าย": "การใช้จ่าย",
    "จัดซื้อ\nจัดจ้าง": "จัดซื้อจัดจ้าง",
    "แผน\u200bงาน": "แผนงาน",
    "แผน\u00adงาน": "แผนงาน",
    # digits, item numbers, zero for O
    "พ.ศ. ๒๕๖๖": "พศ2566",
    "๒๕66": "2566",
    "O 31": "o31",
    "0 31 รายงาน": "o31รายงาน",
    "o31": "o31",
    "O.31": "o31",
    "๐๓๑": "o31",
    "O01": "o1",
    "O-12": "o12",
    "N0 GIFT P0LICY": "no gift policy",
    "Ｎｏ　Ｇｉｆｔ": "no gift",
    # what only looks like an item number
    "No.31": "no.31",
    "038-123-456": "038-123-456",
    "โทร 0 4512 3456": "โทร0 4512 3456",
    "0.31 %": "0.31 %",
    "O99": "o99",
    # separators and punctuation
    "ถาม - ตอบ": "ถามตอบ",
    "ถาม–ตอบ": "ถามตอบ",
    "“งดรับ” ของขวัญ": "งดรับของขวัญ",
    "ส.ข.ร. 1": "สขร1",
    "ต่าง ๆ": "ต่างๆ",
    "(ร่าง) แผน_2566-2570.pdf": "ร่างแผน2566-2570.pdf",
    "e - Service": "e-service",
    "e–service": "e-service",
    # spelling
    "กฏหมาย": "กฎหมาย",
    "ปฎิบัติ": "ปฏิบัติ",
    "ปรากฎ": "ปรากฏ",
    "บุคคลากร": "บุคลากร",
    "สรปุ": "สรุป",
    "ออรไลน์": "ออนไลน์",
    "เจตนารมย์": "เจตนารมณ์",
    "เวปไซด์": "เว็บไซต์",
    "อนุญาติ": "อนุญาต",
    "ทุจริจ": "ทุจริต",
    "อิเล็คทรอนิคส์": "อิเล็กทรอนิกส์",
}


@pytest.mark.parametrize(("typed", "canonical"), TYPED.items())
def test_normal_form(typed: str, canonical: str) -> None:
    assert thai.normalise(typed) == canonical


@pytest.mark.parametrize("entry", MISSPELLINGS, ids=lambda entry: entry.right)
def test_each_misspelling_becomes_its_right_form_and_the_right_form_stays(entry) -> None:
    assert thai.normalise(entry.right) == entry.right
    for wrong in entry.wrong:
        assert thai.normalise(wrong) == entry.right


VARIANTS = {
    "กบฎ",
    "คอรัปชัน",
    "คอรัปชั่น",
    "คอร์รัปชั่น",
    "ลิงค์",
    "ลิ้งค์",
    "อินเตอร์เน็ต",
    "อีเมลล์",
    "อีเมล์",
    "เว็บไซท์",
    "แอปพลิเคชั่น",
    "แอพพลิเคชัน",
    "แอพพลิเคชั่น",
}
"""Variants, mostly of loanwords, that the word list has and that are folded to one form on purpose."""


@PROVEN
@given(st.lists(st.sampled_from([*TYPED.values(), *" 1.,:a\nๆ", "แผนการ", "ตากลม", "องค์การบริหารส่วนตำบล"]), max_size=9))
def test_words_are_those_of_newmm(pieces: list[str]) -> None:
    for text in ("".join(pieces), "".join(pieces)[::-1]):
        assert thai.words(text) == word_tokenize(text, engine="newmm")


def test_no_misspelling_is_a_correct_word() -> None:
    wrongs = {wrong for entry in MISSPELLINGS for wrong in entry.wrong}
    assert wrongs & lexicon() == VARIANTS


@PROVEN
@given(st.text(alphabet='กขคตนมรสหอเแโา ำํะัิี่้์็ๆฯ๐๓0 1o31nO.-/()_เเ"\n\u200bฏฎ', max_size=16) | st.text(max_size=16))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = thai.normalise(text)
    assert thai.normalise(once) == once


@PROVEN
@given(st.text(alphabet="กขคตนมรสหอเแโาำะัิี่้์", min_size=1, max_size=12))
def test_spaces_and_breaks_never_matter_inside_thai(text: str) -> None:
    plain = thai.normalise(text)
    spread = "".join(char + "\u200b" for char in text)
    assert thai.normalise(spread) == plain
    assert not re.search(r"(?<=[ก-๎])\s|\s(?=[ก-๎])", thai.normalise(text.replace("ก", "ก\n ")))


SYLLABLES = st.sampled_from(
    [
        "การ",
        "แผน",
        "งาน",
        "น้ำ",
        "ที่",
        "ผู้",
        "เรื่อง",
        "ซื้อ",
        "จ้าง",
        "ทำ",
        "ให้",
        "ไม่",
        "แก้",
        "เก็บ",
        "สิทธิ์",
        "ศูนย์",
        "โปร่ง",
        "ใส",
        "ประ",
        "กาศ",
        "ใช้",
        "จ่าย",
        "ครั้ง",
        "พุ่ม",
    ]
)
DAMAGE = {"ำ": "ํา", "้ำ": "ํ้า", "แ": "เเ", "ี่": "่ี", "ื้": "้ื", "ู้": "ู้", "ิ์": "์ิ"}


@PROVEN
@given(st.lists(SYLLABLES, min_size=1, max_size=8).map("".join), st.sampled_from(sorted(DAMAGE)))
def test_agrees_with_pythainlp_where_both_apply(text: str, good: str) -> None:
    """The oracle mends order, sara am and doubled vowels too; on what it mends the two must agree."""
    damaged = text.replace(good, DAMAGE[good])
    assert thai.normalise(damaged) == text
    assert pythainlp_normalize(damaged) == text
    assert pythainlp_normalize(text) == thai.normalise(text) == unicodedata.normalize("NFC", text)


PAGE = "ประกาศ องค์การ\nบริหารส่วนต าบลหนอง น้ําใส เรื่อง แผนปฎิบัติการ (พ.ศ. ๒๕๖๖ - ๒๕๗๐) No Gift Policy จบ"


@pytest.mark.parametrize(
    ("phrase", "original"),
    [
        ("บริหารส่วนตำบลหนองน้ำใส", "บริหารส่วนต าบลหนอง น้ําใส"),
        ("แผนปฏิบัติการ", "แผนปฎิบัติการ"),
        ("พ.ศ. 2566-2570", "พ.ศ. ๒๕๖๖ - ๒๕๗๐"),
        ("no gift policy", "No Gift Policy"),
    ],
)
def test_spans_show_the_original(phrase: str, original: str) -> None:
    span = thai.find_span(PAGE, thai.normalise(phrase))
    assert span is not None
    assert PAGE[slice(*span)].strip(" ()") == original


def test_a_phrase_that_is_not_there_has_no_span_and_no_quote() -> None:
    assert thai.find_span(PAGE, "ไม่มี") is None
    assert thai.find_span(PAGE, "") is None
    assert thai.quote(PAGE, "ไม่มี") == ""


@PROVEN
@given(st.text(alphabet="กาน้ำแผ ำํ\n 12๒o.-", max_size=60), st.integers(0, 50), st.integers(1, 9))
def test_a_span_holds_its_phrase(text: str, at: int, length: int) -> None:
    phrase = thai.normalise(text)[at : at + length].strip()
    span = thai.find_span(text, phrase)
    if phrase and span:
        assert phrase in thai.normalise(text[slice(*span)])
    assert (span is None) == (not phrase)


def test_spans_are_found_far_inside_long_texts() -> None:
    text = "ข่าวทั่วไป " * 3000 + "แผนการใช้จ่าย งบประมาณ" + " ข่าวอื่น" * 3000
    span = thai.find_span(text, "แผนการใช้จ่ายงบประมาณ")
    assert span is not None
    assert text[slice(*span)] == "แผนการใช้จ่าย งบประมาณ"


def test_quotes_are_one_line_of_about_the_width_cut_at_spaces() -> None:
    text = "คำนำ " * 100 + "แผนการใช้จ่าย\nงบประมาณ ประจำปี" + " ต่อไป" * 100
    quoted = thai.quote(text, "แผนการใช้จ่ายงบประมาณ", 80)
    assert "แผนการใช้จ่าย งบประมาณ" in quoted
    assert "\n" not in quoted
    assert len(quoted) <= 84
    assert quoted.startswith("…คำนำ ")
    assert quoted.endswith("ต่อไป…")
    assert thai.quote("สั้น แผน", "แผน") == "สั้น แผน"


BOUNDARIES = {
    ("แผนพัฒนาท้องถิ่น", "แผน"): True,
    ("แผนที่ตำบล", "แผน"): False,
    ("องค์การบริหารส่วนตำบล", "บริหาร"): True,
    ("สารสนเทศ", "สาร"): False,
    ("การจัดซื้อจัดจ้าง", "จ้าง"): True,
    ("ข่าวประกวดราคา", "ราคา"): True,
    ("online", "line"): False,
}


@pytest.mark.parametrize(("where", "inside"), BOUNDARIES.items())
def test_a_hit_must_not_cut_through_a_word(where: tuple[str, str], inside: bool) -> None:
    text, phrase = where
    start = text.index(phrase)
    assert thai.is_boundary(text, start, start + len(phrase)) is inside


def test_thai_share() -> None:
    assert thai.thai_share("") == thai.thai_share("123 abc") == 0.0
    assert thai.thai_share("แผน 2566") == 1.0
    assert 0.3 < thai.thai_share("แผนabcde") < 0.5


def test_digits_keep_their_places() -> None:
    assert thai.arabic_digits("ปี ๒๕๖๖") == "ปี 2566"
    assert thai.thai_digits("ปี 2566") == "ปี ๒๕๖๖"


DAMAGED = {
    "ต าบลหนอง": "ตำบลหนอง",
    "นํ้าใส ท่ีดิน เเผน": "น้ำใส ที่ดิน แผน",
    "ท\uf70aาน ผ\uf719\uf70b": "ท่าน ผู้",
    "\uf0a1\uf0d2\uf0c3" * 12: "การ" * 12,
    "เรื่อรื่ง การป้อป้งกัน ปฏิบัติบัติการ": "เรื่อง การป้องกัน ปฏิบัติการ",
    "ตาบล อาเภอ ดาเนินการ จานวน": "ตำบล อำเภอ ดำเนินการ จำนวน",
    "รำคำกลำง กำรจัดซื้อ ดำเนินกำร รำยงำน": "ราคากลาง การจัดซื้อ ดำเนินการ รายงาน",
    "ก า ร ใ ช้ จ่ า ย": "การใช้จ่าย",
    "ที ่ดิน เป ็น เ ป็น": "ที่ดิน เป็น เป็น",
    "ป\n้ ายขั้นตอน": "ป้ายขั้นตอน",
    "ตามกฎหมายกำหนด\n้\nหนา ๒๔": "ตามกฎหมายกำหนด\nหน้า ๒๔",
    "่\nเลม ๑๔๐": "่\nเลม ๑๔๐",
    "จบ\n่\nเลม ๑๔๐": "จบ\nเล่ม ๑๔๐",
    "ประจำปีกำรศึกษำ": "ประจำปีการศึกษา",
    "แบบสำรวจควำมพึงพอใจ": "แบบสำรวจความพึงพอใจ",
    "ฝุายป้องกันและผู้ปุวย": "ฝ่ายป้องกันและผู้ป่วย",
    "เจ้ าหน้ าที่ดูแลน้ าดื่ม": "เจ้าหน้าที่ดูแลน้ำดื่ม",
    # Marks drawn after the letter that follows, or sorted by where they stand.
    "ขัน ้ ตอนการให้บริการ": "ขั้นตอนการให้บริการ",
    "จงัหวดัชลบรีุ ขอ้ มูลของหน่วยงานทีร่ ับผิดชอบ": "จังหวัดชลบุรี ข้อมูลของหน่วยงานที่รับผิดชอบ",
    "องคก์รที่มีหนา้ที่ดแูลทรพัยส์ นิ อย่ใูนตวัเมือง": "องค์กรที่มีหน้าที่ดูแลทรัพย์สิน อยู่ในตัวเมือง",
    "จาํ นวนผูใ้ชบ้ริการและการจดัซื้อจดัจา้ง": "จำนวนผู้ใช้บริการและการจัดซื้อจัดจ้าง",
    "ปั๊ มน้ำ": "ปั๊มน้ำ",
    "บัตรของสมศักดิÍ": "บัตรของสมศักดิ์",
    "เปลี#ยน เพื#อ เรื#อง": "เปลี่ยน เพื่อ เรื่อง",
    # Low marks lost, in all lines or in some.
    "แผนพัฒนาทองถิ่นและขอมูลผูรับบริการ ประจำปงบประมาณ พ.ศ. ๒๕๖๖": "แผนพัฒนาท้องถิ่นและข้อมูลผู้รับบริการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๖",
    "องคการบริหารสวนตำบลดอนทราย ไดฝกการใชยุทธศาสตร": "องค์การบริหารส่วนตำบลดอนทราย ได้ฝึกการใช้ยุทธศาสตร์",
    "เจาหนาที่ตองเปดเผยคูมือการรองเรียนและปองกันปญหา": "เจ้าหน้าที่ต้องเปิดเผยคู่มือการร้องเรียนและป้องกันปัญหา",
    "เครื่องหมายครบถ้วน\nเจาหนาที่ตองเปดเผยคูมือการรองเรียนของหนวย": "เครื่องหมายครบถ้วน\nเจ้าหน้าที่ต้องเปิดเผยคู่มือการร้องเรียนของหน่วย",
    # Glyphs without names: other scripts' letters, controls, numbers of glyphs.
    "ทีÉต้องเปิดเผย เมืÉอวันทีÉ řŘ ทัÊงนีÊ ขัÊนตอน ชืÉอ ตัÊงแต่ ขึÊน": "ที่ต้องเปิดเผย เมื่อวันที่ 10 ทั้งนี้ ขั้นตอน ชื่อ ตั้งแต่ ขึ้น",
    "ภา\x06าไทย รัก\x06าการ ศึก\x06าธิการ": "ภาษาไทย รักษาการ ศึกษาธิการ",
    "พศศศ 2566 ข้อ 4ศ1ศ2 และ 4ศ3 มีศคศ 66": "พ.ศ. 2566 ข้อ 4.1.2 และ 4.3 มี.ค. 66",
}
CLEAN = (
    "No Gift Policy  ประจำปี 2566\nบรรทัดใหม่",
    "ข้อเสนอแนะนายก สายตาบล็อก แตกต่างกัน หากร่างกายแข็งแรง",
    "ที่ดีที่สุด ที่ที่ดี",
    "ก ข ค ง จ",
    "ผู้ที่ผู้บริหาร ว่าด้วย ต่าง ๆ ฯลฯ",
    "• ข้อ 1 \uf0b7 ข้อ 2",
    "บริหารราชการ จาน ตา นา ทางาน",
    "ประจำปี สำนักปลัด ดำเนินการ กำหนดราคากลาง จำนวน",
    "อำเภอบรบือ นายยวรางกูร ยกเว้นแขวง ก็ต้องไขว่คว้า งัดแงะ ผู้อื่น",
    "ตุลาคม-ธันวาคม มกราคม–มีนาคม เมษายน-มิถุนายน (ก,ข,ค) รถA บ้านB ทีมC",
    "“พัสดุ” “สินค้า” • ข้อ – ข้อ … " * 6,
    "จงัหวดั" * 200,
    "ปี\ufffdแผน ปี\ufffdแผน ปี\ufffdแผน ข้อ\ufffdที่",
    "โครงการรวมใจ สวนสาธารณะ รองนายก หนังสือเดินทาง ขาวสะอาด ตำบลนาดี หมู ๒ บ้านหนองไผ่",
    "",
)


@pytest.mark.parametrize(("damaged", "mended"), DAMAGED.items())
def test_repair_mends(damaged: str, mended: str) -> None:
    assert thai.repair(damaged) == mended
    assert thai.repair(mended) == mended


@pytest.mark.parametrize("text", CLEAN)
def test_repair_leaves_clean_text_alone(text: str) -> None:
    assert thai.repair(text) == text


NOTICE = (
    "ประกาศองค์การบริหารส่วนตำบลหนองน้ำใส เรื่อง แผนการดำเนินงานประจำปีงบประมาณ นำผลการดำเนินงานที่ทำไว้มาจัดทำเป็นคู่มือ "
    "ตามคำสั่งของอำเภอ กำหนดจำนวนผู้สำเร็จ ข้อเสนอแนะของนายก ราคากลาง ชาวนาทำนา ให้คำแนะนำการทำงาน กำกับดูแลสำนักงาน "
) * 2


SPOILT = {
    "Windows": NOTICE.encode("cp874").decode("cp1252", "replace"),
    "Macintosh": NOTICE.encode("cp874").decode("mac_roman", "replace"),
    "without sara am": NOTICE.replace("ำ", "า"),
    "sara am for all": NOTICE.replace("า", "ำ"),
}


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT.keys())
def test_repair_mends_what_all_of_a_text_has(spoilt: str) -> None:
    assert thai.repair(spoilt) == NOTICE


@PROVEN
@given(st.text(max_size=40) | st.text(alphabet="กขตนเแาำํะัิี่้์ \uf70a\uf70b\uf0a1", max_size=20))
def test_repair_takes_any_text(text: str) -> None:
    assert isinstance(thai.repair(text), str)

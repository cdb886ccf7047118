"""Personal data in documents is found and told without the number; numbers that only look like it are left alone."""

from __future__ import annotations

import json
import random

import pytest

from auditor.document import Document, Source, TextPage
from auditor.findings import find, look

SEED = 2562


def identity(start: int) -> str:
    first = f"{start:012d}"
    return first + str((11 - sum(int(d) * (13 - n) for n, d in enumerate(first)) % 11) % 10)


def codes(text: str) -> dict[str, int]:
    return {found.code: found.count for found in look(Document("text/html", pages=(TextPage(1, text),)))}


_CUTS = ((0, 1), (1, 5), (5, 10), (10, 12), (12, 13))
DASHED = "-".join(identity(310101000001)[a:b] for a, b in _CUTS)
_NAMES = ["นายสมมติ ก", "นางตัวอย่าง ข", "นางสาวทดสอบ ค", "นายลองดู ง", "นางไม่จริง จ", "นายแต่งขึ้น ฉ"]

CASES = [
    ("plain", f"เลขประจำตัวประชาชน {identity(310101000001)}", {"identity_number": 1}),
    ("dashes", f"ID {DASHED}", {"identity_number": 1}),
    ("told twice", f"{identity(110000000017)} และ {identity(110000000017)}", {"identity_number": 1}),
    ("two people", f"{identity(110000000017)} {identity(210000000018)}", {"identity_number": 2}),
    ("misread by OCR", "เลขประจำตัวประชาชน 1 2345 67890 12 9", {"identity_number_unclear": 1}),
    ("label of an empty form", "เลขประจำตัวประชาชน ........................ ชื่อ", {}),
    ("account", "โอนเข้าบัญชีธนาคารกรุงไทย เลขที่บัญชี 123-4-56789-0", {"bank_account": 1}),
    ("company tax number", f"เลขประจำตัวผู้เสียภาษี {identity(10753600031)}", {}),
    ("project number", "เลขที่โครงการ 66017123456 เลขคุมสัญญา 660124001234", {}),
    ("barcode", "บาร์โค้ด " + identity(885123456789), {}),
    ("one mobile in a letter", "ติดต่อ นายสมมติ ก 081-234-5678", {}),
    ("officials", "\n".join(f"{name} ตำแหน่ง นักวิชาการ 08{n}-234-5678" for n, name in enumerate(_NAMES)), {}),
    ("private list", "รายชื่อผู้เข้าร่วม\n" + "\n".join(f"{n} {name} 08{n}-234-567{n}" for n, name in enumerate(_NAMES)),
     {"private_telephones": 6}),
    ("welfare", "บัญชีรายชื่อผู้พิการที่ได้รับเบี้ยยังชีพ\n" + "\n".join(_NAMES), {"welfare_list": 6}),
    ("welfare figures", "จำนวนผู้มีสิทธิรับเงินเบี้ยยังชีพผู้สูงอายุ 812 คน", {}),
    ("card", "Thai National ID Card\nIdentification Number", {"identity_card": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_found(text: str, expected: dict[str, int]) -> None:
    assert codes(text) == expected


def _source(url: str, sha256: str, *pages: str) -> Source:
    document = Document("text/html", pages=tuple(TextPage(n, text) for n, text in enumerate(pages, 1)))
    return Source(url=url, state="fetched", sha256=sha256, document=document)


def test_rows_say_where_and_how_many_and_never_the_number() -> None:
    number = identity(310101000001)
    rows = find([_source("http://a/1", "s1", "ก", f"เลข {number}"), _source("http://a/copy", "s1", f"เลข {number}")])
    assert [(r["code"], r["url"], r["page"], r["count"]) for r in rows] == [("identity_number", "http://a/1", 2, 1)]
    assert set(rows[0]) == {"code", "url", "page", "count", "th", "en"}
    assert number not in json.dumps(rows, ensure_ascii=False)
    assert number[:6] not in rows[0]["th"] + rows[0]["en"]


def test_sources_without_text_say_nothing() -> None:
    assert find([Source(url="http://a/", state="failed", problem="timeout")]) == []


def _haystack(chance: random.Random) -> tuple[str, bool]:
    """A line with one long number, and whether it is an identity number. Kinds as procurement papers have them."""
    kind = chance.randrange(6)
    if kind == 0:
        return f"นายสมมติ เลขประจำตัวประชาชน {identity(chance.randrange(100000000000, 899999999999))}", True
    if kind == 1:
        return f"บริษัท สมมติ จำกัด เลขประจำตัวผู้เสียภาษี {identity(chance.randrange(10000000000, 99999999999))}", False
    if kind == 2:
        return f"เลขที่โครงการ {chance.randrange(65000000000, 69999999999)} วิธีเฉพาะเจาะจง", False
    if kind == 3:
        return f"รหัสงบประมาณ {chance.randrange(10**19, 10**20)}", False
    if kind == 4:
        return f"บาร์โค้ดสินค้า 885{chance.randrange(10**9, 10**10)}", False
    return f"รหัสครุภัณฑ์ {chance.randrange(10**12, 9 * 10**12)}", False


def test_precision_on_papers_full_of_other_long_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(SEED)
    right = wrong = missed = 0
    for _ in range(6000):
        line, is_identity = _haystack(chance)
        found = codes(line).get("identity_number", 0)
        right += bool(found and is_identity)
        wrong += bool(found and not is_identity)
        missed += bool(is_identity and not found)
    with capsys.disabled():
        print(f"\nidentity numbers: precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f}")
    assert missed == 0
    assert right / (right + wrong) >= 0.9

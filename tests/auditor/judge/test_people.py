"""Who signs a paper, who is shown in an office, and whether two readings of a name are one person's."""

from __future__ import annotations

import pytest

from auditor.judge import people

TITLES = ("นายกเทศมนตรี", "นายกองค์การบริหารส่วน")
PAPER = "ข้าพเจ้า นายทองอยู่ บึงสมมุติ นายกเทศมนตรีตำบลบึงสมมุติ จะไม่รับของขวัญ\nประกาศ ณ วันที่ 5 มกราคม พ.ศ. 2566\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (PAPER + "(นายทองอยู่ บึงสมมุติ)\nนายกเทศมนตรีตำบลบึงสมมุติ", "นายทองอยู่ บึงสมมุติ"),
        (PAPER + "(นายทองอยู่ บึงสมมุติ)\nตำแหน่ง นายกเทศมนตรี", "นายทองอยู่ บึงสมมุติ"),
        (PAPER + "(นางแพรว บึงสมมุติ)\nปลัดเทศบาล ปฏิบัติหน้าที่นายกเทศมนตรี", ""),
        (PAPER, ""),
        ("(นายทองอยู่ บึงสมมุติ)\nนายกเทศมนตรีตำบลบึงสมมุติ", ""),
    ],
)
def test_who_signs_stands_below_the_date(text: str, name: str) -> None:
    assert people.signer(text, TITLES) == name


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("0 4400 0201", 1),
        ("044-000-201 ต่อ 12", 1),
        ("๐ ๔๔๐๐ ๐๒๐๑", 1),
        ("081-000-0201 0810000202", 2),
        ("0 4400 0201 0 4400 0202", 2),
        ("ปี 2566 2567 2568", 0),
        ("10 4400 0201", 0),
    ],
)
def test_numbers_are_told_in_any_grouping(text: str, times: int) -> None:
    assert len(people.REACHED.findall(text)) == times
    assert bool(people.CONTACT.search(text)) == bool(times)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("นายทองอยู่ บึงสมมุติ\nนายก เทศมนตรี\nนางแพรว ทุ่งสมมุติ\nรองนายกเทศมนตรี", ["นายทองอยู่ บึงสมมุติ"]),
        ("นายกเทศมนตรีตำบลบึงสมมุติ\nนายทองอยู่ บึงสมมุติ\nรองนายกเทศมนตรี\nนางแพรว ทุ่งสมมุติ", ["นายทองอยู่ บึงสมมุติ"]),
        ("เลขานุการนายกเทศมนตรี\nนางแพรว ทุ่งสมมุติ", []),
        ("อดีตนายกเทศมนตรี นายทองอยู่ บึงสมมุติ", []),
    ],
)
def test_who_is_shown_in_the_office(text: str, names: list[str]) -> None:
    assert people.holders(text, TITLES) == names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("นายทองอยู่ บึงสมมุติ", "นายทองอยู่  บึงสมมุต", True),
        ("นายทองอยู่ บึงสมมุติ", "ดร.ทองอยู่ บึงสมมุติ", True),
        ("นายสมชาย บึงสมมุติ", "นายสมศักดิ์ บึงสมมุติ", False),
        ("นายทองอยู่ บึงสมมุติ", "นายทองอยู่ ทุ่งตัวอย่าง", False),
        ("นายทองอยู่", "นายทองอยู่", False),
    ],
)
def test_a_misread_letter_makes_nobody_else(one: str, other: str, same: bool) -> None:
    assert people.is_same(one, other) is same

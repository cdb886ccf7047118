"""Personal numbers are masked; public ones stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.mask import find_personal, mask

PROVEN = settings(derandomize=True, deadline=None, database=None, max_examples=300)


def with_check_digit(twelve: str) -> str:
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(twelve))
    return twelve + str((11 - total % 11) % 10)


IDENTITY = with_check_digit("312345678901")
DASHED = f"{IDENTITY[0]}-{IDENTITY[1:5]}-{IDENTITY[5:10]}-{IDENTITY[10:12]}-{IDENTITY[12]}"
THAI = IDENTITY.translate({ord(str(n)): chr(0x0E50 + n) for n in range(10)})

MASKED = {
    f"เลขประจำตัวประชาชน {IDENTITY} นาย": "เลขประจำตัวประชาชน xxxxxxxxxxxxx นาย",
    f"เลขที่ {DASHED}": "เลขที่ x-xxxx-xxxxx-xx-x",
    DASHED.replace("-", " "): "x xxxx xxxxx xx x",
    DASHED.replace("-", " - ", 1): "x - xxxx-xxxxx-xx-x",
    THAI: "x" * 13,
    f"({IDENTITY})": "(xxxxxxxxxxxxx)",
    "บัญชีธนาคารกรุงไทย เลขที่ 123-4-56789-0": "บัญชีธนาคารกรุงไทย เลขที่ xxx-x-xxxxx-x",
    "ธ.ก.ส. 01-234-5-67890-1": "ธ.ก.ส. xx-xxx-x-xxxxx-x",
    "เลขที่บัญชี ๑๒๓-๔-๕๖๗๘๙-๐": "เลขที่บัญชี xxx-x-xxxxx-x",
    "เลขที่บัญชี 660171234567": "เลขที่บัญชี xxxxxxxxxxxx",
    "ธนาคารออมสิน 020123456789": "ธนาคารออมสิน xxxxxxxxxxxx",
}
PUBLIC = (
    "โทร 0812345678 ธนาคาร",
    "ธนาคารกรุงไทย โทร. 081-234-5678",
    "โทรศัพท์ 0-4512-3456 ต่อ 11",
    "เลขที่โครงการ 66017123456",
    "บัญชีสรุปโครงการ 66017123456",
    "เลขประจำตัวผู้เสียภาษี " + with_check_digit("099400012345"),
    IDENTITY[:12] + str((int(IDENTITY[12]) + 1) % 10),
    IDENTITY + "7",
    "ผลการดำเนินงาน 123-4-56789-0",
    "งบประมาณ 1,234,567,890.00 บาท บัญชี",
    "",
)


@pytest.mark.parametrize(("text", "shown"), MASKED.items())
def test_personal_numbers_are_masked(text: str, shown: str) -> None:
    assert mask(text) == shown
    assert mask(shown) == shown


@pytest.mark.parametrize("text", PUBLIC)
def test_public_numbers_stay(text: str) -> None:
    assert mask(text) == text
    assert find_personal(text) == ()


def test_findings_say_what_stood_where() -> None:
    text = f"{IDENTITY} บัญชีเลขที่ 123-4-56789-0"
    identity, account = find_personal(text)
    assert (identity.kind, text[identity.start : identity.end]) == ("identity", IDENTITY)
    assert (account.kind, text[account.start : account.end]) == ("bank_account", "123-4-56789-0")


@PROVEN
@given(
    st.from_regex(r"[1-8][0-9]{11}", fullmatch=True), st.sampled_from(["", "-", " "]), st.text("กขค .,:\n", max_size=9)
)
def test_every_identity_number_is_masked_however_written(twelve: str, gap: str, around: str) -> None:
    number = with_check_digit(twelve)
    shown = mask(f"{around} {gap.join(number)} {around}")
    assert not any(char.isdigit() for char in shown)
    assert shown.count("x") == 13


@PROVEN
@given(st.text() | st.text(alphabet="0123456789-. บัญชี๑๒"))
def test_masking_takes_any_text_and_keeps_its_length(text: str) -> None:
    assert len(mask(text)) == len(text)

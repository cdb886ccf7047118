"""Personal numbers in quotes: identity numbers and bank accounts become x. Officials' telephones stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_DIGIT = "[0-9๐-๙０-９]"
_GAP = r"[ \u00a0\u200b.\-\u2010-\u2015\u2212]{0,3}"
# No look-behind opens a pattern here, nor in auditor.findings: `re` then skips to where one can begin.
_FIRST = f"{_DIGIT}(?<!{_DIGIT}.)"
LONG_NUMBER = re.compile(f"{_DIGIT}(?:{_GAP}{_DIGIT}){{9}}")
"""Ten digits, which stand in every text that holds a number looked for here or in auditor.findings."""
_IDENTITY = re.compile(rf"{_FIRST}{_GAP}(?:{_DIGIT}{_GAP}){{11}}{_DIGIT}(?!{_DIGIT})")
_ACCOUNT = re.compile(rf"{_FIRST}{_GAP}(?:{_DIGIT}{_GAP}){{8,13}}{_DIGIT}(?!{_DIGIT})")
_BANK = re.compile(
    r"บัญชี|ธนาคาร|ธ\.\s?(?:กรุงไทย|ก\.ส|ออมสิน|กสิกร|ไทยพาณิชย์|กรุงเทพ)|ธกส|ธ\.ก\.ส|พร้อมเพย์|promptpay|เลขที่\s?บ/ช"
    r"|account|กรุงไทย|ออมสิน|โอนเงิน",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"(?:โทร(?:ศัพท์|สาร)?|แฟกซ์|มือถือ|tel|fax|โครงการ|e-?gp|สัญญา|ผู้เสียภาษี|line)[^\d๐-๙\n]{0,20}$", re.IGNORECASE
)
_NAMED_ACCOUNT = re.compile(r"(?:เลขที่\s?บัญชี|บัญชี\s?เลขที่|เลข\s?บัญชี|หมายเลขบัญชี)[^\d๐-๙\n]{0,20}$")
_PROJECT = re.compile(r"(?:5[5-9]|6\d|7\d)\d{9,10}$")
_NEAR = 80
_ASCII = {0x0E50 + n: str(n) for n in range(10)} | {0xFF10 + n: str(n) for n in range(10)}


@dataclass(frozen=True, slots=True)
class Finding:
    """A personal number at text[start:end]."""

    kind: Literal["identity", "bank_account"]
    start: int
    end: int


def mask(text: str) -> str:
    """The text with every digit of a personal number as x; its dashes and spaces stay, so its length does too."""
    for found in find_personal(text):
        text = text[: found.start] + re.sub(_DIGIT, "x", text[found.start : found.end]) + text[found.end :]
    return text


def find_personal(text: str) -> tuple[Finding, ...]:
    """Identity numbers with a valid checksum, and numbers of 10 to 15 digits that stand near words of banking."""
    if not LONG_NUMBER.search(text):
        return ()
    found = [Finding("identity", *hit.span()) for hit in _IDENTITY.finditer(text) if _is_identity(hit[0])]
    taken = [(each.start, each.end) for each in found]
    for hit in _ACCOUNT.finditer(text):
        free = all(hit.end() <= start or hit.start() >= end for start, end in taken)
        if free and _is_account(text, hit):
            found.append(Finding("bank_account", *hit.span()))
    return tuple(sorted(found, key=lambda each: each.start))


def _digits(written: str) -> str:
    return re.sub("[^0-9]", "", written.translate(_ASCII))


def _is_identity(written: str) -> bool:
    """Thirteen digits with the check digit of the civil registry. A first 0 is a company's tax number: public."""
    digits = _digits(written)
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(digits[:12]))
    return digits[0] in "12345678" and (11 - total % 11) % 10 == int(digits[12])


def _is_account(text: str, hit: re.Match[str]) -> bool:
    digits = _digits(hit[0])
    before = text[max(hit.start() - _NEAR, 0) : hit.start()]
    if not 10 <= len(digits) <= 15 or len(digits) == 13 or _OTHER_NUMBER.search(before):
        return False
    if hit[0].translate(_ASCII) == digits and not _NAMED_ACCOUNT.search(before):
        # Eleven or twelve digits in one piece, the year first, are a project number of the e-GP.
        return bool(_BANK.search(before[-40:])) and not (_PROJECT.match(digits) or _is_telephone(digits, hit[0]))
    return bool(_BANK.search(before)) and not _is_telephone(digits, hit[0])


def _is_telephone(digits: str, written: str) -> bool:
    """A mobile number (08x-xxx-xxxx) beside the word bank is still a telephone, unless written as an account."""
    return (
        len(digits) == 10
        and digits[:2] in ("06", "08", "09")
        and not re.match(r"\d{3}\D\d\D", written.translate(_ASCII))
    )

"""Who is addressed: by the kind of agency, in one table for advice and papers."""

from __future__ import annotations

import pytest

from auditor.agency import recognise
from auditor.judge.wording import officials


@pytest.mark.parametrize(
    ("kind", "chief"),
    [
        ("เทศบาลเมือง", "นายกเทศมนตรี"),
        ("องค์การบริหารส่วนตำบล", "นายกองค์การบริหารส่วนตำบล"),
        ("อบต.", "นายกองค์การบริหารส่วนตำบล"),
        ("องค์การบริหารส่วนจังหวัด", "นายกองค์การบริหารส่วนจังหวัด"),
        ("", "ผู้บริหารสูงสุดของหน่วยงาน"),
    ],
)
def test_officials(kind: str, chief: str) -> None:
    assert officials(kind)[0] == chief


def test_the_name_that_was_given_tells_who_is_addressed() -> None:
    found = recognise((), "http://a.example/", name="เทศบาลตำบลดอนตัวอย่าง")
    assert (found.kind, found.head, found.clerk) == ("", "นายกเทศมนตรี", "ปลัดเทศบาล")

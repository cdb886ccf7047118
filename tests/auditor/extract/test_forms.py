"""Forms in the shapes that agencies and form services give them: fields, whether they can be sent, a sign-in before."""

from __future__ import annotations

import pytest

from tests.auditor.extract.test_html import only, read

GOOGLE = (
    "<form action='https://docs.google.com/forms/d/e/1/formResponse'><div role=heading>แจ้งเรื่องร้องเรียน</div>"
    "<div role=list><div><div role=heading id=i1>ชื่อผู้แจ้ง<span> *</span></div><input type=text aria-labelledby=i1></div>"
    "<div><div role=heading>ประเภทเรื่อง</div><div role=radiogroup><div role=radio></div><span>ทุจริต</span></div></div>"
    "<div><div role=heading>รายละเอียด</div><textarea></textarea></div></div>"
    "<div role=button><span>ส่ง</span></div></form>"
)
FORMS = {
    "google": (GOOGLE, ("ชื่อผู้แจ้ง", "ประเภทเรื่อง", "รายละเอียด"), True, False),
    "microsoft": (
        "<div><div><span>ชื่อผู้ขอ</span><input placeholder='Enter your answer'></div><div><span>บริการที่ขอ</span>"
        "<input placeholder='Enter your answer'></div><button>Submit</button></div>",
        ("ชื่อผู้ขอ", "บริการที่ขอ"), True, False,
    ),
    "rows of a table": (
        "<form><table><tr><td>ชื่อ-สกุล</td><td><input name=n></td></tr><tr><td>เรื่อง</td><td><textarea name=d></textarea>"
        "</td></tr></table><input type=submit value='ส่งเรื่อง'></form>",
        ("ชื่อ-สกุล", "เรื่อง"), True, False,
    ),
    "sent by a link": (
        "<form action=/s>ชื่อ<input name=a>เรื่อง<input name=b><a href='javascript:send()'>ส่งข้อความ</a></form>",
        ("ชื่อ", "เรื่อง"), True, False,
    ),
    "sent by a box": (
        "<div><div>ชื่อ</div><input><div>เรื่อง</div><textarea></textarea><div onclick='send()'>ส่งข้อมูล</div></div>",
        ("ชื่อ", "เรื่อง"), True, False,
    ),
    "sent by a picture": (
        "<form>ชื่อ<input name=a>เรื่อง<input name=b><input type=image src=s.gif></form>", ("ชื่อ", "เรื่อง"), True, False,
    ),
    "answers to a topic": (
        "<form>ข้อความ<textarea name=m></textarea>ชื่อ<input name=w><input type=submit value=ตอบกระทู้></form>",
        ("ข้อความ", "ชื่อ"), True, False,
    ),
    "to fill in and print": (
        "<form>ชื่อ<input name=a>ที่อยู่<input name=b><a href='#'>พิมพ์</a></form>", ("ชื่อ", "ที่อยู่"), False, False,
    ),
    "sign in, address first": (
        "<form action='/signin/identifier'>อีเมลหรือโทรศัพท์<input type=email><button>ถัดไป</button></form>",
        ("อีเมลหรือโทรศัพท์",), True, True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FORMS, ids=str)
def test_forms_in_all_shapes(case: str) -> None:
    """What can be sent online, what asks to sign in first, and what is only to be printed."""
    markup, fields, has_submit, asks_login = FORMS[case]
    (form,) = (b.form for b in only(read(markup), "form"))
    assert form is not None
    assert (form.fields, form.has_submit, form.asks_login) == (fields, has_submit, asks_login)


def test_a_form_in_a_frame_leads_to_it() -> None:
    page = read("<h2>ร้องเรียน</h2><iframe src='https://docs.google.com/forms/d/e/1/viewform?embedded=true'></iframe>")
    assert [b.links[0].target for b in only(page, "embed")] == [
        "https://docs.google.com/forms/d/e/1/viewform?embedded=true"
    ]

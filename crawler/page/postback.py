"""Postbacks of ASP.NET: links that send the page's own form back; an address for each, and what to send. Pure.

The address is the page's with a fragment that names event and argument; a postback of what a postback showed has
those of both, in their order.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlencode

from selectolax.lexbor import LexborHTMLParser

from crawler.page.form import is_for_people, untouched

MARK = "#!/postback/"
THEN = "!/"
"""Between two steps; within one it would be quoted."""
Event = tuple[str, str]
"""Target and argument, as the page's script would send them."""
CHOICE = "="
"""How the argument of an event begins that is a choice from a list of the form; the value follows."""
_CALL = re.compile(
    r"""(?:__doPostBack|WebForm_PostBackOptions)\s*\(\s*\\?(["'])(.{1,300}?)\\?\1\s*,\s*\\?(["'])(.{0,300}?)\\?\3\s*[,)]"""
)
_ACTION = re.compile(
    r"ลบ|แก้ไข|บันทึก|ส่ง|ตกลง|ยืนยัน|ยกเลิก|สมัคร|ลงทะเบียน|เข้าสู่|ออกจาก|โหวต|ลงคะแนน|ตอบ|ค้นหา|พิมพ์|ถูกใจ"
    r"|delete|remove|edit|save|submit|cancel|log\s?(?:in|out|on|off)|sign|register|vote|reply|search|print|like|share",
    re.IGNORECASE,
)
_DISPLAY = re.compile(
    r"\W*(?:en|eng|english|อังกฤษ|th|thai|ไทย|ภาษา.{0,10}|cn|chinese|中文|ก|a|เพิ่มขนาด.*|ลดขนาด.*|ขนาด(?:ตัว)?อักษร.*|สี.{0,8})\W*",
    re.IGNORECASE,
)
_ACTION_NAME = 24
"""Characters of a name that may be one of an action; titles of papers are longer."""


def event_in(code: str) -> Event | None:
    """The postback that a link's script calls for."""
    found = _CALL.search(code) if "ostBack" in code else None
    return (found[2], found[4]) if found else None


def address(page: str, event: Event) -> str:
    """The address of what an event of a page shows."""
    step = "/".join(quote(part, safe="=") for part in event)
    return f"{page}{THEN}{step}" if MARK in page else f"{page.partition('#')[0]}{MARK}{step}"


def steps(url: str) -> list[Event]:
    """The events that lead to an address from the page that it begins with; [] for an ordinary one."""
    _, mark, said = url.partition(MARK)
    parts = (step.partition("/") for step in said.split(THEN)) if mark else ()
    return [(unquote(target), unquote(argument)) for target, _, argument in parts]


def page_of(url: str) -> str:
    """The address of what shows the link to a postback: the page, or what the postback before showed."""
    page, _, said = url.partition(MARK)
    before = said.rpartition(THEN)[0]
    return f"{page}{MARK}{before}" if before else page


def is_action(name: str) -> bool:
    """Whether a link's name says that it does something rather than shows something."""
    return len(name) <= _ACTION_NAME and bool(_ACTION.search(name))


def is_display(name: str) -> bool:
    """Whether a link's name says that it shows the same in another language, size or colour."""
    return bool(_DISPLAY.fullmatch(name))


def form_body(tree: LexborHTMLParser, event: Event) -> bytes | None:
    """The page's form as delivered with the event in it; None where it has fields that people fill in."""
    form = next((f for f in tree.css("form") if f.css_first("input[name=__VIEWSTATE],input[name=__EVENTTARGET]")), None)
    if form is None or is_for_people(form):
        return None
    fields = untouched(form)
    target, argument = event
    if argument.startswith(CHOICE):
        fields[target], argument = argument.removeprefix(CHOICE), ""
    return urlencode({**fields, "__EVENTTARGET": target, "__EVENTARGUMENT": argument}).encode()

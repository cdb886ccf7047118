"""The closed vocabulary of what can go wrong with an address, and what the agency can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ProblemClass = Literal["not_there", "could_not_look"]


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind` is the class of design.md section 3: looked and it is not there, or could not look."""

    code: str
    kind: ProblemClass
    th: str
    en: str


def _table(kind: ProblemClass, rows: tuple[tuple[str, str, str], ...]) -> dict[str, Problem]:
    return {code: Problem(code, kind, th, en) for code, th, en in rows}


_NOT_THERE = _table(
    "not_there",
    (
        (
            "not_found",
            "ไม่พบหน้านี้ (404) ให้แก้ลิงก์หรือนำหน้ากลับขึ้นเว็บไซต์",
            "Not found (404): mend the link or put the page back.",
        ),
        ("gone", "หน้านี้ถูกลบถาวร (410) ให้แก้ลิงก์ไปยังเอกสารปัจจุบัน", "Gone (410): point the link to the current document."),
        (
            "soft_404",
            "เปิดได้แต่เนื้อหาแจ้งว่าไม่พบข้อมูล ให้แก้ลิงก์",
            "The page opens but says that nothing is there: mend the link.",
        ),
        (
            "login_wall",
            "ต้องเข้าสู่ระบบก่อนจึงจะเห็น ให้เปิดให้ประชาชนดูได้โดยไม่ต้องลงชื่อเข้าใช้",
            "Asks the public to sign in: open it to everyone.",
        ),
        (
            "parked",
            "ที่อยู่นี้เป็นหน้าเปล่าของผู้ให้บริการ ให้ต่ออายุโดเมนหรือแจ้งผู้ดูแล",
            "A hosting or parking page: renew the domain or call the vendor.",
        ),
        (
            "hijacked",
            "หน้านี้ถูกแทรกเนื้อหาการพนันหรือสแปม ให้แจ้งผู้ดูแลเว็บไซต์และ ThaiCERT โดยเร็ว",
            "Taken over by gambling or spam: tell the webmaster and ThaiCERT.",
        ),
    ),
)
_COULD_NOT_LOOK = _table(
    "could_not_look",
    (
        ("dns", "ไม่พบชื่อเครื่องนี้ในระบบ DNS ให้ตรวจชื่อโดเมน", "The host name does not resolve: check the domain name."),
        (
            "refused",
            "เครื่องแม่ข่ายปฏิเสธการเชื่อมต่อ ให้ตรวจว่าเว็บไซต์เปิดอยู่",
            "The server refuses connections: check that it runs.",
        ),
        ("reset", "การเชื่อมต่อถูกตัด ให้ตรวจเครื่องแม่ข่ายหรือไฟร์วอลล์", "The connection was cut: check the server or firewall."),
        ("timeout", "รอนานเกินกำหนดแล้วไม่ตอบ ให้ตรวจความเร็วของเครื่องแม่ข่าย", "No answer in time: check the server's speed."),
        ("server_error", "เครื่องแม่ข่ายขัดข้อง (5xx) ให้แจ้งผู้ดูแลเว็บไซต์", "Server error (5xx): tell the webmaster."),
        (
            "forbidden",
            "เครื่องแม่ข่ายไม่อนุญาตให้เข้าถึง (403) ให้เปิดสิทธิ์การอ่านสำหรับประชาชน",
            "Forbidden (403): allow the public to read it.",
        ),
        ("rate_limited", "เครื่องแม่ข่ายจำกัดจำนวนครั้ง (429) ลองตรวจใหม่ภายหลัง", "Rate limited (429): audit again later."),
        (
            "challenge",
            "มีหน้าตรวจสอบว่าเป็นมนุษย์ขวางอยู่ ให้อนุญาตตัวตรวจในระบบป้องกัน",
            "A human check stands in the way: allow the auditor in the firewall.",
        ),
        (
            "robots",
            "robots.txt ห้ามอ่านหน้านี้ ให้อนุญาตหน้าที่เป็นข้อมูลสาธารณะ",
            "robots.txt forbids it: allow pages that are public information.",
        ),
        (
            "robots_unreachable",
            "อ่าน robots.txt ไม่ได้ จึงถือว่าห้ามอ่าน ให้แก้ให้ตอบ 200 หรือ 404",
            "robots.txt could not be read, so nothing may be: make it answer 200 or 404.",
        ),
        ("too_large", "ไฟล์ใหญ่เกิน 50 MB ให้แบ่งหรือลดขนาด", "Larger than 50 MB: split or shrink the file."),
        (
            "truncated",
            "ได้ข้อมูลไม่ครบ ให้ตรวจว่าไฟล์อัปโหลดสมบูรณ์",
            "The transfer ended early: check that the upload is whole.",
        ),
        (
            "unknown_type",
            "ไม่รู้จักชนิดของไฟล์ ให้เผยแพร่เป็น PDF หรือหน้าเว็บ",
            "Unknown kind of file: publish it as PDF or a web page.",
        ),
        (
            "scan_unread",
            "เอกสารสแกนที่ไม่มีชื่อบอกว่าเป็นเรื่องใด และยังไม่ได้อ่าน ให้ตั้งชื่อลิงก์ตามเรื่อง",
            "A scan that nothing names and that was not read: name its link for what it is.",
        ),
        (
            "empty_body",
            "เครื่องแม่ข่ายตอบหน้าเปล่า ให้ตรวจไฟล์หรือระบบเว็บไซต์",
            "The server sent an empty body: check the file or the site.",
        ),
        ("http_error", "เครื่องแม่ข่ายตอบรหัสผิดปกติ ให้แจ้งผู้ดูแลเว็บไซต์", "Unexpected status code: tell the webmaster."),
        (
            "bad_response",
            "คำตอบของเครื่องแม่ข่ายผิดรูปแบบ ให้แจ้งผู้ดูแลเว็บไซต์",
            "The server's answer is malformed: tell the webmaster.",
        ),
        (
            "tls_failed",
            "เชื่อมต่อแบบเข้ารหัสไม่ได้ ให้ต่ออายุหรือแก้ใบรับรอง HTTPS",
            "No encrypted connection possible: mend the HTTPS certificate or protocol.",
        ),
        ("bad_redirect", "ลิงก์ส่งต่อวนหรือผิด ให้แก้การส่งต่อ", "The redirect loops or leads nowhere: mend it."),
        (
            "redirect_off_site",
            "ลิงก์ส่งต่อไปเว็บไซต์อื่น ให้เผยแพร่บนเว็บไซต์ของหน่วยงาน",
            "Redirects to another site: publish it on the agency's own.",
        ),
        (
            "private_address",
            "ที่อยู่นี้ชี้ไปเครือข่ายภายใน ประชาชนเปิดไม่ได้ ให้ใช้ที่อยู่สาธารณะ",
            "Leads to a private network: use a public address.",
        ),
        ("off_site", "อยู่บนเว็บไซต์อื่น ไม่ได้เปิดอ่าน", "On another site: not opened."),
        (
            "viewer",
            "อยู่ในโปรแกรมแสดงเอกสารของเว็บไซต์อื่น อ่านอัตโนมัติไม่ได้ ให้เผยแพร่เป็นไฟล์ PDF บนเว็บไซต์ของหน่วยงาน",
            "In another site's viewer, which cannot be read: publish it as PDF on the agency's own site.",
        ),
        ("local_audit", "ตรวจภายในเครื่อง จึงไม่ได้เปิดเว็บไซต์ภายนอก", "Not tried (local audit)."),
        (
            "page_budget",
            "ครบจำนวนหน้าที่กำหนดก่อนถึงหน้านี้ เพิ่ม --max-pages แล้วตรวจใหม่",
            "The page budget ended first: raise --max-pages.",
        ),
        ("time_budget", "ครบเวลาที่กำหนดก่อนถึงหน้านี้", "The time budget ended first."),
        ("host_dead", "เครื่องแม่ข่ายไม่ตอบหลายครั้งติดกัน จึงหยุดถาม", "The host stopped answering, so it was not asked again."),
        (
            "trap",
            "ที่อยู่นี้ดูเหมือนปฏิทินหรือหน้าที่ไม่มีที่สิ้นสุด จึงข้าม",
            "Looks like an endless calendar or loop of addresses: skipped.",
        ),
        (
            "unwanted_type",
            "ไฟล์ชนิดที่ไม่ใช่หลักฐาน (วิดีโอ โปรแกรม) ไม่ได้เปิด",
            "A kind of file that is no evidence (video, program): not opened.",
        ),
        (
            "not_kept",
            "สำเนาที่เก็บไว้เสียหายหรือถูกลบแล้ว ให้ตรวจใหม่เพื่ออ่านอีกครั้ง",
            "The stored copy is damaged or was removed: audit again to read it.",
        ),
        (
            "script_link",
            "ลิงก์นี้เปิดด้วยสคริปต์ของหน้าเว็บ ซึ่งไม่ได้สั่งให้ทำงาน ให้ใช้ลิงก์ที่มีที่อยู่ (URL) ของเอกสารโดยตรง",
            "Opened by a script of the page, which was not run: link to the document's own address.",
        ),
        ("browser_missing", "ไม่มีเบราว์เซอร์สำหรับเปิดหน้าที่สร้างด้วยสคริปต์", "No browser to open pages made by script."),
        ("browser_failed", "เปิดหน้าด้วยเบราว์เซอร์ไม่สำเร็จ", "The browser could not open the page."),
    ),
)
PROBLEMS: dict[str, Problem] = {**_NOT_THERE, **_COULD_NOT_LOOK}

NOTES: dict[str, tuple[str, str]] = {
    "scheme_assumed": ("ไม่ได้ระบุ http/https จึงใช้ {url}", "No scheme given; assumed {url}"),
    "redirect_off_site": (
        "หน้าแรกส่งต่อไปเว็บไซต์อื่น {to} ซึ่งไม่ได้ตามไป หากเป็นเว็บไซต์ของหน่วยงานให้สั่ง: {command}",
        "The home page redirects to another site, {to}, which was not followed. If that is the agency's: {command}",
    ),
    "robots_forbids": (
        "robots.txt ห้ามอ่านเว็บไซต์ หน่วยงานอนุญาตได้โดยเพิ่มสองบรรทัด:\n{lines}",
        "robots.txt forbids reading the site. The agency can allow it with these two lines:\n{lines}",
    ),
    "robots_unreachable": (
        "อ่าน robots.txt ของ {origin} ไม่ได้ จึงไม่อ่านต่อ",
        "robots.txt of {origin} could not be read, so nothing there was",
    ),
    "crawl_delay_capped": (
        "robots.txt ขอเว้น {asked} วินาที ใช้ {used} วินาที",
        "robots.txt asks for {asked} s between requests; {used} s were kept",
    ),
    "tls": (
        "การเข้ารหัสของ {host} ไม่ถูกต้อง ({reason}) แต่อ่านหน้าต่อไปได้",
        "Encryption of {host} is faulty ({reason}); read all the same",
    ),
    "scope_widened": (
        "หน้าแรกลิงก์ออกนอกโฟลเดอร์ {folder} จึงตรวจทั้งเว็บไซต์",
        "The home page links above {folder}, so the whole site was read",
    ),
    "home_moved": ("หน้าแรกย้ายไป {to}", "The home page moved to {to}"),
    "home_unreadable": ("เปิดหน้าแรกไม่ได้: {problem}", "The home page could not be read: {problem}"),
    "home_empty": ("หน้าแรกว่างเปล่า", "The home page is empty"),
    "host_dead": (
        "{host} ไม่ตอบหลายครั้งติดกัน ({problem}) จึงหยุดถาม",
        "{host} stopped answering ({problem}) and was not asked again",
    ),
    "page_budget": ("หยุดเมื่อครบ {limit} หน้า เหลือ {left} ที่อยู่", "Stopped at {limit} pages, {left} addresses left"),
    "time_budget": ("หยุดเมื่อครบ {limit} นาที เหลือ {left} ที่อยู่", "Stopped after {limit} minutes, {left} addresses left"),
    "browser_missing": (
        "ไม่มีเบราว์เซอร์ที่ใช้ได้ ({why}) หน้าที่สร้างด้วยสคริปต์จึงต้องให้คนตรวจ ติดตั้ง chromium หรือกำหนด OIT_CHROMIUM",
        "No browser that works ({why}): pages made by script need a person. Install chromium or set OIT_CHROMIUM",
    ),
    "browser_unsandboxed": (
        "เบราว์เซอร์ทำงานโดยไม่มีแซนด์บ็อกซ์เพราะสั่งในนามผู้ดูแลเครื่อง (root) ควรสั่งด้วยผู้ใช้ธรรมดา",
        "The browser ran without its sandbox because root started it: run audits as an ordinary user",
    ),
    "resumed": ("ตรวจต่อจากครั้งก่อนที่หยุดไป", "Went on with the unfinished crawl"),
}


def problem_class(code: str) -> ProblemClass:
    """The class of a problem code; KeyError for a word outside the vocabulary."""
    return PROBLEMS[code].kind


def problem_sentence(code: str, lang: str = "th") -> str:
    """What it means and what the agency can do, in Thai or English."""
    problem = PROBLEMS[code]
    return problem.th if lang == "th" else problem.en


def note_sentence(code: str, facts: dict[str, object], lang: str = "th") -> str:
    """A note of the crawl as one line (robots_forbids: three)."""
    th, en = NOTES[code]
    return (th if lang == "th" else en).format_map(facts)

"""The closed vocabulary of what can go wrong with an address, and what the agency can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

ProblemClass = Literal["not_there", "could_not_look"]


class Said(NamedTuple):
    """The same in Thai and in English."""

    th: str
    en: str


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind`: looked and it is not there, or could not look. `what` is wrong, as part of a sentence; `advice` is for
    the agency, empty where there is nothing it can do."""

    code: str
    kind: ProblemClass
    what: Said
    advice: Said

    @property
    def sentence(self) -> Said:
        """What is wrong and what to do about it."""
        en = self.what.en[0].upper() + self.what.en[1:]
        return Said(
            f"{self.what.th} {self.advice.th}".strip(), f"{en}: {self.advice.en}." if self.advice.en else f"{en}."
        )


def _table(kind: ProblemClass, rows: tuple[tuple[str, Said, Said], ...]) -> dict[str, Problem]:
    return {code: Problem(code, kind, what, advice) for code, what, advice in rows}


_NOTHING = Said("", "")
_NOT_THERE = _table(
    "not_there",
    (
        (
            "not_found",
            Said("ไม่พบหน้านี้ (404)", "not found (404)"),
            Said("ให้แก้ลิงก์หรือนำหน้ากลับขึ้นเว็บไซต์", "mend the link or put the page back"),
        ),
        (
            "gone",
            Said("หน้านี้ถูกลบแล้ว (410)", "gone (410)"),
            Said("ให้แก้ลิงก์ไปยังเอกสารปัจจุบัน", "point the link to the current document"),
        ),
        (
            "soft_404",
            Said("เปิดได้ แต่หน้าแจ้งว่าไม่พบข้อมูล", "the page opens but says that nothing is there"),
            Said("ให้แก้ลิงก์", "mend the link"),
        ),
        (
            "login_wall",
            Said("ต้องเข้าสู่ระบบก่อนจึงจะเห็น", "asks the public to sign in"),
            Said("ให้เปิดให้ประชาชนดูได้โดยไม่ต้องลงชื่อเข้าใช้", "open it to everyone"),
        ),
        (
            "parked",
            Said("ที่อยู่นี้เป็นหน้าเปล่าของผู้ให้บริการ", "a hosting or parking page"),
            Said("ให้ต่ออายุโดเมนหรือแจ้งผู้ดูแลเว็บไซต์", "renew the domain or call the vendor"),
        ),
        (
            "hijacked",
            Said("หน้านี้ถูกแทรกเนื้อหาการพนันหรือสแปม", "taken over by gambling or spam"),
            Said("ให้แจ้งผู้ดูแลเว็บไซต์และ ThaiCERT โดยเร็ว", "tell the webmaster and ThaiCERT"),
        ),
        (
            "dead_label",
            Said("กดแล้วไม่ไปไหน", "a link that leads nowhere"),
            Said("ให้ใส่ที่อยู่ของหน้าหรือเอกสาร", "give it the address of its page or document"),
        ),
    ),
)
_COULD_NOT_LOOK = _table(
    "could_not_look",
    (
        (
            "dns",
            Said("ไม่พบชื่อเว็บไซต์นี้ในระบบ DNS", "the host name does not resolve"),
            Said("ให้ตรวจชื่อโดเมน", "check the domain name"),
        ),
        (
            "refused",
            Said("เครื่องแม่ข่ายปฏิเสธการเชื่อมต่อ", "the server refuses connections"),
            Said("ให้ตรวจว่าเว็บไซต์เปิดอยู่", "check that it runs"),
        ),
        (
            "reset",
            Said("การเชื่อมต่อถูกตัด", "the connection was cut"),
            Said("ให้ตรวจเครื่องแม่ข่ายหรือไฟร์วอลล์", "check the server or firewall"),
        ),
        (
            "timeout",
            Said("ไม่ตอบภายในเวลาที่กำหนด", "no answer in time"),
            Said("ให้ตรวจความเร็วของเครื่องแม่ข่าย", "check the server's speed"),
        ),
        (
            "server_error",
            Said("เครื่องแม่ข่ายขัดข้อง (5xx)", "server error (5xx)"),
            Said("ให้แจ้งผู้ดูแลเว็บไซต์", "tell the webmaster"),
        ),
        (
            "forbidden",
            Said("เครื่องแม่ข่ายไม่อนุญาตให้เข้าถึง (403)", "forbidden (403)"),
            Said("ให้เปิดสิทธิ์การอ่านสำหรับประชาชน", "allow the public to read it"),
        ),
        (
            "rate_limited",
            Said("เครื่องแม่ข่ายจำกัดจำนวนครั้ง (429)", "rate limited (429)"),
            Said("ให้ตรวจใหม่ภายหลัง", "audit again later"),
        ),
        (
            "challenge",
            Said("มีหน้าตรวจสอบว่าเป็นมนุษย์ขวางอยู่", "a human check stands in the way"),
            Said("ให้อนุญาตโปรแกรมตรวจในระบบป้องกัน", "allow the auditor in the firewall"),
        ),
        (
            "robots",
            Said("robots.txt ห้ามอ่านหน้านี้", "the site's robots.txt forbids it"),
            Said("ให้อนุญาตหน้าที่เป็นข้อมูลสาธารณะ", "allow pages that are public information"),
        ),
        (
            "robots_unreachable",
            Said("อ่าน robots.txt ไม่ได้ จึงถือว่าห้ามอ่าน", "the site's robots.txt could not be read, so nothing may be"),
            Said("ให้แก้ให้ตอบ 200 หรือ 404", "make it answer 200 or 404"),
        ),
        ("too_large", Said("ไฟล์ใหญ่เกิน 50 MB", "larger than 50 MB"), Said("ให้แบ่งหรือลดขนาด", "split or shrink the file")),
        (
            "truncated",
            Said("ได้ข้อมูลไม่ครบ", "the transfer ended early"),
            Said("ให้ตรวจว่าไฟล์อัปโหลดสมบูรณ์", "check that the upload is whole"),
        ),
        (
            "encrypted",
            Said("ไฟล์มีรหัสผ่าน", "asks for a password"),
            Said("ให้เผยแพร่ไฟล์ที่ไม่ใส่รหัสผ่าน", "publish it without one"),
        ),
        (
            "unreadable",
            Said("เปิดอ่านไฟล์ไม่ได้", "the file could not be read"),
            Said("ให้ตรวจว่าไฟล์ไม่เสีย หรือเผยแพร่เป็น PDF", "check that it is whole, or publish it as PDF"),
        ),
        (
            "unknown_type",
            Said("ไม่รู้จักชนิดของไฟล์", "unknown kind of file"),
            Said("ให้เผยแพร่เป็น PDF หรือหน้าเว็บ", "publish it as PDF or a web page"),
        ),
        (
            "scan_unread",
            Said("เอกสารสแกนที่ไม่มีชื่อบอกว่าเป็นเรื่องใด และยังไม่ได้อ่าน", "a scan that nothing names and that was not read"),
            Said("ให้ตั้งชื่อลิงก์ตามเรื่อง", "name its link for what it is"),
        ),
        (
            "empty_body",
            Said("เครื่องแม่ข่ายตอบหน้าเปล่า", "the server sent an empty body"),
            Said("ให้ตรวจไฟล์หรือระบบเว็บไซต์", "check the file or the site"),
        ),
        (
            "http_error",
            Said("เครื่องแม่ข่ายตอบรหัสผิดปกติ", "unexpected status code"),
            Said("ให้แจ้งผู้ดูแลเว็บไซต์", "tell the webmaster"),
        ),
        (
            "bad_response",
            Said("คำตอบของเครื่องแม่ข่ายผิดรูปแบบ", "the server's answer is malformed"),
            Said("ให้แจ้งผู้ดูแลเว็บไซต์", "tell the webmaster"),
        ),
        (
            "tls_failed",
            Said("เชื่อมต่อแบบเข้ารหัสไม่ได้", "no encrypted connection possible"),
            Said("ให้ต่ออายุหรือแก้ใบรับรอง HTTPS", "mend the HTTPS certificate or protocol"),
        ),
        ("bad_redirect", Said("ลิงก์ส่งต่อวนหรือผิด", "the redirect loops or leads nowhere"), Said("ให้แก้การส่งต่อ", "mend it")),
        (
            "redirect_off_site",
            Said("ลิงก์ส่งต่อไปเว็บไซต์อื่น", "redirects to another site"),
            Said("ให้เผยแพร่บนเว็บไซต์ของหน่วยงาน", "publish it on the agency's own"),
        ),
        (
            "private_address",
            Said("ที่อยู่นี้ชี้ไปเครือข่ายภายใน ประชาชนเปิดไม่ได้", "leads to a private network"),
            Said("ให้ใช้ที่อยู่สาธารณะ", "use a public address"),
        ),
        ("off_site", Said("อยู่บนเว็บไซต์อื่น ไม่ได้เปิดอ่าน", "on another site, not opened"), _NOTHING),
        (
            "viewer",
            Said("อยู่ในโปรแกรมแสดงเอกสารของเว็บไซต์อื่น อ่านอัตโนมัติไม่ได้", "in another site's viewer, which cannot be read"),
            Said("ให้เผยแพร่เป็นไฟล์ PDF บนเว็บไซต์ของหน่วยงาน", "publish it as PDF on the agency's own site"),
        ),
        ("local_audit", Said("ตรวจภายในเครื่อง จึงไม่ได้เปิดเว็บไซต์ภายนอก", "not tried (local audit)"), _NOTHING),
        (
            "page_budget",
            Said("ครบจำนวนหน้าที่กำหนดก่อนถึงหน้านี้", "the page budget ended first"),
            Said("ให้เพิ่ม --max-pages แล้วตรวจใหม่", "raise --max-pages"),
        ),
        (
            "time_budget",
            Said("ครบเวลาที่กำหนดก่อนถึงหน้านี้", "the time budget ended first"),
            Said("ให้เพิ่ม --minutes แล้วตรวจใหม่", "raise --minutes"),
        ),
        (
            "not_checked",
            Said(
                "เพิ่งขึ้นเว็บไซต์หลังการตรวจทั้งเว็บไซต์ และการตรวจซ้ำเฉพาะข้อยังไม่ได้เปิด",
                "put up since the whole audit, and not opened by the check of single items",
            ),
            Said("ให้ตรวจทั้งเว็บไซต์ใหม่", "audit the whole site again"),
        ),
        (
            "host_dead",
            Said("เครื่องแม่ข่ายไม่ตอบหลายครั้งติดกัน จึงหยุดถาม", "the host stopped answering, so it was not asked again"),
            _NOTHING,
        ),
        (
            "trap",
            Said("ที่อยู่นี้ดูเหมือนปฏิทินหรือหน้าที่ไม่มีที่สิ้นสุด จึงข้าม", "looks like an endless calendar or loop of addresses, skipped"),
            _NOTHING,
        ),
        (
            "unwanted_type",
            Said(
                "ไฟล์ชนิดที่ไม่ใช่หลักฐาน (วิดีโอ โปรแกรม) ไม่ได้เปิด",
                "a kind of file that is no evidence (video, program), not opened",
            ),
            _NOTHING,
        ),
        (
            "not_kept",
            Said("สำเนาที่เก็บไว้เสียหายหรือถูกลบแล้ว", "the stored copy is damaged or was removed"),
            Said("ให้ตรวจใหม่เพื่ออ่านอีกครั้ง", "audit again to read it"),
        ),
        (
            "script_link",
            Said("ลิงก์นี้เปิดด้วยสคริปต์ของหน้าเว็บ ซึ่งไม่ได้สั่งให้ทำงาน", "opened by a script of the page, which was not run"),
            Said("ให้ใช้ลิงก์ที่มีที่อยู่ (URL) ของเอกสารโดยตรง", "link to the document's own address"),
        ),
        (
            "browser_missing",
            Said("ไม่มีเบราว์เซอร์สำหรับเปิดหน้าที่สร้างด้วยสคริปต์", "no browser to open pages made by script"),
            _NOTHING,
        ),
        ("browser_failed", Said("เปิดหน้าด้วยเบราว์เซอร์ไม่สำเร็จ", "the browser could not open the page"), _NOTHING),
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


def note_sentence(code: str, facts: dict[str, object], lang: str = "th") -> str:
    """A note of the crawl as one line (robots_forbids: three); a problem among its facts is put in words."""
    said, problem = Said(*NOTES[code]), PROBLEMS.get(str(facts.get("problem")))
    if problem:
        facts = facts | {"problem": getattr(problem.what, lang)}
    return str(getattr(said, lang)).format_map(facts)

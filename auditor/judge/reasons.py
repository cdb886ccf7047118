"""One table of sentences: reason + facts -> what a reader is told, in Thai and English. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from auditor.result import Reason, Text

Facts = Mapping[str, object]


class Sentence(NamedTuple):
    """Used when all of `needs` are among the facts; the first that fits wins, so the plainest stands last."""

    needs: tuple[str, ...]
    th: str
    en: str


PASSED = (
    Sentence(
        ("quote",),
        "พบข้อความที่แสดงองค์ประกอบนี้",
        "The text that shows this element was found.",
    ),
    Sentence(
        ("nothing",),
        "พบข้อความแจ้งว่าไม่มีเรื่องที่ต้องรายงานในช่วงนี้",
        "The page states that there was nothing to report for the period.",
    ),
    Sentence((), "พบหลักฐานและเปิดดูได้", "The evidence was found and opens."),
)

TABLE: dict[Reason, tuple[Sentence, ...]] = {
    "not_found": (
        Sentence(
            ("looked",),
            "เปิดดูครบ {looked} หน้าและไฟล์แล้ว ไม่พบทั้งหัวข้อและเอกสารของเรื่องนี้บนเว็บไซต์",
            "Of {looked} pages and files looked at, none holds a heading or a document about this.",
        ),
        Sentence(
            (),
            "ไม่พบหัวข้อหรือเอกสารของเรื่องนี้บนเว็บไซต์",
            "Nothing about this was found on the website.",
        ),
    ),
    "heading_only": (
        Sentence(
            ("heading",),
            "มีแต่หัวข้อ “{heading}” ไม่มีเนื้อหาหรือเอกสารอยู่เบื้องหลัง",
            "There is a heading, nothing behind it: “{heading}”.",
        ),
        Sentence((), "มีแต่หัวข้อ ไม่มีเนื้อหาอยู่เบื้องหลัง", "There is a heading, nothing behind it."),
    ),
    "empty_list": (
        Sentence(
            ("heading",),
            "มีหัวข้อ “{heading}” แต่รายการใต้หัวข้อว่างเปล่า",
            "There is a heading, nothing behind it: the list under “{heading}” is empty.",
        ),
        Sentence((), "รายการใต้หัวข้อว่างเปล่า", "The list under the heading is empty."),
    ),
    "dead_link": (
        Sentence(
            ("heading", "status"),
            "มีลิงก์ “{heading}” แต่เปิดไม่ได้ (รหัส {status})",
            "The link “{heading}” does not open (status {status}).",
        ),
        Sentence(
            ("heading",),
            "มีลิงก์ “{heading}” แต่ปลายทางเปิดไม่ได้แล้ว",
            "The link “{heading}” leads nowhere any more.",
        ),
        Sentence((), "ลิงก์ของเรื่องนี้เปิดไม่ได้", "The link for this does not open."),
    ),
    "no_public_access": (
        Sentence(
            ("heading",),
            "“{heading}” ขอให้เข้าสู่ระบบหรือขอสิทธิ์ก่อนเปิด ประชาชนทั่วไปจึงเปิดดูไม่ได้",
            "“{heading}” asks for a login or permission, so the public cannot open it.",
        ),
        Sentence(
            (),
            "ต้องเข้าสู่ระบบก่อน ประชาชนทั่วไปเปิดดูไม่ได้",
            "A login is asked for; the public cannot open it.",
        ),
    ),
    "wrong_year": (
        Sentence(
            ("found", "asked"),
            "พบเฉพาะของปี {found} แต่ปีนี้ต้องเป็นของปี {asked}",
            "Only a document of {found} was found; {asked} is asked for.",
        ),
        Sentence((), "พบเฉพาะเอกสารของปีอื่น", "Only a document of another year was found."),
    ),
    "newer_year": (
        Sentence(
            ("found", "asked"),
            "พบเอกสารของปี {found} ซึ่งใหม่กว่าปี {asked} ที่ตรวจ จึงตัดสินปีที่ตรวจไม่ได้",
            "A document of {found} was found, newer than {asked}; this says nothing about {asked}.",
        ),
        Sentence((), "พบเฉพาะเอกสารของปีที่ใหม่กว่า", "Only a document of a later year was found."),
    ),
    "wrong_period": (
        Sentence(
            ("found_part", "asked_part"),
            "พบเอกสารของ{found_part} แต่ข้อนี้ต้องเป็นของ{asked_part}",
            "The document is for {found_part}; {asked_part} is asked for.",
        ),
        Sentence((), "เอกสารเป็นของช่วงเวลาอื่น", "The document is for another period."),
    ),
    "missing_element": (
        Sentence(
            ("months",),
            "ยังขาดของเดือน {months}",
            "These months are missing: {months}.",
        ),
        Sentence(
            ("element",),
            "อ่านเอกสารครบแล้ว ไม่พบ “{element}”",
            "The whole document was read; “{element}” is not in it.",
        ),
        Sentence(
            (),
            "เอกสารยังขาดองค์ประกอบที่กำหนด",
            "A required element is missing from the document.",
        ),
    ),
    "wrong_document": (
        Sentence(
            ("heading", "blank"),
            "“{heading}” ดูเป็นแบบฟอร์มเปล่าที่ยังไม่ได้กรอก",
            "“{heading}” looks like a form that nobody has filled in.",
        ),
        Sentence(
            ("heading",),
            "เอกสารใต้หัวข้อ “{heading}” ดูเป็นเอกสารเรื่องอื่น",
            "The document under “{heading}” seems to be about something else.",
        ),
        Sentence((), "เอกสารที่พบเป็นเรื่องอื่น", "The document found is about something else."),
    ),
    "form_to_print": (
        Sentence(
            ("heading",),
            "พบเพียงแบบฟอร์มให้ดาวน์โหลดหรือพิมพ์ (“{heading}”) ประชาชนยังยื่นเรื่องทางออนไลน์ไม่ได้",
            "Only a form to download or print was found (“{heading}”); the public cannot apply online.",
        ),
        Sentence((), "พบเพียงแบบฟอร์มให้พิมพ์", "Only a form to print was found."),
    ),
    "not_due": (
        Sentence(
            ("due",),
            "ยังไม่ถึงกำหนด เริ่มถูกตรวจตั้งแต่วันที่ {due}",
            "Not due yet: asked for from {due_en}.",
        ),
        Sentence((), "ยังไม่ถึงกำหนด", "Not due yet."),
    ),
    "not_reached": (
        Sentence(
            ("url", "problem"),
            "ยังตรวจ {url} ไม่ได้ ({problem}) ซึ่งอาจเป็นหลักฐานของข้อนี้ จึงยังไม่ตัดสินว่าไม่ผ่าน",
            "{url} could not be looked at ({problem_en}); it may be the evidence, so the item does not fail.",
        ),
        Sentence(
            (),
            "ยังตรวจเว็บไซต์ไม่ครบ จึงยังไม่ตัดสิน",
            "The look was not complete, so nothing is decided.",
        ),
    ),
    "unreadable": (
        Sentence(
            ("heading", "script"),
            "หน้า “{heading}” แสดงรายการด้วยสคริปต์ โปรแกรมยังอ่านไม่ได้ ต้องให้คนเปิดดู",
            "The list on “{heading}” is filled by script and could not be read; a person must look.",
        ),
        Sentence(
            ("heading",),
            "พบ “{heading}” แต่โปรแกรมอ่านข้อความในไฟล์หรือภาพไม่ได้ ต้องให้คนเปิดดู",
            "“{heading}” was found, but the program could not read its text; a person must look.",
        ),
        Sentence(
            (),
            "โปรแกรมอ่านเอกสารไม่ได้ ต้องให้คนเปิดดู",
            "The program could not read the document; a person must look.",
        ),
    ),
    "low_confidence": (
        Sentence(
            ("element",),
            "พบเอกสารแล้ว แต่โปรแกรมยังยืนยันไม่ได้ว่ามี “{element}” หรือไม่",
            "The document was found, but the program could not confirm that it shows “{element}”.",
        ),
        Sentence(
            ("heading", "found", "year_doubtful"),
            "พบ “{heading}” ของปี {found} แต่ยังไม่แน่ว่าเกณฑ์ข้อนี้ถามปีใด",
            "“{heading}” of {found} was found; it is not certain which year this requirement asks for.",
        ),
        Sentence(
            ("heading", "found", "year_contested"),
            "พบ “{heading}” ซึ่งน่าจะเป็นของปี {found} แต่มีข้อความที่บอกปีอื่นด้วย ต้องให้คนดูว่าเป็นของปีใด",
            "“{heading}” seems to be of {found}, but other words say another year; a person must see which it is.",
        ),
        Sentence(
            ("heading", "year_unknown"),
            "พบ “{heading}” แต่ไม่พบข้อความที่บอกว่าเป็นของปีใด",
            "“{heading}” was found, but nothing says which year it is for.",
        ),
        Sentence(
            ("heading", "mentioned"),
            "ไม่พบหัวข้อของเรื่องนี้ แต่ “{heading}” มีข้อความที่อาจเกี่ยวข้อง ต้องให้คนเปิดดู",
            "Nothing is named for this, but “{heading}” has words that may belong to it; a person must look.",
        ),
        Sentence(
            ("heading",),
            "พบ “{heading}” แต่โปรแกรมยังยืนยันไม่ได้ว่าเป็นหลักฐานของข้อนี้",
            "“{heading}” was found, but the program could not confirm that it is the evidence asked for.",
        ),
        Sentence(
            (),
            "โปรแกรมยังยืนยันไม่ได้ ต้องให้คนตรวจ",
            "The program could not confirm it; a person must look.",
        ),
    ),
    "unconfirmed_rule": (
        Sentence(
            ("saw",),
            "{saw} อย่างไรก็ตาม เกณฑ์ข้อนี้ยังไม่มีแหล่งอ้างอิงยืนยัน จึงไม่ตัดสินว่าไม่ผ่าน",
            "{saw} But no source confirms that it is required, so it does not fail.",
        ),
        Sentence(
            ("element",),
            "ไม่พบ “{element}” แต่เกณฑ์ข้อนี้ยังไม่มีแหล่งอ้างอิงยืนยัน จึงไม่ตัดสินว่าไม่ผ่าน",
            "“{element}” was not found, but no source confirms that it is required, so it does not fail.",
        ),
        Sentence((), "เกณฑ์ข้อนี้ยังไม่มีแหล่งอ้างอิงยืนยัน", "No source confirms this requirement."),
    ),
    "needs_person": (Sentence((), "เรื่องนี้ต้องใช้คนเปิดดูและตอบ", "This needs a person to look and answer."),),
    "depends": (
        Sentence(
            (),
            "ยังไม่ตรวจ เพราะยังไม่มีเอกสารที่ต้องใช้ตรวจ",
            "Not judged: the document it needs is not there.",
        ),
    ),
}


def say(reason: Reason | None, facts: Facts) -> Text:
    """The sentence for a reason with its facts filled in; for a pass when the reason is None.

    A fact that has an English form stands beside it: `element` and `element_en`.
    """
    english = {name: facts.get(f"{name}_en", value) for name, value in facts.items()}
    for sentence in TABLE[reason] if reason else PASSED:
        if all(facts.get(name) not in (None, "", ()) for name in sentence.needs):
            return Text(th=sentence.th.format(**facts), en=sentence.en.format(**english))
    raise LookupError(f"no sentence for {reason}")

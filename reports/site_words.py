"""Every sentence of the static site's own, once, in Thai and in English. What reports say of items stands in words."""

from __future__ import annotations

from reports.words import Lang

SITE_WORDS: dict[str, tuple[str, str]] = {
    "site_title": ("ผลตรวจ OIT ของหน่วยงาน", "OIT checks of agencies"),
    "not_nacc": ("ไม่ใช่ผลการประเมินของ ป.ป.ช.", "Not the NACC's verdict"),
    "night_of": ("ตรวจคืนที่ {night}", "Night {night}"),
    "agencies": ("หน่วยงาน", "Agencies"),
    "province": ("จังหวัด", "Province"),
    "type": ("ประเภท", "Type"),
    "vendor": ("ผู้ทำเว็บไซต์", "Website vendor"),
    "unknown": ("ไม่ระบุ", "Not given"),
    "search": ("ค้นหาหน่วยงาน", "Find an agency"),
    "search_hint": ("พิมพ์ชื่อหน่วยงานหรือจังหวัด", "Type the name of an agency or province"),
    "search_none": ("ไม่พบหน่วยงานนี้", "No such agency"),
    "search_without": ("หากค้นหาไม่ได้ เลือกจากจังหวัดด้านล่าง", "If the search does not work, choose a province below"),
    "by_province": ("แยกตามจังหวัด", "By province"),
    "by_type": ("แยกตามประเภทหน่วยงาน", "By type"),
    "by_vendor": ("แยกตามผู้ทำเว็บไซต์", "By vendor"),
    "vendor_means": (
        "หน่วยงานที่ใช้ผู้ทำเว็บไซต์หรือเครื่องแม่ข่ายเดียวกัน แก้ที่เดียวอาจช่วยได้ทุกหน่วยงาน",
        "Agencies of one vendor or server: one repair may help them all.",
    ),
    "failures": ("ข้อที่หน่วยงานไม่ผ่านมากที่สุด", "Most common failures"),
    "item": ("ข้อ", "Item"),
    "share_passed": ("ร้อยละของหน่วยงานที่ผ่าน", "Share of agencies that pass"),
    "heat_means": (
        "แต่ละช่องคือร้อยละของหน่วยงานที่ผ่าน จากหน่วยงานที่ตัดสินได้แล้ว ขีดหมายถึงยังตัดสินไม่ได้",
        "Each cell is the share of agencies that pass, of those that could be decided; a dash means none could.",
    ),
    "cells_mean": ("ความหมายของเครื่องหมาย", "What the signs mean"),
    "trend": ("แนวโน้มรายคืน", "Night by night"),
    "night": ("คืนที่", "Night"),
    "looked": ("ตรวจ", "Checked"),
    "blocked": ("เข้าไม่ได้", "Not reached"),
    "worse": ("แย่ลง", "Worse"),
    "better": ("ดีขึ้น", "Better"),
    "changes": ("เปลี่ยนไปจากครั้งก่อน", "Changed since last time"),
    "no_changes": ("ไม่มีอะไรเปลี่ยน", "Nothing changed"),
    "all_changes": ("ดูทั้งหมด {n} รายการ", "See all {n}"),
    "more_changes": ("และอีก {n} รายการ ดูใน changes.json", "and {n} more, see changes.json"),
    "contents": ("ในหน้านี้", "On this page"),
    "passed_share": ("ผ่าน จากที่ตัดสินได้", "passed, of what could be decided"),
    "tonight": ("คืนนี้", "This night"),
    "upgraded": (
        "อีก {n} ข้อต่างไปเพราะเกณฑ์หรือโปรแกรมตรวจเปลี่ยน ไม่ใช่เพราะเว็บไซต์เปลี่ยน",
        "{n} more verdicts differ because the rules or the program changed, not the websites.",
    ),
    "by_upgrade": ("เพราะเกณฑ์หรือโปรแกรมเปลี่ยน", "by other rules or another program"),
    "downloads": ("ดาวน์โหลดข้อมูล", "Downloads"),
    "report": ("รายงานฉบับเต็ม", "Full report"),
    "website": ("เว็บไซต์", "Website"),
    "history": ("ประวัติของแต่ละข้อ", "History"),
    "no_history": ("ยังไม่มีข้อใดเปลี่ยนสถานะ", "No item has changed yet"),
    "not_yet": ("ยังไม่ได้ตรวจ", "Not checked yet"),
    "page": ("หน้า {n} จาก {of}", "Page {n} of {of}"),
    "home": ("หน้าแรก", "Start"),
    "passed_of": ("ผ่าน {passed} จาก {total} ข้อ", "{passed} of {total} items passed"),
    "count": ("{n} หน่วยงาน", "{n} agencies"),
}
SIGNS = {"passed": "✓", "failed": "✗", "cantTell": "?", "untested": "–", "not_due": "○", "inapplicable": "·"}
"""The text equivalent of a cell's colour."""


class SiteWords:
    """`w("key", n=3)`."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __call__(self, key: str, **facts: object) -> str:
        return SITE_WORDS[key][self.lang == "en"].format(**facts)

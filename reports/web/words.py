"""Every sentence of the server's own pages, once, in Thai and in English; the reports' words serve beside them."""

from __future__ import annotations

from reports.words import Words

WEB: dict[str, tuple[str, str]] = {
    "app": ("ตรวจ OIT", "OIT check"),
    "app_long": ("ตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)", "Public disclosure check (OIT)"),
    "to_content": ("ข้ามไปเนื้อหา", "Skip to content"),
    "other_lang": ("English", "ภาษาไทย"),
    "home": ("หน้าแรก", "Home"),
    "nights": ("ผลรายคืน", "Nightly results"),
    "sign_out": ("ออกจากระบบ", "Sign out"),
    "reading_only": ("สิทธิ์อ่านอย่างเดียว", "reading only"),
    # Home
    "home_title": ("ตรวจเว็บไซต์ของหน่วยงาน", "Check an agency's website"),
    "home_lead": (
        "ใส่ที่อยู่เว็บไซต์ แล้วโปรแกรมจะเปิดอ่านเหมือนผู้เยี่ยมชม หาหลักฐาน OIT ทีละข้อ และบอกว่าข้อใดครบ ข้อใดต้องแก้ แก้อย่างไร",
        "Give the address. The program reads the site as a visitor would, looks for the evidence of every OIT item, "
        "and says what is complete, what is to be repaired and how.",
    ),
    "url_label": ("ที่อยู่เว็บไซต์", "Website address"),
    "url_hint": (
        "คัดลอกจากแถบที่อยู่ของเบราว์เซอร์มาวางได้เลย เช่น www.example.go.th",
        "Paste it from your browser, for example www.example.go.th",
    ),
    "year_label": ("ปีงบประมาณ", "Fiscal year"),
    "year_draft": ("ร่าง", "draft"),
    "start": ("เริ่มตรวจ", "Start"),
    "how_title": ("โปรแกรมทำอะไรกับเว็บไซต์", "What happens to the website"),
    "how_read": (
        "อ่านเฉพาะสิ่งที่เปิดให้ประชาชนดูได้ ไม่เข้าสู่ระบบ ไม่กรอกข้อมูลในแบบฟอร์ม กดเฉพาะปุ่มที่ใช้เปลี่ยนหน้า เลือกปี หรือเปิดรายการ",
        "Only what is open to the public is read. Nothing is signed in to or filled in; only buttons that turn pages, "
        "choose a year or open a list are pressed.",
    ),
    "how_slow": (
        "อ่านช้าๆ ครั้งละหนึ่งหน้าต่อวินาที ไม่ทำให้เว็บไซต์ช้า และเคารพ robots.txt",
        "About one page a second, so that the website does not become slow; robots.txt is obeyed.",
    ),
    "how_long": (
        "อ่านไม่เกิน {pages} หน้า ใช้เวลาราว 5 ถึง {minutes} นาที ปิดหน้านี้แล้วกลับมาดูภายหลังได้",
        "At most {pages} pages; 5 to {minutes} minutes. You may close the page and come back.",
    ),
    "how_verdict": (
        "ข้อที่อ่านไม่ได้จะบอกว่าอ่านไม่ได้ ไม่นับว่าไม่ผ่าน ข้อที่ต้องใช้สายตาคนจะถามท่าน",
        "What could not be read is said to be unread, never failed. What needs a person's eyes is asked of you.",
    ),
    "under_way": ("กำลังตรวจและรอคิว", "Under way and waiting"),
    "audited": ("หน่วยงานที่ตรวจแล้ว", "Audited agencies"),
    "audited_none": ("ยังไม่มีผลตรวจ เริ่มจากใส่ที่อยู่เว็บไซต์ด้านบน", "Nothing yet; begin with an address above."),
    "agency": ("หน่วยงาน", "Agency"),
    "filter_agencies": ("ค้นหาหน่วยงาน", "Find an agency"),
    "reader_note": (
        "ท่านเข้ามาด้วยสิทธิ์อ่านอย่างเดียว จึงดูผลได้แต่สั่งตรวจไม่ได้",
        "You may read results here, not start audits.",
    ),
    # A job
    "job_audit": ("ตรวจทั้งเว็บไซต์", "Whole audit"),
    "job_again": ("ตรวจซ้ำข้อ {items}", "Checking {items} again"),
    "job_claims": ("ตรวจที่อยู่ที่จะยื่นใน ITAS", "Checking addresses meant for ITAS"),
    "stage_waiting": ("รอคิว", "Waiting"),
    "stage_starting": ("กำลังเริ่ม", "Starting"),
    "stage_crawling": ("กำลังอ่านเว็บไซต์", "Reading the website"),
    "stage_judging": ("กำลังอ่านเอกสารและตัดสินทีละข้อ", "Reading documents and judging every item"),
    "stage_done": ("ตรวจเสร็จแล้ว", "Done"),
    "stage_blocked": ("เปิดเว็บไซต์ไม่ได้", "The website could not be opened"),
    "stage_failed": ("ตรวจไม่สำเร็จ", "The audit failed"),
    "stage_cancelled": ("ยกเลิกแล้ว", "Cancelled"),
    "before_none": ("ถึงคิวท่านเป็นลำดับถัดไป", "You are next"),
    "before": ("มีงานก่อนหน้า {n} งาน", "{n} before you"),
    "steps": ("ขั้นตอน", "Steps"),
    "step_wait": ("รอคิว", "Wait"),
    "step_read": ("อ่านเว็บไซต์", "Read the website"),
    "step_judge": ("อ่านเอกสารและตัดสิน", "Read documents, judge"),
    "step_done": ("ได้ผลตรวจ", "Result"),
    "pages_read": ("หน้าที่อ่านแล้ว", "Pages read"),
    "documents_read": ("เอกสารที่เปิดแล้ว", "Documents opened"),
    "addresses_left": ("ที่อยู่ที่รออ่าน", "Addresses waiting"),
    "minutes_spent": ("เวลาที่ใช้", "Time spent"),
    "items_met": ("พบเรื่องที่เกี่ยวกับข้อเหล่านี้แล้ว", "Something about these items was met"),
    "items_met_of": ("{n} จาก {total} ข้อ", "{n} of {total} items"),
    "items_met_note": (
        "เป็นเพียงร่องรอยที่พบระหว่างอ่าน ยังไม่ใช่ผลตัดสิน",
        "Traces met while reading, not verdicts.",
    ),
    "reading_now": ("กำลังอ่าน", "Reading"),
    "close_note": (
        "ปิดหน้านี้ได้ การตรวจจะทำต่อจนเสร็จ เปิดที่อยู่เดิมนี้เมื่อใดก็ได้เพื่อดูความคืบหน้า",
        "You may close this page; the audit goes on. Open the same address again at any time.",
    ),
    "refresh_note": ("หน้านี้โหลดใหม่เองทุก 5 วินาที", "This page reloads every 5 seconds."),
    "updated": ("ปรับปรุงแล้ว", "Updated"),
    "cancel": ("ยกเลิกการตรวจนี้", "Cancel this audit"),
    "open_result": ("เปิดผลตรวจ", "Open the result"),
    "open_last_result": ("เปิดผลตรวจครั้งก่อน", "Open the earlier result"),
    "try_again": ("ลองตรวจใหม่", "Try again"),
    "failed_help": (
        "ยังไม่มีผลใหม่ ข้อมูลที่อ่านได้แล้วเก็บไว้ครบ ลองตรวจใหม่อีกครั้ง ถ้ายังไม่สำเร็จให้แจ้งผู้ดูแลระบบพร้อมข้อความนี้",
        "There is no new result. What was read is kept. Try again; if it fails once more, tell whoever runs it:",
    ),
    "blocked_help": (
        "เปิดหน้าแรกของเว็บไซต์ไม่ได้ จึงไม่มีข้อใดถูกนับว่าไม่ผ่าน ตรวจตัวสะกดของที่อยู่ หรือลองใหม่เมื่อเว็บไซต์ใช้งานได้",
        "The home page could not be opened, so nothing counts as failed. Check the spelling, or try when it is up.",
    ),
    "already": ("หน่วยงานนี้กำลังถูกตรวจอยู่แล้ว นี่คือการตรวจนั้น", "This agency is being audited already; this is that audit."),
    # An audit
    "do_title_all": ("ทำอะไรต่อ", "What next"),
    "open_report": ("เปิดรายงานฉบับเต็ม", "Open the full report"),
    "audit_anew": ("ตรวจใหม่ทั้งเว็บไซต์", "Audit the whole site anew"),
    "running_now": ("กำลังมีการตรวจหน่วยงานนี้อยู่", "This agency is being audited right now."),
    "watch": ("ดูความคืบหน้า", "Watch"),
    "part_fix": ("ต้องแก้", "To repair"),
    "part_ask": ("ต้องให้คนตรวจ", "For a person to check"),
    "part_unread": ("ตรวจไม่ได้", "Could not be checked"),
    "part_later": ("ยังไม่ถึงกำหนด", "Not due yet"),
    "part_passed": ("ผ่านแล้ว", "Passed"),
    "part_apart": ("ไม่เกี่ยวข้อง", "Not applicable"),
    "all_good": ("ไม่มีข้อที่ต้องแก้หรือรอคนตรวจ", "Nothing is to be repaired or checked."),
    "papers": ("เอกสารสำหรับงานธุรการ", "Papers for the office"),
    "papers_lead": (
        "กรอกจากผลตรวจให้แล้ว ช่องที่ต้องตัดสินใจเว้นไว้ให้",
        "Filled in from the result; what you must decide is left blank.",
    ),
    "data_files": ("ข้อมูลและรายงานรูปแบบอื่น", "Data and other formats"),
    "paper_result": ("รายงานผล OIT (Word)", "Result (Word)"),
    "paper_checklist": ("ตารางองค์ประกอบด้านข้อมูล (Word)", "Checklist of elements (Word)"),
    "paper_plan": ("แผนปรับปรุงจากผลประเมิน (Word)", "Improvement plan (Word)"),
    "paper_progress": ("รายงานความก้าวหน้า เทียบครั้งก่อน (Word)", "Progress since the earlier audit (Word)"),
    "paper_memo": ("บันทึกข้อความรายงานผล (Word)", "Memo to the chief (Word)"),
    "paper_itas": ("ตารางที่อยู่สำหรับ ITAS (Excel)", "Addresses for ITAS (Excel)"),
    "form_html": ("รายงานฉบับเต็ม เปิดได้โดยไม่ต้องต่อเน็ต (HTML)", "Full report, opens offline (HTML)"),
    "form_pdf": ("รายงานสำหรับพิมพ์ (PDF)", "For printing (PDF)"),
    "form_xlsx": ("ตารางผลทุกข้อ (Excel)", "All items (Excel)"),
    "form_csv": ("ตารางผลทุกข้อ (CSV)", "All items (CSV)"),
    "form_json": ("ข้อมูลทั้งหมด (JSON)", "All data (JSON)"),
    "form_earl": ("ข้อมูลตามมาตรฐาน W3C EARL", "W3C EARL"),
    "badge": ("ป้ายผลตรวจสำหรับเว็บไซต์ (SVG)", "Badge for the website (SVG)"),
    "compare_title": ("เทียบกับครั้งก่อน", "Compare with an earlier audit"),
    "compare_choose": ("เทียบกับการตรวจเมื่อ", "Compare with the audit of"),
    "compare_go": ("เทียบ", "Compare"),
    "compare_none": (
        "เพิ่งตรวจครั้งแรก เมื่อตรวจใหม่แล้วจะเทียบได้ที่นี่",
        "This is the first audit; after the next one you can compare here.",
    ),
    "compare_nothing": ("ไม่มีข้อใดเปลี่ยน", "No item changed."),
    "other_years": ("ปีอื่นของหน่วยงานนี้", "Other years of this agency"),
    "claims_title": ("ตรวจที่อยู่ก่อนยื่น ITAS", "Check addresses before ITAS"),
    "claims_lead": (
        "วางรายการที่อยู่ที่จะยื่นในระบบ ITAS โปรแกรมจะเปิดทีละที่อยู่เหมือนผู้ประเมิน แล้วบอกว่าที่อยู่นั้นแสดงหลักฐานของข้อนั้นจริงหรือไม่",
        "Paste the addresses that you will hand in. Each is opened as an assessor would, and judged for its item.",
    ),
    "claims_label": ("รายการ: หนึ่งบรรทัดต่อหนึ่งที่อยู่", "List: one address a line"),
    "claims_hint": (
        "เขียนข้อ เว้นวรรค แล้วตามด้วยที่อยู่ หรือคัดลอกสองช่องจาก Excel มาวางได้ เช่น",
        "Item, a space, the address; two columns pasted from Excel will do. For example",
    ),
    "claims_send": ("ตรวจรายการนี้", "Check this list"),
    "claims_open": ("วางรายการที่อยู่", "Paste the list"),
    "claims_results": ("ผลของรายการที่วางไว้", "What the list came to"),
    "claims_not_yet": ("ยังไม่ได้ตรวจรายการ", "No list has been checked yet."),
    # An item
    "back_to_audit": ("กลับไปผลตรวจทั้งหมด", "Back to the whole result"),
    "do_title": ("ทำอะไรต่อกับข้อนี้", "What next"),
    "again": ("ตรวจข้อนี้ซ้ำ", "Check this item again"),
    "again_lead": (
        "แก้บนเว็บไซต์แล้วใช่ไหม กดเพื่ออ่านเฉพาะหน้าที่เกี่ยวกับข้อนี้ใหม่ ใช้เวลาไม่กี่วินาทีถึงไม่กี่นาที",
        "Repaired on the website? Only the pages of this item are read again; seconds to a few minutes.",
    ),
    "kit": ("ชุดแก้ไขข้อนี้ (ZIP)", "Fix kit (ZIP)"),
    "kit_lead": ("ใบงานและร่างเอกสารที่กรอกต่อได้", "A worksheet and drafts of the documents to publish."),
    "decide_title": ("ตัดสินโดยคน", "Settle it yourself"),
    "decide_lead": (
        "เปิดดูหลักฐานแล้วแน่ใจ บันทึกคำตัดสินของท่านได้ ผลของโปรแกรมยังแสดงคู่กันเสมอ",
        "Looked at the evidence and sure? Your decision is kept beside the program's, never instead of it.",
    ),
    "decide_outcome": ("คำตัดสิน", "Decision"),
    "decide_by": ("ชื่อผู้ตัดสิน", "Your name"),
    "decide_because": ("เหตุผล", "Why"),
    "decide_because_hint": (
        "เช่น เปิดไฟล์แล้ว หน้า 2 มีลายมือชื่อนายกเทศมนตรี",
        "For example: opened the file, page 2 is signed",
    ),
    "decide_link": ("ที่อยู่ที่เปิดดู (ถ้ามี)", "Address you looked at (if any)"),
    "decide_save": ("บันทึกคำตัดสิน", "Save the decision"),
    "checked_now": ("ตรวจซ้ำเสร็จแล้ว ผลตอนนี้: {outcome}", "Checked again; it now stands at: {outcome}"),
    "decided": ("บันทึกคำตัดสินแล้ว", "The decision is saved."),
    # Signing in, troubles
    "login_title": ("เข้าสู่ระบบ", "Sign in"),
    "login_lead": (
        "วางรหัสที่ผู้ดูแลระบบให้ไว้ รหัสนี้บอกว่าท่านดูผลได้อย่างเดียวหรือสั่งตรวจได้ด้วย",
        "Paste the token you were given; it says whether you may read or also audit.",
    ),
    "token_label": ("รหัสเข้าใช้", "Token"),
    "login": ("เข้าสู่ระบบ", "Sign in"),
    "error_title": ("ทำตามนี้ไม่ได้", "This cannot be done"),
    "not_found_title": ("ไม่พบหน้านี้", "Not found"),
    "fix_fields": ("ยังไม่ได้ส่ง แก้ช่องที่มีข้อความสีแดง", "Not sent yet: mend the fields marked in red."),
    "back_home": ("กลับหน้าแรก", "Back to the home page"),
    "foot": (
        "โปรแกรมช่วยตรวจ ไม่ใช่ผลการประเมินของ ป.ป.ช.",
        "A tool that helps to check; not the NACC's assessment.",
    ),
    "api": ("สำหรับโปรแกรม (API)", "For programs (API)"),
}
"""Key -> (Thai, English)."""


class WebWords(Words):
    """The server's words, and those of the reports."""

    def has(self, key: str) -> bool:
        return key in WEB or super().has(key)

    def __call__(self, key: str, /, **facts: object) -> str:
        if key not in WEB:
            return super().__call__(key, **facts)
        return WEB[key][self._at].format(**facts) if facts else WEB[key][self._at]

"""Every sentence of the reports' own, once, in Thai and in English. Keys are used by templates and formats."""

from __future__ import annotations

from typing import Literal

Lang = Literal["th", "en"]

STATES = ("passed", "failed", "cantTell", "untested", "not_due", "inapplicable")
"""Outcomes as readers meet them: `untested` for a date to come is a state of its own."""

WORDS: dict[str, tuple[str, str]] = {
    # Outcomes
    "passed": ("ผ่าน", "Passed"),
    "failed": ("ไม่ผ่าน", "Failed"),
    "cantTell": ("ต้องให้คนตรวจ", "Needs a person"),
    "untested": ("ตรวจไม่ได้", "Could not be checked"),
    "not_due": ("ยังไม่ถึงกำหนด", "Not due yet"),
    "inapplicable": ("ไม่เกี่ยวข้อง", "Not applicable"),
    "passed_means": ("พบหลักฐานครบทุกองค์ประกอบ", "All required evidence was found"),
    "failed_means": ("ค้นครบแล้ว หลักฐานยังไม่มีหรือไม่ครบ", "Looked everywhere; evidence is missing or incomplete"),
    "cantTell_means": ("โปรแกรมตัดสินแทนไม่ได้ ขอให้คนเปิดดู", "The program cannot decide; a person should look"),
    "untested_means": ("เข้าไม่ถึงหน้าที่อาจเป็นหลักฐาน จึงไม่นับว่าไม่ผ่าน", "A page could not be read; not counted as failed"),
    "not_due_means": ("ยังไม่ถึงวันที่ต้องเผยแพร่", "Its date has not come"),
    "inapplicable_means": ("ไม่นำมาคิดคะแนน", "Left out of the score"),
    # Head
    "title": ("รายงานตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)", "Public disclosure check (OIT)"),
    "year": ("ปีงบประมาณ {year}", "Fiscal year {year}"),
    "as_of": ("ข้อมูล ณ วันที่ {day}", "As of {day}"),
    "checked_on": ("วันที่ตรวจ", "Checked on"),
    "website": ("เว็บไซต์ที่ตรวจ", "Website"),
    "looked_at": (
        "อ่าน {pages} หน้า และเอกสาร {documents} ไฟล์",
        "Read {pages} pages and {documents} documents",
    ),
    "retrospective": ("ตรวจย้อนหลัง", "Looking back"),
    "retrospective_means": (
        "ปีงบประมาณ {year} สิ้นสุดแล้ว รายงานนี้บอกสิ่งที่เว็บไซต์แสดงในวันที่ตรวจ ไม่ใช่สิ่งที่เว็บไซต์แสดงในวันที่ผู้ประเมินตรวจจริง",
        "Fiscal year {year} is over. This shows what the website holds on the day of checking, "
        "not what it held when it was assessed.",
    ),
    "draft": ("ร่าง: เกณฑ์ปี {year} ยังไม่ใช่เกณฑ์ของ ป.ป.ช.", "Draft: the {year} rules are not the NACC's"),
    "draft_means": (
        "เกณฑ์ปีนี้เทียบมาจากปีก่อน ยังไม่มีเอกสารที่เผยแพร่ให้อ้างอิง ใช้เตรียมงานได้ แต่ห้ามใช้แทนเกณฑ์จริง",
        "These rules were made from another year's and have no published source. Use them to prepare, not to conclude.",
    ),
    "not_nacc_short": (
        "ไม่ใช่ผลการประเมินของ ป.ป.ช.",
        "Not the NACC's verdict",
    ),
    "verdict": ("ผลโดยสรุป", "In one line"),
    "passed_of": ("ผ่าน {passed} จาก {total} ข้อ", "{passed} of {total} items passed"),
    "to_fix": ("ต้องแก้ {n} ข้อ", "{n} to repair"),
    "to_answer": ("ต้องให้คนตรวจ {n} ข้อ", "{n} for a person to check"),
    "to_read": ("ตรวจไม่ได้ {n} ข้อ", "{n} could not be checked"),
    "ready_now": ("พร้อมแล้ว {n} ข้อ", "{n} ready"),
    "fix_now": ("ต้องแก้ตอนนี้ {n} ข้อ", "{n} to repair now"),
    "not_yet": ("ยังไม่ถึงกำหนด {n} ข้อ", "{n} not due yet"),
    "reach_partial": (
        "อ่านเว็บไซต์ได้ไม่ครบทุกหน้า ข้อที่อาจอยู่ในหน้าที่อ่านไม่ได้จะไม่ถูกนับว่าไม่ผ่าน",
        "Not every page could be read. Items whose evidence may be there are not counted as failed.",
    ),
    "reach_blocked": (
        "เปิดหน้าแรกของเว็บไซต์ไม่ได้ จึงยังสรุปผลไม่ได้ และไม่มีข้อใดถูกนับว่าไม่ผ่านเพราะเหตุนี้",
        "The home page could not be read, so nothing can be concluded and no item is failed for it.",
    ),
    "reach_complete": ("อ่านเว็บไซต์ได้ครบตามขอบเขต", "The website was read in full"),
    # Score
    "score": ("คะแนน OIT", "OIT score"),
    "score_range": ("คะแนน OIT อยู่ระหว่าง", "OIT score lies between"),
    "items_count": ("จำนวนข้อที่ผ่าน", "Items passed"),
    "points": ("คะแนน", "points"),
    "score_of_100": ("จากคะแนนเต็ม 100", "out of 100"),
    "range_why": (
        "เป็นช่วง เพราะยังมี {n} ข้อที่รอคนยืนยันหรือรออ่านใหม่ เมื่อยืนยันครบช่วงจะแคบลงเป็นคะแนนเดียว",
        "A range, because {n} items still wait for a person or another reading. Once settled it narrows to one figure.",
    ),
    "readiness": ("ความพร้อม ณ วันที่ตรวจ", "Readiness on the day of checking"),
    "ready": ("ข้อพร้อมแล้ว", "ready"),
    "now": ("ข้อต้องแก้ตอนนี้", "to repair now"),
    "possible_to": ("อาจได้ถึง {high} เมื่อครบกำหนดและยืนยันแล้ว", "up to {high} once due and settled"),
    "no_formula": (
        "ปีนี้ยังไม่มีสูตรคะแนนที่ตรวจทานได้ จึงรายงานเป็นจำนวนข้อที่ผ่าน ไม่แปลงเป็นคะแนน",
        "This year's scoring formula could not be verified, so items are counted and no score is given.",
    ),
    "formula_verified": (
        "สูตรคะแนนปีนี้ตรวจทานกับผลที่ประกาศแล้วตรงกัน",
        "This year's formula reproduces published results",
    ),
    "formula_consistent": (
        "สูตรคะแนนปีนี้ไม่ขัดกับผลที่ประกาศ",
        "This year's formula is consistent with published results",
    ),
    "formula_assumed": (
        "สูตรคะแนนปีนี้เป็นข้อสันนิษฐาน ยังไม่ได้ตรวจทานกับผลที่ประกาศ",
        "This year's formula is assumed, not yet checked against published results",
    ),
    "ita_share": (
        "OIT คิดเป็นร้อยละ 40 ของคะแนน ITA อีกร้อยละ 60 มาจากแบบสำรวจ IIT และ EIT จึงบอกระดับผลการประเมินจากรายงานนี้ไม่ได้",
        "OIT is 40 % of the ITA; the other 60 % comes from the IIT and EIT surveys, "
        "so no grade follows from this report.",
    ),
    "ita_given": (
        "คะแนน ITA จาก IIT และ EIT ที่ให้มา: {ita} ระดับ {grade}",
        "ITA with the IIT and EIT given: {ita}, {grade}",
    ),
    "indicator": ("ตัวชี้วัดที่ {id}", "Indicator {id}"),
    "sub_indicator": ("ตัวชี้วัดย่อยที่ {id}", "Sub-indicator {id}"),
    "bar_says": (
        "แถบคะแนน 0 ถึง 100: ได้แน่นอน {low} อาจได้ถึง {high}",
        "Score bar from 0 to 100: certain {low}, possible {high}",
    ),
    "certain": ("ยืนยันแล้ว", "Certain"),
    "possible": ("ยังไม่แน่นอน", "Open"),
    # Cover
    "urgent": ("แก้สามเรื่องนี้ก่อน", "Repair these three first"),
    "urgent_few": ("เรื่องที่ควรทำก่อน", "Do these first"),
    "urgent_none": ("ไม่มีข้อที่ต้องแก้ในตอนนี้", "Nothing needs repair now"),
    "adds": ("+{points} คะแนน", "+{points} points"),
    "adds_item": ("+1 ข้อ", "+1 item"),
    "calendar": ("ปฏิทินกำหนดเวลา", "What is due when"),
    "calendar_none": ("ทุกข้อถึงกำหนดแล้ว", "Every item is already due"),
    "due_from": ("ตั้งแต่ {day}", "From {day}"),
    "checked_by": ("ตรวจโดย", "Checked by"),
    "checked_by_tool": ("โปรแกรม OIT Auditor {version} (อัตโนมัติ)", "OIT Auditor {version} (automatic)"),
    "reviewed_by": ("ผู้ทบทวน", "Reviewed by"),
    "position": ("ตำแหน่ง", "Position"),
    "date": ("วันที่", "Date"),
    # Map, gains, what-if
    "map": ("ภาพรวมทุกข้อ", "All items at a glance"),
    "legend": ("ความหมาย", "Legend"),
    "gains": ("แก้ข้อไหนได้คะแนนเพิ่มมากที่สุด", "What gains most"),
    "gains_lead": (
        "เรียงตามคะแนนที่เพิ่มขึ้น ข้อในตัวชี้วัดย่อยที่มีน้อยข้อจะมีน้ำหนักมากกว่า",
        "Ordered by points gained. Items in small sub-indicators weigh more.",
    ),
    "gains_count_lead": ("แต่ละข้อมีผลเท่ากันหนึ่งข้อ เรียงจากที่แก้ง่ายก่อน", "Each counts as one item; easiest first."),
    "gains_none": ("ไม่มีข้อที่ไม่ผ่าน", "No item failed"),
    "gains_more": ("แสดงอีก {n} ข้อ", "Show {n} more"),
    "gain": ("คะแนนเพิ่ม", "Gain"),
    "effort": ("ความยาก", "Effort"),
    "effort_low": ("ทำได้เร็ว", "Quick"),
    "effort_medium": ("ปานกลาง", "Medium"),
    "effort_high": ("ใช้เวลา", "Long"),
    "what_if": ("ลองคำนวณ: ถ้าแก้ข้อที่เลือก", "What if the chosen items were repaired"),
    "what_if_choose": ("เลือก {id} เพื่อรวมในการคำนวณ", "Include {id} in the calculation"),
    "what_if_now": ("ตอนนี้", "Now"),
    "what_if_then": ("ถ้าแก้", "Then"),
    "what_if_none": ("ยังไม่ได้เลือก", "Nothing chosen"),
    # Compare
    "compare": ("เทียบกับการตรวจครั้งก่อน", "Compared with the earlier audit"),
    "compare_days": ("ครั้งก่อน {before} ครั้งนี้ {after}", "Then {before}, now {after}."),
    "compare_score": ("คะแนน {before} เป็น {after}", "Score {before}, now {after}."),
    "compare_rules": (
        "ตรวจด้วยเกณฑ์คนละชุด ข้อที่ผลต่างกันจึงยังบอกไม่ได้ว่าดีขึ้นหรือแย่ลง",
        "The two audits used different rules, so changed outcomes are not called better or worse.",
    ),
    "became": ("เปลี่ยนเป็น", "became"),
    "improved": ("ดีขึ้น", "Improved"),
    "regressed": ("เคยผ่าน แต่ตอนนี้ไม่ผ่าน", "Regressed"),
    "changed_evidence": ("ผลเท่าเดิม แต่หลักฐานเปลี่ยน", "Same outcome, other evidence"),
    "not_comparable": ("เทียบไม่ได้", "Not comparable"),
    "unchanged": ("ไม่เปลี่ยนแปลง {n} ข้อ", "{n} items unchanged"),
    "obstacle_rules": ("เกณฑ์ที่ใช้ตรวจเปลี่ยนไป", "the rules changed in between"),
    "obstacle_reach": ("อ่านเว็บไซต์ส่วนนี้ไม่ได้ในครั้งใดครั้งหนึ่ง", "this part of the site could not be read once"),
    "obstacle_not_due": ("ยังไม่ถึงกำหนดในครั้งใดครั้งหนึ่ง", "not due in one of the two"),
    "obstacle_undecided": ("ยังรอคนตรวจในครั้งใดครั้งหนึ่ง", "waiting for a person in one of the two"),
    "obstacle_absent": ("ไม่มีข้อนี้ในการตรวจครั้งก่อน", "the earlier audit had no such item"),
    # Filters
    "filters": ("กรองและค้นหา", "Filter and search"),
    "filter_outcome": ("ผล", "Outcome"),
    "filter_unit": ("หน่วยงานรับผิดชอบ", "Responsible unit"),
    "filter_indicator": ("ตัวชี้วัดย่อย", "Sub-indicator"),
    "filter_all": ("ทั้งหมด", "All"),
    "search": ("ค้นหาข้อ คำ หรือที่อยู่เว็บ", "Search items, words or addresses"),
    "expand": ("เปิดทุกข้อ", "Expand all"),
    "collapse": ("ปิดทุกข้อ", "Collapse all"),
    "clear": ("ล้างตัวกรอง", "Clear"),
    "showing": ("แสดง {n} จาก {total} ข้อ", "Showing {n} of {total} items"),
    "nothing_matches": ("ไม่มีข้อที่ตรงกับตัวกรอง", "No item matches"),
    # Items
    "items": ("ผลรายข้อ", "Item by item"),
    "criteria": ("องค์ประกอบที่ต้องมี", "What it must show"),
    "evidence": ("หลักฐานที่พบ", "Evidence"),
    "evidence_none": ("ไม่พบหลักฐานบนเว็บไซต์", "No evidence was found on the website"),
    "evidence_ref": ("หลักฐาน {n}", "Evidence {n}"),
    "other_evidence": ("หน้าและเอกสารอื่นที่พบ แต่ไม่ได้ใช้ตัดสิน ({n})", "Also found, not used for the verdict ({n})"),
    "and_more": ("และอีก {n} รายการ ดูได้ใน result.json", "and {n} more, in result.json"),
    "fiscal_year_short": ("ปี {year}", "FY {year}"),
    "path": ("ทางเข้า", "Path"),
    "page": ("หน้า {n}", "page {n}"),
    "page_label": ("หน้า", "Page"),
    "read_at": ("อ่านเมื่อ {time}", "read {time}"),
    "shot_says": ("ภาพหน้าเว็บที่ใช้ตัดสิน: {url}", "Picture of the page that decided: {url}"),
    "fingerprint": ("รหัสตรวจสอบไฟล์ (SHA-256) {sha}", "sha256 {sha}"),
    "problem": ("ปัญหา: {problem}", "Problem: {problem}"),
    "not_a_link": ("(ไม่ใช่ลิงก์ที่เปิดได้)", "(not a link that can be opened)"),
    "period": ("ช่วงเวลาที่ถาม", "Period asked for"),
    "why": ("เหตุผล", "Why"),
    "advice": ("สิ่งที่ต้องทำ", "What to do"),
    "steps": ("ขั้นตอน", "Steps"),
    "where": ("ที่ที่ควรวางบนเว็บไซต์", "Where on this site"),
    "example": ("ตัวอย่างข้อความ", "Example wording"),
    "unit": ("หน่วยงานรับผิดชอบ", "Responsible unit"),
    "who": ("ผู้ลงมือแก้", "Who mends it"),
    "who_unit": ("หน่วยงานเจ้าของเรื่อง", "the unit that owns the matter"),
    "who_officer": ("เจ้าหน้าที่ผู้ดูแลข้อมูลบนเว็บไซต์", "the officer who keeps the website"),
    "who_vendor": ("บริษัทผู้ดูแลเว็บไซต์", "the website's vendor"),
    "question": ("ขอให้คนตอบ", "For a person to answer"),
    "yes": ("ใช่ = ผ่าน", "Yes = passed"),
    "no": ("ไม่ใช่ = ไม่ผ่าน", "No = failed"),
    "open_page": ("เปิดหลักฐานหน้า {n}", "Open the evidence at page {n}"),
    "open_evidence": ("เปิดหลักฐาน", "Open the evidence"),
    "due": ("เริ่มถามถึงตั้งแต่ {day}", "Asked for from {day}"),
    "accuracy": ("ความแม่นของกฎข้อนี้", "How accurate this rule is"),
    "accuracy_given": (
        "เมื่อบอกว่าพบ ถูก {precision} % · หาเจอ {recall} % ของที่มีจริง "
        "(วัดกับข้อความบนลิงก์จริง {n} ตัวอย่าง ยังไม่เคยเทียบกับผลของผู้ตรวจ)",
        "right in {precision} % of what it reports; finds {recall} % of what is there "
        "(against the texts of {n} real links; never against assessors' results)",
    ),
    "accuracy_pooled": (
        "ข้อนี้มีตัวอย่างน้อย ใช้ตัวเลขรวมทุกข้อ: ถูก {precision} % · หาเจอ {recall} % ({n} ตัวอย่าง)",
        "too few cases for this rule; all rules pooled: right {precision} %, finds {recall} % ({n} cases)",
    ),
    "accuracy_none": ("ยังไม่เคยเทียบกับผลของผู้ตรวจ", "never compared with an assessor's result"),
    "measured_on": ("วัดจาก: {what}", "measured on: {what}"),
    "measured_on_labels": (
        "วัดจากข้อความบนลิงก์จริง: ตัวเลขของแต่ละเรื่องวัดด้วยชุดที่ใช้เขียนกฎ ตัวเลขรวมวัดด้วยชุดที่แยกไว้ทดสอบ",
        "measured on the texts of real links: one subject's on those its rule was also written from, "
        "the pooled figure on those set aside for testing",
    ),
    "unknown": ("ไม่ทราบ", "unknown"),
    "law_confidence": ("ความมั่นใจในตัวเกณฑ์", "How sure the rule itself is"),
    "law_seed": ("ตามเอกสารของหน่วยงานที่ใช้ในปีนั้น", "from papers used in that year"),
    "law_official_page": ("ตามหน้าเว็บทางการ", "from an official page"),
    "law_secondary_page": ("ตามหน้าเว็บของหน่วยงานอื่น", "from other agencies' pages"),
    "law_inferred": ("อนุมานจากปีใกล้เคียง จึงไม่ใช้ตัดสินว่าไม่ผ่าน", "inferred from other years; never fails an item"),
    "decision": ("คนตัดสิน", "A person decided"),
    "decision_stale": ("คนเคยตัดสินไว้กับหลักฐานรุ่นก่อน", "Decided on an earlier version of the evidence"),
    "decision_by": ("โดย {by} เมื่อ {day}", "by {by}, {day}"),
    "decision_machine": ("โปรแกรมเห็นว่า: {outcome}", "The program's own outcome: {outcome}"),
    "claims": ("ที่อยู่ที่หน่วยงานจะยื่น", "Addresses to be submitted"),
    "found_elsewhere": ("ตรวจพบนอกลิงก์ที่ยื่น: หลักฐานอยู่ที่อื่นบนเว็บไซต์", "Found on the site, not at the addresses submitted"),
    "checked_again": ("ตรวจข้อนี้ซ้ำเมื่อ {time}", "checked again {time}"),
    # Crawl
    "crawl": ("การอ่านเว็บไซต์", "Reading the website"),
    "crawl_started": ("เริ่มอ่าน", "Started"),
    "crawl_finished": ("อ่านเสร็จ", "Finished"),
    "crawl_pages": ("หน้าเว็บที่อ่านได้", "Pages read"),
    "crawl_documents": ("เอกสารที่อ่านได้", "Documents read"),
    "crawl_rendered": ("หน้าที่ต้องเปิดด้วยเบราว์เซอร์", "Pages opened in a browser"),
    "crawl_requests": ("คำขอทั้งหมด", "Requests"),
    "crawl_bytes": ("ข้อมูลที่รับ", "Received"),
    "could_not_look": ("อ่านไม่ได้ {n} รายการ", "Could not be read: {n}"),
    "could_not_look_means": (
        "ไม่นับเป็นความผิดของหน่วยงาน ข้อที่เกี่ยวข้องถูกพักไว้เป็น “ตรวจไม่ได้” จนกว่าจะอ่านได้",
        "Not held against the agency: items that may be there are left “could not be checked” until they can be read.",
    ),
    "not_there": ("เปิดดูแล้วไม่มี {n} รายการ", "Looked, and not there: {n}"),
    "not_there_means": (
        "ลิงก์เสีย หน้าที่ถูกลบ หรือไฟล์ที่ต้องเข้าสู่ระบบ ควรแก้หรือเอาลิงก์ออก",
        "Dead links, removed pages, files behind a sign-in. Repair them or take the links away.",
    ),
    "class_could_not_look": ("อ่านไม่ได้", "Could not be read"),
    "class_not_there": ("เปิดดูแล้วไม่มี", "Not there"),
    "no_problems": ("อ่านได้ครบ ไม่พบปัญหา", "Everything was read"),
    "cause": ("สาเหตุ", "Cause"),
    "address": ("ที่อยู่", "Address"),
    "affects": ("เกี่ยวกับข้อ", "concerns"),
    "notes": ("ข้อสังเกต", "Notes"),
    "settings": ("ค่าที่ใช้ในการอ่าน", "Settings used"),
    "findings": ("เรื่องที่พบระหว่างตรวจ (ไม่มีผลต่อคะแนน)", "Also found (no effect on the score)"),
    "setting_max_pages": ("จำนวนหน้ามากที่สุด", "Pages at most"),
    "setting_minutes": ("เวลามากที่สุด (นาที)", "Minutes at most"),
    "setting_render": ("เปิดด้วยเบราว์เซอร์", "Browser rendering"),
    "setting_allow_private": ("อ่านเครือข่ายภายใน", "Private addresses allowed"),
    "setting_only": ("เฉพาะข้อ", "Only items"),
    "setting_delay": ("เว้นระหว่างคำขอ (วินาที)", "Delay between requests (s)"),
    "setting_per_address": ("คำขอพร้อมกันต่อเครื่อง", "Requests at once per address"),
    "setting_timeout": ("รอคำตอบ (วินาที)", "Time-out (s)"),
    "setting_retries": ("ลองใหม่ (ครั้ง)", "Retries"),
    "setting_max_body": ("ไฟล์ใหญ่ที่สุด (ไบต์)", "Body at most (bytes)"),
    "setting_max_crawl_delay": ("เคารพ Crawl-delay ถึง (วินาที)", "Crawl-delay obeyed up to (s)"),
    "setting_user_agent": ("ชื่อที่แจ้งต่อเว็บไซต์", "User agent"),
    "setting_host": ("เครื่องแม่ข่าย", "Host"),
    "setting_port": ("พอร์ต", "Port"),
    "setting_folder": ("ขอบเขตโฟลเดอร์", "Folder"),
    "setting_home": ("หน้าแรก", "Home page"),
    # Method
    "method": ("วิธีตรวจและข้อจำกัด", "Method and limits"),
    "method_1": (
        "โปรแกรมเปิดเว็บไซต์เหมือนประชาชนทั่วไป ไม่เข้าสู่ระบบ ไม่กรอกข้อมูลในแบบฟอร์ม "
        "(กดเฉพาะปุ่มของเว็บไซต์ที่ใช้เปลี่ยนหน้า เลือกปี หรือเปิดรายการ) และเคารพ robots.txt",
        "The program opens the website as anyone would: no sign-in, no form filled in (only the site's own buttons "
        "that turn pages, choose a year or open a list are pressed), robots.txt obeyed.",
    ),
    "method_2": (
        "หัวข้อหรือเมนูอย่างเดียวไม่ถือว่าผ่าน ต้องพบเนื้อหาที่ถูกเรื่อง ถูกปี และครบองค์ประกอบ",
        "A heading alone never passes: the content must be on the right matter, of the right year, and complete.",
    ),
    "method_3": (
        "ทุกคำตัดสินมีที่อยู่เว็บ ทางเข้า เวลา เลขหน้า และข้อความที่ใช้ตัดสิน ตรวจสอบย้อนหลังได้",
        "Every verdict cites address, path, time, page and the words it rests on, so it can be checked.",
    ),
    "method_4": (
        "อ่านไม่ได้ไม่เท่ากับไม่มี ข้อใดที่หลักฐานอาจอยู่ในหน้าที่อ่านไม่ได้ จะไม่ถูกตัดสินว่าไม่ผ่าน",
        "“Could not read” is not “not there”: no item is failed while its evidence may be on an unread page.",
    ),
    "method_5": (
        "สิ่งที่ต้องใช้สายตา เช่น ลายมือชื่อ รูปถ่าย ความเหมาะสมของกิจกรรม โปรแกรมไม่ตัดสินแทนคน",
        "What needs eyes (a signature, a photograph, whether an activity fits) is left to a person.",
    ),
    "method_6": (
        "ข้อความจากไฟล์สแกนอาจอ่านผิด โดยเฉพาะเลขไทย จึงควรเปิดหลักฐานดูก่อนใช้อ้างอิง",
        "Text from scans can be misread, Thai digits above all: open the evidence before quoting it.",
    ),
    "not_nacc": (
        "รายงานนี้ไม่ใช่ผลการประเมินของสำนักงาน ป.ป.ช. และไม่ผูกพันผู้ประเมิน ใช้เพื่อเตรียมและปรับปรุงเว็บไซต์เท่านั้น",
        "This report is not the verdict of the NACC and does not bind its assessors. It is for preparing and mending.",
    ),
    "dispute": ("หากเห็นว่าผลไม่ถูกต้อง", "If you think a verdict is wrong"),
    "dispute_1": (
        "เปิดหลักฐานของข้อนั้นในรายงาน ดูว่าเป็นหน้าที่ถูกต้องหรือไม่",
        "Open the item's evidence and see whether it is the right page.",
    ),
    "dispute_2": (
        "ถ้าหลักฐานอยู่ที่อื่น ให้จดที่อยู่เว็บและทางเข้าจากหน้าแรก แล้วแจ้งผู้จัดทำรายงานพร้อมเลขข้อ",
        "If the evidence stands elsewhere, send its address and the path from the home page with the item's number.",
    ),
    "dispute_3": (
        "แจ้งรหัสชุดเกณฑ์ที่ใช้ (ด้านล่าง) เพื่อให้ตรวจซ้ำด้วยเกณฑ์ชุดเดียวกันได้",
        "Quote the digest of the rules (below), so that the same rules can be applied again.",
    ),
    "rules_digest": ("รหัสชุดเกณฑ์", "Digest of the rules"),
    "tool": ("โปรแกรม", "Program"),
    "title_short": ("ตรวจ OIT ด้วยโปรแกรม", "OIT self-check"),
    "badge_says": (
        "ผลตรวจ OIT ด้วยโปรแกรม ไม่ใช่ผลของ ป.ป.ช.: {agency} ปีงบประมาณ {year} {figure} ณ {day}",
        "Self-check of OIT by a program, not the NACC's verdict: {agency}, fiscal year {year}, {figure}, {day}",
    ),
    "badge_foot": (
        "ตรวจเองด้วย OIT Auditor · ปี {year} · {day} · มิใช่ ป.ป.ช.",
        "Self-check, OIT Auditor · {year} · {day} · not NACC",
    ),
    "badge_draft": ("ร่าง", "draft"),
    "skip": ("ข้ามไปผลรายข้อ", "Skip to the items"),
    "shortened": (
        "รายงานนี้ย่อรายการหลักฐานเพื่อให้ไฟล์ไม่เกิน 2 MB รายการเต็มอยู่ใน result.json",
        "Lists of evidence were shortened to keep this file under 2 MB; result.json holds them in full.",
    ),
}


class Words:
    """The table in one language: `words("passed_of", passed=3, total=43)`."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._at = 0 if lang == "th" else 1

    def has(self, key: str) -> bool:
        return key in WORDS

    def __call__(self, key: str, /, **facts: object) -> str:
        return WORDS[key][self._at].format(**facts) if facts else WORDS[key][self._at]

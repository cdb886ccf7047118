"""What the server objects to, by field, in Thai and English; pages show it beside the field, the API in JSON."""

from __future__ import annotations

from auditor.result import Text

MESSAGES: dict[str, tuple[int, str, str]] = {
    "url_missing": (
        422,
        "ใส่ที่อยู่เว็บไซต์ เช่น www.example.go.th",
        "Give the address of a website, such as www.example.go.th",
    ),
    "url_wrong": (
        422,
        "นี่ไม่ใช่ที่อยู่เว็บไซต์ ตัวอย่างที่ถูก: www.example.go.th",
        "This is not a web address; an example: www.example.go.th",
    ),
    "url_scheme": (422, "ตรวจได้เฉพาะเว็บไซต์ (http หรือ https)", "Only websites (http or https) can be audited"),
    "url_private": (
        422,
        "เซิร์ฟเวอร์นี้ตรวจเฉพาะเว็บไซต์สาธารณะ ไม่เข้าเครือข่ายภายใน",
        "Only public websites are audited here, nothing in private networks",
    ),
    "url_port": (422, "ไม่ตรวจพอร์ตนี้ ลองใส่ที่อยู่โดยไม่มีเลขพอร์ต", "This port is not contacted; try the address without it"),
    "url_unknown": (422, "ไม่พบเว็บไซต์ชื่อนี้ ตรวจตัวสะกดอีกครั้ง", "No website of this name was found; check the spelling"),
    "year_wrong": (422, "เลือกปีงบประมาณจากรายการ", "Choose a fiscal year from the list"),
    "item_unknown": (404, "ไม่มีข้อนี้ในปีงบประมาณนี้", "There is no such item in this fiscal year"),
    "items_missing": (422, "บอกข้อที่จะตรวจซ้ำอย่างน้อยหนึ่งข้อ", "Name at least one item to check again"),
    "outcome_wrong": (422, "เลือก ผ่าน หรือ ไม่ผ่าน", "Choose passed or failed"),
    "by_missing": (422, "ใส่ชื่อผู้ตัดสิน", "Say who decides"),
    "because_missing": (422, "บอกเหตุผล เช่น เปิดดูแล้วพบลายมือชื่อในหน้า 2", "Say why, such as: opened it, page 2 is signed"),
    "too_long": (422, "ข้อความยาวเกินไป", "This is too long"),
    "link_wrong": (422, "ที่อยู่นี้ต้องขึ้นต้นด้วย http:// หรือ https://", "This address must begin with http:// or https://"),
    "claims_missing": (422, "วางรายการอย่างน้อยหนึ่งบรรทัด: ข้อ แล้วตามด้วยที่อยู่", "Paste at least one line: item, then address"),
    "claims_wrong": (
        422,
        "บางบรรทัดใช้ไม่ได้ แก้แล้วส่งใหม่ทั้งรายการ",
        "Some lines cannot be used; mend them and send the whole list again",
    ),
    "earlier_unknown": (404, "ไม่มีการตรวจครั้งนั้น", "There is no such earlier audit"),
    "token_wrong": (401, "รหัสนี้ใช้ไม่ได้ ตรวจว่าคัดลอกมาครบ", "This token is not known; check that all of it was copied"),
    "field_unknown": (422, "ไม่มีช่องนี้", "There is no such field"),
    "field_twice": (422, "ส่งช่องนี้มาซ้ำ", "This field was sent twice"),
    "field_type": (422, "ชนิดข้อมูลไม่ถูกต้อง", "This is of the wrong type"),
    "body_wrong": (400, "อ่านข้อมูลที่ส่งมาไม่ได้", "What was sent cannot be read"),
    "body_large": (413, "ข้อมูลที่ส่งมาใหญ่เกินไป", "What was sent is too large"),
    "body_type": (415, "ส่งข้อมูลเป็น application/json", "Send application/json"),
    "method": (405, "ใช้คำสั่งนี้กับหน้านี้ไม่ได้", "This method is not allowed here"),
    "login": (401, "ต้องเข้าสู่ระบบก่อน", "Sign in first"),
    "reader": (
        403,
        "สิทธิ์ของท่านคืออ่านอย่างเดียว ขอสิทธิ์ผู้ตรวจจากผู้ดูแลระบบ",
        "You may read only; ask whoever runs this server for the role auditor",
    ),
    "csrf": (
        403,
        "แบบฟอร์มนี้หมดอายุหรือมาจากที่อื่น โหลดหน้าใหม่แล้วลองอีกครั้ง",
        "This form is out of date or came from elsewhere; reload the page and try again",
    ),
    "host": (
        403,
        "เซิร์ฟเวอร์นี้เปิดไว้ใช้ในเครื่องนี้เท่านั้น",
        "This server is for this machine only; start it with --public behind a proxy",
    ),
    "not_found": (404, "ไม่พบหน้านี้", "There is no such page"),
    "no_result": (404, "ยังไม่มีผลตรวจของหน่วยงานนี้", "There is no result of this agency yet"),
    "busy": (409, "หน่วยงานนี้กำลังถูกตรวจอยู่ รอให้เสร็จก่อน", "This agency is being audited; wait until that is done"),
    "ended": (409, "งานนี้จบไปแล้ว", "This job is over"),
    "not_comparable": (409, "สองครั้งนี้เทียบกันไม่ได้", "These two cannot be compared"),
    "many": (429, "ถี่เกินไป รอสักครู่แล้วลองใหม่", "Too many requests; wait a moment"),
    "many_waiting": (
        429,
        "ท่านมีงานรออยู่หลายงานแล้ว รอให้เสร็จบางงานก่อน",
        "You have several jobs waiting; let some end first",
    ),
    "queue_full": (503, "คิวเต็ม ลองใหม่ภายหลัง", "The queue is full; try later"),
    "disk": (507, "พื้นที่เก็บข้อมูลเต็ม แจ้งผู้ดูแลระบบ", "The disk space of this server is used up; tell whoever runs it"),
    "bug": (
        500,
        "โปรแกรมของเราผิดพลาด ลองใหม่อีกครั้ง ถ้ายังเป็นอีกให้แจ้งผู้ดูแลระบบ",
        "A fault of this program; try again, and tell whoever runs it if it stays",
    ),
    "paper": (422, "ทำเอกสารนี้ไม่ได้", "This paper cannot be made"),
}


class Objection(Exception):
    """A request that is refused: status, and what is wrong with which field ('' for the request as a whole)."""

    def __init__(self, code: str, field: str = "", more: str | Text = "") -> None:
        self.code, self.field, self.more = code, field, more
        self.status = MESSAGES[code][0]
        super().__init__(f"{field or 'request'}: {self.text.en}")

    @property
    def text(self) -> Text:
        _, th, en = MESSAGES[self.code]
        more = self.more if isinstance(self.more, Text) else Text(th=self.more, en=self.more)
        return Text(th=f"{th}\n{more.th}".rstrip("\n"), en=f"{en}\n{more.en}".rstrip("\n"))


class Objections(Exception):
    """Every field that is wrong, at once."""

    def __init__(self, found: list[Objection]) -> None:
        super().__init__("; ".join(map(str, found)))
        self.found = found
        self.status = max(objection.status for objection in found)

    @property
    def fields(self) -> dict[str, Text]:
        return {objection.field: objection.text for objection in self.found}

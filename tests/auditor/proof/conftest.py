"""One made-up agency that left personal numbers open, audited once; copies of it are what tests damage."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PIL import Image, ImageDraw, ImageFont

from auditor import audit as wiring
from auditor.audit import AuditRequest
from auditor.result import Result
from reports.pdf import to_pdf
from tests.serving import Server, serve

AGENCY = "เทศบาลตำบลทุ่งสมมติ"
YEAR, AS_OF = 2566, date(2023, 6, 15)
MENU = [
    ("/structure", "โครงสร้างส่วนราชการ"),
    ("/contact", "ติดต่อเรา"),
    ("/people", "รายชื่อผู้รับเงินช่วยเหลือ ประจำปี 2566"),
    ("/eservice", "E-Service"),
    ("/laws", "กฎหมายที่เกี่ยวข้อง"),
    ("/files/list.pdf", "บัญชีรายชื่อ ประจำปีงบประมาณ 2566"),
    ("/files/list.xlsx", "ทะเบียนผู้รับเงิน ประจำปีงบประมาณ 2566"),
    ("/files/scan.pdf", "แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ 2566"),
    ("/gone", "รายงานผลการดำเนินงานประจำปี 2566"),
]


def identity(start: int) -> str:
    """A made-up thirteen-digit number with a right check digit."""
    first = f"{start:012d}"
    return first + str((11 - sum(int(d) * (13 - n) for n, d in enumerate(first)) % 11) % 10)


PLANTED = {
    "/people": identity(311010000001),
    "/files/list.pdf": identity(150990000072),
    "/files/list.xlsx": identity(540120000333),
    "/files/scan.pdf": identity(210450000914),
}


def dashed(number: str) -> str:
    return f"{number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]}"


def _sheet() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ลำดับ", "ชื่อ", "เลขประจำตัวประชาชน", "จำนวนเงิน"])
    sheet.append([1, "นางสาวสมมติ ทดสอบ", dashed(PLANTED["/files/list.xlsx"]), 600])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _scan() -> bytes:
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(48)
    for line, text in enumerate(["Annual plan 2023", "Identification Number", dashed(PLANTED["/files/scan.pdf"])]):
        pen.text((120, 200 + 120 * line), text, font=font, fill=0)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=150)
    return out.getvalue()


def _page(title: str, body: str) -> str:
    menu = "".join(f'<li><a href="{url}">{name}</a></li>' for url, name in MENU)
    return (
        f"<!doctype html><html lang=th><meta charset=utf-8><title>{AGENCY} : {title}</title>"
        f"<nav><ul>{menu}</ul></nav><main><h1>{title}</h1>{body}</main><footer>{AGENCY} โทร. 0 2000 0000</footer>"
    )


def make_site(folder: Path) -> Path:
    """The site's folder for `serve`."""
    (folder / "files").mkdir(parents=True)
    for name, body in {
        "list.pdf": to_pdf(
            "<h1>บัญชีรายชื่อ ประจำปีงบประมาณ 2566</h1><p>นายสมมติ ตัวอย่าง เลขประจำตัวประชาชน "
            f"{dashed(PLANTED['/files/list.pdf'])} จำนวน 600 บาท</p>"
        ),
        "list.xlsx": _sheet(),
        "scan.pdf": _scan(),
    }.items():
        (folder / "files" / name).write_bytes(body)
    person = f"<p>นายสมมติ ทดสอบ เลขประจำตัวประชาชน {PLANTED['/people']} รับเงินช่วยเหลือ 600 บาท</p>"
    office = "<p>สำนักปลัดเทศบาล กองคลัง กองช่าง แผนผังโครงสร้างการแบ่งส่วนราชการ</p>"
    address = "<p>ที่อยู่ 1 หมู่ 1 ตำบลทุ่งสมมติ โทรศัพท์ 0 2000 0000 โทรสาร 0 2000 0001 อีเมล a@example.go.th แผนที่ตั้ง</p>"
    form = '<form action="/send"><label>ชื่อ</label><input name="name"><input name="about"><button>ส่ง</button></form>'
    texts = {
        "/": _page("หน้าแรก", "<p>ยินดีต้อนรับ</p>"),
        "/structure": _page(MENU[0][1], office),
        "/contact": _page(MENU[1][1], address),
        "/people": _page(MENU[2][1], person),
        "/eservice": _page(MENU[3][1], form),
        "/laws": _page(MENU[4][1], "<p>พระราชบัญญัติเทศบาล พ.ศ. 2496 และที่แก้ไขเพิ่มเติม</p>"),
    }
    pages: dict[str, dict[str, str]] = {url: {"text": text} for url, text in texts.items()}
    pages |= {url: {"file": url[1:]} for url, _ in MENU if url.startswith("/files/")}
    (folder / "site.yaml").write_text(json.dumps({"pages": pages}), "utf-8")
    return folder


@dataclass(frozen=True)
class Audited:
    """An audit's directory, its result, and the address it was made of."""

    out: Path
    url: str
    result: Result

    @property
    def store(self) -> Path:
        return self.out / "evidence"

    def copy(self, to: Path) -> Path:
        shutil.copytree(self.out, to)
        return to


def audit_into(out: Path, site: Server, name: str = "") -> Result:
    result = wiring.audit(AuditRequest(url=f"{site.url}/", out=out, fiscal_year=YEAR, as_of=AS_OF, name=name))
    wiring.write(result, out)
    return result


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("site") / "leaky")


@pytest.fixture(scope="session")
def audited(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    """Audited once; never to be changed. The site is gone afterwards: nothing here needs it any more."""
    cache = tmp_path_factory.getbasetemp() / "oit-cache"
    cache.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OIT_DELAY", "0")
        patch.setenv("OIT_CACHE", str(cache))
        out = tmp_path_factory.mktemp("audited") / "out"
        with serve(site_folder) as site:
            yield Audited(out, f"{site.url}/", audit_into(out, site))

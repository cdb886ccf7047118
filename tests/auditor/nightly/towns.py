"""Small made-up agencies on loopback, as many as wanted, and the list of them."""

from __future__ import annotations

import csv
import selectors
import socket
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from auditor.demo.pages import Page
from tests.serving import Server, Site

CONTACT = (
    "<h1>ติดต่อเรา</h1><p>สำนักงานเทศบาลตำบล{name}</p><p>ที่อยู่ : 99 หมู่ 4 ตำบล{name} อำเภอทรายทอง จังหวัดสมมุติบุรี 00110</p>"
    "<p>โทรศัพท์ : 0-0099-0110</p><p>E-mail : office@town.example</p>"
    '<p>แผนที่ตั้งหน่วยงาน</p><iframe src="https://www.google.com/maps/embed?pb=1"></iframe>'
)
GUIDE = (
    "<h1>คู่มือแนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ</h1><p>เทศบาลตำบล{name}</p>"
    "<p>1. ช่องทางการร้องเรียน (1) ด้วยตนเองที่สำนักปลัดเทศบาล (2) ทางไปรษณีย์ (3) ทางเว็บไซต์เทศบาล หัวข้อแจ้งเรื่องร้องเรียนการทุจริต</p>"
    "<p>2. ขั้นตอนการจัดการเรื่องร้องเรียน รับเรื่อง ลงทะเบียน เสนอนายกเทศมนตรี แต่งตั้งคณะกรรมการสอบข้อเท็จจริง แจ้งผลผู้ร้อง</p>"
    "<p>3. ส่วนงานที่รับผิดชอบ งานนิติการ สำนักปลัดเทศบาล</p>"
    "<p>4. ระยะเวลาดำเนินการ แจ้งผลเบื้องต้นภายใน 15 วัน และดำเนินการให้แล้วเสร็จภายใน 60 วัน</p>"
)
GUIDE_PAGE, GUIDE_LABEL = "/complaints", "แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ"
PLAN_PAGE, PLAN_LABEL = "/plan", "แผนดำเนินงานประจำปีงบประมาณ พ.ศ. {year}"
PLAN = (
    "<h1>แผนดำเนินงานประจำปีงบประมาณ พ.ศ. {year}</h1><p>เทศบาลตำบล{name}</p>"
    "<table><tr><th>ลำดับ<th>โครงการ/กิจกรรม<th>งบประมาณ (บาท)<th>ระยะเวลาดำเนินการ<th>หน่วยดำเนินการ</tr>"
    "<tr><td>1<td>โครงการปรับปรุงถนน<td>100,000<td>ต.ค. {before} - ก.ย. {year}<td>กองช่าง</tr>"
    "<tr><td>2<td>โครงการวันผู้สูงอายุ<td>20,000<td>ต.ค. {before} - ก.ย. {year}<td>สำนักปลัด</tr></table>"
)
YEAR = 2566
"""The fiscal year of the plan: both it and the guideline pass and fail by sourced law in this year."""


def pages_of(name: str, filler: int = 2, year: int = YEAR) -> dict[str, dict[str, Any]]:
    """A site with a contact page, a guideline on complaints, a plan and `filler` documents that speak of no item."""
    plan = PLAN_LABEL.format(year=year)
    menu = {"/contact": "ติดต่อเรา", GUIDE_PAGE: GUIDE_LABEL, PLAN_PAGE: plan, "/files": "เอกสารเก่า"}
    links = "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in menu.items())
    bodies = {
        "/": f"<h1>เทศบาลตำบล{name}</h1><p>{'ยินดีต้อนรับ ' * 30}</p>",
        "/contact": CONTACT.format(name=name),
        GUIDE_PAGE: GUIDE.format(name=name),
        PLAN_PAGE: PLAN.format(name=name, year=year, before=year - 1),
        "/files": "<h1>เอกสารเก่า</h1>"
        + "".join(f'<p><a href="/files/{n}.txt">ฉบับที่ {n}</a></p>' for n in range(filler)),
    }
    frame = (
        "<!doctype html><html><head><title>{name}</title></head><body><nav><ul>{links}</ul></nav>"
        "<main>{body}</main></body></html>"
    )
    made: dict[str, dict[str, Any]] = {
        path: {"text": frame.format(name=f"เทศบาลตำบล{name}", links=links, body=body)} for path, body in bodies.items()
    }
    for n in range(filler):
        made[f"/files/{n}.txt"] = {"text": f"ฉบับที่ {n} ของเทศบาลตำบล{name} " * 200, "type": "text/plain"}
    return made


@dataclass
class Town:
    name: str
    url: str
    province: str
    server: Server | None = None

    def replace(self, path: str, **page: Any) -> None:
        assert self.server is not None
        self.server.site.pages[path] = Page(**page)

    def becomes(self, pages: dict[str, dict[str, Any]]) -> None:
        for path, page in pages.items():
            self.replace(path, **page)

    def hits(self) -> list[str]:
        assert self.server is not None
        return [hit.target for hit in self.server.hits]


@dataclass
class Towns:
    towns: list[Town] = field(default_factory=list)

    def write(self, path: Path) -> Path:
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("name", "url", "province", "type", "vendor"))
            rows.writerows((t.name, t.url, t.province, "เทศบาลตำบล", "ผู้ทำเว็บสมมุติ") for t in self.towns)
        return path

    def __getitem__(self, at: int) -> Town:
        return self.towns[at]


@contextmanager
def towns(hosts: Sequence[str], *, filler: int = 2) -> Iterator[Towns]:
    """One town a host (which may repeat: one server address, ports of their own)."""
    made = Towns()
    for n, host in enumerate(hosts):
        name = f"ทดลอง{'กขคงจฉชซฌญ'[n % 10]}{n}"
        server = Server(_site(pages_of(name, filler)), host)
        made.towns.append(Town(f"เทศบาลตำบล{name}", server.url, f"จังหวัดสมมุติ{n % 3}", server))
    with _attended([town.server for town in made.towns if town.server]):
        yield made


@dataclass(frozen=True)
class Paused:
    """A town whose contact page is answered once it is let go."""

    town: Town
    reached: threading.Event

    def wait(self) -> None:
        """Until the contact page is asked for."""
        assert self.reached.wait(120), f"{self.town.url}: nobody came"

    def release(self) -> None:
        assert self.town.server
        self.town.server.release("contact")


@contextmanager
def paused(host: str) -> Iterator[Paused]:
    with towns([host], filler=0) as made:
        server, reached = made[0].server, threading.Event()
        assert server
        server.site.pages["/contact"] = replace(server.site.pages["/contact"], wait="contact")
        waits = server.wait

        def wait(name: str) -> None:
            reached.set()
            waits(name)

        server.wait = wait  # type: ignore[method-assign]
        yield Paused(made[0], reached)


def _site(pages: dict[str, dict[str, Any]]) -> Site:
    with tempfile.TemporaryDirectory() as directory:
        # Its pages come from here: read as YAML, those of five hundred towns take minutes.
        (Path(directory) / "site.yaml").write_text("pages: {}\n")
        site = Site(Path(directory))
    site.pages = {path: Page(**page) for path, page in pages.items()}
    return site


@contextmanager
def _attended(servers: Sequence[Server]) -> Iterator[None]:
    """All servers on one thread: hundreds that look up twenty times a second each would cost more than the night."""
    over, bell = socket.socketpair()
    with selectors.DefaultSelector() as ready:
        ready.register(over, selectors.EVENT_READ)
        for server in servers:
            ready.register(server, selectors.EVENT_READ)
        thread = threading.Thread(target=_attend, args=(ready, over), daemon=True)
        thread.start()
        try:
            yield
        finally:
            bell.close()
            thread.join()
            over.close()
            for server in servers:
                server.stopping.set()
                server.server_close()


def _attend(ready: selectors.BaseSelector, over: socket.socket) -> None:
    while True:
        for key, _ in ready.select():
            if key.fileobj is over:
                return
            server = key.fileobj
            assert isinstance(server, Server)
            server.handle_request()


def dead_url(host: str) -> str:
    """An address where nothing listens."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return f"http://{host}:{probe.getsockname()[1]}"


@contextmanager
def hanging(host: str) -> Iterator[str]:
    """The address of a server that accepts and never answers."""
    with socket.socket() as silent:
        silent.bind((host, 0))
        silent.listen(64)
        yield f"http://{host}:{silent.getsockname()[1]}"

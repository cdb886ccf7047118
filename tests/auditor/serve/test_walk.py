"""Walked through in real Chromium, with real jobs on a made-up agency: paste, watch, read, repair, decide, compare."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from auditor.demo.pages import Page as SitePage
from reports import pdf
from tests.auditor.serve.offices import SLUG, YEAR, Held, put_result, served
from tests.reports import sample
from tests.serving import serve_pages

pytestmark = pytest.mark.timeout(300)
AXE = Path(__file__).parents[2] / "js" / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SOON = 30_000
"""Milliseconds in which a page follows a click, on a machine that does much else."""
OLD = "2026-11-01T030000.000Z"
HEAD = "<!doctype html><html lang='th'><title>เทศบาลตำบลบึงตัวอย่าง</title><header>เทศบาลตำบลบึงตัวอย่าง</header>"
SITE = {
    "/": {"text": HEAD
          + "<a href='/duties'>อำนาจหน้าที่</a> <a href='/qna'>ถาม-ตอบ (Q&amp;A)</a> <a href='/a'>ติดต่อเรา</a>"},
    "/qna": {"text": HEAD + "<h1>ถาม-ตอบ (Q&amp;A)</h1><form method='post'>"
             "<textarea name='q'></textarea><button>ส่งคำถาม</button></form>"},
    "/a": {"text": HEAD + "<h1>ติดต่อเรา</h1><p>เลขที่ 1 หมู่ที่ 1 ตำบลบึงตัวอย่าง โทรศัพท์ 0-0000-0001</p>", "wait": "a"},
}  # fmt: skip
DUTIES = (
    HEAD + "<h1>อำนาจหน้าที่</h1><p>เทศบาลตำบลมีหน้าที่ต้องทำในเขตเทศบาลตามพระราชบัญญัติเทศบาล พ.ศ. 2496 มาตรา 50 ดังต่อไปนี้</p>"
    "<p>(1) รักษาความสงบเรียบร้อยของประชาชน (2) ให้มีและบำรุงทางบกและทางน้ำ (3) รักษาความสะอาดของถนนและที่สาธารณะ</p>"
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=pdf.chromium())
        yield browser
        browser.close()


def opened(browser: Browser, url: str, viewport=PHONE, **options) -> Page:
    """The page, with all that its console complained of except a refusal that the test wants."""
    page = browser.new_context(viewport=viewport, **options).new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda m: page.complaints.append(m.text))  # type: ignore[attr-defined]
    page.on("pageerror", lambda e: page.complaints.append(str(e)))  # type: ignore[attr-defined]
    page.goto(url)
    return page


def shown_in_full(page: Page) -> None:
    """No sideways scrolling, and nothing that axe objects to."""
    width = page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if AXE.exists():
        # Through the debugger, not the page: its policy lets no script in.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


def test_paste_watch_read_repair_decide_compare(browser, tmp_path):
    with serve_pages(SITE) as site, served(tmp_path, max_pages=50) as office:
        page = opened(browser, office.url)
        shown_in_full(page)
        page.fill("#url", "ftp://" + site.url)
        page.click("button:has-text('เริ่มตรวจ')")
        expect(page.locator("#url-error")).to_be_visible(timeout=SOON)
        expect(page.locator("#url")).to_be_focused(timeout=SOON)
        shown_in_full(page)
        page.complaints.clear()  # the browser's own line on the status 422

        page.fill("#url", site.url)
        page.click("button:has-text('เริ่มตรวจ')")
        page.wait_for_url(re.compile("/jobs/"))
        page.wait_for_selector(".steps-line .present:has-text('อ่านเว็บไซต์')")
        shown_in_full(page)
        watched = page.url
        page.goto("about:blank")  # closed, and opened again later
        site.release("a")
        page.goto(watched)
        page.wait_for_url(re.compile("/audits/"), timeout=60_000)
        shown_in_full(page)
        audit = page.url

        with page.expect_download() as download:
            page.click("text=บันทึกข้อความรายงานผล")
        assert Path(download.value.path()).read_bytes()[:2] == b"PK"
        page.click("text=เปิดรายงานฉบับเต็ม")
        expect(page.locator("h1")).to_have_text("เทศบาลตำบลบึงตัวอย่าง", timeout=SOON)

        page.goto(f"{audit}/items/O3")
        shown_in_full(page)
        assert page.locator(".item .outcome").inner_text().strip() == "ไม่ผ่าน"
        site.site.pages["/duties"] = SitePage(text=DUTIES)
        page.click("button:has-text('ตรวจข้อนี้ซ้ำ')")
        page.wait_for_url(re.compile(r"/items/O3\?checked=1"), timeout=60_000)
        expect(page.locator("[role=status]")).to_contain_text("ผลตอนนี้: ผ่าน", timeout=SOON)
        assert site.count("/qna") == 1

        page.goto(f"{audit}/items/O18")
        page.check("input[value=passed]")
        page.fill("#by", "นางสาวผู้ตรวจ ตัวอย่าง")
        page.click("button:has-text('บันทึกคำตัดสิน')")
        expect(page.locator("#because-error")).to_be_visible(timeout=SOON)
        assert page.input_value("#by") == "นางสาวผู้ตรวจ ตัวอย่าง"
        page.complaints.clear()
        page.fill("#because", "เปิดระบบแล้ว ยื่นคำขอได้จริง")
        page.click("button:has-text('บันทึกคำตัดสิน')")
        expect(page.locator(".decision")).to_contain_text("นางสาวผู้ตรวจ ตัวอย่าง", timeout=SOON)
        shown_in_full(page)

        page.set_viewport_size(DESKTOP)
        page.goto(audit)
        page.click("button:has-text('เทียบ')")
        expect(page.locator("h2:has-text('ดีขึ้น')")).to_be_visible(timeout=SOON)
        assert "O3" in page.locator(".changes").first.inner_text()
        shown_in_full(page)
        page.click("text=English")
        expect(page.locator("html")).to_have_attribute("lang", "en", timeout=SOON)
        expect(page.locator("h2:has-text('Improved')")).to_be_visible(timeout=SOON)
        assert page.complaints == []


def test_without_javascript(browser, tmp_path):
    """The same by plain links, forms and a page that reloads itself."""
    put_result(tmp_path)
    put_result(tmp_path, sample.sample(), name=f"result-{OLD}.json")
    held = Held()
    with served(tmp_path, run=held) as office:
        page = opened(browser, office.url, java_script_enabled=False)
        page.fill("#url", "www.bueng.example")
        page.click("button:has-text('เริ่มตรวจ')")
        expect(page.locator(".stage")).to_be_visible(timeout=SOON)
        held.free.set()
        page.wait_for_selector("text=เปิดผลตรวจ", timeout=60_000)  # by meta refresh
        page.click("text=เปิดผลตรวจ")
        page.locator("a[href$='/items/O18']").first.click()
        page.check("input[value=passed]")
        page.fill("#by", "ผู้ตรวจ ตัวอย่าง")
        page.fill("#because", "เปิดดูแล้ว")
        page.click("button:has-text('บันทึกคำตัดสิน')")
        expect(page.locator(".decision")).to_contain_text("ผู้ตรวจ ตัวอย่าง", timeout=SOON)
        page.click("text=กลับไปผลตรวจทั้งหมด")
        page.click("button:has-text('เทียบ')")
        expect(page.locator("h1")).to_have_text("เทียบกับครั้งก่อน", timeout=SOON)


def test_a_full_result_at_both_widths(browser, tmp_path):
    put_result(tmp_path)
    with served(tmp_path, run=Held()) as office:
        page = opened(browser, f"{office.url}/audits/{SLUG}/{YEAR}")
        for path, viewport in (("", PHONE), ("/items/O18?lang=en", DESKTOP), ("/claims?lang=en", PHONE)):
            page.goto(f"{office.url}/audits/{SLUG}/{YEAR}{path}")
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            page.set_viewport_size(viewport)
            shown_in_full(page)
            page.set_viewport_size(DESKTOP if viewport == PHONE else PHONE)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.complaints == []


def test_axe_is_there():
    if not AXE.exists() and shutil.which("npm"):
        pytest.fail("axe-core is not installed: run `npm ci` in tests/js")

"""Documents on other hosts: what their addresses stand for, and crawls against local stand-ins of those hosts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler import elsewhere
from tests.certificates import self_signed
from tests.crawler.crawling import crawled
from tests.crawler.server import Reply, Site, page, pdf, redirect, serving

ID = "1AbCdEfGhIjKlMnOp-_"
DRIVE, DOCS, ACCOUNTS = "drive.google.com", "docs.google.com", "accounts.google.com"
UC = f"https://{DRIVE}/uc?export=download&id={ID}"
BYTES = f"https://drive.usercontent.google.com/download?id={ID}&export=download"

ADDRESSES = {
    f"https://{DRIVE}/file/d/{ID}/view?usp=sharing": ("document", UC),
    f"https://{DRIVE}/file/d/{ID}/preview": ("document", UC),
    f"https://{DRIVE}/file/u/0/d/{ID}/view": ("document", UC),
    f"https://{DRIVE}/a/kham.example/file/d/{ID}/view": ("document", UC),
    f"https://{DRIVE}/file/d/{ID}/view?resourcekey=0-k": ("document", UC + "&resourcekey=0-k"),
    f"https://{DRIVE}/uc?id={ID}": ("document", UC),
    UC: ("document", UC),
    f"https://{DRIVE}/open?id={ID}": ("document", f"https://{DRIVE}/open?id={ID}"),
    BYTES: ("document", BYTES),
    f"https://{DRIVE}/drive/folders/{ID}?usp=sharing": ("folder", f"https://{DRIVE}/embeddedfolderview?id={ID}"),
    f"https://{DRIVE}/drive/u/1/folders/{ID}": ("folder", f"https://{DRIVE}/embeddedfolderview?id={ID}"),
    f"https://{DRIVE}/folderview?id={ID}": ("folder", f"https://{DRIVE}/embeddedfolderview?id={ID}"),
    f"https://{DOCS}/document/d/{ID}/edit": ("document", f"https://{DOCS}/document/d/{ID}/export?format=docx"),
    f"https://{DOCS}/document/d/{ID}/export?format=docx": (
        "document", f"https://{DOCS}/document/d/{ID}/export?format=docx"),
    f"https://{DOCS}/spreadsheets/d/{ID}/edit#gid=7": (
        "document", f"https://{DOCS}/spreadsheets/d/{ID}/export?format=xlsx"),
    f"https://{DOCS}/presentation/d/{ID}/edit": ("document", f"https://{DOCS}/presentation/d/{ID}/export/pptx"),
    f"https://{DOCS}/document/d/e/2PACX-1/pub": ("page", f"https://{DOCS}/document/d/e/2PACX-1/pub"),
    f"https://{DOCS}/forms/d/e/1FAI/viewform": ("form", f"https://{DOCS}/forms/d/e/1FAI/viewform"),
    f"https://{DOCS}/viewer?url=http%3A%2F%2Fwww.kham.go.th%2Fa.pdf&embedded=true": (
        "document", "http://www.kham.go.th/a.pdf"),
    f"https://{DOCS}/gview?url=http://www.kham.go.th/a.doc": ("document", "http://www.kham.go.th/a.doc"),
    "https://view.officeapps.live.com/op/view.aspx?src=http%3A%2F%2Fwww.kham.go.th%2Fa.xlsx": (
        "document", "http://www.kham.go.th/a.xlsx"),
    "https://sites.google.com/view/kham-ita/2566": ("page", "https://sites.google.com/view/kham-ita/2566"),
    "https://forms.gle/AbC": ("form", "https://forms.gle/AbC"),
    "https://www.dropbox.com/s/k1/a.pdf?dl=0": ("document", "https://www.dropbox.com/s/k1/a.pdf?dl=1"),
    "https://www.dropbox.com/scl/fi/k1/a.pdf?rlkey=r&dl=0": (
        "document", "https://www.dropbox.com/scl/fi/k1/a.pdf?rlkey=r&dl=1"),
    "https://kham-my.sharepoint.com/:b:/g/personal/u/Ex1?e=a": (
        "document", "https://kham-my.sharepoint.com/:b:/g/personal/u/Ex1?e=a&download=1"),
    "https://kham-my.sharepoint.com/:f:/g/personal/u/Ex1": ("viewer", ""),
    "https://1drv.ms/b/s!Ax1": (
        "document", "https://api.onedrive.com/v1.0/shares/u!aHR0cHM6Ly8xZHJ2Lm1zL2IvcyFBeDE/root/content"),
    "https://storage.googleapis.com/kham/f?x=1": ("document", "https://storage.googleapis.com/kham/f?x=1"),
    "https://bit.ly/kham66": ("short", "https://bit.ly/kham66"),
    "https://www.slideshare.net/kham/plan": ("viewer", ""),
    "https://issuu.com/kham/docs/plan": ("viewer", ""),
    "https://online.anyflip.com/abc/def/": ("viewer", ""),
    "https://www.facebook.com/kham/posts/1": ("social", ""),
    "https://m.facebook.com/kham": ("social", ""),
}  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.items())
def test_what_an_address_stands_for(url, expected):
    found = elsewhere.direct(url)
    assert found is not None
    assert (found.kind, found.ask) == expected
    assert not found.ask or elsewhere.asked(found.ask) == found.ask


@pytest.mark.parametrize(
    "url", ["https://www.kham.go.th/drive.google.com/file/d/1/view", "https://drive.google.com.evil.example/uc?id=1",
            "https://www.google.com/maps", "https://docs.google.com/"],
)  # fmt: skip
def test_other_addresses_are_of_no_platform(url):
    assert elsewhere.direct(url) is None
    assert elsewhere.asked(url) == url


INTERSTITIAL = f"""<p>ไฟล์ใหญ่เกินกว่าจะสแกนไวรัสได้</p>
<form id="download-form" action="https://drive.usercontent.google.com/download" method="get">
<input type="submit" value="ดาวน์โหลดต่อไป"><input type="hidden" name="id" value="{ID}">
<input type="hidden" name="export" value="download"><input type="hidden" name="confirm" value="t"></form>"""


def test_the_way_past_a_page_that_stands_before_a_large_file():
    confirmed = f"https://drive.usercontent.google.com/download?id={ID}&export=download&confirm=t"
    assert elsewhere.onward(LexborHTMLParser(INTERSTITIAL), UC) == confirmed
    old = LexborHTMLParser(f'<a id="uc-download-link" href="/uc?export=download&amp;confirm=Z&amp;id={ID}">x</a>')
    assert elsewhere.onward(old, UC) == f"https://{DRIVE}/uc?export=download&confirm=Z&id={ID}"
    assert elsewhere.onward(LexborHTMLParser("<p>x"), UC) is None
    assert elsewhere.onward(LexborHTMLParser(INTERSTITIAL), "https://www.kham.go.th/") is None


@contextmanager
def standing_in(tmp_path, home: str, **hosts: dict) -> Iterator[tuple[Site, dict[str, Site], dict[str, str]]]:
    """A home page and stand-ins over https, by host with _ for dots; their host map."""
    certificate = self_signed(tmp_path / "cert.pem")
    site = Site({"/": page(home)})
    others = {name.replace("_", "."): Site(pages) for name, pages in hosts.items()}
    with ExitStack() as stack:
        for other in (site, *others.values()):
            stack.enter_context(serving(other, certificate=None if other is site else certificate))
        yield site, others, {host: f"127.0.0.1:{other.port}" for host, other in others.items()}


def test_a_drive_file_is_read_and_cited_by_its_own_address(tmp_path, store):
    links = "".join(
        f'<a href="https://{DRIVE}/{way}">แผนดำเนินงาน {way}</a>' for way in (f"file/d/{ID}/view", f"open?id={ID}")
    )
    files = {
        f"/uc?export=download&id={ID}": redirect(BYTES, 303),
        f"/open?id={ID}": redirect(f"https://{DRIVE}/file/d/{ID}/view?usp=drive_open"),
    }
    bytes_ = {f"/download?id={ID}&export=download": pdf("plan")}
    with standing_in(tmp_path, links, drive_google_com=files, drive_usercontent_google_com=bytes_) as (
        site,
        others,
        at,
    ):
        seen = crawled(site.url, store, host_map=at)
    for way in (f"file/d/{ID}/view", f"open?id={ID}"):
        fetch = seen.fetches[f"https://{DRIVE}/{way}"]
        assert (fetch.problem, fetch.kind, fetch.final_url) == (None, "document", BYTES)
        assert fetch.link_text == f"แผนดำเนินงาน {way}"
    assert others["drive.usercontent.google.com"].asked[f"/download?id={ID}&export=download"] == 1
    assert seen.info.stats["documents"] == 1


def test_a_large_file_is_confirmed(tmp_path, store):
    files = {f"/uc?export=download&id={ID}": page(INTERSTITIAL)}
    bytes_ = {f"/download?id={ID}&export=download&confirm=t": pdf("large")}
    home = f'<a href="https://{DRIVE}/file/d/{ID}/view">รายงาน</a>'
    with standing_in(tmp_path, home, drive_google_com=files, drive_usercontent_google_com=bytes_) as (site, _, at):
        seen = crawled(site.url, store, host_map=at)
    fetch = seen.fetches[f"https://{DRIVE}/file/d/{ID}/view"]
    assert (fetch.problem, fetch.media_type) == (None, "application/pdf")


ASKS = {
    "sign-in": redirect(f"https://{ACCOUNTS}/ServiceLogin?continue=x"),
    "page": page("<h1>คุณต้องขอสิทธิ์การเข้าถึง</h1><p>ขอสิทธิ์เข้าถึงหรือเปลี่ยนไปใช้บัญชีที่มีสิทธิ์</p>", title="Google ไดรฟ์"),
    "forbidden": Reply(b"<title>x</title><h1>You need access</h1>", 403),
    "unauthorised": Reply(b"x", 401),
}


@pytest.mark.parametrize("way", ASKS)
def test_a_file_that_asks_for_access_twice_is_no_public_document(tmp_path, store, way):
    home = f'<a href="https://{DRIVE}/file/d/{ID}/view">รายงาน</a>'
    path = f"/uc?export=download&id={ID}"
    with standing_in(tmp_path, home, drive_google_com={path: ASKS[way]}, accounts_google_com={}) as (site, others, at):
        seen = crawled(site.url, store, host_map=at)
    assert seen.fetches[f"https://{DRIVE}/file/d/{ID}/view"].problem == "login_wall"
    # The first answer is met once more where the certificate is checked first.
    assert others[DRIVE].asked[path] == 2
    assert not others[ACCOUNTS].order


def test_a_file_that_is_open_the_second_time_is_read(tmp_path, store):
    answers = [ASKS["sign-in"], pdf("open")]
    path = f"/uc?export=download&id={ID}"
    home = f'<a href="https://{DRIVE}/file/d/{ID}/view">รายงาน</a>'
    pages = {path: lambda headers: answers.pop(0)}
    with standing_in(tmp_path, home, drive_google_com=pages) as (site, _, at):
        seen = crawled(site.url, store, host_map=at)
    assert seen.fetches[f"https://{DRIVE}/file/d/{ID}/view"].problem is None


def test_folders_lead_to_their_files_and_forms_are_pages(tmp_path, store):
    home = (
        f'<a href="https://{DRIVE}/drive/folders/{ID}">สขร.1</a><a href="https://forms.gle/K">แบบสำรวจ</a>'
        f'<a href="https://{DOCS}/forms/d/e/closed/viewform">แบบปิด</a>'
    )
    folder = f'<a href="https://{DRIVE}/file/d/{ID}1/view">สขร.1 ตุลาคม 2565</a><a href="https://support.google.com/">ช่วยเหลือ</a>'
    drive = {f"/embeddedfolderview?id={ID}": page(folder), f"/uc?export=download&id={ID}1": pdf("oct")}
    docs = {
        "/forms/d/e/open/viewform": page("<form><input name=a><input name=b></form>" + "แบบสำรวจความพึงพอใจ " * 20),
        "/forms/d/e/closed/viewform": redirect(f"https://{ACCOUNTS}/ServiceLogin?continue=y"),
    }
    gle = {"/K": redirect(f"https://{DOCS}/forms/d/e/open/viewform")}
    with standing_in(tmp_path, home, drive_google_com=drive, docs_google_com=docs, forms_gle=gle) as (site, _, at):
        seen = crawled(site.url, store, host_map=at)
    file = seen.fetches[f"https://{DRIVE}/file/d/{ID}1/view"]
    assert (file.problem, file.path) == (None, ("หน้าแรก", "สขร.1", "สขร.1 ตุลาคม 2565"))
    assert seen.fetches["https://forms.gle/K"].kind == "page"
    assert seen.fetches[f"https://{DOCS}/forms/d/e/closed/viewform"].problem == "login_wall"
    assert "https://support.google.com/" not in {*seen.unread, *seen.fetches}


def test_a_made_up_site_of_a_site_builder_is_read_but_not_its_neighbours(tmp_path, store):
    home = '<a href="https://sites.google.com/view/kham/ita">ITA</a>'
    pages = {
        "/view/kham/ita": page('<a href="/view/kham/o1">O1 โครงสร้าง</a><a href="/view/other/x">อื่น</a>' + "ก " * 200),
        "/view/kham/o1": page("โครงสร้าง " * 50),
        "/view/other/x": page("อื่น " * 50),
    }
    with standing_in(tmp_path, home, sites_google_com=pages) as (site, others, at):
        seen = crawled(site.url, store, host_map=at)
    assert seen.fetches["https://sites.google.com/view/kham/o1"].problem is None
    assert not others["sites.google.com"].asked["/view/other/x"]


def test_a_viewer_of_an_own_document_leads_to_the_document(store):
    site = Site({"/f/plan.pdf": pdf("plan")})
    with serving(site):
        site.pages["/"] = page(f'<a href="https://{DOCS}/viewer?url={site.url}/f/plan.pdf">แผน</a>')
        seen = crawled(site.url, store)
    assert seen.fetches[site.url + "/f/plan.pdf"].problem is None
    assert seen.fetches[f"https://{DOCS}/viewer?url={site.url}/f/plan.pdf"].link_text == "แผน"


def test_what_cannot_be_read_is_named_and_a_local_audit_stays_local(store):
    home = (
        f'<a href="https://{DRIVE}/file/d/{ID}/view">ก</a><a href="https://issuu.com/kham/docs/plan">ข</a>'
        '<a href="https://www.facebook.com/kham">ค</a><a href="https://bit.ly/x1">ง</a>'
        f'<a href="https://{DOCS}/viewer?url=http://10.0.0.1/a.pdf">จ</a>'
    )
    site = Site({"/": page(home)})
    with serving(site):
        seen = crawled(site.url, store)
    why = {url.split("/")[2]: row.why for url, row in seen.unread.items()}
    assert why == {
        DRIVE: "local_audit", "issuu.com": "viewer", "www.facebook.com": "local_audit", "bit.ly": "local_audit",
        DOCS: "local_audit",
    }  # fmt: skip
    assert len(seen.fetches) == 1


def test_a_short_address_leads_to_a_document_and_to_nothing_else(tmp_path, store):
    home = '<a href="https://bit.ly/doc">ก</a><a href="https://bit.ly/shop">ข</a>'
    pages = {"/doc": redirect("https://files.example/a.pdf"), "/shop": redirect("https://shop.example/")}
    files = {"/a.pdf": pdf("a")}
    with standing_in(tmp_path, home, bit_ly=pages, files_example=files, shop_example={}) as (site, others, at):
        seen = crawled(site.url, store, host_map=at)
    assert seen.fetches["https://bit.ly/doc"].problem is None
    assert seen.fetches["https://bit.ly/shop"].problem == "redirect_off_site"
    assert not others["shop.example"].order

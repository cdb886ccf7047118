"""An appeal holds what stood at each address on each crawled date, the quote marked, the rule and its source."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from auditor.proof.appeal import _find, appeal
from crawler.evidence import Screenshot, Store
from crawler.run import CrawlRequest, crawl
from reports.load import ReportError
from tests.auditor.proof.conftest import PLANTED, Audited, dashed


@pytest.fixture(scope="module")
def twice(audited: Audited, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audited agency, crawled once more."""
    folder = audited.copy(tmp_path_factory.mktemp("twice") / "out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OIT_DELAY", "0")
        crawl(CrawlRequest(audited.url, folder / "evidence"))
    return folder


def _quoted(audited: Audited) -> tuple[str, str, str]:
    """(item, address, quote) of a citation on a page."""
    for item in audited.result.items:
        for criterion in item.criteria:
            for citation in criterion.citations:
                if citation.quote and citation.sha256 and citation.url.endswith("/contact"):
                    return item.id, citation.url, citation.quote
    raise AssertionError("the made-up site must earn a citation with a quote")


def test_an_appeal_shows_each_crawled_date_with_hash_and_quote(audited: Audited, twice: Path, tmp_path: Path) -> None:
    item, url, quote = _quoted(audited)
    with Store.open(twice / "evidence", read_only=True) as store:
        archive, pdf = appeal(store, audited.result, item, tmp_path)
        fetches = [store.fetch(info.id, url) for info in store.crawls()]
    assert len(fetches) == 2
    with zipfile.ZipFile(archive) as opened:
        names, page = opened.namelist(), opened.read("appeal.html").decode()
        for fetch in fetches:
            assert fetch is not None
            assert fetch.fetched_at in page and fetch.sha256 in page
            [name] = {name for name in names if fetch.sha256[:12] in name}
            assert hashlib.sha256(opened.read(name)).hexdigest() == fetch.sha256
        assert opened.read("appeal.pdf") == pdf.read_bytes()
        assert "rules/years/2566.yaml" in names and "manifest.json" in names
        looked = opened.read("looked.csv").decode("utf-8-sig")
    marked = page.split("<mark>")[1].split("</mark>")[0]
    assert len(marked) > len(quote) / 2 and " ".join(marked.split()) in quote
    assert audited.result.tool.rules_digest in page
    assert f"{audited.url}gone,404,not_found" in looked
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert item in text


def test_an_appeal_shows_no_personal_number(audited: Audited, twice: Path, tmp_path: Path) -> None:
    scan = next(i.id for i in audited.result.items if any("scan.pdf" in e.url for e in i.evidence))
    with Store.open(twice / "evidence", read_only=True) as store:
        archive, _ = appeal(store, audited.result, scan, tmp_path)
    number = PLANTED["/files/scan.pdf"]
    with zipfile.ZipFile(archive) as opened:
        assert any(name.endswith(".withheld.html") for name in opened.namelist())
        assert not any(name.endswith("scan.pdf") for name in opened.namelist())
        for name in opened.namelist():
            body = opened.read(name)
            assert number.encode() not in body and dashed(number).encode() not in body


def test_an_appeal_shows_the_picture_of_a_page(audited: Audited, tmp_path: Path) -> None:
    item, url, _ = _quoted(audited)
    shot = _picture()
    folder = audited.copy(tmp_path / "out")
    with Store.open(folder / "evidence") as store:
        page = next(fetch for fetch in store.fetches(1) if fetch.url == url)
        kept = store.put_body(shot)
        store.add_screenshots([Screenshot(page.sha256, url, kept, "image/jpeg", 40, 30, len(shot), page.fetched_at)])
        archive, pdf = appeal(store, audited.result, item, tmp_path)
    with zipfile.ZipFile(archive) as opened:
        assert opened.read(f"screenshots/{page.sha256[:12]}.jpg") == shot
        assert base64.b64encode(shot).decode() in opened.read("appeal.html").decode()
    assert b"/DCTDecode" in pdf.read_bytes()


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()


def test_an_item_that_is_not_there_is_one_line(audited: Audited, tmp_path: Path) -> None:
    with Store.open(audited.store, read_only=True) as store, pytest.raises(ReportError, match="no such item"):
        appeal(store, audited.result, "O99", tmp_path)


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("หนึ่ง สอง\nสาม สี่", "สอง สาม", "สอง\nสาม"),
        ("หนึ่ง สอง สาม", "…สอง สาม…", "สอง สาม"),
        ("หัวข้อ\nเมนู เมนู\nเนื้อหา ที่ อ้าง", "หัวข้อ เนื้อหา ที่ อ้าง", "เนื้อหา ที่ อ้าง"),
        ("หนึ่ง", "หนึ่ง", "หนึ่ง"),
        ("ก ข ค", "ง จ", None),
        ("", "ก", None),
    ],
)
def test_where_a_quote_stands(text: str, quote: str, found: str | None) -> None:
    place = _find(text, quote)
    assert (text[slice(*place)] if place else None) == found

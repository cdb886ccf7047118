"""Which scans are opened because nothing but their own text can say what they are."""

from __future__ import annotations

import pytest

from auditor.judge import Memory, nameless
from auditor.judge.collecting import collect
from auditor.site import build
from tests.auditor.judge.test_scenes import HOST, file, page, recogniser

ENTRY = '<li><a href="/news">ข่าวประชาสัมพันธ์</a></li>'
CASES = {
    "a picture among the news": ("/f/IMG_2024.jpg", "paper", "", True),
    "a scan among the news": ("/f/scan01.pdf", "scan", "ดาวน์โหลด", True),
    "one with a name of its own": ("/f/scan02.pdf", "scan", "ข่าวประชาสัมพันธ์ฉบับที่ 3", False),
    "a photograph": ("/f/IMG_2025.jpg", "photo", "", False),
}


@pytest.mark.parametrize(("path", "kind", "name", "opened"), CASES.values(), ids=CASES)
def test_scans_that_only_their_place_names(path: str, kind: str, name: str, opened: bool) -> None:
    shown = f'<a href="{path}">{name}</a>' if name else f'<img src="{path}">'
    pages = {"/": "<h1>เทศบาลตำบลดอนตัวอย่าง</h1>", "/news": f"<h1>ข่าวประชาสัมพันธ์</h1>{shown}"}
    sources = [*(page(at, body, ENTRY) for at, body in pages.items()), file(path, kind)]
    exhibits, _ = collect(build(f"{HOST}/", sources), recogniser(), {}, Memory())
    assert nameless.to_open(exhibits, {"news"}) == ([path] if opened else [])

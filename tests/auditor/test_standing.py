"""An audit of a site that has not changed: its verdicts stand, and are the same as if they were made again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.commands.auditing import audit
from auditor.demo.pages import Page
from tests.serving import serve_pages

STANDS = "its verdicts stand"
PAGE = "<h1>ประกาศเจตนารมณ์นโยบายไม่รับของขวัญ (No Gift Policy) ประจำปีงบประมาณ พ.ศ. 2566</h1><p>ทุกคนจะไม่รับของขวัญ</p>"


def test_verdicts_stand_until_a_page_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_DELAY", "0")
    monkeypatch.setenv("OIT_CACHE", str(tmp_path / "cache"))

    def audited() -> tuple[bool, dict[str, str], str]:
        words = [site.url + "/", "--out", str(tmp_path), "--year", "2566", "--as-of", "2023-05-15", "--no-screenshots"]
        done = CliRunner().invoke(audit, words, catch_exceptions=False)
        result = json.loads((tmp_path / "result.json").read_text("utf-8"))
        return STANDS in done.output, {i["id"]: i["outcome"] for i in result["items"]}, result["crawl"]["finished_at"]

    with serve_pages({"/": {"text": PAGE, "type": "text/html"}}) as site:
        first, second = audited(), audited()
        assert (first[0], second[0]) == (False, True)
        assert first[1] == second[1] and first[2] < second[2]
        site.site.pages["/"] = Page(text="<h1>เทศบาลตำบลดอนตัวอย่าง</h1>", type="text/html")
        assert not audited()[0]

"""The WACZ opens in ReplayWeb.page, in real Chromium, served from loopback, at a cited page."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.proof.export import export
from crawler.evidence import Store
from tests.auditor.proof.conftest import Audited
from tests.auditor.proof.replaying import PACKAGE, shown


@pytest.mark.prove
@pytest.mark.skipif(not PACKAGE, reason="OIT_REPLAYWEB names no unpacked package of ReplayWeb.page")
def test_the_archive_opens_at_the_cited_page(audited: Audited, tmp_path: Path) -> None:
    with Store.open(audited.store, read_only=True) as store:
        export(store, audited.result, tmp_path / "a.wacz")
    text = shown(tmp_path / "a.wacz", f"{audited.url}contact")
    assert "ติดต่อเรา" in text and "ทุ่งสมมติ" in text

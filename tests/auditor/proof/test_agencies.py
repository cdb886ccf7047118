"""Each fictitious agency's archive validates, verifies, and opens where it is cited: whole, and with what is cited."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from auditor.audit import AuditRequest, audit, write
from auditor.proof.export import export
from auditor.proof.verify import verify
from crawler.evidence import Store
from tests.auditor.proof.replaying import PACKAGE, cited_pages, is_quoted, shown
from tests.serving import SITES, serve

AGENCIES = sorted(path.parent.name for path in SITES.glob("*/expected.yaml"))


@pytest.mark.prove
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", AGENCIES)
def test_an_agency_s_archive_validates_and_verifies(name: str, tmp_path: Path) -> None:
    key = YAML(typ="safe").load((SITES / name / "expected.yaml").read_text("utf-8"))
    out = tmp_path / "out"
    with serve(SITES / name) as site:
        year, as_of = key["fiscal_year"], date.fromisoformat(str(key["as_of"]))
        result = audit(AuditRequest(f"{site.url}/", out, fiscal_year=year, as_of=as_of))
        write(result, out)
    found = verify(out)
    assert found.sound and found.items == len(result.items), found.lines()
    for everything in (False, True):
        path = tmp_path / f"{everything}.wacz"
        with Store.open(out / "evidence", read_only=True) as store:
            made = export(store, result, path, everything=everything)
        kept = verify(path)
        assert kept.sound and len(kept.withheld) >= len(made.withheld), kept.lines()
        _validate(path)
        opened = _open(path)
        what = "all" if everything else "cited"
        print(
            f"| {name} | {what} | {made.included} ({path.stat().st_size / 1e6:.2f} MB) | {len(made.withheld)} "
            f"| {kept.items} items agree | valid | {opened} |"
        )


def _validate(path: Path) -> None:
    tool = Path(sys.executable).with_name("wacz")
    told = subprocess.run([tool, "validate", "-f", path], capture_output=True, text=True, check=False)
    assert "passed WACZ is valid" in told.stdout, told.stdout[-2000:]


def _open(path: Path) -> str:
    """How many of the cited pages ReplayWeb.page shows with what is quoted of them."""
    if not PACKAGE:
        return "not tried"
    pages = cited_pages(path)
    for url, quote in pages:
        assert is_quoted(shown(path, url), quote), url
    return f"{len(pages)} of {len(pages)}"

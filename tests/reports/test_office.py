"""LibreOffice opens what we make: every paper and skeleton becomes pages that hold its words."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from reports import papers
from reports.fix import kit
from reports.table import to_xlsx
from tests.reports import sample as s

SOFFICE = shutil.which("soffice")


@pytest.mark.prove
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_every_file(tmp_path):
    files = {f"{n}.{k}": papers.render(n, s.small(), earlier=s.small()) for n, k in papers.EXTENSION.items()}
    files |= {f.name: f.body for id_ in ("O18", "O31") for f in kit(s.small(), id_)}
    files |= {"hostile-paper.docx": papers.render("result", s.hostile()), "hostile-items.xlsx": to_xlsx(s.hostile())}
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [SOFFICE or "", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, *[str(tmp_path / n) for n in files]], check=True, capture_output=True, timeout=110)
    for name in files:
        page = tmp_path / "out" / f"{name.rsplit('.', 1)[0]}.pdf"
        text = subprocess.run(["pdftotext", "-raw", str(page), "-"], capture_output=True, check=True).stdout.decode()
        words = "".join(text.split())
        assert ("<script>" if name.startswith("hostile") else "เทศบาลตำบลดอนตัวอย่าง") in words, name
        assert "{{" not in words or name.startswith("hostile")

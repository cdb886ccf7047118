"""Makes the digital PDFs beside it: invented Thai text printed by Chromium in three Thai fonts. Run by hand.

.venv/bin/python tests/auditor/extract/files/make.py
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
FONTS = {"laksaman": "Laksaman", "garuda": "Garuda", "noto": "Noto Sans Thai"}
STYLE = "body{{font-family:'{font}';font-size:16pt;line-height:1.5}} @page{{size:A4;margin:2cm}} p{{margin:.4em 0}}"


def main() -> None:
    text = (HERE / "announcement.txt").read_text(encoding="utf-8")
    pages = ["".join(f"<p>{line}</p>" for line in page.strip().splitlines()) for page in text.split("\f")]
    body = "".join(f"<div style='break-after:page'>{page}</div>" for page in pages[:-1]) + f"<div>{pages[-1]}</div>"
    for name, font in FONTS.items():
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.html"
            page.write_text(f"<meta charset=utf-8><style>{STYLE.format(font=font)}</style>{body}", encoding="utf-8")
            out = HERE / f"announcement-{name}.pdf"
            arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            subprocess.run(
                ["chromium", *arguments, f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", page.as_uri()],
                check=True,
                timeout=120,
            )


if __name__ == "__main__":
    main()

"""Makes the digital files beside it: invented Thai text printed by Chromium in three Thai fonts, and as an old sheet.

Run by hand: .venv/bin/python -m tests.auditor.extract.files.make
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.auditor.extract import printing

HERE = Path(__file__).parent
FONTS = {"laksaman": "Laksaman", "garuda": "Garuda", "noto": "Noto Sans Thai"}


def main() -> None:
    text = (HERE / "announcement.txt").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name, font in FONTS.items():
            (HERE / f"announcement-{name}.pdf").write_bytes(printing.by_chromium(Path(folder), text, font))
        (Path(folder) / "announcement.xlsx").write_bytes(printing.sheet(text))
        (sheet,) = printing.by_office(Path(folder), ["announcement.xlsx"], "xls").values()
        (HERE / "announcement.xls").write_bytes(sheet)


if __name__ == "__main__":
    main()

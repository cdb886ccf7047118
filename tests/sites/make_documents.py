"""Prints the PDF files of a fake website from its documents.txt. For authors; the PDFs are committed.

    python tests/sites/make_documents.py tests/sites/donsai [files/one.pdf …]     missing files, or the named ones

A documents.txt holds one text per file:

    @@ files/plan66.pdf
    = a heading, centred          ^ a centred line          > a line at the right, for signatures
    | a row | of a table |        the first row of a table is its header
    ---                           a new page
    Any other line is a paragraph.
"""

from __future__ import annotations

import html
import os
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

STYLE = """<meta charset="utf-8"><title></title><style>
body { font: 15pt/1.35 "Laksaman", "TH Sarabun New"; margin: 0 }
h1, th { font-weight: normal } /* bold would embed a second font */
h1 { font-size: 18pt; text-align: center; margin: 4pt 0 } p { margin: 3pt 0; text-indent: 24pt }
.c { text-align: center; text-indent: 0 } .r { text-align: center; text-indent: 0; margin: 10pt 0 0 45% }
table { border-collapse: collapse; width: 100%; margin: 6pt 0; font-size: 13pt }
th, td { border: 1px solid; padding: 2pt 4pt }
hr { break-after: page; border: 0 }
</style>"""
MARGINS = ("top", "bottom", "left", "right")
LINES = {"= ": "<h1>{}</h1>", "^ ": '<p class="c">{}</p>', "> ": '<p class="r">{}</p>'}


def read(source: str) -> dict[str, list[str]]:
    """documents.txt as file name → lines."""
    found: dict[str, list[str]] = {}
    for line in source.splitlines():
        if line.startswith("@@ "):
            lines = found.setdefault(line[3:].strip(), [])
        elif line.strip():
            lines.append(line.strip())
    return found


def to_html(lines: list[str]) -> str:
    return STYLE + "".join(_blocks(lines))


def _blocks(lines: list[str]) -> Iterator[str]:
    for is_table, group in groupby(lines, key=lambda line: line.startswith("|")):
        if is_table:
            yield _table(list(group))
        else:
            for line in group:
                form = LINES.get(line[:2])
                text = html.escape(line[2:] if form else line)
                yield "<hr>" if line == "---" else (form or "<p>{}</p>").format(text)


def _table(rows: list[str]) -> str:
    cells = [[html.escape(cell.strip()) for cell in row.strip("|").split("|")] for row in rows]
    head, *body = (
        "".join(f"<{tag}>{cell}</{tag}>" for cell in row)
        for tag, row in zip(["th", *["td"] * len(cells)], cells, strict=False)
    )
    return f"<table><tr>{head}</tr>" + "".join(f"<tr>{row}</tr>" for row in body) + "</table>"


def main(directory: Path, names: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    documents = read((directory / "documents.txt").read_text("utf-8"))
    chosen = names or [name for name in documents if not (directory / name).exists()]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("OIT_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for name in chosen:
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            page.set_content(to_html(documents[name]))
            wide = any(line.count("|") > 7 for line in documents[name])
            page.pdf(path=directory / name, format="A4", landscape=wide, margin=dict.fromkeys(MARGINS, "20mm"))
            print(name, (directory / name).stat().st_size)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

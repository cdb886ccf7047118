"""RTF to text: control words dropped, Thai bytes and \\u escapes decoded."""

from __future__ import annotations

import re

from auditor.document import Block, Document, TextPage
from auditor.extract import sniff
from auditor.extract.dom import squeeze
from auditor.thai import repair

TOKEN = re.compile(rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]+)(-?\d+)? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)")
SILENT = frozenset(
    [b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"themedata",
     b"datastore",
     b"listtable", b"listoverridetable", b"generator", b"latentstyles", b"fldinst", b"xmlnstbl", b"rsidtbl", b"mmathPr"]
)  # fmt: skip
BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"page": "\f", b"sect": "\n", b"cell": " | ", b"tab": " "}
MAX_DEPTH = 200


def read(body: bytes) -> Document:
    """A Document of the file's text; tables are lines with bars."""
    text = repair(_Reader().read(body))
    lines = [squeeze(line) for line in text.replace("\f", "\n").split("\n")]
    pages = tuple(TextPage(n, page.strip()) for n, page in enumerate(text.split("\f"), 1))
    blocks = tuple(Block("text", line) for line in lines if line)
    return Document(
        sniff.RTF, "", pages, blocks, len(pages), None if blocks else "unreadable", "" if blocks else "no text in it"
    )


class _Reader:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.raw = bytearray()
        self.silent: list[bool] = [False]
        self.skip = 0

    def read(self, body: bytes) -> str:
        for match in TOKEN.finditer(body):
            self._take(*match.groups())
        self._settle()
        return "".join(self.out)

    def _take(
        self,
        code: bytes | None,
        word: bytes | None,
        value: bytes | None,
        sign: bytes | None,
        brace: bytes | None,
        plain: bytes | None,
    ) -> None:
        if brace:
            self._brace(brace)
        elif word:
            self._word(word, value)
        elif sign == b"*":
            self.silent[-1] = True
        elif not self.silent[-1]:
            self._text(bytes.fromhex(code.decode()) if code else plain or (sign or b"").replace(b"~", b" "))

    def _text(self, data: bytes) -> None:
        taken = min(self.skip, len(data))
        self.skip -= taken
        self.raw += data[taken:]

    def _brace(self, brace: bytes) -> None:
        if brace == b"{" and len(self.silent) < MAX_DEPTH:
            self.silent.append(self.silent[-1])
        elif brace == b"}" and len(self.silent) > 1:
            self.silent.pop()

    def _word(self, word: bytes, value: bytes | None) -> None:
        if word in SILENT:
            self.silent[-1] = True
        if self.silent[-1]:
            return
        if word == b"u" and value:
            self._settle()
            self.out.append(chr(int(value) % 65536))
            self.skip = 1
        elif word in BREAKS:
            self._settle()
            self.out.append(BREAKS[word])

    def _settle(self) -> None:
        """Bytes are Thai in documents of Thai offices, whatever the header says; ASCII is the same in both."""
        self.out.append(self.raw.decode("cp874", "replace"))
        self.raw.clear()

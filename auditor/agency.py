"""Whose website is it? The agency's name and kind, from titles, headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from auditor.document import Source
from auditor.judge.wording import officials
from auditor.result import Agency

KINDS = (
    ("องค์การบริหารส่วนจังหวัด", r"องค์การบริหารส่วนจังหวัด|อบจ\."),
    ("องค์การบริหารส่วนตำบล", r"องค์การบริหารส่วนตำบล|อบต\."),
    ("เทศบาลนคร", r"เทศบาลนคร"),
    ("เทศบาลเมือง", r"เทศบาลเมือง"),
    ("เทศบาลตำบล", r"เทศบาลตำบล|ทต\."),
    ("เมืองพัทยา", r"เมืองพัทยา"),
)
NAMED = re.compile(
    rf"(?<![\u0e01-\u0e4e])(?P<kind>{'|'.join(pattern for _, pattern in KINDS)})\s*(?P<name>[\u0e01-\u0e4e]{{2,40}})"
)
STOP = re.compile(r"(?:อำเภอ|จังหวัด|ตำบล|เขต|ยินดี|เว็บไซต์|โทร|ที่อยู่|สำนักงาน|ขอ|ได้|เรื่อง|พ\.ศ|ปี)")
LOOKED_AT = 12
"""Pages whose title, header and footer are read for the name."""


def recognise(sources: Iterable[Source], url: str, *, name: str = "", kind: str = "") -> Agency:
    """The agency that most of the site's own titles and headers name; what the user gave counts first."""
    found: Counter[tuple[str, str]] = Counter()
    for source in [s for s in sources if s.document and s.document.blocks][:LOOKED_AT]:
        document = source.document
        assert document is not None
        for text in (
            document.title,
            *(b.text for b in document.blocks if b.place in ("header", "footer")),
        ):
            for pair in _names(text):
                found[pair] += 3 if text == document.title else 1
        for block in document.blocks:
            found.update(_names(block.text[:200]))
    best = found.most_common(1)[0][0] if found else ("", "")
    known = kind or best[0]
    name = name or "".join(best) or _title(sources) or url
    head, clerk = officials(known or name)
    return Agency(name=name, kind=known, url=url, head=head, clerk=clerk)


def _title(sources: Iterable[Source]) -> str:
    """The first page's title, for an agency of a kind that is not known."""
    titles = (s.document.title.strip() for s in sources if s.document and s.document.blocks)
    return next((t[:120] for t in titles if t), "")


def _names(text: str) -> list[tuple[str, str]]:
    pairs = []
    for match in NAMED.finditer(text[:2000]):
        kind = next(full for full, pattern in KINDS if re.fullmatch(pattern, match["kind"]))
        name = STOP.split(match["name"])[0]
        if len(name) >= 2:
            pairs.append((kind, name))
    return pairs

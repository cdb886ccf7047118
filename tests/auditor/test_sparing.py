"""Documents kept in less memory say what they said."""

from __future__ import annotations

from dataclasses import astuple

from auditor.document import Anchor, Block, Document, TextPage
from auditor.sparing import OPEN, Sparing, spare, text_of

LINE = "องค์การบริหารส่วนตำบลสมมุติ ประกาศผลการดำเนินงานประจำปี " * 5
BLOCKS = (
    Block("heading", "ประกาศ", level=2),
    Block("text", LINE),
    Block("row", f"1 มกราคม {LINE}", links=(Anchor(LINE, "/a.pdf"),), cells=("1 มกราคม", LINE)),
    Block("text", LINE),
    Block("text", LINE * 3, place="footer"),
)


def test_a_page_says_the_same_whatever_else_is_read() -> None:
    page = Document("text/html", pages=(TextPage(1, text_of(BLOCKS)),), blocks=BLOCKS)
    paper = Document("application/pdf", pages=(TextPage(1, LINE * 9), TextPage(2, "", "none", 0.5)), page_count=2)
    sparing = Sparing()
    kept = [sparing.document(page), sparing.document(paper)]
    for _ in range(2):
        assert [astuple(b) for b in kept[0].blocks] == [astuple(b) for b in BLOCKS]
        assert (kept[0].text, kept[1].text) == (page.text, paper.text)
        assert kept[1].unread == (2,)
        for n in range(OPEN + 1):
            assert spare(f"{LINE * 3}{n}")().endswith(str(n))


def test_what_pages_repeat_is_one_value() -> None:
    sparing = Sparing()
    first, second = (sparing.document(Document("text/html", title=t, blocks=BLOCKS)) for t in "ab")
    assert first.blocks[-1] is second.blocks[-1] and first.blocks[2].links[0] is second.blocks[2].links[0]

from __future__ import annotations

import pytest

from crawler.page.markup import MOST_DEPTH, bounded

ORDINARY = [
    "",
    "ข้อความ",
    "<p>หนึ่ง<p>สอง" * 5_000,
    "<table>" + "<tr><td>ก<td><a href=/x>ข</a>" * 5_000 + "</table>",
    "<div>" * 200 + "ก" + "</div>" * 200,
    "<div><ul><li><span>ก</span></ul></div>" * 3_000,
    '<img src="data:image/png;base64,' + "A" * 100_000 + '" alt="ภาพ">',
    '<a onclick="' + "f(1, 2); " * 900 + '">ก</a>',
]


@pytest.mark.parametrize("markup", ORDINARY, ids=range(len(ORDINARY)))
def test_ordinary_markup_stays(markup: str) -> None:
    assert bounded(markup) == markup


@pytest.mark.parametrize("tag", ["div", "b", "table", "x-y", "font"])
@pytest.mark.parametrize("closed", [True, False])
def test_depth_is_taken_away_and_words_stay(tag: str, closed: bool) -> None:
    bomb = f"<{tag}>" * (3 * MOST_DEPTH) + "คำ" + f"</{tag}>" * (3 * MOST_DEPTH * closed)
    assert "<" not in bounded(bomb) and "คำ" in bounded(bomb)


def test_a_flood_of_attributes_is_taken_away() -> None:
    flood = "<p " + " ".join(f"a{n}=b" for n in range(50_000)) + ">"
    assert bounded(f"<h1>ก</h1>{flood}ข</p>").strip() == "<h1>ก</h1> ข</p>"

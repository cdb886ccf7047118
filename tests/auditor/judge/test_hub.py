"""ITA hub pages in the shapes that agencies give them: which address is claimed for which item of which year."""

from __future__ import annotations

import pytest

from auditor.document import Source
from auditor.extract import extract
from auditor.judge.hub import read_claims
from auditor.site import build

HOME = "http://agency.test/"
NAMES = ("โครงสร้าง", "ข้อมูลผู้บริหาร", "อำนาจหน้าที่", "แผนพัฒนาท้องถิ่น", "ข้อมูลการติดต่อ", "กฎหมายที่เกี่ยวข้อง")


def rows(shape: str, prefix: str = "O") -> str:
    return "".join(shape.format(o=f"{prefix}{n}", n=n, name=name) for n, name in enumerate(NAMES, 1))


LIST = '<li><a href="/d/{n}">{o} {name}</a></li>'
SHAPES = {
    "a table with a column of numbers": (
        "<h2>ITA 2566</h2><table><tr><th>ข้อ</th><th>รายการ</th><th>ลิงก์</th></tr>"
        + rows('<tr><td>{o}</td><td>{name}</td><td><a href="/d/{n}">เปิดดู</a></td></tr>')
        + "</table>"
    ),
    "the year in a plain line": (
        "<p>การประเมินคุณธรรมและความโปร่งใส (ITA)</p><p>ITA ปี พ.ศ.2566</p><table>"
        + rows('<tr><td>{o} {name}</td><td><a href="/d/{n}">http://agency.test/d/{n}</a></td><td>1. ขั้นตอน</td></tr>')
        + "</table>"
    ),
    "an accordion": (
        "<h2>OIT ประจำปีงบประมาณ พ.ศ. ๒๕๖๖</h2>"
        + rows('<button>{o} {name}</button><div class="panel"><a href="/d/{n}">ดาวน์โหลด</a></div>')
    ),
    "pictures with captions": "<h1>ITA 2566</h1>"
    + rows('<figure><a href="/d/{n}"><img src="/{n}.png" alt="{o}"></a><figcaption>{o} {name}</figcaption></figure>'),
    "zero for O": "<h1>ITA 2566</h1><ul>" + rows(LIST, "0") + "</ul>",
    "a hyphen": "<h1>ITA 2566</h1><ul>" + rows(LIST, "O-") + "</ul>",
    "a dot and Thai digits": "<h1>ITA ๒๕๖๖</h1><ul>"
    + "".join(
        LIST.format(o=f"ข้อ {d}.", n=n, name=name) for n, (d, name) in enumerate(zip("๑๒๓๔๕๖", NAMES, strict=True), 1)
    )
    + "</ul>",
    "plain numbers": "<h1>ข้อมูลสาธารณะ OIT 2566</h1><ol>"
    + rows('<li>{n}. {name} <a href="/d/{n}">คลิก</a></li>')
    + "</ol>",
    "numbers in headings, documents below": "<h1>ITA 2566</h1>"
    + rows('<h3>{o} {name}</h3><p><a href="/d/{n}">เอกสาร</a></p>'),
    "brackets": "<h1>ITA 2566</h1>" + rows('<p>({o}) {name} <a href="/d/{n}">ที่นี่</a></p>'),
}


def claims(body: str) -> set[tuple[int, int | None, str]]:
    html = f"<html><body><main>{body}</main></body></html>".encode()
    document = extract(html, "text/html", name=HOME + "ita", charset="utf-8")
    found = Source(HOME + "ita", "fetched", final_url=HOME + "ita", media_type="text/html", document=document)
    return {(c.number, c.fiscal_year, c.target.removeprefix(HOME)) for c in read_claims(build(HOME, [found]))}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_item_is_claimed_for_its_year(shape: str) -> None:
    assert claims(SHAPES[shape]) == {(n, 2566, f"d/{n}") for n in range(1, 7)}


def test_each_year_of_a_page_claims_its_own() -> None:
    tabs = "".join(
        f'<button class="tab">ปีงบประมาณ {y}</button><div>'
        + rows(f'<p><a href="/{y}/{{n}}">{{o}} {{name}}</a></p>')
        + "</div>"
        for y in (2566, 2567)
    )
    assert claims("<h1>ITA</h1>" + tabs) == {(n, y, f"{y}/{n}") for n in range(1, 7) for y in (2566, 2567)}


def test_tabs_that_are_links_into_the_page_say_the_year_too() -> None:
    tabs = "".join(
        f'<a href="#y{y}">ปี {y}</a><div id="y{y}">' + rows(f'<p><a href="/{y}/{{n}}">{{o}} {{name}}</a></p>') + "</div>"
        for y in (2566, 2567)
    )
    assert claims("<h1>ITA</h1>" + tabs) == {(n, y, f"{y}/{n}") for n in range(1, 7) for y in (2566, 2567)}


def test_a_page_of_ordinary_numbers_claims_nothing() -> None:
    assert not claims("<h1>ข่าว</h1>" + "".join(f'<p>{n} มกราคม <a href="/n/{n}">ข่าว</a></p>' for n in (1, 2, 3, 9)))

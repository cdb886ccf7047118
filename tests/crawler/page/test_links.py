from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.page.links import FoundLink, read_links

URL = "http://a.go.th/x/"


def _links(body: str, url: str = URL) -> list[FoundLink]:
    return list(
        read_links(LexborHTMLParser(f"<html><head><title>ท</title></head><body>{body}</body></html>"), url).links
    )


WAYS = {
    # markup: the address it leads to
    '<a href="p">ก</a>': "http://a.go.th/x/p",
    '<a href="javascript:void(0)" onclick="window.open(\'/f.pdf\')">ก</a>': "http://a.go.th/f.pdf",
    "<a href=\"javascript:location.href='p.php'\">ก</a>": "http://a.go.th/x/p.php",
    '<a href="#" onclick="show(\'files/a.pdf\');return false">ก</a>': "http://a.go.th/x/files/a.pdf",
    "<div onclick=\"location='p.php?id=1'\">ก</div>": "http://a.go.th/x/p.php?id=1",
    '<button data-href="/p">ก</button>': "http://a.go.th/p",
    '<tr data-url="/p"><td>ก</td></tr>': None,
    '<table><tr data-url="/p"><td>ก</td></tr></table>': "http://a.go.th/p",
    '<a href="#" data-href="/p">ก</a>': "http://a.go.th/p",
    '<map><area href="/p" alt="ก"></map>': "http://a.go.th/p",
    '<iframe src="/doc.pdf"></iframe>': "http://a.go.th/doc.pdf",
    '<iframe data-src="/doc.pdf" src="about:blank"></iframe>': "http://a.go.th/doc.pdf",
    '<iframe src="/pdfjs/web/viewer.html?file=%2Fdocs%2Fa.pdf"></iframe>': "http://a.go.th/docs/a.pdf",
    '<iframe src="https://docs.google.com/gview?url=http://a.go.th/d.pdf&embedded=true"></iframe>': "http://a.go.th/d.pdf",
    '<embed src="/doc.pdf">': "http://a.go.th/doc.pdf",
    '<object data="/doc.pdf"></object>': "http://a.go.th/doc.pdf",
    '<select><option value="/p.php?y=2566">2566</option></select>': "http://a.go.th/p.php?y=2566",
    '<select><option value="2566">2566</option></select>': None,
    "<script>window.location.replace('/home');</script>": "http://a.go.th/home",
    "<script>var location_id = '/home'; if (location == '/x') {}</script>": None,
    "<script>window.open(`/pop/${id}`)</script>": None,
    '<!-- <a href="/old">เก่า</a> -->': None,
    '<form><button formaction="/send">ส่ง</button></form>': "http://a.go.th/send",
    '<a href="#" data-downloadurl="/d/?wpdmdl=7">ก</a>': "http://a.go.th/d/?wpdmdl=7",
    '<div data-link="/procurement/detail/:id">ก</div>': None,
    '<a href="/detail/{{ row.id }}">ก</a>': None,
    '<a href="https://h.sharepoint.com/:b:/g/x">ก</a>': "https://h.sharepoint.com/:b:/g/x",
}


@pytest.mark.parametrize(("markup", "expected"), WAYS.items())
def test_ways_that_lead_on(markup, expected):
    assert [link.url for link in _links(markup) if link.live] == ([expected] if expected else [])


FUNCTIONS = """<script>
function showdetail(id) { var w = 600; window.open('detail.php?id=' + id, '_blank'); }
function viewFile(name, year) { document.getElementById('fr').src = "/files/" + year + "/" + name + ".pdf"; }
function count(event, id) { xhr.open('GET', '/count/' + id, true); window.open(event.currentTarget.href); }
function toggle(id) { document.getElementById(id).style.display = 'block'; }
</script>"""
CALLS = {
    '<a href="javascript:showdetail(12)">ก</a>': "http://a.go.th/x/detail.php?id=12",
    '<a href="#" onclick="return showdetail(\'12\')">ก</a>': "http://a.go.th/x/detail.php?id=12",
    '<a href="#" onclick="viewFile(\'plan\', 2566)">ก</a>': "http://a.go.th/files/2566/plan.pdf",
    '<tr><td onclick="showdetail(7)">ก</td></tr>': "http://a.go.th/x/detail.php?id=7",
    '<a href="/f.pdf" onclick="count(event, 12)">ก</a>': "http://a.go.th/f.pdf",
    '<a href="#" onclick="toggle(12)">ก</a>': None,
    "<a href=\"javascript:__doPostBack('g','Page$2')\">ก</a>": "http://a.go.th/x/#!/postback/g/Page%242",
}


@pytest.mark.parametrize(("markup", "expected"), CALLS.items())
def test_functions_of_the_page(markup, expected):
    links = _links(f"{FUNCTIONS}<table>{markup}</table>" if markup.startswith("<tr") else FUNCTIONS + markup)
    assert [link.url for link in links if link.live] == ([expected] if expected else [])


def test_frames_of_a_frameset():
    tree = LexborHTMLParser(
        '<html><frameset><frame src="menu.html" name="menu"><frame src="main.html"></frameset></html>'
    )
    assert [link.url for link in read_links(tree, URL).links] == [
        "http://a.go.th/x/menu.html",
        "http://a.go.th/x/main.html",
    ]


def test_base_element():
    tree = LexborHTMLParser('<html><head><base href="/web/"></head><body><a href="p">ก</a></body></html>')
    assert read_links(tree, URL).links[0].url == "http://a.go.th/web/p"


DEAD = ['<a href="#">ก</a>', '<a href="">ก</a>', '<a href="javascript:void(0);">ก</a>', '<a href="javascript:;">ก</a>',
        '<a href="#missing">ก</a>', '<a onclick="toggle()">ก</a>']  # fmt: skip


@pytest.mark.parametrize("markup", DEAD)
def test_labels_with_nothing_behind_them(markup):
    (link,) = _links(markup)
    assert (link.live, link.text) == (False, "ก")


def test_a_fragment_of_the_same_page_is_live_where_it_exists():
    link = _links('<a href="#ITA023">O23</a><div id="ITA023">ข้อมูล</div>')[0]
    assert (link.url, link.live) == ("http://a.go.th/x/#ITA023", True)


def test_mail_and_phone_are_kept_as_they_stand():
    links = _links('<a href="mailto:a@b.go.th">อีเมล</a><a href="tel:021">โทร</a>')
    assert [(link.url, link.live) for link in links] == [("mailto:a@b.go.th", True), ("tel:021", True)]


NAMES = {
    '<a href="p">แผน&nbsp; ปี\n2566</a>': "แผน ปี 2566",
    '<a href="p" title="แผน"><i></i></a>': "แผน",
    '<a href="p" aria-label="แผน"></a>': "แผน",
    '<a href="p"><img src="i.png" alt="แผน"></a>': "แผน",
    "<ul><li>แผนปี 2566 <a href='p'><img src='pdf.png'></a></li></ul>": "แผนปี 2566",
    "<ul><li>แผนปี 2566 <a href='p'>ดาวน์โหลด</a></li></ul>": "แผนปี 2566 ดาวน์โหลด",
    "<table><tr><td>งบประมาณ</td><td><a href='p'>2566</a></td></tr></table>": "งบประมาณ 2566",
    "<ul><li>ข้อบัญญัติ <a href='p'>คลิกที่นี่</a></li></ul>": "ข้อบัญญัติ คลิกที่นี่",
}


@pytest.mark.parametrize(("markup", "expected"), NAMES.items())
def test_what_a_link_is_called(markup, expected):
    assert _links(markup)[0].text == expected


def test_a_document_in_a_modal_is_called_by_its_opener():
    body = (
        '<a href="#" data-bs-toggle="modal" data-bs-target="#m1">1.1 แผนจัดซื้อ</a>'
        '<div class="modal" id="m1"><div><iframe src="/1.pdf"></iframe></div></div>'
        '<a data-toggle="modal" href="#m2">1.2 รายงาน</a>'
        '<div class="modal" id="m2"><iframe src="/2.pdf"></iframe></div>'
    )
    names = {link.url: link.text for link in _links(body)}
    assert names["http://a.go.th/1.pdf"] == "1.1 แผนจัดซื้อ"
    assert names["http://a.go.th/2.pdf"] == "1.2 รายงาน"


def test_context_is_the_nearest_heading_above():
    body = (
        "<h3>หมวด ก</h3><a href='1'>หนึ่ง</a><div class='card-header'>หมวด ข</div><a href='2'>สอง</a>"
        "<h4><a href='3'>หมวด ค</a></h4><a href='4'>สี่</a>"
    )
    assert [(link.text, link.context) for link in _links(body)] == [
        ("หนึ่ง", "หมวด ก"), ("สอง", "หมวด ข"), ("หมวด ค", "หมวด ข"), ("สี่", "หมวด ค"),
    ]  # fmt: skip


PLACES = {
    "<nav><a href='p'>ก</a></nav>": "nav",
    "<div class='main-menu'><ul><li><a href='p'>ก</a></li></ul></div>": "nav",
    "<footer><a href='p'>ก</a></footer>": "footer",
    "<div id='footer-area'><a href='p'>ก</a></div>": "footer",
    "<div class='footer'><nav><a href='p'>ก</a></nav></div>": "nav",
    "<header><a href='p'>ก</a></header>": "header",
    "<nav><div class='modal'><a href='p'>ก</a></div></nav>": "main",
    "<div><a href='p'>ก</a></div>": "main",
    "<script>location='/p'</script>": "script",
}


@pytest.mark.parametrize(("markup", "expected"), PLACES.items())
def test_places(markup, expected):
    assert _links(markup)[0].place == expected


def test_sitemap_page():
    assert _links("<a href='p'>ก</a>", "http://a.go.th/sitemap.php")[0].place == "sitemap"


def test_each_sighting_once():
    assert len(_links("<a href='p'>ก</a><a href='p'>ก</a><a href='p'>ข</a>")) == 2


def test_hostile_markup_ends():
    deep = "<div class='" + "_" * 5000 + "'>" * 3 + "<ul><li>" * 3000 + "<a href='p'>ก</a>"
    assert _links(deep)[-1].live

from __future__ import annotations

import pytest

from auditor.document import Block, Document
from auditor.extract import extract

PAGE = "http://a.example/ita/index.php"


def read(markup: str, name: str = PAGE) -> Document:
    return extract(f"<!doctype html><html><body>{markup}</body></html>".encode(), "text/html; charset=utf-8", name=name)


def said(document: Document, place: str = "main") -> list[tuple[str, str]]:
    return [(b.kind + (str(b.level) if b.level else ""), b.text) for b in document.blocks if b.place == place]


def only(document: Document, kind: str) -> list[Block]:
    return [b for b in document.blocks if b.kind == kind]


HEADINGS = {
    "tag": ("<h2>แผนป้องกันการทุจริต</h2><p>เนื้อหา</p>", "heading2"),
    "class head": (
        "<div class='head-pages'><span class='font-pages-head'>แผนป้องกันการทุจริต</span></div><p>ก</p>",
        "heading7",
    ),
    "card header": ("<div class='card'><div class='card-header'>แผนป้องกันการทุจริต</div><div>ก</div></div>", "heading7"),
    "big utility": ("<div class='fs-1 fw-bold text-center'>แผนป้องกันการทุจริต</div><p>ก</p>", "heading7"),
    "big style": ("<div style='font-size:26px'>แผนป้องกันการทุจริต</div><p>ก</p>", "heading7"),
    "font size": ("<font size=5>แผนป้องกันการทุจริต</font><br>ก", "heading7"),
    "bold line": ("<p><b>แผนป้องกันการทุจริต</b></p><p>ก</p>", "heading7"),
    "bold before break": ("<div><strong>แผนป้องกันการทุจริต</strong><br>เนื้อหา</div>", "heading7"),
    "legend": ("<fieldset><legend>แผนป้องกันการทุจริต</legend>ก</fieldset>", "heading7"),
    "summary": ("<details><summary>แผนป้องกันการทุจริต</summary>ก</details>", "heading7"),
    "table caption": (
        "<table><caption>แผนป้องกันการทุจริต</caption><tr><th>ที่</th><th>ชื่อ</th></tr><tr><td>1</td><td>ก</td></tr></table>",
        "heading7",
    ),
    "title row": (
        "<table><tr><td colspan=2>แผนป้องกันการทุจริต</td></tr><tr><td>1</td><td>ก</td></tr></table>",
        "heading7",
    ),
    "inside a box named title": ("<div class='title-box'><h1>แผนป้องกันการทุจริต</h1></div>", "heading1"),
    "broken over lines": ("<h3>แผนป้องกัน<br>การทุจริต</h3>", "heading3"),
}


@pytest.mark.parametrize("case", HEADINGS, ids=str)
def test_headings_are_found(case: str) -> None:
    markup, kind = HEADINGS[case]
    found = said(read(markup))[0]
    assert (found[0], found[1].replace(" ", "")) == (kind, "แผนป้องกันการทุจริต")


NOT_HEADINGS = {
    "paragraph": "<p>แผนป้องกันการทุจริต</p>",
    "entry of a list": "<div class='news-title'><a href='/n/1'>แผนป้องกันการทุจริต</a></div>",
    "file in a heading": "<h4><a href='/files/plan.pdf'>แผนป้องกันการทุจริต</a></h4>",
    "bold label": "<p><b>โทรศัพท์ :</b></p>",
    "long bold": f"<p><b>{'แผนป้องกันการทุจริต ' * 20}</b></p>",
    "label of a field": "<form><label><b>แผนป้องกันการทุจริต</b></label><input name=a><input name=b></form>",
    "caption of a photo": "<figure><img src=a.jpg alt=รูปกิจกรรม><figcaption "
    "class='caption'>แผนป้องกันการทุจริต</figcaption></figure>",
}


@pytest.mark.parametrize("case", NOT_HEADINGS, ids=str)
def test_what_is_no_heading(case: str) -> None:
    assert only(read(NOT_HEADINGS[case]), "heading") == []


LINKS = {
    "relative": ("<a href='o1.php'>ก</a>", "http://a.example/ita/o1.php", True),
    "base": ("<base href='/new/'><a href='o1.php'>ก</a>", "http://a.example/new/o1.php", True),
    "hash": ("<a href='#'>ก</a>", "#", False),
    "empty": ("<a href=''>ก</a>", "", False),
    "script": ("<a href='javascript:void(0)'>ก</a>", "javascript:void(0)", False),
    "bookmark that is there": ("<a href='#o9'>ก</a><h2 id='o9'>ข</h2>", f"{PAGE}#o9", True),
    "bookmark that is not there": ("<a href='#o9'>ก</a>", "#o9", False),
    "route": ("<a href='#/plan'>ก</a>", f"{PAGE}#/plan", True),
    "onclick": ("<a href='#' onclick=\"window.open('/f/a.pdf','_blank')\">ก</a>", "http://a.example/f/a.pdf", True),
    "script address": ("<a href=\"javascript:location.href='/f/b.php'\">ก</a>", "http://a.example/f/b.php", True),
    "data attribute": ("<a href='#' data-url='/f/c.pdf'>ก</a>", "http://a.example/f/c.pdf", True),
    "google viewer": (
        "<a href='https://docs.google.com/viewer?url=http%3A%2F%2Fx.example%2Fd.pdf&embedded=true'>ก</a>",
        "http://x.example/d.pdf", True,
    ),
    "pdf.js": ("<a href='/pdfjs/web/viewer.html?file=/files/e.pdf'>ก</a>", "http://a.example/files/e.pdf", True),
    "download handler keeps its address": (
        "<a href='/download.php?file=e.pdf'>ก</a>", "http://a.example/download.php?file=e.pdf", True,
    ),
    "button": ("<button type=button onclick=\"location.href='/qa'\">ถาม</button>", "http://a.example/qa", True),
    "area": ("<map><area href='/o2' alt='โครงสร้าง'></map>", "http://a.example/o2", True),
    "clickable box": ("<div onclick=\"window.location='/o3'\">ผู้บริหาร</div>", "http://a.example/o3", True),
}  # fmt: skip


@pytest.mark.parametrize("case", LINKS, ids=str)
def test_links_lead_where_they_say(case: str) -> None:
    markup, target, live = LINKS[case]
    anchor = next(a for b in read(markup).blocks for a in b.links)
    assert (anchor.target, anchor.live) == (target, live)


def test_link_without_words_takes_alt_then_label() -> None:
    page = read("<a href='/a'><img src=x.png alt='แจ้งเรื่องทุจริต'></a><p><a href='/b' aria-label='เฟซบุ๊ก'><i></i></a></p>")
    assert [a.text for b in page.blocks if b.kind == "link" for a in b.links] == ["แจ้งเรื่องทุจริต", "เฟซบุ๊ก"]


def test_icons_do_not_name_links() -> None:
    page = read("<a href='/a'><img src=icon.png alt='icon'><div>ประมวลจริยธรรม</div></a>")
    assert said(page) == [("link", "ประมวลจริยธรรม")]


PANELS = {
    "modal": (
        "<a href='#' data-toggle='modal' data-target='#m1'>แผนปฏิบัติการ</a><p>คั่น</p>"
        "<div class='modal' id='m1'><h5 class='modal-title'>แผนปฏิบัติการ</h5><iframe src='/f/1.pdf'></iframe></div>"
    ),
    "accordion": (
        "<div class='card-header'><h2><button data-bs-toggle='collapse' "
        "data-bs-target='#c1'>แผนปฏิบัติการ</button></h2></div>"
        "<p>คั่น</p><div id='c1' class='collapse'><a href='/f/1.pdf'>ดาวน์โหลด</a></div>"
    ),
    "tab": (
        "<ul class='nav nav-tabs'><li><a href='#t1' data-toggle='tab'>แผนปฏิบัติการ</a></li></ul><p>คั่น</p>"
        "<div class='tab-content'><div id='t1' class='tab-pane'><a href='/f/1.pdf'>ดาวน์โหลด</a></div></div>"
    ),
    "tab by script": (
        "<button class='tablinks' onclick=\"openTab(event, 'year66')\">แผนปฏิบัติการ</button><p>คั่น</p>"
        "<div id='year66' class='tabcontent' style='display: none'><object data='/f/1.pdf'></object></div>"
    ),
}


@pytest.mark.parametrize("case", PANELS, ids=str)
def test_panel_follows_its_label(case: str) -> None:
    blocks = read(PANELS[case]).blocks
    label = next(i for i, b in enumerate(blocks) if b.text == "แผนปฏิบัติการ")
    assert blocks[label].kind == "heading"
    assert blocks[label + 1].links[0].target == "http://a.example/f/1.pdf"
    assert sum(b.text == "แผนปฏิบัติการ" for b in blocks) == 1


def test_panels_with_one_id_belong_to_the_labels_before_them() -> None:
    one = (
        "<a href='#' data-toggle='modal' data-target='#m'>ฉบับที่ {0}</a>"
        "<div class='modal' id='m'><iframe src='/{0}.pdf'></iframe></div>"
    )
    blocks = read("".join(one.format(n) for n in (1, 2, 3))).blocks
    assert [b.text or b.links[0].target[-6:] for b in blocks] == [
        "ฉบับที่ 1",
        "/1.pdf",
        "ฉบับที่ 2",
        "/2.pdf",
        "ฉบับที่ 3",
        "/3.pdf",
    ]


def test_label_that_names_nothing_takes_the_text_before_it() -> None:
    page = read(
        "<ul><li>แผนการใช้จ่ายงบประมาณ <button data-bs-toggle=modal data-bs-target='#m1'>ดู</button></li></ul>"
        "<div id=m1 class=modal><embed src='/1.pdf'></div>"
    )
    assert [b.kind for b in page.blocks] == ["heading", "embed"]
    assert page.blocks[0].text == "แผนการใช้จ่ายงบประมาณ ดู"


def test_panels_that_open_each_other_are_still_read() -> None:
    page = read(
        "<div id='a' class='modal'><a href='#' data-toggle='modal' data-target='#b'>ไปหน้าสอง</a>เนื้อหาหนึ่ง</div>"
        "<div id='b' class='modal'><a href='#' data-toggle='modal' data-target='#a'>ไปหน้าหนึ่ง</a>เนื้อหาสอง</div>"
    )
    assert "เนื้อหาหนึ่ง" in page.text and "เนื้อหาสอง" in page.text


def test_label_with_an_empty_panel_stays_alone() -> None:
    page = read(
        "<a href='#' data-toggle='collapse' data-target='#c'>คู่มือการปฏิบัติงาน</a><div id='c' class='collapse'></div>"
    )
    assert said(page) == [("heading7", "คู่มือการปฏิบัติงาน")]


PLACES = {
    "nav tag": ("<nav><ul><li><a href='/a'>เมนู</a></li></ul></nav>", "nav"),
    "role": ("<div role='navigation'><a href='/a'>เมนู</a></div>", "nav"),
    "menu class": ("<div id='main-menu'><a href='/a'>เมนู</a></div>", "nav"),
    "trail": ("<div class='row pad-path'><a href='/a'>เมนู</a></div>", "nav"),
    "footer tag": ("<footer><p>เมนู</p></footer>", "footer"),
    "footer class": ("<div class='site-footer'><p>เมนู</p></div>", "footer"),
    "menu in footer": ("<footer><nav><a href='/a'>เมนู</a></nav></footer>", "footer"),
    "header": ("<header><span>เมนู</span></header>", "header"),
    "card header": ("<div class='card'><div class='card-header'>เมนู</div></div>", "main"),
    "entry header": ("<article><header><h1>เมนู</h1></header></article>", "main"),
    "widget": ("<div class='w-header-a'><p>เมนู</p></div>", "main"),
    "modal footer": ("<div class='modal-footer'><p>เมนู</p></div>", "main"),
    "navbar with documents": ("<nav class='navbar'><b>เมนู</b><iframe src='/a.pdf'></iframe></nav>", "main"),
    "nav around the page": ("<div class='menu-open wrapper'><main><p>เมนู</p></main><footer>ท้าย</footer></div>", "main"),
    "text named menu": (f"<div class='menu-page'><p>เมนู</p><p>{'ข้อความยาว ' * 30}</p></div>", "main"),
}


@pytest.mark.parametrize("case", PLACES, ids=str)
def test_places(case: str) -> None:
    markup, place = PLACES[case]
    assert next(b for b in read(markup).blocks if b.text.startswith("เมนู")).place == place


def test_branches_of_a_menu_are_headings_also_when_empty() -> None:
    page = read(
        "<nav><ul><li><a href='#'>การดำเนินงาน</a><ul></ul></li><li "
        "class='dropdown'><a class='dropdown-toggle' href='#' "
        "data-toggle='dropdown'>บริการ</a><div class='dropdown-menu'><a href='/e'>"
        "e-Service</a><a href='/q'>ถามตอบ</a></div></li></ul></nav>"
    )
    assert said(page, "nav") == [
        ("heading7", "การดำเนินงาน"),
        ("heading7", "บริการ"),
        ("item", "e-Service"),
        ("item", "ถามตอบ"),
    ]


def test_people_and_their_posts_head_nothing() -> None:
    page = read(
        "<h2>คณะผู้บริหาร</h2><div class='fs-1'>นายสมชาย ใจกล้า</div><div class='fs-2'>นายกเทศมนตรี</div>"
        "<div class='name-title'>นางสาวสมศรี มีสุข</div><div class='position-title'>"
        "รองปลัดเทศบาล</div><div class='fs-1'>นายกเทศมนตรีพบประชาชน</div>"
    )
    assert [b.text for b in only(page, "heading")] == ["คณะผู้บริหาร", "นายกเทศมนตรีพบประชาชน"]


def test_frames_are_embeds() -> None:
    page = extract(
        b"<html><frameset cols=20,80><frame src=menu.html><frame src=main.html></frameset></html>", name=PAGE
    )
    assert [b.links[0].target[-9:] for b in only(page, "embed")] == ["menu.html", "main.html"]


def test_table_rows_with_spans_and_header() -> None:
    page = read(
        "<table><tr><th>ที่</th><th colspan=2>รายการ</th><th>ไฟล์</th></tr>"
        "<tr><td rowspan=2>1</td><td>ซื้อ</td><td>วัสดุ</td><td><a href='/1.pdf'>เปิด</a></td></tr>"
        "<tr><td>จ้าง</td><td>ซ่อม</td><td></td></tr></table>"
    )
    rows = only(page, "row")
    assert [r.cells for r in rows] == [
        ("ที่", "รายการ", "รายการ", "ไฟล์"),
        ("1", "ซื้อ", "วัสดุ", "เปิด"),
        ("1", "จ้าง", "ซ่อม", ""),
    ]
    assert [r.header for r in rows] == [True, False, False]
    assert [r.text for r in rows] == ["ที่ | รายการ | ไฟล์", "1 | ซื้อ | วัสดุ | เปิด", "1 | จ้าง | ซ่อม"]
    assert rows[1].links[0].target.endswith("/1.pdf")


def test_the_same_figure_in_two_columns_is_quoted_twice() -> None:
    page = read(
        "<table><tr><th>เดือน</th><th>ทั้งหมด</th><th>เสร็จ</th></tr><tr><td>ต.ค. 65</td><td>0</td><td>0</td></tr></table>"
    )
    assert only(page, "row")[1].text == "ต.ค. 65 | 0 | 0"


def test_unmarked_header_row_is_found_and_figures_are_none() -> None:
    table = "<table><tr><td>เดือน</td><td>จำนวน</td></tr><tr><td>ตุลาคม</td><td>12</td></tr></table>"
    figures = "<table><tr><td>ตุลาคม</td><td>12</td></tr><tr><td>พฤศจิกายน</td><td>9</td></tr></table>"
    assert [r.header for r in only(read(table), "row")] == [True, False]
    assert [r.header for r in only(read(figures), "row")] == [False, False]


def test_layout_tables_are_no_rows() -> None:
    page = read(
        "<table><tr><td><table><tr><td><a href=/a>หนึ่ง</a></td></tr></table></td>"
        "<td><h2>หัวข้อ</h2><p>ข้อความ</p></td></tr></table>"
    )
    assert said(page) == [("link", "หนึ่ง"), ("heading2", "หัวข้อ"), ("text", "ข้อความ")]


def test_empty_list_message_stays_a_row() -> None:
    page = read("<table><tr><th>ที่</th><th>ชื่อ</th></tr><tr><td colspan=2>ไม่พบข้อมูล</td></tr></table>")
    assert said(page)[-1] == ("row", "ไม่พบข้อมูล")


FORM = (
    "<form action='/send' method=post><input type=hidden name=token><div>ชื่อ-สกุล "
    "<span>*</span></div><input name=n placeholder=สมหญิง>"
    "<label for=t>โทรศัพท์</label><input id=t name=tel><div>เพศ</div>"
    "<label><input type=radio name=g value=ช>ชาย</label>"
    "<label><input type=radio name=g value=ญ>หญิง</label><textarea name=d "
    "placeholder='รายละเอียด'></textarea><button>ส่ง</button></form>"
)


def test_form_fields_are_named_as_a_visitor_sees_them() -> None:
    form = only(read(FORM), "form")[0].form
    assert form is not None
    assert form.fields == ("ชื่อ-สกุล", "โทรศัพท์", "เพศ", "รายละเอียด")
    assert (form.has_submit, form.asks_login, form.action) == (True, False, "http://a.example/send")


def test_search_box_is_no_form_and_password_asks_login() -> None:
    assert only(read("<form><input name=search placeholder='ค้นหา...'><button>ค้นหา</button></form>"), "form") == []
    login = only(
        read("<form>ผู้ใช้<input name=u>รหัสผ่าน<input type=password name=p><button>เข้าสู่ระบบ</button></form>"), "form"
    )
    assert login[0].form is not None and login[0].form.asks_login


def test_fields_without_a_form_element_are_one_form() -> None:
    page = read(
        "<h2>ร้องเรียน</h2><div><p>เรื่อง</p><input name=a><p>รายละเอียด</p>"
        "<textarea name=b></textarea><button>ส่งเรื่อง</button></div>"
    )
    forms = [b.form for b in only(page, "form")]
    assert [f.fields for f in forms if f] == [("เรื่อง", "รายละเอียด")]


def test_page_wide_form_is_not_the_form() -> None:
    page = read(
        f"<form id=aspnetForm><nav><a href=/a>หน้าแรก</a></nav><p>{'ข้อความ ' * 20}</p>"
        "<div><span>ชื่อ</span><input name=a><span>เรื่อง</span><input name=b></div></form>"
    )
    assert [b.form.fields for b in only(page, "form") if b.form] == [("ชื่อ", "เรื่อง")]


def test_embeds_give_the_file_inside() -> None:
    page = read(
        "<iframe src='https://docs.google.com/gview?url=https://x.example/a.pdf&embedded=true'>"
        "</iframe><embed src=b.pdf><iframe src='about:blank'></iframe>"
    )
    assert [b.links[0].target for b in only(page, "embed")] == [
        "https://x.example/a.pdf",
        "http://a.example/ita/b.pdf",
    ]


def test_jump_menu_is_links() -> None:
    page = read(
        "<select onchange='go(this)'><option>เลือกปี<option value='/ita/2566.php'>"
        "ปี 2566<option value='/ita/2567.php'>ปี 2567</select>"
    )
    assert [a.target[-8:] for b in page.blocks for a in b.links] == ["2566.php", "2567.php"]


def test_text_has_own_part_first_and_no_script_or_hidden_spam() -> None:
    page = read(
        "<nav><a href=/a>เมนู</a></nav><p>เนื้อหา</p><script>var x='ลับ'</script><style>.a{}</style><!-- ความเห็น -->"
        "<div style='position:absolute; left:-9999px'>สล็อต</div><div "
        "style='display:none' class='tab-pane'>ในแท็บ</div>"
    )
    assert page.text.split("\n") == ["เนื้อหา", "ในแท็บ", "เมนู"]


SCRIPTED = {
    "root": "<div id=app></div><script src=/main.js></script>",
    "marks": "<ul><li>{{ item.title }}</li></ul><script>new Vue()</script>",
    "loop": "<ul><li v-for='a in list'></li></ul>",
    "loading": "<h2>แผนจัดซื้อจัดจ้าง</h2><div>กำลังโหลดข้อมูล...</div>",
    "data table": "<h2>สขร.1</h2><table id=t><thead><tr><th>ที่</th><th>ชื่อ</th></tr></thead><tbody></tbody></table>"
    "<script>$('#t').DataTable({ajax:'/api/list'})</script>",
    "fetched list": "<h2>คู่มือ</h2><ul id='docs'></ul><script>fetch('/api').then(r=>"
    "document.getElementById('docs').innerHTML=r)</script>",
}


@pytest.mark.parametrize("case", SCRIPTED, ids=str)
def test_pages_that_need_script_say_so(case: str) -> None:
    page = read(SCRIPTED[case])
    assert page.problem == "needs_script" and page.detail


NOT_SCRIPTED = {
    "empty table without script": "<h2>สขร.1</h2><table id=t><thead><tr><th>ที่</th><th>ชื่อ</th></tr></thead></table>",
    "filled data table": "<table id=t><tr><th>ที่</th><th>ชื่อ</th></tr><tr><td>1</td><td>ก</td></tr>"
    "</table><script>$('#t').DataTable(); $.ajax()</script>",
    "empty list that no script names": "<h2>คู่มือ</h2><ul class=pagination></ul><script>fetch('/hits')</script>",
    "table sorted by script": "<h2>สขร.1</h2><table id=t><thead><tr><th>ที่<th>ชื่อ</thead>"
    "</table><script>$('#t').DataTable()</script>",
    "waiting picture": "<div id=preloader>Loading...</div><h2>คู่มือการปฏิบัติงาน</h2>",
    "list in the menu": "<nav><ul><li v-for='m in menu'></ul></nav><h2>คู่มือการปฏิบัติงาน</h2>",
    "empty page": "<p>สวัสดี</p>",
}


@pytest.mark.parametrize("case", NOT_SCRIPTED, ids=str)
def test_pages_that_are_simply_empty_do_not(case: str) -> None:
    assert read(NOT_SCRIPTED[case]).problem is None


def test_picture_pages_are_scans() -> None:
    page = read(f"<img src='data:image/png;base64,{'iVBOR' * 2000}'><img src='data:image/png;base64,{'iVBOR' * 2000}'>")
    assert page.problem == "scan" and page.images == 2
    assert page.blocks[0].links[0].target.startswith("data:image/png")


def test_title_base_and_php_errors_in_the_page() -> None:
    body = (
        "<title> ITA 2566 </title><b>Warning</b>: mysqli_connect(): refused in "
        "<b>/www/db.php</b> on line <b>3</b><h1>ITA</h1>"
    )
    page = extract(body.encode(), "text/html", name=PAGE)
    assert page.title == "ITA 2566"
    assert ("heading1", "ITA") in said(page) and page.problem is None


@pytest.mark.parametrize(
    ("charset", "declared"), [("cp874", "tis-620"), ("cp874", "utf-8"), ("utf-8", "tis-620"), ("utf-16", "")]
)
def test_charsets(charset: str, declared: str) -> None:
    body = f"<html><meta charset={declared}><h1>รายงานผลการป้องกันการทุจริต</h1></html>".encode(charset)
    page = extract(body, f"text/html; charset={declared}", name=PAGE)
    assert said(page) == [("heading1", "รายงานผลการป้องกันการทุจริต")]


HOSTILE = {
    "deep": "<div>" * 30_000 + "ลึก",
    "deep closed": "<div>" * 3_000 + "ลึก" + "</div>" * 3_000,
    "wide": "<p>ก</p>" * 60_000,
    "spans": "<table>" + "<tr><td colspan=99999 rowspan=99999>ก</td><td>ข</td></tr>" * 200 + "</table>",
    "self toggles": "<a id=a href='#a' data-toggle=modal data-target='#a'>ก</a>" * 500,
    "unclosed": "<table><tr><td><a href=x><b><i><ul><li>ก",
    "nulls": "<p>ก\x00ข</p>\x00",
    "attributes": f"<p class='{'a ' * 50_000}'>ก</p>",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("case", HOSTILE, ids=str)
def test_hostile_markup_ends_with_a_document(case: str) -> None:
    page = read(HOSTILE[case])
    assert "ก" in page.text or "ลึก" in page.text
    assert page.problem in (None, "truncated")

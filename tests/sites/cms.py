"""Small made-up sites as content management systems build them, each with what makes a crawler waste its requests.

`Made.wanted` are the paths that hold evidence. Without the system's file in crawler/cms/ a crawl asks for more than
`Made.requests` addresses, or finds less of what is wanted within that budget.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from tests.crawler.server import Answer, Reply, Site, page, pdf

YEARS = range(2560, 2568)


@dataclass(frozen=True)
class Made:
    """A site, the documents on it, and the requests that are enough to find them."""

    site: Site
    wanted: frozenset[str]
    requests: int


def _made(pages: dict[str, Answer], wanted: list[str], requests: int) -> Made:
    return Made(Site(pages), frozenset(wanted), requests)


def _list(*links: str) -> str:
    return "<ul>" + "".join(f"<li>{link}</li>" for link in links) + "</ul>"


def wordpress() -> Made:
    """Posts with an archive by day, feeds, answers to comments, and downloads whose address is new with each view."""
    head = (
        '<link rel="stylesheet" href="/wp-content/themes/x/style.css"><meta name="generator" content="WordPress 6.4">'
    )
    view = count()

    def post(year: int) -> Answer:
        """The page of a notice; each view writes another number into the address of its file."""

        def answer(_: dict[str, str]) -> Reply:
            download = f"/download/plan-{year}/?wpdmdl={year}"
            links = [f'<a href="#" data-downloadurl="{download}&amp;refresh=r{next(view)}">ดาวน์โหลด</a>']
            links += [f'<a href="/plan-{year}/?replytocom={n}#respond">ตอบกลับ</a>' for n in range(3)]
            links += [f'<a href="/plan-{year}/feed/">ความเห็น</a>', f'<a href="/2566/05/{year - 2550}/">{year}</a>']
            links += [
                f'<a class="wpdm-download-link" href="{download}&amp;refresh=s{next(view)}">ประกาศฉบับที่ {year}</a>'
            ]
            return page(f"<h1>ประกาศฉบับที่ {year}</h1>" + _list(*links), head=head)

        return answer

    posts = _list(*(f'<a href="/plan-{year}/">ประกาศฉบับที่ {year}</a>' for year in YEARS))
    pages: dict[str, Answer] = {"/": page(posts + '<a href="/wp-login.php">เข้าสู่ระบบ</a>', head=head)}
    for year in YEARS:
        pages[f"/plan-{year}/"] = post(year)
        download = f"/download/plan-{year}/?wpdmdl={year}"
        pages |= {f"{download}&refresh={kind}{n}": pdf(f"{year}") for kind in "rs" for n in range(120)}
        pages[f"/2566/05/{year - 2550}/"] = page(posts, head=head)
    return _made(pages, [f"/download/plan-{year}/?wpdmdl={year}" for year in YEARS], 1 + 2 * len(YEARS))


def joomla() -> Made:
    """Each article under the number of every menu, a list that can be sorted, detail pages beside the files."""
    head = '<meta name="generator" content="Joomla! - Open Source Content Management">'
    menus = range(101, 107)
    article = "/index.php?option=com_content&view=article&id=7"
    further = [f"{article}:plan&catid=9&Itemid={menu}" for menu in menus]
    plans = "/index.php/plans/category/5-plan"
    links = [f'<a href="{address}">ข้อมูลพื้นฐาน {n}</a>' for n, address in enumerate(further)]
    links += [f'<a href="{plans}">แผนพัฒนาท้องถิ่น</a>', f'<a href="{plans}?start=0">หน้าที่ 1</a>']
    links += ['<a href="/component/users/?view=login">เข้าสู่ระบบ</a>', '<a href="/?format=feed&amp;type=rss">RSS</a>']
    rows = [f'<a href="{plans}?filter_order={name}">{name}</a>' for name in ("title", "hits", "date")]
    rows += [f'<a href="/index.php/plans/file/{y}-plan">แผนพัฒนาท้องถิ่น {y}</a>' for y in YEARS]
    rows += [f'<a href="{plans}?download={y}:plan">แผนพัฒนาท้องถิ่น {y} ดาวน์โหลด</a>' for y in YEARS]
    pages: dict[str, Answer] = {
        "/": page(_list(*links), head=head),
        article: page("<h1>ข้อมูลพื้นฐาน</h1>", head=head),
        plans: page("<h1>แผนพัฒนาท้องถิ่น</h1>" + _list(*rows), head=head),
    }
    for address in (*further, f"{plans}?start=0", *(f"{plans}?filter_order={n}" for n in ("title", "hits", "date"))):
        pages[address] = pages[plans if "plans" in address else article]
    for year in YEARS:
        pages[f"/index.php/plans/file/{year}-plan"] = page(f"<h1>แผน {year}</h1>", head=head)
        pages[f"{plans}?download={year}:plan"] = pdf(f"{year}")
    return _made(pages, [f"{plans}?download={year}:plan" for year in YEARS], 3 + len(YEARS))


def drupal() -> Made:
    """A table that sorts itself by each column and way, months of a calendar, logs in to comment."""
    head = '<meta name="Generator" content="Drupal 10"><link href="/sites/default/files/css/x.css" rel="stylesheet">'
    sorts = [f"/plans?order={name}&sort={way}" for name in ("title", "created", "size") for way in ("asc", "desc")]
    months = [f"/calendar-node-field-date/month/{year}-{month:02}" for year in (2022, 2023) for month in range(1, 13)]
    links = [f'<a href="{address}">เรียง</a>' for address in sorts]
    links += [f'<a href="{address}">เดือนถัดไป</a>' for address in months]
    links += [f'<a href="/user/login?destination=node/{n}">เข้าสู่ระบบเพื่อแสดงความเห็น</a>' for n in range(6)]
    home = page(_list('<a href="/plans">เอกสารเผยแพร่</a>', '<a href="/plans?page=0">หน้าแรก</a>'), head=head)
    pages: dict[str, Answer] = {"/": home, "/plans?page=0": page("x", head=head)}
    rows = [f'<a href="/download/file/fid/{year}">เอกสารชุดที่ {year}</a>' for year in YEARS]
    pages["/plans"] = page("<h1>เอกสารเผยแพร่</h1>" + _list(*links, *rows), head=head)
    pages |= {address: pages["/plans"] for address in (*sorts, *months)}
    pages |= {f"/user/login?destination=node/{n}": page("<input type=password>", head=head) for n in range(6)}
    pages |= {f"/download/file/fid/{year}": pdf(f"{year}") for year in YEARS}
    return _made(pages, [f"/download/file/fid/{year}" for year in YEARS], 2 + len(YEARS))


def listdata() -> Made:
    """Numbered menus; an entry is linked from each page of its list under an address that names that page."""
    menu = "/public/list/data/index/menu/1144"
    entry = "/public/list/data/detail/id/{}/menu/1144"
    pages: dict[str, Answer] = {"/": page(_list(f'<a href="{menu}">แผนพัฒนาท้องถิ่น</a>'))}
    for number in range(1, 4):
        rows = [
            f'<a class="listdataconfig_link" href="{entry.format(year)}/page/{number}">ประกาศฉบับที่ {year}</a>'
            for year in YEARS
        ]
        turn = [f'<a href="{menu}/page/{n}">{n}</a>' for n in range(1, 4)]
        pages[f"{menu}/page/{number}"] = page(_list(*rows, *turn))
    pages[menu] = pages[f"{menu}/page/1"]
    for year in YEARS:
        file = f"/public/list_upload/backend/list_{year}/files_1144_1.pdf"
        detail = page(f'<h1>ประกาศฉบับที่ {year}</h1><a href="{file}">ดาวน์โหลด</a>')
        pages |= {entry.format(year) + tail: detail for tail in ("", "/page/1", "/page/2", "/page/3")}
        pages[file] = pdf(f"{year}")
    files = [f"/public/list_upload/backend/list_{year}/files_1144_1.pdf" for year in YEARS]
    return _made(pages, files, 4 + 2 * len(YEARS))


def pages() -> Made:
    """Page names in two spellings, a counter beside each file, the staff's log-in in every menu."""
    menu = _list(
        '<a href="/Pages/site_map">แผนผัง</a>', '<a href="/Pages/plan_pdl">แผนพัฒนาท้องถิ่น</a>',
        '<a href="/pages/plan_pdl">แผนพัฒนา</a>', '<a href="/Pages/msg_pres">สารจากนายก</a>',
        '<a href="/pages/msg_pres">สาร</a>', '<a href="/pages/site_map">ผัง</a>',
        '<a href="/Login_intranet">เจ้าหน้าที่</a>', '<a href="/User">ผู้ดูแล</a>',
    )  # fmt: skip
    rows = [f'<a href="/Pages/plan_pdl_detail/{year}">ประกาศฉบับที่ {year}</a>' for year in YEARS]
    turn = ['<a href="?page=1">1</a>']
    made: dict[str, Answer] = {"/": page(menu), "/Pages/plan_pdl": page(menu + _list(*rows, *turn))}
    for name in ("site_map", "msg_pres"):
        made[f"/Pages/{name}"] = page(menu)
    for name in ("site_map", "msg_pres", "plan_pdl"):
        made[f"/pages/{name}"] = made[f"/Pages/{name}"]
    made["/Pages/plan_pdl?page=1"] = made["/Pages/plan_pdl"]
    made["/Login_intranet"] = made["/User"] = page("<form><input type=password></form>")
    for year in YEARS:
        file, counted = f"/docs/file/{year}.pdf", f"/Pages/increment_download_plan_pdl/{year}"
        links = f'<a href="{file}"><img src="/docs/btn.png"></a><a href="{counted}">ดาวน์โหลดแล้ว 9 ครั้ง</a>'
        made[f"/Pages/plan_pdl_detail/{year}"] = page(f"<h1>ประกาศฉบับที่ {year}</h1>{links}")
        made |= {file: pdf(f"{year}"), counted: Reply(b"ok", media_type="text/plain")}
    return _made(made, [f"/docs/file/{year}.pdf" for year in YEARS], 4 + 2 * len(YEARS))


def showdata() -> Made:
    """Lists whose first page has two addresses, and the log-in in the menu."""
    names = ("procurement", "procurement-plan", "procurement-results", "revenue", "average-price", "PressRelease")
    menu = _list(*(f'<a href="/{n}/ShowData">ประกาศ {n}</a>' for n in names), '<a href="/showLoginForm">เข้าสู่ระบบ</a>')
    made: dict[str, Answer] = {"/": page(menu), "/showLoginForm": page("<input type=password>")}
    for name in names:
        turn = "".join(f'<a href="/{name}/ShowData?page={n}">{n}</a>' for n in (1, 2))
        rows = [f'<a href="/storage/{name}-{n}.pdf">ประกาศที่ {n}</a>' for n in (1, 2)]
        made[f"/{name}/ShowData"] = made[f"/{name}/ShowData?page=1"] = page(_list(rows[0]) + turn)
        made[f"/{name}/ShowData?page=2"] = page(_list(rows[1]) + turn)
        made |= {f"/storage/{name}-{n}.pdf": pdf(f"{name}{n}") for n in (1, 2)}
    return _made(made, [f"/storage/{name}-{n}.pdf" for name in names for n in (1, 2)], 1 + 4 * len(names))


MADE = {
    "wordpress": wordpress, "joomla": joomla, "drupal": drupal, "listdata": listdata, "pages": pages,
    "showdata": showdata,
}  # fmt: skip

"""A generated municipal website of realistic shape, served by a process of its own on loopback.

    python -m bench.site PAGES [DOCUMENTS] [SCANS] [TERSE]        prints its port

Pages have 48 KB and 60 links each (a menu of 40, a table of 20); one in five is in windows-874. The first 40 pages are
the menu's: each is headed by an item's official name, lists documents of three years and says something. The rest is
news. A terse site has pages of the same size with as little text and as few links as real ones have (TERSE).
Documents are printed PDFs of the fictitious agencies, scans are pictures of pages; each has bytes of its own.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from auditor.rules.load import load

ROOT = Path(__file__).resolve().parents[1]
SEED, YEAR = 2566, 2566
PAGE_BYTES, MENU, TABLE = 48_000, 40, 20
LEGACY = 5
"""One page in so many is in windows-874."""
WORDS = (
    "แผนพัฒนาท้องถิ่น", "รายงานผลการดำเนินงาน", "ประกาศจัดซื้อจัดจ้าง", "งบประมาณรายจ่าย", "ข้อบัญญัติ", "คู่มือการให้บริการ",
    "การจัดการเรื่องร้องเรียน", "นโยบาย", "มาตรการ", "คุณธรรม", "ความโปร่งใส", "ประจำปี",
)  # fmt: skip
"""Words of evidence; one of a text in so many is one of them:"""
SPOKEN = 12
NEWS = (
    "ประชาชน", "โครงการ", "ตำบล", "อำเภอ", "กิจกรรม", "ลงพื้นที่", "ผู้สูงอายุ", "โรงเรียน", "สาธารณสุข", "ถนน", "น้ำประปา", "ขยะ",
    "ประชุม", "คณะ", "วันที่", "หมู่ที่", "บ้าน", "ชุมชน", "อบรม", "ส่งเสริม", "อาชีพ", "กีฬา", "ประเพณี", "สงกรานต์", "เยี่ยมชม",
    "ร่วมกับ", "จิตอาสา", "พัฒนา", "ปลูกต้นไม้", "มอบถุงยังชีพ", "น้ำท่วม", "ไฟฟ้าสาธารณะ", "เด็กและเยาวชน", "วัด", "พิธี", "เปิดงาน",
)  # fmt: skip
NAME = "เทศบาลตำบลตัวอย่าง"


@dataclass(frozen=True, slots=True)
class Terse:
    """What a page of a terse site has beside script. Of 164 pages of three real sites, a menu and what else all pages
    repeat left out, each has 443 characters of text in the mean, 60 % are named for or speak of something that the
    rules know, and 3 % say a year. Their medians are 8, 12 and 27 links and 85, 101 and 204 elements."""

    menu: int = 10
    table: int = 6
    elements: int = 60
    words: int = 12
    telling: float = 0.45
    """Pages with words of evidence; titles of news name some of the others."""


TERSE = Terse()


@dataclass(frozen=True, slots=True)
class Shape:
    """How many pages, printed documents and scanned ones. At least MENU pages."""

    pages: int
    documents: int = 0
    scans: int = 0
    terse: bool = False


@lru_cache
def menu() -> tuple[str, ...]:
    """The official names of a year's items, filled up with others to MENU."""
    names = [item.name.th for item in load().years[YEAR].items]
    return tuple((names + [f"{word} {NAME}" for word in NEWS])[:MENU])


def title(number: int) -> str:
    """What every link calls a page."""
    if number < MENU:
        return menu()[number]
    return f"{headline(number)} ครั้งที่ {number}"


@lru_cache
def headline(number: int) -> str:
    """What a piece of news is called."""
    return " ".join(random.Random(SEED + number).choices(NEWS, k=5))


def page(number: int, shape: Shape) -> tuple[bytes, str]:
    """(body, charset)"""
    chance = random.Random(SEED * 1000 + number)
    charset, encoding = ("windows-874", "cp874") if number % LEGACY == 0 else ("utf-8", "utf-8")
    if shape.terse:
        return _terse(number, shape, chance, encoding), charset
    rows = _documents(number, shape) if number < MENU else []
    rows += [_row(chance, target) for target in _targets(chance, number, shape.pages, TABLE - len(rows))]
    items = "".join(f'<li class="nav-item"><a href="/p{k}.html">{name}</a></li>' for k, name in enumerate(menu()))
    text = (
        f"<!doctype html><html><head><meta charset={charset}><title>{title(number)} - {NAME}</title></head>"
        f"<body><nav><ul>{items}</ul></nav><h2>{title(number)} ประจำปีงบประมาณ พ.ศ. {YEAR}</h2>"
        f"<table>{''.join(rows)}</table>"
    )
    body = bytearray(text.encode(encoding))
    while len(body) < PAGE_BYTES:
        body += f"<p class='text'>{' '.join(_words(chance))}</p>\n".encode(encoding)
    return bytes(body) + b"</body></html>", charset


def _terse(number: int, shape: Shape, chance: random.Random, encoding: str) -> bytes:
    names = menu() if number == 0 else menu()[: TERSE.menu]
    items = "".join(f'<li class="nav-item"><a href="{_filed(k)}">{name}</a></li>' for k, name in enumerate(names))
    rows = _documents(number, shape) if number < MENU else []
    others = (MENU + k for k in _targets(chance, number, shape.pages - MENU, TERSE.table // (2 if rows else 1))[1:])
    for target in ((number + 1) % shape.pages, *others):
        rows.append(f"<tr><td><a href='{_filed(target)}'>{title(target)}</a></td></tr>")
    told = chance.choices(NEWS, k=TERSE.words) + (chance.choices(WORDS, k=3) if chance.random() < TERSE.telling else [])
    text = (
        f"<!doctype html><html><head><title>{title(number)} - {NAME}</title></head><body><nav><ul>{items}</ul></nav>"
        f"<h2>{title(number)}</h2><table>{''.join(rows)}</table><p>{' '.join(told)}</p>"
        f"{'<div class=col><i></i></div>' * (TERSE.elements // 2)}"
    )
    body = text.encode(encoding)
    return (
        body + b"<script>" + b"s.push({id:1,time:200});" * ((PAGE_BYTES - len(body)) // 24) + b"</script></body></html>"
    )


def _filed(number: int) -> str:
    """Terse sites have folders: of addresses of one shape that nothing names, a crawl asks for some only."""
    return f"/{'abcdefghijklmnopqrst'[number % 20]}/p{number}.html"


def _words(chance: random.Random) -> list[str]:
    return [*chance.choices(NEWS, k=3 * SPOKEN), *chance.choices(WORDS, k=3)]


def _targets(chance: random.Random, number: int, pages: int, count: int) -> list[int]:
    """Random pages, and the next one, so that every page can be reached."""
    return [(number + 1) % pages, *(chance.randrange(pages) for _ in range(count - 1))]


def _row(chance: random.Random, target: int) -> str:
    day = f"{chance.randrange(1, 29)}/{chance.randrange(1, 13)}/{YEAR}"
    return f"<tr><td>{day}</td><td><a href='/p{target}.html'>{title(target)}</a></td></tr>"


def _documents(number: int, shape: Shape) -> list[str]:
    """The rows of the documents that a page of the menu lists; they are dealt out to the pages in turn."""
    listed = [f"d{n}" for n in range(number, shape.documents, MENU)] + [
        f"s{n}" for n in range(number, shape.scans, MENU)
    ]
    return [
        f"<tr><td>{YEAR - n % 3}</td><td><a href='/files/{name}.pdf'>{menu()[number]} ปี {YEAR - n % 3}</a></td></tr>"
        for n, name in enumerate(listed)
    ]


@lru_cache
def _printed() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((ROOT / "auditor/demo/site/files").glob("*.pdf")))


@lru_cache
def _scanned() -> bytes:
    from tests.auditor.extract.papers import REPORT, Wear, as_bytes, print_page, scan

    return as_bytes([scan(print_page(REPORT, "Laksaman.ttf"), Wear(), 11)])


def document(name: str) -> bytes:
    """A PDF; what follows its end makes its bytes its own."""
    number = int(name[1:])
    body = _printed()[number % len(_printed())] if name[0] == "d" else _scanned()
    return body + f"\n%{SEED}-{name}\n".encode()


# --- the server


@lru_cache(maxsize=3000)
def _answer(path: str, shape: Shape) -> tuple[bytes, bytes]:
    """(head, body) of an address; the head has no length yet when there is no such page."""
    name = path.rpartition("/")[2].partition(".")[0]
    if path == "/":
        name = "p0"
    if not name[1:].isdigit():
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", b""
    if name[0] == "p":
        body, charset = page(int(name[1:]), shape)
        media_type = f"text/html; charset={charset}"
    else:
        body, media_type = document(name), "application/pdf"
    head = f'HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nETag: "{name}"\r\nContent-Length: {len(body)}\r\n\r\n'
    return head.encode(), body


ASKED = "/asked"
"""An address that says how many others have been asked for since it was last asked itself."""
_asked: set[str] = set()


def asked(url: str) -> int:
    """How many addresses of the site at `url` were asked for since this was last called."""
    with urllib.request.urlopen(url.rstrip("/") + ASKED) as answer:
        return int(answer.read())


def _count() -> bytes:
    said = str(len(_asked)).encode()
    _asked.clear()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said)


def _reply(request: bytes, shape: Shape) -> bytes:
    lines = request.decode("latin-1").split("\r\n")
    path = lines[0].split(" ")[1].partition("?")[0]
    if path == ASKED:
        return _count()
    _asked.add(path)
    head, body = _answer(path, shape)
    tag = next((line[15:] for line in lines if line.lower().startswith("if-none-match: ")), "")
    if tag and f"ETag: {tag}\r\n".encode() in head:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\nContent-Length: 0\r\n\r\n".encode()
    return head if lines[0].startswith("HEAD") else head + body


async def _serve(shape: Shape) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                writer.write(_reply(request, shape))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(json.dumps(server.sockets[0].getsockname()[1]), flush=True)
    await server.serve_forever()


@contextmanager
def serving(shape: Shape) -> Iterator[str]:
    """The site's address while a process of its own serves it. Its CPU is nobody's."""
    size = (shape.pages, shape.documents, shape.scans, int(shape.terse))
    command = [sys.executable, "-m", "bench.site", *map(str, size)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert child.stdout
    try:
        yield f"http://127.0.0.1:{int(child.stdout.readline())}/"
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


if __name__ == "__main__":
    pages, documents, scans, terse = [*map(int, sys.argv[1:]), 0, 0, 0][:4]
    asyncio.run(_serve(Shape(pages, documents, scans, bool(terse))))

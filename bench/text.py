"""CPU of Thai text work on generated 48 KB pages: normalise, repair and time reading, against pythainlp's normalize."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial

from pythainlp.util import normalize as pythainlp_normalize
from selectolax.lexbor import LexborHTMLParser

from auditor.period import mentions
from auditor.thai import normalise, repair
from bench.ratio import Line, Scale, divide, interleave

PAGE_BYTES = 48 * 1024
WORKS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("normalise", normalise),
    ("repair", repair),
    ("period.mentions", mentions),
    ("pythainlp normalize", pythainlp_normalize),
)
_WORDS = (
    "ประกาศ",
    "องค์การบริหารส่วนตำบล",
    "เทศบาลตำบล",
    "เรื่อง",
    "แผนการดำเนินงาน",
    "ประจำปีงบประมาณ",
    "พ.ศ.",
    "๒๕๖๖",
    "รายงานผล",
    "การจัดซื้อจัดจ้าง",
    "ข้อ",
    "12",
    "ปฎิบัติ",
    "นํ้า",
    "ท่ีดิน",
    "ต",
    "าบล",
    "(ร่าง)",
    "ถาม",
    "-",
    "ตอบ",
    "e-Service",
    "No",
    "Gift",
    "Policy",
    "โทร.",
    "0-4512-3456",
    "วันที่",
    "30",
    "กันยายน",
    "2566",
    "จำนวน",
    "2,566.00",
    "บาท",
    "ปัญหา",
    "อุปสรรค",
    "และ",
    "ข้อเสนอแนะ",
    "ให้",
    "ประชาชน",
    "ทราบ",
    "โดยทั่วกัน",
    "ๆ",
    "ฯลฯ",
)


def pages(count: int, seed: int = 3) -> list[str]:
    """HTML pages of 48 KB: about 40 % markup, the rest Thai text of varied words with some damage."""
    draw = random.Random(seed)
    return [_page(draw) for _ in range(count)]


def _page(draw: random.Random) -> str:
    rows: list[str] = []
    size = 0
    while size < PAGE_BYTES:
        text = " ".join(draw.choices(_WORDS, k=draw.randint(4, 18)))
        rows.append(
            f'<li class="list-group-item d-flex"><a href="/news/detail/{draw.randint(1, 9999)}">{text}</a></li>'
        )
        size += len(rows[-1].encode())
    return f"<html><body><ul>{''.join(rows)}</ul></body></html>"


def milliseconds(work: Callable[[str], object], texts: list[str], rounds: int = 3) -> float:
    """CPU milliseconds a text, the best of the rounds; the first text is done once before, to load what is lazy."""
    work(texts[0])
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - start)
    return best / len(texts) * 1000


def measure(scale: Scale) -> Iterator[Line]:
    """What each step takes of a page against pythainlp's normaliser on the same text."""
    texts = [text_of(html) for html in pages(scale(5, 20))]
    works = {name: partial(milliseconds, work, texts, 1) for name, work in WORKS}
    found = interleave(works, scale(2, 5))
    for name in ("repair", "period.mentions"):
        note = f"{min(found[name]):.1f} CPU ms on {len(texts[0])} characters"
        yield Line(f"{name}, CPU", "pythainlp's normalize alone", divide(found, name, "pythainlp normalize"), note=note)


def main() -> None:
    htmls = pages(20)
    texts = [text_of(html) for html in htmls]
    print(
        f"{len(texts)} pages of {PAGE_BYTES // 1024} KB, {sum(map(len, texts)) // len(texts)} characters of text each"
    )
    whole = milliseconds(lambda html: normalise(text_of(html)), htmls)
    print(f"html -> text -> normalise   {whole:7.2f} ms/page {1000 / whole:7.0f} pages/s")
    for name, work in WORKS:
        each = milliseconds(work, texts)
        print(f"{name:27} {each:7.2f} ms/page {1000 / each:7.0f} pages/s")


def text_of(html: str) -> str:
    body = LexborHTMLParser(html).body
    return body.text(separator="\n") if body else ""


if __name__ == "__main__":
    main()

"""Pages a second on one core: normalise and match every concept's words, on texts of 27 KB and on link labels."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from statistics import median

from auditor.classify import Recogniser
from auditor.rules.load import load
from auditor.thai import normalise, words

BYTES = 27 * 1024
TEXTS, ROUNDS = 20, 5
TARGET = 150
_FILLER = (
    "ประชาชนในพื้นที่", "ตามระเบียบ", "ดำเนินการ", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖", "รายละเอียด", "ผู้รับผิดชอบ", "บาท", "วันที่", "หมู่ที่",
    "ถนนคอนกรีต", "เป้าหมาย", "ก่อสร้าง", "จำนวน", "แห่ง", "อำเภอ", "จังหวัด", "เพื่อให้", "คณะกรรมการ", "การประชุม", "และ",
)  # fmt: skip


def texts(recogniser_words: list[str], seed: int = 1) -> list[str]:
    """Texts of about BYTES in UTF-8, in which every twelfth word is one that a concept looks for."""
    random.seed(seed)
    made = []
    for _ in range(TEXTS):
        words: list[str] = []
        size = 0
        while size < BYTES:
            word = random.choice(recogniser_words if random.random() < 1 / 12 else list(_FILLER))
            words.append(word)
            size += len(word.encode()) + 1
        made.append(" ".join(words))
    return made


def rate(work: Callable[[str], object], items: list[str]) -> float:
    """Items a second of CPU, the median of ROUNDS."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for item in items:
            work(item)
        rounds.append(len(items) / (time.process_time() - start))
    return median(rounds)


def main() -> None:
    rules = load()
    words("เปิดพจนานุกรมก่อนจับเวลา")
    start = time.process_time()
    recogniser = Recogniser(rules.concepts, rules.words)
    built = time.process_time() - start
    names = [c.name.th for c in rules.concepts.values()]
    pages = texts([*names, *(item.name.th for year in rules.years.values() for item in year.items)])
    title = "เทศบาลตำบลตัวอย่าง"
    found = rate(lambda text: recogniser.recognise({"title": title, "body": text}), pages)
    print(f"recogniser built in {built * 1000:.0f} ms of CPU, {len(rules.concepts)} concepts")
    print(f"normalise              {rate(normalise, pages):8.0f} texts of {BYTES // 1024} KB a second")
    print(f"normalise + recognise  {found:8.0f} texts of {BYTES // 1024} KB a second (target {TARGET})")
    labels = rate(lambda text: recogniser.recognise({"link_text": text}), names * 4)
    print(f"link labels            {labels:8.0f} a second")
    unknown = rate(
        lambda text: recogniser.recognise({"link_text": text}), [f"{_FILLER[0]} รุ่นที่ {n}" for n in range(200)]
    )
    print(f"labels of no concept   {unknown:8.0f} a second")


if __name__ == "__main__":
    main()

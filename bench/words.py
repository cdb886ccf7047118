"""Pages a second of normalising and matching on one core, and against pythainlp's normaliser alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from pythainlp.util import normalize as pythainlp_normalize

from auditor import thai
from auditor.classify import Recogniser
from auditor.rules.load import load
from bench.ratio import Line, Scale, divide, interleave
from bench.recognise import BYTES, texts


def measure(scale: Scale) -> Iterator[Line]:
    """Normalise and find every concept's words in texts of BYTES."""
    rules = load()
    thai.words("เปิดพจนานุกรมก่อนจับเวลา")
    recogniser = Recogniser(rules.concepts, rules.words)
    names = [item.name.th for year in rules.years.values() for item in year.items]
    pages = texts([*(c.name.th for c in rules.concepts.values()), *names])
    found = interleave(
        {
            "ours": lambda: _seconds(lambda text: recogniser.recognise({"title": "เทศบาล", "body": text}), pages),
            "pythainlp": lambda: _seconds(pythainlp_normalize, pages),
        },
        scale(2, 5),
    )
    rates = tuple(1 / seconds for seconds in found["ours"])
    note = f"texts of {BYTES // 1024} KB; aim 400 in the end"
    yield Line("normalise and match", "one CPU second (texts)", rates, 150, at_least=True, note=note)
    yield Line("normalise and match, CPU", "pythainlp's normalize alone", divide(found, "ours", "pythainlp"), 1.0)


def _seconds(work: Callable[[str], object], pages: Sequence[str]) -> float:
    began = time.process_time()
    for page in pages:
        work(page)
    return (time.process_time() - began) / len(pages)

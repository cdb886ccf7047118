"""`oit appeal`: all that the store knows of one item, as one ZIP and one PDF for whoever decides the appeal."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from auditor.document import Document
from auditor.mask import mask
from auditor.proof import rejudge
from auditor.proof.redaction import mask_json, share_of, stand_in
from auditor.reader import Reader
from auditor.result import ItemResult, Result
from auditor.rules.load import load_files, year_of
from crawler.evidence import Fetch, Store, StoreError, manifest
from reports.load import ReportError
from reports.table import inert
from reports.text import plain, tame

OUTCOMES = {
    "passed": "ผ่าน", "failed": "ไม่ผ่าน", "cantTell": "ต้องให้คนตรวจ", "untested": "ตรวจไม่ได้",
    "inapplicable": "ไม่เกี่ยวข้อง",
}  # fmt: skip
AROUND = 160
"""Characters shown before and after a marked quote."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What an address gave on one crawled date."""

    fetch: Fetch
    document: Document | None
    body: bytes | None
    why: str
    shot: bytes = b""
    """A picture of the page (JPEG), where there is one and nothing was withheld."""

    @property
    def kept(self) -> str:
        """How its bytes stand in the ZIP."""
        if not self.fetch.sha256:
            return "-"
        return "ไม่มีแล้ว (not kept)" if self.body is None else f"withheld: {self.why}" if self.why else self.file

    @property
    def file(self) -> str:
        """Its name in the ZIP: the date, the hash, and the name it had."""
        name = Path(urlsplit(self.fetch.url).path).name or "index"
        safe = "".join(c if c.isalnum() or c in "._-" else "_" for c in name)[-60:]
        ending = ".withheld.html" if self.why else ".html" if self.fetch.kind == "page" and "." not in safe else ""
        return f"bodies/{self.fetch.fetched_at[:10]}/{self.fetch.sha256[:12]}-{safe}{ending}"

    @property
    def shot_file(self) -> str:
        return f"screenshots/{self.fetch.sha256[:12]}.jpg"


def appeal(store: Store, result: Result, item_id: str, out: Path, *, redact: bool = True) -> tuple[Path, Path]:
    """Write appeal-<item>.zip and appeal-<item>.pdf into a folder. ReportError for an item that is not there."""
    from reports.pdf import to_pdf

    item = next((each for each in result.items if each.id == item_id), None)
    if item is None:
        raise ReportError(f"{item_id}: fiscal year {result.fiscal_year} has no such item")
    with Reader(store) as reader:
        seen = list(_sightings(store, _addresses(item), reader, redact))
    files = {"looked.csv": _looked(store, result), **_rule_files(store, result), **_proof(store)}
    page = _page(store, result, item, seen, files)
    pdf = to_pdf(page)
    files |= {"appeal.html": page.encode(), "appeal.pdf": pdf, "item.json": _item(item)}
    files |= {s.file: s.body for s in seen if s.body is not None}
    files |= {s.shot_file: s.shot for s in seen if s.shot}
    out.mkdir(parents=True, exist_ok=True)
    paths = out / f"appeal-{item.id}.zip", out / f"appeal-{item.id}.pdf"
    _write(paths[0], _zip(files))
    _write(paths[1], pdf)
    return paths


def _addresses(item: ItemResult) -> list[str]:
    """What the item rests on first, then what else was found, then the pages that name them."""
    cited = [c for r in item.criteria for c in r.citations] + [c for claim in item.claims for c in claim.citations]
    found = [c.url for c in cited] + [e.url for e in item.evidence] + [c.found_on for c in cited]
    return [url for url in dict.fromkeys(found) if url]


def _sightings(store: Store, addresses: list[str], reader: Reader, redact: bool) -> Iterator[Sighting]:
    for url in addresses:
        for info in store.crawls():
            fetch = store.fetch(info.id, url)
            if fetch is not None:
                yield _sighting(store, fetch, reader, redact)


def _sighting(store: Store, fetch: Fetch, reader: Reader, redact: bool) -> Sighting:
    try:
        body = store.body(fetch.sha256) if fetch.sha256 else None
        document = reader.read(fetch) if body is not None else None
    except StoreError:
        return Sighting(fetch, None, None, "")
    why = share_of(document)[1] if redact and body is not None else ""
    shown = stand_in(document, fetch.sha256, why) if why else body
    return Sighting(fetch, document, shown, why, b"" if why else _shot(store, fetch.sha256))


def _shot(store: Store, sha256: str) -> bytes:
    known = store.screenshots().get(sha256)
    return store.body(known.sha256) if known is not None and store.has_body(known.sha256) else b""


def _page(store: Store, result: Result, item: ItemResult, seen: list[Sighting], files: Mapping[str, bytes]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    rules = load_files(store.rules(result.tool.rules_digest))
    year = year_of(rules, result.fiscal_year)
    law = next(each for each in year.items if each.id == item.id)
    places, shown = _places(item, seen), tame(result)
    item = next(each for each in shown.items if each.id == item.id)
    environment = Environment(loader=PackageLoader("auditor.proof"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("appeal.html.j2").render(
        r=shown,
        item=item,
        outcome=OUTCOMES[item.outcome],
        criteria=[_criterion(c, year.sources) for c in item.criteria],
        places=places,
        looked=files["looked.csv"].count(b"\n") - 1,
        pictured=any(sighting.shot for sighting in seen),
        rule_sources=[year.sources.get(key, key) for key in law.sources],
        stamped=sum(name.endswith(".tsr") for name in files),
    )


def _criterion(criterion: Any, sources: Mapping[str, str]) -> dict[str, Any]:
    return {
        "text": criterion.text.th, "outcome": OUTCOMES[criterion.outcome], "why": criterion.why.th,
        "sources": [sources.get(key, key) for key in criterion.sources], "confidence": criterion.confidence,
    }  # fmt: skip


def _places(item: ItemResult, seen: list[Sighting]) -> list[dict[str, Any]]:
    places: dict[str, dict[str, Any]] = {}
    quotes = [c for r in item.criteria for c in r.citations if c.quote]
    for sighting in seen:
        fetch = sighting.fetch
        place = places.setdefault(fetch.url, {"url": fetch.url, "seen": [], "quotes": [], "shots": {}})
        said = f"{fetch.status or '-'} {fetch.problem or ''}".strip()
        place["seen"].append({"at": fetch.fetched_at, "said": said, "size": fetch.size, "sha256": fetch.sha256,
                              "kept": sighting.kept})  # fmt: skip
        if sighting.shot:
            place["shots"][sighting.shot_file] = base64.b64encode(sighting.shot).decode()
        here = dict.fromkeys((c.quote, c.page) for c in quotes if c.url == fetch.url)
        marked = (_mark(sighting, quote, page) for quote, page in here)
        place["quotes"] += [each for each in marked if each]
    return list(places.values())


def _mark(sighting: Sighting, quote: str, page: int | None) -> dict[str, Any] | None:
    """The quote where it stands in the text of that date; None where it did not stand there."""
    if sighting.document is None:
        return None
    for each in sighting.document.pages:
        text = mask(each.text)
        place = _find(text, quote)
        if place and page in (None, each.number):
            start, end = place
            return {"before": plain(text[max(start - AROUND, 0) : start]), "marked": plain(text[start:end]),
                    "after": plain(text[end : end + AROUND]), "page": each.number,
                    "at": sighting.fetch.fetched_at}  # fmt: skip
    return None


def _find(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quote stands in a text: its longest run of words that does.

    Quotes have their spaces evened out, … where they were cut, and no menu between heading and text.
    """
    spots = [match.span() for match in re.finditer(r"\S+", text)]
    even = " ".join(text[start:end] for start, end in spots)
    words = quote.strip("… ").split()
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            place = f" {even} ".find(f" {' '.join(words[first : first + length])} ")
            if place >= 0:
                before = even[:place].count(" ")
                return spots[before][0], spots[before + length - 1][1]
    return None


def _looked(store: Store, result: Result) -> bytes:
    """Every address of the crawl: asked for or only seen, with what came of it. A fail is proven by this list."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["url", "status", "problem", "sha256", "fetched_at", "found_on", "link_text"])
    for info in rejudge.crawls_of(store, result):
        for f in store.fetches(info.id):
            table.writerow(
                _cells(f.url, f.status or "", f.problem or "", f.sha256, f.fetched_at, f.found_on, f.link_text)
            )
        for u in store.unread(info.id):
            table.writerow(_cells(u.url, "", u.why, "", "", u.found_on, " · ".join(u.texts)))
    return out.getvalue().encode("utf-8-sig")


def _cells(*values: object) -> list[object]:
    """The last one is a name given by a website."""
    return [inert(plain(value)) if isinstance(value, str) else value for value in (*values[:-1], mask(str(values[-1])))]


def _rule_files(store: Store, result: Result) -> dict[str, bytes]:
    return {f"rules/{name}": body for name, body in store.rules(result.tool.rules_digest).items()}


def _proof(store: Store) -> dict[str, bytes]:
    found = [store.path / manifest.FILE, *sorted((store.path / "timestamps").glob("*"))]
    return {path.relative_to(store.path).as_posix(): path.read_bytes() for path in found if path.is_file()}


def _item(item: ItemResult) -> bytes:
    return json.dumps(mask_json(item.model_dump(mode="json")), ensure_ascii=False, indent=1).encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _write(path: Path, body: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(body)
    part.replace(path)

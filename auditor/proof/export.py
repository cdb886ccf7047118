"""A result with its evidence as one WACZ: pages and documents, text, rows, rules, and what was withheld and why."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor import __version__
from auditor.audit import dump
from auditor.document import Document
from auditor.extract import codec
from auditor.proof import rejudge
from auditor.proof.redaction import mask_json, masked, share_of, stand_in
from auditor.result import Result
from crawler import archive
from crawler.archive import Contents, Page, Record
from crawler.evidence import CrawlInfo, Fetch, Store, StoreError, manifest, rows
from reports.text import line, plain

FORMAT = "oit-evidence/1"
MOST_TEXT = 20_000
"""Characters of a page's text in the page list, for searching in a replay."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What went into a WACZ."""

    path: Path
    included: int
    withheld: Mapping[str, str]
    left_out: int
    screenshots: int


@dataclass(frozen=True, slots=True)
class _Choice:
    """One fetch and how it goes in: whole, withheld with a reason, or left out of an archive of cited ones."""

    fetch: Fetch
    document: Document | None
    part: bool
    why: str

    @property
    def text(self) -> Document | None:
        """The text that stands in for the body: as it is, with numbers as x, or none."""
        if self.document is None or not self.why:
            return self.document
        return masked(self.document) if share_of(self.document)[0] == "masked" else None


def export(store: Store, result: Result, out: Path, *, everything: bool = False, redact: bool = True) -> Exported:
    """Write the WACZ of a result. StoreError when the store does not hold what the result was made from."""
    again = rejudge.judge_again(store, result, read_failed=True)
    crawls = rejudge.crawls_of(store, result)
    chosen = list(_choose(store, crawls, result, again.documents, everything, redact))
    withheld = {c.fetch.sha256: c.why for c in chosen if c.why}
    shown = [c for c in chosen if c.part]
    shots = _screenshots(store, shown)
    about = {
        "format": FORMAT, "tool": __version__, "scope": "all" if everything else "cited", "redacted": redact,
        "screenshots": len(shots), "crawls": [info.id for info in crawls], "withheld": withheld,
        "left_out": sorted({c.fetch.sha256 for c in chosen if not c.part}),
    }  # fmt: skip
    kept = json.loads(dump(result))
    files = {
        "oit/about.json": _json(about),
        "oit/result.json": _json(mask_json(kept) if redact else kept),
        "oit/manifest.json": _manifest(store),
        **_rows(store, crawls, redact),
        **{f"rules/{name.replace('/', '-')}.txt": body for name, body in store.rules(result.tool.rules_digest).items()},
        **{_text_name(c.fetch.url): _text(c) for c in chosen if c.text is not None},
        **_stamps(store),
        **shots,
    }
    home = next((c.fetch for c in shown), None)
    archive.write(
        out,
        Contents(
            title=f"{line(result.agency.name)} · OIT {result.fiscal_year}",
            created=_second(result.crawl.finished_at or result.crawl.started_at),
            main_url=home.url if home else result.agency.url,
            main_at=_second(home.fetched_at) if home else "",
            records=[_record(store, c) for c in shown],
            pages=[_page(c) for c in shown],
            files=files,
        ),
    )
    return Exported(out, len(shown), withheld, len(chosen) - len(shown), len(shots))


def _choose(
    store: Store,
    crawls: tuple[CrawlInfo, ...],
    result: Result,
    documents: Mapping[str, Document],
    everything: bool,
    redact: bool,
) -> Iterator[_Choice]:
    wanted = rejudge.cited(result)
    for info in crawls:
        for fetch in store.fetches(info.id):
            if not fetch.sha256 or not store.has_body(fetch.sha256):
                continue
            part = everything or bool({fetch.url, fetch.final_url} & wanted)
            document = documents.get(fetch.url)
            yield _Choice(fetch, document, part, share_of(document)[1] if redact else "")


def _record(store: Store, choice: _Choice) -> Record:
    fetch = choice.fetch
    body = stand_in(choice.document, fetch.sha256, choice.why) if choice.why else store.body(fetch.sha256)
    return Record(
        url=fetch.url,
        at=_second(fetch.fetched_at),
        status=fetch.status or 200,
        media_type="text/html" if choice.why else fetch.media_type,
        charset="utf-8" if choice.why else fetch.charset,
        headers={} if choice.why else fetch.headers,
        body=body,
        sha256=fetch.sha256,
        withheld=bool(choice.why),
        rendered=fetch.rendered,
    )


def _screenshots(store: Store, shown: list[_Choice]) -> dict[str, bytes]:
    """Pictures of the pages that go in whole."""
    known = store.screenshots()
    whole = {c.fetch.sha256 for c in shown if not c.why} & known.keys()
    names = {known[of].sha256 for of in whole}
    return {f"screenshots/{name}.jpg": store.body(name) for name in sorted(names) if store.has_body(name)}


def _page(choice: _Choice) -> Page:
    text = choice.text
    title = line((text.title if text else "") or choice.fetch.link_text) or choice.fetch.url
    said = plain(text.text[:MOST_TEXT]) if text else ""
    return Page(choice.fetch.url, _second(choice.fetch.fetched_at), title, said)


def _rows(store: Store, crawls: tuple[CrawlInfo, ...], redact: bool) -> dict[str, bytes]:
    """The tables of the crawls as JSON lines. A row that says a personal number is masked, its digest kept."""
    files = {}
    for table in rows.TABLES:
        lines = []
        for info in crawls:
            for row in rows.rows(store, table, info.id):
                shown = mask_json(row) if redact else row
                lines.append({"row": shown} if shown == row else {"row": shown, "withheld": rows.digest(row)})
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        files[f"oit/{table}.rows.gz"] = gzip.compress(text.encode(), mtime=0)
    return files


def _text(choice: _Choice) -> bytes:
    assert choice.text is not None
    document = json.loads(codec.dump(choice.text))
    value = {"url": choice.fetch.url, "sha256": choice.fetch.sha256, "document": document}
    return gzip.compress(json.dumps(value, ensure_ascii=False).encode(), mtime=0)


def _text_name(url: str) -> str:
    return f"text/{hashlib.sha256(url.encode()).hexdigest()[:32]}.document.gz"


def _manifest(store: Store) -> bytes:
    try:
        return (store.path / manifest.FILE).read_bytes()
    except FileNotFoundError as error:
        raise StoreError(f"{store.path}: has no {manifest.FILE}; `oit repair` writes one for an older store") from error


def _stamps(store: Store) -> dict[str, bytes]:
    """Time stamps over manifests, and the manifests that they are over."""
    folder = store.path / "timestamps"
    return {f"timestamps/{file.name}": file.read_bytes() for file in sorted(folder.glob("*")) if file.is_file()}


def _second(at: str) -> str:
    """ISO to the second with Z, as WARC 1.0 has it."""
    return at[:19] + "Z"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()

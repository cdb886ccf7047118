"""What may be shared of a document: all of it, its text with personal numbers as x, or nothing."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any, Literal

from auditor.document import Document
from auditor.extract import codec
from auditor.findings import look
from auditor.mask import mask

Share = Literal["whole", "masked", "nothing"]
_MASKABLE = {"identity_number", "bank_account"}
_UNREAD = {"scan", "unreadable", "encrypted", "truncated", "unknown_type"}
_HASHES = {"sha256", "rules_digest", "url", "found_on", "final_url", "fetched_at", "digest", "screenshot"}


def share_of(document: Document | None) -> tuple[Share, str]:
    """How much may be shared, and why not all: a picture nobody has read as text may show anything."""
    if document is None:
        return "nothing", "not read"
    codes = {found.code for found in look(document)}
    if codes - _MASKABLE:
        return "nothing", "personal data: " + ", ".join(sorted(codes))
    if codes:
        return "masked", "personal data: " + ", ".join(sorted(codes))
    unread = document.problem in _UNREAD or any(page.source == "none" for page in document.pages)
    if unread or document.page_count > len(document.pages):
        return "masked", "pages without text were not searched"
    return "whole", ""


def masked(document: Document) -> Document:
    """The document with every personal number as x; lengths and structure stay."""
    return codec.load(json.dumps(_mask(json.loads(codec.dump(document))), ensure_ascii=False).encode())


def mask_json(value: Any) -> Any:
    """Any JSON value with personal numbers as x; hashes and addresses stay as they are."""
    if isinstance(value, Mapping):
        return {key: each if key in _HASHES else mask_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [mask_json(each) for each in value]
    return mask(value) if isinstance(value, str) else value


def _mask(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _mask(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_mask(each) for each in value]
    return mask(value) if isinstance(value, str) else value


def stand_in(document: Document | None, sha256: str, why: str) -> bytes:
    """The page that a replay shows for a withheld body: what it was, and its text where that may be shared."""
    share, _ = share_of(document)
    text = masked(document).text if document is not None and share == "masked" else ""
    return (
        '<!doctype html><html lang="th"><meta charset="utf-8"><title>withheld</title>'
        "<h1>ไม่เผยแพร่ต้นฉบับ · withheld</h1>"
        f"<p>{html.escape(why)}</p><p>sha256 {sha256}</p><pre>{html.escape(text)}</pre></html>"
    ).encode()

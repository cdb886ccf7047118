"""Every format of `oit report`, by name: a result and options in, bytes out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from auditor.result import Accuracy, Result
from reports import earl, html, pdf, table
from reports.pictures import Pictures
from reports.words import Lang


@dataclass(frozen=True, slots=True)
class Options:
    """`accuracy` is the pooled figure; `thai_digits` concerns papers only; `pictures` are those of the store."""

    lang: Lang = "th"
    accuracy: Accuracy | None = None
    thai_digits: bool = False
    pictures: Pictures = lambda sha256: None


Renderer = Callable[[Result, Options], bytes]

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]")


def _html(result: Result, options: Options) -> bytes:
    return _page(result, options).encode()


def _pdf(result: Result, options: Options) -> bytes:
    return pdf.to_pdf(_page(result, options))


def _page(result: Result, options: Options) -> str:
    return html.render(result, lang=options.lang, accuracy=options.accuracy, pictures=options.pictures)


def _docx(result: Result, options: Options) -> bytes:
    from reports.papers import render

    return render("result", result, thai_digits=options.thai_digits)


def _json(result: Result, _: Options) -> bytes:
    """The result unchanged; characters that nobody sees are written as escapes."""
    text = json.dumps(result.model_dump(mode="python", by_alias=True), ensure_ascii=False, indent=1)
    return (_UNSEEN.sub(lambda m: f"\\u{ord(m.group()):04x}", text) + "\n").encode()


FORMATS: dict[str, Renderer] = {
    "html": _html,
    "docx": _docx,
    "xlsx": lambda result, options: table.to_xlsx(result, options.lang),
    "csv": lambda result, options: table.to_csv(result, options.lang),
    "json": _json,
    "earl": lambda result, _: earl.to_earl(result),
    "pdf": _pdf,
}

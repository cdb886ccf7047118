"""Joomla, with the document managers that agencies add to it."""

from __future__ import annotations

from crawler.cms.system import System, addresses, spellings

_LATER_PAGE = r"(?!(?:.*&)?(?:limitstart=[1-9]|start=[1-9]|showall=1))"

SYSTEM = System(
    name="joomla",
    marks=('content="Joomla', "/components/com_", "/media/jui/", "/media/system/js/", "option=com_"),
    idle=addresses(
        r"[?&]format=(?:feed|ical)(?:&|$)", r"[?&]type=(?:rss|atom)(?:&|$)",
        r"/component/(?:mailto|users?|search|finder|ajax|banners)(?:[/?]|$)",
        r"[?&]option=com_(?:mailto|users?|login|search|finder|ajax|banners)(?:&|$)",
        r"[?&]filter_order(?:_dir)?=", r"[?&]task=(?:ical|icals|export)",
    ),
    late=addresses(
        r"[?&]format=pdf(?:&|$)",
        r"[?&]task=(?:day|week|month|year|cat|icalrepeat|icalevent)\.",
        r"/(?:eventsby(?:day|week|month|year)|(?:day|week|month|year)\.(?:listevents|calendar))/",
        r"/component/(?:tags|content/archive)",
    ),
    files=addresses(
        r"[?&]download=\d+", r"[?&]task=(?:doc_download|doc_view)", r"/doc_(?:download|view)/",
        r"[?&]task=(?:document|download|frontfile|item)\.?(?:download|send|viewdoc)", r"/item/download/\d",
        r"/(?:docman|doclink|documents?|edocman)/.*/(?:file|download)(?:\.html)?$", r"/send/\d+-[^/]*/\d+-",
        r"/component/attachments/download/",
    ),
    same=spellings(
        # Each menu that leads to an article writes its own number into the address.
        (
            rf"^([^?]*)\?{_LATER_PAGE}(?=.*\boption=com_content\b)(?=.*\bview=article\b)(?:[^#]*&)?id=(\d+)[^#]*",
            r"\1?option=com_content&view=article&id=\2",
        ),
        (r"(?<=[?&])(?:(?:limit)?start=0|hitcount=0|showall=)(?:&|$)", ""),
        (r"[?&]$", ""),
    ),
)  # fmt: skip

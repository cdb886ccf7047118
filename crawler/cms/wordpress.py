"""WordPress, with the download managers and PDF viewers that agencies add to it."""

from __future__ import annotations

from crawler.cms.system import System, addresses, spellings

SYSTEM = System(
    name="wordpress",
    marks=("/wp-content/", "/wp-includes/", 'content="WordPress'),
    idle=addresses(
        r"[?&]replytocom=", r"[?&]share=", r"[?&](?:like|unlike)_comment=", r"/comment-page-\d+", r"/trackback/?$",
        r"/feed/?(?:$|\?)", r"[?&]feed=", r"/wp-json(?:/|$)", r"/xmlrpc\.php", r"/wp-(?:login|signup)\.php",
        r"/wp-admin/", r"/embed/?$",
    ),
    late=addresses(
        r"/(?:19|20|25)\d\d(?:/\d\d){0,2}/?(?:page/\d+/?)?$", r"[?&]m=\d{4,8}", r"/(?:tag|author)/",
        r"[?&](?:tag|author)=", r"[?&]attachment_id=",
    ),
    files=addresses(r"[?&]wpdmdl=\d", r"[?&]wpfb_dl=\d", r"[?&]sdm_process_download=1"),
    same=spellings(
        # The download manager writes another number into each view of a page, so that nobody keeps the file.
        (r"([?&]wpdmdl=\d+)(?:&(?:refresh|ind|masterkey)=[^&#]*)+", r"\1"),
        (r"(\.pdf)\?wp-hosted=1$", r"\1"),
    ),
)  # fmt: skip

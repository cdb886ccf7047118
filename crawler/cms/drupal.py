"""Drupal 7 and later."""

from __future__ import annotations

from crawler.cms.system import System, addresses, spellings

SYSTEM = System(
    name="drupal",
    marks=('content="Drupal', "/sites/default/files/", "/sites/all/", "data-drupal-", "Drupal.settings"),
    idle=addresses(
        r"/users?/(?:login|register|password|logout)(?:[/?]|$)", r"[?&]destination=", r"/comment/reply/", r"/node/add",
        r"/filter/tips", r"/search/(?:node|user)", r"/(?:rss|feed)(?:\.xml)?$", r"/print(?:pdf|mail)?/\d",
    ),
    late=addresses(r"/calendar(?:[/-]|$)", r"/archive/\d{6}", r"/taxonomy/term/\d+/all"),
    files=addresses(r"/system/files/", r"/download/file/fid/\d", r"/file/\d+/download"),
    same=spellings(
        (r"(?<=[?&])(?:order|sort|sort_by|sort_order|items_per_page)=[^&]*(?:&|$)", ""),
        (r"(?<=[?&])page=0(?:&|$)", ""),
        (r"[?&]$", ""),
    ),
)  # fmt: skip

"""A vendor's site of numbered menus: /public/list/data/index/menu/1554 and …/detail/id/6323/menu/1559/page/2."""

from __future__ import annotations

from crawler.cms.system import System, addresses, spellings

SYSTEM = System(
    name="listdata",
    marks=("/public/list/data/", "listdataconfig_link", "/public/list_upload/"),
    idle=addresses(r"/public/[^/]+/data/json"),
    same=spellings(
        # An entry's address says on which page of its list it was found.
        (r"(/public/[^/]+/data/detail/id/\d+/menu/\d+)/page/\d+/?$", r"\1"),
        (r"(/public/[^/]+/data/index/menu/\d+)/page/1/?$", r"\1"),
    ),
)

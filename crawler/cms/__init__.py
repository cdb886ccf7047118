"""The registry of content management systems and vendors' templates. A site of none of them is read all the same."""

from __future__ import annotations

from crawler.cms import drupal, joomla, listdata, pages, showdata, wordpress
from crawler.cms.system import System

SYSTEMS: tuple[System, ...] = (
    wordpress.SYSTEM,
    joomla.SYSTEM,
    drupal.SYSTEM,
    listdata.SYSTEM,
    pages.SYSTEM,
    showdata.SYSTEM,
)


def recognise(markup: str) -> tuple[System, ...]:
    """The systems whose marks a page's markup carries. Takes milliseconds: some pages of a site are enough."""
    return tuple(system for system in SYSTEMS if system.made(markup))

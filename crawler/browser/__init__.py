"""A browser for pages that plain HTTP leaves empty. It has no network of its own: whoever opens a page loads for it."""

from __future__ import annotations

from crawler.browser import program
from crawler.browser.engine import Browser, BrowserMissing, Limits
from crawler.browser.visit import Asked, Load, Loaded, NotLoaded, View, visit

__all__ = ["Asked", "Browser", "BrowserMissing", "Limits", "Load", "Loaded", "NotLoaded", "View", "program", "visit"]

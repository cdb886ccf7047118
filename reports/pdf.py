"""report.html printed by headless Chromium, with no network and no script."""

from __future__ import annotations

import os
import shutil
import subprocess

from reports.load import ReportError

_BROWSERS = ("/usr/bin/chromium", "chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome")


def to_pdf(html: str) -> bytes:
    """A4 pages of this HTML. ReportError where the browser or every Thai font is missing."""
    from playwright.sync_api import Error, sync_playwright

    browser_path = chromium()
    need_thai_font()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path)
            try:
                context = browser.new_context(offline=True, java_script_enabled=False)
                context.route("**/*", lambda route: route.abort())
                page = context.new_page()
                page.set_content(html, wait_until="load")
                return page.pdf(prefer_css_page_size=True)
            finally:
                browser.close()
    except Error as error:
        raise ReportError(f"PDF: the browser {browser_path} failed: {error.message.splitlines()[0]}") from error


def chromium() -> str:
    """The browser named by OIT_CHROMIUM, else the first that this machine has; ReportError where there is none."""
    named = os.environ.get("OIT_CHROMIUM")
    for name in [named] if named else _BROWSERS:
        if path := shutil.which(name):
            return path
    raise ReportError(f"PDF: no browser {named or 'chromium'}; install chromium or set OIT_CHROMIUM")


def need_thai_font() -> None:
    """ReportError where fontconfig knows no Thai font: the pages would be rows of empty boxes."""
    if not shutil.which("fc-list"):
        return
    listed = subprocess.run(["fc-list", ":lang=th", "family"], capture_output=True, text=True, timeout=30, check=False)
    if listed.returncode == 0 and not listed.stdout.strip():
        raise ReportError("PDF: no Thai font on this machine; install one, for example fonts-thai-tlwg")

"""Programs that some tests need; CI installs all of them, so that there nothing is skipped for want of one."""

from __future__ import annotations

import shutil

import pytest

from auditor.extract import ocr
from crawler.browser import program

needs_browser = pytest.mark.skipif(not program.find(), reason="no browser on this machine")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
needs_tesseract = pytest.mark.skipif(not ocr.available(), reason="no Tesseract with a Thai model")

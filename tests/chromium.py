"""A page in Chromium, where the machine has one: `apt-get install chromium`, or CHROMIUM=/path/to/it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium on this machine.")
# It asks the world for nothing of its own accord; a machine whose only account is root has no sandbox to offer.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip

PATIENCE_MILLISECONDS = 120_000


@contextmanager
def a_page() -> Iterator[Page]:
    """An empty page. While it is open the ORM cannot be asked: Playwright runs a loop of its own."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=PATIENCE_MILLISECONDS)
        try:
            page = browser.new_page()
            page.set_default_timeout(PATIENCE_MILLISECONDS)
            yield page
        finally:
            browser.close()

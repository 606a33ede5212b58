"""A page in Chromium, where the machine has one: `apt-get install chromium`, or CHROMIUM=/path/to/it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium on this machine.")
# It asks the world for nothing of its own accord; a machine whose only account is root has no sandbox to offer.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
SITE = "http://testserver"
# What the desk hears of a browser's headers; its cookies are kept by the client.
HANDED_ON = {"accept", "accept-language", "x-csrftoken", "idempotency-key", "if-match", "if-none-match"}

PATIENCE_MILLISECONDS = 120_000


@contextmanager
def a_browser() -> Iterator[Browser]:
    """While it is open the ORM cannot be asked: Playwright runs a loop of its own."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=PATIENCE_MILLISECONDS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def a_page() -> Iterator[Page]:
    """An empty page, in a browser of its own."""
    with a_browser() as browser:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        yield page


def keep(page: Page, name: str) -> None:
    """With SCREENSHOTS=/folder in the environment a picture of the whole page stays there, for who wants to look."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(full_page=True, path=Path(folder, f"{name}.png"))


def open_the_desk(page: Page, client: Client) -> list[str]:
    """Let the page ask this desk, by way of the client, and nothing else: whatever else it asks for is in the list."""
    elsewhere: list[str] = []
    # Playwright answers in a context of its own, where another connection would not see what the test has made.
    seen = connections["default"]

    def answer(route: Route) -> None:
        connections["default"] = seen
        request = route.request
        if not request.url.startswith(f"{SITE}/"):
            elsewhere.append(request.url)
            route.abort()
            return
        told = client.generic(
            request.method,
            request.url.removeprefix(SITE),
            request.post_data_buffer or b"",
            request.headers.get("content-type", ""),
            headers={name: value for name, value in request.headers.items() if name in HANDED_ON},
        )
        cookies = "\n".join(cookie.OutputString() for cookie in told.cookies.values())
        headers = {**told.headers, **({"Set-Cookie": cookies} if cookies else {})}
        route.fulfill(status=told.status_code, headers=headers, body=b"".join(told))

    page.context.unroute_all()
    page.context.route("**/*", answer)
    return elsewhere

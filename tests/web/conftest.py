"""The web client in Chromium, on a desk that answers within the test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from helpdesk.people.models import User
from tests.chromium import SITE, a_browser, open_the_desk
from tests.reading import Reading, turn_to

# Each pair of a language, a width and a scheme is among them.
READINGS: list[Reading] = [
    ("nl", 375, "dark"),
    ("nl", 1280, "light"),
    ("fr", 375, "light"),
    ("fr", 1280, "dark"),
]
PASSWORD = "correct horse battery staple"
# A machine that runs other tests beside this one may let a page wait.
PATIENCE_MILLISECONDS = 30_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, a_browser() as chromium:
        # Playwright keeps a loop in this thread; what the page asks of the desk is answered in it, one at a time.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield chromium


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that keeps nothing of another test. What its console calls an error fails the test."""
    context = chromium.new_context(locale="en-GB", timezone_id="Europe/Brussels")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.unroute_all(behavior="wait")
    context.close()
    assert [each for each in said if not _is_expected(each)] == []


def _is_expected(said: str) -> bool:
    """Chromium takes for errors each answer from 400 on, each that does not come, and that the desk is plain http."""
    return said.startswith(
        ("Failed to load resource:", "The Cross-Origin-Opener-Policy header has been ignored")
    )


@pytest.fixture
def browser(db: None) -> Client:
    """What keeps the cookies of the page; held to CSRF, as a browser is."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def as_reader(page: Page, browser: Client) -> Callable[[User, str, Reading], Page]:
    """Signed in and at an address of the client, in the language of the reading."""

    def arrive(user: User, path: str, reading: Reading = READINGS[1]) -> Page:
        User.objects.filter(pk=user.pk).update(language=reading[0])
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        open_the_desk(page, browser)
        turn_to(page, reading)
        page.goto(f"{SITE}/desk{path}")
        page.wait_for_selector(f"html[lang={reading[0]}] #main h1")
        return page

    return arrive


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def focused(page: Page) -> Any:
    """The words of what has the focus."""
    return page.evaluate("document.activeElement.innerText || document.activeElement.value")

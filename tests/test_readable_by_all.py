"""Everything a person sees is readable by all: each mail and page, held against WCAG 2.2 A and AA in Chromium.

With SCREENSHOTS=/folder in the environment each is kept there as a picture.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from playwright.sync_api import Page

from deadlines.acknowledging import address_for
from deadlines.corrections import Grounds, override
from deadlines.models import Deadline, DigestKind
from deadlines.services import waive
from deadlines.unsubscribing import unsubscribe_address
from deadlines.wishes import change_wishes
from helpdesk.people.models import Team, User
from tests.chromium import SITE, a_page, needs_chromium, open_the_desk
from tests.conftest import TODAY
from tests.every_mail import EVERY_MAIL
from tests.factories import a_deadline, a_litigation, act
from tests.reading import Reading, called, read, turn_to

pytestmark = [needs_chromium, pytest.mark.slow]

CHECKOUT = Path(__file__).parents[1]
# Between them two languages, both widths and both schemes; what every reader meets first is read in all.
READINGS: list[Reading] = [("nl", 375, "dark"), ("fr", 1280, "light")]
FURTHER: list[Reading] = [
    ("nl", 1280, "light"),
    ("fr", 375, "dark"),
    ("en", 1280, "dark"),
    ("de", 375, "light"),
]
READ_BY_MORE = {"deadlines/reminder", "deadlines/digest", "sign in", "acknowledge"}
# A mail program shows a mail within a page of its own, which has these.
OF_THE_MAIL_PROGRAM = ("landmark-one-main", "region")
# Good, but no part of WCAG: Swagger UI has a `main` of its own, and leaves levels of headings out.
OF_SWAGGER = ("heading-order", "region", "landmark-one-main")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with pytest.MonkeyPatch.context() as patch, a_page() as page:
        # Playwright keeps a loop in this thread; what the page asks of the desk is answered in it, one at a time.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield page


def each_read(names: Iterable[str]) -> pytest.MarkDecorator:
    """Each of them by several readers."""
    cases = [pytest.param(name, one, id=called(name, one)) for name in names for one in _readings_of(name)]
    return pytest.mark.parametrize(("name", "reading"), cases)


def _readings_of(name: str) -> list[Reading]:
    return READINGS + (FURTHER if name in READ_BY_MORE else [])


# The mails


def test_no_kind_of_mail_is_left_out() -> None:
    made_of = {
        "/".join(path.with_suffix("").parts[-2:])
        for app in ("api", "cases", "deadlines", "helpdesk")
        for path in (CHECKOUT / app).glob("**/templates/*/*.html")
        if '{% extends "outbox/mail.html" %}' in path.read_text()
    }
    assert {kind.partition(",")[0] for kind in EVERY_MAIL} == made_of


@each_read(EVERY_MAIL)
def test_mail_is_readable_by_all(page: Page, name: str, reading: Reading) -> None:
    turn_to(page, reading)
    page.set_content(EVERY_MAIL[name](reading[0]).html)
    assert read(page, name, reading, OF_THE_MAIL_PROGRAM) == []


# The pages


@pytest.fixture
def deadline(desk: Team, alice: User) -> Deadline:
    return a_deadline(alice, a_litigation(alice, desk))


Scene = Callable[[Page, Client, User, Deadline], None]


def at(path: str) -> Scene:
    return lambda page, *_: page.goto(SITE + path) and None


def signed_in(page: Page, client: Client, user: User, deadline: Deadline) -> None:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page.goto(SITE)


def refused(page: Page, client: Client, user: User, deadline: Deadline) -> None:
    page.goto(f"{SITE}/sign-in/")
    page.keyboard.type(user.email)
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    page.wait_for_function("said.textContent === document.forms[0].dataset.wrong")


def told_of_a_day(page: Page, client: Client, user: User, deadline: Deadline) -> None:
    page.goto(address_for(user, deadline, TODAY))


def day_known(page: Page, client: Client, user: User, deadline: Deadline) -> None:
    told_of_a_day(page, client, user, deadline)
    page.locator("button").press("Enter")
    page.wait_for_selector("[role=status]")


def day_moved(page: Page, client: Client, user: User, deadline: Deadline) -> None:
    link = address_for(user, deadline, TODAY)
    later = deadline.due_on + timedelta(days=6)
    override(act(user), deadline.pk, due_on=later, grounds=Grounds(reason="The court set it."))
    page.goto(link)


def day_done(page: Page, client: Client, user: User, deadline: Deadline) -> None:
    waive(act(user), deadline.pk, reason="Left the country")
    told_of_a_day(page, client, user, deadline)


def asked_whether_to_leave(page: Page, client: Client, user: User, deadline: Deadline) -> None:
    change_wishes(act(user), {"wants_daily": True})
    page.goto(unsubscribe_address(user, DigestKind.DAILY))


def left(page: Page, client: Client, user: User, deadline: Deadline) -> None:
    asked_whether_to_leave(page, client, user, deadline)
    page.locator("button").press("Enter")
    page.wait_for_selector("[role=status]")


EVERY_PAGE: dict[str, Scene] = {
    "front door": at("/"),
    "front door, signed in": signed_in,
    "sign in": at("/sign-in/"),
    "sign in, refused": refused,
    "acknowledge": told_of_a_day,
    "acknowledge, known": day_known,
    "acknowledge, moved": day_moved,
    "acknowledge, done": day_done,
    "acknowledge, nothing": at("/acknowledge/x"),
    "unsubscribe": asked_whether_to_leave,
    "unsubscribe, left": left,
    "unsubscribe, nothing": at("/unsubscribe/x"),
    "not found": at("/nothing/here"),
    "problems": at("/docs/problems/#deadline_not_open"),
}


@each_read(EVERY_PAGE)
@pytest.mark.django_db
def test_page_is_readable_by_all(
    page: Page, name: str, reading: Reading, deadline: Deadline, alice: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    elsewhere = open_the_desk(page, client)
    User.objects.filter(pk=alice.pk).update(language=reading[0])
    turn_to(page, reading)
    page.goto("about:blank")  # else a page of the same address would only be scrolled
    EVERY_PAGE[name](page, client, alice, deadline)
    assert read(page, name, reading) == []
    assert elsewhere == []


def one_operation() -> dict[str, Any]:
    """The document with one of its addresses: all of them take Swagger UI seconds, and look alike."""
    document = yaml.load((CHECKOUT / "api" / "openapi.yaml").read_text(), yaml.CSafeLoader)
    path = "/api/v1/deadlines/{id}/meet"
    return {**document, "paths": {path: document["paths"][path]}, "tags": document["tags"][:20]}


@pytest.mark.django_db
def test_api_document_is_readable_by_all_and_tried_with_ones_own_session(
    page: Page, deadline: Deadline, alice: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    elsewhere = open_the_desk(page, client)
    wide, narrow = FURTHER[0], READINGS[0]
    page.route("**/api/v1/openapi.yaml", lambda route: route.fulfill(json=one_operation()))
    turn_to(page, wide)
    page.goto(f"{SITE}/docs/#/Deadlines/deadlines_meet_create")
    page.wait_for_selector(".is-open .responses-wrapper", timeout=120_000)
    for reading in wide, narrow:
        turn_to(page, reading)
        page.wait_for_selector("html.dark-mode" if reading is narrow else "html:not(.dark-mode)")
        assert read(page, "docs", reading, OF_SWAGGER) == []
    page.locator(".btn.authorize").first.press("Enter")
    page.wait_for_selector(".dialog-ux")
    assert read(page, "docs, keys", narrow, OF_SWAGGER) == []
    page.keyboard.press("Escape")
    page.locator(".try-out__btn").press("Enter")
    page.locator("input[placeholder=id]").fill(str(deadline.pk))
    page.locator(".execute").press("Enter")
    page.wait_for_selector(".live-responses-table")
    assert page.locator(".live-responses-table .response-col_status").last.inner_text().startswith("200")
    assert read(page, "docs, answered", narrow, OF_SWAGGER) == []
    assert elsewhere == []


@pytest.mark.parametrize("name", ["front door", "sign in", "acknowledge", "unsubscribe", "problems"])
@pytest.mark.django_db
def test_keyboard_reaches_all_of_a_page_with_the_focus_in_sight(
    page: Page, name: str, deadline: Deadline, alice: User
) -> None:
    client = Client()
    open_the_desk(page, client)
    turn_to(page, READINGS[0])
    EVERY_PAGE[name](page, client, alice, deadline)
    all_there_is = page.locator("a, button, input:not([type=hidden])").count()
    reached = set()
    for _press in range(all_there_is + 1):  # one more, for the step round by way of the browser's own bar
        page.keyboard.press("Tab")
        focused = page.evaluate_handle("document.activeElement")
        if focused.evaluate("one => one !== document.body"):
            assert focused.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
            reached.add(focused.evaluate("one => one.outerHTML"))
    assert len(reached) == all_there_is

"""What stands around every page of the client: coming in and going out, languages, the way for keyboard and reader."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from helpdesk.people.models import User
from tests.chromium import SITE, needs_chromium, open_the_desk
from tests.reading import Reading, read, turn_to
from tests.web.conftest import PASSWORD, READINGS, focused, with_password

pytestmark = [needs_chromium, pytest.mark.slow]
Arrive = Callable[..., Page]


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_start_page_is_readable_by_all(as_reader: Arrive, alice: User, reading: Reading) -> None:
    page = as_reader(alice, "/", reading)
    assert read(page, "start", reading) == []


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_address_that_leads_nowhere_is_said_and_leads_back(
    as_reader: Arrive, alice: User, reading: Reading
) -> None:
    page = as_reader(alice, "/no/such/page", reading)
    assert read(page, "nowhere", reading) == []
    page.locator("#main a").click()
    expect(page).to_have_url(re.compile("/desk/?$"))


def test_who_is_not_signed_in_signs_in_and_comes_back_to_the_same_place(
    page: Page, browser: Client, alice: User
) -> None:
    with_password(alice)
    open_the_desk(page, browser)
    turn_to(page, READINGS[1])
    page.goto(f"{SITE}/desk/no/such/page?of=this#part")
    page.wait_for_url(f"{SITE}/sign-in/?next=%2Fdesk%2Fno%2Fsuch%2Fpage%3Fof%3Dthis%23part")
    page.keyboard.type("alice@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{SITE}/desk/no/such/page?of=this#part")
    expect(page.locator("h1")).to_have_text("Deze pagina bestaat niet")


def test_who_came_for_nothing_in_particular_is_led_to_the_client(
    page: Page, browser: Client, alice: User
) -> None:
    with_password(alice)
    open_the_desk(page, browser)
    turn_to(page, READINGS[1])
    page.goto(f"{SITE}/sign-in/")
    page.locator("#email").fill("alice@example.org")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{SITE}/desk/")
    expect(page.locator("#main")).to_contain_text("Dag Alice.")


def test_signing_out_ends_the_session_and_the_way_back_shows_nothing(
    as_reader: Arrive, browser: Client, alice: User
) -> None:
    page = as_reader(alice, "/")
    page.get_by_role("button", name="Afmelden").click()
    page.wait_for_url(re.compile("/sign-in/"))
    assert browser.get("/api/v1/me").status_code == 401
    page.go_back()
    page.wait_for_url(re.compile("/sign-in/"))
    assert "Alice" not in page.content()


def test_signing_out_of_a_desk_that_does_not_answer_says_so(as_reader: Arrive, alice: User) -> None:
    page = as_reader(alice, "/")
    page.route("**/_allauth/**", lambda route: route.abort())
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("De desk antwoordt niet.")
    page.unroute("**/_allauth/**")


def test_language_chosen_is_kept_on_the_device(as_reader: Arrive, alice: User) -> None:
    page = as_reader(alice, "/")
    page.get_by_label("Taal").select_option("de")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("#main")).to_contain_text("Guten Tag, Alice.")
    expect(page).to_have_title("Start · Juristischer Helpdesk")
    page.reload()
    expect(page.locator("#main")).to_contain_text("Guten Tag, Alice.")


def test_heading_has_the_focus_on_arrival_and_the_window_its_title(as_reader: Arrive, alice: User) -> None:
    page = as_reader(alice, "/no/such/page")
    expect(page).to_have_title("Deze pagina bestaat niet · Juridische helpdesk")
    page.locator("#main a").press("Enter")
    expect(page).to_have_title("Start · Juridische helpdesk")
    page.wait_for_function("document.activeElement.tagName === 'H1'")
    assert focused(page) == "Start"


def test_first_press_of_the_tabulator_leads_to_the_content(as_reader: Arrive, alice: User) -> None:
    page = as_reader(alice, "/")
    page.keyboard.press("Tab")
    assert focused(page) == "Naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_desk_that_does_not_answer_is_said_with_a_way_to_ask_again(
    page: Page, browser: Client, alice: User
) -> None:
    answers = {"now": False}

    def perhaps(route: Route) -> None:
        route.fallback() if answers["now"] else route.abort()

    browser.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    open_the_desk(page, browser)
    page.context.route("**/api/v1/me", perhaps)
    page.goto(f"{SITE}/desk/")
    expect(page.get_by_role("alert")).to_contain_text("The desk does not answer.")
    answers["now"] = True
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#main")).to_contain_text("Alice")


def test_part_of_the_client_that_is_gone_is_said_and_loaded_again(as_reader: Arrive, alice: User) -> None:
    """As where the desk was renewed since the page was opened."""
    page = as_reader(alice, "/")
    page.context.route("**/static/web/ListPage-*", lambda route: route.abort())
    page.get_by_role("navigation").get_by_role("link", name="Webhooks").click()
    expect(page.locator("#main h1")).to_have_text("Deze pagina kon niet worden getoond")
    assert read(page, "broken", READINGS[1]) == []
    page.context.unroute("**/static/web/ListPage-*")
    page.get_by_role("button", name="Opnieuw laden").click()
    expect(page.locator("#main h1")).to_have_text("Webhooks")


def test_session_that_ends_meanwhile_is_said_and_takes_nothing_away(
    as_reader: Arrive, browser: Client, alice: User
) -> None:
    page = as_reader(alice, "/")
    browser.logout()
    page.get_by_label("Taal").select_option("fr")
    expect(page.locator("#main h1")).to_have_text("Accueil")
    expect(page.get_by_role("status").first).to_contain_text("Votre session est terminée.")
    assert "/desk/" in page.url

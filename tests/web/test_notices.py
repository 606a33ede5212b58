"""The notices of a colleague in the client: how many wait, reading them, and acknowledging a fatal day from there."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, Route, expect

from cases.models import Dossier
from deadlines.acknowledging import acknowledge
from deadlines.corrections import Grounds, override
from deadlines.models import Deadline, ReminderMail
from deadlines.reminders import sweep
from deadlines.services import waive
from helpdesk.identifiers import new_id
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.people.models import Membership, Role, Team, User
from tests.chromium import needs_chromium
from tests.conftest import TODAY
from tests.factories import a_deadline, a_litigation, act
from tests.reading import Reading, read
from tests.web.conftest import READINGS, focused

pytestmark = [needs_chromium, pytest.mark.slow]
Arrive = Callable[..., Page]
AT = datetime(2026, 6, 15, 8, tzinfo=UTC)
LAST_DAY = date(2026, 6, 16)
LATER = date(2026, 6, 22)
ACKNOWLEDGE = "#main button[aria-describedby]:has-text('16')"
UNREAD = "#main section:first-of-type li"


@pytest.fixture
def litigation(alice: User, bob: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    return a_deadline(alice, litigation)


@pytest.fixture
def rung(deadline: Deadline) -> Deadline:
    """Its reminder on entry, and the one of its last day."""
    sweep(today=TODAY, at=AT)
    sweep(today=LAST_DAY, at=AT.replace(day=16))
    return deadline


def moved(user: User, deadline: Deadline) -> None:
    override(act(user), deadline.pk, due_on=LATER, grounds=Grounds(reason="The court set it."))


def expect_counted(page: Page, unread: int) -> None:
    """What the navigation says is unread: to who sees it, and to who hears it."""
    link = page.locator("header nav a[href$='/notices']")
    expect(link).to_have_text(f"Meldingen {unread}{unread} ongelezen" if unread else "Meldingen")


def told(page: Page, words: str) -> Locator:
    """What is said of an act that came to its end."""
    return page.locator("#main div[tabindex='-1']").filter(has_text=words)


# What it looks like


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_who_was_told_of_nothing_reads_what_would_be_here(
    as_reader: Arrive, alice: User, reading: Reading
) -> None:
    page = as_reader(alice, "/notices", reading)
    page.wait_for_selector("#main h2")
    assert read(page, "notices, none", reading) == []
    assert page.locator("header nav a[href$='/notices'] span").count() == 0


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_every_state_of_the_list_is_readable_by_all(
    as_reader: Arrive, alice: User, rung: Deadline, litigation: Dossier, reading: Reading
) -> None:
    elsewhere = a_deadline(alice, litigation)
    sweep(today=LAST_DAY, at=AT.replace(day=16))
    moved(alice, elsewhere)
    sweep(today=LAST_DAY, at=AT.replace(day=16, hour=9))
    lost, known = OutgoingMail.objects.filter(reminder__addressee=alice).order_by("id")[:2]
    OutgoingMail.objects.filter(pk=lost.pk).update(state=MailState.BOUNCED)
    ReminderMail.objects.filter(mail=known).update(read_at=AT)
    page = as_reader(alice, "/notices", reading)
    page.wait_for_selector(ACKNOWLEDGE)
    wrong = {"list": read(page, "notices, list", reading)}
    waive(act(alice), rung.pk, reason="Left the country")
    page.locator(ACKNOWLEDGE).first.click()
    page.wait_for_selector("[data-failure]")
    wrong["refused"] = read(page, "notices, refused", reading)
    assert {name: said for name, said in wrong.items() if said} == {}


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_what_was_acknowledged_and_read_is_readable_by_all(
    as_reader: Arrive, alice: User, rung: Deadline, reading: Reading
) -> None:
    page = as_reader(alice, "/notices", reading)
    page.locator(ACKNOWLEDGE).first.click()
    page.wait_for_selector("#main [tabindex='-1']:focus")
    expect(page.locator("header nav a span")).to_have_count(0)
    assert read(page, "notices, acknowledged", reading) == []


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_desk_that_is_awaited_or_does_not_answer_is_readable_by_all(
    as_reader: Arrive, alice: User, rung: Deadline, reading: Reading
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = as_reader(alice, "/", reading)
    page.context.route("**/api/v1/me/notices?*", hold)
    page.locator("header nav a[href$='/notices']").click()
    page.wait_for_selector("#main [role=status]:not(:empty)")
    wrong = {"awaited": read(page, "notices, awaited", reading)}
    page.context.unroute("**/api/v1/me/notices?*", hold)
    page.context.route("**/api/v1/me/notices?*", lambda route: route.abort())
    for route in held:
        route.abort()
    page.wait_for_selector("[data-failure]")
    wrong["unanswered"] = read(page, "notices, unanswered", reading)
    assert {name: said for name, said in wrong.items() if said} == {}


# Reading


def test_unread_are_counted_and_read_in_one_click_each(
    as_reader: Arrive, browser: Client, alice: User, rung: Deadline
) -> None:
    page = as_reader(alice, "/notices")
    expect(page.locator(UNREAD)).to_have_count(2)
    expect_counted(page, 2)
    page.get_by_role("button", name="Als gelezen markeren").first.click()
    expect(page.locator(UNREAD)).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="Gelezen:")).to_have_count(1)
    expect_counted(page, 1)
    assert focused(page).startswith("ongelezen")
    page.get_by_role("button", name="Als gelezen markeren").first.click()
    expect(page.get_by_text("U hebt alles gelezen.")).to_be_visible()
    assert focused(page) == "Meldingen"
    expect_counted(page, 0)
    assert browser.get("/api/v1/me").json()["unread_notices"] == 0
    assert not Deadline.objects.get(pk=rung.pk).acknowledged_at


def test_all_until_the_newest_that_is_shown_is_read_and_what_came_meanwhile_is_not(
    as_reader: Arrive, alice: User, deadline: Deadline
) -> None:
    sweep(today=TODAY, at=AT)
    page = as_reader(alice, "/notices")
    expect(page.locator(UNREAD)).to_have_count(1)
    sweep(today=LAST_DAY, at=AT.replace(day=16))
    page.get_by_role("button", name="Alles tot hier gelezen").click()
    expect(told(page, "1 melding is nu gelezen.")).to_be_focused()
    assert [each.read_at is None for each in ReminderMail.objects.filter(addressee=alice).order_by("id")] == [
        False,
        True,
    ]
    expect(page.get_by_text("de dag zelf, of de werkdag ervoor")).to_be_visible()


def test_one_and_all_older_ones_are_read(as_reader: Arrive, alice: User, rung: Deadline) -> None:
    page = as_reader(alice, "/notices")
    expect(page.locator(UNREAD)).to_have_count(2)
    page.get_by_role("button", name="Deze en alle oudere gelezen").click()
    expect(page.locator(UNREAD)).to_have_count(1)
    expect(page.locator(UNREAD)).to_contain_text("de dag zelf, of de werkdag ervoor")


def test_list_goes_on_page_by_page(as_reader: Arrive, alice: User, rung: Deadline) -> None:
    notice = ReminderMail.objects.filter(addressee=alice).select_related("mail")[0]
    for number in range(22):
        mail = notice.mail
        mail.pk, mail.key = new_id(), f"again:{number}"
        mail.save(force_insert=True)
        ReminderMail.objects.create(reminder=notice.reminder, mail=mail, addressee=alice)
    page = as_reader(alice, "/notices")
    expect(page.locator(UNREAD)).to_have_count(20)
    page.get_by_role("button", name="Meer tonen").click()
    expect(page.locator(UNREAD)).to_have_count(24)


# How many wait


def test_count_is_asked_anew_once_a_minute_and_quietly(
    page: Page, as_reader: Arrive, alice: User, deadline: Deadline
) -> None:
    page.clock.install()
    as_reader(alice, "/status")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sweep(today=TODAY, at=AT)
    page.clock.run_for(65_000)
    expect(page.locator("header nav a[href$='/notices']")).to_contain_text("1")
    with page.expect_request("**/api/v1/me"):
        page.clock.run_for(60_000)
    assert len([url for url in asked if url.endswith("/api/v1/me")]) == 2


def test_count_is_asked_anew_when_one_comes_back_to_the_window(
    page: Page, as_reader: Arrive, alice: User, deadline: Deadline
) -> None:
    page.clock.install()
    as_reader(alice, "/")
    page.wait_for_load_state("networkidle")
    sweep(today=TODAY, at=AT)
    page.clock.run_for(5_000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
    expect(page.locator("header nav a[href$='/notices']")).to_contain_text("1")


# Acknowledging


def test_fatal_day_is_acknowledged_in_one_click_and_its_notices_are_read(
    as_reader: Arrive, browser: Client, alice: User, rung: Deadline
) -> None:
    page = as_reader(alice, "/notices")
    expect(page.get_by_text("Dit is een vervaltermijn, en niemand heeft de dag bevestigd.")).to_have_count(2)
    page.get_by_role("button", name="Ik ken dinsdag 16 juni 2026: bevestigen").first.click()
    expect(told(page, "u hebt dinsdag 16 juni 2026 bevestigd")).to_be_focused()
    expect(page.get_by_text("U hebt alles gelezen.")).to_be_visible()
    expect(page.get_by_role("button", name="Ik ken")).to_have_count(0)
    known = browser.get(f"/api/v1/deadlines/{rung.pk}").json()
    assert (known["acknowledged_by"]["name"], known["awaits_acknowledgement"]) == ("Alice", False)


def test_day_that_a_colleague_acknowledged_meanwhile_is_told_as_hers(
    as_reader: Arrive, alice: User, bob: User, rung: Deadline
) -> None:
    page = as_reader(alice, "/notices")
    page.wait_for_selector(ACKNOWLEDGE)
    acknowledge(act(bob), rung.pk)
    page.locator(ACKNOWLEDGE).first.click()
    expect(told(page, "Bob heeft dinsdag 16 juni 2026 vóór u bevestigd")).to_be_focused()
    expect(page.get_by_role("button", name="Ik ken")).to_have_count(0)


def test_day_that_moved_meanwhile_is_refused_and_the_new_one_shown(
    as_reader: Arrive, browser: Client, alice: User, rung: Deadline
) -> None:
    page = as_reader(alice, "/notices")
    page.wait_for_selector(ACKNOWLEDGE)
    moved(alice, rung)
    page.locator(ACKNOWLEDGE).first.click()
    refusal = page.get_by_role("alert").filter(has_text="De termijn is naar een andere dag verschoven.")
    expect(refusal).to_be_focused()
    expect(page.get_by_text("Zijn dag is nu: maandag 22 juni 2026").first).to_be_visible()
    standing = browser.get(f"/api/v1/deadlines/{rung.pk}").json()
    assert (standing["acknowledged_by"], standing["awaits_acknowledgement"]) == (None, True)


def test_deadline_that_was_done_meanwhile_is_refused_and_asks_nothing_more(
    as_reader: Arrive, alice: User, rung: Deadline
) -> None:
    page = as_reader(alice, "/notices")
    page.wait_for_selector(ACKNOWLEDGE)
    waive(act(alice), rung.pk, reason="Left the country")
    page.locator(ACKNOWLEDGE).first.click()
    refusal = page.get_by_role("alert").filter(has_text="eerder al afgesloten")
    expect(refusal).to_be_focused()
    expect(page.get_by_text("U hebt alles gelezen.")).to_be_visible()
    expect(page.get_by_role("button", name="Ik ken")).to_have_count(0)


def test_who_may_no_longer_work_on_it_is_refused_in_the_words_of_the_desk(
    as_reader: Arrive, browser: Client, bob: User, alice: User, rung: Deadline
) -> None:
    page = as_reader(alice, "/notices")
    page.wait_for_selector(ACKNOWLEDGE)
    Membership.objects.filter(user=alice).update(role=Role.READER)
    Dossier.objects.update(owner=bob)
    page.locator(ACKNOWLEDGE).first.click()
    expect(page.get_by_role("alert").last).to_be_focused()
    assert not Deadline.objects.get(pk=rung.pk).acknowledged_at


def test_answer_that_is_lost_leaves_the_notice_and_a_second_press_is_the_same_act(
    as_reader: Arrive, alice: User, rung: Deadline
) -> None:
    page = as_reader(alice, "/notices")
    page.wait_for_selector(ACKNOWLEDGE)
    keys: list[str] = []

    def lose(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        route.abort() if len(keys) == 1 else route.fallback()

    page.context.route("**/acknowledge", lose)
    page.locator(ACKNOWLEDGE).first.click()
    expect(page.get_by_role("alert").filter(has_text="De desk antwoordt niet.")).to_be_focused()
    page.locator(ACKNOWLEDGE).first.click()
    expect(told(page, "u hebt dinsdag 16 juni 2026 bevestigd")).to_be_focused()
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_outsider_sees_nothing_of_it(as_reader: Arrive, charlie: User, rung: Deadline) -> None:
    page = as_reader(charlie, "/notices")
    expect(page.locator("#main h2")).to_have_text("U hebt nog geen meldingen")
    assert rung.dossier.reference not in page.content()
    expect_counted(page, 0)


def test_everything_is_done_by_keyboard_alone(as_reader: Arrive, alice: User, rung: Deadline) -> None:
    page = as_reader(alice, "/")

    def tab_to(words: str) -> None:
        for _press in range(40):
            page.keyboard.press("Tab")
            if str(focused(page)).startswith(words):
                return
        raise AssertionError(f"{words} was never reached")

    tab_to("Meldingen")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator(UNREAD)).to_have_count(2)
    tab_to("Als gelezen markeren")
    page.keyboard.press("Enter")
    expect(page.locator(UNREAD)).to_have_count(1)
    tab_to("Ik ken dinsdag 16 juni 2026")
    page.keyboard.press("Enter")
    expect(told(page, "u hebt dinsdag 16 juni 2026 bevestigd")).to_be_focused()

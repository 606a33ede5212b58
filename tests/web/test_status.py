"""The page of the clockwork: whether all is well, what is wrong and what to do, and that it looks again by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from api import status
from deadlines.digests import iso_week
from deadlines.models import Digest
from helpdesk.outbox.models import MailState
from helpdesk.people.models import Team, User
from helpdesk.watch.models import Alarm, Run
from helpdesk.watch.runs import note_run
from tests.chromium import needs_chromium
from tests.helpdesk.test_outbox import queued
from tests.reading import Reading, read
from tests.web.conftest import READINGS

pytestmark = [needs_chromium, pytest.mark.slow]
Arrive = Callable[..., Page]


def week_of(moment: datetime) -> str:
    return iso_week(timezone.localdate(moment))


def missed_week() -> str:
    """The last that has ended."""
    return week_of(timezone.now() - timedelta(weeks=1))


@pytest.fixture
def running(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk has watched for a day, and everything that should run has just run."""
    now = timezone.now()
    monkeypatch.setattr(status, "SINCE", now - timedelta(days=1))
    for name in settings.EXPECTED_RUNS:
        note_run(name, now, done=3)


@pytest.fixture
def stopped(running: None, alice: User) -> None:
    """Mail has not left for three hours and was given up before, and a week ended without a digest.

    The administrators know of one of the alarms.
    """
    now = timezone.now()
    Run.objects.filter(name="deliver-mail").delete()
    note_run("deliver-mail", now - timedelta(hours=3), done=1)
    note_run("deliver-mail", now, failure="OperationalError")
    waits, lost = queued(alice, "waits", now), queued(alice, "lost", now)
    type(waits).objects.filter(pk=waits.pk).update(next_attempt_at=now - timedelta(hours=3))
    type(lost).objects.filter(pk=lost.pk).update(state=MailState.BOUNCED)
    before = now - timedelta(weeks=2)
    told = queued(alice, "digest", before)
    type(told).objects.filter(pk=told.pk).update(state=MailState.SENT)
    Digest.objects.create(user=alice, week=week_of(before), deadline_count=0, mail=told, written_at=before)
    began = now - timedelta(hours=2)
    Alarm.objects.create(name="run_late:deliver-mail", began_at=began, told_at=began)
    Alarm.objects.create(name="work_waits:mail", began_at=began)
    Alarm.objects.create(name=f"digests_missed:{missed_week()}", began_at=began)


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_clockwork_that_runs_is_readable_by_all(
    as_reader: Arrive, alice: User, running: None, reading: Reading
) -> None:
    page = as_reader(alice, "/status", reading)
    page.wait_for_selector("table")
    assert read(page, "status, well", reading) == []


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_clockwork_that_stands_still_is_readable_by_all(
    as_reader: Arrive, alice: User, stopped: None, reading: Reading
) -> None:
    page = as_reader(alice, "/status", reading)
    page.wait_for_selector("table")
    assert read(page, "status, ill", reading) == []


def test_first_of_all_it_says_that_all_is_well(as_reader: Arrive, alice: User, running: None) -> None:
    page = as_reader(alice, "/status")
    expect(page.locator("#main h2").first).to_have_text("Alles loopt")
    expect(page.locator("#main")).to_contain_text("Elk deel van het uurwerk is op tijd")
    mail = page.get_by_role("row").filter(has_text="Mails versturen")
    expect(mail).to_contain_text("3")
    expect(mail.locator("time")).to_have_count(1)


def test_first_of_all_it_says_what_is_wrong_and_what_to_do(
    as_reader: Arrive, alice: User, stopped: None
) -> None:
    page = as_reader(alice, "/status")
    expect(page.locator("#main h2").first).to_have_text("Er is iets mis")
    found = page.locator("#main [role=status] li")
    expect(found).to_have_count(4)
    expect(found.nth(0)).to_contain_text("Mails versturen: geen goede afloop sinds")
    expect(found.nth(0)).to_contain_text("Verwittig wie de servers beheert")
    expect(found.nth(1)).to_contain_text("Mails die al weg hadden moeten zijn: 1")
    expect(found.nth(2)).to_contain_text("Mails van de laatste zeven dagen die niet aankwamen: 1")
    expect(found.nth(3)).to_contain_text(f"1 collega kreeg geen weekoverzicht in week {missed_week()}")
    alarms = page.get_by_role("table", name="Alarmen die staan").get_by_role("row")
    expect(alarms).to_have_count(4)
    expect(alarms.filter(has_text="Mails die al weg")).to_contain_text("nog niet")
    expect(alarms.filter(has_text=f"week {missed_week()}")).to_have_count(1)
    ran = page.get_by_role("table", name="De laatste twee uur").get_by_role("row")
    expect(ran.filter(has_text="Mails versturen")).to_contain_text("1 keer: OperationalError")


def test_what_goes_wrong_while_one_looks_appears_within_half_a_minute(
    page: Page, as_reader: Arrive, alice: User, running: None
) -> None:
    page.clock.install()
    as_reader(alice, "/status")
    expect(page.locator("#main h2").first).to_have_text("Alles loopt")
    Run.objects.filter(name="seal-trail").update(last_at=timezone.now() - timedelta(hours=1))
    page.clock.run_for(31_000)
    expect(page.locator("#main h2").first).to_have_text("Er is iets mis")
    expect(page.locator("#main [role=status] li")).to_contain_text("Het register verzegelen")


def test_moments_are_in_the_language_and_on_the_clock_of_the_reader(
    as_reader: Arrive, alice: User, running: None
) -> None:
    page = as_reader(alice, "/status", READINGS[2])
    moment = page.locator("#main time").first
    written: Any = page.evaluate(
        """at => new Intl.DateTimeFormat("fr-BE", { dateStyle: "medium", timeStyle: "medium",
             timeZone: "Europe/Brussels" }).format(new Date(at))""",
        moment.get_attribute("datetime"),
    )
    expect(moment).to_have_text(written)


def test_desk_that_does_not_answer_is_said_beside_what_was_known(
    as_reader: Arrive, alice: User, running: None
) -> None:
    page = as_reader(alice, "/status")
    expect(page.locator("#main h2").first).to_have_text("Alles loopt")
    page.context.route("**/api/v1/status", lambda route: route.abort())
    page.get_by_role("button", name="Opnieuw kijken").click()
    expect(page.locator("[data-failure]")).to_contain_text("De desk antwoordt niet.")
    expect(page.locator("#main h2").filter(has_text="Alles loopt")).to_be_visible()
    page.context.unroute("**/api/v1/status")
    page.get_by_role("button", name="Opnieuw proberen").click()
    expect(page.locator("[data-failure]")).to_have_count(0)


def test_who_is_in_no_team_reads_whether_the_desk_runs(as_reader: Arrive, desk: Team, running: None) -> None:
    nobody = User.objects.create_user("nina@example.org", name="Nina", language="nl")
    page = as_reader(nobody, "/status")
    expect(page.locator("#main h2").first).to_have_text("Alles loopt")

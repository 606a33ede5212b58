"""A reminder rings: it is counted, read and acknowledged in Chromium, on a living desk."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import global_settings
from django.db import connection
from playwright.sync_api import Page, expect

from deadlines.models import Deadline
from deadlines.reminders import sweep
from helpdesk.people.models import Team, User
from tests.chromium import a_browser, keep, needs_chromium
from tests.conftest import TODAY
from tests.factories import a_deadline, a_litigation
from tests.living_desk import LivingDesk, living_desk
from tests.web.conftest import PASSWORD, with_password

pytestmark = [needs_chromium, pytest.mark.slow]
AT = datetime(2026, 6, 15, 8, tzinfo=UTC)


def sign_in(page: Page, desk: LivingDesk, user: User) -> None:
    page.goto(f"{desk.site}/desk/notices")
    page.wait_for_url("**/sign-in/?next=%2Fdesk%2Fnotices")
    page.locator("#email").fill(user.email)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/notices")


def ring(deadline: Deadline, day: int = TODAY.day) -> None:
    sweep(today=TODAY.replace(day=day), at=AT.replace(day=day))
    assert deadline.reminders.filter(claimed_at__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_reminder_rings_is_counted_read_and_its_day_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, alice: User, bob: User, desk: Team
) -> None:
    settings.PASSWORD_HASHERS = (
        global_settings.PASSWORD_HASHERS
    )  # those of the desk that runs beside the test
    for user in (alice, bob):
        with_password(user)
    deadline = a_deadline(alice, a_litigation(alice, desk))
    name = connection.settings_dict["NAME"]
    with living_desk(name, tmp_path, str(TODAY), works=False) as living, a_browser() as chromium:
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        page = chromium.new_page(locale="nl-BE", timezone_id="Europe/Brussels")
        sign_in(page, living, alice)
        count = page.locator("header nav a[href$='/notices'] [aria-hidden]")
        expect(page.locator("#main h2")).to_have_text("U hebt nog geen meldingen")
        expect(count).to_have_count(0)

        ring(deadline)
        page.reload()
        expect(count).to_have_text("1")
        keep(page, "notice-story-rung")
        page.get_by_role("button", name="Als gelezen markeren").click()
        expect(page.get_by_text("U hebt alles gelezen.")).to_be_visible()
        expect(count).to_have_count(0)

        ring(deadline, day=16)
        page.reload()
        expect(count).to_have_text("1")
        page.get_by_role("button", name="Ik ken dinsdag 16 juni 2026").first.click()
        expect(page.locator("#main")).to_contain_text("u hebt dinsdag 16 juni 2026 bevestigd")
        expect(count).to_have_count(0)
        keep(page, "notice-story-acknowledged")

        api = living.caller()
        assert api.sign_in(bob.email, PASSWORD).status == 200
        told = api.get(f"/api/v1/deadlines/{deadline.pk}").body
        assert (told["acknowledged_by"]["name"], told["awaits_acknowledgement"]) == ("Alice", False)

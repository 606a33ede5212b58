"""The link in a reminder: looking at its page changes nothing, and it is of one day and one colleague."""

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.conf import settings as desk_settings
from django.core import signing
from django.test import Client
from django.utils import translation

from cases.models import Dossier
from deadlines.acknowledging import address_for
from deadlines.corrections import Grounds, override
from deadlines.escalation import climb_all
from deadlines.models import Deadline
from deadlines.reminders import sweep
from deadlines.services import waive
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Team, User
from tests.conftest import TODAY
from tests.factories import a_deadline, a_litigation, a_wall, act, at_level

AT = datetime(2026, 6, 15, 8, tzinfo=UTC)
BUTTON = "<button>"


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    made = a_deadline(alice, litigation)
    sweep(today=TODAY, at=AT)
    return made


@pytest.fixture
def browser() -> Client:
    """Of nobody who is signed in, and held to CSRF as a browser is."""
    return Client(enforce_csrf_checks=True)


def link_in(mail: OutgoingMail) -> str:
    """The path behind the site's address, the same in both halves of the mail."""
    found = set(re.findall(r"/acknowledge/[^\s\"<]+", mail.text + unescape(mail.html)))
    assert len(found) == 1
    return str(found.pop())


@pytest.fixture
def link(deadline: Deadline) -> str:
    return link_in(OutgoingMail.objects.get())


def knows(deadline: Deadline) -> Any:
    return Deadline.objects.get(pk=deadline.pk).acknowledged_by


def test_looking_at_the_page_acknowledges_nothing_and_its_button_does(
    browser: Client, link: str, deadline: Deadline, alice: User
) -> None:
    for look in (browser.get, browser.head, browser.get):
        assert look(link).status_code == 200
    page = unescape(browser.get(link).content.decode())
    assert BUTTON in page
    assert '<form method="post">' in page
    assert deadline.dossier.reference in page
    assert "16 juni 2026" in page
    assert knows(deadline) is None
    done = browser.post(link)
    assert (done.status_code, BUTTON in done.content.decode()) == (200, False)
    assert knows(deadline) == alice
    assert browser.post(link).status_code == 200
    assert climb_all(today=TODAY, at=AT) == 0


def test_page_is_kept_nowhere_and_told_to_nobody(browser: Client, link: str) -> None:
    page = browser.get(link)
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "<script" not in page.content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "ik ken deze dag"),
        ("fr", "je connais cette date"),
        ("de", "Dieser Tag ist mir bekannt"),
        ("en", "I know of this day"),
    ],
)
def test_page_speaks_the_language_of_the_colleague(
    browser: Client, deadline: Deadline, alice: User, language: str, said: str
) -> None:
    User.objects.filter(pk=alice.pk).update(language=language)
    path = address_for(alice, deadline, TODAY).removeprefix(desk_settings.SITE_URL)
    page = browser.get(path, headers={"accept-language": "pt"}).content.decode()
    assert said.casefold() in unescape(page).casefold()
    assert f'<html lang="{language}">' in page


def test_day_that_moved_is_not_acknowledged_by_its_old_link(
    browser: Client, link: str, deadline: Deadline, alice: User
) -> None:
    override(act(alice), deadline.pk, due_on=date(2026, 6, 22), grounds=Grounds(reason="The court set it."))
    page = browser.post(link)
    assert page.status_code == 200
    assert "22 juni 2026" in page.content.decode()
    assert knows(deadline) is None


def test_deadline_that_is_done_says_so(browser: Client, link: str, deadline: Deadline, alice: User) -> None:
    waive(act(alice), deadline.pk, reason="Left the country")
    page = browser.post(link)
    assert (page.status_code, BUTTON in page.content.decode()) == (200, False)
    assert knows(deadline) is None


def _barred(alice: User, bob: User, litigation: Dossier) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)


def _left(alice: User, bob: User, litigation: Dossier) -> None:
    Membership.objects.filter(user=alice).delete()


def _reads_only(alice: User, bob: User, litigation: Dossier) -> None:
    Membership.objects.filter(user=alice).update(role="reader")


@pytest.mark.parametrize("gone", [_barred, _left, _reads_only])
def test_link_of_a_colleague_who_may_no_longer_work_on_it_opens_nothing(
    browser: Client, link: str, deadline: Deadline, alice: User, bob: User, litigation: Dossier, gone: Any
) -> None:
    gone(alice, bob, litigation)
    assert [browser.get(link).status_code, browser.post(link).status_code] == [404, 404]
    assert knows(deadline) is None


def test_link_of_who_was_walled_off_opens_nothing(
    browser: Client, deadline: Deadline, bob: User, cora: User, litigation: Dossier
) -> None:
    path = address_for(bob, deadline, TODAY).removeprefix(desk_settings.SITE_URL)
    assert browser.get(path).status_code == 200
    a_wall(cora, litigation, bob)
    assert [browser.get(path).status_code, browser.post(path).status_code] == [404, 404]


def test_sealed_dossier_opens_to_the_links_of_its_own_only(
    browser: Client, link: str, deadline: Deadline, alice: User, bob: User, litigation: Dossier
) -> None:
    of_bob = address_for(bob, deadline, TODAY).removeprefix(desk_settings.SITE_URL)
    at_level(alice, litigation, "sealed")
    assert [browser.get(of_bob).status_code, browser.get(link).status_code] == [404, 200]


def test_link_of_another_colleague_acknowledges_in_her_name_and_not_in_mine(
    browser: Client, deadline: Deadline, bob: User
) -> None:
    browser.post(address_for(bob, deadline, TODAY).removeprefix(desk_settings.SITE_URL))
    assert knows(deadline) == bob


def test_link_acknowledges_its_own_deadline_and_no_other(
    browser: Client, link: str, alice: User, desk: Team, deadline: Deadline
) -> None:
    other = a_deadline(alice, a_litigation(alice, desk, 2))
    browser.post(link)
    assert [knows(deadline), knows(other)] == [alice, None]


def test_expired_link_opens_nothing(browser: Client, link: str, deadline: Deadline, settings: Any) -> None:
    settings.DESK_DAY = date(2026, 6, 30)
    assert browser.get(link).status_code == 200
    settings.DESK_DAY = date(2026, 7, 1)
    assert [browser.get(link).status_code, browser.post(link).status_code] == [404, 404]
    assert knows(deadline) is None


def test_tampered_and_foreign_tokens_open_nothing(
    browser: Client, link: str, deadline: Deadline, alice: User, bob: User
) -> None:
    said, signature = link.removeprefix("/acknowledge/").split(":")
    other = address_for(bob, deadline, TODAY).rpartition("/")[2].split(":")[0]
    payload = signing.Signer(salt="deadlines.acknowledging").unsign_object(f"{said}:{signature}")
    elsewhere = signing.Signer(salt="another.purpose").sign_object(payload)
    for token in (
        f"{said}:{signature[:-1]}", f"{other}:{signature}", said, elsewhere, "x", "%00", "a:b", ":" * 50, "é:é",
    ):  # fmt: skip
        path = f"/acknowledge/{token}"
        assert [browser.get(path).status_code, browser.post(path).status_code] == [404, 404], token
    assert knows(deadline) is None


def test_other_methods_are_refused(browser: Client, link: str) -> None:
    assert {browser.put(link).status_code, browser.delete(link).status_code} == {405}


def test_page_of_a_bad_link_speaks_the_browsers_language(browser: Client, db: None) -> None:
    page = browser.get("/acknowledge/x", headers={"accept-language": "en"})
    with translation.override("en"):
        assert "This link opens nothing" in page.content.decode()

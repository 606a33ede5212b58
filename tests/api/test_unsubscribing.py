"""Leaving a digest by its link: a look changes nothing, one click does, signed out, and no more than that."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings as desk_settings
from django.core import signing
from django.test import Client

from deadlines.digests import write_digests
from deadlines.models import DigestKind
from deadlines.unsubscribing import SALT, unsubscribe_address
from deadlines.wishes import change_wishes, wishes_of
from helpdesk.outbox.delivery import message_of
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, User
from helpdesk.trail.models import TrailEntry
from tests.factories import act

TUESDAY = date(2026, 6, 16)
AT = datetime(2026, 6, 16, 6, tzinfo=UTC)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def browser() -> Client:
    """Of nobody who is signed in, and held to CSRF as a browser is."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def link(alice: User) -> str:
    change_wishes(act(alice), {"wants_daily": True})
    return path_of(alice, DigestKind.DAILY)


def path_of(user: User, kind: DigestKind) -> str:
    return unsubscribe_address(user, kind).removeprefix(desk_settings.SITE_URL)


def test_look_changes_nothing_and_shows_the_button(browser: Client, alice: User, link: str) -> None:
    for _scan in range(2):
        page = browser.get(link)
        assert (page.status_code, "<button>" in page.content.decode()) == (200, True)
        assert page.headers["Cache-Control"] == "no-store"
    assert wishes_of(alice).wants_daily


def test_one_click_of_a_mail_program_ends_them_and_leaves_the_weekly_one(
    browser: Client, alice: User, link: str
) -> None:
    answer = browser.post(link, ONE_CLICK)
    assert (answer.status_code, "<button>" in answer.content.decode()) == (200, False)
    assert not wishes_of(alice).wants_daily
    assert write_digests(today=TUESDAY, at=AT) == 1
    entry = TrailEntry.objects.filter(verb="mail_wishes.changed").latest("id")
    assert (entry.actor, entry.changes) == (alice, {"wants_daily": [True, False]})
    assert browser.post(link, ONE_CLICK).status_code == 200
    assert TrailEntry.objects.filter(verb="mail_wishes.changed").count() == 2


def test_link_of_one_kind_ends_no_other_and_is_of_one_colleague(
    browser: Client, cora: User, bob: User
) -> None:
    for user in (cora, bob):
        change_wishes(act(user), {"wants_daily": True})
    browser.post(path_of(cora, DigestKind.TEAM), ONE_CLICK)
    assert (wishes_of(cora).wants_team, wishes_of(cora).wants_daily) == (False, True)
    assert (wishes_of(bob).wants_team, wishes_of(bob).wants_daily) == (True, True)


@pytest.mark.parametrize("spoil", ["cut", "other salt", "nonsense"])
def test_link_that_is_not_whole_opens_nothing(browser: Client, alice: User, link: str, spoil: str) -> None:
    said = {"user": alice.pk.hex, "kind": "daily"}
    spoilt = {
        "cut": link[:-2],
        "other salt": f"/unsubscribe/{signing.Signer(salt=SALT + '.other').sign_object(said)}",
        "nonsense": "/unsubscribe/x",
    }[spoil]
    for ask in (browser.get, browser.post):
        assert ask(spoilt).status_code == 404
    assert wishes_of(alice).wants_daily


def test_link_of_a_colleague_who_can_no_longer_sign_in_opens_nothing(
    browser: Client, alice: User, link: str
) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert browser.post(link, ONE_CLICK).status_code == 404


def test_colleague_without_a_team_can_still_leave(browser: Client, alice: User, link: str) -> None:
    Membership.objects.filter(user=alice).delete()
    assert browser.post(link, ONE_CLICK).status_code == 200
    assert not wishes_of(alice).wants_daily


def test_mail_on_the_wire_carries_both_headers_and_the_weekly_one_neither(alice: User, link: str) -> None:
    write_digests(today=TUESDAY, at=AT)
    sent: dict[str, Any] = {one.digest.kind: message_of(one).message() for one in OutgoingMail.objects.all()}
    assert sent["daily"]["List-Unsubscribe"] == f"<{desk_settings.SITE_URL}{link}>"
    assert sent["daily"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["weekly"]["List-Unsubscribe"] is None

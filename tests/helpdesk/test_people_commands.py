"""Letting colleagues and integrations in from the command line."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from helpdesk.people.keys import find_key
from helpdesk.people.models import Membership, Team, User
from helpdesk.trail.models import TrailEntry

NINA = ("nina@example.org", "--name", "Nina", "--team", "desk", "--role")


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    given = iter(answers)
    command = "helpdesk.people.management.commands.add_colleague.getpass"
    monkeypatch.setattr(command, lambda prompt: next(given))


def test_new_colleague_gets_account_team_and_role(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "a long enough secret", "a long enough secret")
    call_command("add_colleague", *NINA, "lawyer", stdout=StringIO())
    nina = User.objects.get(email="nina@example.org")
    assert nina.check_password("a long enough secret")
    assert nina.memberships.get().role == "lawyer"


def test_known_colleague_changes_role_and_keeps_password(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "a long enough secret", "a long enough secret")
    call_command("add_colleague", *NINA, "reader", stdout=StringIO())
    call_command("add_colleague", *NINA, "coordinator", stdout=StringIO())
    assert Membership.objects.get().role == "coordinator"
    assert User.objects.get().check_password("a long enough secret")


@pytest.mark.parametrize(("first", "second"), [("a long enough secret", "another one"), ("short", "short")])
def test_password_that_will_not_do_leaves_nothing(
    db: None, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    answering(monkeypatch, first, second)
    with pytest.raises(CommandError):
        call_command("add_colleague", *NINA, "lawyer", stdout=StringIO())
    assert not User.objects.exists()
    assert not Team.objects.exists()


def test_integration_key_is_shown_once_and_opens_its_scopes(desk: Team) -> None:
    said = StringIO()
    asked: list[Any] = [
        "intake@example.org",
        "--name",
        "Form",
        "--team",
        "desk",
        "--scope",
        "questions:write",
    ]
    call_command("issue_key", *asked, stdout=said)
    key = find_key(said.getvalue().strip(), timezone.now())
    assert key is not None
    assert (key.user.is_service, key.scopes) == (True, ["questions:write"])
    assert key.expires_at is not None
    assert TrailEntry.objects.get(verb="key.issued").actor is None


@pytest.mark.parametrize(
    ("email", "team"), [("alice@example.org", "desk"), ("intake@example.org", "nowhere")]
)
def test_key_for_a_colleague_or_an_unknown_team_is_refused(alice: User, email: str, team: str) -> None:
    with pytest.raises(CommandError):
        call_command(
            "issue_key", email, "--name", "Form", "--team", team, "--scope", "law:read", stdout=StringIO()
        )


@pytest.mark.parametrize("days", ["0", "-1", "732"])
def test_key_that_would_end_at_once_or_too_late_leaves_nothing(desk: Team, days: str) -> None:
    asked = ["form@example.org", "--name", "Form", "--team", "desk", "--scope", "law:read", "--days", days]
    with pytest.raises(CommandError):
        call_command("issue_key", *asked, stdout=StringIO())
    assert not User.objects.exists()

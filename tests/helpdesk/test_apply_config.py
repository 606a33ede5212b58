"""The desk as a file: shown before it is done, done as a whole or not at all, and the second time nothing is left."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.utils import timezone

from cases.models import AnswerTemplate, OpeningException, OpeningHours
from helpdesk.people.keys import find_key
from helpdesk.people.models import ApiKey, Membership, Role, Scope, Team, User
from helpdesk.trail.models import TrailEntry
from helpdesk.webhooks.models import Webhook
from tests.factories import a_key, a_webhook
from tests.helpdesk.conftest import Apply
from tests.helpdesk.side_by_side import side_by_side

EXAMPLE = Path(__file__).parents[2] / "docs" / "desk.example.yml"


def example() -> str:
    """The example of the handbook, with an end that has not passed on the day of the test."""
    ends_on = (timezone.now() + timedelta(days=300)).date()
    return re.sub(r"expires_on: \S+", f"expires_on: {ends_on}", EXAMPLE.read_text(encoding="utf-8"))


def everything() -> list[Any]:
    models: list[Any] = [
        Team, User, Membership, ApiKey, Webhook, OpeningHours, OpeningException, AnswerTemplate, TrailEntry,
    ]  # fmt: skip
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_example_of_the_handbook_makes_a_desk(db: None, apply: Apply) -> None:
    said = apply(example())
    assert [line.split("  ")[0] for line in said[:12]] == ["added"] * 11 + ["left alone"]
    nina = User.objects.get(email="nina@helpdesk.example.org")
    assert (nina.is_admin, nina.memberships.get().role) == (True, Role.COORDINATOR)
    assert not nina.has_usable_password()
    assert [line for line in said if line.endswith("manage.py changepassword nina@helpdesk.example.org")]
    plain = next(line for line in said if line.startswith("Key ")).rsplit(" ", 1)[1]
    key = find_key(plain, timezone.now(), "192.0.2.9")
    assert key is not None
    assert (key.per_minute, key.networks) == (30, ["192.0.2.0/24", "2001:db8::/32"])
    assert next(line for line in said if line.startswith("Secret ")).rsplit(" ", 1)[1].startswith("whsec_")
    assert Webhook.objects.get().owner == nina


def test_second_run_has_nothing_to_do(db: None, apply: Apply) -> None:
    apply(example())
    before = everything()
    said = apply(example())
    assert said[-1] == "Nothing to do."
    assert {line[:10] for line in said[:-1]} == {"left alone"}
    assert everything() == before


def test_every_act_is_the_desks_own_and_says_so(db: None, apply: Apply) -> None:
    apply(example())
    acts = TrailEntry.objects.values_list("verb", "actor", "reason")
    assert {(actor, reason) for _, actor, reason in acts} == {(None, "apply_config")}
    assert {verb for verb, _, _ in acts} == {
        "team.added", "team.second_lawyer_set", "team.joined", "colleague.added", "integration.added", "key.issued",
        "webhook.made", "opening_hours.entered", "opening_exception.entered", "template.entered",
    }  # fmt: skip


def test_dry_run_ends_with_one_where_something_would_be_done(db: None, apply: Apply) -> None:
    with pytest.raises(SystemExit) as end:
        apply(example(), "--dry-run")
    assert end.value.code == 1
    assert not Team.objects.exists()
    assert not TrailEntry.objects.exists()


def test_dry_run_of_what_stands_ends_well(db: None, apply: Apply) -> None:
    apply(example())
    assert apply(example(), "--dry-run")[-1] == "Nothing to do."


@pytest.mark.parametrize(("answer", "done"), [("y", True), ("YES ", True), ("n", False), ("", False)])
def test_differences_are_shown_and_asked_about(
    db: None, apply: Apply, monkeypatch: pytest.MonkeyPatch, answer: str, done: bool
) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: answer)
    said = apply("teams: [{slug: desk, name: Desk}]", "--no-color")
    assert said[0] == "added       teams               desk: Desk"
    assert Team.objects.exists() is done


def test_desk_that_changed_while_somebody_thought_is_left_as_it_is(
    db: None, apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(prompt: str) -> str:
        Team.objects.create(slug="desk", name="Made meanwhile")
        return "y"

    monkeypatch.setattr("builtins.input", answer)
    with pytest.raises(CommandError, match="changed meanwhile"):
        apply("teams: [{slug: desk, name: Desk}]", "--no-color")
    assert Team.objects.get().name == "Made meanwhile"


def test_nobody_there_to_answer_means_no(db: None, apply: Apply, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", gone)
    with pytest.raises(CommandError, match="Nobody answers"):
        apply("teams: [{slug: desk, name: Desk}]", "--no-color")
    assert not Team.objects.exists()


def test_what_differs_is_told_and_put_right(apply: Apply, alice: User, sam: User) -> None:
    said = apply(
        "teams: [{slug: desk, name: Desk}, {slug: other, name: Other}]\n"
        "colleagues: [{email: Alice@example.org, name: Alice, language: fr, roles: "
        "[{team: desk, role: coordinator}, {team: other, role: reader}]}]\n"
        "integrations: [{email: centre@example.org, name: Centre, roles: [{team: desk, role: reader}]}]\n"
    )
    assert said == [
        "added       teams               other: Other",
        (
            "changed     colleagues          alice@example.org: "
            "language nl → fr; lawyer → coordinator in desk; reader in other"
        ),
        "changed     integrations        centre@example.org: name Reception centre → Centre; intake → reader in desk",
        "changed     teams               desk: Legal helpdesk → Desk",
    ]
    roles = Membership.objects.filter(user=alice).order_by("team__slug").values_list("team__slug", "role")
    assert list(roles) == [("desk", "coordinator"), ("other", "reader")]


def test_team_that_needs_a_second_lawyer_is_told_and_can_be_told_otherwise(apply: Apply, desk: Team) -> None:
    def said(more: str, name: str = "Legal helpdesk") -> list[str]:
        return apply(f"teams: [{{slug: desk, name: {name}{more}}}]")

    wanted = "changed     teams               desk: needs_second_lawyer False → True"
    assert said(", needs_second_lawyer: true")[0] == wanted
    assert said(", needs_second_lawyer: true")[-1] == "Nothing to do."
    assert said("")[-1] == "Nothing to do."
    both = "changed     teams               desk: Legal helpdesk → Desk; needs_second_lawyer True → False"
    assert said(", needs_second_lawyer: false", "Desk")[0] == both
    changes = TrailEntry.objects.filter(verb="team.second_lawyer_set").order_by("pk")
    assert [entry.changes["needs_second_lawyer"] for entry in changes] == [[False, True], [True, False]]


def test_what_the_file_does_not_speak_of_is_left_and_listed(
    apply: Apply, alice: User, sam: User, charlie: User
) -> None:
    a_key(sam)
    a_webhook(alice)
    said = apply("colleagues: [{email: alice@example.org, name: Alice}]")
    assert said == [
        "left alone  colleagues          alice@example.org: as the file says; left alone in desk",
        "left alone  colleagues          charlie@example.org: not in the file",
        "left alone  integrations        centre@example.org: not in the file",
        "left alone  keys                centre@example.org/Mirror: not in the file",
        "left alone  teams               desk: not in the file",
        "left alone  teams               elsewhere: not in the file",
        "left alone  webhooks            alice@example.org/Mirror: not in the file",
        "Nothing to do.",
    ]


def test_absent_takes_away_and_the_second_time_does_nothing(apply: Apply, alice: User, sam: User) -> None:
    key, webhook = a_key(sam), a_webhook(alice)
    words = (
        "colleagues: [{email: alice@example.org, name: Alice, roles: [{team: desk, absent: true}]}]\n"
        "integrations: [{email: centre@example.org, absent: true}]\n"
        "keys: [{integration: centre@example.org, name: Mirror, absent: true}]\n"
        "webhooks: [{owner: alice@example.org, name: Mirror, absent: true}]\n"
    )
    apply(words)
    key.refresh_from_db()
    sam.refresh_from_db()
    alice.refresh_from_db()
    assert key.revoked_at is not None
    assert (sam.is_active, alice.is_active) == (False, True)
    assert not alice.memberships.exists()
    assert not Webhook.objects.filter(pk=webhook.pk).exists()
    assert apply(words)[-1] == "Nothing to do."


def test_key_that_stands_is_left_and_what_differs_is_named(apply: Apply, sam: User) -> None:
    key = a_key(sam, per_day=5)
    words = (
        "keys: [{integration: centre@example.org, name: Mirror, "
        "scopes: [questions:read], expires_on: 2000-01-01}]"
    )
    line = "left alone  keys                centre@example.org/Mirror: differs in scopes, per_day"
    assert f"{line}; change it or issue another" in apply(words)
    ApiKey.objects.filter(pk=key.pk).update(revoked_at=timezone.now())
    assert "was revoked; a new key needs another name" in "\n".join(apply(words))
    assert ApiKey.objects.get().scopes == [Scope.LAW_READ]


def test_webhook_keeps_its_secret_when_its_address_changes(apply: Apply, alice: User) -> None:
    webhook = a_webhook(alice)
    said = apply(
        "webhooks: [{owner: alice@example.org, name: Mirror, url: https://new.example.org/, events: ['*']}]"
    )
    after = Webhook.objects.get()
    assert (after.pk, after.secret, after.url, after.events) == (
        webhook.pk, webhook.secret, "https://new.example.org/", ["*"],
    )  # fmt: skip
    assert not [line for line in said if "whsec_" in line]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_come_one_after_the_other(apply: Apply) -> None:
    words = example()
    both = side_by_side(lambda: apply(words), lambda: apply(words))
    assert sorted("Nothing to do." in said for said in both) == [False, True]
    assert ApiKey.objects.count() == Webhook.objects.count() == 1

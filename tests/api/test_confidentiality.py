"""The level of a dossier: who sets it, who is left, and how a coordinator opens what is sealed."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier, DossierRole, Participant
from cases.services.dossiers import take
from cases.services.litigations import LitigationDetails
from deadlines.services import promote_question
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Role, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem, revision_of
from tests.cases.conftest import refusal
from tests.conftest import client_of, member
from tests.factories import (
    a_deadline,
    a_litigation,
    a_part,
    a_question,
    a_recommendation,
    a_wall,
    act,
    at_level,
)


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


def set_level(
    client: APIClient, dossier: Dossier, level: str, reason: str = "A colleague is concerned"
) -> Any:
    return post(client, f"dossiers/{dossier.pk}/set-confidentiality", {"level": level, "reason": reason})


def names(dossier: Dossier) -> list[tuple[str, str]]:
    return list(dossier.participants.order_by("user__name").values_list("user__name", "role"))


def sees(user: User, dossier: Dossier) -> bool:
    return client_of(user).get(f"/api/v1/dossiers/{dossier.pk}").status_code == 200


# The level


def test_dossier_is_open_to_its_team_unless_it_is_said_otherwise(
    as_alice: APIClient, litigation: Dossier
) -> None:
    assert as_alice.get(f"/api/v1/dossiers/{litigation.pk}").json()["confidentiality"] == "team"


def test_owner_closes_her_dossier_for_a_reason_that_stands_in_the_trail(
    as_alice: APIClient, litigation: Dossier, alice: User, bob: User, cora: User
) -> None:
    answer = set_level(as_alice, litigation, "restricted")
    assert (answer.status_code, answer.json()["confidentiality"]) == (200, "restricted")
    entry = TrailEntry.objects.get(verb="dossier.confidentiality_set")
    assert (entry.actor, entry.reason) == (alice, "A colleague is concerned")
    assert entry.changes == {"confidentiality": ["team", "restricted"]}
    assert [sees(user, litigation) for user in (alice, bob, cora)] == [True, False, True]


def test_coordinator_who_seals_it_stays_among_those_named_with_its_owner(
    litigation: Dossier, alice: User, bob: User, cora: User
) -> None:
    assert set_level(client_of(cora), litigation, "sealed").status_code == 200
    assert names(litigation) == [("Alice", "lead"), ("Cora", "co_counsel")]
    assert [sees(user, litigation) for user in (alice, bob, cora)] == [True, False, True]
    assert set_level(client_of(cora), litigation, "team").status_code == 200
    assert sees(bob, litigation)


def test_part_that_is_over_is_taken_up_again_by_who_closes_the_dossier(
    litigation: Dossier, cora: User
) -> None:
    a_part(cora, litigation, cora, DossierRole.READER, from_on="2026-06-01", until_on="2026-06-02")
    set_level(client_of(cora), litigation, "sealed")
    named = Participant.objects.get(user=cora)
    assert (named.role, str(named.from_on), named.until_on) == ("co_counsel", "2026-06-15", None)
    entry = TrailEntry.objects.get(verb="participant.changed")
    assert entry.changes["until_on"] == ["2026-06-02", ""]


@pytest.mark.parametrize("name", ["bob", "rita"])
def test_who_neither_owns_nor_coordinates_may_not_decide_it(
    litigation: Dossier, request: Any, name: str
) -> None:
    answer = set_level(client_of(request.getfixturevalue(name)), litigation, "restricted")
    assert problem(answer) == (403, "owner_or_coordinator_needed")


def test_guest_who_owns_a_dossier_may_not_decide_it(litigation: Dossier, alice: User, charlie: User) -> None:
    a_part(alice, litigation, charlie, DossierRole.LEAD)
    take(act(charlie), litigation.pk)
    assert problem(set_level(client_of(charlie), litigation, "sealed")) == (
        403,
        "owner_or_coordinator_needed",
    )


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"level": "secret", "reason": "x"}, "invalid", "#/level"),
        ({"level": "sealed"}, "invalid", "#/reason"),
        ({"level": "sealed", "reason": ""}, "invalid", "#/reason"),
    ],
)
def test_level_needs_its_name_and_a_reason(
    as_alice: APIClient, litigation: Dossier, body: Any, code: str, pointer: str
) -> None:
    answer = post(as_alice, f"dossiers/{litigation.pk}/set-confidentiality", body)
    assert problem(answer) == (400, code)
    assert [where for where, _ in pointers(answer)] == [pointer]


def test_same_level_again_changes_nothing(as_alice: APIClient, litigation: Dossier) -> None:
    before = revision_of(as_alice.get(f"/api/v1/dossiers/{litigation.pk}"))
    assert revision_of(set_level(as_alice, litigation, "team")) == before


def test_member_named_in_a_sealed_dossier_loses_it_with_the_team(litigation: Dossier, alice: User) -> None:
    at_level(alice, litigation, "sealed")
    assert sees(alice, litigation)
    Membership.objects.filter(user=alice).delete()
    assert not sees(alice, litigation)


def test_list_shows_what_is_closed_to_those_who_see_it_and_to_no_other(
    litigation: Dossier, alice: User, bob: User
) -> None:
    at_level(alice, litigation, "sealed")
    shown = {
        user.name: [row["reference"] for row in client_of(user).get("/api/v1/dossiers").json()["results"]]
        for user in (alice, bob)
    }
    assert shown == {"Alice": ["L-2026-00001"], "Bob": []}


def test_count_of_evidence_is_that_of_the_dossiers_one_sees(
    litigation: Dossier, alice: User, bob: User
) -> None:
    a_recommendation(alice, litigation)
    at_level(alice, litigation, "sealed")
    counts = {
        user.name: client_of(user).get("/api/v1/recommendations").json()["results"][0]["litigations"]
        for user in (alice, bob)
    }
    assert counts == {"Alice": 1, "Bob": 0}


# The glass


def break_glass(client: APIClient, dossier: Dossier, reason: str = "Alice is in hospital") -> Any:
    return post(client, f"dossiers/{dossier.pk}/break-glass", {"reason": reason})


def test_coordinator_opens_a_sealed_dossier_for_herself_and_reads_it_from_then_on(
    litigation: Dossier, alice: User, cora: User, bob: User
) -> None:
    at_level(alice, litigation, "sealed")
    answer = break_glass(client_of(cora), litigation)
    assert (answer.status_code, answer.json()["reference"]) == (200, "L-2026-00001")
    assert names(litigation) == [("Alice", "lead"), ("Cora", "reader")]
    entry = TrailEntry.objects.get(verb="dossier.glass_broken")
    assert (entry.actor, entry.reason) == (cora, "Alice is in hospital")
    assert [sees(user, litigation) for user in (cora, bob)] == [True, False]
    assert problem(post(client_of(cora), f"dossiers/{litigation.pk}/take", {})) == (403, "role_forbids")


def test_those_who_take_part_are_told_by_mail_with_the_reference_and_no_reason(
    litigation: Dossier, alice: User, bob: User, cora: User, charlie: User
) -> None:
    a_part(alice, litigation, bob)
    a_part(alice, litigation, charlie)
    at_level(alice, litigation, "sealed")
    break_glass(client_of(cora), litigation)
    mails = OutgoingMail.objects.order_by("address")
    assert [mail.addressee.name for mail in mails] == ["Alice", "Bob", "Charlie"]
    assert {mail.dossier_id for mail in mails} == {litigation.pk}
    assert mails[1].subject == "L-2026-00001\N{NO-BREAK SPACE}: un coordinateur a ouvert ce dossier scellé"
    for mail in mails:
        assert "Cora" in mail.text
        assert f"http://testserver/sign-in/?next=/api/v1/dossiers/{litigation.pk}/trail" in mail.text
        for secret in ("hospital", litigation.title):
            assert secret not in mail.subject + mail.text + mail.html


def test_reference_on_a_letter_is_enough_to_open_it(litigation: Dossier, alice: User, cora: User) -> None:
    at_level(alice, litigation, "sealed")
    body = {"reference": "L-2026-00001", "reason": "A letter of the registry"}
    assert post(client_of(cora), "dossiers/break-glass", body).json()["id"] == str(litigation.pk)


@pytest.mark.parametrize("name", ["bob", "rita", "charlie"])
def test_glass_is_not_there_for_who_is_no_coordinator(
    litigation: Dossier, alice: User, request: Any, name: str
) -> None:
    at_level(alice, litigation, "sealed")
    client = client_of(request.getfixturevalue(name))
    assert problem(break_glass(client, litigation)) == (404, "not_found")
    body = {"reference": "L-2026-00001", "reason": "Curious"}
    assert problem(post(client, "dossiers/break-glass", body)) == (422, "dossier_unknown")


def test_wall_stands_before_the_glass_too(litigation: Dossier, alice: User, cora: User, desk: Team) -> None:
    a_wall(member(desk, "Carl", Role.COORDINATOR), litigation, cora)
    at_level(alice, litigation, "sealed")
    assert problem(break_glass(client_of(cora), litigation)) == (404, "not_found")


def test_coordinator_of_another_team_breaks_no_glass_here(litigation: Dossier, alice: User) -> None:
    other = member(Team.objects.create(slug="other", name="Other"), "Carl", Role.COORDINATOR)
    at_level(alice, litigation, "sealed")
    assert problem(break_glass(client_of(other), litigation)) == (404, "not_found")


def test_who_sees_a_dossier_has_no_glass_to_break(as_alice: APIClient, litigation: Dossier) -> None:
    assert problem(break_glass(as_alice, litigation)) == (409, "seen_already")


def test_glass_broken_again_after_she_left_tells_them_again(
    litigation: Dossier, alice: User, cora: User
) -> None:
    at_level(alice, litigation, "sealed")
    break_glass(client_of(cora), litigation)
    Participant.objects.filter(user=cora).delete()
    assert break_glass(client_of(cora), litigation).status_code == 200
    assert OutgoingMail.objects.filter(addressee=alice).count() == 2


# What becomes of a question


def test_litigation_is_seen_by_the_same_as_its_question_but_for_guests(
    alice: User, bob: User, cora: User, charlie: User, rita: User, desk: Team
) -> None:
    question = a_question(alice, desk)
    take(act(alice), question.pk)
    a_part(alice, question, rita)
    a_part(alice, question, charlie, DossierRole.CO_COUNSEL)
    a_wall(cora, question, bob)
    at_level(alice, question, "sealed")
    litigation = promote_question(act(alice), question.pk, title="", details=LitigationDetails())
    assert litigation.confidentiality == "sealed"
    assert names(litigation) == [("Alice", "lead"), ("Rita", "reader")]
    assert [sees(user, litigation) for user in (alice, rita, bob, cora, charlie)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert litigation.walls.get().user == bob


def test_guest_makes_no_litigation_of_a_question(alice: User, charlie: User, desk: Team) -> None:
    question = a_question(alice, desk)
    take(act(alice), question.pk)
    a_part(alice, question, charlie, DossierRole.LEAD)
    refused = refusal(promote_question, act(charlie), question.pk, title="", details=LitigationDetails())
    assert refused.code == "team_unknown"


def test_trail_of_a_question_keeps_quiet_about_a_litigation_that_was_sealed_later(
    alice: User, bob: User, desk: Team
) -> None:
    question = a_question(alice, desk)
    take(act(alice), question.pk)
    a_deadline(alice, question)
    litigation = promote_question(act(alice), question.pk, title="", details=LitigationDetails())
    at_level(alice, litigation, "sealed")
    shown = {}
    for user in (alice, bob):
        trail = client_of(user).get(f"/api/v1/dossiers/{question.pk}/trail").json()
        changes = {entry["verb"]: entry["changes"] for entry in trail}
        shown[user.name] = (
            changes["question.became_litigation"]["litigation"],
            changes["deadline.went_along"]["to"],
            changes["question.opened"]["reference"],
        )
    assert shown == {
        "Alice": ("L-2026-00001", "L-2026-00001", "V-2026-00001"),
        "Bob": ("", "", "V-2026-00001"),
    }

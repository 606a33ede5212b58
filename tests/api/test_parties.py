"""Parties of a dossier: an organisation, an authority or a person by a pseudonym, in a role, from when to when."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Organisation, Team, User
from tests.api.asking import pointers, post, problem
from tests.api.pleading import Case
from tests.factories import a_condemnation, a_question


@pytest.fixture
def case(as_alice: APIClient, desk: Team) -> Case:
    return Case(as_alice)


def test_coalition_comes_and_goes_with_its_days(case: Case) -> None:
    case.add(
        "parties", organisation="CIRÉ", role="coalition_partner", from_on="2024-01-01", until_on="2024-12-31"
    )
    case.add("parties", organisation="ciré", role="coalition_partner", from_on="2025-01-01")
    case.add("parties", authority="Fedasil", role="defendant")
    case.add("parties", pseudonym="A.B.", role="claimant")
    told = [(one["name"], one["role"], one["from_on"], one["until_on"]) for one in case.rows("parties")]
    assert told == [
        ("CIRÉ", "coalition_partner", "2024-01-01", "2024-12-31"),
        ("CIRÉ", "coalition_partner", "2025-01-01", None),
        ("Fedasil", "defendant", None, None),
        ("A.B.", "claimant", None, None),
    ]
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("make", [a_question, a_condemnation])
def test_dossier_of_any_kind_has_parties(as_alice: APIClient, alice: User, desk: Team, make: Any) -> None:
    dossier = make(alice, desk)
    body = {"authority": "Fedasil", "role": "defendant"}
    assert post(as_alice, f"dossiers/{dossier.pk}/parties", body).status_code == 201
    listed = as_alice.get(f"/api/v1/dossiers/{dossier.pk}/parties").json()
    assert [one["authority"] for one in listed] == ["Fedasil"]


@pytest.mark.parametrize(
    "period",
    [
        {},
        {"from_on": "2024-12-31"},
        {"until_on": "2024-01-01"},
        {"from_on": "2024-03-01", "until_on": "2024-03-01"},
    ],
)
def test_same_party_twice_in_a_role_on_one_day_is_refused(case: Case, period: dict[str, str]) -> None:
    case.add("parties", organisation="CIRÉ", role="claimant", from_on="2024-01-01", until_on="2024-12-31")
    answer = case.tell("parties", organisation="CIRÉ", role="claimant", **period)
    assert problem(answer) == (422, "party_overlaps")
    assert answer.json()["values"] == {"role": "claimant", "from_on": "2024-01-01", "until_on": "2024-12-31"}


def test_same_party_in_another_role_or_dossier_is_no_duplicate(as_alice: APIClient, case: Case) -> None:
    case.add("parties", pseudonym="A.B.", role="claimant")
    case.add("parties", pseudonym="A.B.", role="expert")
    Case(as_alice).add("parties", pseudonym="A.B.", role="claimant")
    assert problem(case.tell("parties", pseudonym="a.b.", role="claimant")) == (422, "party_overlaps")


def test_period_moved_onto_another_is_refused_and_its_own_days_are_not_in_its_way(case: Case) -> None:
    case.add("parties", organisation="CIRÉ", role="claimant", until_on="2024-12-31")
    later = case.add("parties", organisation="CIRÉ", role="claimant", from_on="2025-01-01")
    assert problem(case.change("parties", later, from_on="2024-12-31")) == (422, "party_overlaps")
    assert case.change("parties", later, until_on="2025-06-30").json()["until_on"] == "2025-06-30"


@pytest.mark.parametrize(
    ("said", "refusal", "pointer"),
    [
        ({}, (422, "one_party"), "#/organisation"),
        ({"organisation": "", "pseudonym": ""}, (422, "one_party"), "#/organisation"),
        ({"organisation": "CIRÉ", "authority": "Fedasil"}, (422, "one_party"), "#/authority"),
        ({"pseudonym": "A.", "from_on": "2024-02-01", "until_on": "2024-01-31"}, (422, "days_reversed"), "#/until_on"),
        ({"pseudonym": "A.", "role": "judge"}, (400, "invalid"), "#/role"),
        ({"pseudonym": "A" * 81}, (400, "invalid"), "#/pseudonym"),
    ],
)  # fmt: skip
def test_party_that_cannot_be_is_refused_at_its_place(
    case: Case, said: dict[str, str], refusal: tuple[int, str], pointer: str
) -> None:
    answer = case.tell("parties", **{"role": "claimant", **said})
    assert (problem(answer), [each for each, _ in pointers(answer)]) == (refusal, [pointer])
    assert case.rows("parties") == []
    assert not Organisation.objects.exists()


def test_organisation_taken_for_an_authority_is_put_right(case: Case) -> None:
    party = case.add("parties", organisation="Fedasil", role="defendant")
    changed = case.change("parties", party, organisation="", authority="Fedasil").json()
    assert (changed["organisation"], changed["authority"], changed["name"]) == (None, "Fedasil", "Fedasil")


def test_trail_holds_roles_and_days_and_no_pseudonym(case: Case) -> None:
    party = case.add("parties", pseudonym="A.B.", role="claimant", remark="Lives in Ghent")
    case.change("parties", party, pseudonym="C.D.", role="expert", from_on="2026-01-01")
    case.take_out("parties", party)
    assert case.trail()[1:] == [
        ("party.added", {"party": party["id"], "role": "claimant"}),
        (
            "party.amended",
            {
                "party": party["id"],
                "fields": ["pseudonym", "role", "from_on"],
                "role": ["claimant", "expert"],
                "from_on": ["", "2026-01-01"],
            },
        ),
        ("party.removed", {"party": party["id"], "role": "expert", "from_on": "2026-01-01"}),
    ]


def test_reason_of_taking_out_stands_in_the_trail(case: Case) -> None:
    party = case.add("parties", pseudonym="A.B.", role="claimant")
    assert case.take_out("parties", party, reason="Entered twice").status_code == 204
    entries = case.client.get(f"/api/v1/dossiers/{case.id}/trail").json()
    assert (entries[-1]["verb"], entries[-1]["reason"]) == ("party.removed", "Entered twice")
    assert problem(case.take_out("parties", party)) == (404, "not_found")
    other = case.add("parties", pseudonym="A.B.", role="claimant")
    assert problem(case.take_out("parties", other, reason=" ")) == (400, "invalid")


def test_party_that_changed_meanwhile_is_not_overwritten(case: Case) -> None:
    party = case.add("parties", pseudonym="A.B.", role="claimant")
    tag = case.client.get(f"/api/v1/{case.path('parties')}").headers["ETag"]
    changed = case.change("parties", party, as_read=tag, role="expert")
    assert (changed.status_code, changed.headers["ETag"] != tag) == (200, True)
    assert problem(case.change("parties", party, as_read=tag, role="counsel")) == (412, "changed_meanwhile")
    assert problem(case.take_out("parties", party, as_read=tag)) == (412, "changed_meanwhile")
    assert problem(case.take_out("parties", party, as_read="")) == (428, "precondition_needed")
    assert case.change("parties", party, as_read=changed.headers["ETag"], role="expert").status_code == 200
    assert [one["role"] for one in case.rows("parties")] == ["expert"]


def test_party_of_another_dossier_is_not_found(as_alice: APIClient, case: Case) -> None:
    party = Case(as_alice).add("parties", pseudonym="A.B.", role="claimant")
    assert problem(case.change("parties", party, role="expert")) == (404, "not_found")
    assert problem(case.take_out("parties", party)) == (404, "not_found")

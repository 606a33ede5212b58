"""Entries that look like one: shown in pairs with the reasons, warned about on entry, told apart for good."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.duplicates import MATCHES, WEIGHTS, Likeness
from helpdesk.people.models import Membership, Role, Team, User
from tests.api.asking import pointers, post, problem
from tests.api.test_contacts import entered
from tests.factories import a_contact, an_organisation

KAPELLEN = {"postal_code": "2950"}


def pairs(client: APIClient, book: str = "contacts") -> list[tuple[str, str, list[str]]]:
    answer = client.get(f"/api/v1/{book}/duplicates")
    assert answer.status_code == 200, answer.content
    return [
        (each["newer"]["name"], each["older"]["name"], each["reasons"]) for each in answer.json()["results"]
    ]


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"name": "Ann", "email": "a@example.org"}, {"name": "Bea", "email": "A@EXAMPLE.org"}, ["same_email"]),
        ({"name": "Ann", "phone": "0470123456"}, {"name": "Bea", "phone": "+32 470 12 34 56"}, ["same_phone"]),
        ({"name": "Ann De Wit"}, {"name": "DE WIT, Änn"}, ["same_name"]),
        (
            {"name": "Ann De Wit", "email": "a@example.org", "phone": "0470123456"},
            {"name": "De Wit Ann", "email": "a@example.org", "phone": "0470/123456"},
            ["same_email", "same_phone", "same_name"],
        ),
        ({"name": "Ann", "phone": "12"}, {"name": "Bea", "phone": "12"}, []),
        ({"name": "Ann Peeters"}, {"name": "Ann Peters"}, []),
        ({"name": "Ann", "email": ""}, {"name": "Bea", "email": ""}, []),
    ],
)  # fmt: skip
def test_contacts_are_alike_for_these_reasons(
    as_alice: APIClient, alice: User, desk: Team, one: Any, other: Any, reasons: list[str]
) -> None:
    a_contact(alice, desk, **one)
    a_contact(alice, desk, **other)
    assert pairs(as_alice) == ([(other["name"], one["name"], reasons)] if reasons else [])


def test_similar_name_counts_within_one_organisation_only(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    house, other = an_organisation(alice, "House"), an_organisation(alice, "Other house")
    a_contact(alice, desk, "Ann Peeters", organisation=house.pk)
    a_contact(alice, desk, "Ann Peters", organisation=other.pk)
    assert pairs(as_alice) == []
    a_contact(alice, desk, "A. Peeters", organisation=house.pk)
    a_contact(alice, desk, "Ann Janssens", organisation=house.pk)
    assert pairs(as_alice) == [("A. Peeters", "Ann Peeters", ["similar_name"])]


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"kbo_number": "0860737913"}, {"kbo_number": "BE 0860.737.913"}, ["same_kbo_number"]),
        ({"name": "Social House vzw"}, {"name_fr": "Maison", "name_nl": "social house"}, ["same_name"]),
        ({"phone": "09 224 00 00"}, {"phone": "+3292240000"}, ["same_phone"]),
        ({"email": "a@example.org"}, {"email": "A@example.org"}, ["same_email"]),
        ({**KAPELLEN, "name": "Centre Kapellen"}, {**KAPELLEN, "name": "Centrum Kapellen"}, ["similar_name"]),
        ({**KAPELLEN, "name": "Centre Kapellen"}, {"name": "Centrum Kapellen"}, []),
        ({"name": "vzw"}, {"name": "asbl"}, []),
    ],
)  # fmt: skip
def test_organisations_are_alike_for_these_reasons(
    as_alice: APIClient, alice: User, desk: Team, one: Any, other: Any, reasons: list[str]
) -> None:
    older, newer = {"name": "House", **one}, {"name": "Other", **other}
    an_organisation(alice, **older)
    an_organisation(alice, **newer)
    assert pairs(as_alice, "organisations") == ([(newer["name"], older["name"], reasons)] if reasons else [])


def test_every_reason_has_a_weight_and_more_reasons_never_weigh_less() -> None:
    assert {reason for matches in MATCHES.values() for reason in matches} == set(WEIGHTS)
    scores = [Likeness(None, None, tuple(WEIGHTS)[:count]).score for count in range(1, len(WEIGHTS) + 1)]
    assert scores == sorted(scores)
    assert 0 < scores[0] < scores[-1] <= 1


def test_newest_comes_first_and_of_its_pairs_the_likeliest(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    a_contact(alice, desk, "Ann", email="a@example.org")
    a_contact(alice, desk, "Bea", phone="0470123456", email="b@example.org")
    a_contact(alice, desk, "Bea", phone="0470123456", email="a@example.org")
    a_contact(alice, desk, "Cis", email="b@example.org")
    assert pairs(as_alice) == [
        ("Cis", "Bea", ["same_email"]),
        ("Bea", "Bea", ["same_phone", "same_name"]),
        ("Bea", "Ann", ["same_email"]),
    ]


def test_pages_hold_every_pair_once(as_alice: APIClient, alice: User, desk: Team) -> None:
    for number in range(4):
        a_contact(alice, desk, f"Alone {number}")
        a_contact(alice, desk, "Ann", phone=f"047000000{number}")
    address, count = "/api/v1/contacts/duplicates?page_size=2", 0
    while address:
        page = as_alice.get(address).json()
        count += len(page["results"])
        address = page["next"]
    assert count == len(pairs(as_alice)) == 6


def test_new_entry_is_warned_about_and_entered_all_the_same(as_alice: APIClient, desk: Team) -> None:
    first = entered(as_alice, email="ann@example.org")
    second = entered(as_alice, "Invented Ann", email="ANN@example.org")
    assert second["possible_duplicates"] == [
        {"id": first["id"], "name": "Ann Invented", "score": 0.85, "reasons": ["same_email", "same_name"]}
    ]
    house = post(as_alice, "organisations", {"name": "House"}).json()
    again = post(as_alice, "organisations", {"name": "House vzw"}).json()
    assert [each["id"] for each in again["possible_duplicates"]] == [house["id"]]


def test_nobody_is_warned_of_a_contact_she_may_not_see(
    as_alice: APIClient, as_charlie: APIClient, charlie: User
) -> None:
    elsewhere = Team.objects.get(slug="elsewhere")
    a_contact(charlie, elsewhere, email="ann@example.org")
    assert entered(as_alice, email="ann@example.org")["possible_duplicates"] == []
    assert pairs(as_alice) == pairs(as_charlie) == []


def test_colleague_of_both_teams_sees_the_pair(
    as_alice: APIClient, alice: User, charlie: User, desk: Team
) -> None:
    elsewhere = Team.objects.get(slug="elsewhere")
    a_contact(charlie, elsewhere, email="ann@example.org")
    Membership.objects.create(user=alice, team=elsewhere, role=Role.READER)
    assert len(entered(as_alice, email="ann@example.org", team="desk")["possible_duplicates"]) == 1


def test_pair_that_was_told_apart_never_comes_back_not_even_through_a_merge(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    one, two = (a_contact(alice, desk, "Ann", phone="0470123456") for _ in range(2))
    assert len(pairs(as_alice)) == 1
    said = {"other": str(one.pk), "reason": "Mother and daughter."}
    assert post(as_alice, f"contacts/{two.pk}/distinct", said).status_code == 200
    assert pairs(as_alice) == []
    three = a_contact(alice, desk, "Ann", phone="0470123456")
    answer = post(as_alice, f"contacts/{three.pk}/merge", {"from": [str(two.pk)], "reason": "The daughter."})
    assert answer.status_code == 200, answer.content
    assert pairs(as_alice) == []
    refused = post(as_alice, f"contacts/{one.pk}/merge", {"from": [str(three.pk)], "reason": "In haste."})
    assert problem(refused) == (409, "kept_apart")
    said = {"other": str(one.pk), "reason": "One person after all."}
    assert post(as_alice, f"contacts/{three.pk}/withdraw-distinct", said).status_code == 200
    assert len(pairs(as_alice)) == 1
    again = post(as_alice, f"contacts/{three.pk}/withdraw-distinct", said)
    assert problem(again) == (409, "not_kept_apart")


def test_telling_apart_twice_changes_nothing(as_alice: APIClient, alice: User, desk: Team) -> None:
    one, two = (an_organisation(alice, name) for name in ("House", "House vzw"))
    for entry, other in ((one, two), (two, one), (one, two)):
        said = {"other": str(other.pk), "reason": "Two houses."}
        assert post(as_alice, f"organisations/{entry.pk}/distinct", said).status_code == 200
    verbs = [each["verb"] for each in as_alice.get(f"/api/v1/organisations/{one.pk}/trail").json()]
    assert verbs == ["organisation.added", "organisation.kept_apart"]


def test_entry_is_told_apart_from_another_one_that_the_caller_sees(
    as_alice: APIClient, alice: User, charlie: User, desk: Team
) -> None:
    mine = a_contact(alice, desk)
    theirs = a_contact(charlie, Team.objects.get(slug="elsewhere"))
    for other in (mine.pk, theirs.pk, desk.pk):
        answer = post(as_alice, f"contacts/{mine.pk}/distinct", {"other": str(other), "reason": "?"})
        assert problem(answer) == (422, "entry_unknown")
        assert pointers(answer) == [("#/other", "entry_unknown")]

"""Who sees a contact: the team in whose dossiers she asked; of an intake, whom it handed in, and nothing more."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.address_book import CONTACTS
from cases.services.merging import Merging, merge
from helpdesk.people.models import Contact, Membership, Role, Scope, Team, User
from tests.api.asking import post, problem
from tests.api.test_conditional_writes import patch
from tests.conftest import client_of, client_with_key
from tests.factories import a_contact, a_question, act

ANN = {"name": "Ann Invented", "role": "social_worker", "email": "ann@example.org", "phone": "0470 12 34 56"}


def asks(client: APIClient, team: str = "desk", **asker: Any) -> dict[str, Any]:
    """The question part of what the caller is answered when this asker's question is handed in."""
    body = {"title": "May she?", "channel": "form", "body": "?", "team": team, "asker": {**ANN, **asker}}
    answer = post(client, "questions", body)
    assert answer.status_code == 201, answer.content
    told: dict[str, Any] = answer.json()
    return told


def names(client: APIClient) -> list[str]:
    return [each["name"] for each in client.get("/api/v1/contacts").json()["results"]]


@pytest.fixture
def with_contacts(sam: User) -> APIClient:
    """The intake machine, with a key that opens contacts too."""
    return client_with_key(
        sam, Scope.QUESTIONS_READ, Scope.QUESTIONS_WRITE, Scope.CONTACTS_READ, Scope.CONTACTS_WRITE
    )


@pytest.fixture
def elsewhere(charlie: User) -> Team:
    return Team.objects.get(slug="elsewhere")


def test_new_contact_is_seen_by_the_team_that_entered_her(
    as_alice: APIClient, as_charlie: APIClient, rita: User, alice: User, desk: Team
) -> None:
    contact = a_contact(alice, desk)
    assert names(as_alice) == names(client_of(rita)) == ["Ann Invented"]
    assert names(as_charlie) == []
    assert problem(as_charlie.get(f"/api/v1/contacts/{contact.pk}")) == (404, "not_found")


def test_contact_who_asked_is_seen_where_she_asked_and_no_longer_where_she_was_entered(
    as_alice: APIClient, as_charlie: APIClient, charlie: User, alice: User, desk: Team, elsewhere: Team
) -> None:
    contact = a_contact(alice, desk)
    question = a_question(charlie, elsewhere).question
    question.asker = contact
    question.save()
    assert "Ann Invented" in names(as_charlie)
    assert names(as_alice) == []


def test_intake_sees_whom_it_handed_in_and_may_change_nothing(
    with_contacts: APIClient, as_alice: APIClient, alice: User, desk: Team
) -> None:
    a_contact(alice, desk, "Known to the desk")
    asks(as_alice, name="Asked the desk herself")
    contact = asks(with_contacts)["question"]["asker"]
    assert names(with_contacts) == ["Ann Invented"]
    address = f"/api/v1/contacts/{contact['id']}"
    assert with_contacts.get(address).json()["email"] == "ann@example.org"
    assert problem(patch(with_contacts, address, {"name": "X"}, if_match="*")) == (403, "role_forbids")
    assert problem(with_contacts.get(f"{address}/trail")) == (404, "not_found")
    assert with_contacts.get("/api/v1/contacts/duplicates").json()["results"] == []


def test_intake_is_answered_alike_whether_the_desk_knows_the_asker_or_not(
    as_sam: APIClient, as_alice: APIClient, as_charlie: APIClient
) -> None:
    asks(as_alice, phone="02 205 00 55")
    asks(as_charlie, "elsewhere", language="fr")
    known, unknown = asks(as_sam), asks(as_sam, name="Nobody Yet", email="nobody@example.org", phone="")
    assert set(known["question"]["asker"]) == set(unknown["question"]["asker"])
    told = {name: known["question"]["asker"][name] for name in ANN}
    assert (told, known["question"]["asker"]["language"]) == (ANN, "nl")
    assert Contact.objects.filter(name="Ann Invented").count() == 3


def test_intake_that_hands_the_same_asker_in_twice_hands_in_one_contact(as_sam: APIClient) -> None:
    first, second = (
        asks(as_sam),
        asks(as_sam, name="INVENTED, Ann", email="ANN@example.org", phone="+32470123456"),
    )
    assert first["question"]["asker"] == second["question"]["asker"]
    assert Contact.objects.count() == 1


def test_team_knows_an_asker_by_address_or_number_however_they_are_written(as_alice: APIClient) -> None:
    first = asks(as_alice, phone="")["question"]["asker"]["id"]
    by_address = asks(as_alice, name="INVENTED ann", email="Ann@Example.ORG")
    assert by_address["question"]["asker"]["id"] == first
    by_number = asks(as_alice, email="", phone="+32 (0)470 123456")
    assert by_number["question"]["asker"]["id"] == first
    assert by_number["question"]["asker"]["email"] == "ann@example.org"


def test_what_was_not_known_of_an_asker_is_added_and_stands_in_the_trail(as_alice: APIClient) -> None:
    first = asks(as_alice, phone="")["question"]["asker"]["id"]
    asks(as_alice, organisation="Invented house")
    told = as_alice.get(f"/api/v1/contacts/{first}").json()
    assert (told["phone"], told["organisation"]["name"]) == ("0470 12 34 56", "Invented house")
    [_, amended] = as_alice.get(f"/api/v1/contacts/{first}/trail").json()
    assert amended["changes"]["fields"] == ["phone", "organisation"]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Ann Other"},
        {"role": "lawyer"},
        {"phone": "0470 99 99 99"},
        {"email": "other@example.org"},
        {"email": "", "phone": ""},
    ],
)
def test_asker_who_differs_is_a_new_contact_and_nothing_known_is_overwritten(
    as_alice: APIClient, other: dict[str, str]
) -> None:
    first = asks(as_alice)["question"]["asker"]
    assert asks(as_alice, **other)["question"]["asker"]["id"] != first["id"]
    assert as_alice.get(f"/api/v1/contacts/{first['id']}").json()["phone"] == "0470 12 34 56"


def test_asker_known_to_another_team_only_is_new_even_to_a_colleague_of_both(
    as_alice: APIClient, as_charlie: APIClient, alice: User, elsewhere: Team
) -> None:
    asks(as_charlie, "elsewhere", email="ann@example.org", phone="")
    Membership.objects.create(user=alice, team=elsewhere, role=Role.LAWYER)
    mine = asks(as_alice, phone="")["question"]["asker"]["id"]
    assert problem(as_charlie.get(f"/api/v1/contacts/{mine}")) == (404, "not_found")


def test_merge_shows_the_intake_nothing_but_what_it_handed_in(
    with_contacts: APIClient, as_alice: APIClient, alice: User, sam: User, desk: Team
) -> None:
    handed_in = asks(with_contacts)
    told = handed_in["question"]["asker"]
    known = a_contact(alice, desk, "Ann Known", phone="02 205 00 55", email="known@example.org")
    keep = {"name": known.pk, "email": known.pk, "phone": known.pk}
    merge(act(alice), CONTACTS, known.pk, Merging(others=[Contact.objects.get(pk=told["id"]).pk], keep=keep))
    address = f"/api/v1/questions/{handed_in['id']}"
    assert with_contacts.get(address).json()["question"]["asker"] == told
    assert as_alice.get(address).json()["question"]["asker"]["name"] == "Ann Known"
    seen = with_contacts.get(f"/api/v1/contacts/{told['id']}").json()
    assert (seen["id"], seen["email"], seen["merged_from"]) == (told["id"], "ann@example.org", [])
    assert problem(with_contacts.get(f"/api/v1/contacts/{known.pk}")) == (404, "not_found")
    again = asks(with_contacts)
    assert again["question"]["asker"] == told
    assert as_alice.get(f"/api/v1/questions/{again['id']}").json()["question"]["asker"]["id"] == str(known.pk)
    listed = client_of(sam).get(f"/api/v1/contacts/{told['id']}/dossiers").json()["results"]
    assert [each["id"] for each in listed] == [again["id"], handed_in["id"]]


def test_dossiers_of_a_contact_are_those_the_caller_may_see(
    as_alice: APIClient, as_charlie: APIClient, charlie: User, elsewhere: Team
) -> None:
    mine = asks(as_alice)
    contact = mine["question"]["asker"]["id"]
    theirs = a_question(charlie, elsewhere).question
    theirs.asker_id = contact
    theirs.save()
    listed = {
        name: [each["id"] for each in client.get(f"/api/v1/contacts/{contact}/dossiers").json()["results"]]
        for name, client in (("alice", as_alice), ("charlie", as_charlie))
    }
    assert listed == {"alice": [mine["id"]], "charlie": [str(theirs.pk)]}

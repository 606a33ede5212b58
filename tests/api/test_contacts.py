"""Contacts: entered, found by a few letters, put right, archived; how to reach one stands in the detail only."""

from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from helpdesk.people.models import Contact, Scope, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem, revision_of
from tests.api.test_conditional_writes import patch
from tests.conftest import client_with_key
from tests.factories import a_contact, an_organisation


def entered(client: APIClient, name: str = "Ann Invented", **told: Any) -> dict[str, Any]:
    answer = post(client, "contacts", {"name": name, "role": "social_worker", **told})
    assert answer.status_code == 201, answer.content
    told_back: dict[str, Any] = answer.json()
    return told_back


def found(client: APIClient, path: str = "contacts", **wanted: str) -> list[str]:
    return [each["name"] for each in client.get(f"/api/v1/{path}", wanted).json()["results"]]


def test_contact_is_entered_with_all_that_is_known_of_her(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    house = an_organisation(alice)
    told = {
        "name": "Ann Invented", "role": "guardian", "email": "Ann@Example.org", "phone": "0470/12.34.56",
        "organisation": str(house.pk), "language": "fr", "preferred_channel": "text_message",
        "safety": "leave_no_message",
    }  # fmt: skip
    answer = entered(as_alice, **told)
    assert {name: answer[name] for name in told} == {
        **told, "organisation": {"id": str(house.pk), "name": "Invented house"},
    }  # fmt: skip
    assert (answer["phone_e164"], answer["team"], answer["possible_duplicates"]) == (
        "+32470123456", "desk", [],
    )  # fmt: skip


def test_row_of_a_list_does_not_tell_how_to_reach_her(as_alice: APIClient) -> None:
    entered(as_alice, email="ann@example.org", phone="0470123456")
    answer = as_alice.get("/api/v1/contacts")
    assert set(answer.json()["results"][0]) == {
        "id", "name", "role", "organisation", "language", "team", "archived_at", "revision",
    }  # fmt: skip
    assert "ann@example.org" not in answer.content.decode()


def test_detail_has_a_tag_and_tells_how_to_reach_her(as_alice: APIClient) -> None:
    contact = entered(as_alice, email="ann@example.org")
    answer = as_alice.get(f"/api/v1/contacts/{contact['id']}")
    assert (answer.json()["email"], revision_of(answer)) == ("ann@example.org", "1")


@pytest.mark.parametrize(
    ("letters", "names"),
    [
        ("an", ["Ann Peeters", "Anné De Smet", "De Wit, Ann"]),
        ("ANNE", ["Anné De Smet", "Ann Peeters", "De Wit, Ann"]),
        ("peet", ["Ann Peeters", "Zoë Peeters"]),
        ("peters", ["Ann Peeters", "Zoë Peeters"]),
        ("zoe", ["Zoë Peeters"]),
        ("100%", []),
        ("_n", []),
    ],
)
def test_search_finds_beginnings_first_then_words_then_what_looks_alike(
    as_alice: APIClient, alice: User, desk: Team, letters: str, names: list[str]
) -> None:
    for name in ("Zoë Peeters", "De Wit, Ann", "Anné De Smet", "Ann Peeters"):
        a_contact(alice, desk, name)
    assert found(as_alice, q=letters) == names


def test_what_looks_like_it_is_found_by_whichever_index_is_read(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    for name in ("De Wit, Ann", "Anné De Smet", "Ann Peeters"):
        a_contact(alice, desk, name)
    Contact.objects.bulk_create(Contact(name="Zz", team=desk) for _ in range(2000))
    with connection.cursor() as cursor:
        # What is left for a likeness is the index by house and name.
        cursor.execute("DROP INDEX contacts_by_part_of_name")
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert found(as_alice, q="ANNE") == ["Anné De Smet", "Ann Peeters", "De Wit, Ann"]


@pytest.mark.parametrize("letters", ["", "a", " a ", "\0a"])
def test_search_for_too_little_is_400(as_alice: APIClient, letters: str) -> None:
    answer = as_alice.get("/api/v1/contacts", {"q": letters})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "filter_invalid")


def test_pages_of_a_search_hold_every_row_once_in_one_order(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    for number in range(4):
        a_contact(alice, desk, f"Ann {number}")
        a_contact(alice, desk, f"De Wit, Ann {number}")
    address, names = "/api/v1/contacts?q=ann&page_size=3", []
    while address:
        page = as_alice.get(address).json()
        names += [each["name"] for each in page["results"]]
        address = page["next"]
    assert names == [f"Ann {number}" for number in range(4)] + [
        f"De Wit, Ann {number}" for number in range(4)
    ]


def test_list_is_filtered_by_role_language_organisation_and_team(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    house = an_organisation(alice)
    a_contact(alice, desk, "Ann", role="lawyer", language="fr")
    a_contact(alice, desk, "Bea", organisation=house.pk)
    assert found(as_alice, role="lawyer") == found(as_alice, language="fr") == ["Ann"]
    assert found(as_alice, organisation=str(house.pk)) == ["Bea"]
    assert found(as_alice, f"organisations/{house.pk}/contacts") == ["Bea"]
    assert (found(as_alice, team="desk"), found(as_alice, team="other")) == (["Ann", "Bea"], [])


def test_contact_is_put_right_by_who_read_it_last(as_alice: APIClient, alice: User) -> None:
    contact = entered(as_alice)
    house = an_organisation(alice)
    address = f"/api/v1/contacts/{contact['id']}"
    change = {"phone": "02 205 00 55", "role": "lawyer", "organisation": str(house.pk)}
    answer = patch(as_alice, address, change, if_match='"1"')
    assert (answer.json()["phone_e164"], answer.headers["ETag"]) == ("+3222050055", '"2"')
    assert answer.json()["name"] == "Ann Invented"
    assert problem(patch(as_alice, address, {"name": "Late"}, if_match='"1"')) == (412, "changed_meanwhile")
    assert problem(patch(as_alice, address, {"name": "Blind"})) == (428, "precondition_needed")


def test_trail_holds_codes_and_no_word_that_names_her(as_alice: APIClient, alice: User) -> None:
    contact = entered(as_alice)
    address = f"/api/v1/contacts/{contact['id']}"
    change = {"name": "Other Name", "role": "lawyer", "phone": "02 205 00 55"}
    patch(as_alice, address, change, if_match="*")
    told = as_alice.get(f"{address}/trail").json()
    assert [each["verb"] for each in told] == ["contact.added", "contact.amended"]
    assert told[1]["changes"] == {"fields": ["name", "role", "phone"], "role": ["social_worker", "lawyer"]}
    assert TrailEntry.objects.filter(changes__icontains="Other").count() == 0


def test_nothing_changed_leaves_the_revision(as_alice: APIClient) -> None:
    contact = entered(as_alice, phone="02 205 00 55")
    answer = patch(as_alice, f"/api/v1/contacts/{contact['id']}", {"phone": "02 205 00 55"}, if_match='"1"')
    assert answer.headers["ETag"] == '"1"'


def test_unknown_organisation_is_refused_and_nothing_is_written(as_alice: APIClient, desk: Team) -> None:
    answer = post(as_alice, "contacts", {"name": "A", "role": "other", "organisation": str(desk.pk)})
    assert problem(answer) == (422, "organisation_unknown")
    assert pointers(answer) == [("#/organisation", "organisation_unknown")]
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(
    ("told", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"name": "x" * 201}, "#/name"),
        ({"role": "friend"}, "#/role"),
        ({"email": "not an address"}, "#/email"),
        ({"phone": "0" * 41}, "#/phone"),
        ({"organisation": "7"}, "#/organisation"),
        ({"safety": "perhaps"}, "#/safety"),
        ({"name": "a\0b"}, "#/name"),
    ],
)
def test_what_cannot_be_kept_is_400_at_its_place(
    as_alice: APIClient, told: dict[str, Any], pointer: str
) -> None:
    answer = post(as_alice, "contacts", {"name": "Ann", "role": "other", **told})
    assert (answer.status_code, [each for each, _ in pointers(answer)]) == (400, [pointer])


def test_archived_contact_leaves_the_list_and_comes_back(as_alice: APIClient) -> None:
    contact = entered(as_alice)
    path = f"contacts/{contact['id']}"
    assert post(as_alice, f"{path}/archive", None).json()["archived_at"] is not None
    assert problem(post(as_alice, f"{path}/archive", None)) == (409, "archived_already")
    assert (found(as_alice), found(as_alice, archived="true")) == ([], ["Ann Invented"])
    assert as_alice.get(f"/api/v1/{path}").status_code == 200
    assert post(as_alice, f"{path}/restore", None).json()["archived_at"] is None
    assert (found(as_alice, archived="false"), found(as_alice, archived="true")) == (["Ann Invented"], [])
    assert problem(post(as_alice, f"{path}/restore", None)) == (409, "not_archived")


def test_key_for_contacts_opens_no_dossiers(alice: User, desk: Team) -> None:
    contact = a_contact(alice, desk)
    client = client_with_key(alice, Scope.CONTACTS_READ, Scope.CONTACTS_WRITE)
    assert client.get(f"/api/v1/contacts/{contact.pk}").status_code == 200
    for path in ("dossiers", "export"):
        assert problem(client.get(f"/api/v1/contacts/{contact.pk}/{path}")) == (403, "scope_missing")

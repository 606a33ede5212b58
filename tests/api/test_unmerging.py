"""A wrong merge is taken apart exactly as it was, or not at all and for a reason."""

from typing import Any

import pytest
from django.forms.models import model_to_dict
from rest_framework.test import APIClient

from cases.models import Question
from helpdesk.people.models import Contact, Organisation, Team, User
from tests.api.asking import post, problem
from tests.api.test_conditional_writes import patch
from tests.api.test_contact_sight import asks
from tests.api.test_merging import merged
from tests.factories import a_contact, an_organisation


def unmerged(client: APIClient, survivor: Any, book: str = "contacts") -> Any:
    return post(client, f"{book}/{survivor}/unmerge", {"reason": "They are two."})


def state(*models: Any) -> dict[str, Any]:
    """Every row of these models, but for how often it changed."""
    return {
        str(row.pk): {**model_to_dict(row), "revision": 0, "merged_into": row.__dict__.get("merged_into_id")}
        for model in models
        for row in model.objects.all()
    }


def test_everything_goes_back_to_where_it_was(as_alice: APIClient, alice: User, desk: Team) -> None:
    kept = a_contact(alice, desk, "Ann", phone="02 205 00 55", language="fr")
    gone, other = asks(as_alice), asks(as_alice, name="Bea", email="bea@example.org", phone="")
    asker, bea = gone["question"]["asker"]["id"], other["question"]["asker"]["id"]
    merged(as_alice, asker, bea, name=asker, email=asker)
    before = state(Contact, Question)
    tag = as_alice.get(f"/api/v1/dossiers/{gone['id']}").headers["ETag"]
    names = ("name", "email", "phone", "language")
    answer = merged(as_alice, kept.pk, asker, **dict.fromkeys(names, asker))
    assert answer.status_code == 200, answer.content
    assert state(Contact, Question) != before
    answer = unmerged(as_alice, asker)
    assert (answer.status_code, answer.json()["phone"], answer.json()["merged_from"]) == (
        200,
        "02 205 00 55",
        [],
    )
    assert state(Contact, Question) == before
    assert as_alice.get(f"/api/v1/dossiers/{gone['id']}").headers["ETag"] != tag
    told = as_alice.get(f"/api/v1/contacts/{asker}").json()
    assert (told["id"], [each["id"] for each in told["merged_from"]]) == (asker, [bea])


def test_organisations_and_their_names_go_back(as_alice: APIClient, alice: User, desk: Team) -> None:
    kept, gone = an_organisation(alice, "House"), an_organisation(alice, "Home", kbo_number="0860737913")
    a_contact(alice, desk, organisation=gone.pk)
    before = state(Contact, Organisation)
    merged(as_alice, kept.pk, gone.pk, book="organisations", name=gone.pk, kbo_number=gone.pk)
    assert unmerged(as_alice, kept.pk, "organisations").json()["name"] == "House"
    assert state(Contact, Organisation) == before


def test_several_merged_at_once_come_apart_at_once(as_alice: APIClient, alice: User, desk: Team) -> None:
    kept, *gone = (a_contact(alice, desk, "Ann") for _ in range(4))
    before = state(Contact)
    merged(as_alice, kept.pk, *(one.pk for one in gone))
    unmerged(as_alice, kept.pk)
    assert state(Contact) == before


def test_latest_merge_comes_apart_first_and_nothing_is_left_in_the_end(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    kept, one, two = (a_contact(alice, desk, "Ann") for _ in range(3))
    merged(as_alice, kept.pk, one.pk)
    merged(as_alice, kept.pk, two.pk)
    left = [[each["id"] for each in unmerged(as_alice, kept.pk).json()["merged_from"]] for _ in range(2)]
    assert left == [[str(one.pk)], []]
    assert problem(unmerged(as_alice, kept.pk)) == (409, "nothing_to_undo")


def test_what_came_in_since_stays_with_the_survivor(as_alice: APIClient, alice: User, desk: Team) -> None:
    kept = a_contact(alice, desk, "Ann")
    old = asks(as_alice, phone="")
    asker = old["question"]["asker"]["id"]
    merged(as_alice, kept.pk, asker, name=asker, email=asker)
    new = asks(as_alice, phone="")
    assert new["question"]["asker"]["id"] == str(kept.pk)
    assert unmerged(as_alice, kept.pk).status_code == 200
    askers = [
        as_alice.get(f"/api/v1/questions/{each['id']}").json()["question"]["asker"]["id"]
        for each in (old, new)
    ]
    assert askers == [asker, str(kept.pk)]


def test_value_put_right_since_makes_it_inexact(as_alice: APIClient, alice: User, desk: Team) -> None:
    kept, gone = a_contact(alice, desk, "Ann"), a_contact(alice, desk, "Anne")
    merged(as_alice, kept.pk, gone.pk, name=gone.pk)
    patch(as_alice, f"/api/v1/contacts/{kept.pk}", {"name": "Anna", "phone": "0470123456"}, if_match="*")
    answer = unmerged(as_alice, kept.pk)
    assert (problem(answer), answer.json()["values"]) == ((409, "unmerge_inexact"), {"changed": ["name"]})
    patch(as_alice, f"/api/v1/contacts/{kept.pk}", {"name": "Anne"}, if_match="*")
    assert unmerged(as_alice, kept.pk).json()["phone"] == "0470123456"


def test_row_that_moved_on_since_makes_it_inexact(as_alice: APIClient, alice: User, desk: Team) -> None:
    kept, gone = an_organisation(alice, "House"), an_organisation(alice, "Home")
    contact = a_contact(alice, desk, organisation=gone.pk)
    merged(as_alice, kept.pk, gone.pk, book="organisations", name=kept.pk)
    patch(as_alice, f"/api/v1/contacts/{contact.pk}", {"organisation": None}, if_match="*")
    answer = unmerged(as_alice, kept.pk, "organisations")
    assert problem(answer) == (409, "unmerge_inexact")
    assert answer.json()["values"] == {"moved_on": ["people.Contact.organisation"]}
    assert Organisation.objects.exclude(merged_into=None).count() == 1


def test_name_given_away_meanwhile_is_refused(as_alice: APIClient, alice: User, desk: Team) -> None:
    kept, gone = an_organisation(alice, "House"), an_organisation(alice, "Home")
    merged(as_alice, kept.pk, gone.pk, book="organisations", name=kept.pk)
    an_organisation(alice, "Home")
    answer = unmerged(as_alice, kept.pk, "organisations")
    assert (problem(answer), answer.json()["values"]) == (
        (409, "merge_collides"), {"rule": "one_standing_organisation_per_name"},
    )  # fmt: skip


@pytest.mark.parametrize("book", ["contacts", "organisations"])
def test_entry_that_was_never_merged_has_nothing_to_take_apart(
    as_alice: APIClient, alice: User, desk: Team, book: str
) -> None:
    entry = a_contact(alice, desk) if book == "contacts" else an_organisation(alice)
    assert problem(unmerged(as_alice, entry.pk, book)) == (409, "nothing_to_undo")


def test_contact_goes_back_to_what_her_organisation_has_become(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    house, home, other = (an_organisation(alice, name) for name in ("House", "Home", "Other"))
    kept = a_contact(alice, desk, organisation=house.pk)
    gone = a_contact(alice, desk, organisation=other.pk)
    merged(as_alice, kept.pk, gone.pk, organisation=gone.pk)
    merged(as_alice, home.pk, house.pk, book="organisations", name=home.pk)
    assert unmerged(as_alice, kept.pk).json()["organisation"]["id"] == str(home.pk)

"""A contact asks what is held about her, or to be erased: rows and links stay, nothing that names her does."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from helpdesk.people.models import Contact, ContactMerge, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import post, problem
from tests.api.test_conditional_writes import patch
from tests.api.test_contact_sight import asks
from tests.api.test_merging import merged
from tests.api.test_unmerging import unmerged
from tests.conftest import client_of
from tests.factories import a_contact, a_question


@pytest.fixture
def as_cora(cora: User) -> APIClient:
    return client_of(cora)


def erased(client: APIClient, contact: Any) -> Any:
    return post(client, f"contacts/{contact}/erase", {"reason": "She asked for it in writing."})


def closed(client: APIClient, question: dict[str, Any]) -> str:
    """The id of the asker, once her question is closed."""
    post(client, f"dossiers/{question['id']}/take", None)
    answer = post(client, f"dossiers/{question['id']}/close", {"outcome": "answered"})
    assert answer.status_code == 200, answer.content
    asker: str = question["question"]["asker"]["id"]
    return asker


def test_nothing_names_her_any_more_and_her_dossier_stays(as_cora: APIClient) -> None:
    question = asks(as_cora)
    contact = closed(as_cora, question)
    answer = erased(as_cora, contact).json()
    assert {name: answer[name] for name in ("name", "email", "phone", "phone_e164", "safety")} == {
        "name": "[…]", "email": "", "phone": "", "phone_e164": "", "safety": "",
    }  # fmt: skip
    assert answer["erased_at"] == answer["archived_at"] is not None
    asker = as_cora.get(f"/api/v1/questions/{question['id']}").json()["question"]["asker"]
    assert (asker["id"], asker["name"]) == (contact, "[…]")
    assert as_cora.get("/api/v1/contacts").json()["results"] == []


def test_no_table_of_people_or_trail_holds_what_was_erased(
    as_cora: APIClient, cora: User, desk: Team
) -> None:
    contact = closed(as_cora, asks(as_cora, organisation="House"))
    other = a_contact(cora, desk, "Ann Before", email="before@example.org", phone="0470 99 88 77")
    patch(as_cora, f"/api/v1/contacts/{contact}", {"name": "Ann Invented-Other"}, if_match="*")
    keep = dict.fromkeys(("name", "email", "phone", "organisation"), contact)
    assert merged(as_cora, other.pk, contact, **keep).status_code == 200
    assert erased(as_cora, other.pk).status_code == 200
    for model in (Contact, ContactMerge, TrailEntry):
        rows = str(list(model.objects.values())).lower()
        assert not [word for word in ("ann ", "invented", "example.org", "0470", "3247") if word in rows], (
            model
        )


def test_open_question_stands_in_the_way(as_cora: APIClient) -> None:
    question = asks(as_cora)
    contact = question["question"]["asker"]["id"]
    assert problem(erased(as_cora, contact)) == (409, "question_stands_open")
    assert Contact.objects.get().name == "Ann Invented"
    closed(as_cora, question)
    assert erased(as_cora, contact).status_code == 200


def test_trail_says_that_it_was_done_and_why(as_cora: APIClient, cora: User, desk: Team) -> None:
    contact = a_contact(cora, desk)
    erased(as_cora, contact.pk)
    entry = TrailEntry.objects.get(verb="contact.erased")
    assert (entry.subject_id, entry.reason, entry.changes) == (
        contact.pk, "She asked for it in writing.", {"merged": []},
    )  # fmt: skip


def test_erased_contact_is_neither_changed_nor_merged_nor_recognised(
    as_cora: APIClient, cora: User, desk: Team
) -> None:
    contact = closed(as_cora, asks(as_cora))
    erased(as_cora, contact)
    other = a_contact(cora, desk, "[…]")
    path = f"/api/v1/contacts/{contact}"
    for answer in (
        patch(as_cora, path, {"name": "Ann"}, if_match="*"),
        post(as_cora, f"contacts/{contact}/restore", None),
        erased(as_cora, contact),
        merged(as_cora, other.pk, contact),
        merged(as_cora, contact, other.pk),
        unmerged(as_cora, contact),
    ):
        assert problem(answer) == (409, "contact_erased")
    assert as_cora.get("/api/v1/contacts/duplicates").json()["results"] == []
    assert asks(as_cora)["question"]["asker"]["id"] != contact
    assert asks(as_cora, name="[…]", email="", phone="")["question"]["asker"]["id"] != contact


def test_merge_that_ended_in_an_erasure_is_not_taken_apart(
    as_cora: APIClient, cora: User, desk: Team
) -> None:
    kept, gone = (a_contact(cora, desk, "Ann") for _ in range(2))
    merged(as_cora, kept.pk, gone.pk)
    erased(as_cora, gone.pk)
    assert problem(unmerged(as_cora, kept.pk)) == (409, "contact_erased")
    assert set(Contact.objects.values_list("name", flat=True)) == {"[…]"}
    assert ContactMerge.objects.get().before == {}


def test_database_refuses_an_erased_contact_who_can_be_reached(
    as_cora: APIClient, cora: User, desk: Team
) -> None:
    contact = a_contact(cora, desk)
    erased(as_cora, contact.pk)
    with pytest.raises(IntegrityError, match="an_erased_contact_cannot_be_reached"), transaction.atomic():
        Contact.objects.update(email="ann@example.org")


def test_export_holds_all_that_is_known_of_her_and_is_itself_in_the_trail(
    as_cora: APIClient, cora: User, desk: Team
) -> None:
    question = asks(as_cora, organisation="House")
    note = {"kind": "note", "body": "She called twice."}
    assert post(as_cora, f"dossiers/{question['id']}/messages", note).status_code == 201
    asker = question["question"]["asker"]["id"]
    contact, sister = a_contact(cora, desk, "Ann Before"), a_contact(cora, desk, "Sister")
    post(as_cora, f"contacts/{asker}/distinct", {"other": str(sister.pk), "reason": "Sisters."})
    house = {"name": contact.pk, "email": asker, "phone": asker, "organisation": asker}
    assert merged(as_cora, contact.pk, asker, **house).status_code == 200
    told = as_cora.get(f"/api/v1/contacts/{contact.pk}/export").json()
    assert (told["contact"]["name"], told["contact"]["organisation"]) == ("Ann Before", "House")
    assert [each["name"] for each in told["merged_from"]] == ["Ann Invented"]
    assert told["not_the_same_as"] == [str(sister.pk)]
    assert [each["merged"] for each in told["merges"]] == [[asker]]
    [asked] = told["questions"]
    assert (asked["reference"], asked["body"]) == (question["reference"], "?")
    assert [each["body"] for each in asked["messages"]] == ["She called twice."]
    verbs = [each["verb"] for each in told["trail"]]
    assert verbs[-1] == "contact.exported"
    assert {"contact.added", "contact.merged", "contact.kept_apart"} <= set(verbs)


@pytest.mark.parametrize("verb", ["export", "erase"])
def test_coordinator_of_one_team_alone_does_not_decide_for_another(
    as_cora: APIClient, charlie: User, verb: str
) -> None:
    contact = closed(as_cora, asks(as_cora))
    theirs = a_question(charlie, Team.objects.get(slug="elsewhere")).question
    theirs.asker_id = contact
    theirs.save()
    address = f"/api/v1/contacts/{contact}/{verb}"
    answer = as_cora.get(address) if verb == "export" else erased(as_cora, contact)
    assert problem(answer) == (403, "other_teams_know_her")
    assert TrailEntry.objects.filter(verb__in=["contact.exported", "contact.erased"]).count() == 0

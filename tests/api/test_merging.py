"""Two entries become one: everything follows, every field is chosen, the old ids still lead somewhere."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier
from cases.services.merging import FOLLOWS, STAYS, relations_to
from helpdesk.people.models import Contact, Membership, Organisation, Role, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem, revision_of
from tests.api.test_contact_sight import asks
from tests.conftest import client_of
from tests.factories import a_contact, a_question, an_organisation


def merged(client: APIClient, survivor: Any, *others: Any, book: str = "contacts", **keep: Any) -> Any:
    body = {
        "from": [str(other) for other in others],
        "keep": {name: str(pk) for name, pk in keep.items()},
        "reason": "One and the same.",
    }
    return post(client, f"{book}/{survivor}/merge", body)


def test_every_foreign_key_to_an_entry_follows_or_stays_by_decision() -> None:
    found = {*relations_to(Contact), *relations_to(Organisation)}
    assert found == {*FOLLOWS, *STAYS}
    assert not set(FOLLOWS) & STAYS


def test_questions_follow_and_their_dossiers_have_changed(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    kept, gone = a_contact(alice, desk, "Ann"), asks(as_alice)
    asker = gone["question"]["asker"]["id"]
    tag = as_alice.get(f"/api/v1/dossiers/{gone['id']}").headers["ETag"]
    answer = merged(as_alice, kept.pk, asker, name=kept.pk, email=asker, phone=asker)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["name"], answer.json()["email"]) == ("Ann", "ann@example.org")
    assert answer.json()["merged_from"] == [{"id": asker, "name": "Ann Invented"}]
    question = as_alice.get(f"/api/v1/questions/{gone['id']}")
    assert question.json()["question"]["asker"]["id"] == str(kept.pk)
    assert question.headers["ETag"] != tag
    entry = TrailEntry.objects.filter(dossier_id=gone["id"]).latest("id")
    assert (entry.verb, entry.changes) == ("contact.merged", {"into": str(kept.pk), "merged": [asker]})


def test_old_id_leads_to_the_survivor_for_reading_and_changing(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    kept, gone = (a_contact(alice, desk, "Ann") for _ in range(2))
    assert merged(as_alice, kept.pk, gone.pk).status_code == 200
    assert as_alice.get(f"/api/v1/contacts/{gone.pk}").json()["id"] == str(kept.pk)
    assert post(as_alice, f"contacts/{gone.pk}/archive", None).json()["id"] == str(kept.pk)
    assert as_alice.get("/api/v1/contacts").json()["results"] == []


def test_chain_of_merges_collapses_to_the_last_survivor(as_alice: APIClient, alice: User, desk: Team) -> None:
    first, second, third = (a_contact(alice, desk, "Ann") for _ in range(3))
    merged(as_alice, second.pk, first.pk)
    merged(as_alice, third.pk, second.pk)
    assert set(Contact.objects.filter(merged_into=third).values_list("pk", flat=True)) == {
        first.pk,
        second.pk,
    }
    for old in (first, second):
        assert as_alice.get(f"/api/v1/contacts/{old.pk}").json()["id"] == str(third.pk)


def test_trail_of_the_survivor_tells_what_moved_and_whose_values_it_took(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    kept = a_contact(alice, desk, "Ann")
    asker = asks(as_alice, phone="")["question"]["asker"]["id"]
    merged(as_alice, kept.pk, asker, name=asker, email=asker)
    told = as_alice.get(f"/api/v1/contacts/{kept.pk}/trail").json()
    assert [each["verb"] for each in told] == ["contact.added", "contact.added", "contact.merged"]
    assert told[2]["changes"] == {
        "merged": [asker], "keep": {"name": asker, "email": asker}, "moved": {"cases.Question.asker": 1},
    }  # fmt: skip
    assert told[2]["reason"] == "One and the same."


def test_every_field_in_which_they_differ_has_to_be_chosen(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    kept = a_contact(alice, desk, "Ann", email="ann@example.org", phone="0470 12 34 56")
    gone = a_contact(
        alice, desk, "Anne", email="ANN@example.org", phone="+32470123456", role="lawyer", safety="safe"
    )
    answer = merged(as_alice, kept.pk, gone.pk)
    assert problem(answer) == (422, "choice_needed")
    assert answer.json()["values"] == {"fields": ["name", "role", "safety"]}
    answer = merged(as_alice, kept.pk, gone.pk, name=kept.pk, role=gone.pk, safety=gone.pk).json()
    assert (answer["name"], answer["role"], answer["safety"], answer["phone"]) == (
        "Ann", "lawyer", "safe", "0470 12 34 56",
    )  # fmt: skip


def test_contacts_of_merged_organisations_follow_and_so_does_membership(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    kept, gone = an_organisation(alice, "House", kind="ngo"), an_organisation(alice, "Home", kind="ngo")
    contact = a_contact(alice, desk, organisation=gone.pk)
    gone.membership_periods.create(from_on=None)
    answer = merged(as_alice, kept.pk, gone.pk, book="organisations", name=gone.pk).json()
    assert (answer["name"], answer["is_member"], len(answer["membership_periods"])) == ("Home", True, 1)
    told = as_alice.get(f"/api/v1/contacts/{contact.pk}")
    assert (told.json()["organisation"]["id"], revision_of(told)) == (str(kept.pk), "2")
    assert asks(as_alice, organisation="home vzw")["question"]["asker"]["organisation"] == "Home"
    assert Organisation.objects.filter(merged_into=None).count() == 1


def test_two_that_would_stand_in_one_place_are_refused_and_nothing_moves(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    kept, gone = an_organisation(alice, "House"), an_organisation(alice, "Home")
    contact = a_contact(alice, desk, organisation=gone.pk)
    for house in (kept, gone):
        house.membership_periods.create(from_on=None)
    answer = merged(as_alice, kept.pk, gone.pk, book="organisations", name=kept.pk)
    assert problem(answer) == (409, "merge_collides")
    assert answer.json()["values"] == {"rule": "two_memberships_of_one_organisation_never_overlap"}
    contact.refresh_from_db()
    assert contact.organisation_id == gone.pk


def test_merge_of_what_was_merged_is_refused_and_names_the_survivor(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    kept, gone, other = (a_contact(alice, desk, "Ann") for _ in range(3))
    merged(as_alice, kept.pk, gone.pk)
    for survivor, source in ((gone, other), (other, gone)):
        answer = merged(as_alice, survivor.pk, source.pk)
        assert problem(answer) == (409, "merged_already")
        assert answer.json()["values"] == {"merged": [str(gone.pk)], "into": [str(kept.pk)]}


def test_what_is_badly_asked_is_refused_at_its_place(
    as_alice: APIClient, alice: User, charlie: User, desk: Team
) -> None:
    one, two = (a_contact(alice, desk, "Ann") for _ in range(2))
    theirs = a_contact(charlie, Team.objects.get(slug="elsewhere"), "Ann")
    asked = {
        "merge_needs_others": (merged(as_alice, one.pk, one.pk), "#/from"),
        "entry_unknown": (merged(as_alice, one.pk, two.pk, theirs.pk), "#/from"),
        "field_unknown": (merged(as_alice, one.pk, two.pk, team=two.pk), "#/keep"),
    }
    for code, (answer, pointer) in asked.items():
        assert (problem(answer), pointers(answer)) == ((422, code), [(pointer, code)])
    answer = merged(as_alice, one.pk, two.pk, name=theirs.pk)
    assert pointers(answer) == [("#/keep/name", "entry_unknown")]
    assert problem(merged(as_alice, one.pk, two.pk, two.pk)) == (422, "merge_needs_others")
    assert problem(merged(as_alice, one.pk)) == (400, "invalid")
    assert Contact.objects.exclude(merged_into=None).count() == 0


def test_contact_of_two_teams_is_merged_only_by_who_works_in_both(
    as_alice: APIClient, alice: User, charlie: User, desk: Team
) -> None:
    elsewhere = Team.objects.get(slug="elsewhere")
    mine = asks(as_alice)["question"]["asker"]["id"]
    theirs = a_question(charlie, elsewhere).question
    theirs.asker_id = mine
    theirs.save()
    other = a_contact(alice, desk)
    tag = Dossier.objects.get(pk=theirs.pk).revision
    keep = {"email": mine, "phone": mine}
    assert problem(merged(as_alice, other.pk, mine, **keep)) == (403, "other_teams_know_her")
    Membership.objects.create(user=alice, team=elsewhere, role=Role.READER)
    assert problem(merged(as_alice, other.pk, mine, **keep)) == (403, "other_teams_know_her")
    Membership.objects.filter(user=alice, team=elsewhere).update(role=Role.LAWYER)
    assert merged(as_alice, other.pk, mine, **keep).status_code == 200
    assert Dossier.objects.get(pk=theirs.pk).revision == tag + 1


@pytest.mark.parametrize("book", ["contacts", "organisations"])
def test_reader_merges_nothing(rita: User, alice: User, desk: Team, book: str) -> None:
    entries = (
        [a_contact(alice, desk, "Ann") for _ in range(2)]
        if book == "contacts"
        else [an_organisation(alice, name) for name in ("House", "Home")]
    )
    assert problem(merged(client_of(rita), entries[0].pk, entries[1].pk, book=book)) == (403, "role_forbids")

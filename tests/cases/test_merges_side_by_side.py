"""Two colleagues merge at the same moment: nobody waits for ever, one wins, the other is told why not."""

from typing import Any
from uuid import UUID

import pytest

from cases.address_book import CONTACTS
from cases.models import Question
from cases.services.contacts import erase_contact
from cases.services.dossiers import Opening
from cases.services.merging import Merging, merge, unmerge
from cases.services.questions import Asker, receive_question
from helpdesk.errors import DeskError
from helpdesk.people.models import Contact, Team, User
from tests.factories import a_contact, act
from tests.helpdesk.side_by_side import side_by_side

pytestmark = pytest.mark.django_db(transaction=True)


def merging(by: User, survivor: UUID, *others: UUID) -> str:
    """The code of the refusal, or nothing."""
    try:
        merge(act(by), CONTACTS, survivor, Merging(others=others))
    except DeskError as refusal:
        return refusal.code
    return ""


def unmerging(by: User, survivor: UUID) -> str:
    try:
        unmerge(act(by), CONTACTS, survivor)
    except DeskError as refusal:
        return refusal.code
    return ""


def erasing(by: User, contact: UUID) -> str:
    try:
        erase_contact(act(by), contact)
    except DeskError as refusal:
        return refusal.code
    return ""


def asking(by: User, team: Team) -> str:
    asker = Asker(name="Ann", role="social_worker", email="ann@example.org")
    receive_question(act(by), Opening(team=team, title="A question"), asker=asker, channel="form", body="?")
    return ""


@pytest.mark.parametrize("turn", range(3))
def test_of_two_opposite_merges_one_wins_and_the_other_is_refused(
    alice: User, bob: User, desk: Team, turn: int
) -> None:
    one, two = (a_contact(alice, desk, "Ann").pk for _ in range(2))
    codes = side_by_side(lambda: merging(alice, one, two), lambda: merging(bob, two, one))
    assert sorted(codes) == ["", "merged_already"]
    assert Contact.objects.filter(merged_into=None).count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_merges_in_a_ring_end_in_one_chain_without_a_circle(alice: User, desk: Team, turn: int) -> None:
    one, two, three = (a_contact(alice, desk, "Ann").pk for _ in range(3))
    codes = side_by_side(
        lambda: merging(alice, one, two),
        lambda: merging(alice, two, three),
        lambda: merging(alice, three, one),
    )
    assert set(codes) == {"", "merged_already"}
    pointers = Contact.objects.exclude(merged_into=None)
    assert not pointers.exclude(merged_into__merged_into=None).exists()


def test_one_merge_is_taken_apart_once(alice: User, bob: User, desk: Team) -> None:
    one, two = (a_contact(alice, desk, "Ann").pk for _ in range(2))
    merging(alice, one, two)
    codes = side_by_side(lambda: unmerging(alice, one), lambda: unmerging(bob, one))
    assert sorted(codes) == ["", "nothing_to_undo"]


@pytest.mark.parametrize("turn", range(3))
def test_contact_merged_while_she_is_erased_is_erased_with_the_others(
    alice: User, cora: User, desk: Team, turn: int
) -> None:
    kept, gone = (a_contact(alice, desk, "Ann").pk for _ in range(2))
    side_by_side(lambda: merging(alice, kept, gone), lambda: erasing(cora, kept))
    erased = Contact.objects.exclude(erased_at=None)
    assert not Contact.objects.filter(merged_into__in=erased, erased_at=None).exists()


@pytest.mark.parametrize("turn", range(3))
def test_question_that_comes_in_during_a_merge_ends_with_the_survivor(
    alice: User, bob: User, desk: Team, turn: int
) -> None:
    gone, kept = (a_contact(alice, desk, "Ann", email="ann@example.org").pk for _ in range(2))
    calls: list[Any] = [lambda: merging(alice, kept, gone), lambda: asking(bob, desk)]
    assert side_by_side(*calls) == ["", ""]
    assert Question.objects.get().asker_id == kept

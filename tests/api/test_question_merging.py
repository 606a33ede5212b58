"""Merging and taking apart: all or nothing, refused with a code, written down on both sides."""

from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier, DossierLink, Merge, RecommendationLink
from cases.models.dossier import LinkKind
from cases.services.dossiers import close, take
from cases.services.litigations import LitigationDetails
from deadlines.services import promote_question
from helpdesk.people.models import Membership, Role, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.factories import a_deadline, a_litigation, a_merged_question, a_question, a_recommendation, act


def merge(client: APIClient, survivor: Dossier, *others: Any, reason: str = "The same letter") -> Any:
    ids = [str(getattr(each, "pk", each)) for each in others]
    return post(client, f"questions/{survivor.pk}/merge", {"from": ids, "reason": reason})


def unmerge(client: APIClient, question: Dossier) -> Any:
    return post(client, f"questions/{question.pk}/unmerge", {"reason": "Another family"})


def pair(alice: User, desk: Team) -> tuple[Dossier, Dossier]:
    return a_question(alice, desk, 1), a_question(alice, desk, 2)


def test_both_trails_say_what_went_and_why(as_alice: APIClient, alice: User, desk: Team) -> None:
    first, second = pair(alice, desk)
    a_deadline(alice, second)
    merge(as_alice, first, second)
    moved = {"event.dossier": 1, "question.answered_in": 1, "deadline.dossier": 1}
    told = (
        TrailEntry.objects.filter(reason="The same letter")
        .order_by("id")
        .values_list("verb", "dossier_id", "changes")
    )
    assert list(told) == [
        ("question.took_in", first.pk, {"merged": second.reference, "moved": moved}),
        ("question.merged", second.pk, {"into": first.reference, "moved": moved}),
        ("question.closed", second.pk, {"outcome": "merged"}),
    ]
    record = Merge.objects.get()
    assert (record.made_by, record.state_before, record.undone_at) == (alice, "new", None)
    unmerge(as_alice, second)
    verbs = TrailEntry.objects.filter(reason="Another family").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["question.gave_back", "question.unmerged"]


def test_several_are_merged_at_once(as_alice: APIClient, alice: User, desk: Team) -> None:
    first, second = pair(alice, desk)
    third = a_question(alice, desk, 3)
    told = merge(as_alice, first, third, second, third).json()["question"]
    assert [each["reference"] for each in told["also_asked"]] == [second.reference, third.reference]


def test_one_that_cannot_be_merged_stops_all(as_alice: APIClient, alice: User, desk: Team) -> None:
    first, second = pair(alice, desk)
    third = a_question(alice, desk, 3)
    take(act(alice), third.pk)
    close(act(alice), third.pk, outcome="withdrawn")
    answer = merge(as_alice, first, second, third)
    assert (problem(answer), answer.json()["values"]["act"]) == ((409, "state_forbids"), "merge")
    assert (Merge.objects.count(), DossierLink.objects.count()) == (0, 0)
    assert Dossier.objects.get(pk=second.pk).state == "new"


def test_what_cannot_be_merged_is_named(as_alice: APIClient, alice: User, charlie: User, desk: Team) -> None:
    first, second = pair(alice, desk)
    case, foreign = a_litigation(alice, desk), a_question(charlie, charlie.memberships.get().team, 9)
    answer = merge(as_alice, first, second, case, foreign)
    assert (problem(answer), pointers(answer)) == (
        (422, "question_unknown"),
        [("#/from", "question_unknown")],
    )
    assert answer.json()["values"] == {"unknown": sorted([str(case.pk), str(foreign.pk)])}
    assert problem(merge(as_alice, first, second, first)) == (422, "same_question")
    assert problem(merge(as_alice, first)) == (400, "invalid")
    assert problem(merge(as_alice, first, second, reason="")) == (400, "invalid")
    assert problem(merge(as_alice, case, second)) == (404, "not_found")
    assert Merge.objects.count() == 0


def test_questions_of_two_teams_stay_apart(as_alice: APIClient, alice: User, desk: Team) -> None:
    second_team = Team.objects.create(slug="second", name="Second desk")
    Membership.objects.create(user=alice, team=second_team, role=Role.LAWYER)
    first, second = a_question(alice, desk, 1), a_question(alice, second_team, 2)
    assert problem(merge(as_alice, first, second)) == (422, "teams_differ")


def test_merged_question_is_neither_opened_again_nor_merged_nor_closed_so_by_hand(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    first, second = pair(alice, desk)
    merge(as_alice, first, second)
    assert problem(post(as_alice, f"dossiers/{second.pk}/reopen", {})) == (409, "was_merged")
    assert problem(merge(as_alice, a_question(alice, desk, 3), second)) == (409, "state_forbids")
    assert problem(merge(as_alice, second, a_question(alice, desk, 4))) == (409, "state_forbids")
    take(act(alice), first.pk)
    assert problem(post(as_alice, f"dossiers/{first.pk}/close", {"outcome": "merged"})) == (400, "invalid")


def test_only_what_was_merged_into_an_open_question_is_taken_out(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    first, second = pair(alice, desk)
    assert problem(unmerge(as_alice, second)) == (409, "not_merged")
    merge(as_alice, first, second)
    take(act(alice), first.pk)
    close(act(alice), first.pk, outcome="answered")
    assert problem(unmerge(as_alice, second)) == (409, "state_forbids")
    post(as_alice, f"dossiers/{first.pk}/reopen", {})
    assert unmerge(as_alice, second).status_code == 200
    assert problem(unmerge(as_alice, second)) == (409, "not_merged")
    assert merge(as_alice, second, first).status_code == 200


def test_evidence_and_ties_that_both_have_are_kept_once_and_come_back(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    first, second = pair(alice, desk)
    case, related = a_litigation(alice, desk), LinkKind.RELATED
    for question, numbers in ((first, [36]), (second, [36, 37])):
        for number in numbers:
            a_recommendation(alice, question, number)
        DossierLink.objects.create(from_dossier=question, to_dossier=case, kind=related)
    DossierLink.objects.create(from_dossier=second, to_dossier=first, kind=related)
    evidence = RecommendationLink.objects.order_by("recommendation_id").values_list("dossier_id", flat=True)
    ties = (
        DossierLink.objects.filter(kind=related)
        .order_by("id")
        .values_list("from_dossier_id", "to_dossier_id")
    )
    before = list(evidence), list(ties)
    merge(as_alice, first, second)
    assert list(evidence.filter(recommendation=37)) == [first.pk]
    assert list(ties) == before[1]
    a_recommendation(alice, second, 37)
    unmerge(as_alice, second)
    # Somebody made it evidence anew meanwhile: once is enough.
    assert sorted(evidence.filter(recommendation=37)) == sorted([first.pk, second.pk])


def test_deadline_that_went_on_into_litigation_stays_there(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    first, second = pair(alice, desk)
    deadline = a_deadline(alice, second)
    merge(as_alice, first, second)
    case = promote_question(act(alice), first.pk, title="", details=LitigationDetails())
    post(as_alice, f"dossiers/{first.pk}/reopen", {})
    unmerge(as_alice, second)
    deadline.refresh_from_db()
    case.refresh_from_db()
    second.refresh_from_db()
    assert (deadline.dossier, case.next_due_on, second.next_due_on) == (case, date(2026, 6, 16), None)


def test_merge_into_a_merged_one_through_the_factory_is_seen_by_the_reader(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    survivor = a_question(alice, desk, 1)
    gone = a_merged_question(alice, survivor, 2)
    listed = as_alice.get(f"/api/v1/questions?reference={gone.reference}").json()["results"]
    assert [(each["id"], each["outcome"]) for each in listed] == [(str(gone.pk), "merged")]


@pytest.mark.parametrize("verb", ["merge", "unmerge", "split"])
def test_case_is_no_question(as_alice: APIClient, alice: User, desk: Team, verb: str) -> None:
    body = {"from": [str(a_question(alice, desk).pk)], "reason": "?", "title": "?"}
    assert problem(post(as_alice, f"questions/{a_litigation(alice, desk).pk}/{verb}", body)) == (
        404,
        "not_found",
    )

"""Two who merge the same questions at once: one waits for the other, and nobody hangs."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from cases.models import Dossier, Merge, MessageKind, OpeningHours
from cases.services.messages import Saying, say
from deadlines.hours import amend_plan
from deadlines.merging import merge_questions, unmerge_question
from deadlines.services import meet
from helpdesk.errors import DeskError
from helpdesk.people.models import Team, User
from tests.factories import a_deadline, a_question, act, lodged, opening_hours

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[str]:
    """Start all together, each in a connection of its own; how each ended: well, or with which code."""
    together = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> str:
        together.wait(timeout=20)
        try:
            work()
        except DeskError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(run, works))


def test_opposite_merges_leave_one_survivor(alice: User, bob: User, desk: Team) -> None:
    for number in range(1, 9, 2):
        one, two = a_question(alice, desk, number), a_question(alice, desk, number + 1)
        ended = at_once(
            lambda one=one, two=two: merge_questions(act(alice), one.pk, [two.pk]),
            lambda one=one, two=two: merge_questions(act(bob), two.pk, [one.pk]),
        )
        assert ended == ["done", "state_forbids"]
        assert sorted(Dossier.objects.filter(pk__in=[one.pk, two.pk]).values_list("state", flat=True)) == [
            "closed", "new",
        ]  # fmt: skip


def test_merges_in_a_ring_do_not_wait_for_each_other_for_ever(alice: User, desk: Team) -> None:
    ring = [a_question(alice, desk, number).pk for number in range(1, 4)]
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    ended = at_once(*(lambda pair=pair: merge_questions(act(alice), pair[0], [pair[1]]) for pair in pairs))
    assert set(ended) <= {"done", "state_forbids"}
    assert Dossier.objects.filter(state="closed").count() == Merge.objects.count() == ended.count("done") >= 1


def test_deadline_met_while_it_moves_is_met_once_and_the_days_are_right(
    alice: User, bob: User, desk: Team
) -> None:
    one, two = a_question(alice, desk, 1), a_question(alice, desk, 2)
    deadline = a_deadline(alice, two)
    ended = at_once(
        lambda: merge_questions(act(alice), one.pk, [two.pk]),
        lambda: meet(act(bob), deadline.pk, lodged(act(bob).on)),
    )
    assert set(ended) <= {"done", "moved_meanwhile"}
    deadline.refresh_from_db()
    assert deadline.dossier_id == one.pk
    days = {each.pk: each.next_due_on for each in Dossier.objects.filter(kind="question")}
    assert days == {one.pk: deadline.due_on if deadline.state == "open" else None, two.pk: None}


def test_answering_taking_apart_and_planning_at_once_end(
    alice: User, bob: User, cora: User, desk: Team
) -> None:
    hours = opening_hours(cora, desk)
    one, two = a_question(alice, desk, 1), a_question(alice, desk, 2)
    merge_questions(act(alice), one.pk, [two.pk])
    answer = Saying(kind=MessageKind.ANSWER, body="Yes.", channel="mail")
    ended = at_once(
        lambda: say(act(alice), one.pk, answer),
        lambda: unmerge_question(act(bob), two.pk),
        lambda: amend_plan(act(cora), OpeningHours, hours.pk, {"answer_within": 4}),
    )
    assert ended == ["done", "done", "done"]

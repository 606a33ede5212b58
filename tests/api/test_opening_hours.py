"""When a team is open decides by when a question is to be answered; whatever changes, who waits is reckoned anew."""

from datetime import date
from typing import Any

import pytest
from django.utils.timezone import localtime
from rest_framework.test import APIClient

from cases.models import Dossier, MessageKind, OpeningHours, Question
from cases.services.dossiers import close, take
from cases.services.messages import Saying, say
from deadlines.closing import reopen_dossier
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem, write
from tests.conftest import client_of
from tests.factories import a_closed_day, a_question, act, opening_hours

MONDAYS = [
    {"opens": "09:00", "closes": "12:30", "weekday": 1},
    {"opens": "13:30", "closes": "17:00", "weekday": 1},
]
HOURS = {
    "team": "desk", "valid_from": "2026-01-01", "week": MONDAYS, "answer_within": 4, "answer_unit": "opening_hours",
}  # fmt: skip


@pytest.fixture
def as_cora(cora: User) -> APIClient:
    return client_of(cora)


def due(dossier: Dossier) -> str:
    """By when it is to be answered, as the clock in Brussels shows it."""
    moment = Question.objects.get(pk=dossier.pk).due_for_answer_at
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def answer(by: User, dossier: Dossier, on: date | None = None) -> None:
    say(act(by, on), dossier.pk, Saying(kind=MessageKind.ANSWER, body="Yes.", channel="mail"))


# Acts happen at 12:00 in Brussels, on Monday 15 June 2026 where no other day is named.


def test_question_gets_its_moment_when_it_comes_in(
    as_alice: APIClient, cora: User, sam: User, desk: Team
) -> None:
    assert due(a_question(sam, desk, 1)) == ""
    opening_hours(cora, desk, within=1)
    question = a_question(sam, desk, 2)
    assert due(question) == "2026-06-15 14:00"
    told = as_alice.get(f"/api/v1/questions/{question.pk}").json()["question"]
    assert told["due_for_answer_at"] == "2026-06-15T14:00:00+02:00"


def test_question_of_the_api_gets_its_moment_too(
    clock_stands_still: None, as_alice: APIClient, cora: User, desk: Team
) -> None:
    opening_hours(cora, desk, within=2, unit="working_days")
    body = {"title": "T", "channel": "phone", "body": "?", "asker": {"name": "A", "role": "other"}}
    told = post(as_alice, "questions", body).json()["question"]
    assert told["due_for_answer_at"][11:16] == "17:00"


def test_holiday_and_closed_day_are_passed_over(cora: User, sam: User, desk: Team) -> None:
    opening_hours(cora, desk)
    a_closed_day(cora, desk, date(2026, 7, 20))
    # Friday 17 July from 12:00 holds four of the eight hours; Monday is shut, Tuesday is the national day.
    question = a_question(sam, desk)
    reopened = take(act(cora), question.pk)
    close(act(cora), reopened.pk, outcome="withdrawn")
    reopen_dossier(act(cora, date(2026, 7, 17)), question.pk)
    assert due(question) == "2026-07-22 14:00"


def test_opening_hours_are_told_as_they_were_planned(as_cora: APIClient, as_alice: APIClient) -> None:
    made = post(as_cora, "opening-hours", {**HOURS, "week": MONDAYS[::-1]})
    assert made.json() == {**HOURS, "id": made.json()["id"]}
    listed = as_alice.get("/api/v1/opening-hours?team=desk").json()["results"]
    assert listed == [made.json()]
    assert as_alice.get("/api/v1/opening-hours?team=elsewhere").json()["results"] == []


@pytest.mark.parametrize(
    ("changes", "refusal", "pointer"),
    [
        ({"week": []}, (400, "invalid"), "#/week"),
        (
            {"week": [{"weekday": 8, "opens": "09:00", "closes": "12:00"}]},
            (400, "invalid"),
            "#/week/0/weekday",
        ),
        ({"week": [{"weekday": 1, "opens": "9h", "closes": "12:00"}]}, (400, "invalid"), "#/week/0/opens"),
        ({"week": [{"weekday": 1, "opens": "12:00", "closes": "12:00"}]}, (422, "blocks_overlap"), "#/week"),
        (
            {"week": [*MONDAYS, {"weekday": 1, "opens": "12:00", "closes": "14:00"}]},
            (422, "blocks_overlap"),
            "#/week",
        ),
        ({"answer_within": 0}, (400, "invalid"), "#/answer_within"),
        ({"answer_within": 1000}, (422, "target_out_of_reach"), "#/answer_within"),
        ({"team": "elsewhere"}, (422, "team_unknown"), "#/team"),
        ({"valid_from": "1999-12-31"}, (422, "calendar_not_confirmed"), None),
    ],
)
def test_week_that_cannot_be_is_refused(
    as_cora: APIClient, changes: Any, refusal: tuple[int, str], pointer: str | None
) -> None:
    refused = post(as_cora, "opening-hours", {**HOURS, **changes})
    assert problem(refused) == refusal
    assert pointer is None or pointers(refused)[0][0] == pointer
    assert OpeningHours.objects.count() == 0


def test_second_version_from_the_same_day_is_refused(as_cora: APIClient, cora: User, desk: Team) -> None:
    opening_hours(cora, desk)
    refused = post(as_cora, "opening-hours", HOURS)
    assert (problem(refused), pointers(refused)) == (
        (409, "hours_known"),
        [("#/valid_from", "hours_known")],
    )


def test_who_waits_is_reckoned_anew_when_the_hours_change_and_who_was_answered_is_not(
    as_cora: APIClient, alice: User, cora: User, sam: User, desk: Team
) -> None:
    hours = opening_hours(cora, desk, within=1)
    waiting, answered, closed = (a_question(sam, desk, number) for number in (1, 2, 3))
    answer(alice, answered)
    take(act(alice), closed.pk)
    close(act(alice), closed.pk, outcome="withdrawn")
    revision = Dossier.objects.get(pk=waiting.pk).revision
    tag = as_cora.get(f"/api/v1/opening-hours/{hours.pk}").headers["ETag"]
    told = write(as_cora, "PATCH", f"opening-hours/{hours.pk}", {"answer_within": 2}, tag)
    assert (told.json()["answer_within"], told.headers["ETag"] != tag) == (2, True)
    assert [due(each) for each in (waiting, answered, closed)] == [
        "2026-06-15 15:00",
        "2026-06-15 14:00",
        "2026-06-15 14:00",
    ]
    moved, planned = TrailEntry.objects.order_by("id").reverse()[:2][::-1]
    assert (moved.verb, moved.dossier_id) == ("question.answer_due_moved", waiting.pk)
    assert moved.changes == {"due": ["2026-06-15 12:00:00+00:00", "2026-06-15 13:00:00+00:00"]}
    assert (planned.verb, planned.changes) == (
        "opening_hours.amended", {"team": "desk", "moved": 1, "answer_within": [1, 2]},
    )  # fmt: skip
    assert Dossier.objects.get(pk=waiting.pk).revision == revision + 1
    late = write(as_cora, "PATCH", f"opening-hours/{hours.pk}", {"answer_within": 3}, tag)
    assert problem(late) == (412, "changed_meanwhile")


def test_day_that_is_shut_after_all_and_opened_again_moves_who_waits(
    as_cora: APIClient, cora: User, sam: User, desk: Team
) -> None:
    opening_hours(cora, desk, within=1)
    question = a_question(sam, desk)
    made = post(as_cora, "opening-exceptions", {"team": "desk", "on": "2026-06-15", "blocks": []}).json()
    assert due(question) == "2026-06-16 10:00"
    address = f"opening-exceptions/{made['id']}"
    write(as_cora, "PATCH", address, {"blocks": [{"opens": "16:00", "closes": "16:30"}]})
    assert due(question) == "2026-06-16 09:30"
    assert write(as_cora, "DELETE", address).status_code == 204
    assert due(question) == "2026-06-15 14:00"


def test_hours_taken_back_leave_no_target(as_cora: APIClient, cora: User, sam: User, desk: Team) -> None:
    hours = opening_hours(cora, desk)
    question = a_question(sam, desk)
    assert write(as_cora, "DELETE", f"opening-hours/{hours.pk}").status_code == 204
    assert due(question) == ""
    assert TrailEntry.objects.latest("id").changes["answer_unit"] == ["opening_hours", None]


def test_change_that_leaves_out_half_a_block_is_refused(as_cora: APIClient, cora: User, desk: Team) -> None:
    hours = opening_hours(cora, desk)
    refused = write(as_cora, "PATCH", f"opening-hours/{hours.pk}", {"week": [{"weekday": 1}]})
    assert problem(refused) == (400, "invalid")
    assert [pointer for pointer, _ in pointers(refused)] == ["#/week/0/opens", "#/week/0/closes"]


def test_lawyer_and_reader_read_and_do_not_plan(as_alice: APIClient, cora: User, desk: Team) -> None:
    hours = opening_hours(cora, desk)
    assert as_alice.get(f"/api/v1/opening-hours/{hours.pk}").status_code == 200
    for refused in (
        post(as_alice, "opening-hours", HOURS),
        write(as_alice, "DELETE", f"opening-hours/{hours.pk}"),
    ):
        assert problem(refused) == (403, "coordinator_needed")


# The clock


def test_first_answer_stops_the_clock_and_no_later_one_moves_it(
    as_alice: APIClient, alice: User, cora: User, sam: User, desk: Team
) -> None:
    opening_hours(cora, desk)
    question = a_question(sam, desk)
    answer(alice, question, date(2026, 6, 16))
    answer(alice, question, date(2026, 6, 30))
    told = as_alice.get(f"/api/v1/questions/{question.pk}").json()["question"]
    assert (told["answered_at"], told["due_for_answer_at"]) == (
        "2026-06-16T12:00:00+02:00",
        "2026-06-16T14:00:00+02:00",
    )


def test_question_opened_again_unanswered_waits_from_then_on(
    as_alice: APIClient, alice: User, cora: User, sam: User, desk: Team
) -> None:
    opening_hours(cora, desk)
    for number, answers in ((1, False), (2, True)):
        question = take(act(alice), a_question(sam, desk, number).pk)
        if answers:
            answer(alice, question)
        close(act(alice), question.pk, outcome="withdrawn")
        reopen_dossier(act(alice, date(2026, 6, 22)), question.pk)
        assert due(question) == ("2026-06-16 14:00" if answers else "2026-06-23 14:00")


def found(client: APIClient, query: str) -> list[str]:
    return [each["title"] for each in client.get(f"/api/v1/questions?{query}").json()["results"]]


def test_questions_are_listed_by_who_waits_until_when_and_too_long(
    clock_stands_still: None, as_alice: APIClient, alice: User, cora: User, sam: User, desk: Team
) -> None:
    opening_hours(cora, desk)
    for number in (1, 2, 3):
        a_question(sam, desk, number)
    for title, year in (("Question 1", 2025), ("Question 3", 2099)):
        row = Question.objects.get(dossier__title=title)
        row.due_for_answer_at = row.due_for_answer_at.replace(year=year)
        row.save()
    answer(alice, Dossier.objects.get(title="Question 2"))
    assert found(as_alice, "unanswered=true") == ["Question 3", "Question 1"]
    assert found(as_alice, "unanswered=false") == ["Question 2"]
    assert (
        found(as_alice, "answer_late=true")
        == found(as_alice, "answer_due_until=2025-06-16")
        == ["Question 1"]
    )
    assert found(as_alice, "answer_late=false") == ["Question 3", "Question 2"]
    assert found(as_alice, "answer_due_until=2025-06-15") == []
    assert found(as_alice, "answer_due_until=9999-12-31") == ["Question 3", "Question 1"]
    closed = take(act(alice), Dossier.objects.get(title="Question 3").pk)
    close(act(alice), closed.pk, outcome="withdrawn")
    assert found(as_alice, "answer_due_until=9999-12-31") == ["Question 1"]
    refused = as_alice.get("/api/v1/questions?unanswered=yes")
    assert refused.json()["errors"][0]["detail"] == "true or false."

"""How many answers came in time, by month and team."""

from datetime import UTC, date, datetime
from typing import Any

from rest_framework.test import APIClient

from cases.models import MessageKind, Question
from cases.services.dossiers import close, take
from cases.services.messages import Saying, say
from helpdesk.people.models import Membership, Role, Team, User
from tests.api.asking import problem
from tests.conftest import client_of
from tests.factories import a_question, act

# What became of each question: answered on this day of June, and due on the sixteenth at noon.
BEFORE, AFTER, NEVER = date(2026, 6, 15), date(2026, 6, 17), None
DUE = datetime(2026, 6, 16, 10, tzinfo=UTC)


def asked(
    by: User, team: Team, answered_on: date | None, started_at: datetime, due: datetime | None = DUE
) -> Any:
    question = a_question(by, team)
    Question.objects.filter(pk=question.pk).update(clock_started_at=started_at, due_for_answer_at=due)
    if answered_on:
        say(act(by, answered_on), question.pk, Saying(kind=MessageKind.ANSWER, body="Yes.", channel="mail"))
    return question


def times(client: APIClient, query: str = "from=2026-01-01&until=2026-12-31") -> list[dict[str, Any]]:
    return client.get(f"/api/v1/questions/answer-times?{query}").json()


MAY, JUNE = datetime(2026, 5, 4, 8, tzinfo=UTC), datetime(2026, 6, 2, 8, tzinfo=UTC)
FAR = datetime(2099, 1, 1, tzinfo=UTC)


def test_months_and_teams_are_counted_apart_and_everybody_is_in_one_column(
    clock_stands_still: None, as_alice: APIClient, alice: User, desk: Team
) -> None:
    for answered_on in (BEFORE, BEFORE, AFTER):
        asked(alice, desk, answered_on, JUNE)
    asked(alice, desk, NEVER, JUNE, DUE.replace(year=2025))
    asked(alice, desk, NEVER, JUNE, FAR)
    asked(alice, desk, BEFORE, JUNE, None)
    closed = asked(alice, desk, NEVER, JUNE)
    take(act(alice), closed.pk)
    close(act(alice), closed.pk, outcome="withdrawn")
    asked(alice, desk, AFTER, MAY)
    may, june = times(as_alice)
    assert june == {
        "month": "2026-06", "team": "desk", "questions": 7, "answered_in_time": 2, "answered_late": 1, "overdue": 1,
        "waiting": 1, "closed_unanswered": 1, "without_target": 1, "share_in_time": "0.5000",
    }  # fmt: skip
    assert (may["month"], may["questions"], may["share_in_time"]) == ("2026-05", 1, "0.0000")


def test_month_is_that_of_the_desk(as_alice: APIClient, alice: User, desk: Team) -> None:
    asked(alice, desk, BEFORE, datetime(2026, 5, 31, 22, tzinfo=UTC))
    asked(alice, desk, BEFORE, datetime(2026, 5, 31, 21, 59, tzinfo=UTC))
    assert [each["month"] for each in times(as_alice)] == ["2026-05", "2026-06"]
    assert [each["month"] for each in times(as_alice, "from=2026-06-01")] == ["2026-06"]
    assert [each["month"] for each in times(as_alice, "from=2026-05-31&until=2026-05-31")] == ["2026-05"]


def test_month_without_a_judged_question_has_no_share(as_alice: APIClient, alice: User, desk: Team) -> None:
    asked(alice, desk, NEVER, JUNE, FAR)
    assert times(as_alice)[0]["share_in_time"] is None


def test_each_caller_sees_the_times_of_the_questions_she_sees(
    as_charlie: APIClient, alice: User, sam: User, desk: Team
) -> None:
    second = Team.objects.create(slug="second", name="Second desk")
    Membership.objects.create(user=alice, team=second, role=Role.LAWYER)
    asked(alice, second, BEFORE, JUNE)
    asked(alice, desk, BEFORE, JUNE)
    asked_by_sam = a_question(sam, desk)
    Question.objects.filter(pk=asked_by_sam.pk).update(clock_started_at=JUNE)
    assert [(each["team"], each["questions"]) for each in times(client_of(alice))] == [
        ("desk", 2),
        ("second", 1),
    ]
    assert [each["questions"] for each in times(client_of(sam))] == [1]
    assert times(as_charlie) == []


def test_period_that_ends_before_it_begins_is_refused(as_alice: APIClient) -> None:
    answer = as_alice.get("/api/v1/questions/answer-times?from=2026-06-02&until=2026-06-01")
    assert problem(answer) == (422, "days_reversed")
    for far in ("from=0001-01-01&until=9999-12-31", "until=0001-01-01"):
        assert as_alice.get(f"/api/v1/questions/answer-times?{far}").status_code == 200

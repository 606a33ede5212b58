"""Every answer of every test here is held against the OpenAPI document; and a desk with one of each thing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from cases.models import Dossier, EventKind
from cases.services.condemnations import OrderDetails, PenaltyDetails, enter_condemnation
from cases.services.dossiers import Opening
from cases.services.events import Happening
from cases.services.litigations import LitigationDetails, open_litigation
from cases.services.questions import Asker, receive_question
from deadlines.digests import write_digests
from deadlines.models import Deadline, Digest
from deadlines.reminders import sweep
from deadlines.services import record_event
from helpdesk.acts import Act
from helpdesk.people.models import Team, User
from tests.api import contract

INADMISSIBLE = {
    "decision": {"authority": "cgrs", "kind": "inadmissibility", "grounds": ["protection_in_eu_state"]},
    "facts": {"detained_at_notification": False, "detained_at_application": False},
    "notification": {"mode": "registered", "date": "2026-06-09"},
}


@pytest.fixture(autouse=True)
def answers_as_the_document_says(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = APIClient.request

    def ask_and_check(self: APIClient, **request: Any) -> Any:
        answer = ask(self, **request)
        contract.check(request["REQUEST_METHOD"], request["PATH_INFO"], answer)
        return answer

    monkeypatch.setattr(APIClient, "request", ask_and_check)


def act(by: User, on: date | None = None) -> Act:
    day = on or settings.DESK_DAY
    return Act(by=by, at=datetime.combine(day, time(10), tzinfo=UTC), on=day)


def a_question(by: User, team: Team, number: int = 1) -> Dossier:
    return receive_question(
        act(by),
        Opening(team=team, title=f"Question {number}"),
        asker=Asker(
            name=f"Asker {number}",
            role="social_worker",
            email=f"asker{number}@example.org",
            organisation="Centre",
        ),
        channel="form",
        body="Until when?",
    )


def a_litigation(by: User, team: Team, number: int = 1) -> Dossier:
    opening = Opening(team=team, title=f"Case {number}", owner=by)
    return open_litigation(act(by), opening, details=LitigationDetails(aim="A precedent"))


def a_condemnation(by: User, team: Team, number: int = 1) -> Dossier:
    order = OrderDetails(
        court="Labour tribunal Brussels",
        role_number=f"26/{number:04d}/K",
        decided_on=date(2026, 3, 2),
        procedure="unilateral",
    )
    opening = Opening(team=team, title=f"Order {number}", owner=by)
    dossier = enter_condemnation(
        act(by), opening, order=order, penalty=PenaltyDetails(amount=Decimal(250), unit="calendar_day")
    )
    record_event(act(by), dossier.pk, Happening(kind=EventKind.ORDER_SERVED, on=date(2026, 3, 9)))
    return dossier


def a_deadline(by: User, dossier: Dossier) -> Deadline:
    happening = Happening(kind=EventKind.DECISION_NOTIFIED, on=None, facts=INADMISSIBLE)
    return record_event(act(by), dossier.pk, happening, query=INADMISSIBLE).deadlines[0]


@dataclass(frozen=True)
class Desk:
    """One of each thing, all of Alice's team; the question was handed in by Sam and taken by nobody."""

    team: Team
    question: Dossier
    litigation: Dossier
    condemnation: Dossier
    deadline: Deadline
    digest: Digest

    def address(self, path: str) -> str:
        """A path with the names in its braces replaced by the ids of these things."""
        names = ("question", "litigation", "condemnation", "deadline", "digest")
        return "/api/v1/" + path.format(**{name: getattr(self, name).pk for name in names})


@pytest.fixture
def furnished(desk: Team, alice: User, sam: User) -> Desk:
    question, litigation = a_question(sam, desk), a_litigation(alice, desk)
    condemnation, deadline = a_condemnation(alice, desk), a_deadline(alice, litigation)
    moment = act(alice).at
    sweep(today=settings.DESK_DAY, at=moment)
    write_digests(today=settings.DESK_DAY, at=moment)
    return Desk(desk, question, litigation, condemnation, deadline, Digest.objects.get(user=alice))

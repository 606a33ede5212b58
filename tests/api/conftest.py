"""Every answer of every test here is held against the OpenAPI document; and a desk with one of each thing."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from cases.models import Dossier, Event
from deadlines.digests import write_digests
from deadlines.models import Deadline, Digest, Recomputation
from deadlines.reminders import sweep
from helpdesk.people.models import Team, User
from tests.api import contract
from tests.factories import (
    a_condemnation,
    a_conflict,
    a_deadline,
    a_litigation,
    a_question,
    a_recommendation,
    act,
)


@pytest.fixture(autouse=True)
def answers_as_the_document_says(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = APIClient.request

    def ask_and_check(self: APIClient, **request: Any) -> Any:
        answer = ask(self, **request)
        contract.check(request["REQUEST_METHOD"], request["PATH_INFO"], answer)
        return answer

    monkeypatch.setattr(APIClient, "request", ask_and_check)


@dataclass(frozen=True)
class Desk:
    """One of each thing, all of Alice's team; the question was handed in by Sam and taken by nobody."""

    team: Team
    question: Dossier
    litigation: Dossier
    condemnation: Dossier
    deadline: Deadline
    digest: Digest
    event: Event
    recomputation: Recomputation

    def address(self, path: str) -> str:
        """A path with the names in its braces replaced by the ids of these things."""
        names = ("question", "litigation", "condemnation", "deadline", "digest", "event", "recomputation")
        return "/api/v1/" + path.format(**{name: getattr(self, name).pk for name in names})


@pytest.fixture
def furnished(desk: Team, alice: User, sam: User) -> Desk:
    question, litigation = a_question(sam, desk), a_litigation(alice, desk)
    condemnation, deadline = a_condemnation(alice, desk), a_deadline(alice, litigation)
    a_recommendation(alice, litigation)
    moment = act(alice).at
    sweep(today=settings.DESK_DAY, at=moment)
    write_digests(today=settings.DESK_DAY, at=moment)
    conflict = a_conflict(alice, litigation)
    digest = Digest.objects.get(user=alice)
    return Desk(desk, question, litigation, condemnation, deadline, digest, deadline.event, conflict)

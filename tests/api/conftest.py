"""Every answer of every test here is held against the OpenAPI document; and a desk with one of each thing."""

import re
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from deadlines.digests import write_digests
from deadlines.models import Digest
from deadlines.reminders import sweep
from helpdesk.people.models import Team, User
from tests.api import contract
from tests.factories import (
    a_closed_day,
    a_condemnation,
    a_conflict,
    a_deadline,
    a_litigation,
    a_merged_question,
    a_question,
    a_recommendation,
    a_template,
    act,
    an_absence,
    opening_hours,
)


@pytest.fixture(autouse=True)
def answers_as_the_document_says(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = APIClient.request

    def ask_and_check(self: APIClient, **request: Any) -> Any:
        answer = ask(self, **request)
        contract.check(request["REQUEST_METHOD"], request["PATH_INFO"], answer)
        return answer

    monkeypatch.setattr(APIClient, "request", ask_and_check)


class Desk:
    """One of each thing by its name, all of Alice's team; the question was handed in by Sam and taken by nobody."""

    def __init__(self, team: Team, **things: Any) -> None:
        self.team, self.things = team, things

    def __getattr__(self, name: str) -> Any:
        return self.__dict__["things"][name]

    def address(self, path: str) -> str:
        """A path with the names in its braces replaced by the ids of these things."""
        return "/api/v1/" + path.format(**{name: thing.pk for name, thing in self.things.items()})

    def body(self, content: bytes) -> bytes:
        """A body with the texts that are a name in braces replaced in the same way."""
        return re.sub(rb'"{(\w+)}"', lambda found: f'"{self.things[found[1].decode()].pk}"'.encode(), content)


@pytest.fixture
def furnished(desk: Team, alice: User, cora: User, sam: User) -> Desk:
    litigation = a_litigation(alice, desk)
    deadline = a_deadline(alice, litigation)
    a_recommendation(alice, litigation)
    twin = a_question(alice, desk, 2)
    moment = act(alice).at
    sweep(today=settings.DESK_DAY, at=moment)
    write_digests(today=settings.DESK_DAY, at=moment)
    return Desk(
        desk,
        question=a_question(sam, desk),
        litigation=litigation,
        condemnation=a_condemnation(alice, desk),
        deadline=deadline,
        digest=Digest.objects.get(user=alice),
        event=deadline.event,
        recomputation=a_conflict(alice, litigation),
        alice=alice,
        cora=cora,
        twin_question=twin,
        merged_question=a_merged_question(alice, twin),
        template=a_template(alice, desk),
        absence=an_absence(alice, cora),
        hours=opening_hours(cora, desk),
        closed_day=a_closed_day(cora, desk),
    )

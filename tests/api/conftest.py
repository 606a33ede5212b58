"""Every answer of every test here is held against the OpenAPI document; and a desk with one of each thing."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from rest_framework.test import APIClient

from api import status
from cases.models.dossier import LinkKind
from cases.models.saved_search import SearchedList
from cases.services.answer_templates import archive_template
from cases.services.links import link_dossiers
from cases.services.saved_searches import keep_search
from deadlines.digests import write_digests
from deadlines.models import Digest
from deadlines.reminders import sweep
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Role, Team, User
from tests.api import contract
from tests.api.examples import NOW
from tests.api.permission_table import absolute
from tests.conftest import member
from tests.factories import (
    a_bounce,
    a_checked_import,
    a_closed_day,
    a_condemnation,
    a_conflict,
    a_contact,
    a_deadline,
    a_document,
    a_feed,
    a_key_known,
    a_litigation,
    a_merged_contact,
    a_merged_organisation,
    a_merged_question,
    a_part,
    a_question,
    a_recommendation,
    a_template,
    a_wall,
    a_webhook,
    a_written_import,
    act,
    an_absence,
    an_organisation,
    opening_hours,
    what_a_case_has,
)


@pytest.fixture(autouse=True)
def answers_as_the_document_says(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = APIClient.request

    def ask_and_check(self: APIClient, **request: Any) -> Any:
        answer = ask(self, **request)
        is_partial = "fields=" in request.get("QUERY_STRING", "")
        contract.check(request["REQUEST_METHOD"], request["PATH_INFO"], answer, is_partial=is_partial)
        return answer

    monkeypatch.setattr(APIClient, "request", ask_and_check)


@pytest.fixture
def clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts in one minute must not go on into the next, where a limit begins anew; and nothing is late yet."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(status, "SINCE", NOW)


class Desk:
    """One of each thing by its name, all of Alice's team; the question was handed in by Sam and taken by nobody."""

    def __init__(self, team: Team, **things: Any) -> None:
        self.team, self.things = team, things

    def __getattr__(self, name: str) -> Any:
        return self.__dict__["things"][name]

    def address(self, path: str) -> str:
        """A path with the names in its braces replaced by the ids of these things."""
        return absolute(path.format(**{name: thing.pk for name, thing in self.things.items()}))

    def body(self, content: bytes) -> bytes:
        """A body with the texts and fields that are a name in braces replaced in the same way."""
        return re.sub(
            rb'(?<=["=]){(\w+)}', lambda found: str(self.things[found[1].decode()].pk).encode(), content
        )

    def missing(self, path: str) -> str:
        """The same path, with ids that nothing has."""
        ids = {name: uuid4() if isinstance(thing.pk, UUID) else 0 for name, thing in self.things.items()}
        return absolute(path.format(**ids))


@pytest.fixture
def furnished(desk: Team, alice: User, cora: User, sam: User) -> Desk:
    return furnish(desk, alice, cora, sam)


def furnish(desk: Team, alice: User, cora: User, sam: User) -> Desk:
    litigation = a_litigation(alice, desk)
    deadline = a_deadline(alice, litigation)
    a_recommendation(alice, litigation)
    twin = a_question(alice, desk, 2)
    invited = User.objects.create_user("gina@example.org", name="Gina")
    opponent = User.objects.create_user("walter@example.org", name="Walter")
    coordinator = member(desk, "Carl", Role.COORDINATOR)
    condemnation = a_condemnation(alice, desk)
    # What the book holds already: two imports that add nothing to it.
    served = f"reference,served_on\n{condemnation.reference},2026-03-09\n"
    moment = act(alice).at
    sweep(today=settings.DESK_DAY, at=moment)
    write_digests(today=settings.DESK_DAY, at=moment)
    return Desk(
        desk,
        question=a_question(sam, desk),
        litigation=litigation,
        condemnation=condemnation,
        deadline=deadline,
        document=a_document(alice, litigation),
        digest=Digest.objects.get(user=alice),
        notice=OutgoingMail.objects.get(addressee=alice, reminder__reminder__deadline=deadline),
        event=deadline.event,
        recomputation=a_conflict(alice, litigation),
        bounce=a_bounce(alice),
        webhook=a_webhook(alice),
        feed=a_feed(alice)[0],
        integration=sam,
        api_key=a_key_known(sam),
        **what_a_case_has(alice, litigation),
        contact=a_contact(alice, desk, "Ann Alone"),
        twin=a_contact(alice, desk, "Alone, Ann"),
        merged_contact=a_merged_contact(alice, desk),
        organisation=an_organisation(alice, "Invented house"),
        other_organisation=an_organisation(alice, "House, invented"),
        merged_organisation=a_merged_organisation(alice),
        alice=alice,
        cora=cora,
        twin_question=twin,
        merged_question=a_merged_question(alice, twin),
        template=a_template(alice, desk),
        archived_template=archive_template(act(alice), a_template(alice, desk, "past").pk),
        absence=an_absence(alice, cora),
        hours=opening_hours(cora, desk),
        closed_day=a_closed_day(cora, desk),
        participant=a_part(alice, litigation, invited),
        wall=a_wall(coordinator, litigation, opponent),
        link=link_dossiers(act(alice), litigation.pk, to=condemnation.pk, kind=LinkKind.RELATED),
        saved_search=keep_search(act(alice), name="Mine", searched=SearchedList.DOSSIERS, query="owner=me"),
        newcomer=User.objects.create_user("nora@example.org", name="Nora"),
        written_import=a_written_import(alice, desk, served),
        checked_import=a_checked_import(alice, desk, served),
    )

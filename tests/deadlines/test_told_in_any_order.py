"""A whole life through the services: told in any order it comes to the same stages, figures and rows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.models import Condemnation, Dossier, Event, EventKind, PenaltyOrder
from cases.services.condemnations import ProceedingsDetails, open_condemnation
from cases.services.dossiers import Opening
from cases.services.events import Happening
from deadlines.law.errors import LawError
from deadlines.ledgers import ledgers_by_debtor
from deadlines.lives import life_on
from deadlines.services import record_event
from helpdesk.errors import DeskError
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.cases.lives import LAST, any_events, lives
from tests.factories import act

ON_THE_DESK = settings(
    max_examples=15,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),  # each try costs a hundred requests: no failure is made smaller
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def opened(alice: User, desk: Team) -> Dossier:
    opening = Opening(team=desk, title="An invented order", owner=alice)
    return open_condemnation(act(alice), opening, proceedings=ProceedingsDetails())


def happening(event: Event, entered: Mapping[str, UUID]) -> Happening | None:
    """What a colleague would enter; none while what it continues is not in the book."""
    details = dict(event.details)
    if "of" in details:
        if details["of"] not in entered:
            return None
        details["of"] = str(entered[details["of"]])
    return Happening(
        kind=EventKind(event.kind),
        on=event.occurred_on,
        details=details,
        amount=event.amount,
        note=event.note,
    )


def enter(alice: User, dossier: Dossier, events: list[Event]) -> list[Event]:
    """Enter one after another, again and again what is refused for now; what no colleague could enter at all."""
    entered: dict[str, UUID] = {}
    waiting = events
    while waiting:
        left = [event for event in waiting if not _taken(alice, dossier, event, entered)]
        if len(left) == len(waiting):
            return left
        waiting = left
    return []


def _taken(alice: User, dossier: Dossier, event: Event, entered: dict[str, UUID]) -> bool:
    told = happening(event, entered)
    if told is None:
        return False
    try:
        entered[str(event.pk)] = record_event(act(alice), dossier.pk, told).event.pk
    except (DeskError, LawError):
        return False
    return True


def whole(dossier: Dossier) -> Any:
    """All that the desk says of a life, without ids."""
    known = life_on(dossier, LAST)
    stages = [(one.stage, one.from_on, one.event and one.event.kind) for one in known.stages]
    strands = [
        (one.kind, one.opened_on, one.ended_on, one.result, [step.kind for step in one.steps])
        for one in known.life.strands.all
    ]
    rows = list(Condemnation.objects.filter(dossier=dossier).values_list("court", "decided_on", "procedure"))
    penalty = list(PenaltyOrder.objects.filter(condemnation=dossier.pk).values_list("amount", "debtor"))
    offered = [replace(offer, of=()) for offer in known.next]
    return stages, strands, rows, penalty, offered, ledgers_by_debtor(dossier, LAST)


def lived(alice: User, desk: Team, events: list[Event]) -> Any:
    """What the desk says of a life entered in this order, and what could not be entered at all; nothing of it stays."""
    with transaction.atomic():
        dossier = opened(alice, desk)
        refused = sorted(str(event.kind) for event in enter(alice, dossier, events))
        told = whole(dossier)
        transaction.set_rollback(True)
    return told, refused


@pytest.mark.django_db
@given(events=lives(least=3, most=10), chance=st.randoms())
@ON_THE_DESK
def test_life_entered_in_any_order_comes_to_the_same(
    alice: User, desk: Team, events: list[Event], chance: Any
) -> None:
    shuffled = events[:]
    chance.shuffle(shuffled)
    assert lived(alice, desk, shuffled) == lived(alice, desk, events)


@pytest.mark.django_db
@given(events=lives(least=3, most=8), other=any_events())
@ON_THE_DESK
def test_event_that_cannot_be_leaves_nothing(
    alice: User, desk: Team, events: list[Event], other: Event
) -> None:
    with transaction.atomic():
        dossier = opened(alice, desk)
        enter(alice, dossier, events)
        before = written(dossier)
        if not _taken(alice, dossier, other, {}):
            assert written(dossier) == before
        transaction.set_rollback(True)


def written(dossier: Dossier) -> Any:
    """All that is told of a dossier, and the number of rows."""
    revision = Dossier.objects.get(pk=dossier.pk).revision
    return whole(dossier), Event.objects.count(), TrailEntry.objects.count(), revision

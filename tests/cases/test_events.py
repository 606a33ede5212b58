"""What can have happened, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from cases.models import Dossier, Event, EventKind
from cases.services.dossiers import close
from cases.services.events import Happening, add_event
from helpdesk.people.models import Team, User
from tests.cases.conftest import act_of, new_condemnation, new_litigation, new_question, refusal, verbs

SERVED = EventKind.ORDER_SERVED
TOMORROW = date(2026, 6, 16)


@pytest.fixture
def condemnation(alice: User, desk: Team) -> Dossier:
    return new_condemnation(alice, desk)


def happening(kind: EventKind, on: date | None, amount: Decimal | None = None) -> Happening:
    return Happening(kind=kind, on=on, amount=amount)


def test_event_of_the_past_is_recorded_with_who_and_when(alice: User, condemnation: Dossier) -> None:
    event = add_event(act_of(alice), condemnation, happening(SERVED, date(2022, 7, 29)))
    assert (event.occurred_on, event.recorded_by, event.kind) == (date(2022, 7, 29), alice, "order_served")
    assert verbs(condemnation) == ["condemnation.opened", "event.recorded", "event.recorded"]


@pytest.mark.parametrize("kind", [SERVED, EventKind.DECISION_NOTIFIED, EventKind.OTHER])
def test_event_of_tomorrow_is_refused(kind: EventKind, alice: User, condemnation: Dossier) -> None:
    refused = refusal(add_event, act_of(alice), condemnation, happening(kind, TOMORROW))
    assert (refused.code, refused.field) == ("date_in_future", "on")
    assert [each.kind for each in Event.objects.all()] == ["order_given"]


def test_hearing_may_lie_ahead(alice: User, condemnation: Dossier) -> None:
    event = add_event(act_of(alice), condemnation, happening(EventKind.HEARING, TOMORROW))
    assert event.occurred_on == TOMORROW


@pytest.mark.parametrize("kind", [SERVED, EventKind.OPPOSITION_LODGED, EventKind.VIOLATION_FOUND])
def test_event_of_an_order_before_it_is_refused(kind: EventKind, alice: User, condemnation: Dossier) -> None:
    refused = refusal(add_event, act_of(alice), condemnation, happening(kind, date(2022, 7, 21)))
    assert (refused.code, refused.field) == ("event_before_order", "on")


def test_event_on_the_day_of_the_order_is_recorded(alice: User, condemnation: Dossier) -> None:
    assert add_event(act_of(alice), condemnation, happening(SERVED, date(2022, 7, 22))).pk


@pytest.mark.parametrize("kind", [SERVED, EventKind.DESISTED])
def test_what_happens_once_is_refused_twice(kind: EventKind, alice: User, condemnation: Dossier) -> None:
    add_event(act_of(alice), condemnation, happening(kind, date(2022, 7, 29)))
    refused = refusal(add_event, act_of(alice), condemnation, happening(kind, date(2022, 8, 1)))
    assert (refused.code, refused.values) == (
        "event_happens_once",
        {"event": kind.value, "on": date(2022, 8, 1)},
    )


@pytest.mark.parametrize("make", [new_question, new_litigation])
def test_event_of_a_penalty_in_another_kind_of_dossier_is_refused(make, alice: User, desk: Team) -> None:
    dossier = make(alice, desk)
    refused = refusal(add_event, act_of(alice), dossier, happening(SERVED, date(2022, 7, 29)))
    assert (refused.code, refused.values["kind"]) == ("event_not_of_this_kind", dossier.kind)


def test_event_of_a_penalty_without_its_day_is_refused(alice: User, condemnation: Dossier) -> None:
    assert refusal(add_event, act_of(alice), condemnation, happening(SERVED, None)).code == "date_needed"


@pytest.mark.parametrize("amount", [None, Decimal(0)])
def test_payment_without_an_amount_is_refused(
    amount: Decimal | None, alice: User, condemnation: Dossier
) -> None:
    payment = happening(EventKind.PAYMENT_RECEIVED, date(2022, 9, 1), amount)
    assert refusal(add_event, act_of(alice), condemnation, payment).code == "amount_needed"


def test_event_in_a_closed_dossier_is_refused(alice: User, condemnation: Dossier) -> None:
    closed = close(act_of(alice), condemnation.pk, outcome="settled")
    refused = refusal(add_event, act_of(alice), closed, happening(SERVED, date(2022, 7, 29)))
    assert (refused.code, refused.values["allowed"]) == ("state_forbids", ["reopen"])

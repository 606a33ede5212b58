"""After any life of an order its row says what its ledger says, on its own day and as long as it claims to hold."""

import os
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from cases.models import Dossier, EventKind
from cases.services.condemnations import OrderDetails, PenaltyDetails
from cases.services.dossiers import Opening
from cases.services.events import Happening
from deadlines.corrections import Grounds, correct_event
from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.penalties import UnitState, milestones
from deadlines.ledgers import Account, accounts_of
from deadlines.life import Penalty, penalty_on
from deadlines.models import PenaltyStanding
from deadlines.services import enter_condemnation, record_event
from deadlines.watch_sweep import sweep
from helpdesk.errors import DeskError
from helpdesk.people.models import Team, User
from tests.factories import act

LIVES = int(os.environ.get("PENALTY_LIVES", "25"))
FIRST = date(2025, 1, 6)
DAY = timedelta(days=1)
TOTALS = ("forfeited", "suspended", "prescribed", "claimable", "secured", "paid")

euros = st.integers(1, 600_000).map(lambda cents: Decimal(cents) / 100)
terms = st.fixed_dictionaries(
    {
        "amount": euros,
        "unit": st.sampled_from(["calendar_day", "working_day", "night"]),
        "respite_length": st.integers(0, 5),
        "cap": st.none() | euros.map(lambda each: each * 30),
        "expires_on": st.none() | st.integers(0, 300).map(lambda more: FIRST + more * DAY),
        "is_provisionally_enforceable": st.booleans(),
    }
)
steps = st.tuples(
    st.integers(0, 70),
    st.integers(0, 40),
    st.sampled_from(
        [
            *[EventKind.COMMAND_SERVED, EventKind.SEIZURE, EventKind.PAYMENT_RECEIVED] * 2,
            EventKind.PERSON_HOUSED,
            EventKind.PENALTY_SUSPENDED,
            EventKind.PENALTY_AMENDED,
            EventKind.PRESCRIPTION_IMPEDED,
            EventKind.ORDER_APPEALED,
            EventKind.APPEAL_ENDED,
            EventKind.ORDER_SERVED_AGAIN,
        ]
    ),
    euros,
)


def told(kind: EventKind, on: date, amount: Decimal) -> dict[str, Any]:
    """What an event of this kind tells besides its day."""
    match kind:
        case EventKind.PAYMENT_RECEIVED:
            return {"amount": amount}
        case EventKind.PENALTY_SUSPENDED:
            return {"details": {"until": str(on + 9 * DAY)}}
        case EventKind.PENALTY_AMENDED:
            return {"details": {"amount": "0.50", "cap": None}}
        case EventKind.PRESCRIPTION_IMPEDED:
            return {"details": {"impediment": "bankruptcy", "is_accepted": True, "why": "Invented"}}
        case EventKind.ORDER_APPEALED:
            return {"details": {"has_suspensive_effect": amount > 3000}}
    return {}


def tried(write: Any) -> bool:
    """Whether it was allowed; what is refused leaves nothing behind."""
    try:
        with transaction.atomic():
            write()
    except (DeskError, LawError):
        return False
    return True


def penalty_of(dossier: Dossier, day: date) -> Penalty:
    penalty = penalty_on(dossier.events.all(), day)
    assert penalty is not None
    return penalty


def account_of(penalty: Penalty, day: date) -> Account:
    """That of its one debtor."""
    (account,) = accounts_of(penalty, day).values()
    return account


def assert_row_is_the_ledger(dossier: Dossier, today: date) -> None:
    row = PenaltyStanding.objects.get(pk=dossier.pk)
    assert row.as_of_on is not None
    assert row.as_of_on <= today
    assert row.holds_until is None or row.holds_until >= today
    last = min(row.holds_until or date.max, today + 120 * DAY)
    for day in {row.as_of_on, today, last}:
        book = account_of(penalty_of(dossier, day), day).book
        for name in TOTALS:
            one = getattr(book.totals, name)
            assert (getattr(row, f"{name}_units"), getattr(row, f"{name}_amount")) == (one.units, one.amount)
        lapses = [each for each in (book.oldest_unsecured_lapses_on, book.secured_lapses_on) if each]
        forfeited = [part.from_on for part in book.ranges if part.state is not UnitState.SUSPENDED]
        assert (row.oldest_unsecured_on, row.lapses_on, row.cap_reached_on, row.first_unit_on) == (
            book.oldest_unsecured_unit_on,
            min(lapses, default=None),
            book.cap_reached_on,
            min(forfeited, default=None),
        )


def assert_watches_are_what_lies_ahead(dossier: Dossier, today: date) -> None:
    penalty = penalty_of(dossier, today)
    ahead = milestones(penalty.terms, account_of(penalty, today).facts, today, load_law().calendar)
    watched = dossier.deadlines.filter(state="open").values_list("rule_id", "query__about", "due_on")
    assert set(watched) == {(one.kind.value, one.about, one.due_on) for one in ahead}
    dossier.refresh_from_db()
    assert dossier.next_due_on == min((one.due_on for one in ahead), default=None)


@pytest.fixture
def rolled_back(desk: Team, alice: User) -> tuple[Team, User]:
    return desk, alice


@given(terms=terms, life=st.lists(steps, max_size=7))
@settings(
    max_examples=LIVES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_row_is_the_ledger_and_watches_are_what_lies_ahead(
    rolled_back: tuple[Team, User], terms: dict[str, Any], life: list[Any]
) -> None:
    desk, alice = rolled_back
    with transaction.atomic():
        live(desk, alice, terms, life)
        transaction.set_rollback(True)


def live(desk: Team, alice: User, terms: dict[str, Any], life: list[Any]) -> None:
    order = OrderDetails(
        court="Labour tribunal Brussels", role_number="25/1/K", decided_on=FIRST, procedure="unilateral"
    )
    opening = Opening(team=desk, title="An order", owner=alice)
    dossier = enter_condemnation(act(alice, FIRST), opening, order=order, penalty=PenaltyDetails(**terms))
    served = Happening(kind=EventKind.ORDER_SERVED, on=FIRST)
    record_event(act(alice, FIRST), dossier.pk, served)
    today = FIRST
    for later, earlier, kind, amount in life:
        today += later * DAY
        sweep(today=today, at=datetime.combine(today, time(1), tzinfo=UTC))
        assert_row_is_the_ledger(dossier, today)
        assert_watches_are_what_lies_ahead(dossier, today)
        on = max(FIRST, today - earlier * DAY)
        happening = Happening(kind=kind, on=on, **told(kind, on, amount))
        if tried(lambda: record_event(act(alice, today), dossier.pk, happening)):  # noqa: B023
            event(kind.value)
        assert_row_is_the_ledger(dossier, today)
        assert_watches_are_what_lies_ahead(dossier, today)
    service = dossier.events.get(kind=EventKind.ORDER_SERVED)
    moved = Happening(kind=EventKind.ORDER_SERVED, on=min(FIRST + 3 * DAY, today))
    grounds = Grounds(reason="Misread")
    if tried(lambda: correct_event(act(alice, today), service.pk, moved, query=None, grounds=grounds)):
        event("service corrected")
        assert_row_is_the_ledger(dossier, today)
        assert_watches_are_what_lies_ahead(dossier, today)

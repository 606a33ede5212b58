"""The days pass: figures are brought up to date, watches move or end, and what is lost is told out loud, once."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
import structlog
from django.core.management import call_command
from django.db import transaction

from cases.models import Condemnation, Dossier, Event, EventKind
from cases.services.condemnations import OrderDetails, PenaltyDetails
from cases.services.dossiers import Opening
from cases.services.events import Happening
from deadlines.law.errors import LawError
from deadlines.losses import tell_losses
from deadlines.models import Deadline, Loss, PenaltyStanding
from deadlines.reminders import sweep as ring
from deadlines.services import enter_condemnation, record_event, waive
from deadlines.tasks import sweep_watches
from deadlines.watch_sweep import sweep
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.factories import a_condemnation, act
from tests.helpdesk.side_by_side import elsewhere

TODAY = date(2026, 6, 15)
LAST_DAY = date(2026, 9, 10)


def night_of(day: date) -> datetime:
    return datetime.combine(day, time(0, 3), tzinfo=UTC)


def pass_night(day: date) -> int:
    return sweep(today=day, at=night_of(day))


def an_order(
    by: User, team: Team, number: int = 1, *, decided_on: date = date(2026, 3, 2), **terms: Any
) -> Dossier:
    """An order against Fedasil, 250 euros a day, not served yet."""
    order = OrderDetails(
        court="Labour tribunal Brussels",
        role_number=f"26/{number:04d}/K",
        decided_on=decided_on,
        procedure="unilateral",
    )
    penalty = PenaltyDetails(amount=Decimal(250), unit="calendar_day", **terms)
    return enter_condemnation(
        act(by), Opening(team=team, title="An order", owner=by), order=order, penalty=penalty
    )


def happens(by: User, dossier: Dossier, kind: EventKind, on: date, **told: Any) -> None:
    record_event(act(by), dossier.pk, Happening(kind=kind, on=on, **told))


def standing(dossier: Dossier) -> PenaltyStanding:
    return PenaltyStanding.objects.get(pk=dossier.pk)


def watch(dossier: Dossier, rule: str = "penalty-oldest-unit") -> Deadline:
    return dossier.deadlines.get(rule_id=rule, state="open")


def open_days(dossier: Dossier) -> list[tuple[str, date]]:
    rows = dossier.deadlines.filter(state="open").order_by("due_on")
    return list(rows.values_list("rule_id", "due_on"))


def noted(dossier: Dossier, verb: str) -> list[dict[str, Any]]:
    entries = TrailEntry.objects.filter(dossier_id=dossier.pk, verb=verb).order_by("id")
    return list(entries.values_list("changes", flat=True))


# Figures


def test_figures_of_a_running_penalty_are_brought_to_the_day_and_a_second_look_does_nothing(
    alice: User, desk: Team
) -> None:
    dossier = a_condemnation(alice, desk)
    assert (standing(dossier).as_of_on, standing(dossier).holds_until) == (TODAY, TODAY)
    assert pass_night(TODAY) == 0
    assert pass_night(TODAY + timedelta(days=1)) == 1
    after = standing(dossier)
    assert (after.as_of_on, after.claimable_units, after.claimable_amount) == (
        TODAY + timedelta(days=1),
        98,
        Decimal("24500.00"),
    )
    assert pass_night(TODAY + timedelta(days=1)) == 0
    assert noted(dossier, "watch.moved") == []


def test_penalty_that_moves_no_more_is_left_alone_until_something_lapses(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    happens(alice, dossier, EventKind.PERSON_HOUSED, date(2026, 4, 1))
    assert standing(dossier).holds_until == LAST_DAY
    assert pass_night(LAST_DAY) == 0
    assert pass_night(LAST_DAY + timedelta(days=1)) == 1


def test_what_was_written_past_the_services_is_reckoned_by_the_next_sweep(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    given = dossier.events.get(kind=EventKind.ORDER_GIVEN)
    given.details["penalty"]["amount"] = "500.00"
    given.save(update_fields=["details"])
    assert standing(dossier).as_of_on is None
    assert pass_night(TODAY) == 1
    assert standing(dossier).claimable_amount == Decimal("48500.00")
    Event.objects.filter(dossier=dossier).delete()
    assert standing(dossier).as_of_on is None
    assert pass_night(TODAY) == 1
    assert (standing(dossier).served_on, standing(dossier).claimable_units) == (None, 0)


def test_condemnation_has_its_standing_and_its_words_from_the_first_moment(alice: User, desk: Team) -> None:
    dossier = an_order(alice, desk)
    words = f"{dossier.reference} An order Labour tribunal Brussels 26/0001/K  "
    assert standing(dossier).words == words.lower()
    Dossier.objects.filter(pk=dossier.pk).update(title="Un autre été")
    Condemnation.objects.filter(pk=dossier.pk).update(
        ecli="ECLI:BE:TTBRL:2026:ORD.1", decided_on=date(2026, 3, 1)
    )
    assert "un autre ete" in standing(dossier).words
    assert "ecli:be:ttbrl:2026:ord.1" in standing(dossier).words
    assert standing(dossier).decided_on == date(2026, 3, 1)


def test_every_condemnation_is_reckoned_anew_on_command(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    PenaltyStanding.objects.update(
        claimable_units=1, claimable_amount=1, forfeited_units=1, forfeited_amount=1
    )
    said = StringIO()
    call_command("refresh_standings", stdout=said)
    assert said.getvalue() == "1 condemnations were reckoned.\n"
    assert standing(dossier).claimable_units == 97


def test_task_goes_by_the_day_of_the_desk(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    PenaltyStanding.objects.update(as_of_on=None)
    sweep_watches()
    assert standing(dossier).as_of_on == TODAY


# What must not stop the others


def test_order_that_the_law_refuses_is_an_error_and_stops_no_other(alice: User, desk: Team) -> None:
    """Such an event is refused on entry; this one came some other way."""
    broken, sound = a_condemnation(alice, desk, 1), a_condemnation(alice, desk, 2)
    Event.objects.create(
        dossier=broken, kind=EventKind.VIOLATION_FOUND, occurred_on=TODAY, recorded_by=alice,
        recorded_at=night_of(TODAY),
    )  # fmt: skip
    with structlog.testing.capture_logs() as said:
        assert pass_night(TODAY + timedelta(days=1)) == 2
    assert [(line["event"], line["code"], line["dossier"]) for line in said] == [
        ("penalty_not_reckoned", "penalty_impossible", str(broken.pk))
    ]
    assert standing(broken).refusal == "penalty_impossible"
    happens(alice, broken, EventKind.HEARING, TODAY)
    with pytest.raises(LawError, match="penalty_impossible"):
        happens(alice, broken, EventKind.SEIZURE, TODAY)
    assert (standing(sound).refusal, standing(sound).claimable_units) == ("", 98)
    assert pass_night(TODAY + timedelta(days=1)) == 1
    Event.objects.filter(kind=EventKind.VIOLATION_FOUND).delete()
    assert pass_night(TODAY + timedelta(days=1)) == 1
    assert (standing(broken).refusal, standing(broken).claimable_units) == ("", 98)


@pytest.mark.django_db(transaction=True)
def test_dossier_that_somebody_works_on_is_left_to_the_next_sweep(alice: User, desk: Team) -> None:
    held, free = a_condemnation(alice, desk, 1), a_condemnation(alice, desk, 2)
    tomorrow = TODAY + timedelta(days=1)

    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=held.pk)
        assert elsewhere(lambda: pass_night(tomorrow)) == 1
    assert (standing(free).as_of_on, standing(held).as_of_on) == (tomorrow, TODAY)
    assert pass_night(tomorrow) == 1


def test_letter_or_note_put_to_an_event_changes_no_figure_and_another_day_does(
    alice: User, desk: Team
) -> None:
    dossier = a_condemnation(alice, desk)
    dossier.events.update(note="The bailiff called.", facts={"seen": True})
    assert standing(dossier).as_of_on == TODAY
    dossier.events.filter(kind=EventKind.ORDER_SERVED).update(occurred_on=date(2026, 3, 10))
    assert standing(dossier).as_of_on is None


def test_figures_of_two_who_owe_the_whole_each_are_those_of_one_and_a_loss_is_held_against_each(
    alice: User, desk: Team
) -> None:
    dossier = an_order(alice, desk, debtor="both")
    happens(alice, dossier, EventKind.ORDER_SERVED, date(2026, 3, 9), details={"debtor": "fedasil"})
    happens(alice, dossier, EventKind.ORDER_SERVED, date(2026, 3, 11), details={"debtor": "belgian_state"})
    assert (standing(dossier).claimable_units, standing(dossier).claimable_amount) == (97, Decimal(24250))
    assert standing(dossier).lapses_on == LAST_DAY
    for day in (11, 12, 13):
        pass_night(date(2026, 9, day))
    lost = Loss.objects.order_by("id").values_list("units", "amount")
    assert list(lost) == [(1, Decimal(250)), (1, Decimal(250)), (1, Decimal(250))]
    assert standing(dossier).lapsed_against == {"fedasil": [3, "750.00"], "belgian_state": [1, "250.00"]}


def test_queries_of_a_sweep_do_not_grow_with_what_stays_as_it_was(
    alice: User, desk: Team, django_assert_num_queries: Any
) -> None:
    for number in range(1, 6):
        a_condemnation(alice, desk, number)
    with django_assert_num_queries(10):
        assert pass_night(TODAY + timedelta(days=1)) == 5
    for number in range(6, 16):
        a_condemnation(alice, desk, number)
    with django_assert_num_queries(10):
        assert pass_night(TODAY + timedelta(days=2)) == 15


# Days that come


def test_day_that_has_come_ends_its_watch(alice: User, desk: Team) -> None:
    dossier = an_order(alice, desk, expires_on=date(2026, 6, 20), respite_length=2, cap=Decimal(500))
    happens(alice, dossier, EventKind.ORDER_SERVED, TODAY)
    assert open_days(dossier) == [
        ("penalty-respite", date(2026, 6, 18)),
        ("penalty-cap", date(2026, 6, 19)),
        ("penalty-expiry", date(2026, 6, 20)),
        ("penalty-oldest-unit", date(2026, 11, 18)),
    ]
    for day in range(16, 22):
        pass_night(date(2026, 6, day))
    assert open_days(dossier) == [("penalty-oldest-unit", date(2026, 11, 18))]
    assert [(one["rule"], one["cause"]) for one in noted(dossier, "watch.lapsed")] == [
        ("penalty-respite", "day_passed"),
        ("penalty-cap", "day_passed"),
        ("penalty-expiry", "day_passed"),
    ]
    dossier.refresh_from_db()
    assert dossier.next_due_on == date(2026, 11, 18)


def test_order_that_expires_unserved_is_watched_no_more(alice: User, desk: Team) -> None:
    dossier = an_order(alice, desk, expires_on=date(2026, 6, 20))
    assert pass_night(date(2026, 6, 20)) == 0
    assert pass_night(date(2026, 6, 21)) == 1
    dossier.refresh_from_db()
    assert dossier.next_due_on is None


# Losses


def told(day: date) -> dict[str, str]:
    """Who is mailed what about losses on the morning of a day."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    tell_losses(today=day, at=datetime.combine(day, time(5), tzinfo=UTC))
    mails = OutgoingMail.objects.exclude(pk__in=before).select_related("addressee")
    return {mail.addressee.name: mail.subject for mail in mails}


def test_lost_unit_is_told_once_to_owner_and_coordinators_and_the_next_one_is_watched(
    alice: User, bob: User, cora: User, desk: Team
) -> None:
    dossier = a_condemnation(alice, desk)
    pass_night(LAST_DAY)
    assert told(LAST_DAY) == {}
    pass_night(date(2026, 9, 11))
    pass_night(date(2026, 9, 11))
    assert noted(dossier, "penalty.unit_lapsed") == [
        {"units": 1, "amount": "250.00", "seen_on": "2026-09-11"}
    ]
    subject = "C-2026-00001: een deel van een dwangsom is verloren, €\N{NO-BREAK SPACE}250,00"
    assert told(date(2026, 9, 11)) == {"Alice": subject, "Cora": subject}
    assert told(date(2026, 9, 11)) == {}
    (moved,) = noted(dossier, "watch.moved")
    assert (moved["about"], moved["cause"]) == (["2026-03-10", "2026-03-11"], "unit_lapsed")
    assert (watch(dossier).query["about"], watch(dossier).legal_on) == ("2026-03-11", date(2026, 9, 11))
    pass_night(date(2026, 9, 12))
    assert told(date(2026, 9, 12)) == {"Alice": subject, "Cora": subject}


def test_losses_of_one_night_are_one_mail_a_colleague(alice: User, bob: User, cora: User, desk: Team) -> None:
    for number, owner in ((1, alice), (2, alice), (3, bob)):
        a_condemnation(owner, desk, number)
    pass_night(date(2026, 9, 14))
    assert told(date(2026, 9, 14)) == {
        "Alice": "Delen van 2 dwangsommen zijn verloren, samen €\N{NO-BREAK SPACE}2.000,00",
        "Bob": "C-2026-00003\N{NO-BREAK SPACE}: une partie d'une astreinte est perdue, "
        "1\N{NO-BREAK SPACE}000,00\N{NO-BREAK SPACE}€",
        "Cora": "Delen van 3 dwangsommen zijn verloren, samen €\N{NO-BREAK SPACE}3.000,00",
    }


def test_loss_after_days_without_a_sweep_is_kept_as_one(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    pass_night(date(2026, 9, 14))
    loss = Loss.objects.get()
    assert (loss.dossier, loss.units, loss.amount, loss.was_watched) == (dossier, 4, Decimal(1000), True)
    assert watch(dossier).query["about"] == "2026-03-14"


def test_penalty_that_loses_units_day_after_day_is_told_of_and_rings_no_more(alice: User, desk: Team) -> None:
    a_condemnation(alice, desk)
    assert ring(today=LAST_DAY, at=night_of(LAST_DAY)) == 1
    pass_night(date(2026, 9, 11))
    assert ring(today=date(2026, 9, 11), at=night_of(date(2026, 9, 11))) == 0


def test_loss_of_saved_units_is_told_too(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    happens(alice, dossier, EventKind.PERSON_HOUSED, date(2026, 4, 1))
    happens(alice, dossier, EventKind.COMMAND_SERVED, TODAY)
    assert pass_night(date(2026, 12, 15)) == 0
    pass_night(date(2026, 12, 16))
    assert [(loss.units, loss.amount) for loss in Loss.objects.all()] == [(22, Decimal(5500))]
    assert set(told(date(2026, 12, 16))) == {"Alice"}
    assert not dossier.deadlines.filter(state="open").exists()


def test_what_was_waived_is_lost_without_a_mail_and_the_next_unit_is_watched(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    waive(act(alice), watch(dossier).pk, reason="One day is not worth a bailiff.")
    pass_night(LAST_DAY)
    assert not dossier.deadlines.filter(state="open").exists()
    pass_night(date(2026, 9, 11))
    assert len(noted(dossier, "penalty.unit_lapsed")) == 1
    assert told(date(2026, 9, 11)) == {}
    assert watch(dossier).query["about"] == "2026-03-11"
    pass_night(date(2026, 9, 12))
    assert set(told(date(2026, 9, 12))) == {"Alice"}


def test_what_had_lapsed_before_the_desk_knew_is_in_the_trail_and_in_no_mail(alice: User, desk: Team) -> None:
    dossier = an_order(alice, desk, decided_on=date(2025, 9, 1))
    happens(alice, dossier, EventKind.ORDER_SERVED, date(2025, 9, 8))
    assert [one["units"] for one in noted(dossier, "penalty.unit_lapsed")] == [97]
    assert told(TODAY) == {}
    assert watch(dossier).query["about"] == "2025-12-15"
    assert watch(dossier).legal_on == TODAY


@pytest.mark.parametrize(
    ("served_on", "due_on", "rings"),
    [
        (date(2026, 3, 9), date(2026, 8, 10), 0),
        # A month is left: that rings at once. Days are being lost already: the digest and the mail of losses say so.
        (date(2026, 1, 5), date(2026, 6, 5), 1),
        (date(2025, 9, 8), date(2026, 5, 15), 0),
    ],
)
def test_bulk_of_old_orders_gets_its_watches_from_the_sweep_and_no_flood_of_mail(
    alice: User, desk: Team, served_on: date, due_on: date, rings: int
) -> None:
    dossier = an_order(alice, desk, decided_on=date(2025, 9, 1))
    Event.objects.bulk_create(
        [
            Event(
                dossier=dossier, kind=EventKind.ORDER_SERVED, occurred_on=served_on, recorded_by=alice,
                recorded_at=night_of(TODAY),
            )
        ]
    )  # fmt: skip
    assert pass_night(TODAY) == 1
    assert watch(dossier).due_on == due_on
    assert ring(today=TODAY, at=night_of(TODAY)) == rings
    assert told(TODAY) == {}


# Rings


def test_watch_rings_before_its_day_and_again_before_the_last(alice: User, desk: Team) -> None:
    leads = watch(a_condemnation(alice, desk)).reminders.order_by("ring_on")
    assert list(leads.values_list("lead", "ring_on")) == [
        ("days_30", date(2026, 7, 10)),
        ("days_14", date(2026, 7, 27)),
        ("days_7", date(2026, 8, 3)),
        ("days_1", date(2026, 8, 7)),
        ("days_0", date(2026, 8, 10)),
        ("last_days_14", date(2026, 8, 27)),
        ("last_days_7", date(2026, 9, 3)),
        ("last_days_3", date(2026, 9, 7)),
        ("last_days_1", date(2026, 9, 9)),
        ("last_days_0", date(2026, 9, 10)),
    ]

"""The import of services, acts of enforcement and payments: the same rules as when each is recorded by hand."""

import importlib
import inspect
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.imports.examination import BATCH
from cases.imports.mistakes import SAYS
from cases.models import Dossier, EventKind
from cases.services.events import Happening
from deadlines.closing import close_dossier
from deadlines.imports import Clock, work_on
from deadlines.law.errors import LawError
from deadlines.ledgers import ledger_of
from deadlines.services import record_event
from helpdesk.errors import DeskError
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.cases.conftest import NOW, act_of
from tests.cases.files import (
    checked,
    csv_of,
    handed_in,
    imported,
    many,
    mistakes,
    mistakes_of,
    row,
    words_of,
    written,
)
from tests.conftest import TODAY

ORDER = {"court": "Invented court", "role_number": "22/1/K", "decided_on": "2022-07-22"}
KEY = tuple(ORDER)
SERVICE = (*KEY, "served_on", "bailiff", "is_second_service")
ENFORCEMENT = (*KEY, "served_on", "act", "bailiff")
PAYMENT = (*KEY, "paid_on", "amount", "payer", "payment_reference")


def services(*rows: dict[str, str]) -> bytes:
    return csv_of(*({**ORDER, "served_on": "2022-07-29", **one} for one in rows), header=SERVICE)


def enforcement(*rows: dict[str, str]) -> bytes:
    return csv_of(*({**ORDER, "served_on": "2022-12-01", **one} for one in rows), header=ENFORCEMENT)


def payments(*rows: dict[str, str]) -> bytes:
    paid = {**ORDER, "paid_on": "2022-12-01", "amount": "250.00"}
    return csv_of(*({**paid, **one} for one in rows), header=PAYMENT)


@pytest.fixture
def unserved(alice: User, desk: Team) -> Dossier:
    """An order with its penalty, of which nobody was told yet."""
    imported(csv_of(row(served_on="", housed_on="")), alice, desk)
    return Dossier.objects.get()


@pytest.fixture
def served(alice: User, unserved: Dossier) -> Dossier:
    happen(alice, unserved, "order_served", "2022-07-29")
    return unserved


def happen(user: User, dossier: Dossier, kind: str, on: str, **told: Any) -> None:
    happening = Happening(kind=EventKind(kind), on=date.fromisoformat(on), **told)
    record_event(act_of(user), dossier.pk, happening)


def test_list_of_a_bailiff_becomes_services_and_the_ledger_runs(
    alice: User, desk: Team, unserved: Dossier
) -> None:
    imported(services({"bailiff": "An invented bailiff"}), alice, desk, kind="service_acts")
    event = unserved.events.get(kind="order_served")
    assert (event.kind, event.occurred_on) == ("order_served", date(2022, 7, 29))
    assert event.details == {"bailiff": "An invented bailiff"}
    assert ledger_of(unserved, date(2022, 8, 8)).totals.forfeited.units == 9


def test_imported_event_leaves_the_trail_and_the_revision_a_recorded_one_leaves(
    alice: User, desk: Team, served: Dossier
) -> None:
    served.refresh_from_db()
    entries = TrailEntry.objects.filter(dossier_id=served.pk).order_by("id")
    revision, entered = served.revision, entries.count()
    happen(alice, served, "command_served", "2022-11-01")
    source = enforcement({"act": "command"}, {"act": "seizure"})
    imported(source, alice, desk, kind="enforcement_acts")
    recorded = list(entries.filter(verb="event.recorded"))[-3:]
    assert [sorted(entry.changes) for entry in recorded] == [["event", "kind", "on"]] * 3
    served.refresh_from_db()
    assert served.revision == revision + entries.count() - entered
    assert set(served.events.filter(occurred_on="2022-12-01").values_list("kind", flat=True)) == {
        "command_served",
        "seizure",
    }


def test_payments_settle_what_is_claimable(alice: User, desk: Team, served: Dossier) -> None:
    source = payments({}, {"amount": "500.00", "payer": "Fedasil"}, {"paid_on": "2022-12-02"})
    imported(source, alice, desk, kind="payments")
    assert ledger_of(served, date(2022, 12, 3)).totals.paid.amount == 1000
    assert served.events.filter(details={"payer": "Fedasil"}).count() == 1


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("service_acts", services({"bailiff": "B."})),
        ("enforcement_acts", enforcement({"act": "command"}, {"act": "seizure"})),
        ("payments", payments({"payment_reference": "1"}, {"payment_reference": "2"}, {"amount": "1"})),
    ],
)
def test_same_file_again_changes_nothing(
    kind: str, rows: bytes, alice: User, desk: Team, unserved: Dossier
) -> None:
    if kind != "service_acts":
        happen(alice, unserved, "order_served", "2022-07-29")
    imported(rows, alice, desk, kind=kind)
    before = list(unserved.events.order_by("id").values())
    again = checked(rows, alice, desk, kind=kind)
    assert (again.counts["unchanged"], again.state) == (len(rows.splitlines()) - 1, "checked")
    written(alice, again)
    assert list(unserved.events.order_by("id").values()) == before


# The same rules as by hand


@pytest.mark.parametrize(
    ("kind", "source", "happening"),
    [
        ("payments", payments({}), {"kind": "payment_received", "on": "2022-12-01", "amount": 250}),
        ("enforcement_acts", enforcement({"act": "seizure"}), {"kind": "seizure", "on": "2022-12-01"}),
        (
            "service_acts",
            services({"is_second_service": "ja"}),
            {"kind": "order_served_again", "on": "2022-07-29"},
        ),
    ],
)
def test_file_and_service_refuse_the_same_of_an_order_that_was_not_served(
    kind: str, source: bytes, happening: dict[str, Any], alice: User, desk: Team, unserved: Dossier
) -> None:
    told = {**happening, "kind": EventKind(happening["kind"]), "on": date.fromisoformat(happening["on"])}
    with pytest.raises((DeskError, LawError)) as by_hand:
        record_event(act_of(alice), unserved.pk, Happening(**told))
    [mistake] = mistakes_of(checked(source, alice, desk, kind=kind))
    assert mistake.code == by_hand.value.code


def test_payment_before_the_service_is_refused_with_the_way_out(
    alice: User, desk: Team, served: Dossier
) -> None:
    [mistake] = mistakes_of(checked(payments({"paid_on": "2022-07-28"}), alice, desk, kind="payments"))
    assert (mistake.code, mistake.column) == ("not_served", "paid_on")
    assert words_of(mistake).endswith("The order was not served by this day. Record its service first.")


def test_service_recorded_late_makes_room_for_the_payments(
    alice: User, desk: Team, unserved: Dossier
) -> None:
    assert mistakes(payments({}), alice, desk, kind="payments") == [(2, "paid_on", "not_served")]
    imported(services({}), alice, desk, kind="service_acts")
    assert mistakes(payments({}), alice, desk, kind="payments") == []


def test_payment_of_an_order_without_a_penalty_is_refused(alice: User, desk: Team) -> None:
    imported(csv_of(row(penalty_amount="", penalty_unit="")), alice, desk)
    assert mistakes(payments({}), alice, desk, kind="payments") == [(2, "paid_on", "no_penalty")]


def test_second_service_needs_an_appeal_that_has_ended(alice: User, desk: Team, served: Dossier) -> None:
    again = services({"served_on": "2022-10-03", "is_second_service": "oui"})
    assert mistakes(again, alice, desk, kind="service_acts") == [(2, "served_on", "appeal_not_ended")]
    happen(alice, served, "order_appealed", "2022-08-01", details={"has_suspensive_effect": False})
    happen(alice, served, "appeal_ended", "2022-10-01", details={"result": "confirmed"})
    imported(again, alice, desk, kind="service_acts")
    assert served.events.filter(kind="order_served_again").count() == 1


def test_closed_dossier_takes_no_events(alice: User, desk: Team, served: Dossier) -> None:
    happen(alice, served, "settlement_agreed", "2022-12-05", amount=Decimal(1500))
    close_dossier(act_of(alice), served.pk, outcome="settled")
    assert mistakes(payments({}), alice, desk, kind="payments") == [(2, "paid_on", "state_forbids")]
    assert mistakes(services({}), alice, desk, kind="service_acts") == []


def test_day_of_tomorrow_and_day_before_the_order_are_refused(
    alice: User, desk: Team, served: Dossier
) -> None:
    source = payments({"paid_on": "2026-06-16"}, {"paid_on": "2022-07-21"})
    assert mistakes(source, alice, desk, kind="payments") == [
        (2, "paid_on", "date_in_future"),
        (3, "paid_on", "event_before_order"),
    ]


def test_order_of_nobody_and_of_another_team_are_refused(
    alice: User, charlie: User, desk: Team, served: Dossier
) -> None:
    elsewhere = Team.objects.get(slug="elsewhere")
    imported(csv_of(row(role_number="22/8/K")), charlie, elsewhere)
    source = payments({"role_number": "22/9/K"}, {"role_number": "22/8/K"})
    assert mistakes(source, alice, desk, kind="payments") == [
        (2, "role_number", "order_unknown"),
        (3, "role_number", "known_elsewhere"),
    ]


# Twice


def test_service_on_another_day_is_refused_or_skipped(alice: User, desk: Team, served: Dossier) -> None:
    source = services({"served_on": "2022-07-30"})
    for existing in ("refuse", "update"):
        found = mistakes(source, alice, desk, kind="service_acts", existing=existing)
        assert found == [(2, "served_on", "event_happens_once")]
    skipped = checked(source, alice, desk, kind="service_acts", existing="skip")
    assert (skipped.counts["skipped"], skipped.state) == (1, "checked")
    assert skipped.rows.get().changes == {"served_on": ["2022-07-29", "2022-07-30"]}


def test_bailiff_the_desk_does_not_know_of_is_not_lost_in_silence(
    alice: User, desk: Team, served: Dossier
) -> None:
    source = services({"bailiff": "An invented bailiff"})
    assert mistakes(source, alice, desk, kind="service_acts") == [(2, "bailiff", "differs_from_stored")]
    updating = mistakes(source, alice, desk, kind="service_acts", existing="update")
    assert updating == [(2, "bailiff", "event_not_edited")]
    assert mistakes(source, alice, desk, kind="service_acts", existing="skip") == []


def test_identical_payments_are_refused_unless_their_references_tell_them_apart(
    alice: User, desk: Team, served: Dossier
) -> None:
    twice = payments({}, {}, {"payment_reference": "3"}, {"payer": "Fedasil"})
    assert mistakes(twice, alice, desk, kind="payments") == [
        (3, "paid_on", "payment_twice"),
        (4, "paid_on", "payment_twice"),
        (5, "paid_on", "payment_twice"),
    ]
    apart = payments({"payment_reference": "1"}, {"payment_reference": "2"})
    imported(apart, alice, desk, kind="payments")
    assert served.events.filter(kind="payment_received").count() == 2


def test_payment_beside_one_of_the_desk_is_new_known_or_in_doubt(
    alice: User, desk: Team, served: Dossier
) -> None:
    imported(payments({"payment_reference": "1"}), alice, desk, kind="payments")
    source = payments({"payment_reference": "2"})
    assert checked(source, alice, desk, kind="payments").counts["new"] == 1
    assert checked(payments({}), alice, desk, kind="payments").counts["unchanged"] == 1
    happen(alice, served, "payment_received", "2022-12-05", amount=250)
    doubtful = payments({"paid_on": "2022-12-05", "payment_reference": "3"})
    assert mistakes(doubtful, alice, desk, kind="payments") == [
        (2, "payment_reference", "payment_perhaps_known")
    ]


def test_act_that_stands_twice_in_the_file_is_refused(alice: User, desk: Team, served: Dossier) -> None:
    source = enforcement({"act": "command"}, {"act": "seizure"}, {"act": "command"})
    assert mistakes(source, alice, desk, kind="enforcement_acts") == [(4, "served_on", "line_twice")]


def test_rows_of_one_order_far_apart_in_the_file_are_held_against_each_other(
    alice: User, desk: Team, served: Dossier
) -> None:
    imported(many(BATCH, served_on="2022-07-29", court="Another invented court"), alice, desk)
    others = [{"court": "Another invented court", "role_number": f"22/{n}/K"} for n in range(1, BATCH + 1)]
    source = payments({"amount": "30000"}, *others, {"amount": "30000"}, {"amount": "2000.50"})
    found = mistakes_of(checked(source, alice, desk, kind="payments"))
    assert [(one.line, one.column, one.code) for one in found] == [
        (BATCH + 3, "paid_on", "payment_twice"),
        (BATCH + 4, "amount", "penalty_impossible"),
    ]
    assert words_of(found[1]).endswith(
        "By 2022-12-01 less was forfeited: 2000.50 euro is 1000.50 too much. Look at amount, day and order."
    )


def test_order_is_named_by_our_reference_too(alice: User, desk: Team, served: Dossier) -> None:
    source = f"reference,paid_on,amount\n{served.reference},2022-12-01,250\n".encode()
    imported(source, alice, desk, kind="payments")
    assert served.events.filter(kind="payment_received").count() == 1
    assert checked(payments({}), alice, desk, kind="payments").counts["unchanged"] == 1


def test_ledger_that_cannot_be_reckoned_refuses_a_new_order(alice: User, desk: Team) -> None:
    source = csv_of(row(penalty_unit="lump_sum", penalty_cap="1000"))
    [mistake] = mistakes_of(checked(source, alice, desk))
    assert (mistake.column, mistake.code) == ("penalty_cap", "penalty_impossible")
    assert "A lump sum has no cap" in words_of(mistake)


def test_desk_beyond_the_confirmed_holidays_refuses_what_it_cannot_reckon(alice: User, desk: Team) -> None:
    waiting = handed_in(csv_of(row(served_on="", housed_on="")), alice, desk)
    work_on(waiting.pk, Clock(lambda: NOW, date(2041, 1, 1)))
    assert [(one.column, one.code) for one in mistakes_of(waiting)] == [("", "calendar_not_confirmed")]


def test_every_day_that_can_be_written_is_answered(alice: User, desk: Team) -> None:
    days = ("0001-01-01", "1999-12-31", TODAY.isoformat())
    rows = [
        row(role_number=f"{number}", decided_on=on, served_on=on, housed_on="")
        for number, on in enumerate(days)
    ]
    found = checked(csv_of(*rows), alice, desk)
    assert found.state in {"checked", "refused"}
    assert found.counts["new"] + found.counts["refused"] == len(days)


# Codes of the rules that no row can cause: what they are about is no column, or is needed in every row.
NOT_OF_A_ROW = {
    "date_needed", "amount_needed", "detail_needed", "event_kind_stays",
    "event_not_of_this_kind", "petition_after_order", "outcome_unknown", "increase_before_service",
    "appeal_cannot_suspend", "event_retracted", "condemnation_known", "result_unknown",
    "note_needed", "contact_after_its_loss",
}  # fmt: skip


@pytest.mark.parametrize(
    "module",
    [
        "cases.services.events",
        "cases.life.details",
        "cases.services.orders",
        "cases.status",
        "deadlines.ledgers",
        "deadlines.life",
    ],
)
def test_import_has_words_for_what_the_rules_refuse_of_a_row(module: str) -> None:
    source = inspect.getsource(importlib.import_module(module))
    codes = set(re.findall(r'(?:Case|Deadline|Law)Error\(\s*"(\w+)"', source))
    assert codes
    assert codes - NOT_OF_A_ROW - set(SAYS) == set()

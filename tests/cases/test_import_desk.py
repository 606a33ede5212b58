"""The import and the desk: what is written, what is left alone, what is refused, and at what cost."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.imports.examination import BATCH
from cases.models import Condemnation, Dossier, Event, EventKind, PenaltyOrder
from cases.services.dossiers import close
from cases.services.events import Happening, add_event
from deadlines.services import record_event
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.cases.conftest import act_of, new_condemnation, order, verbs
from tests.cases.files import (
    HEADER,
    checked,
    csv_of,
    handed_in,
    imported,
    many,
    mistakes,
    mistakes_of,
    row,
    words_of,
    worked_on,
    written,
)
from tests.factories import at_level


def entries_of(dossier: Dossier) -> list[TrailEntry]:
    return list(TrailEntry.objects.filter(dossier_id=dossier.pk).order_by("id"))


def test_row_becomes_dossier_order_penalty_events_and_trail(alice: User, desk: Team) -> None:
    assert imported(csv_of(row()), alice, desk) == ["C-2026-00001"]
    dossier = Dossier.objects.get()
    assert (dossier.kind, dossier.state, dossier.title) == ("condemnation", "open", "An invented family")
    assert (dossier.owner, dossier.opened_by, dossier.opened_on) == (alice, alice, date(2026, 6, 15))
    assert (dossier.language, dossier.person_concerned, dossier.team) == ("fr", "A.B.", desk)
    kept = dossier.condemnation
    assert (kept.court, kept.role_number, kept.decided_on) == ("Invented court", "22/1/K", date(2022, 7, 22))
    assert (kept.penalty_order.amount, kept.penalty_order.unit) == (Decimal("250.00"), "calendar_day")
    assert (kept.penalty_order.counted_per, kept.penalty_order.debtor) == ("family", "fedasil")
    assert list(dossier.events.order_by("occurred_on").values_list("kind", "occurred_on")) == [
        ("order_given", date(2022, 7, 22)),
        ("order_served", date(2022, 7, 29)),
        ("person_housed", date(2022, 11, 4)),
    ]
    assert verbs(dossier) == ["condemnation.opened", *["event.recorded"] * 3, "penalty.unit_lapsed"]


def test_imported_row_leaves_the_trail_the_services_leave(alice: User, desk: Team) -> None:
    by_service = new_condemnation(alice, desk, order("22/9/K"))
    served = Happening(kind=EventKind.ORDER_SERVED, on=date(2022, 7, 29))
    record_event(act_of(alice), by_service.pk, served)
    imported(csv_of(row(penalty_amount="", penalty_unit="", housed_on="")), alice, desk)
    by_import = Dossier.objects.get(condemnation__role_number="22/1/K")
    entries = [
        [(entry.verb, entry.actor, entry.at, sorted(entry.changes)) for entry in entries_of(one)]
        for one in (by_service, by_import)
    ]
    assert entries[0] == entries[1]


def test_row_without_a_penalty_gets_none(alice: User, desk: Team) -> None:
    imported(csv_of(row(penalty_amount="", penalty_unit="", served_on="", housed_on="")), alice, desk)
    assert (Condemnation.objects.count(), PenaltyOrder.objects.count(), Event.objects.count()) == (1, 0, 1)


def test_optional_columns_may_be_absent(alice: User, desk: Team) -> None:
    source = csv_of(row(), header=HEADER[:5])
    imported(source, alice, desk)
    assert Dossier.objects.get().language == "nl"
    assert checked(source, alice, desk).counts["unchanged"] == 1


def test_second_run_changes_nothing_and_says_so(alice: User, desk: Team) -> None:
    imported(many(3), alice, desk)
    before = list(Dossier.objects.order_by("reference").values())
    again = checked(many(3), alice, desk)
    assert (again.counts["new"], again.counts["unchanged"], again.counts["mistakes"]) == (0, 3, 0)
    assert imported(many(3), alice, desk) == []
    assert list(Dossier.objects.order_by("reference").values()) == before
    assert TrailEntry.objects.exclude(dossier_id=None).count() == 15


def test_rows_added_to_a_known_file_are_all_that_is_written(alice: User, desk: Team) -> None:
    imported(many(2), alice, desk)
    assert imported(many(4), alice, desk) == ["C-2026-00003", "C-2026-00004"]
    assert checked(many(4), alice, desk).counts["unchanged"] == 4


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("title", "Another title"),
        ("procedure", "summary"),
        ("language", "nl"),
        ("person_concerned", ""),
        ("ecli", "ECLI:BE:TTBRL:2022:ORD.20220722.1"),
        ("penalty_amount", "300.00"),
        ("penalty_unit", "night"),
        ("penalty_cap", "5000"),
        ("served_on", "2022-07-30"),
        ("housed_on", ""),
    ],
)
def test_value_that_differs_from_the_desks_is_a_conflict(
    column: str, cell: str, alice: User, desk: Team
) -> None:
    imported(csv_of(row()), alice, desk)
    changed = csv_of(row(role_number="22/2/K"), row(**{column: cell}))
    assert mistakes(changed, alice, desk) == [(3, column, "differs_from_stored")]
    assert Condemnation.objects.count() == 1


def test_conflict_says_both_values_and_where(alice: User, desk: Team) -> None:
    imported(csv_of(row()), alice, desk)
    [mistake] = mistakes_of(checked(csv_of(row(penalty_amount="300")), alice, desk))
    assert words_of(mistake) == (
        "line 2, penalty_amount: The file says “300.00”, the desk holds “250.00” in C-2026-00001. "
        "Send the file again to update or to skip what is known, or put one of the two right."
    )


def test_penalty_the_desk_holds_none_of_is_a_conflict(alice: User, desk: Team) -> None:
    header = ("title", "court", "role_number", "decided_on", "procedure", "penalty_amount", "penalty_unit")
    imported(csv_of(row(), header=header[:5]), alice, desk)
    assert mistakes(csv_of(row(), header=header), alice, desk) == [
        (2, "penalty_amount", "differs_from_stored"),
        (2, "penalty_unit", "differs_from_stored"),
    ]


def test_event_recorded_since_is_a_conflict_unless_its_column_is_left_out(alice: User, desk: Team) -> None:
    imported(csv_of(row(housed_on="")), alice, desk)
    housed = Happening(kind=EventKind.PERSON_HOUSED, on=date(2022, 11, 4))
    add_event(act_of(alice), Dossier.objects.get(), housed)
    assert mistakes(csv_of(row(housed_on="")), alice, desk) == [(2, "housed_on", "differs_from_stored")]
    assert checked(csv_of(row(), header=HEADER[:-1]), alice, desk).counts["unchanged"] == 1


def test_closed_dossier_with_the_same_values_is_unchanged(alice: User, desk: Team) -> None:
    imported(csv_of(row()), alice, desk)
    close(act_of(alice), Dossier.objects.get().pk, outcome="housed_and_paid")
    assert checked(csv_of(row()), alice, desk).counts["unchanged"] == 1
    assert Dossier.objects.get().state == "closed"


def test_order_in_the_book_of_another_team_is_refused_without_its_values(
    alice: User, charlie: User, desk: Team
) -> None:
    imported(csv_of(row()), charlie, Team.objects.get(slug="elsewhere"))
    [mistake] = mistakes_of(checked(csv_of(row(title="Guess")), alice, desk))
    assert words_of(mistake) == (
        "line 2, role_number: This order stands in the book already, in a dossier that is not open to you. "
        "Ask your coordinator."
    )


def test_file_learns_nothing_of_an_order_that_is_sealed_in_the_same_team(
    alice: User, bob: User, desk: Team
) -> None:
    imported(csv_of(row()), alice, desk)
    Dossier.objects.update(owner=alice)
    at_level(alice, Dossier.objects.get(), "sealed")
    [mistake] = mistakes_of(checked(csv_of(row(title="Guess")), bob, desk))
    assert (mistake.code, mistake.values) == ("known_elsewhere", {})


def test_every_mistake_is_kept_and_counted(alice: User, desk: Team) -> None:
    source = csv_of(*(row(role_number=f"22/{number}/K", title="") for number in range(1200)))
    found = checked(source, alice, desk)
    assert (found.state, found.counts["refused"], found.counts["mistakes"]) == ("refused", 1200, 1200)
    assert [mistake.line for mistake in mistakes_of(found)] == list(range(2, 1202))


def test_references_follow_the_rows_over_several_batches(alice: User, desk: Team) -> None:
    count = 2 * BATCH + 1
    assert imported(many(count), alice, desk)[-1] == f"C-2026-{count:05d}"
    numbers = dict(Dossier.objects.values_list("reference", "condemnation__role_number"))
    assert numbers == {f"C-2026-{number:05d}": f"22/{number}/K" for number in range(1, count + 1)}


def queries_of(call: Callable[..., object], *arguments: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        call(*arguments)
    return len(asked)


def test_each_batch_of_500_costs_three_queries_to_check_and_eighteen_to_write(
    alice: User, desk: Team
) -> None:
    checking, writing = [], []
    for batches in (1, 3):
        found = handed_in(many(batches * BATCH, court=f"Court of {batches}"), alice, desk)
        checking.append(queries_of(worked_on, found))
        writing.append(queries_of(written, alice, found))
    assert checking[1] - checking[0] == 2 * 3
    assert writing[1] - writing[0] == 2 * 18


def test_known_rows_cost_no_more_however_many_there_are(alice: User, desk: Team) -> None:
    imported(many(BATCH), alice, desk)
    few, all_of_them = (handed_in(many(count), alice, desk) for count in (5, BATCH))
    assert queries_of(worked_on, few) == queries_of(worked_on, all_of_them)

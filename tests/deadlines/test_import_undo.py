"""A whole import taken back: exactly what it made, and only while nothing was built on it."""

from datetime import date
from typing import Any

import pytest

from cases.imports.examination import BATCH
from cases.models import Condemnation, Dossier, Event, EventKind, Import, PenaltyOrder
from cases.services.dossiers import amend, take
from cases.services.events import Happening
from cases.services.imports import ask_undo
from deadlines.imports import Clock, work_on
from deadlines.services import record_event
from helpdesk.acts import Act
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.cases.conftest import NOW, act_of, new_condemnation, order, refusal, verbs
from tests.cases.files import checked, csv_of, imported, many, row, worked_on, written
from tests.conftest import TODAY


def import_of(user: User, team: Team, source: bytes, **told: str) -> Import:
    return written(user, checked(source, user, team, **told))


def because(user: User, reason: str = "It was the wrong list.") -> Act:
    return Act(by=user, at=NOW, on=TODAY, reason=reason)


def undone(user: User, found: Import) -> Import:
    return worked_on(ask_undo(because(user), found.pk))


def book() -> list[dict[str, Any]]:
    """All that the book says, but for the revisions and moments of change of its rows."""
    rows = [
        *Dossier.objects.order_by("reference").values(),
        *Condemnation.objects.order_by("pk").values(),
        *PenaltyOrder.objects.order_by("pk").values(),
        *Event.objects.filter(retracted_at=None).order_by("pk").values(),
    ]
    passing = ("revision", "updated_at")
    return [{name: value for name, value in one.items() if name not in passing} for one in rows]


def paid(*days: str) -> bytes:
    lines = [f"C-2026-00001,{on},250.00" for on in days]
    return "\n".join(["reference,paid_on,amount", *lines]).encode()


SERVED = b"reference,served_on\nC-2026-00001,2022-07-29\n"


@pytest.fixture
def entered(alice: User, desk: Team) -> Dossier:
    imported(csv_of(row(served_on="", housed_on="")), alice, desk)
    return Dossier.objects.get()


def test_dossiers_it_made_are_gone_and_can_be_imported_again(alice: User, desk: Team) -> None:
    new_condemnation(alice, desk, order("22/9/K"))
    before = book()
    found = import_of(alice, desk, many(3))
    back = undone(alice, found)
    assert (back.state, back.undone_by, back.undo_reason) == ("undone", alice, "It was the wrong list.")
    assert book() == before
    assert imported(many(3), alice, desk) == ["C-2026-00005", "C-2026-00006", "C-2026-00007"]


def test_trail_outlives_what_is_gone_and_says_why(alice: User, desk: Team) -> None:
    found = import_of(alice, desk, many(2))
    gone = [one.dossier_id for one in found.rows.order_by("line")]
    undone(alice, found)
    entries = list(TrailEntry.objects.filter(dossier_id=gone[0]).order_by("id"))
    assert [entry.verb for entry in entries] == [
        "condemnation.opened", *["event.recorded"] * 3, "penalty.unit_lapsed", "condemnation.removed",
    ]  # fmt: skip
    assert (entries[-1].changes, entries[-1].reason) == (
        {"reference": "C-2026-00001"},
        "It was the wrong list.",
    )
    said = TrailEntry.objects.get(verb="import.undone")
    assert (said.actor, said.subject_id, said.reason) == (alice, found.pk, "It was the wrong list.")


def test_rows_still_say_what_they_were(alice: User, desk: Team) -> None:
    found = import_of(alice, desk, many(2))
    undone(alice, found)
    assert list(found.rows.order_by("line").values_list("result", "reference", "dossier")) == [
        ("new", "C-2026-00001", None),
        ("new", "C-2026-00002", None),
    ]


def test_fields_it_changed_are_put_back_and_events_it_added_retracted(
    alice: User, desk: Team, entered: Dossier
) -> None:
    before = book()
    better = row(title="A better title", person_concerned="C.D.", ecli="ECLI:BE:CTBRL:2022:ARR.20221215.1")
    found = import_of(alice, desk, csv_of(better), existing="update")
    assert book() != before
    undone(alice, found)
    assert book() == before
    assert verbs(entered)[-4:] == [
        "dossier.amended",
        "condemnation.amended",
        "event.retracted",
        "event.retracted",
    ]


def test_payments_are_retracted_and_their_dossiers_stay(alice: User, desk: Team, entered: Dossier) -> None:
    import_of(alice, desk, SERVED, kind="service_acts")
    before = book()
    found = import_of(alice, desk, paid("2022-10-01", "2022-10-02"), kind="payments")
    revision = Dossier.objects.get().revision
    undone(alice, found)
    assert book() == before
    # What was paid no longer is, and has lapsed since: that is one more.
    assert Dossier.objects.get().revision == revision + 3
    retracted = TrailEntry.objects.filter(verb="event.retracted")
    assert [entry.changes["kind"] for entry in retracted] == ["payment_received"] * 2
    kept = Event.objects.filter(kind="payment_received").values_list("retracted_by", "retraction")
    assert list(kept) == [(alice.pk, "It was the wrong list.")] * 2


def test_rows_that_changed_nothing_are_nothing_to_undo(alice: User, desk: Team) -> None:
    imported(many(2), alice, desk)
    before = book()
    undone(alice, import_of(alice, desk, many(2)))
    assert book() == before


def test_what_was_built_on_is_named_and_nothing_is_undone(alice: User, desk: Team) -> None:
    found = import_of(alice, desk, many(30))
    for dossier in Dossier.objects.order_by("reference")[:25]:
        take(act_of(alice), dossier.pk)
    before = book()
    refused = refusal(ask_undo, because(alice), found.pk)
    assert (refused.code, refused.values["count"]) == ("import_built_upon", 25)
    assert refused.values["references"] == [f"C-2026-{number:05d}" for number in range(1, 21)]
    found.refresh_from_db()
    assert (found.state, book()) == ("written", before)


def test_dossier_that_changes_while_the_undoing_waits_is_found(alice: User, desk: Team) -> None:
    found = import_of(alice, desk, many(2))
    waiting = ask_undo(because(alice), found.pk)
    dossier = Dossier.objects.get(reference="C-2026-00002")
    amend(act_of(alice), dossier.pk, {"summary": "Since then."})
    before = book()
    back = worked_on(waiting)
    assert (back.state, back.problem["code"]) == ("written", "import_built_upon")
    assert back.problem["values"] == {"count": 1, "references": ["C-2026-00002"]}
    assert book() == before


def test_imports_are_undone_from_the_last_to_the_first(alice: User, desk: Team) -> None:
    nothing = book()
    orders = import_of(alice, desk, csv_of(row(served_on="", housed_on="")))
    services = import_of(alice, desk, SERVED, kind="service_acts")
    payments = import_of(alice, desk, paid("2022-10-01", "2022-10-02"), kind="payments")
    for earlier in (orders, services):
        assert refusal(ask_undo, because(alice), earlier.pk).code == "import_built_upon"
    for found in (payments, services, orders):
        assert undone(alice, found).state == "undone"
    assert book() == nothing


def test_undone_import_passes_nothing_on_where_somebody_came_between(
    alice: User, desk: Team, entered: Dossier
) -> None:
    services = import_of(alice, desk, SERVED, kind="service_acts")
    amend(act_of(alice), entered.pk, {"summary": "Between the two."})
    payments = import_of(alice, desk, paid("2022-10-01"), kind="payments")
    assert undone(alice, payments).state == "undone"
    assert refusal(ask_undo, because(alice), services.pk).code == "import_built_upon"


def test_event_recorded_by_hand_since_stands_in_the_way(alice: User, desk: Team, entered: Dossier) -> None:
    found = import_of(alice, desk, SERVED, kind="service_acts")
    command = Happening(kind=EventKind.COMMAND_SERVED, on=date(2022, 9, 1))
    record_event(act_of(alice), entered.pk, command)
    assert refusal(ask_undo, because(alice), found.pk).values == {
        "count": 1,
        "references": ["C-2026-00001"],
    }


def test_reason_is_needed_and_a_second_undo_refused(alice: User, desk: Team) -> None:
    found = import_of(alice, desk, many(1))
    assert refusal(ask_undo, because(alice, " "), found.pk).code == "reason_needed"
    undone(alice, found)
    refused = refusal(ask_undo, because(alice), found.pk)
    assert (refused.code, refused.values["state"]) == ("import_state_forbids", "undone")


def test_undoing_shows_its_progress_over_several_batches(alice: User, desk: Team) -> None:
    found = import_of(alice, desk, many(BATCH + 2))
    shown: list[tuple[str, int, int]] = []
    waiting = ask_undo(because(alice), found.pk)
    work_on(waiting.pk, Clock(lambda: NOW, TODAY), lambda *told: shown.append(told))
    assert shown == [("undoing", BATCH, BATCH + 2), ("undoing", BATCH + 2, BATCH + 2)]
    assert Dossier.objects.count() == 0

"""What is left of an import after thirty days: what was done, and none of the cells."""

from datetime import timedelta

import pytest

from cases.imports.forgetting import KEPT_FOR, forget
from cases.models import Import, ImportFile
from cases.services.imports import ask_undo, cancel, confirm
from helpdesk.acts import Act
from helpdesk.people.models import Team, User
from tests.cases.conftest import NOW, act_of, refusal
from tests.cases.files import checked, csv_of, handed_in, imported, many, row, written
from tests.conftest import TODAY

THEN = NOW + KEPT_FOR


def test_file_and_cells_are_forgotten_after_thirty_days_and_not_before(alice: User, desk: Team) -> None:
    imported(csv_of(row()), alice, desk)
    found = checked(csv_of(row(title="A better title")), alice, desk, existing="update")
    written(alice, found)
    wrong = checked(csv_of(row(decided_on="A person's name")), alice, desk)
    assert forget(THEN) == 0
    assert forget(THEN + timedelta(seconds=1)) == 3
    assert ImportFile.objects.count() == 0
    assert found.rows.get().changes == {"title": []}
    assert wrong.rows.get().mistakes == [{"code": "date_unreadable", "column": "decided_on", "values": {}}]
    assert forget(THEN + timedelta(days=1)) == 0


def test_forgotten_import_can_no_longer_be_undone(alice: User, desk: Team) -> None:
    found = written(alice, checked(many(2), alice, desk))
    forget(THEN + timedelta(days=1))
    why = Act(by=alice, at=NOW, on=TODAY, reason="Too late.")
    assert refusal(ask_undo, why, found.pk).code == "import_forgotten"
    found.refresh_from_db()
    assert (found.state, found.counts["new"]) == ("written", 2)


def test_import_that_nobody_confirmed_is_called_off(alice: User, desk: Team) -> None:
    found = checked(many(2), alice, desk)
    forget(THEN + timedelta(days=1))
    assert refusal(confirm, act_of(alice), found.pk).code == "import_state_forbids"
    found.refresh_from_db()
    assert found.state == "cancelled"


def test_import_that_waits_for_a_worker_keeps_its_file(alice: User, desk: Team) -> None:
    waiting = handed_in(many(2), alice, desk)
    confirm(act_of(alice), checked(many(2), alice, desk).pk)
    Import.objects.update(rested_at=NOW)
    assert forget(THEN + timedelta(days=1)) == 0
    cancel(act_of(alice), waiting.pk)
    assert forget(THEN + timedelta(days=1)) == 1


@pytest.mark.parametrize("count", [1, 1200])
def test_every_row_is_emptied_however_many_there_are(count: int, alice: User, desk: Team) -> None:
    source = csv_of(*(row(role_number=f"22/{number}/K", title="") for number in range(count)))
    found = checked(source, alice, desk)
    forget(THEN + timedelta(days=1))
    assert found.rows.exclude(mistakes__0__values={}).count() == 0
    assert found.rows.count() == count

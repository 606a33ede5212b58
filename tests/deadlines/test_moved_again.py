"""A day that moves to where it stood before is told again where another day was told in between."""

from datetime import UTC, date, datetime, time

import pytest

from cases.models import Dossier
from deadlines.models import Deadline
from deadlines.reminders import sweep, sweep_at_once
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Team, User
from tests.conftest import TODAY
from tests.deadlines.test_called_off import RECEPTION, set_to
from tests.factories import INADMISSIBLE, a_deadline, a_litigation

NEAR, FAR = date(2026, 6, 15), date(2026, 6, 22)


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


def ring(minute: int) -> int:
    return sweep(today=TODAY, at=datetime.combine(TODAY, time(8, minute), UTC))


def told() -> list[tuple[str, date]]:
    rows = OutgoingMail.objects.filter(reminder__isnull=False).order_by("id")
    return list(rows.values_list("reminder__reminder__lead", "reminder__reminder__due_on"))


@pytest.mark.parametrize("query", [INADMISSIBLE, RECEPTION])
def test_day_that_moves_to_and_fro_is_told_each_time_and_last_as_it_stands(
    alice: User, litigation: Dossier, query: dict[str, object]
) -> None:
    deadline = a_deadline(alice, litigation, query)
    ring(0)
    for minute, day in enumerate([NEAR, FAR, NEAR, FAR, NEAR], start=1):
        set_to(alice, deadline, day)
        assert ring(minute) == 1
        assert ring(minute) == 0
    assert told()[1:] == [
        ("moved", NEAR), ("moved", FAR), ("moved_2", NEAR), ("moved_2", FAR), ("moved_3", NEAR),
    ]  # fmt: skip
    mail = OutgoingMail.objects.order_by("-id").first()
    assert mail is not None
    assert "Deze termijn is naar een andere dag verschoven." in " ".join(mail.text.split())


def test_day_that_moved_away_and_back_before_that_was_told_is_not_told_again(
    alice: User, litigation: Dossier
) -> None:
    deadline = a_deadline(alice, litigation)
    set_to(alice, deadline, NEAR)
    assert ring(0) == 1
    set_to(alice, deadline, FAR)
    set_to(alice, deadline, NEAR)
    assert ring(1) == 0
    assert told() == [("moved", NEAR)]


def test_day_that_moves_again_at_night_rings_at_once(
    alice: User, litigation: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadline: Deadline = a_deadline(alice, litigation)
    for minute, day in enumerate([NEAR, FAR]):
        set_to(alice, deadline, day)
        ring(minute)
    set_to(alice, deadline, NEAR)
    assert sweep_at_once(today=TODAY, at=datetime.combine(TODAY, time(23), UTC)) == 1

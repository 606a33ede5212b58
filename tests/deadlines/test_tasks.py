"""The clock of the deadlines: what can wait does until the morning, in winter and summer; another day when told."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from deadlines import tasks
from deadlines.times import ringing_time_has_come


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        ("2026-01-15T05:59:59.999999", False),
        ("2026-01-15T06:00:00", True),
        ("2026-06-15T04:59:59.999999", False),
        ("2026-06-15T05:00:00", True),
        # The Sundays on which the clocks change, and the Saturdays before
        ("2026-03-28T05:59:59", False),
        ("2026-03-28T06:00:00", True),
        ("2026-03-29T04:59:59", False),
        ("2026-03-29T05:00:00", True),
        ("2026-10-24T04:59:59", False),
        ("2026-10-24T05:00:00", True),
        ("2026-10-25T05:59:59", False),
        ("2026-10-25T06:00:00", True),
        # Midnight at the desk is not midnight in UTC
        ("2026-06-15T21:59:59", True),
        ("2026-06-15T22:00:00", False),
    ],
)
def test_reminders_ring_from_seven_at_the_desk(utc: str, expected: bool) -> None:
    assert ringing_time_has_come(moment(utc)) is expected


@pytest.fixture
def looks(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the tasks ask for; each look finds one thing."""
    asked: list[Any] = []

    def look(name: str) -> Any:
        def found(*, today: date, at: datetime, until: time | None = None) -> int:
            asked.append((name, today.isoformat(), until or at))
            return 1

        return found

    monkeypatch.setattr(tasks, "sweep", look("reminders"))
    monkeypatch.setattr(tasks, "sweep_at_once", look("at once"))
    monkeypatch.setattr(tasks.digests, "write_digests", look("digests"))
    monkeypatch.setattr(tasks.deliver_due_mail, "delay", lambda: asked.append("mail"))
    return asked


def run_at(monkeypatch: pytest.MonkeyPatch, utc: str, day: str | None = None) -> None:
    monkeypatch.setattr(tasks.timezone, "now", lambda: moment(utc))
    tasks.sweep_reminders(day)
    tasks.write_digests(day)


def test_before_the_morning_only_what_rings_at_once_is_looked_for(
    monkeypatch: pytest.MonkeyPatch, looks: list[Any]
) -> None:
    run_at(monkeypatch, "2026-06-15T04:00:00")
    at_once = ("at once", "2026-06-15", moment("2026-06-15T04:00:00"))
    assert looks == [at_once, "mail", ("digests", "2026-06-15", time(6)), "mail"]


def test_in_the_morning_the_day_at_the_desk_is_looked_at_and_the_mail_hurried(
    monkeypatch: pytest.MonkeyPatch, looks: list[Any]
) -> None:
    run_at(monkeypatch, "2026-06-15T05:30:00")
    now = moment("2026-06-15T05:30:00")
    assert looks == [("reminders", "2026-06-15", now), "mail", ("digests", "2026-06-15", time(7, 30)), "mail"]


def test_day_is_the_one_at_the_desk_not_in_utc(monkeypatch: pytest.MonkeyPatch, looks: list[Any]) -> None:
    run_at(monkeypatch, "2026-06-15T23:30:00", day=None)
    assert [each[:2] for each in looks if each != "mail"] == [
        ("at once", "2026-06-16"),
        ("digests", "2026-06-16"),
    ]


def test_day_that_is_told_is_played_at_any_hour(monkeypatch: pytest.MonkeyPatch, looks: list[Any]) -> None:
    run_at(monkeypatch, "2026-06-15T00:00:00", day="2026-12-07")
    assert [each[:2] for each in looks if each != "mail"] == [
        ("reminders", "2026-12-07"),
        ("digests", "2026-12-07"),
    ]


@pytest.mark.parametrize(
    ("utc", "expected"), [("2026-06-15T04:59:59", []), ("2026-06-15T05:00:00", ["mail"])]
)
def test_losses_of_the_night_are_told_in_the_morning(
    monkeypatch: pytest.MonkeyPatch, looks: list[Any], utc: str, expected: list[str]
) -> None:
    monkeypatch.setattr(tasks, "tell_losses", lambda *, today, at: 1)
    monkeypatch.setattr(tasks.timezone, "now", lambda: moment(utc))
    tasks.tell_of_losses()
    assert looks == expected


def test_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, looks: list[Any]) -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        run_at(monkeypatch, "2026-06-15T08:00:00", day="tomorrow")
    assert looks == []

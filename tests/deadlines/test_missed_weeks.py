"""A week that ended without its digests stays in sight until they are made after all, or let go for a reason."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from deadlines.digests import write_digests
from deadlines.missed_weeks import let_week_go, missed_weeks
from deadlines.watch import findings
from helpdesk.people.models import User
from helpdesk.trail.models import TrailEntry

# Mondays; the second one's week is missed in most of these.
FIRST, SECOND, THIRD = date(2026, 6, 8), date(2026, 6, 15), date(2026, 6, 22)


def eight(day: date) -> datetime:
    return datetime.combine(day, time(6), UTC)


def write(*days: date) -> None:
    for day in days:
        write_digests(today=day, at=eight(day))


@pytest.fixture
def both(alice: User, bob: User) -> None:
    write(FIRST)


def told(day: date, settings: Any) -> list[str]:
    settings.EXPECTED_RUNS = {}
    now = eight(day) + timedelta(minutes=1)
    return [each.name for each in findings(now, now - timedelta(days=30)) if each.code == "digests_missed"]


def test_week_in_which_the_desk_stood_still_is_told_though_the_next_one_was_written(
    both: None, settings: Any
) -> None:
    write(THIRD)
    assert missed_weeks(THIRD) == {"2026-W25": 2}
    assert told(THIRD, settings) == ["digests_missed:2026-W25"]


def test_week_is_missed_once_it_has_ended_and_not_before(both: None) -> None:
    assert missed_weeks(SECOND + timedelta(days=6)) == {}
    assert missed_weeks(THIRD) == {"2026-W25": 2}


def test_week_that_is_made_after_all_is_told_no_more(both: None, settings: Any) -> None:
    write(THIRD, SECOND)
    assert told(THIRD, settings) == []


def test_one_colleague_without_hers_is_enough(both: None, alice: User) -> None:
    write(SECOND)
    alice.digests.get(week="2026-W25").delete()
    assert missed_weeks(THIRD) == {"2026-W25": 1}


def test_who_began_or_came_back_meanwhile_lacks_none(alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    write(FIRST, SECOND)
    User.objects.filter(pk=bob.pk).update(is_active=True)
    assert missed_weeks(THIRD) == {}


def test_who_can_no_longer_sign_in_lacks_none(both: None, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert missed_weeks(THIRD) == {"2026-W25": 1}


def test_it_is_told_for_four_weeks(both: None) -> None:
    assert missed_weeks(SECOND + timedelta(weeks=4)) == {"2026-W25": 2}
    assert missed_weeks(SECOND + timedelta(weeks=5)) == {}


def test_week_that_is_let_go_is_told_no_more_and_the_trail_says_why(both: None) -> None:
    let_week_go("2026-W25", reason="The server was moved.", at=eight(THIRD))
    assert missed_weeks(THIRD) == {}
    entry = TrailEntry.objects.get(verb="digest.week_let_go")
    assert (entry.reason, entry.changes) == ("The server was moved.", {"week": "2026-W25"})


def test_week_is_let_go_at_a_terminal(both: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: eight(THIRD))
    call_command("let_digests_go", "2026-W25", reason="The server was moved.")
    assert missed_weeks(THIRD) == {}
    with pytest.raises(CommandError, match="Weeks with any: none"):
        call_command("let_digests_go", "2026-W25", reason="Again.")

"""A week that ended without its digests stays in sight until they are made after all, or let go for a reason."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import DossierRole
from cases.services.participants import Part, add_participant, remove_participant
from deadlines.digests import write_digests
from deadlines.missed_weeks import let_week_go, missed_weeks
from deadlines.watch import findings
from deadlines.wishes import change_wishes
from helpdesk.acts import DeskAct
from helpdesk.people.models import Role, Team, User
from helpdesk.people.services.teams import leave, place
from helpdesk.trail.models import TrailEntry
from tests.factories import a_litigation, act

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


# Not there to get it


def moves(user: User, team: Team, out: datetime, back: datetime) -> None:
    """Taken out of the team at one moment and brought back at another."""
    leave(DeskAct(at=out, on=out.date()), user, team)
    write(SECOND)
    place(DeskAct(at=back, on=back.date()), user, team, role=Role.LAWYER)


@pytest.mark.parametrize(
    ("out", "back"),
    [
        ("2026-06-12T10:00", "2026-06-22T05:00"),
        # Just before her hour, and on the last evening of the week too late for any look.
        ("2026-06-15T05:29", "2026-06-21T21:50"),
        ("2026-06-15T05:40", "2026-06-22T05:00"),
    ],
)
def test_who_was_out_in_a_week_and_came_back_lacks_none_of_it(
    both: None, bob: User, desk: Team, out: str, back: str
) -> None:
    moves(bob, desk, *(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (out, back)))
    assert missed_weeks(THIRD) == {}


@pytest.mark.parametrize(
    ("out", "back"),
    [
        # There at her hour and for a while, or back before the week was over.
        ("2026-06-15T06:00", "2026-06-22T05:00"),
        ("2026-06-12T10:00", "2026-06-21T19:00"),
        ("2026-06-12T10:00", "2026-06-14T10:00"),
    ],
)
def test_who_was_there_for_some_of_the_week_lacks_it(
    both: None, bob: User, desk: Team, out: str, back: str
) -> None:
    moves(bob, desk, *(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (out, back)))
    assert missed_weeks(THIRD) == {"2026-W25": 1}


def test_week_missed_after_she_came_back_is_told(both: None, bob: User, desk: Team) -> None:
    moves(bob, desk, eight(FIRST) + timedelta(days=2), eight(SECOND) + timedelta(days=7))
    write(THIRD)
    bob.digests.get(week="2026-W26").delete()
    assert missed_weeks(THIRD + timedelta(weeks=1)) == {"2026-W26": 1}


def test_who_left_one_of_two_teams_was_there(both: None, bob: User, desk: Team) -> None:
    other = Team.objects.create(slug="other", name="Another")
    place(DeskAct(at=eight(FIRST), on=FIRST), bob, other, role=Role.LAWYER)
    moves(bob, desk, eight(FIRST) + timedelta(days=2), eight(THIRD))
    bob.digests.filter(week="2026-W25").delete()
    assert missed_weeks(THIRD) == {"2026-W25": 1}


def test_who_wished_for_another_hour_since_may_have_had_any(both: None, bob: User, desk: Team) -> None:
    moves(bob, desk, datetime(2026, 6, 15, 5, 20, tzinfo=UTC), eight(THIRD))
    assert missed_weeks(THIRD) == {}
    change_wishes(act(bob), {"digest_weekday": 2})
    assert missed_weeks(THIRD) == {"2026-W25": 1}


def test_guest_in_a_dossier_elsewhere_is_there_without_a_team(
    both: None, alice: User, bob: User, desk: Team
) -> None:
    leave(DeskAct(at=eight(FIRST) + timedelta(days=2), on=FIRST), bob, desk)
    litigation = a_litigation(alice, desk)
    part = add_participant(
        act(alice), litigation.pk, bob.pk, Part(role=DossierRole.CO_COUNSEL, from_on=FIRST)
    )
    assert missed_weeks(THIRD)["2026-W25"] == 2
    remove_participant(act(alice), litigation.pk, part.pk)
    place(DeskAct(at=eight(THIRD), on=THIRD), bob, desk, role=Role.LAWYER)
    assert missed_weeks(THIRD)["2026-W25"] == 2


def test_looking_costs_the_same_however_many_colleagues_have_all_theirs(
    both: None, django_assert_num_queries: Any
) -> None:
    write(SECOND, THIRD, *(FIRST - timedelta(weeks=count) for count in (1, 2)))
    with django_assert_num_queries(2):
        assert missed_weeks(THIRD + timedelta(weeks=1)) == {}


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

"""When each colleague's digests are wanted: her hour, her day, winter and summer, and what she can do without."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from django.utils import timezone

from deadlines.digests import wanted_by, write_digests
from deadlines.models import Digest, DigestKind, MailWishes
from deadlines.tasks import write_digests as task
from deadlines.watch import overdue_work
from deadlines.wishes import change_wishes
from helpdesk.people.models import Membership, Role, Team, User
from tests.factories import act
from tests.helpdesk.side_by_side import side_by_side

MONDAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 5, 30, tzinfo=UTC)


def wishes(user: User, **said: object) -> None:
    change_wishes(act(user), said)


def write(day: date, until: time = time.max) -> int:
    return write_digests(today=day, at=AT, until=until)


def kinds(user: User) -> list[str]:
    return sorted(f"{one.kind} {one.day or one.week}" for one in Digest.objects.filter(user=user))


@pytest.mark.parametrize(("until", "count"), [("07:29:59", 0), ("07:30", 1), ("23:59", 1)])
def test_who_wishes_for_nothing_gets_hers_on_monday_from_half_past_seven(
    alice: User, until: str, count: int
) -> None:
    assert write(MONDAY, time.fromisoformat(until)) == count


def test_who_wishes_for_wednesday_noon_gets_hers_then_and_never_before(alice: User) -> None:
    wishes(alice, digest_weekday=3, digest_from=time(12))
    assert [write(MONDAY + timedelta(days=count)) for count in range(2)] == [0, 0]
    wednesday = MONDAY + timedelta(days=2)
    assert [write(wednesday, time(11, 59)), write(wednesday, time(12)), write(wednesday)] == [0, 1, 0]
    assert kinds(alice) == ["weekly 2026-W25"]


def test_late_start_makes_up_for_an_hour_that_passed_until_sunday(alice: User) -> None:
    wishes(alice, digest_weekday=5, digest_from=time(17))
    assert write(date(2026, 6, 21), time(0)) == 1
    assert write(date(2026, 6, 22), time.max) == 0


def test_other_day_wished_for_within_the_week_brings_no_second_digest(alice: User) -> None:
    assert write(MONDAY) == 1
    wishes(alice, digest_weekday=4)
    assert write(MONDAY + timedelta(days=3)) == 0
    assert write(MONDAY + timedelta(days=7)) == 0
    assert write(MONDAY + timedelta(days=10)) == 1


@pytest.mark.parametrize(
    ("utc", "count"),
    [
        # Winter until 29 March 2026, when 02:00 became 03:00; summer until 25 October, when 03:00 became 02:00.
        ("2026-03-23T06:29:59", 0),
        ("2026-03-23T06:30:00", 1),
        ("2026-03-30T05:29:59", 0),
        ("2026-03-30T05:30:00", 1),
        ("2026-10-19T05:30:00", 1),
        ("2026-10-26T05:30:00", 0),
        ("2026-10-26T06:30:00", 1),
    ],
)
def test_hour_is_that_of_brussels_on_both_sides_of_summer_time(
    alice: User, monkeypatch: pytest.MonkeyPatch, utc: str, count: int
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(utc).replace(tzinfo=UTC))
    task()
    assert Digest.objects.count() == count


def test_weeks_in_which_the_clock_changes_bring_one_digest_each(alice: User) -> None:
    wishes(alice, digest_weekday=1, digest_from=time(2, 30))
    for sunday in (date(2026, 3, 29), date(2026, 10, 25)):
        assert [write(sunday, time(2, 30)), write(sunday), write(sunday + timedelta(days=1))] == [1, 0, 1]


# The daily one


def test_daily_digest_comes_on_working_days_but_not_on_that_of_the_weekly_one(alice: User) -> None:
    wishes(alice, wants_daily=True)
    for count in range(9):
        write(MONDAY + timedelta(days=count))
    assert kinds(alice) == [
        *(f"daily 2026-06-{day}" for day in (16, 17, 18, 19, 23)), "weekly 2026-W25", "weekly 2026-W26",
    ]  # fmt: skip


def test_daily_digest_waits_for_its_hour_and_does_not_come_on_a_holiday(alice: User) -> None:
    wishes(alice, wants_daily=True, digest_from=time(9))
    tuesday = date(2026, 7, 14)
    write(tuesday, time(9))
    assert kinds(alice) == ["daily 2026-07-14", "weekly 2026-W29"]
    # 21 July, a Tuesday.
    write(date(2026, 7, 21))
    assert kinds(alice)[1:] == ["weekly 2026-W29", "weekly 2026-W30"]


def test_nobody_gets_a_daily_digest_who_did_not_ask_for_it(alice: User, bob: User) -> None:
    wishes(alice, wants_daily=True)
    write(MONDAY)
    assert write(MONDAY + timedelta(days=1)) == 1
    assert Digest.objects.filter(kind=DigestKind.DAILY).get().user == alice


# That of a team


def test_coordinator_gets_one_for_each_team_she_coordinates(alice: User, cora: User, desk: Team) -> None:
    other = Team.objects.create(slug="other", name="Other")
    Membership.objects.create(user=cora, team=other, role=Role.COORDINATOR)
    assert write(MONDAY) == 4
    told = Digest.objects.filter(kind=DigestKind.TEAM).values_list("user__name", "team__slug")
    assert sorted(told) == [("Cora", desk.slug), ("Cora", "other")]
    assert write(MONDAY) == 0


def test_coordinator_can_do_without_them(cora: User) -> None:
    wishes(cora, wants_team=False)
    assert write(MONDAY) == 1
    assert kinds(cora) == ["weekly 2026-W25"]


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_write_each_kind_once(alice: User, cora: User) -> None:
    wishes(alice, wants_daily=True)
    wishes(cora, wants_daily=True)
    tuesday = MONDAY + timedelta(days=1)
    assert sum(side_by_side(*[partial(write, tuesday)] * 4)) == 5
    assert Digest.objects.count() == 5


# The watchdog


def test_watchdog_expects_each_at_its_own_hour(alice: User, bob: User) -> None:
    User.objects.update(created_at=AT - timedelta(days=30))
    wishes(alice, digest_weekday=2, digest_from=time(12))
    MailWishes.objects.update(changed_at=AT - timedelta(days=30))

    def missing(utc: str) -> int:
        return overdue_work(datetime.fromisoformat(utc).replace(tzinfo=UTC))["digests"]

    assert missing("2026-06-15T07:29:00") == 0
    assert missing("2026-06-15T07:30:00") == 1
    assert missing("2026-06-16T11:59:00") == 1
    assert missing("2026-06-16T12:00:00") == 2
    write(MONDAY + timedelta(days=1))
    assert missing("2026-06-21T12:00:00") == 0


def test_watchdog_gives_a_wish_that_was_just_made_its_time(alice: User) -> None:
    User.objects.update(created_at=AT - timedelta(days=30))
    wishes(alice, digest_weekday=5)
    MailWishes.objects.update(changed_at=AT - timedelta(days=30))
    noon = datetime(2026, 6, 17, 10, tzinfo=UTC)
    wishes(alice, digest_weekday=1)
    MailWishes.objects.update(changed_at=noon - timedelta(minutes=5))
    assert [one.user for one in wanted_by(date(2026, 6, 17), time(12))] == [alice]
    assert overdue_work(noon)["digests"] == 0
    assert overdue_work(noon + timedelta(hours=2))["digests"] == 1

"""Weeks that ended without the digest of a colleague: told until it is made after all, or let go for a reason."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, Q

from cases.models import Participant
from deadlines.addressees import colleagues
from deadlines.digests import iso_week
from deadlines.models import Digest, DigestKind, WeekLetGo
from deadlines.wishes import wishes_of
from helpdesk.acts import at_the_desk
from helpdesk.people.models import User
from helpdesk.people.stays import Stay, stays_of
from helpdesk.trail.models import TrailEntry
from helpdesk.trail.services import record

LOOKING_BACK_WEEKS = 4
# Longer than any pause between two looks for digests: who was there for less may have been passed over.
A_LOOK = timedelta(minutes=15)


def missed_weeks(today: date) -> dict[str, int]:
    """The weeks that have ended and in which a digest is missing, the oldest first, with how many colleagues lack it.

    A colleague lacks one where she has that of the week before, or of the last week before in which she was there. So
    of several weeks in a row the first is told, and who began, or was not there to get it, lacks none.
    """
    days = [today - timedelta(weeks=count) for count in range(LOOKING_BACK_WEEKS + 1, 0, -1)]
    let_go = set(WeekLetGo.objects.values_list("week", flat=True))
    lacking = Counter(day for user, had in _not_always_told(days) for day in _lacked(user, had, days))
    return {iso_week(day): lacking[day] for day in days if lacking[day] and iso_week(day) not in let_go}


def _not_always_told(days: Sequence[date]) -> list[tuple[User, set[str]]]:
    """The colleagues who have the digests of some of these weeks and not of all, with the weeks of those they have."""
    weeks = [iso_week(day) for day in days]
    hers = Digest.objects.filter(kind=DigestKind.WEEKLY, week__in=weeks, user=OuterRef("pk"))
    rows = colleagues().annotate(told=ArraySubquery(hers.values("week")))
    rows = rows.filter(Q(("told__len__gt", 0), ("told__len__lt", len(weeks))))
    return [(user, set(user.told)) for user in rows]


def _lacked(user: User, had: set[str], days: Sequence[date]) -> list[date]:
    """A day of each week that is told as missed."""
    lacked, is_expected = [], False
    for day in days:
        if iso_week(day) in had:
            is_expected = True
        elif is_expected and not _was_out(user, day):
            lacked.append(day)
            is_expected = False
    return lacked


def _was_out(user: User, day: date) -> bool:
    """Whether she is known to have worked on nothing in this week from the hour of her digest on."""
    monday = day - timedelta(days=day.weekday())
    since, until = _expected_from(user, monday), at_the_desk(monday + timedelta(weeks=1), time.min)
    lasted = {stay: _lasted(stay, since, until) for stay in stays_of(user)}
    *_, first = (stay for stay, time_there in lasted.items() if time_there > timedelta(0))
    was_there = any(stay.is_inside and time_there >= A_LOOK for stay, time_there in lasted.items())
    return not was_there and not _may_have_been_a_guest(user, first)


def _expected_from(user: User, monday: date) -> datetime:
    """Her hour in the week, if she wished for no other since; else its first moment."""
    start, wishes = at_the_desk(monday, time.min), wishes_of(user)
    if wishes.changed_at is not None and wishes.changed_at >= start:
        return start
    return at_the_desk(monday + timedelta(days=wishes.digest_weekday - 1), wishes.digest_from)


def _lasted(stay: Stay, since: datetime, until: datetime) -> timedelta:
    """How much of it lies between two moments; less than nothing where none does."""
    return min(stay.until or until, until) - max(stay.since or since, since)


def _may_have_been_a_guest(user: User, first: Stay) -> bool:
    """Whether she has a part in a dossier as one of another team, or had one that was taken away in or since a stay."""
    taken = TrailEntry.objects.filter(
        pk__gt=first.since_entry, verb="participant.removed", changes__user=str(user.pk)
    )
    return Participant.objects.filter(user=user, is_guest=True).exists() or taken.exists()


@transaction.atomic
def let_week_go(week: str, *, reason: str, at: datetime) -> None:
    """Nobody makes the digests any more that are missing in this week; the trail says why."""
    let_go = WeekLetGo.objects.create(week=week, let_go_at=at)
    record(
        "digest.week_let_go", actor=None, at=at, subject_id=let_go.pk, reason=reason, changes={"week": week}
    )

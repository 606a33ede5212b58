"""Weeks that ended without the digest of a colleague: told until it is made after all, or let go for a reason."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from deadlines.addressees import colleagues
from deadlines.digests import iso_week
from deadlines.models import Digest, DigestKind, WeekLetGo
from helpdesk.trail.services import record

LOOKING_BACK_WEEKS = 4


def missed_weeks(today: date) -> dict[str, int]:
    """The weeks that have ended and in which a digest is missing, the oldest first, with how many colleagues lack it.

    A colleague lacks one where she has that of the week before. So of several weeks in a row the first is told, and
    who began or came back meanwhile lacks none.
    """
    ended = [today - timedelta(weeks=count) for count in range(LOOKING_BACK_WEEKS, 0, -1)]
    let_go = set(WeekLetGo.objects.values_list("week", flat=True))
    counts = {iso_week(day): _lacking(day) for day in ended if iso_week(day) not in let_go}
    return {week: count for week, count in counts.items() if count}


def _lacking(day: date) -> int:
    before, then = _weekly(day - timedelta(weeks=1)), _weekly(day)
    return colleagues().filter(before).exclude(then).count()


def _weekly(day: date) -> Exists:
    return Exists(Digest.objects.filter(kind=DigestKind.WEEKLY, week=iso_week(day), user=OuterRef("pk")))


@transaction.atomic
def let_week_go(week: str, *, reason: str, at: datetime) -> None:
    """Nobody makes the digests any more that are missing in this week; the trail says why."""
    let_go = WeekLetGo.objects.create(week=week, let_go_at=at)
    record(
        "digest.week_let_go", actor=None, at=at, subject_id=let_go.pk, reason=reason, changes={"week": week}
    )

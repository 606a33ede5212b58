"""The digests: each written once for its week, day or team, when its colleague wants it, empty ones included.

An empty weekly one is written too, so that silence means trouble.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.access import team_for
from deadlines.addressees import colleagues
from deadlines.digest_contents import Content, own_content, team_content
from deadlines.digest_letters import digest_letter, team_letter
from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.models import Digest, DigestKind, MailWishes, Weekday
from deadlines.unsubscribing import unsubscribe_address
from helpdesk.errors import DeskError
from helpdesk.outbox.services import Letter, queue_mail
from helpdesk.people.models import Membership, Role, Team, User

log = structlog.get_logger(__name__)

USUAL = MailWishes()
# What a colleague's first digest tells as moved.
BEFORE_THE_FIRST = {
    DigestKind.WEEKLY: timedelta(weeks=1),
    DigestKind.DAILY: timedelta(days=1),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One digest that is to be written."""

    user: User
    kind: DigestKind
    week: str
    day: date | None = None
    team: Team | None = None

    @property
    def key(self) -> str:
        """What it is about; unique among all mails."""
        if self.kind is DigestKind.WEEKLY:
            return f"digest:{self.week}:{self.user.pk}"
        about = self.day if self.team is None else f"{self.week}:{self.team.pk}"
        return f"digest:{self.kind.value}:{about}:{self.user.pk}"


def iso_week(day: date) -> str:
    """The ISO 8601 week a day lies in, such as 2026-W25; the year is the week's, not the day's."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def write_digests(*, today: date, at: datetime, until: time = time.max) -> int:
    """Write each digest wanted by this local hour of today that is not written yet; the number written."""
    return sum(_write_or_say_why(wanted, today, at) for wanted in wanted_by(today, until))


def wanted_by(today: date, until: time = time.max) -> Iterator[Wanted]:
    """The digests that should be there by this local hour, and are not."""
    week = iso_week(today)
    for user in _without_weekly(today, until).iterator(chunk_size=200):
        yield Wanted(user=user, kind=DigestKind.WEEKLY, week=week)
    for user in _without_daily(today, until).iterator(chunk_size=200):
        yield Wanted(user=user, kind=DigestKind.DAILY, week=week, day=today)
    for leading in _without_team(today, until).iterator(chunk_size=200):
        yield Wanted(user=leading.user, kind=DigestKind.TEAM, week=week, team=leading.team)


def _without_weekly(today: date, until: time) -> QuerySet[User]:
    return (
        colleagues()
        .filter(_hour_of_the_week_has_come(today, until))
        .exclude(_written(DigestKind.WEEKLY, user=OuterRef("pk"), week=iso_week(today)))
    )


def _without_daily(today: date, until: time) -> QuerySet[User]:
    """On working days, but not on that of the weekly one, which says all of it."""
    wanting = colleagues().filter(mail_wishes__wants_daily=True, mail_wishes__digest_from__lte=until)
    if not _is_working_day(today):
        return wanting.none()
    return wanting.exclude(mail_wishes__digest_weekday=today.isoweekday()).exclude(
        _written(DigestKind.DAILY, user=OuterRef("pk"), day=today)
    )


def _without_team(today: date, until: time) -> QuerySet[Membership]:
    leading = Membership.objects.filter(role=Role.COORDINATOR, user__is_active=True, user__is_service=False)
    wanting = leading.exclude(user__mail_wishes__wants_team=False)
    due = wanting.filter(_hour_of_the_week_has_come(today, until, "user__"))
    written = _written(DigestKind.TEAM, user=OuterRef("user"), team=OuterRef("team"), week=iso_week(today))
    return due.exclude(written).select_related("user", "team").order_by("pk")


def _written(kind: DigestKind, **which: object) -> Exists:
    return Exists(Digest.objects.filter(kind=kind, **which))


def _hour_of_the_week_has_come(today: date, until: time, path: str = "") -> Q:
    """Her hour of her day of the week, or any later moment of it: who starts late makes up for it until Sunday."""
    weekday, wishes = today.isoweekday(), f"{path}mail_wishes"
    come = Q(**{f"{wishes}__digest_weekday__lt": weekday}) | Q(
        **{f"{wishes}__digest_weekday": weekday, f"{wishes}__digest_from__lte": until}
    )
    usual = (weekday, until) >= (Weekday.MONDAY, USUAL.digest_from)
    return come | Q(**{wishes: None}) if usual else come


def _is_working_day(day: date) -> bool:
    """Beyond the calendar nobody knows the holidays: there every weekday is one, so that no digest is left out."""
    try:
        return load_law().calendar.is_working_day(day)
    except LawError:
        return day.isoweekday() <= Weekday.FRIDAY


def _write_or_say_why(wanted: Wanted, today: date, at: datetime) -> bool:
    """What cannot be reckoned for one colleague must not silence the digests of all others."""
    try:
        return _write(wanted, today, at)
    except (DeskError, LawError) as refusal:
        log.error(
            "digest_not_written",
            user=str(wanted.user.pk),
            kind=wanted.kind.value,
            week=wanted.week,
            refusal=str(refusal),
        )
        return False


def _write(wanted: Wanted, today: date, at: datetime) -> bool:
    content, letter = composed(wanted, today)
    try:
        with transaction.atomic():
            mail = queue_mail(wanted.key, to=wanted.user, letter=letter, at=at)
            if mail is None:
                return False
            digest = Digest.objects.create(
                user=wanted.user,
                kind=wanted.kind,
                week=wanted.week,
                day=wanted.day,
                team=wanted.team,
                deadline_count=content.deadline_count,
                mail=mail,
                written_at=at,
            )
            named = Digest.names.through
            named.objects.bulk_create(named(digest=digest, dossier_id=one) for one in sorted(content.named))
    except IntegrityError:
        # Another sweep wrote this digest between our look and our insert: that one it is.
        return False
    return True


class Preview(NamedTuple):
    """What a digest would say on a day, the mail it would make, and the one that was written for that week or day."""

    content: Content
    letter: Letter
    written: Digest | None


def preview(
    user: User, today: date, kind: DigestKind = DigestKind.WEEKLY, team: str | None = None
) -> Preview:
    """The digest she would get on this day by what is known now, without writing it.

    Of a team she coordinates only: `team_unknown` of another, `team_needed` where she coordinates several or none.
    """
    wanted = Wanted(
        user=user,
        kind=kind,
        week=iso_week(today),
        day=today if kind is DigestKind.DAILY else None,
        team=team_for(user, team, (Role.COORDINATOR,)) if kind is DigestKind.TEAM else None,
    )
    written = Digest.objects.filter(
        user=user, kind=kind, week=wanted.week, day=wanted.day, team=wanted.team
    ).first()
    return Preview(*composed(wanted, today), written)


def composed(wanted: Wanted, today: date) -> tuple[Content, Letter]:
    """What a digest says today, and the mail it makes."""
    user = wanted.user
    leave = "" if wanted.kind is DigestKind.WEEKLY else unsubscribe_address(user, wanted.kind)
    if wanted.team is not None:
        of_team = team_content(user, wanted.team, wanted.week, today)
        return of_team, team_letter(of_team, user, leave)
    content = own_content(user, wanted.kind, wanted.week, today, _last_told(wanted, today))
    return content, digest_letter(content, user, leave)


def _last_told(wanted: Wanted, today: date) -> datetime:
    """When she was last told what had moved: the digest before this one of its kind."""
    before = Digest.objects.filter(user=wanted.user, kind=wanted.kind).exclude(
        Q(week=wanted.week) if wanted.day is None else Q(day=wanted.day)
    )
    last = before.order_by("-written_at").values_list("written_at", flat=True).first()
    span = BEFORE_THE_FIRST[wanted.kind]
    return last or datetime.combine(max(today, date.min + span), time.min, UTC) - span

"""The weekly digest: one mail per colleague and ISO week, empty weeks included, so that silence means trouble."""

from collections.abc import Iterator
from datetime import date, datetime

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Count, Min, Q, QuerySet

from deadlines.addressees import addressed_to, colleagues
from deadlines.entries import RINGING_KINDS
from deadlines.law.errors import LawError
from deadlines.letters import DigestContent, digest_letter
from deadlines.models import WATCH, Deadline, DeadlineState, Digest
from deadlines.standings import AHEAD, lapsing_penalties
from helpdesk.errors import DeskError
from helpdesk.outbox.services import Letter, queue_mail
from helpdesk.people.models import User

log = structlog.get_logger(__name__)


def iso_week(day: date) -> str:
    """The ISO 8601 week a day lies in, such as 2026-W25; the year is the week's, not the day's."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def write_digests(*, today: date, at: datetime) -> int:
    """Write the digest of today's week for each colleague who has none yet; the number written."""
    week = iso_week(today)
    waiting = colleagues().exclude(digests__week=week)
    return sum(_write_or_say_why(user, week, today, at) for user in waiting.iterator(chunk_size=200))


def _write_or_say_why(user: User, week: str, today: date, at: datetime) -> bool:
    """What cannot be reckoned for one colleague must not silence the digests of all others."""
    try:
        return _write(user, week, today, at)
    except (DeskError, LawError) as refusal:
        log.error("digest_not_written", user=str(user.pk), week=week, refusal=str(refusal))
        return False


def _write(user: User, week: str, today: date, at: datetime) -> bool:
    content = content_for(user, week, today)
    try:
        with transaction.atomic():
            mail = queue_mail(f"digest:{week}:{user.pk}", to=user, letter=digest_letter(content, user), at=at)
            if mail is None:
                return False
            Digest.objects.create(
                user=user, week=week, deadline_count=content.deadline_count, mail=mail, written_at=at
            )
    except IntegrityError:
        # Another sweep wrote this colleague's digest between our look and our insert: hers is the one.
        return False
    return True


def preview(user: User, today: date) -> tuple[DigestContent, Letter]:
    """The digest a colleague would get for this day's week, without writing it."""
    content = content_for(user, iso_week(today), today)
    return content, digest_letter(content, user)


def content_for(user: User, week: str, today: date) -> DigestContent:
    far = _open_to(user, today).filter(_is_far(today)).aggregate(count=Count("pk"), first_on=Min("due_on"))
    return DigestContent(
        week=week,
        today=today,
        deadlines=list(open_deadlines_of(user, today)),
        penalties=list(lapsing_penalties(user, today)),
        far_watches=far["count"],
        first_far_on=far["first_on"],
    )


def open_deadlines_of(user: User, today: date) -> Iterator[Deadline]:
    """Her open deadlines by day, watches from eight weeks before theirs."""
    rows = _open_to(user, today).exclude(_is_far(today))
    found = rows.select_related("dossier__condemnation__standing", "event").prefetch_related(
        "acknowledgements"
    )
    return found.order_by("due_on", "id").iterator(chunk_size=200)


def _open_to(user: User, today: date) -> QuerySet[Deadline]:
    """Those of her dossiers, of those she stands in for, and of those nobody looks after."""
    return Deadline.objects.filter(
        addressed_to(user, today, "dossier__"), state=DeadlineState.OPEN, rule_kind__in=RINGING_KINDS
    )


def _is_far(today: date) -> Q:
    """A watch stands from the service of an order on: most of the time there is nothing to do about it yet."""
    return Q(rule_kind=WATCH, due_on__gt=today + min(AHEAD, date.max - today))

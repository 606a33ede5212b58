"""The weekly digest: one mail per colleague and ISO week, empty weeks included, so that silence means trouble."""

from collections.abc import Iterator
from datetime import date, datetime

import structlog
from django.db import IntegrityError, transaction

from deadlines.addressees import addressed_to, colleagues
from deadlines.entries import RINGING_KIND
from deadlines.law.errors import LawError
from deadlines.ledgers import lapsing_penalties
from deadlines.letters import DigestContent, digest_letter
from deadlines.models import Deadline, DeadlineState, Digest
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
                user=user, week=week, deadline_count=len(content.deadlines), mail=mail, written_at=at
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
    return DigestContent(
        week=week,
        today=today,
        deadlines=list(open_deadlines_of(user, today)),
        penalties=list(lapsing_penalties(user, today)),
    )


def open_deadlines_of(user: User, today: date) -> Iterator[Deadline]:
    """Her open deadlines by day: those of her dossiers, of those she stands in for, and of those nobody looks after."""
    rows = Deadline.objects.filter(
        addressed_to(user, today, "dossier__"), state=DeadlineState.OPEN, rule_kind=RINGING_KIND
    )
    found = rows.select_related("dossier", "event").prefetch_related("acknowledgements")
    return found.order_by("due_on", "id").iterator(chunk_size=200)

"""Calendar feeds: made, rotated, revoked, found by their token; and which deadlines stand in one."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Aggregate, Count, Max, OuterRef, Q, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from cases.access import ROLES_THAT_VIEW, may_be_seen_by, team_for
from deadlines.addressees import addressed_to
from deadlines.entries import RINGING_KINDS
from deadlines.models import Deadline, DeadlineState
from helpdesk.acts import Act
from helpdesk.errors import DeskError, NotFoundError
from helpdesk.people.keys import digest_of
from helpdesk.people.models import CalendarFeed, FeedShows
from helpdesk.trail.models import DONE_TO_A_DEADLINE, TrailEntry
from helpdesk.trail.services import record

PREFIX = "hd_cal_"
MOST = 20
# Calendars read every few minutes; writing each time would turn every read into a write.
READ_IS_NOTED_EVERY = timedelta(minutes=5)
# So long an entry stays after its day, or after it was closed, so that every calendar hears of it.
LOOKS_BACK = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """A deadline as it stands, with the number of acts on it, which only grows, and the moment of the last."""

    deadline: Deadline
    acts: int
    last_act_at: datetime


@transaction.atomic
def make_feed(
    act: Act, *, name: str, shows: str, valid_for: timedelta, team: str | None = None
) -> tuple[CalendarFeed, str]:
    """A new feed of the acting user and its token, which is not kept: of her own deadlines, or of a team she views."""
    if CalendarFeed.objects.filter(user=act.by, revoked_at=None, expires_at__gt=act.at).count() >= MOST:
        raise DeskError("too_many_feeds", most=MOST)
    token = _new_token()
    feed = CalendarFeed.objects.create(
        user=act.by,
        team=team_for(act.by, team, ROLES_THAT_VIEW) if team is not None else None,
        name=name,
        shows=shows,
        digest=digest_of(token),
        created_at=act.at,
        expires_at=act.at + valid_for,
    )
    _note(act, feed, "feed.made", shows=shows, team=feed.team_id, expires_at=feed.expires_at.isoformat())
    return feed, token


@transaction.atomic
def rotate_feed(act: Act, feed_id: UUID, *, valid_for: timedelta) -> tuple[CalendarFeed, str]:
    """Another token and a new end; the old token opens nothing from now on."""
    feed = own_feed(act.by.pk, feed_id, lock=True)
    if feed.revoked_at is not None:
        raise DeskError("feed_revoked", revoked_at=feed.revoked_at)
    token, before = _new_token(), feed.expires_at
    feed.digest, feed.expires_at = digest_of(token), act.at + valid_for
    feed.save(update_fields=["digest", "expires_at"])
    _note(act, feed, "feed.rotated", expires_at=[before.isoformat(), feed.expires_at.isoformat()])
    return feed, token


@transaction.atomic
def revoke_feed(act: Act, feed_id: UUID) -> CalendarFeed:
    """It opens nothing any more, for good. Once more changes nothing."""
    feed = own_feed(act.by.pk, feed_id, lock=True)
    if feed.revoked_at is None:
        feed.revoked_at = act.at
        feed.save(update_fields=["revoked_at"])
        _note(act, feed, "feed.revoked")
    return feed


def own_feed(user_id: UUID, feed_id: UUID, *, lock: bool = False) -> CalendarFeed:
    rows = CalendarFeed.objects.filter(user_id=user_id, pk=feed_id)
    feed = (rows.select_for_update() if lock else rows.select_related("team")).first()
    if feed is None:
        raise NotFoundError
    return feed


def find_feed(token: str, now: datetime) -> CalendarFeed | None:
    """The usable feed with this token, of an active user, or none."""
    feed = CalendarFeed.objects.select_related("user", "team").filter(digest=digest_of(token)).first()
    if feed is None or not feed.is_usable(now) or not feed.user.is_active:
        return None
    if feed.last_read_at is None or now - feed.last_read_at > READ_IS_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
    return feed


def entries_of(feed: CalendarFeed, today: date) -> Iterator[FeedEntry]:
    """By day, what rings for the reader or her team, as she may see it now: open, or closed a short while ago.

    Days and acts come in one statement: acts that were counted after the day was read would hide its next move.
    """
    whose = addressed_to(feed.user, today, "dossier__")
    if feed.team_id is not None:
        whose = may_be_seen_by(feed.user, "dossier__") & Q(dossier__team_id=feed.team_id)
    since, is_open = today - LOOKS_BACK, Q(state=DeadlineState.OPEN)
    recent = (is_open & Q(due_on__gte=since)) | (~is_open & Q(done_on__gte=since))
    rows = Deadline.objects.filter(whose, recent, rule_kind__in=RINGING_KINDS).select_related("dossier")
    told = rows.annotate(acts=_of_acts(Count("pk")), last_act_at=_of_acts(Max("at")))
    # The whole computation is long; only a feed that shows what is due reads it.
    unread = ("query",) if feed.shows == FeedShows.TITLE else ("query", "answer")
    for row in told.defer(*unread).order_by("due_on", "id").iterator():
        yield FeedEntry(deadline=row, acts=row.acts or 0, last_act_at=row.last_act_at or row.computed_at)


def _of_acts(what: Aggregate) -> Subquery:
    """Something of all acts on a deadline, in whatever dossier it was at the time."""
    done = TrailEntry.objects.filter(DONE_TO_A_DEADLINE).annotate(one=KeyTextTransform("deadline", "changes"))
    of_one = done.filter(one=Cast(OuterRef("pk"), TextField())).order_by().values("one")
    return Subquery(of_one.annotate(said=what).values("said"))


def _new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _note(act: Act, feed: CalendarFeed, verb: str, **changes: object) -> None:
    record(verb, actor=act.by, at=act.at, subject_id=feed.pk, reason=act.reason, changes=changes)

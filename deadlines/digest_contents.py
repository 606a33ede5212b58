"""What a digest says, before it is put into words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.module_loading import import_string

from cases.access import may_be_seen_by
from deadlines.addressees import addressed_to
from deadlines.entries import RINGING_KINDS
from deadlines.internal_days import with_absences_of_owners
from deadlines.models import RECEIPT_AWAITED, WATCH, Deadline, DeadlineState, DigestKind
from deadlines.standings import AHEAD, LapsingPenalty, lapsing_penalties
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry

# How far a digest looks ahead; what lies beyond is counted. A watch is told of sooner: there is nothing to lodge, and
# much to prepare.
LOOKS_AHEAD = {
    DigestKind.WEEKLY: timedelta(weeks=4),
    DigestKind.TEAM: timedelta(weeks=4),
    DigestKind.DAILY: timedelta(weeks=1),
}
MOVES = frozenset(
    {
        "deadline.overridden", "deadline.extended", "deadline.override_withdrawn", "deadline.recomputed",
        "watch.moved",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Move:
    """A deadline that rings on another day than it did, and why, by the verb and the cause of the last act."""

    deadline: Deadline
    was_on: date
    verb: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class SearchHits:
    """What a kept search finds that was opened or acted on since its owner looked.

    `count` is none where it cannot be run: no more, or not yet, when it asks for figures of a day before they are kept.
    """

    search_id: UUID
    name: str
    count: int | None
    is_early: bool = False
    references: tuple[str, ...] = ()
    dossiers: tuple[UUID, ...] = ()

    @property
    def has_more(self) -> bool:
        return (self.count or 0) > len(self.references)


@dataclass(frozen=True, kw_only=True)
class Content:
    """What every digest says: deadlines one by one, and how many lie further ahead."""

    week: str
    today: date
    deadlines: list[Deadline]
    later: int = 0
    first_later_on: date | None = None
    far_watches: int = 0
    first_far_on: date | None = None

    @property
    def deadline_count(self) -> int:
        """The terms that stand open, those that lie further ahead too; watches are counted apart."""
        return sum(not deadline.is_watch for deadline in self.deadlines) + self.later

    @property
    def named(self) -> set[UUID]:
        """The dossiers it names."""
        return {deadline.dossier_id for deadline in self.deadlines}


@dataclass(frozen=True, kw_only=True)
class DigestContent(Content):
    """What a colleague's own digest says. The deadlines stand in the order of their days."""

    penalties: list[LapsingPenalty]
    kind: DigestKind = DigestKind.WEEKLY
    moves: list[Move] = field(default_factory=list)
    searches: list[SearchHits] = field(default_factory=list)
    receipts: list[Deadline] = field(default_factory=list)

    @property
    def named(self) -> set[UUID]:
        of_searches = {dossier for hits in self.searches for dossier in hits.dossiers}
        of_penalties = {penalty.dossier_id for penalty in self.penalties}
        moved = {move.deadline.dossier_id for move in self.moves}
        lodged = {deadline.dossier_id for deadline in self.receipts}
        return super().named | moved | of_penalties | of_searches | lodged


@dataclass(frozen=True, kw_only=True)
class TeamContent(Content):
    """What a team's digest says to one coordinator: the open deadlines she may see, by owner and day."""

    team: Team


def own_content(user: User, kind: DigestKind, week: str, today: date, since: datetime) -> DigestContent:
    """Her weekly or daily digest: of her dossiers, of those she stands in for, and of those nobody looks after.

    What moved after `since` is told as moved.
    """
    ahead, of_her_dossiers = LOOKS_AHEAD[kind], addressed_to(user, today, "dossier__")
    hers = _open(of_her_dossiers)
    return DigestContent(
        week=week,
        today=today,
        kind=kind,
        deadlines=list(_told_one_by_one(hers, today, ahead).iterator(chunk_size=200)),
        penalties=list(lapsing_penalties(user, today)) if kind is DigestKind.WEEKLY else [],
        **_further_on(hers, today, ahead),
        moves=_moves(hers, since),
        searches=_hits_of(user, today) if kind is DigestKind.WEEKLY else [],
        receipts=_without_receipt(of_her_dossiers) if kind is DigestKind.WEEKLY else [],
    )


def _without_receipt(of_her_dossiers: Q) -> list[Deadline]:
    """What was lodged, the first first, of which the receipt is still to come."""
    hers = Deadline.objects.filter(RECEIPT_AWAITED, of_her_dossiers)
    return list(hers.select_related("dossier").defer("query", "answer").order_by("done_on", "id"))


def _further_on(hers: QuerySet[Deadline], today: date, ahead: timedelta) -> dict[str, Any]:
    """How many terms and watches lie beyond what is told one by one, and the first day of each."""
    term, watch = _term_beyond(today, ahead), _watch_beyond(today, AHEAD)
    return hers.aggregate(
        later=Count("pk", filter=term),
        first_later_on=Min("due_on", filter=term),
        far_watches=Count("pk", filter=watch),
        first_far_on=Min("due_on", filter=watch),
    )


def _told_one_by_one(hers: QuerySet[Deadline], today: date, ahead: timedelta) -> QuerySet[Deadline]:
    """Those until so far ahead, by day, watches from eight weeks before theirs, each with what its line needs."""
    rows = hers.exclude(_watch_beyond(today, AHEAD)).exclude(_term_beyond(today, ahead))
    found = with_absences_of_owners(rows).select_related("dossier__condemnation__standing", "event")
    return found.prefetch_related("acknowledgements", "confirmations").order_by("due_on", "id")


def team_content(user: User, team: Team, week: str, today: date) -> TeamContent:
    """The open deadlines of a team's dossiers, as far as this coordinator may see them."""
    seen = _open(may_be_seen_by(user, "dossier__") & Q(dossier__team=team))
    ahead = LOOKS_AHEAD[DigestKind.TEAM]
    nobodys_first = F("dossier__owner__name").asc(nulls_first=True)
    told = _told_one_by_one(seen, today, ahead).select_related("dossier__owner")
    return TeamContent(
        week=week,
        today=today,
        team=team,
        deadlines=list(
            told.order_by(nobodys_first, "dossier__owner_id", "due_on", "id").iterator(chunk_size=200)
        ),
        **_further_on(seen, today, ahead),
    )


def _moves(hers: QuerySet[Deadline], since: datetime) -> list[Move]:
    """Those that ring on another day than at `since`, in the order in which they moved."""
    dossiers = hers.values("dossier_id")
    entries = TrailEntry.objects.filter(verb__in=MOVES, at__gt=since, dossier_id__in=dossiers).order_by("id")
    by_deadline: dict[UUID, list[TrailEntry]] = {}
    for one in entries.iterator(chunk_size=200):
        if isinstance(one.changes.get("due_on"), list):
            by_deadline.setdefault(UUID(one.changes["deadline"]), []).append(one)
    moved = hers.filter(pk__in=by_deadline) if by_deadline else hers.none()
    deadlines = moved.select_related("dossier__condemnation__standing", "event")
    known = {deadline.pk: deadline for deadline in deadlines}
    moves = (_move(known[pk], acts) for pk, acts in by_deadline.items() if pk in known)
    return [move for move in moves if move.was_on != move.deadline.due_on]


def _move(deadline: Deadline, acts: list[TrailEntry]) -> Move:
    return Move(
        deadline=deadline,
        was_on=date.fromisoformat(acts[0].changes["due_on"][0]),
        verb=acts[-1].verb,
        cause=str(acts[-1].changes.get("cause", "")),
    )


def _hits_of(user: User, today: date) -> list[SearchHits]:
    """How a kept query is read, the floor above knows, which has the lists; the settings name it."""
    look: Callable[[User, date], list[SearchHits]] = import_string(settings.SAVED_SEARCH_HITS)
    return look(user, today)


def _open(where: Q) -> QuerySet[Deadline]:
    return Deadline.objects.filter(where, state=DeadlineState.OPEN, rule_kind__in=RINGING_KINDS)


def _watch_beyond(today: date, ahead: timedelta) -> Q:
    """A watch stands from the service of an order on: most of the time there is nothing to do about it yet."""
    return Q(rule_kind=WATCH, due_on__gt=today + min(ahead, date.max - today))


def _term_beyond(today: date, ahead: timedelta) -> Q:
    return ~Q(rule_kind=WATCH) & Q(due_on__gt=today + min(ahead, date.max - today))

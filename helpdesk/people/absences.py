"""Who is away, who stands in, and planning it: own absences, and those of the colleagues one coordinates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from helpdesk.acts import Act
from helpdesk.errors import DeskError, NotFoundError
from helpdesk.people.colleagues import teams_of, working_in
from helpdesk.people.models import Absence, Role, User
from helpdesk.revisions import refuse_if_changed
from helpdesk.trail.services import record

# One who plans waits for another: a circle can be closed from two sides at once, and neither would see it.
PLANNING = "SELECT pg_advisory_xact_lock(hashtext('people_absence'))"


@dataclass(frozen=True, kw_only=True)
class Leave:
    """The days away, both included, and who stands in, if anybody does."""

    from_on: date
    until_on: date
    stand_in: UUID | None = None


def absences_on(on: date) -> dict[UUID, Absence]:
    """By colleague, the absences on a day, each with who was asked to stand in."""
    rows = Absence.objects.filter(from_on__lte=on, until_on__gte=on).select_related("stand_in")
    return {absence.colleague_id: absence for absence in rows}


def away(on: date) -> dict[UUID, UUID | None]:
    """Who is away on a day, and who was asked to stand in for each."""
    return {colleague: absence.stand_in_id for colleague, absence in absences_on(on).items()}


def standing_in(user_id: UUID | None, absent: Mapping[UUID, UUID | None]) -> UUID | None:
    """Who does her work among those `away`: she herself if present, else the first along the chain who is.

    None where the chain ends in someone who is away and asked nobody.
    """
    passed: set[UUID] = set()
    while user_id is not None and user_id in absent:
        if user_id in passed:
            return None
        passed.add(user_id)
        user_id = absent[user_id]
    return user_id


def stand_in_for(user: User, on: date) -> User | None:
    """The colleague who does the work of another on a day: herself where she is present, none where nobody is."""
    found = standing_in(user.pk, away(on))
    return None if found is None else User.objects.get(pk=found)


def absences_seen_by(user: User) -> QuerySet[Absence]:
    """Her own, and those of everybody who works in a team of which she sees the work."""
    around = working_in(teams_of(user))
    return Absence.objects.filter(Q(colleague__in=around) | Q(colleague=user))


@transaction.atomic
def plan_absence(act: Act, colleague_id: UUID, leave: Leave) -> Absence:
    """Enter days away. Refuses a stand-in who shares no team with her, days she is away already, and a circle."""
    colleague = working_in(teams_of(act.by)).filter(pk=colleague_id).first()
    if colleague is None:
        raise DeskError("colleague_elsewhere", field="colleague", colleague=colleague_id)
    absence = Absence(colleague=colleague, from_on=leave.from_on, until_on=leave.until_on)
    _refuse_strangers(act.by, absence)
    _plan(absence, leave)
    absence.save(force_insert=True)
    _record(act, absence, "absence.planned", **_told(leave))
    return absence


@transaction.atomic
def change_absence(
    act: Act, absence_id: UUID, leave: Leave, *, unchanged_since: int | None = None
) -> Absence:
    """Other days, or another stand-in. The trail keeps what was planned before."""
    absence = get_absence(act.by, absence_id, unchanged_since=unchanged_since, lock=True)
    before = Leave(from_on=absence.from_on, until_on=absence.until_on, stand_in=absence.stand_in_id)
    if leave != before:
        _plan(absence, leave)
        absence.revision += 1
        absence.save()
        told, was = _told(leave), _told(before)
        changed = {name: [was[name], told[name]] for name in told if told[name] != was[name]}
        _record(act, absence, "absence.changed", **changed)
    return absence


@transaction.atomic
def cancel_absence(act: Act, absence_id: UUID, *, unchanged_since: int | None = None) -> None:
    """She is not away after all."""
    absence = get_absence(act.by, absence_id, unchanged_since=unchanged_since, lock=True)
    leave = Leave(from_on=absence.from_on, until_on=absence.until_on, stand_in=absence.stand_in_id)
    _record(act, absence, "absence.cancelled", **_told(leave))
    absence.delete()


def get_absence(
    user: User, absence_id: UUID, *, unchanged_since: int | None = None, lock: bool = False
) -> Absence:
    """The absence, for one who may change it. Unseen and missing look alike."""
    rows = absences_seen_by(user)
    absence = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=absence_id).first()
    if absence is None:
        raise NotFoundError
    _refuse_strangers(user, absence)
    refuse_if_changed(absence, unchanged_since)
    return absence


def _refuse_strangers(user: User, absence: Absence) -> None:
    """Only she herself, or a coordinator of a team in which she works, plans her absence."""
    coordinated = working_in(teams_of(user, [Role.COORDINATOR]))
    if absence.colleague_id != user.pk and not coordinated.filter(pk=absence.colleague_id).exists():
        raise DeskError("coordinator_needed")


def _plan(absence: Absence, leave: Leave) -> None:
    """Give an absence its days and stand-in, once nothing stands against them."""
    with connection.cursor() as cursor:
        cursor.execute(PLANNING)
    absence.from_on, absence.until_on, absence.stand_in_id = leave.from_on, leave.until_on, leave.stand_in
    if leave.until_on < leave.from_on:
        raise DeskError("days_reversed", field="until_on", from_on=leave.from_on)
    others = _between(leave).exclude(pk=absence.pk)
    if other := others.filter(colleague_id=absence.colleague_id).first():
        raise DeskError("away_already", field="from_on", from_on=other.from_on, until_on=other.until_on)
    if leave.stand_in is not None:
        _refuse_stranger(absence, leave.stand_in)
        _refuse_circle(absence.colleague_id, leave, others)


def _between(leave: Leave) -> QuerySet[Absence]:
    return Absence.objects.filter(from_on__lte=leave.until_on, until_on__gte=leave.from_on)


def _refuse_stranger(absence: Absence, stand_in: UUID) -> None:
    """Only another colleague who works in one of her teams stands in for her."""
    if stand_in == absence.colleague_id:
        raise DeskError("stand_in_circle", field="stand_in", from_on=absence.from_on)
    if not working_in(teams_of(absence.colleague)).filter(pk=stand_in).exists():
        raise DeskError("colleague_elsewhere", field="stand_in", colleague=stand_in)


def _refuse_circle(colleague_id: UUID, leave: Leave, others: QuerySet[Absence]) -> None:
    """Follow the chain over the days it holds: those on which each of its links is away together."""
    known = list(others.exclude(stand_in=None))
    chain = [leave]
    while chain:
        link = chain.pop()
        for each in known:
            first, last = max(each.from_on, link.from_on), min(each.until_on, link.until_on)
            if each.colleague_id != link.stand_in or first > last:
                continue
            if each.stand_in_id == colleague_id:
                raise DeskError("stand_in_circle", field="stand_in", from_on=first)
            chain.append(Leave(from_on=first, until_on=last, stand_in=each.stand_in_id))


def _told(leave: Leave) -> dict[str, str]:
    return {
        "from_on": str(leave.from_on),
        "until_on": str(leave.until_on),
        "stand_in": str(leave.stand_in or ""),
    }


def _record(act: Act, absence: Absence, verb: str, **changes: object) -> None:
    told = {"colleague": str(absence.colleague_id), **changes}
    record(verb, actor=act.by, at=act.at, subject_id=absence.pk, reason=act.reason, changes=told)

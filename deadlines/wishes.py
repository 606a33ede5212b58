"""What mail a colleague wants, and when: kept for who departs from what everybody gets."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from deadlines.errors import DeadlineError
from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.models import DigestKind, MailWishes
from helpdesk.acts import Act, at_the_desk
from helpdesk.people.models import User
from helpdesk.revisions import refuse_if_changed
from helpdesk.trail.services import record

# The weekly digest has no switch: its absence must mean that something is wrong.
SWITCHES = {DigestKind.DAILY: "wants_daily", DigestKind.TEAM: "wants_team"}
OWN_LEADS = frozenset({"own_working_days_before", "own_days_before"})


def wishes_of(user: User) -> MailWishes:
    """Hers, or what everybody gets; the latter is not stored."""
    return MailWishes.objects.filter(user=user).first() or MailWishes(user=user)


def first_hour(wishes: MailWishes, at: datetime) -> datetime:
    """The first moment from `at` on that lies within her hours for reminders, on a working day at the desk.

    Where nobody knows the holidays, it is `at` itself: a reminder must not wait for a calendar.
    """
    try:
        calendar = load_law().calendar
        day = calendar.next_working_day(timezone.localdate(at))
        if at >= at_the_desk(day, wishes.reminders_until):
            day = calendar.next_working_day(day + timedelta(days=1))
    except LawError:
        return at
    return max(at, at_the_desk(day, wishes.reminders_from))


@transaction.atomic
def change_wishes(act: Act, changed: Mapping[str, Any], *, unchanged_since: int | None = None) -> MailWishes:
    """Write down what she wants from now on. Refuses hours that end before they begin (`hours_end_first`)."""
    # The colleague's own row is locked, for there may be no row of her wishes to lock yet.
    User.objects.select_for_update().get(pk=act.by.pk)
    wishes = wishes_of(act.by)
    refuse_if_changed(wishes, unchanged_since)
    before = {name: getattr(wishes, name) for name in changed}
    said = {name: _in_order(value) for name, value in changed.items()}
    for name, value in said.items():
        setattr(wishes, name, value)
    if wishes.reminders_until <= wishes.reminders_from:
        raise DeadlineError("hours_end_first", field="reminders_until")
    _keep(act, wishes, {name: [before[name], value] for name, value in said.items() if before[name] != value})
    return wishes


def _keep(act: Act, wishes: MailWishes, changed: Mapping[str, list[Any]]) -> None:
    if not changed:
        return
    if changed.keys() & OWN_LEADS:
        wishes.own_leads_since = act.on
    wishes.revision += 1
    wishes.changed_at = act.at
    wishes.save()
    told = {name: [_coded(value) for value in pair] for name, pair in changed.items()}
    record("mail_wishes.changed", actor=act.by, at=act.at, subject_id=act.by.pk, changes=told)


def _in_order(value: Any) -> Any:
    """Lead times once each, the longest first; anything else as it is."""
    return sorted(set(value), reverse=True) if isinstance(value, list) else value


def _coded(value: Any) -> Any:
    return value.isoformat("minutes") if isinstance(value, time) else value

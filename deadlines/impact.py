"""What a change of law or calendar would move, read before it moves: nothing moves until a person confirms it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from deadlines.computing import Computed, Leading, compute
from deadlines.corrections import Grounds, weigh
from deadlines.entries import lock_deadline
from deadlines.errors import DeadlineError
from deadlines.law.errors import LawError
from deadlines.law.rules import Law
from deadlines.models import WATCH, Cause, Deadline, DeadlineState, Recomputation
from helpdesk.acts import Act


@dataclass(frozen=True, kw_only=True)
class Move:
    """One open deadline that another state of the law gives another day, or none, or no sure day (`problem`).

    Days are those the computation gives; an override that stands keeps ringing on its own.
    """

    deadline: Deadline
    computed_before_on: date
    computed_after_on: date | None
    rule_after: str
    version_after: str
    problem: str

    @property
    def days(self) -> int | None:
        """By how many days it moves; negative is earlier."""
        return (self.computed_after_on - self.computed_before_on).days if self.computed_after_on else None

    @property
    def becomes_earlier(self) -> bool:
        """Whether somebody who trusts the old day would be too late."""
        return self.days is not None and self.days < 0


def moves(deadlines: QuerySet[Deadline], law: Law | None = None) -> Iterator[Move]:
    """The open deadlines among these that move under another state of the law, or under the law as it is now."""
    terms = deadlines.filter(state=DeadlineState.OPEN).exclude(rule_kind=WATCH)
    rows = terms.select_related("dossier").order_by("due_on", "id")
    for deadline in rows.iterator(chunk_size=500):
        move = _move(deadline, law)
        if move is not None:
            yield move


def _move(deadline: Deadline, law: Law | None) -> Move | None:
    before = deadline.computed_due_on
    try:
        computed = compute(deadline.query, law)
    except LawError as refusal:
        return _moved(deadline, before, None, problem=refusal.code)
    leading = _same_remedy(computed, deadline)
    if leading is None:
        return _moved(deadline, before, None, problem="no_longer_arises")
    is_same = (leading.due_on, leading.legal_on) == (before, deadline.legal_on)
    return None if is_same else _moved(deadline, before, leading)


def _moved(deadline: Deadline, before: date, leading: Leading | None, problem: str = "") -> Move:
    return Move(
        deadline=deadline,
        computed_before_on=before,
        computed_after_on=leading.due_on if leading else None,
        rule_after=leading.rule_id if leading else "",
        version_after=leading.rule_version if leading else "",
        problem=problem,
    )


def _same_remedy(computed: Computed, deadline: Deadline) -> Leading | None:
    return next((leading for leading in computed.leading if leading.remedy == deadline.remedy), None)


@transaction.atomic
def recompute(act: Act, deadline_id: UUID, *, reason: str) -> Recomputation:
    """Confirm that a deadline is to follow the law as it is now. Refuses with `nothing_moves` where it does already."""
    grounds = Grounds(reason=reason)
    deadline = lock_deadline(act, deadline_id)
    if deadline.is_watch:
        raise DeadlineError("watch_follows_events")
    computed = compute(deadline.query)
    made = weigh(act, deadline, computed, _same_remedy(computed, deadline), Cause.LAW_CHANGED, grounds.reason)
    if made is None:
        raise DeadlineError("nothing_moves")
    return made

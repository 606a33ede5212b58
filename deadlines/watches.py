"""Watches over a penalty: opened, moved, met and let go with what is recorded and with the days that pass.

A watch is a deadline of which nobody set the day: it follows from the events. So nobody meets or moves it by hand; what
meets it is recorded, or it is waived for a reason and not opened again for the same unit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import structlog

from cases.models import Dossier, DossierKind, Event, EventKind
from cases.models.dossier import State
from deadlines.entries import reminders_of
from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.penalties import OF_UNITS, Milestone, MilestoneKind, Sum, watched
from deadlines.law.vocabulary import Remedy
from deadlines.leads import ENTRY, MOVED
from deadlines.life import ACTS
from deadlines.models import WATCH, Deadline, DeadlineState, Loss, PenaltyStanding
from deadlines.standings import Matter, Reckoned, matters_of, reckon, refused, store
from deadlines.watch_writing import Writing
from helpdesk.acts import AnyAct
from helpdesk.errors import DeskError

log = structlog.get_logger(__name__)

SAVING = frozenset(ACTS) | {EventKind.PAYMENT_RECEIVED}
ENDING = frozenset({EventKind.PERSON_HOUSED})
SERVICES = frozenset({EventKind.ORDER_SERVED, EventKind.ORDER_SERVED_AGAIN})
ANSWERS = {
    MilestoneKind.RESPITE: ENDING,
    MilestoneKind.OLDEST_UNIT: SAVING,
    MilestoneKind.SECURED_UNITS: SAVING,
    MilestoneKind.CAP: ENDING,
    MilestoneKind.EXPIRY: ENDING,
}
NOTHING_LOST = Sum()
# They say themselves what became of the claim; under any other outcome what can be claimed is still watched.
OUTCOMES_THAT_END_THE_CLAIM = frozenset({"annulled", "settled", "desisted"})


def follow(act: AnyAct, dossier: Dossier, cause: Event | None = None) -> list[Deadline]:
    """Reckon a locked condemnation anew and bring its watches in step; those that were opened.

    `cause` is the event that was recorded, put right or retracted, if one was. Dossiers of other kinds have none.
    """
    if dossier.kind != DossierKind.CONDEMNATION:
        return []
    (matter,) = matters_of([dossier])
    reckoned = reckon(matter, act.on)
    store([reckoned.standing])
    writing = Writing(act)
    keep_in_step(writing, matter, reckoned, cause)
    writing.write()
    return writing.opened


def follow_all(act: AnyAct, matters: Sequence[Matter]) -> None:
    """The same for many locked condemnations, in as many statements whatever their number.

    One that the law refuses must stop no other: its standing says why, and its watches stay as they are.
    """
    reckoned = [(matter, _reckon_or_say_why(matter, act)) for matter in matters]
    store(found.standing for _, found in reckoned)
    writing = Writing(act)
    for matter, found in reckoned:
        if matter.dossier.state != State.CLOSED and not found.standing.refusal:
            keep_in_step(writing, matter, found)
    writing.write()


def follow_whatever(act: AnyAct, dossiers: Iterable[Dossier]) -> None:
    """The same for locked dossiers, those of other kinds passed over."""
    found = [one for one in dossiers if one.kind == DossierKind.CONDEMNATION]
    if found:
        follow_all(act, matters_of(found))


def _reckon_or_say_why(matter: Matter, act: AnyAct) -> Reckoned:
    """The figures of a closed dossier are of the day it was closed."""
    closed_on = matter.dossier.closed_on
    try:
        reckoned = reckon(matter, closed_on or act.on)
    except (LawError, DeskError) as refusal:
        log.error("penalty_not_reckoned", dossier=str(matter.dossier.pk), code=refusal.code)
        return Reckoned(refused(matter, act.on, refusal.code))
    if closed_on is not None:
        reckoned.standing.holds_until = None
    return reckoned


@dataclass(frozen=True)
class _Turn:
    """One bringing in step: what comes of it, over what, and what set it off."""

    writing: Writing
    matter: Matter
    cause: Event | None = None
    lost: Sum = NOTHING_LOST
    is_closing: bool = False

    @property
    def has_lost(self) -> bool:
        return bool(self.lost.units or self.lost.amount)

    def is_told_as_loss(self, watch: Deadline) -> bool:
        """Whether units are being lost day after day: that is mailed louder than any ring, and once a day."""
        return self.has_lost and self.cause is None and watch.rule_id in OF_UNITS

    def answers(self, watch: Deadline) -> bool:
        """Whether the cause is what the watch asked for, came in time, and not before what the watch is about."""
        cause = self.cause
        if cause is None or cause.occurred_on is None or cause.retracted_at is not None:
            return False
        is_of_units, about = watch.rule_id in OF_UNITS, watch.query["about"]
        is_early = is_of_units and (str(cause.occurred_on) < about or cause.pk == watch.event_id)
        is_in_time = cause.occurred_on <= watch.legal_on and not is_early
        return is_in_time and cause.kind in ANSWERS[MilestoneKind(watch.rule_id)]

    @property
    def why(self) -> dict[str, object]:
        """The cause as the trail keeps it."""
        if self.cause is not None:
            return {"cause": self.cause.kind, "event": self.cause.pk}
        if self.is_closing:
            return {"cause": "closing"}
        return {"cause": "unit_lapsed" if self.has_lost else "day_passed"}


def keep_in_step(writing: Writing, matter: Matter, reckoned: Reckoned, cause: Event | None = None) -> None:
    """Bring the watches of an open condemnation in step with what lies ahead: of each kind the earliest.

    Where two debtors owe, that is the earlier of their days; a day that was waived, was waived for both.
    """
    for watch in matter.watches:
        watch.dossier = matter.dossier
    waived = {_subject(one) for one in matter.watches if one.state == DeadlineState.WAIVED}
    stand_open = {one.rule_id: one for one in matter.watches if one.state == DeadlineState.OPEN}
    turn = _Turn(writing, matter, cause, _lost(matter.standing, reckoned.standing))
    if turn.has_lost:
        _note_loss(turn, was_watched=any(kind in OF_UNITS for kind in stand_open))
    ahead = [one for one in reckoned.milestones if (one.kind, one.about) not in waived]
    for kind in MilestoneKind:
        _step(turn, stand_open.get(kind), next((one for one in ahead if one.kind is kind), None))


def _note_loss(turn: _Turn, *, was_watched: bool) -> None:
    """Keep what has lapsed since the condemnation was last looked at."""
    dossier, lost, seen_on = turn.matter.dossier, turn.lost, turn.writing.act.on
    kept = Loss(
        dossier=dossier, units=lost.units, amount=lost.amount, seen_on=seen_on, was_watched=was_watched
    )
    turn.writing.losses.append(kept)
    turn.writing.note(
        dossier, "penalty.unit_lapsed", units=lost.units, amount=f"{lost.amount:.2f}", seen_on=str(seen_on)
    )


def _subject(watch: Deadline) -> tuple[str, str]:
    return watch.rule_id, watch.query["about"]


def _lost(before: PenaltyStanding, after: PenaltyStanding) -> Sum:
    """What has lapsed since the standing that was stored; of two debtors, against the one who gained most by it."""
    known = before.lapsed_against or {}
    against = [
        _more(known.get(debtor, (0, 0)), lapsed) for debtor, lapsed in (after.lapsed_against or {}).items()
    ]
    return max(against, key=lambda lost: (lost.amount, lost.units), default=NOTHING_LOST)


def _more(before: Sequence[Any], after: Sequence[Any]) -> Sum:
    """How much more lapsed, in units and in euros; nothing where it is less."""
    return Sum(max(after[0] - before[0], 0), max(Decimal(after[1]) - Decimal(before[1]), Decimal(0)))


def _step(turn: _Turn, watch: Deadline | None, ahead: Milestone | None) -> None:
    """Bring one watch in step."""
    if watch is None:
        if ahead is not None:
            _open(turn, ahead)
    elif ahead is None:
        _end(turn, watch)
    elif watch.query["about"] != ahead.about and turn.answers(watch):
        _end(turn, watch)
        _open(turn, ahead)
    elif _moves(turn, watch, ahead):
        _move(turn, watch, ahead)


def _moves(turn: _Turn, watch: Deadline, ahead: Milestone) -> bool:
    """Whether it rings on another day or over something else; a last day that only passing days put off can wait."""
    if (watch.query["about"], watch.due_on) != (ahead.about, ahead.due_on):
        return True
    is_told = turn.cause is not None or ahead.last_on < watch.legal_on
    return is_told and ahead.last_on != watch.legal_on


def _open(turn: _Turn, ahead: Milestone) -> None:
    writing, dossier = turn.writing, turn.matter.dossier
    watch = Deadline(
        dossier=dossier, rule_id=ahead.kind.value, rule_kind=WATCH, remedy=Remedy.ENFORCEMENT.value,
        needs_confirmation=False,
    )  # fmt: skip
    _write(turn, watch, ahead)
    writing.opened.append(watch)
    if not turn.is_told_as_loss(watch):
        writing.rings += reminders_of(writing.act, watch, first=ENTRY)
    days = {"due_on": str(watch.due_on), "legal_on": str(watch.legal_on)}
    writing.note(dossier, "watch.opened", deadline=watch.pk, rule=watch.rule_id, about=ahead.about, **days)


def _move(turn: _Turn, watch: Deadline, ahead: Milestone) -> None:
    writing, before = turn.writing, _coded(watch)
    _write(turn, watch, ahead)
    writing.changed.append(watch)
    writing.silenced.append(watch)
    if not turn.is_told_as_loss(watch):
        writing.rings += reminders_of(writing.act, watch, first=MOVED)
    changed = {name: [before[name], value] for name, value in _coded(watch).items() if value != before[name]}
    writing.note(watch.dossier, "watch.moved", deadline=watch.pk, rule=watch.rule_id, **changed, **turn.why)


def _coded(watch: Deadline) -> dict[str, str]:
    return {"about": watch.query["about"], "due_on": str(watch.due_on), "legal_on": str(watch.legal_on)}


def _write(turn: _Turn, watch: Deadline, ahead: Milestone) -> None:
    said = watched(ahead, load_law())
    watch.event = _event_behind(turn.matter, ahead)
    watch.raw_on = watch.legal_on = ahead.last_on
    watch.safe_on = watch.due_on = ahead.due_on
    watch.rule_version, watch.confidence = said.rule_version, said.confidence
    watch.content_hash, watch.answer = said.content_hash, dict(said.answer)
    watch.query = {"watch": ahead.kind.value, "about": ahead.about}
    watch.computed_at = turn.writing.act.at


def _event_behind(matter: Matter, ahead: Milestone) -> Event | None:
    """The act or the service it counts from: the last by the day its count begins on; none where there was none."""
    kinds = frozenset(ACTS) if ahead.kind is MilestoneKind.SECURED_UNITS else SERVICES
    begins_on, _ = ahead.steps[0]
    found = ((one.occurred_on, one) for one in matter.events if one.kind in kinds)
    by_then = [one for on, one in found if on is not None and on <= begins_on]
    return by_then[-1] if by_then else None


def _end(turn: _Turn, watch: Deadline) -> None:
    """Met by the event that answers it; else it no longer arises, or its day has passed."""
    writing, cause = turn.writing, turn.cause
    if cause is not None and turn.answers(watch):
        evidence = cause.note.strip() or f"{cause.kind} {cause.occurred_on}"
        watch.state, watch.done_on, watch.evidence = DeadlineState.MET, cause.occurred_on, evidence
    else:
        watch.state, watch.done_on = DeadlineState.LAPSED, writing.act.on
    watch.done_by = writing.act.by
    writing.changed.append(watch)
    about = watch.query["about"]
    writing.note(
        watch.dossier,
        f"watch.{watch.state}",
        deadline=watch.pk,
        rule=watch.rule_id,
        about=about,
        **turn.why,
    )


def let_go(act: AnyAct, dossier: Dossier, *, outcome: str) -> None:
    """Let the watches lapse that do not matter any more when a locked condemnation is closed so.

    Those over units stay, and keep it open, while something can be claimed and the outcome does not end the claim.
    """
    follow(act, dossier)
    (matter,) = matters_of([dossier])
    claim_ends = outcome in OUTCOMES_THAT_END_THE_CLAIM or not matter.standing.claimable_amount
    writing = Writing(act)
    for watch in matter.watches:
        if watch.state == DeadlineState.OPEN and (claim_ends or watch.rule_id not in OF_UNITS):
            watch.dossier = dossier
            _end(_Turn(writing, matter, is_closing=True), watch)
    writing.write()


def stand_still(dossier: Dossier) -> None:
    """From its closing on, the figures of a locked condemnation are those of that day."""
    PenaltyStanding.objects.filter(condemnation=dossier.pk).update(holds_until=None)

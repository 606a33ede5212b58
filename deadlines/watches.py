"""Watches over a penalty: opened, moved, met and let go with what is recorded and with the days that pass.

A watch is a deadline of which nobody set the day: it follows from the events. So nobody meets or moves it by hand; what
meets it is recorded, or it is waived for a reason and not opened again for the same unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cases.models import Dossier, DossierKind, Event, EventKind
from cases.services.dossiers import note
from deadlines.entries import forget_reminders, plan_reminders, refresh_next_due_on, ring_anew
from deadlines.law.load import load_law
from deadlines.law.penalties import OF_UNITS, Milestone, MilestoneKind, Sum, watched
from deadlines.law.vocabulary import Remedy
from deadlines.ledgers import ACTS
from deadlines.losses import note_loss
from deadlines.models import WATCH, Deadline, DeadlineState, PenaltyStanding
from deadlines.standings import Matter, matters_of, reckon, store
from helpdesk.acts import Doing

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


def follow(act: Doing, dossier: Dossier, cause: Event | None = None) -> list[Deadline]:
    """Reckon a locked condemnation anew and bring its watches in step; those that were opened.

    `cause` is the event that was recorded or put right, if one was. Dossiers of other kinds have none.
    """
    if dossier.kind != DossierKind.CONDEMNATION:
        return []
    (matter,) = matters_of([dossier])
    reckoned = reckon(matter, act.on)
    store([reckoned.standing])
    return keep_in_step(act, matter, reckoned.standing, reckoned.milestones, cause)


@dataclass(frozen=True)
class _Turn:
    """One bringing in step: who does it, over what, and what set it off."""

    act: Doing
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
        """Whether the cause is what the watch asked for, and came in time."""
        happened_on = self.cause.occurred_on if self.cause else None
        if self.cause is None or happened_on is None or happened_on > watch.legal_on:
            return False
        return self.cause.kind in ANSWERS[MilestoneKind(watch.rule_id)]

    @property
    def why(self) -> dict[str, object]:
        """The cause as the trail keeps it."""
        if self.cause is not None:
            return {"cause": self.cause.kind, "event": self.cause.pk}
        if self.is_closing:
            return {"cause": "closing"}
        return {"cause": "unit_lapsed" if self.has_lost else "day_passed"}


def keep_in_step(
    act: Doing,
    matter: Matter,
    standing: PenaltyStanding,
    ahead: Sequence[Milestone],
    cause: Event | None = None,
) -> list[Deadline]:
    """Bring the watches of an open, locked condemnation in step with what lies ahead; those that were opened."""
    for watch in matter.watches:
        watch.dossier = matter.dossier
    waived = {_subject(one) for one in matter.watches if one.state == DeadlineState.WAIVED}
    stand_open = {one.rule_id: one for one in matter.watches if one.state == DeadlineState.OPEN}
    turn = _Turn(act, matter, cause, _lost(matter.standing, standing))
    if turn.has_lost:
        note_loss(act, matter.dossier, turn.lost, was_watched=any(kind in OF_UNITS for kind in stand_open))
    coming = {one.kind: one for one in ahead if (one.kind, one.about) not in waived}
    opened = [_step(turn, stand_open.get(kind), coming.get(kind)) for kind in MilestoneKind]
    return [watch for watch in opened if watch is not None]


def _subject(watch: Deadline) -> tuple[str, str]:
    return watch.rule_id, watch.query["about"]


def _lost(before: PenaltyStanding, after: PenaltyStanding) -> Sum:
    """What has lapsed since the standing that was stored."""
    units = after.prescribed_units - before.prescribed_units
    amount = after.prescribed_amount - before.prescribed_amount
    return Sum(max(units, 0), max(amount, Decimal(0)))


def _step(turn: _Turn, watch: Deadline | None, ahead: Milestone | None) -> Deadline | None:
    """Bring one watch in step; it, where it was opened."""
    if watch is None:
        return _open(turn, ahead) if ahead else None
    if ahead is None:
        _end(turn, watch)
    elif watch.query["about"] != ahead.about and turn.answers(watch):
        _end(turn, watch)
        return _open(turn, ahead)
    elif _moves(turn, watch, ahead):
        _move(turn, watch, ahead)
    return None


def _moves(turn: _Turn, watch: Deadline, ahead: Milestone) -> bool:
    """Whether it rings on another day or over something else; a last day that only passing days put off can wait."""
    if (watch.query["about"], watch.due_on) != (ahead.about, ahead.due_on):
        return True
    is_told = turn.cause is not None or ahead.last_on < watch.legal_on
    return is_told and ahead.last_on != watch.legal_on


def _open(turn: _Turn, ahead: Milestone) -> Deadline:
    act, dossier = turn.act, turn.matter.dossier
    watch = Deadline(
        dossier=dossier, rule_id=ahead.kind.value, rule_kind=WATCH, remedy=Remedy.ENFORCEMENT.value,
        needs_confirmation=False,
    )  # fmt: skip
    _write(turn, watch, ahead)
    watch.save(force_insert=True)
    if not turn.is_told_as_loss(watch):
        plan_reminders(act, watch, first="entry")
    refresh_next_due_on(dossier)
    days = {"due_on": str(watch.due_on), "legal_on": str(watch.legal_on)}
    note(act, dossier, "watch.opened", deadline=watch.pk, rule=watch.rule_id, about=ahead.about, **days)
    return watch


def _move(turn: _Turn, watch: Deadline, ahead: Milestone) -> None:
    before = _coded(watch)
    _write(turn, watch, ahead)
    watch.save()
    changed = {name: [before[name], value] for name, value in _coded(watch).items() if value != before[name]}
    if turn.is_told_as_loss(watch):
        forget_reminders(watch)
    else:
        ring_anew(turn.act, watch)
    refresh_next_due_on(watch.dossier)
    note(turn.act, watch.dossier, "watch.moved", deadline=watch.pk, rule=watch.rule_id, **changed, **turn.why)


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
    watch.computed_at = turn.act.at


def _event_behind(matter: Matter, ahead: Milestone) -> Event | None:
    """The act or the service it counts from; for the rest the first service, where there was one."""
    kinds = set(ACTS) if ahead.kind is MilestoneKind.SECURED_UNITS else SERVICES
    found = [event for event in matter.events if event.kind in kinds]
    named = (event for event in found if str(event.occurred_on) == ahead.about)
    return next(named, found[0] if found else None)


def _end(turn: _Turn, watch: Deadline) -> None:
    """Met by the event that answers it; else it no longer arises, or its day has passed."""
    act, cause = turn.act, turn.cause
    if cause is not None and turn.answers(watch):
        evidence = cause.note.strip() or f"{cause.kind} {cause.occurred_on}"
        watch.state, watch.done_on, watch.evidence = DeadlineState.MET, cause.occurred_on, evidence
    else:
        watch.state, watch.done_on = DeadlineState.LAPSED, act.on
    watch.done_by = act.by
    watch.save(update_fields=["state", "done_on", "done_by", "evidence"])
    refresh_next_due_on(watch.dossier)
    about = watch.query["about"]
    note(
        act,
        watch.dossier,
        f"watch.{watch.state}",
        deadline=watch.pk,
        rule=watch.rule_id,
        about=about,
        **turn.why,
    )


def let_go(act: Doing, dossier: Dossier, *, outcome: str) -> None:
    """Let the watches lapse that do not matter any more when a locked condemnation is closed so.

    Those over units stay, and keep it open, while something can be claimed and the outcome does not end the claim.
    """
    follow(act, dossier)
    (matter,) = matters_of([dossier])
    claim_ends = outcome in OUTCOMES_THAT_END_THE_CLAIM or not matter.standing.claimable_amount
    for watch in matter.watches:
        if watch.state == DeadlineState.OPEN and (claim_ends or watch.rule_id not in OF_UNITS):
            watch.dossier = dossier
            _end(_Turn(act, matter, is_closing=True), watch)


def stand_still(dossier: Dossier) -> None:
    """From its closing on, the figures of a locked condemnation are those of that day."""
    PenaltyStanding.objects.filter(condemnation=dossier.pk).update(holds_until=None)

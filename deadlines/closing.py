"""Closing and reopening a dossier: an outcome that says what became of an order is held against what was recorded."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier
from cases.life.replay import Life, relive
from cases.life.rules import Fact
from cases.models import Dossier, DossierKind
from cases.services import dossiers
from cases.status import checked_outcome, state_after
from deadlines.answer_clock import reopen_question
from deadlines.errors import DeadlineError
from deadlines.law.penalties import Totals
from deadlines.ledgers import ledgers_by_debtor
from deadlines.watches import follow_whatever, let_go, stand_still
from helpdesk.acts import Act

# What has to hold; the outcomes that are not here speak of an arrival and of what became of the penalty.
SHOWN_BY = {
    "annulled": Fact.ANNULLED,
    "desisted": Fact.DESISTED,
    "untraceable": Fact.LOST,
    "settled": Fact.SETTLED,
}


@transaction.atomic
def close_dossier(act: Act, dossier_id: UUID, *, outcome: str, unchanged_since: int | None = None) -> Dossier:
    """Close with a coded outcome that the events bear out."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True, unchanged_since=unchanged_since)
    state_after(dossier, "close")
    if checked_outcome(dossier, outcome) and dossier.kind == DossierKind.CONDEMNATION:
        _refuse_unshown(act, dossier, outcome)
        let_go(act, dossier, outcome=outcome)
    closed = dossiers.close(act, dossier_id, outcome=outcome)
    stand_still(closed)
    return closed


@transaction.atomic
def reopen_dossier(act: Act, dossier_id: UUID) -> Dossier:
    """Open it again: a question with another moment by which to answer it, a condemnation with its watches."""
    if get_dossier(act.by, dossier_id, Action.CHANGE).kind == DossierKind.QUESTION:
        return reopen_question(act, dossier_id)
    dossier = dossiers.reopen(act, dossier_id)
    follow_whatever(act, [dossier])
    return dossier


def _refuse_unshown(act: Act, dossier: Dossier, outcome: str) -> None:
    """Each outcome of a condemnation by what has to be on record for it."""
    life = relive(dossier.events.all())
    fact = SHOWN_BY.get(outcome)
    if fact and not life.holds(fact):
        raise DeadlineError("outcome_not_shown", field="outcome", needs=fact.value)
    if fact is None:
        _refuse_unhoused(life)
        totals = [ledger.totals for ledger in ledgers_by_debtor(dossier, act.on).values()]
        for each in totals:
            _refuse_claimable(each)
        if totals:
            _refuse_other_end(totals, is_paid=outcome == "housed_and_paid")


def _refuse_unhoused(life: Life) -> None:
    if not life.holds(Fact.HAS_PLACE):
        raise DeadlineError("not_housed", field="outcome")


def _refuse_claimable(totals: Totals) -> None:
    claimable = totals.claimable
    if claimable.amount:
        raise DeadlineError(
            "still_claimable", field="outcome", units=claimable.units, amount=claimable.amount
        )


def _refuse_other_end(totals: Sequence[Totals], *, is_paid: bool) -> None:
    """Paid is what lapsed in no part; prescribed is what lapsed in some: of two debtors, against one at least."""
    prescribed = max((each.prescribed for each in totals), key=lambda lost: lost.amount)
    if is_paid and prescribed.amount:
        raise DeadlineError(
            "part_prescribed", field="outcome", units=prescribed.units, amount=prescribed.amount
        )
    if not is_paid and not prescribed.amount:
        raise DeadlineError("nothing_prescribed", field="outcome")

"""Closing and reopening: an outcome that says what became of a penalty is held against what was recorded."""

from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier
from cases.models import Dossier, DossierKind, EventKind, PenaltyOrder
from cases.services import dossiers
from cases.status import checked_outcome, state_after
from deadlines.errors import DeadlineError
from deadlines.ledgers import ledger_of
from deadlines.watches import follow, let_go, stand_still
from helpdesk.acts import Act

OUTCOMES_OF_AN_ARRIVAL = frozenset({"housed_and_paid", "housed_and_prescribed"})


@transaction.atomic
def close_dossier(act: Act, dossier_id: UUID, *, outcome: str) -> Dossier:
    """Close with a coded outcome that the events bear out."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    state_after(dossier, "close")
    if checked_outcome(dossier, outcome) in OUTCOMES_OF_AN_ARRIVAL:
        _refuse_unshown(act, dossier)
    if dossier.kind != DossierKind.CONDEMNATION:
        return dossiers.close(act, dossier_id, outcome=outcome)
    let_go(act, dossier, outcome=outcome)
    closed = dossiers.close(act, dossier_id, outcome=outcome)
    stand_still(closed)
    return closed


@transaction.atomic
def reopen_dossier(act: Act, dossier_id: UUID) -> Dossier:
    """Open it again; what is to be watched over its penalty is watched again."""
    dossier = dossiers.reopen(act, dossier_id)
    follow(act, dossier)
    return dossier


def _refuse_unshown(act: Act, dossier: Dossier) -> None:
    """Refuses with `not_housed` where no arrival is recorded, with `still_claimable` where the penalty is not done."""
    if not dossier.events.filter(kind=EventKind.PERSON_HOUSED).exists():
        raise DeadlineError("not_housed", field="outcome")
    if not PenaltyOrder.objects.filter(condemnation=dossier.pk).exists():
        return
    claimable = ledger_of(dossier, act.on).totals.claimable
    if claimable.amount:
        raise DeadlineError(
            "still_claimable", field="outcome", units=claimable.units, amount=claimable.amount
        )

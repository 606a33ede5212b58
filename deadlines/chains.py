"""What one step sets running in its turn: the judge's term after an appeal, the form after an interim measure."""

from collections.abc import Mapping
from datetime import date

from cases.life.replay import relive
from cases.life.words import OrderResult
from cases.models import Dossier, EventKind
from cases.models.condemnation import Procedure
from cases.services.dossiers import note
from cases.services.events import Happening, add_event
from deadlines.computing import compute
from deadlines.entries import enter_deadline
from deadlines.law.errors import LawError
from deadlines.models import Deadline, Lodged
from helpdesk.acts import Act

# By the rule that was met. Terms that count from a letter of the registry open when that letter is recorded.
NEXT_TERMS = {
    "rvv-appeal-ordinary": "rvv-judgment",
    "rvv-appeal-inadmissibility": "rvv-judgment-accelerated",
    "rvv-appeal-accelerated": "rvv-judgment-accelerated",
    "rvv-appeal-subsequent-application-lodged-in-detention": "rvv-judgment-accelerated",
}

# The term that an interim measure opens by itself, and the kind of event that meets it.
FORM_AFTER_INTERIM_MEASURE = "ecthr-form-after-interim-measure"
MET_BY = {EventKind.APPLICATION_FORM_SENT: FORM_AFTER_INTERIM_MEASURE}
# What was lodged by the event; by which way, only its note says.
LODGED_WITH = {EventKind.APPLICATION_FORM_SENT: Lodged.EUROPEAN_APPLICATION}

# The claimant's appeal against an order that did not grant all, from the judicial letter that notifies it.
APPEALS = {
    Procedure.UNILATERAL: "appeal-against-unilateral-order",
    Procedure.SUMMARY: "appeal-against-summary-order",
    Procedure.MERITS: "appeal-against-judgment",
}


def with_own_term(
    dossier: Dossier, happening: Happening, query: Mapping[str, object] | None
) -> Mapping[str, object] | None:
    """The question to the law that was asked, or the one an event of this kind asks by itself."""
    if query is not None or happening.on is None:
        return query
    if happening.kind is EventKind.INTERIM_MEASURE_GRANTED:
        return {"rule": FORM_AFTER_INTERIM_MEASURE, "event": {"date": happening.on.isoformat()}}
    if happening.kind is EventKind.ORDER_NOTIFIED:
        return _own_appeal(dossier, happening.on)
    return None


def _own_appeal(dossier: Dossier, notified_on: date) -> Mapping[str, object] | None:
    """None where the order granted all, or where its proceedings allow no appeal that the rules know."""
    orders = [order for order in relive(dossier.events.all()).orders if order.on <= notified_on]
    if not orders or orders[-1].event.details["result"] == OrderResult.GRANTED:
        return None
    rule = APPEALS.get(orders[-1].event.details["procedure"])
    event = {"mode": "judicial_letter", "date": notified_on.isoformat()}
    return {"rule": rule, "event": event} if rule else None


def open_next_term(act: Act, met: Deadline, *, lodged_on: date, evidence: str) -> Deadline | None:
    """Record that the appeal of a met, locked deadline was lodged, and enter the term it opens.

    The day of lodging stands for the day of receipt. None where no next term is known; where one is known but the
    law of that day gives no date, the trail says so.
    """
    rule = NEXT_TERMS.get(met.rule_id)
    if rule is None:
        return None
    query: dict[str, object] = {"rule": rule, "event": {"date": lodged_on.isoformat()}}
    happening = Happening(
        kind=EventKind.APPEAL_LODGED,
        on=lodged_on,
        facts=query,
        note=evidence,
        document=met.evidence_document_id,
    )
    event = add_event(act, met.dossier, happening)
    try:
        computed = compute(query)
    except LawError as refusal:
        note(act, met.dossier, "deadline.next_term_unknown", deadline=met.pk, rule=rule, code=refusal.code)
        return None
    return enter_deadline(act, met.dossier, event, computed, computed.leading[0])

"""What one step sets running in its turn: the judge's term after an appeal, the form after an interim measure."""

from collections.abc import Mapping
from datetime import date

from cases.models import EventKind
from cases.services.dossiers import note
from cases.services.events import Happening, add_event
from deadlines.computing import compute
from deadlines.entries import enter_deadline
from deadlines.law.errors import LawError
from deadlines.models import Deadline
from helpdesk.acts import Act

# By the rule that was met. Terms that count from a letter of the registry open when that letter is recorded.
NEXT_TERMS = {
    "rvv-appeal-ordinary": "rvv-judgment",
    "rvv-appeal-inadmissibility": "rvv-judgment-accelerated",
    "rvv-appeal-accelerated": "rvv-judgment-accelerated",
    "rvv-appeal-subsequent-application-lodged-in-detention": "rvv-judgment-accelerated",
}

# By the kind of event: the rule whose term it opens by itself, and the kind of event that meets that term.
FORM_AFTER_INTERIM_MEASURE = "ecthr-form-after-interim-measure"
OPENED_BY = {EventKind.INTERIM_MEASURE_GRANTED: FORM_AFTER_INTERIM_MEASURE}
MET_BY = {EventKind.APPLICATION_FORM_SENT: FORM_AFTER_INTERIM_MEASURE}


def with_own_term(happening: Happening, query: Mapping[str, object] | None) -> Mapping[str, object] | None:
    """The question to the law that was asked, or the one an event of this kind asks by itself."""
    rule = OPENED_BY.get(happening.kind)
    if query is not None or rule is None or happening.on is None:
        return query
    return {"rule": rule, "event": {"date": happening.on.isoformat()}}


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

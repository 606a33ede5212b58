"""What a lodged appeal sets running in its turn: the term in which the judge is to decide."""

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


def open_next_term(act: Act, met: Deadline, *, lodged_on: date, evidence: str) -> Deadline | None:
    """Record that the appeal of a met, locked deadline was lodged, and enter the term it opens.

    The day of lodging stands for the day of receipt. None where no next term is known; where one is known but the
    law of that day gives no date, the trail says so.
    """
    rule = NEXT_TERMS.get(met.rule_id)
    if rule is None:
        return None
    query: dict[str, object] = {"rule": rule, "event": {"date": lodged_on.isoformat()}}
    happening = Happening(kind=EventKind.APPEAL_LODGED, on=lodged_on, facts=query, note=evidence)
    event = add_event(act, met.dossier, happening)
    try:
        computed = compute(query)
    except LawError as refusal:
        note(act, met.dossier, "deadline.next_term_unknown", deadline=met.pk, rule=rule, code=refusal.code)
        return None
    return enter_deadline(act, met.dossier, event, computed, computed.leading[0])

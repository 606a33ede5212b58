"""Days in court, past and to come."""

from cases.errors import CaseError
from cases.models.dossier import Dossier
from cases.models.hearing import Hearing, HearingOutcome
from cases.services.instances import instance_of
from cases.services.parts import Noun, refuse_reversed
from helpdesk.acts import Act

BEHIND_US = (HearingOutcome.HELD, HearingOutcome.RESERVED)


def _refuse_what_cannot_be(act: Act, dossier: Dossier, hearing: Hearing) -> None:
    """A hearing lies within its instance; it has not taken place before its day."""
    instance = instance_of(dossier, hearing.instance_id)
    refuse_reversed(instance.introduced_on, hearing.on, field="on")
    if instance.closed_on and hearing.on > instance.closed_on:
        raise CaseError(
            "hearing_after_closing", field="on", hearing_on=hearing.on, closed_on=instance.closed_on
        )
    if hearing.outcome in BEHIND_US and hearing.on > act.on:
        raise CaseError("date_in_future", field="on", date=hearing.on, today=act.on)


HEARING = Noun(
    name="hearing", model=Hearing, path="instance__litigation", needs_open=True, check=_refuse_what_cannot_be
)

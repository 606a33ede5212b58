"""Many days on which a collective order was broken, entered at once."""

from collections.abc import Sequence

from cases.errors import CaseError, LifeError
from cases.models.dossier import Dossier
from cases.models.event import Event, EventKind
from cases.services.dossiers import note
from cases.services.events import Happening, check_life, checked
from cases.status import state_after
from helpdesk.acts import Act


def add_violations(act: Act, dossier: Dossier, found: Sequence[Happening]) -> list[Event]:
    """Record every day or none, in a locked dossier. Refuses a day that stands twice in the list.

    Call it inside the transaction that also recomputes what follows from them.
    """
    state_after(dossier, "record")
    days = [happening.on for happening in found]
    for index, happening in enumerate(found):
        if happening.on in days[:index]:
            raise CaseError("day_twice", field=f"days.{index}.on", date=happening.on)
        checked(act, dossier, happening, field=f"days.{index}.on")
    events = Event.objects.bulk_create(
        Event(
            dossier=dossier,
            kind=EventKind.VIOLATION_FOUND,
            occurred_on=happening.on,
            details=happening.details,
            note=happening.note,
            recorded_by=act.by,
            recorded_at=act.at,
        )
        for happening in found
    )
    try:
        check_life(dossier, EventKind.VIOLATION_FOUND)
    except LifeError as refusal:
        raise LifeError(refusal.code, field="days", **refusal.values) from refusal
    note(
        act, dossier, "violations.recorded", events=[event.pk for event in events], days=list(map(str, days))
    )
    return events

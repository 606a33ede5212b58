"""The day of an event and the day its deadline counts from: one and the same."""

from dataclasses import replace

from cases.services.events import Happening
from deadlines.computing import Computed
from deadlines.errors import DeadlineError
from helpdesk.acts import Act


def dated(act: Act, happening: Happening, computed: Computed | None) -> Happening:
    """The happening on the day the deadline counts from, where it was given no other day.

    Refuses two days that differ (`dates_differ`), and one still to come where it was given (`date_in_future`).
    """
    counted_from = computed.happened_on if computed else None
    if happening.on and counted_from and happening.on != counted_from:
        raise DeadlineError("dates_differ", field="on", on=happening.on, notification=counted_from)
    if not happening.on and counted_from and counted_from > act.on:
        given = "notification.date" if "notification" in happening.facts else "event.date"
        raise DeadlineError("date_in_future", field=given, date=counted_from, today=act.on)
    return replace(happening, on=happening.on or counted_from)

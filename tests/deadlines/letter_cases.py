"""The case of CJEU C-651/19 as a deadline that is in no database: posted on 22 May 2018, due on 4 June 2018."""

from datetime import date
from typing import Any

from cases.models import Dossier
from deadlines.computing import compute
from deadlines.digest_contents import DigestContent
from deadlines.digest_letters import digest_letter
from deadlines.letters import reminder_letter
from deadlines.models import Deadline, Reminder
from helpdesk.outbox.services import Letter
from helpdesk.people.models import User

THURSDAY_BEFORE = date(2018, 5, 31)
NOTIFIED_22_MAY_2018 = {
    "decision": {
        "authority": "cgrs",
        "kind": "inadmissibility",
        "grounds": ["protection_in_eu_state"],
        "decided_on": "2018-05-18",
    },
    "facts": {"detained_at_notification": False, "detained_at_application": False},
    "notification": {"mode": "registered", "date": "2018-05-22"},
}


def deadline(number: int = 1, **changed: Any) -> Deadline:
    """The deadline as the law computes it, with some columns set otherwise."""
    computed = compute(NOTIFIED_22_MAY_2018)
    said = computed.leading[0]
    columns: dict[str, Any] = {
        "legal_on": said.legal_on,
        "safe_on": said.safe_on,
        "due_on": said.due_on,
        "needs_confirmation": said.needs_confirmation,
        "answer": computed.in_every_language,
    }
    return Deadline(dossier=Dossier(reference=f"V-2018-{number:05d}"), **(columns | changed))


def banded(first: date, last: date | None, number: int = 1) -> Deadline:
    """The deadline where it is only known that the last day lies between two days."""
    return deadline(
        number, due_on=first, earliest_safe_on=first, latest_arguable_on=last, needs_confirmation=True
    )


def reminder(
    of: Deadline, language: str, *, lead: str = "working_days_2", today: date = THURSDAY_BEFORE
) -> Letter:
    return reminder_letter(Reminder(deadline=of, lead=lead), User(language=language), today)


def digest(
    language: str, *deadlines: Deadline, today: date = THURSDAY_BEFORE, leave: str = "", **more: Any
) -> Letter:
    year, week, _ = today.isocalendar()
    content = DigestContent(
        **(
            {"week": f"{year}-W{week:02d}", "today": today, "deadlines": list(deadlines), "penalties": []}
            | more
        )
    )
    return digest_letter(content, User(language=language), leave)

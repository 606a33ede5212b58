"""The mails about deadlines: substance first, then why it came, how the date was found, and where to go."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from deadlines.leads import ENTRY, tells_a_move
from deadlines.letter_lines import DeadlineLine, LossLine, deadline_line, loss_line, url_of
from deadlines.models import Deadline, Loss, Reminder, Rung
from deadlines.wording import euros
from helpdesk.days import long_day
from helpdesk.outbox.letters import letter_from, link_to
from helpdesk.outbox.services import Letter
from helpdesk.people.models import User

MOST_LINES = 50
WISHES = "/api/v1/me/mail-wishes"


def reminder_letter(reminder: Reminder, user: User, today: date, acknowledge_at: str = "") -> Letter:
    """One deadline: the reference and the day in the subject, nothing about a person anywhere.

    `acknowledge_at` is the reader's own address for saying that she knows of the day, while it awaits that.
    """
    with override(user.language):
        line = deadline_line(reminder.deadline, today)
        context = {
            "line": line,
            "preview": line.title,
            "came_as": came_as(reminder),
            "climbed": reminder.lead in Rung,
            "wishes_at": link_to(WISHES) if reminder.is_wished else "",
            "acknowledge_at": acknowledge_at,
        }
        return letter_from("deadlines/reminder", subject=_reminder_subject(reminder, line), context=context)


def _reminder_subject(reminder: Reminder, line: DeadlineLine) -> str:
    if reminder.lead not in Rung:
        return line.subject
    said = _("%(reference)s: acknowledged by nobody, last day %(when)s (%(left)s)")
    return said % {"reference": line.reference, "when": line.when, "left": line.left}


def contest_letter(deadline: Deadline, user: User) -> Letter:
    """That a second lawyer contests a day, and where to read why."""
    return _about_a_day(
        "deadlines/contested",
        gettext_lazy("%(reference)s: a colleague contests the last day, %(day)s"),
        deadline,
        user,
    )


def second_look_letter(deadline: Deadline, user: User) -> Letter:
    """That a colleague asks for a second look at a day, and where to look."""
    return _about_a_day(
        "deadlines/second_look",
        gettext_lazy("%(reference)s: please look at the last day, %(day)s"),
        deadline,
        user,
    )


def _about_a_day(template: str, subject: Any, deadline: Deadline, user: User) -> Letter:
    """No more than the reference and the day."""
    with override(user.language):
        reference = deadline.dossier.reference
        told = {"reference": reference, "day": long_day(deadline.due_on)}
        context = {"reference": reference, "url": url_of(deadline), "preview": ""}
        return letter_from(template, subject=str(subject) % told, context=context)


def loss_letter(losses: Sequence[Loss], user: User, today: date) -> Letter:
    """What was lost, the largest sums first, what is left of each, and what saves it."""
    with override(user.language):
        lines = [loss_line(loss, today) for loss in sorted(losses, key=lambda one: (-one.amount, one.pk))]
        context = {
            "lines": lines[:MOST_LINES],
            "more": len(lines) - MOST_LINES if len(lines) > MOST_LINES else 0,
            "preview": lines[0].what,
        }
        return letter_from("deadlines/loss", subject=_loss_subject(losses, lines), context=context)


def _loss_subject(losses: Sequence[Loss], lines: list[LossLine]) -> str:
    if len(losses) == 1:
        said = _("%(reference)s: part of a penalty is lost, %(amount)s")
        return said % {"reference": lines[0].reference, "amount": euros(losses[0].amount)}
    said = _("Parts of %(count)d penalties are lost, %(amount)s in all")
    amount = sum((loss.amount for loss in losses), Decimal(0))
    return said % {"count": len({loss.dossier_id for loss in losses}), "amount": euros(amount)}


def came_as(reminder: Reminder) -> str:
    """Why this reminder came now. It may come late, so it says what it was planned for."""
    if reminder.lead == ENTRY:
        return _("This deadline was entered just now.")
    if tells_a_move(reminder.lead):
        return _("This deadline has moved to another day.")
    if reminder.lead in Rung:
        return _climbed_to(Rung(reminder.lead))
    unit, _sep, count = reminder.lead.rpartition("_")
    number = int(count)
    if not number:
        return _("This reminder was planned for the day itself, or the working day before it.")
    if unit == "last_days":
        said = ngettext(
            "This reminder was planned for %(n)d day before the last day to act.",
            "This reminder was planned for %(n)d days before the last day to act.",
            number,
        )
    elif unit == "working_days":
        said = ngettext(
            "This reminder was planned for %(n)d working day before that day.",
            "This reminder was planned for %(n)d working days before that day.",
            number,
        )
    else:
        said = ngettext(
            "This reminder was planned for %(n)d day before that day.",
            "This reminder was planned for %(n)d days before that day.",
            number,
        )
    return said % {"n": number}


def _climbed_to(rung: Rung) -> str:
    """Why a colleague hears of a day that nobody acknowledged."""
    if rung is Rung.TO_STAND_IN:
        return _("Nobody acknowledged this day in time. You hear of it because you stand in for the owner.")
    if rung is Rung.TO_TEAM:
        return _("Nobody acknowledged this day in time. Everybody who may work on the dossier hears of it.")
    return _("Nobody acknowledged this day in time. You hear of it because you coordinate the team.")

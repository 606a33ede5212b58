"""The words of the mails: substance first, then why it came, how the date was found, and where to go."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from deadlines.computing import spoken
from deadlines.law.load import load_law
from deadlines.ledgers import LapsingPenalty
from deadlines.models import Deadline, Reminder
from helpdesk.outbox.services import Letter
from helpdesk.people.models import User


@dataclass(frozen=True, kw_only=True)
class DigestContent:
    """What a weekly digest says, before it is put into words."""

    week: str
    today: date
    deadlines: list[Deadline]
    penalties: list[LapsingPenalty]


def reminder_letter(reminder: Reminder, user: User, today: date) -> Letter:
    """One deadline: the reference and the day in the subject, nothing about a person anywhere."""
    deadline = reminder.deadline
    with override(user.language):
        line = deadline_line(deadline, today)
        subject = _("%(reference)s: last day %(day)s (%(left)s)") % {
            "reference": deadline.dossier.reference,
            "day": line["day"],
            "left": line["left"],
        }
        return _letter(subject, "reminder", {"line": line, "user": user, "came_as": came_as(reminder)})


def digest_letter(content: DigestContent, user: User) -> Letter:
    """The week's open deadlines by day with the reason for each, overdue ones first, and penalties that lapse."""
    with override(user.language):
        lines = [deadline_line(deadline, content.today) for deadline in content.deadlines]
        overdue = [line for line in lines if line["is_overdue"]]
        ahead = [line for line in lines if not line["is_overdue"]]
        context = {
            "user": user,
            "week": content.week,
            "today": content.today,
            "overdue": overdue,
            "days": [(day, list(group)) for day, group in groupby(ahead, key=lambda line: line["long_day"])],
            "penalties": content.penalties,
            "count": len(lines),
        }
        return _letter(digest_subject(content, len(overdue)), "digest", context)


def digest_subject(content: DigestContent, overdue: int) -> str:
    count = len(content.deadlines)
    if not count:
        return _("Week %(week)s: no open deadline") % {"week": content.week}
    said = ngettext(
        "Week %(week)s: %(count)d open deadline", "Week %(week)s: %(count)d open deadlines", count
    )
    subject = said % {"week": content.week, "count": count}
    return subject + (_(", %(overdue)d overdue") % {"overdue": overdue} if overdue else "")


def deadline_line(deadline: Deadline, today: date) -> dict[str, Any]:
    """One deadline in the language that is switched on."""
    told = deadline.answer[spoken(get_language())]
    result = told["results"][told["governing"]]
    return {
        "reference": deadline.dossier.reference,
        "title": result["title"],
        "day": date_format(deadline.due_on, "j F Y"),
        "long_day": date_format(deadline.due_on, "l j F Y"),
        "left": time_left(deadline.due_on, today),
        "is_overdue": deadline.due_on < today,
        "steps": result["steps"],
        "warnings": result["warnings"],
        "needs_confirmation": deadline.needs_confirmation,
        "legal_day": date_format(deadline.legal_on, "j F Y") if deadline.legal_on else "",
        "legal_differs": deadline.legal_on is not None and deadline.legal_on != deadline.due_on,
        "url": f"{settings.SITE_URL}/api/v1/deadlines/{deadline.pk}",
    }


def time_left(due_on: date, today: date) -> str:
    """How long there still is, in working days, which is what a lawyer has."""
    if due_on < today:
        days = (today - due_on).days
        return ngettext("%(days)d day overdue", "%(days)d days overdue", days) % {"days": days}
    if due_on == today:
        return _("today")
    days = load_law().calendar.working_days_between(today, due_on) - load_law().calendar.is_working_day(today)
    return ngettext("%(days)d working day left", "%(days)d working days left", days) % {"days": days}


def came_as(reminder: Reminder) -> str:
    """Why this reminder came now."""
    if reminder.lead == "entry":
        return _("This deadline was entered today.")
    unit, _sep, count = reminder.lead.rpartition("_")
    number = int(count)
    if not number:
        return _("Today is the day.")
    if unit == "working_days":
        said = ngettext(
            "%(n)d working day before the last day.", "%(n)d working days before the last day.", number
        )
    else:
        said = ngettext("%(n)d day before the last day.", "%(n)d days before the last day.", number)
    return said % {"n": number}


def _letter(subject: str, template: str, context: dict[str, Any]) -> Letter:
    """Text and HTML from the two templates of one name, in the language that is switched on."""
    whole = {**context, "subject": subject, "site_url": settings.SITE_URL, "language": get_language()}
    html = render_to_string(f"deadlines/{template}.html", whole)
    text = render_to_string(f"deadlines/{template}.txt", whole)
    return Letter(subject=subject, text=text.strip() + "\n", html=_inliner().inline(html))


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    """Mail clients read styles on the elements; the sheet stays for those that know dark mode."""
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)

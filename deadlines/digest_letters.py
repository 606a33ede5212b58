"""The mails of the digests: what is alarming first, then day by day with the reason, then what is to be known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from deadlines.digest_contents import Content, DigestContent, Move, TeamContent
from deadlines.letter_lines import (
    DeadlineLine,
    Standing,
    deadline_line,
    penalty_line,
    url_of,
)
from deadlines.models import Cause, Deadline, DigestKind
from deadlines.unsubscribing import headers_for
from helpdesk.days import long_day, short_day
from helpdesk.outbox.letters import letter_from
from helpdesk.outbox.services import Letter
from helpdesk.people.models import User

MOST_MOVES = MOST_OF_AN_OWNER = 50


@dataclass(frozen=True, kw_only=True)
class MoveLine:
    """One deadline that moved: from which day to which, and why."""

    reference: str
    was: str
    now: str
    why: str
    url: str


def digest_letter(content: DigestContent, user: User, unsubscribe_at: str = "") -> Letter:
    """The open deadlines by day, those whose day is over first, what moved, lapsing penalties and kept searches.

    `unsubscribe_at` is the reader's own address for getting no more of these, where she may.
    """
    with override(user.language):
        lines = [deadline_line(deadline, content.today) for deadline in content.deadlines]
        ahead = [line for line in lines if line.standing is Standing.AHEAD]
        context = {
            "overdue": [line for line in lines if line.standing is Standing.OVERDUE],
            "late": [line for line in lines if line.standing is Standing.LATE],
            "days": [(day, list(group)) for day, group in groupby(ahead, key=lambda line: line.ring_day)],
            "unacknowledged": _unacknowledged(lines, content.deadlines),
            "moves": [move_line(move) for move in content.moves[:MOST_MOVES]],
            "more_moves": max(0, len(content.moves) - MOST_MOVES),
            "penalties": [penalty_line(penalty) for penalty in content.penalties],
            "searches": content.searches,
            "preview": _preview(ahead),
            "is_empty": not lines and not content.far_watches and not content.later,
            "is_daily": content.kind is DigestKind.DAILY,
            **_further_on(content),
        }
        return _letter("deadlines/digest", _digest_subject(content, lines), context, unsubscribe_at)


def team_letter(content: TeamContent, user: User, unsubscribe_at: str) -> Letter:
    """What stands open in a team, by owner and day: no more of each than one needs to ask its owner about it."""
    with override(user.language):
        lines = [deadline_line(deadline, content.today) for deadline in content.deadlines]
        told = list(zip(content.deadlines, lines, strict=True))
        context = {
            "team": content.team.name,
            "owners": [
                _told_of(list(group)) for _owner, group in groupby(told, key=lambda one: one[0].dossier.owner)
            ],
            "is_empty": not lines and not content.later and not content.far_watches,
            "preview": "",
            **_further_on(content),
        }
        return _letter("deadlines/team_digest", _team_subject(content, lines), context, unsubscribe_at)


def move_line(move: Move) -> MoveLine:
    return MoveLine(
        reference=move.deadline.dossier.reference,
        was=short_day(move.was_on),
        now=long_day(move.deadline.due_on),
        why=_why_it_moved(move),
        url=url_of(move.deadline),
    )


def _letter(template: str, subject: str, context: dict[str, Any], unsubscribe_at: str) -> Letter:
    headers = headers_for(unsubscribe_at) if unsubscribe_at else {}
    whole = {**context, "unsubscribe_at": unsubscribe_at}
    return letter_from(template, subject=subject, context=whole, headers=headers)


def _unacknowledged(lines: list[DeadlineLine], deadlines: list[Deadline]) -> list[DeadlineLine]:
    pairs = zip(lines, deadlines, strict=True)
    return [line for line, deadline in pairs if deadline.awaits_acknowledgement]


def _told_of(told: list[tuple[Deadline, DeadlineLine]]) -> dict[str, Any]:
    """The first of one owner's deadlines by day, and how many more there are."""
    owner = told[0][0].dossier.owner
    return {
        "name": owner.name if owner else "",
        "lines": [(line, deadline.awaits_acknowledgement) for deadline, line in told[:MOST_OF_AN_OWNER]],
        "more": max(0, len(told) - MOST_OF_AN_OWNER),
    }


def _further_on(content: Content) -> dict[str, Any]:
    """What lies further ahead, counted, with the first day of each kind."""
    return {
        "later": content.later,
        "first_later_day": long_day(content.first_later_on) if content.first_later_on else "",
        "far_watches": content.far_watches,
        "first_far_day": long_day(content.first_far_on) if content.first_far_on else "",
    }


def _why_it_moved(move: Move) -> str:
    """The kind of act; its reason may speak of a person and stays behind the sign-in."""
    if move.verb == "deadline.overridden":
        return _("A colleague set this day by hand.")
    if move.verb == "deadline.extended":
        return _("The term was lengthened.")
    if move.verb == "deadline.override_withdrawn":
        return _("The day that was set by hand was taken back: the computed day holds again.")
    if move.verb == "watch.moved":
        return _("Something was recorded about the penalty.")
    if move.cause == Cause.LAW_CHANGED:
        return _("The law or the calendar changed, and a lawyer took the new day.")
    return _("The event it counts from was corrected.")


def _digest_subject(content: DigestContent, lines: list[DeadlineLine]) -> str:
    """The week by its number or the day, then the counts, the alarming ones by name."""
    counts = ", ".join(_counts(content, lines, len(content.penalties)))
    if content.kind is DigestKind.DAILY:
        return _("%(day)s: %(counts)s") % {"day": _capital(long_day(content.today)), "counts": counts}
    return _("Week %(week)d: %(counts)s") % {"week": int(content.week[-2:]), "counts": counts}


def _team_subject(content: TeamContent, lines: list[DeadlineLine]) -> str:
    counts = ", ".join(_counts(content, lines))
    said = _("Week %(week)d, team %(team)s: %(counts)s")
    return said % {"week": int(content.week[-2:]), "team": content.team.name, "counts": counts}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _open_count(count: int) -> str:
    if not count:
        return _("no open deadline")
    return ngettext("%(count)d open deadline", "%(count)d open deadlines", count) % {"count": count}


def _counts(content: Content, lines: Sequence[DeadlineLine], lapsing: int = 0) -> Iterable[str]:
    watches = sum(deadline.is_watch for deadline in content.deadlines)
    overdue = sum(line.standing is Standing.OVERDUE for line in lines)
    late = sum(line.standing is Standing.LATE for line in lines)
    yield _open_count(content.deadline_count)
    if watches:
        yield ngettext("%(count)d watch", "%(count)d watches", watches) % {"count": watches}
    if overdue:
        yield ngettext("%(count)d overdue", "%(count)d overdue", overdue) % {"count": overdue}
    if late:
        yield (
            ngettext("%(count)d past its safe day", "%(count)d past their safe days", late) % {"count": late}
        )
    if lapsing:
        yield ngettext("%(count)d lapsing penalty", "%(count)d lapsing penalties", lapsing) % {
            "count": lapsing
        }


def _preview(ahead: list[DeadlineLine]) -> str:
    """What a phone shows under the subject: the first day to come."""
    if not ahead:
        return ""
    return _("Next: %(day)s, %(reference)s") % {"day": ahead[0].ring_day, "reference": ahead[0].reference}

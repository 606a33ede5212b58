"""The mails of the digests: what is alarming first, then day by day with the reason, then what is to be known."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from deadlines.digest_contents import Content, DigestContent, Move, SearchHits, TeamContent
from deadlines.letter_lines import (
    DeadlineLine,
    Standing,
    deadline_line,
    penalty_line,
    standing_of,
    url_of,
)
from deadlines.models import Cause, Deadline, DigestKind
from deadlines.unsubscribing import headers_for
from helpdesk.days import long_day, short_day
from helpdesk.outbox.letters import letter_from, link_to
from helpdesk.outbox.services import Letter
from helpdesk.people.models import User

# Some mail programs cut a mail off near 100 kB and say so in small print at its end. What comes first is told in full,
# what follows by its dossier and day, and the rest is counted: a reader must know how much she does not see.
MOST_IN_FULL = 25
MOST_NAMED = 100
MOST_MOVES = MOST_OF_AN_OWNER = MOST_UNACKNOWLEDGED = 50
MOST_PENALTIES = MOST_SEARCHES = MOST_RECEIPTS = 20


@dataclass(frozen=True, kw_only=True)
class MoveLine:
    """One deadline that moved: from which day to which, and why."""

    reference: str
    was: str
    now: str
    why: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ReceiptLine:
    """One deadline that was met, of which nobody has given the receipt."""

    reference: str
    lodged_on: str
    url: str


def digest_letter(content: DigestContent, user: User, unsubscribe_at: str = "") -> Letter:
    """The open deadlines by day, those whose day is over first, what moved, lapsing penalties and kept searches.

    `unsubscribe_at` is the reader's own address for getting no more of these, where she may.
    """
    with override(user.language):
        lines = _lines(content)
        ahead = [line for line in lines if line.standing is Standing.AHEAD]
        context = {
            "overdue": [line for line in lines if line.standing is Standing.OVERDUE],
            "late": [line for line in lines if line.standing is Standing.LATE],
            "days": [(day, list(group)) for day, group in groupby(ahead, key=lambda line: line.ring_day)],
            **_unacknowledged(content),
            "moves": [move_line(move) for move in content.moves[:MOST_MOVES]],
            "more_moves": max(0, len(content.moves) - MOST_MOVES),
            "penalties": [penalty_line(penalty) for penalty in content.penalties[:MOST_PENALTIES]],
            "more_penalties": max(0, len(content.penalties) - MOST_PENALTIES),
            "receipts": [receipt_line(one) for one in content.receipts[:MOST_RECEIPTS]],
            "more_receipts": max(0, len(content.receipts) - MOST_RECEIPTS),
            "searches": [(search, _hits_at(search)) for search in content.searches[:MOST_SEARCHES]],
            "more_searches": max(0, len(content.searches) - MOST_SEARCHES),
            "preview": _preview(ahead),
            "is_empty": not lines and not content.far_watches and not content.later,
            "is_daily": content.kind is DigestKind.DAILY,
            **_unnamed(content.deadlines[MOST_NAMED:]),
            **_further_on(content),
        }
        return _letter("deadlines/digest", _digest_subject(content), context, unsubscribe_at)


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
        return _letter("deadlines/team_digest", _team_subject(content), context, unsubscribe_at)


def receipt_line(deadline: Deadline) -> ReceiptLine:
    lodged_on = long_day(deadline.done_on) if deadline.done_on else ""
    return ReceiptLine(reference=deadline.dossier.reference, lodged_on=lodged_on, url=url_of(deadline))


def _hits_at(search: SearchHits) -> str:
    return link_to(f"/api/v1/saved-searches/{search.search_id}/hits")


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


def _lines(content: DigestContent) -> list[DeadlineLine]:
    """Of the deadlines that are named, the first in full and the others in brief."""
    lines = [deadline_line(deadline, content.today) for deadline in content.deadlines[:MOST_NAMED]]
    return lines[:MOST_IN_FULL] + [replace(line, is_brief=True) for line in lines[MOST_IN_FULL:]]


def _unnamed(deadlines: Sequence[Deadline]) -> dict[str, Any]:
    """How many there are no lines for, and the first day of them."""
    return {
        "unnamed": len(deadlines),
        "first_unnamed_day": long_day(deadlines[0].due_on) if deadlines else "",
    }


def _unacknowledged(content: DigestContent) -> dict[str, Any]:
    """Also those that are too far ahead to be named among the days."""
    awaiting = [deadline for deadline in content.deadlines if deadline.awaits_acknowledgement]
    return {
        "unacknowledged": [deadline_line(one, content.today) for one in awaiting[:MOST_UNACKNOWLEDGED]],
        "more_unacknowledged": max(0, len(awaiting) - MOST_UNACKNOWLEDGED),
    }


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


def _digest_subject(content: DigestContent) -> str:
    """The week by its number or the day, then the counts, the alarming ones by name."""
    counts = ", ".join(_counts(content, len(content.penalties)))
    if content.kind is DigestKind.DAILY:
        return _("%(day)s: %(counts)s") % {"day": _capital(long_day(content.today)), "counts": counts}
    return _("Week %(week)d: %(counts)s") % {"week": int(content.week[-2:]), "counts": counts}


def _team_subject(content: TeamContent) -> str:
    counts = ", ".join(_counts(content))
    said = _("Week %(week)d, team %(team)s: %(counts)s")
    return said % {"week": int(content.week[-2:]), "team": content.team.name, "counts": counts}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _open_count(count: int) -> str:
    if not count:
        return _("no open deadline")
    return ngettext("%(count)d open deadline", "%(count)d open deadlines", count) % {"count": count}


def _counts(content: Content, lapsing: int = 0) -> Iterable[str]:
    watches = sum(deadline.is_watch for deadline in content.deadlines)
    standings = Counter(standing_of(deadline, content.today) for deadline in content.deadlines)
    overdue, late = standings[Standing.OVERDUE], standings[Standing.LATE]
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

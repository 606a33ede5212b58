"""A feed as calendars read it (RFC 5545): one all-day entry for each deadline, in the language of its reader.

An entry keeps its UID for as long as its deadline exists, and its SEQUENCE only grows: one that moved is moved in the
calendar, and one that is done is cancelled there. Days have no hour and no zone, so that none shifts.

Lines are written here one by one: through the objects of the icalendar library ten thousand took ten seconds.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from icalendar import vText
from icalendar.parser import Contentline

from deadlines.computing import spoken
from deadlines.feeds import FeedEntry
from deadlines.letter_lines import url_of
from deadlines.models import Deadline, DeadlineState
from helpdesk.people.models import CalendarFeed, FeedShows

# One hour, as iCalendar writes it.
READ_AGAIN_AFTER = "PT1H"
LONGEST_LINE = 75


def calendar_text(feed: CalendarFeed, entries: Iterable[FeedEntry]) -> bytes:
    """The calendar of a feed with these entries."""
    with override(feed.user.language):
        name = f"{_('Deadlines')}: {feed.team.name}" if feed.team else _("Deadlines")
        lines = _beginning(_escaped(name))
        for entry in entries:
            lines += _event(entry, feed.shows)
        lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _beginning(name: str) -> list[str]:
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Legal helpdesk//Deadlines//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{name}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{READ_AGAIN_AFTER}",
        f"X-PUBLISHED-TTL:{READ_AGAIN_AFTER}",
        f"X-WR-CALNAME:{name}",
    ]


def _event(entry: FeedEntry, shows: str) -> list[str]:
    deadline, last_act_at = entry.deadline, f"{entry.last_act_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return [
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(_summary(deadline, shows))}",
        f"DTSTART;VALUE=DATE:{deadline.due_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{deadline.due_on + timedelta(days=1):%Y%m%d}",
        f"DTSTAMP:{last_act_at}",
        f"UID:{deadline.pk}@{urlsplit(settings.SITE_URL).hostname}",
        f"SEQUENCE:{entry.acts}",
        f"CATEGORIES:{_escaped(_('Deadlines'))}",
        f"LAST-MODIFIED:{last_act_at}",
        f"STATUS:{'CONFIRMED' if deadline.state == DeadlineState.OPEN else 'CANCELLED'}",
        "TRANSP:TRANSPARENT",
        f"URL:{url_of(deadline)}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return vText(text).to_ical().decode()


def _folded(line: str) -> bytes:
    """Lines of more than 75 bytes go on in the next one."""
    written = line.encode()
    if len(written) > LONGEST_LINE:
        written = Contentline(line).to_ical()  # type: ignore[no-untyped-call]  # the library has no types here
    return written


def _summary(deadline: Deadline, shows: str) -> str:
    """Never more than was asked for, and never a word about the person."""
    if shows == FeedShows.NEUTRAL:
        return _("Deadline")
    said = f"{_('Deadline')} {deadline.dossier.reference}"
    return said if shows == FeedShows.REFERENCE else f"{said}: {_what_is_due(deadline)}"


def _what_is_due(deadline: Deadline) -> str:
    """The title of the rule, as it was when the deadline was computed; the law speaks no German."""
    told = deadline.answer[spoken(get_language())]
    return str(told["results"][told["governing"]]["title"])

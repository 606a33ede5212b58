"""A feed as calendars read it (RFC 5545): one all-day entry for each deadline, in the language of its reader.

An entry keeps its UID for as long as its deadline exists, and its SEQUENCE only grows: one that moved is moved in the
calendar, and one that is done is cancelled there. Days have no hour and no zone, so that none shifts.
"""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from deadlines.computing import spoken
from deadlines.feeds import FeedEntry
from deadlines.letter_lines import url_of
from deadlines.models import Deadline, DeadlineState
from helpdesk.people.models import CalendarFeed, FeedShows

READ_AGAIN_AFTER = timedelta(hours=1)


def calendar_text(feed: CalendarFeed, entries: Iterable[FeedEntry]) -> bytes:
    """The calendar of a feed with these entries."""
    with override(feed.user.language):
        calendar = _calendar(feed)
        for entry in entries:
            calendar.add_component(_event(entry, feed.shows))
        text: bytes = calendar.to_ical()
    return text


def _calendar(feed: CalendarFeed) -> Calendar:
    calendar = Calendar()
    name = f"{_('Deadlines')}: {feed.team.name}" if feed.team else _("Deadlines")
    calendar.add("prodid", "-//Legal helpdesk//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", READ_AGAIN_AFTER)
    return calendar


def _event(entry: FeedEntry, shows: str) -> Event:
    event, deadline = Event(), entry.deadline
    event.add("uid", f"{deadline.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", entry.acts)
    event.add("dtstamp", entry.last_act_at)
    event.add("last-modified", entry.last_act_at)
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + timedelta(days=1))
    event.add("status", "CONFIRMED" if deadline.state == DeadlineState.OPEN else "CANCELLED")
    event.add("summary", _summary(deadline, shows))
    event.add("categories", [_("Deadlines")])
    event.add("url", url_of(deadline))
    event.add("transp", "TRANSPARENT")
    return event


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

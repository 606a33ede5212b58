"""Where the timeline of a dossier comes from: one line a source, read as one list in the database.

The database merges the sources and gives one page of keys; then each source is asked once for the rows of its keys.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, LPad
from django.urls import reverse
from django.utils.translation import gettext as _

from api.pagination import beyond
from api.timeline_words import said_of
from cases.access import Action, may
from cases.models import Dossier, Event, Message, TimeEntry
from cases.services.messages import read_by
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.people.models import User
from helpdesk.trail.models import DONE_TO_A_DEADLINE, ON_A_DEADLINE, TrailEntry


class Key(NamedTuple):
    """Where an entry stands in the timeline: its moment, its source, and its row there."""

    moment: datetime
    source: str
    entry: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of one row. `on` is the day of what has no moment; `words` are somebody's own."""

    text: str
    who: User | None
    about: UUID
    on: date | None = None
    words: str = ""
    link: str | None = None


# A row's own key as text that sorts as the key does.
BY_ID = Cast("pk", CharField())
BY_NUMBER = LPad(Cast("pk", CharField()), 20, Value("0"))


@dataclass(frozen=True)
class Source:
    """The rows of one kind, when each happened, who did it (read along), what is told of it, and its key as text.

    Most are for who may look inside the dossier; some are told to who only handed it in too.
    """

    rows: Callable[[User, Dossier], QuerySet[Any]]
    moment: Any
    who: str
    told: Callable[[Any], Told]
    key: Any = BY_ID
    is_for_intake: bool = False


def event_told(event: Event) -> Told:
    return Told(
        text=event.get_kind_display(),
        who=event.recorded_by,
        about=event.pk,
        on=event.occurred_on,
        words=event.note,
        link=reverse("event-list", args=[event.dossier_id]),
    )


def message_told(message: Message) -> Told:
    return Told(
        text=message.get_kind_display(),
        who=message.author,
        about=message.pk,
        words=message.body,
        link=reverse("message-list", args=[message.dossier_id]),
    )


def time_told(entry: TimeEntry) -> Told:
    return Told(
        text=_("time spent: %(minutes)d min") % {"minutes": entry.minutes},
        who=entry.spent_by,
        about=entry.pk,
        on=entry.on,
        words=entry.what,
        link=reverse("time-list", args=[entry.dossier_id]),
    )


def mail_told(mail: OutgoingMail) -> Told:
    text = _("mail to %(name)s") % {"name": mail.addressee.name}
    return Told(text=text, who=None, about=mail.pk, words=mail.subject)


def act_told(entry: TrailEntry) -> Told:
    text, deadline = said_of(entry.verb, entry.changes), entry.changes.get("deadline")
    about = UUID(deadline) if deadline else entry.subject_id
    name, thing = ("deadline-detail", about) if deadline else ("dossier-trail", entry.dossier_id)
    link = reverse(name, args=[thing])
    return Told(text=text, who=entry.actor, about=about, words=entry.reason, link=link)


def acts(of: Q) -> Callable[[User, Dossier], QuerySet[TrailEntry]]:
    return lambda user, dossier: TrailEntry.objects.filter(of, dossier_id=dossier.pk)


def events(user: User, dossier: Dossier) -> QuerySet[Event]:
    return dossier.events.all()


def time_entries(user: User, dossier: Dossier) -> QuerySet[TimeEntry]:
    return dossier.time_entries.all()


def mails(user: User, dossier: Dossier) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(~Q(state=MailState.CALLED_OFF), dossier_id=dossier.pk)


HAPPENED = Coalesce(Cast("occurred_on", DateTimeField()), "recorded_at")
OF_READERS = Q(verb__endswith=".read")
# Acts that a source of its own tells better; of a reminder that rang, the mails do.
TOLD_BETTER = ON_A_DEADLINE | OF_READERS | Q(verb__in=["event.recorded", "message.recorded", "time.spent"])

SOURCES = {
    "event": Source(events, HAPPENED, "recorded_by", event_told, is_for_intake=True),
    "message": Source(read_by, F("at"), "author", message_told, is_for_intake=True),
    "deadline": Source(acts(DONE_TO_A_DEADLINE), F("at"), "actor", act_told, BY_NUMBER),
    "time": Source(time_entries, Cast("on", DateTimeField()), "spent_by", time_told),
    "mail": Source(mails, F("queued_at"), "addressee", mail_told),
    "reading": Source(acts(OF_READERS), F("at"), "actor", act_told, BY_NUMBER),
    "act": Source(acts(~TOLD_BETTER), F("at"), "actor", act_told, BY_NUMBER),
}


class Timeline:
    """All that happened in a dossier, of some kinds or of all, as far as a user may know of it."""

    def __init__(self, user: User, dossier: Dossier, kinds: Sequence[str] = ()) -> None:
        self.user, self.dossier = user, dossier
        inside = Dossier.objects.filter(may(user, Action.LOOK_INSIDE), pk=dossier.pk).exists()
        self.sources = {
            kind: source
            for kind, source in SOURCES.items()
            if (inside or source.is_for_intake) and (not kinds or kind in kinds)
        }

    def keys(self, beyond_key: Key | None, count: int, *, descends: bool) -> list[Key]:
        """So many keys from one on, in one query; none of the sources gives it more than that many rows."""
        parts = [self._part(kind, beyond_key, count, descends=descends) for kind in self.sources]
        if len(parts) < 2:
            return [Key(*row) for part in parts for row in part]
        merged = parts[0].union(*parts[1:], all=True).order_by(*_ordered(descends=descends))
        return [Key(*row) for row in merged[:count]]

    def _part(
        self, kind: str, beyond_key: Key | None, count: int, *, descends: bool
    ) -> QuerySet[Any, tuple[Any, ...]]:
        source = self.sources[kind]
        rows: QuerySet[Any] = source.rows(self.user, self.dossier).order_by().prefetch_related(None)
        rows = rows.annotate(
            moment=source.moment, source=Value(kind, output_field=CharField()), entry=source.key
        )
        if beyond_key is not None:
            columns, key = [F(name) for name in Key._fields], [Value(value) for value in beyond_key]
            rows = rows.filter(beyond(columns, key, descends=descends))
        return rows.order_by(*_ordered(descends=descends))[:count].values_list(*Key._fields)

    def told(self, keys: Sequence[Key]) -> list[tuple[Key, Told]]:
        """What is told of each, in the caller's language; one query a source."""
        found = dict(chain.from_iterable(self._rows_of(kind, keys) for kind in {key.source for key in keys}))
        return [(key, self.sources[key.source].told(found[key])) for key in keys if key in found]

    def _rows_of(self, kind: str, keys: Sequence[Key]) -> list[tuple[Key, Any]]:
        source = self.sources[kind]
        wanted = {key.entry: key for key in keys if key.source == kind}
        rows = source.rows(self.user, self.dossier).prefetch_related(None).select_related(source.who)
        named = rows.annotate(entry=source.key).filter(pk__in=list(wanted))
        return [(wanted[row.entry], row) for row in named]


def _ordered(*, descends: bool) -> list[str]:
    return [f"-{name}" if descends else name for name in Key._fields]

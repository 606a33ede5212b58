"""The timeline of a dossier: all that happened, newest first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import dossier_read, user_of
from api.dossiers import ColleagueOut
from api.pagination import KeysetPages, Place
from api.timeline_sources import SOURCES, Key, Timeline, Told
from api.views import DeskViewSet
from cases.models import Dossier
from helpdesk.people.models import Scope

FILTERS = {"kind": filters.choice("", list(SOURCES), "Only what is of this kind.", many=True)}


class TimelineEntryOut(serializers.Serializer[Any]):
    """One thing that happened."""

    kind = serializers.ChoiceField(choices=list(SOURCES))
    on = serializers.DateField(help_text="The day at the desk.")
    at = serializers.DateTimeField(allow_null=True, help_text="The moment; null of what has only a day.")
    who = ColleagueOut(allow_null=True, help_text="Null for the desk's own clockwork.")
    text = serializers.CharField(help_text="What it was, in the caller's language.")
    words = serializers.CharField(
        help_text="Somebody's own words about it, as they were written; may be empty."
    )
    about = serializers.UUIDField(help_text="The thing it is about.")
    link = serializers.CharField(
        allow_null=True, help_text="Where that stands; null where it has no address."
    )


class TimelinePages(KeysetPages):
    counts = False
    ordering = ("-moment", "-source", "-entry")

    def _found(self, rows: Any, place: Place | None, count: int) -> list[Any]:
        backward = place is not None and place.backward
        key = Key(*place.key) if place is not None else None
        found: list[Any] = rows.keys(key, count, descends=not backward)
        return found

    def _key_from(self, texts: Any, rows: Any) -> tuple[Any, ...]:
        moment, source, entry = texts
        if source not in SOURCES or not isinstance(entry, str) or "\0" in entry:
            raise ValueError(texts)
        at = datetime.fromisoformat(moment)
        return (at if at.tzinfo else timezone.make_aware(at), source, entry)


class TimelineViews(DeskViewSet[Dossier]):
    """Events, messages, deadlines, time, mails, who read it and what was done, in one list."""

    scopes: dict[str, str] = {"read": Scope.DOSSIERS_READ}
    serializer_class = TimelineEntryOut
    pagination_class = TimelinePages
    queryset = Dossier.objects.none()

    @extend_schema(
        parameters=filters.parameters(FILTERS),
        responses=TimelineEntryOut(many=True),
        summary="All that happened, newest first",
    )
    def list(self, request: Request, dossier_id: UUID) -> Response:
        """Who only handed it in is told of its events and of what was said with the asker."""
        dossier = dossier_read(request, dossier_id)
        kinds = filters.asked(request.query_params, FILTERS, beside=filters.UNCOUNTED).get("kind", [])
        timeline = Timeline(user_of(request), dossier, kinds)
        page: Any = self.paginate_queryset(timeline)  # type: ignore[arg-type] # no queryset, read as one
        told = [_entry(key, each) for key, each in timeline.told(page)]
        return self.tell_some(TimelineEntryOut, told)


def _entry(key: Key, told: Told) -> dict[str, Any]:
    return {
        "kind": key.source,
        "on": told.on or timezone.localdate(key.moment),
        "at": None if told.on else key.moment,
        "who": told.who,
        "text": told.text,
        "words": told.words,
        "about": told.about,
        "link": told.link,
    }

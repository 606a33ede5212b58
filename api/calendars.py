"""Calendars: the deadlines of a feed for any program that reads iCalendar. The token in the address is the sign-in."""

import hashlib

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from api.access import act_of
from api.downloads import WhateverIsAccepted
from api.views import DeskView
from deadlines.feed_text import calendar_text
from deadlines.feeds import entries_of, find_feed
from helpdesk.errors import NotFoundError
from helpdesk.people.models import CalendarFeed, User

HEADERS = {
    "Cache-Control": "private, max-age=300",
    "Referrer-Policy": "no-referrer",
    # Otherwise a browser would name the file after the token.
    "Content-Disposition": 'attachment; filename="deadlines.ics"',
}


class FeedToken(BaseAuthentication):
    """Unknown, expired, revoked and malformed tokens look alike."""

    def authenticate(self, request: Request) -> tuple[User, CalendarFeed]:
        feed = find_feed(request.parser_context["kwargs"]["token"], timezone.now())
        if feed is None:
            raise NotFoundError
        return feed.user, feed


@extend_schema(exclude=True)
class CalendarView(DeskView):
    authentication_classes = [FeedToken]
    permission_classes = [IsAuthenticated]
    content_negotiation_class = WhateverIsAccepted
    passes_over_parameters = True

    def get(self, request: Request, token: str) -> HttpResponse:
        feed: CalendarFeed = request.auth  # type: ignore[assignment]  # FeedToken found it
        text = calendar_text(feed, entries_of(feed, act_of(request).on))
        etag = quote_etag(hashlib.sha256(text).hexdigest())
        whole = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
        answer = get_conditional_response(request._request, etag=etag, response=whole) or whole
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

"""The page behind the link in a reminder: one click says that she knows of the day. The signed link is the sign-in.

Mail scanners follow links, so looking at the page changes nothing and is no reading of the dossier: it shows what
stood in the mail. Only the button acknowledges.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from deadlines.acknowledging import Linked, acknowledge_by_link, follow
from deadlines.letter_lines import url_of
from helpdesk.acts import today_at_the_desk
from helpdesk.days import long_day
from helpdesk.errors import DeskError

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


# No session is used: who can send the form has the link, which is all it needs.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge_page(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    today = today_at_the_desk(now)
    try:
        linked = acknowledge_by_link(token, now, today) if request.method == "POST" else follow(token, today)
    except DeskError:
        return kept_by_nobody(render(request, "api/acknowledge.html", {"found": "nothing"}, status=404))
    with override(linked.user.language):
        return kept_by_nobody(render(request, "api/acknowledge.html", _told(linked)))


def _told(linked: Linked) -> dict[str, object]:
    return {
        "found": linked.found.value,
        "reference": linked.deadline.dossier.reference,
        "day": long_day(linked.due_on),
        "moved_to": long_day(linked.deadline.due_on),
        "name": linked.user.name,
        "url": url_of(linked.deadline),
    }


def kept_by_nobody(page: HttpResponse) -> HttpResponse:
    """The page behind a signed link, of which neither a browser nor the next page keeps anything."""
    for name, value in HEADERS.items():
        page[name] = value
    return page

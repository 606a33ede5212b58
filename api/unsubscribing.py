"""The page behind "no more of these" in a digest. The signed link is the sign-in.

Mail scanners follow links, so looking at the page changes nothing. A POST does, be it from the page's button or from a
mail program that acts on `List-Unsubscribe-Post` by itself (RFC 8058).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from api.acknowledging import kept_by_nobody
from deadlines.unsubscribing import Subscription, follow, unsubscribe
from helpdesk.acts import today_at_the_desk
from helpdesk.errors import DeskError


# No session is used: who can send the form has the link, which is all it needs.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    try:
        is_act = request.method == "POST"
        found = unsubscribe(token, now, today_at_the_desk(now)) if is_act else follow(token)
    except DeskError:
        return _shown(request, None, status=404)
    with override(found.user.language):
        return _shown(request, found)


def _shown(request: HttpRequest, found: Subscription | None, status: int = 200) -> HttpResponse:
    told = {
        "found": found,
        "name": found.user.name if found else "",
    }
    return kept_by_nobody(render(request, "api/unsubscribe.html", told, status=status))

"""The few pages of the product itself: the front door, signing in, and the documentation of the API."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from api.errors import CONTENT_TYPE, body, problem_of
from api.problems import PROBLEMS
from deadlines.law.errors import CODES


@require_safe
@ensure_csrf_cookie
def front_door(request: HttpRequest) -> HttpResponse:
    """What this desk is, and where to go."""
    return render(request, "api/front_door.html")


@require_safe
@ensure_csrf_cookie
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form a colleague signs in with; it talks to the sign-in API.

    Links in mails lead here with `next`: who has a session goes straight on, to an address of this desk only.
    """
    way_on = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(way_on, {request.get_host()}, require_https=request.is_secure())
    if request.user.is_authenticated and is_ours:
        return HttpResponseRedirect(way_on)
    return render(request, "api/sign_in.html")


@require_safe
@ensure_csrf_cookie
def docs(request: HttpRequest) -> HttpResponse:
    """The API document, to read and to try with one's own session."""
    return render(request, "api/docs.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What an address that leads nowhere answers: a page to a browser that lost its way, to all others a problem."""
    is_read = request.get_preferred_type([CONTENT_TYPE, "text/html"]) == "text/html"
    if is_read and not request.path.startswith("/api/"):
        answer = render(request, "api/not_found.html", {"words": PROBLEMS["not_found"].title}, status=404)
    else:
        answer = JsonResponse(body("not_found"), status=404, content_type=CONTENT_TYPE)
    patch_vary_headers(answer, ["Accept"])
    return answer


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Every code an error can carry: the page the `type` of a problem leads to."""
    rows = [(code, problem.status, str(problem.title)) for code, problem in sorted(PROBLEMS.items())]
    law = [
        (code, problem_of(code).status, gettext(words))
        for code, words in sorted(CODES.items())
        if code not in PROBLEMS
    ]
    told = [(code, status, _with_code(words)) for code, status, words in rows + law]
    return render(request, "api/problems.html", {"problems": told})


def _with_code(words: str) -> SafeString:
    """What stands between backticks is a name in the document."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words)))  # noqa: S308 - escaped

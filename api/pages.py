"""The few pages of the product itself: the front door, signing in, and the documentation of the API."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.http import quote_etag, url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import etag, require_safe

from api.errors import CONTENT_TYPE, problem_page
from api.problems import PROBLEMS

DOCUMENT = Path(__file__).with_name("openapi.yaml")


@cache
def _written() -> tuple[bytes, str]:
    """The document as it lies beside this file, and its ETag. Making it anew takes seconds; a test does."""
    content = DOCUMENT.read_bytes()
    return content, quote_etag(sha256(content).hexdigest())


@require_safe
@etag(lambda request: _written()[1])
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for people and programs alike."""
    headers = {"Cache-Control": "no-cache"}
    content_type = "application/vnd.oai.openapi; charset=utf-8"
    return HttpResponse(_written()[0], content_type=content_type, headers=headers)


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
    code = "address_unknown" if isinstance(exception, Resolver404) else "not_found"
    is_read = request.get_preferred_type([CONTENT_TYPE, "text/html"]) == "text/html"
    if is_read and not request.path.startswith("/api/"):
        answer = render(request, "api/not_found.html", {"words": PROBLEMS[code].title}, status=404)
    else:
        answer = problem_page(code)
    patch_vary_headers(answer, ["Accept"])
    return answer


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Every code an error can carry: the page the `type` of a problem leads to."""
    rows = [
        (code, problem.status, _with_code(str(problem.title))) for code, problem in sorted(PROBLEMS.items())
    ]
    return render(request, "api/problems.html", {"problems": rows})


def _with_code(words: str) -> SafeString:
    """What stands between backticks is a name in the document."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words)))  # noqa: S308 - escaped

"""The few pages of the product itself: the front door, signing in, and the documentation of the API."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerView

from api.errors import problem_of
from api.problems import PROBLEMS
from deadlines.law.errors import CODES

api_document = SpectacularSwaggerView.as_view(url_name="openapi")


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
def problems(request: HttpRequest) -> HttpResponse:
    """Every code an error can carry: the page the `type` of a problem leads to."""
    with override(get_language()):
        rows = [(code, problem.status, str(problem.title)) for code, problem in sorted(PROBLEMS.items())]
        law = [
            (code, problem_of(code).status, words)
            for code, words in sorted(CODES.items())
            if code not in PROBLEMS
        ]
    return render(request, "api/problems.html", {"problems": rows + law})

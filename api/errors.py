"""The one place where a refusal becomes words and a status: problem details (RFC 9457), in the caller's language."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.views import set_rollback

from api.concurrency import tag_of
from api.problems import PROBLEMS
from api.uploads import FileTooLarge
from cases.errors import CaseError
from deadlines.errors import SomeRefusedError
from deadlines.law.errors import LawError
from helpdesk.errors import DeskError
from helpdesk.people.models import Scope

CONTENT_TYPE = "application/problem+json"


def as_problem(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """The exception handler of every API view. None lets a true bug surface as one."""
    set_rollback()
    if isinstance(exc, Http404):
        exc = drf.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = drf.PermissionDenied()
    if isinstance(exc, SuspiciousOperation):
        return _respond(_of_body(exc), {})
    if isinstance(exc, (DeskError, LawError, drf.ValidationError)):
        return _respond(told(exc), _headers_of_refusal(exc))
    if isinstance(exc, drf.APIException):
        return _respond(_of_framework(exc), _headers(exc))
    return None


def told(refusal: DeskError | LawError | drf.ValidationError) -> dict[str, object]:
    """The problem that a refusal of input, of the desk or of the law is."""
    if isinstance(refusal, drf.ValidationError):
        return body("invalid", errors=list(_pointers(refusal.get_full_details())))
    if isinstance(refusal, SomeRefusedError):
        return body(refusal.code, errors=list(_of_items(refusal)))
    return _of_refusal(refusal)


def body(code: str, **members: object) -> dict[str, object]:
    """The members of a problem with this code, extension members included."""
    problem = PROBLEMS[code]
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return {
        "type": f"/docs/problems/#{code}",
        "title": str(problem.title),
        "status": problem.status,
        "code": code,
        "request_id": request_id,
        **members,
    }


def problem_page(code: str) -> JsonResponse:
    """The problem, where no view answers."""
    return JsonResponse(body(code), status=PROBLEMS[code].status, content_type=CONTENT_TYPE)


def refused_page(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """What a request answers that is refused before any view sees it, such as one for another host."""
    return problem_page("request_refused")


def failed_page(request: HttpRequest) -> JsonResponse:
    """What a bug of ours answers."""
    return problem_page("failed")


def _of_refusal(refusal: DeskError | LawError) -> dict[str, object]:
    problem = body(refusal.code, **_values_of(refusal))
    if refusal.field:
        problem["errors"] = [_mistake(refusal, refusal.field)]
    return problem


def _of_items(refused: SomeRefusedError) -> Iterator[dict[str, object]]:
    """Each item that was refused, with the values that its words speak of."""
    for place, refusal in refused.refusals.items():
        field = f"items.{place}" + (f".{refusal.field}" if refusal.field else "")
        yield {**_mistake(refusal, field), **_values_of(refusal)}


def _mistake(refusal: DeskError | LawError, field: str) -> dict[str, object]:
    pointer = "#" + "".join(f"/{_token(name)}" for name in field.split("."))
    return {"pointer": pointer, "code": refusal.code, "detail": str(PROBLEMS[refusal.code].title)}


def _values_of(refusal: DeskError | LawError) -> dict[str, object]:
    values = {name: _plain(value) for name, value in refusal.values.items()}
    return {"values": values} if values else {}


def _headers_of_refusal(refusal: DeskError | LawError | drf.ValidationError) -> dict[str, str]:
    """How long the file is whose range was refused (RFC 9110, section 15.5.17); which scope was missing (RFC 6750);
    and the tag of what stands there now, where it has changed since it was read.
    """
    if isinstance(refusal, DeskError) and refusal.code == "changed_meanwhile":
        return {"ETag": tag_of(refusal.values["revision"])}
    if isinstance(refusal, CaseError) and refusal.code == "range_not_satisfiable":
        return {"Content-Range": f"bytes */{refusal.values['size']}"}
    if isinstance(refusal, DeskError) and refusal.code == "scope_missing":
        return {"WWW-Authenticate": f'Bearer realm="api", error="insufficient_scope"{_scope(refusal)}'}
    return {}


def _scope(refusal: DeskError) -> str:
    needed = refusal.values["needed"]
    return f', scope="{needed}"' if needed in Scope.values else ""


def _of_body(exc: SuspiciousOperation) -> dict[str, object]:
    """A body that was not read to its end."""
    if isinstance(exc, FileTooLarge):
        return body("file_too_large", values={"limit_bytes": settings.LARGEST_DOCUMENT})
    if isinstance(exc, TooManyFilesSent):
        return body("one_file")
    return body("body_too_large" if isinstance(exc, RequestDataTooBig) else "parse_error")


def _of_framework(exc: drf.APIException) -> dict[str, object]:
    codes = exc.get_codes()
    code = codes if isinstance(codes, str) and codes in PROBLEMS else "permission_denied"
    return body(code)


def _headers(exc: drf.APIException) -> dict[str, str]:
    headers: dict[str, str] = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def _respond(problem: dict[str, object], headers: dict[str, str]) -> Response:
    status = problem["status"]
    assert isinstance(status, int)  # noqa: S101 - for the type checker; body() put it there
    return Response(problem, status=status, headers=headers, content_type=CONTENT_TYPE)


def _pointers(details: Any, path: str = "#") -> Iterator[dict[str, str]]:
    """Each mistake with a JSON pointer to its field."""
    if isinstance(details, list):
        for index, item in enumerate(details):
            is_mistake = isinstance(item, dict) and {"message", "code"} == set(item)
            yield from _pointers(item, path if is_mistake else f"{path}/{index}")
    elif isinstance(details, dict) and {"message", "code"} == set(details):
        yield {"pointer": path, "code": str(details["code"]), "detail": str(details["message"])}
    elif isinstance(details, dict):
        for name, item in details.items():
            yield from _pointers(item, path if name == "non_field_errors" else f"{path}/{_token(str(name))}")


def _token(name: str) -> str:
    """One member's name as a step of a JSON pointer in a URI fragment (RFC 6901)."""
    return quote(name.replace("~", "~0").replace("/", "~1"), safe="~")


def _plain(value: object) -> object:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (bool, int, str)) or value is None else str(value)

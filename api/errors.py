"""The one place where a refusal becomes words and a status: problem details (RFC 9457), in the caller's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.views import set_rollback

from deadlines.law.errors import LawError
from helpdesk.errors import DeskError

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """How one code is told: its HTTP status, and a title that names the way out."""

    status: int
    title: str | Promise


PROBLEMS: dict[str, Problem] = {
    "invalid": Problem(400, _("The request does not have the expected shape. See `errors` for each field.")),
    "parse_error": Problem(400, _("The body could not be read. Send well-formed JSON.")),
    "not_authenticated": Problem(401, _("Sign in, or send an API key in the Authorization header.")),
    "key_invalid": Problem(
        401, _("This API key is unknown, expired or revoked. Ask the desk for a new one.")
    ),
    "authentication_failed": Problem(401, _("Sign in, or send an API key in the Authorization header.")),
    "permission_denied": Problem(403, _("You may not do this.")),
    "scope_missing": Problem(
        403, _("This API key does not open this. Ask the desk for a key with the scope it needs.")
    ),
    "role_forbids": Problem(403, _("Your role in this team reads but does not change dossiers.")),
    "not_found": Problem(404, _("There is nothing here, or it is not for you.")),
    "method_not_allowed": Problem(405, _("This address does not answer this method.")),
    "not_acceptable": Problem(406, _("Only JSON can be given.")),
    "body_too_large": Problem(413, _("The body is too large. Send it in smaller parts.")),
    "unsupported_media_type": Problem(415, _("Send the body as application/json.")),
    "throttled": Problem(429, _("Too many requests. Wait for as long as Retry-After says.")),
    "state_forbids": Problem(409, _("The dossier's state does not allow this act.")),
    "deadline_stands_open": Problem(409, _("A deadline stands open. Meet or waive it first.")),
    "deadline_not_open": Problem(409, _("This deadline was met or waived before.")),
    "condemnation_known": Problem(409, _("This order of this court is in the book already.")),
    "event_happens_once": Problem(409, _("This happens once in a dossier and has been recorded.")),
    "changed_meanwhile": Problem(
        412, _("The dossier has changed since you read it. Read it again and send the new ETag.")
    ),
    "precondition_needed": Problem(
        428, _("Send the ETag of what you read in If-Match, so that nobody's change is overwritten.")
    ),
    "precondition_unknown": Problem(412, _("If-Match holds no ETag of this address. Read it again.")),
    "outcome_unknown": Problem(422, _("A dossier of this kind cannot end so. See `allowed`.")),
    "team_unknown": Problem(422, _("You do not work in a team of this name.")),
    "team_needed": Problem(422, _("Name the team this belongs to. See `allowed`.")),
    "date_in_future": Problem(
        422, _("This date lies in the future; only what has happened can be recorded.")
    ),
    "dates_differ": Problem(422, _("`on` and the date of the notification differ. Give one, or both alike.")),
    "date_needed": Problem(422, _("This event needs its date.")),
    "amount_needed": Problem(422, _("This event needs an amount in euros.")),
    "event_before_order": Problem(422, _("This cannot have happened before the order was given.")),
    "not_housed": Problem(409, _("Nobody was recorded as housed. Record the arrival first.")),
    "still_claimable": Problem(409, _("Part of the penalty can still be claimed. See `values`.")),
    "petition_after_order": Problem(422, _("The petition cannot have been filed after the order was given.")),
    "detail_needed": Problem(422, _("This event needs this detail.")),
    "detail_not_of_this_event": Problem(422, _("An event of this kind has no such detail. See `allowed`.")),
    "appeal_not_lodged": Problem(
        422, _("No appeal against the order stands open on this day. Record the appeal first.")
    ),
    "appeal_not_ended": Problem(
        422, _("No appeal against the order has ended by this day. Record its end first.")
    ),
    "appeal_cannot_suspend": Problem(
        422, _("This order is provisionally enforceable; an appeal does not suspend it.")
    ),
    "increase_before_service": Problem(
        422, _("An increase takes effect at the earliest on the day after its own service.")
    ),
    "event_not_of_this_kind": Problem(422, _("This event belongs to another kind of dossier.")),
    "evidence_needed": Problem(422, _("Say what was done and how it can be shown.")),
    "event_kind_stays": Problem(
        422, _("A correction keeps the kind of the event. Record another event instead.")
    ),
    "reason_needed": Problem(422, _("Say why; the reason stands in the trail.")),
    "watch_met_by_events": Problem(
        409, _("A watch is met by what is recorded. Record the act, the payment or the arrival, or waive it.")
    ),
    "watch_follows_events": Problem(
        409, _("The day of a watch follows from the events. Put the event right instead.")
    ),
    "figures_not_of_today": Problem(
        409, _("Not every penalty has been reckoned up to today. Ask again in a minute.")
    ),
    "no_override": Problem(409, _("No day set by hand stands over this deadline.")),
    "recomputation_decided": Problem(409, _("This was decided before.")),
    "nothing_moves": Problem(409, _("The law gives this deadline the same day as before.")),
    "too_many_files": Problem(422, _("Too many files at once.")),
    "file_not_of_the_law": Problem(422, _("Name a YAML file in one of the folders of rules. See `allowed`.")),
    "one_or_many": Problem(400, _("Ask one question, or many in `queries`; not both at once.")),
    "message_unknown": Problem(422, _("There is no such message in this dossier.")),
    "message_kind_stays": Problem(422, _("A correction is of the same kind as the message it puts right.")),
    "colleague_unknown": Problem(
        422, _("Only colleagues who may read this team's dossiers can be mentioned. See `unknown`.")
    ),
    "note_stays_inside": Problem(
        422,
        _(
            "Notes stay inside the desk: a note has no channel, and what the asker reads mentions nobody and "
            "replies to no note."
        ),
    ),
    "channel_needed": Problem(422, _("Say through which channel it went.")),
    "nobody_asks": Problem(422, _("Only a question has an asker to speak with. Write a note instead.")),
    "more_than_was_spent": Problem(422, _("You cannot take back more than you entered for that day.")),
    "theme_unknown": Problem(422, _("The list of themes does not hold this code. See `allowed`.")),
    "country_unknown": Problem(422, _("Give a country by its two capital letters of ISO 3166-1.")),
    "no_penalty": Problem(409, _("This condemnation carries no penalty.")),
    "decision_needed": Problem(
        422, _("A notified decision needs `decision` and `notification`, or a `rule`.")
    ),
    "recommendation_unknown": Problem(
        422, _("There is no policy recommendation with this number. See `numbers`.")
    ),
    "one_identifier": Problem(400, _("Give one identifier to read: `ecli` or `role_number`, not both.")),
    "week_unknown": Problem(400, _("Give a day of the week as an ISO date.")),
}
LAW_PROBLEM = Problem(422, _("The law gives no sure date for these facts. See `code` and `field`."))
# What the law finds badly put is a mistake of shape like any other; the rest it understands and cannot answer.
LAW_CODES_OF_SHAPE = frozenset(
    {
        "unknown_key",
        "missing_key",
        "wrong_type",
        "unknown_value",
        "date_impossible",
        "number_out_of_range",
        "language_unknown",
    }
)


def as_problem(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """The exception handler of every API view. None lets a true bug surface as one."""
    set_rollback()
    if isinstance(exc, Http404):
        exc = drf.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = drf.PermissionDenied()
    if isinstance(exc, RequestDataTooBig):
        return _respond(body("body_too_large"), {})
    if isinstance(exc, (DeskError, LawError, drf.ValidationError)):
        return _respond(told(exc), {})
    if isinstance(exc, drf.APIException):
        return _respond(_of_framework(exc), _headers(exc))
    return None


def told(refusal: DeskError | LawError | drf.ValidationError) -> dict[str, object]:
    """The problem that a refusal of input, of the desk or of the law is."""
    if isinstance(refusal, drf.ValidationError):
        return body("invalid", errors=list(_pointers(refusal.get_full_details())))
    return _of_refusal(refusal)


def problem_of(code: str) -> Problem:
    """How a code of ours or of the law is told."""
    return PROBLEMS.get(code) or (PROBLEMS["invalid"] if code in LAW_CODES_OF_SHAPE else LAW_PROBLEM)


def body(code: str, **members: object) -> dict[str, object]:
    """The members of a problem with this code, extension members included."""
    problem = problem_of(code)
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return {
        "type": f"/docs/problems/#{code}",
        "title": str(problem.title),
        "status": problem.status,
        "code": code,
        "request_id": request_id,
        **members,
    }


def not_found_page(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """What an address that leads nowhere answers."""
    return JsonResponse(body("not_found"), status=404, content_type=CONTENT_TYPE)


def _of_refusal(refusal: DeskError | LawError) -> dict[str, object]:
    values = {name: _plain(value) for name, value in refusal.values.items()}
    problem = body(refusal.code, **{"values": values} if values else {})
    if refusal.field:
        pointer = "#" + "".join(f"/{_token(name)}" for name in refusal.field.split("."))
        problem["errors"] = [{"pointer": pointer, "code": refusal.code, "detail": problem["title"]}]
    return problem


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

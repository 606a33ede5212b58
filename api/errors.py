"""The one place where a refusal becomes words and a status: problem details (RFC 9457), in the caller's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.views import set_rollback

from api.uploads import FileTooLarge
from cases.errors import CaseError
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
    "parse_error": Problem(
        400, _("The body could not be read. Send well-formed JSON, or a well-formed form with a file.")
    ),
    "not_authenticated": Problem(401, _("Sign in, or send an API key in the Authorization header.")),
    "key_invalid": Problem(
        401, _("This API key is unknown, expired or revoked. Ask the desk for a new one.")
    ),
    "authentication_failed": Problem(401, _("Sign in, or send an API key in the Authorization header.")),
    "permission_denied": Problem(403, _("You may not do this.")),
    "coordinator_needed": Problem(403, _("Only a coordinator of the team may do this. Ask one.")),
    "scope_missing": Problem(
        403, _("This API key does not open this. Ask the desk for a key with the scope it needs.")
    ),
    "role_forbids": Problem(403, _("Your role in this team does not allow this. See `needed`.")),
    "other_teams_know_her": Problem(
        403, _("This is for who has the role in every team that knows this contact, not in yours alone.")
    ),
    "owner_or_coordinator_needed": Problem(
        403, _("Who sees a dossier is for its owner to say, or a coordinator of its team. Ask one of them.")
    ),
    "not_found": Problem(404, _("There is nothing here, or it is not for you.")),
    "method_not_allowed": Problem(405, _("This address does not answer this method.")),
    "not_acceptable": Problem(406, _("Only JSON can be given.")),
    "body_too_large": Problem(413, _("The body is too large. Send it in smaller parts.")),
    "unsupported_media_type": Problem(
        415, _("Send the body as application/json, and a file as multipart/form-data.")
    ),
    "throttled": Problem(429, _("Too many requests. Wait for as long as Retry-After says.")),
    "seen_already": Problem(409, _("You see this dossier already; there is no glass to break.")),
    "takes_part_already": Problem(409, _("She takes part in this dossier already. Change her part instead.")),
    "walled_off": Problem(
        409, _("A wall stands between this colleague and the dossier. A coordinator can lift it.")
    ),
    "wall_around_oneself": Problem(
        409, _("You could not lift a wall around yourself. Ask another coordinator to raise it.")
    ),
    "owner_walled": Problem(409, _("The dossier is hers. Let another colleague take it first.")),
    "nobody_would_be_left": Problem(
        409, _("Nobody would be left who can work on this dossier. Let somebody else take part first.")
    ),
    "link_known": Problem(409, _("These dossiers are tied in this way already.")),
    "link_circle": Problem(409, _("The dossier would become a part of itself.")),
    "link_stays": Problem(409, _("What became of a question stays tied to it.")),
    "search_name_taken": Problem(409, _("You keep a search of this name. Give this one another.")),
    "enough_searches": Problem(409, _("You keep as many searches as you may. Forget one first.")),
    "state_forbids": Problem(409, _("The dossier's state does not allow this act.")),
    "deadline_stands_open": Problem(409, _("A deadline stands open. Meet or waive it first.")),
    "deadline_not_open": Problem(409, _("This deadline was met or waived before.")),
    "condemnation_known": Problem(409, _("This order of this court is in the book already.")),
    "idempotency_key_invalid": Problem(
        400, _("Give Idempotency-Key one to 255 visible ASCII characters, such as a UUID.")
    ),
    "idempotency_key_reused": Problem(
        422, _("This Idempotency-Key was used for another request. Make a new one for each request.")
    ),
    "request_in_flight": Problem(
        409, _("The first request with this Idempotency-Key still runs. Send it again in a moment.")
    ),
    "too_many_webhooks": Problem(409, _("You have as many webhooks as one may have. Remove one first.")),
    "webhook_address_refused": Problem(422, _("No message is sent to such an address. See `why`.")),
    "event_pattern_unknown": Problem(
        422, _("Name a verb such as deadline.met, all of a kind such as deadline.*, or * for everything.")
    ),
    "too_many_feeds": Problem(409, _("You have as many calendar feeds as one may have. Revoke one first.")),
    "feed_revoked": Problem(409, _("This calendar feed was revoked. Make a new one.")),
    "event_happens_once": Problem(409, _("This has been recorded already and cannot happen twice in a row.")),
    "nobody_owns_it": Problem(409, _("Nobody has taken this dossier, so nobody can give it back.")),
    "was_merged": Problem(409, _("This question was merged into another. Take it out of that one instead.")),
    "not_merged": Problem(409, _("This question was not merged into another.")),
    "moved_meanwhile": Problem(409, _("It was moved to another dossier meanwhile. Read it again.")),
    "template_known": Problem(
        409, _("A template in use has this code already. Choose another, or archive it.")
    ),
    "template_archived": Problem(409, _("This template was archived. Choose another, or write it anew.")),
    "away_already": Problem(409, _("She is away on some of these days already. See `values`.")),
    "hours_known": Problem(409, _("Something is planned for this day already. Change that instead.")),
    "changed_meanwhile": Problem(
        412, _("It has changed since you read it. Read it again and send the new ETag.")
    ),
    "precondition_needed": Problem(
        428, _("Send the ETag of what you read in If-Match, so that nobody's change is overwritten.")
    ),
    "precondition_unknown": Problem(412, _("If-Match holds no ETag of this address. Read it again.")),
    "user_unknown": Problem(422, _("There is no colleague with this id who can sign in.")),
    "until_before_from": Problem(422, _("The last day lies before the first.")),
    "dossier_unknown": Problem(422, _("There is no such dossier, or it is not for you.")),
    "link_to_itself": Problem(422, _("Name another dossier than this one.")),
    "outcome_unknown": Problem(422, _("A dossier of this kind cannot end so. See `allowed`.")),
    "team_unknown": Problem(422, _("You do not work in a team of this name.")),
    "team_needed": Problem(422, _("Name the team this belongs to. See `allowed`.")),
    "date_in_future": Problem(
        422, _("This date lies in the future; only what has happened can be recorded.")
    ),
    "dates_differ": Problem(422, _("`on` and the date of the notification differ. Give one, or both alike.")),
    "date_needed": Problem(422, _("This event needs its date.")),
    "amount_needed": Problem(422, _("This event needs an amount in euros.")),
    "event_before_order": Problem(
        422,
        _("No order that grants anything stands on this day: put the day right, or record the order first."),
    ),
    "petition_after_order": Problem(422, _("The petition cannot have been filed after the order was given.")),
    "claim_decided": Problem(
        422,
        _("The claim is decided on this day. Record the appeal or the new petition before the next order."),
    ),
    "order_stands": Problem(
        422,
        _("An order stands. Record how the appeal against it ended, or retract it, before it is refused."),
    ),
    "penalty_stands": Problem(
        422,
        _(
            "The penalty of an earlier order stands. Record an amendment of it, or say that this order sets the "
            "earlier one aside (`sets_aside`)."
        ),
    ),
    "not_served": Problem(
        422, _("The order was not served by this day on whom it concerns. Record the service first.")
    ),
    "debtor_needed": Problem(422, _("The order binds two debtors. Say in `details.debtor` which of them.")),
    "debtor_not_bound": Problem(422, _("The order does not bind this debtor. Name one whom it binds.")),
    "no_place_designated": Problem(
        422, _("No place was designated by this day. Record the designation first.")
    ),
    "opposition_not_lodged": Problem(
        422, _("No third-party opposition stands open on this day. Record it first.")
    ),
    "no_command_before": Problem(
        422,
        _("Goods are seized at the earliest on the day after a command to pay. Record the command first."),
    ),
    "no_seizure_open": Problem(422, _("No seizure stands on this day. Record the seizure first.")),
    "seizure_opposed": Problem(
        422,
        _(
            "An opposition before the seizure judge stands open and suspends. Record the judge's decision first."
        ),
    ),
    "several_stand_open": Problem(
        422, _("Several of them stand open on this day. Say in `details.of` which one this continues.")
    ),
    "measure_not_requested": Problem(422, _("No request for an interim measure stands open on this day.")),
    "measure_not_in_force": Problem(422, _("No interim measure is in force on this day.")),
    "application_not_made": Problem(
        422, _("No application to the European Court stands open on this day. Record it first.")
    ),
    "event_retracted": Problem(409, _("This event was retracted. Record it anew instead.")),
    "day_twice": Problem(422, _("This day stands twice in the list.")),
    "result_unknown": Problem(422, _("An event of this kind cannot end so. See `allowed`.")),
    "contact_after_its_loss": Problem(422, _("The last contact cannot lie after the day it was lost.")),
    "note_needed": Problem(422, _("This event needs a note that says what is known.")),
    "not_housed": Problem(409, _("Nobody was recorded as housed. Record the arrival first.")),
    "still_claimable": Problem(409, _("Part of the penalty can still be claimed. See `values`.")),
    "part_prescribed": Problem(
        409, _("Part of the penalty lapsed unpaid. Close it as housed and prescribed. See `values`.")
    ),
    "nothing_prescribed": Problem(409, _("Nothing of the penalty has lapsed. Close it as housed and paid.")),
    "outcome_not_shown": Problem(
        409, _("The events do not bear this outcome out. Record what it rests on first. See `needs`.")
    ),
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
    "no_override": Problem(409, _("No day set by hand stands over this deadline.")),
    "recomputation_decided": Problem(409, _("This was decided before.")),
    "nothing_moves": Problem(409, _("The law gives this deadline the same day as before.")),
    "too_many_files": Problem(422, _("Too many files at once.")),
    "file_not_of_the_law": Problem(422, _("Name a YAML file in one of the folders of rules. See `allowed`.")),
    "one_or_many": Problem(400, _("Ask one question, or many in `queries`; not both at once.")),
    "message_unknown": Problem(422, _("There is no such message in this dossier.")),
    "message_kind_stays": Problem(422, _("A correction is of the same kind as the message it puts right.")),
    "colleague_unknown": Problem(
        422, _("Only colleagues who may read this dossier's notes can be mentioned. See `unknown`.")
    ),
    "colleague_elsewhere": Problem(422, _("Choose a colleague who works on the dossiers of this team.")),
    "stand_in_circle": Problem(
        422,
        _("On one of these days the colleagues would stand in for each other in a circle. See `from_on`."),
    ),
    "blocks_overlap": Problem(422, _("A block ends after it begins, and before the next one begins.")),
    "target_out_of_reach": Problem(
        422,
        _("With these opening hours an answer would take over a year. Open longer, or answer within less."),
    ),
    "variable_unknown": Problem(422, _("A template knows no such variable. See `unknown` and `allowed`.")),
    "braces_open": Problem(422, _("Write each variable whole, such as {{reference}}. See `allowed`.")),
    "text_needed": Problem(422, _("Write the text in one language at least.")),
    "text_not_written": Problem(422, _("This template is not written in this language. See `allowed`.")),
    "value_missing": Problem(
        422,
        _("The dossier does not hold what the text needs. See `missing`: enter it, or choose another text."),
    ),
    "template_unknown": Problem(422, _("Name a template that you see, and only in an answer.")),
    "template_of_another_team": Problem(422, _("This template belongs to another team than the dossier.")),
    "question_unknown": Problem(422, _("These are no questions that you see. See `unknown`.")),
    "sight_differs": Problem(
        409,
        _(
            "Not the same people may see these questions. Give them the same level, walls and participants first."
        ),
    ),
    "same_question": Problem(422, _("A question cannot be merged into itself.")),
    "teams_differ": Problem(422, _("These questions belong to several teams.")),
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
    "days_reversed": Problem(422, _("The last day lies before the first. See `values`.")),
    "one_party": Problem(
        422, _("Say who it is in one way: an organisation, an authority or a pseudonym; not two, not none.")
    ),
    "party_overlaps": Problem(
        422,
        _("The same one has this role on these days already. See `values`, and change that period instead."),
    ),
    "name_needed": Problem(400, _("Say whom you look for: give `organisation` or `name`.")),
    "instance_unknown": Problem(422, _("There is no such instance in this case.")),
    "instance_circle": Problem(422, _("An instance cannot follow one that comes after it.")),
    "instance_in_use": Problem(
        409, _("Something hangs on this instance: see `hanging`. Move it or take it out first.")
    ),
    "instance_open": Problem(
        409, _("A court still has the case: see `courts`. Say how and when each instance ended, then close.")
    ),
    "hearing_after_closing": Problem(
        422, _("An instance has no hearing after it has ended. Put the hearing or the closing day right.")
    ),
    "grievance_known": Problem(422, _("The case has a grievance with this number already. Give another.")),
    "grievance_doubled": Problem(422, _("Say once what became of a grievance.")),
    "grievance_unknown": Problem(422, _("The case has no grievances with these numbers. See `numbers`.")),
    "grievance_pending": Problem(
        422,
        _(
            "A pending grievance has no deciding instance and no day. Say what became of it, or leave both out."
        ),
    ),
    "grievances_pending": Problem(
        409, _("Grievances are still pending. Say what became of each, then close. See `pending`.")
    ),
    "outcome_contradicted": Problem(
        409,
        _("The grievances say otherwise: won needs one that was granted, lost needs none. See `granted`."),
    ),
    "cost_taken_back": Problem(
        409, _("This entry was taken back, or takes another one back. Enter it anew.")
    ),
    "cost_recovered": Problem(
        409, _("This amount came back before. If that is wrong, take the entry back and enter it anew.")
    ),
    "impact_fact_needed": Problem(422, _("An impact of this kind needs one of these facts. See `needed`.")),
    "impact_fact_not_of_this_kind": Problem(
        422, _("An impact of this kind tells no such fact. Leave it out.")
    ),
    "source_needed": Problem(422, _("Say where this number comes from: `source` or `evidence_url`.")),
    "theme_unknown": Problem(422, _("The list of themes does not hold this code. See `allowed`.")),
    "country_unknown": Problem(422, _("Give a country by its two capital letters of ISO 3166-1.")),
    "one_file": Problem(400, _("Send one file at a time.")),
    "file_too_large": Problem(
        413, _("The file is too large. See `values` for the limit; scan it anew in grey, or in parts.")
    ),
    "file_empty": Problem(422, _("The file is empty. Look whether it was saved, and send it again.")),
    "file_not_accepted": Problem(
        422, _("Files of this kind are not kept. Save it as one of those in `allowed`, such as PDF.")
    ),
    "file_name_differs": Problem(
        422, _("The name of the file says one thing and its content another. Look what it is and rename it.")
    ),
    "file_damaged": Problem(422, _("The file is cut short or damaged. Fetch or scan it again.")),
    "file_goes_on": Problem(
        422, _("Behind the end of this file something else is hidden. Open it and save it anew.")
    ),
    "file_is_two_things": Problem(
        422, _("This file can be read as two different things. Open it and save it as PDF.")
    ),
    "file_has_macros": Problem(422, _("This file holds macros. Save it without them, or as PDF.")),
    "file_holds_other": Problem(
        422, _("Within this file lies another of a kind that is not kept. Take it out, or save it as PDF.")
    ),
    "file_locked": Problem(422, _("This file is locked with a password. Save it without one.")),
    "file_unpacks_too_far": Problem(
        422, _("Unpacked, this file would be far too large to be what it says. Save it as PDF.")
    ),
    "document_unknown": Problem(422, _("There is no such document in this dossier. See `unknown`.")),
    "document_is_a_copy": Problem(
        422, _("An anonymised copy is made of an original: name that one, and not the document itself.")
    ),
    "document_unchanged": Problem(
        409, _("The current version of this document is this very file. Nothing was added.")
    ),
    "document_withdrawn": Problem(409, _("This document was withdrawn. File it anew if it is needed.")),
    "document_not_withdrawn": Problem(
        409, _("Only a withdrawn document whose bytes are still there can be purged. Withdraw it first.")
    ),
    "document_damaged": Problem(
        409, _("The file on the disk is not the one that was filed. Warn who runs the desk: a backup has it.")
    ),
    "bundle_too_large": Problem(
        422,
        _("This is too much for one archive. Ask for one `kind` at a time, or fetch the files one by one."),
    ),
    "range_not_satisfiable": Problem(416, _("The file has no such bytes. See `values` for its size.")),
    "no_penalty": Problem(409, _("This condemnation carries no penalty.")),
    "decision_needed": Problem(
        422, _("A notified decision needs `decision` and `notification`, or a `rule`.")
    ),
    "recommendation_unknown": Problem(
        422, _("There is no policy recommendation with this number. See `numbers`.")
    ),
    "bounce_settled": Problem(409, _("Somebody has seen to this before.")),
    "one_identifier": Problem(400, _("Give one identifier to read: `ecli` or `role_number`, not both.")),
    "organisation_unknown": Problem(422, _("There is no such organisation. Enter it first.")),
    "entry_unknown": Problem(
        422, _("The address book does not hold these, or they are not for you. See `unknown`.")
    ),
    "name_taken": Problem(
        409, _("Another organisation has this name. Use that one, or a name that tells them apart.")
    ),
    "period_backward": Problem(422, _("A membership cannot end before it began.")),
    "periods_overlap": Problem(422, _("Two periods of membership share days. Make them follow each other.")),
    "archived_already": Problem(409, _("This was archived before.")),
    "not_archived": Problem(409, _("This is not in the archive.")),
    "kept_apart": Problem(
        409, _("Somebody recorded that these are not the same. Withdraw that first if they are.")
    ),
    "not_kept_apart": Problem(409, _("Nobody recorded that these two are not the same.")),
    "merge_needs_others": Problem(422, _("Name in `from` other entries than the survivor, each once.")),
    "merged_already": Problem(
        409, _("Some of these were merged before. Use what they became: see `merged` and `into`.")
    ),
    "field_unknown": Problem(422, _("`keep` names a field that cannot be chosen. See `allowed`.")),
    "choice_needed": Problem(
        422, _("They differ. Say in `keep` for each of `fields` whose value the survivor takes.")
    ),
    "merge_collides": Problem(
        409, _("Both stand where only one can, as `rule` says. Put one of the two right first.")
    ),
    "nothing_to_undo": Problem(409, _("There is no merge to take apart.")),
    "unmerge_inexact": Problem(
        409, _("What was merged has changed since, so that it cannot be taken apart exactly. See `values`.")
    ),
    "question_stands_open": Problem(409, _("A question of hers is not closed. Close it first.")),
    "contact_erased": Problem(409, _("This contact was erased and cannot be changed any more.")),
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


def _headers_of_refusal(refusal: DeskError | LawError | drf.ValidationError) -> dict[str, str]:
    """A refused range says how long the file is (RFC 9110, section 15.5.17)."""
    if isinstance(refusal, CaseError) and refusal.code == "range_not_satisfiable":
        return {"Content-Range": f"bytes */{refusal.values['size']}"}
    return {}


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

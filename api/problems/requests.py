"""What is wrong with a request before anybody looks at what it is about."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

REQUESTS = {
    "invalid": Problem(400, _("The request does not have the expected shape. See `errors` for each field.")),
    "parse_error": Problem(
        400, _("The body could not be read. Send well-formed JSON, or a well-formed form with a file.")
    ),
    "request_refused": Problem(
        400, _("This request is not for this desk, or cannot be read. See its address and headers.")
    ),
    "address_unknown": Problem(
        404,
        _("There is no such address. None ends in a slash, and what has no other name is named by its UUID."),
    ),
    "failed": Problem(
        500, _("The desk has failed at this and noted it. Name the `request_id` when you ask about it.")
    ),
    "member_doubled": Problem(400, _("A member stands twice in one object of the body. Give it once.")),
    "not_authenticated": Problem(401, _("Sign in, or send an API key as `Authorization: Bearer hd_…`.")),
    "key_invalid": Problem(
        401,
        _("This API key or token is unknown, expired or revoked. Fetch a new token, or ask for a new key."),
    ),
    "authentication_failed": Problem(401, _("Sign in, or send an API key as `Authorization: Bearer hd_…`.")),
    "csrf_missing": Problem(
        403, _("Send the cookie `csrftoken` back in the header X-CSRFToken, as it is now.")
    ),
    "method_not_allowed": Problem(405, _("This address does not answer this method.")),
    "not_acceptable": Problem(406, _("Only JSON can be given.")),
    "body_too_large": Problem(413, _("The body is too large. Send it in smaller parts.")),
    "unsupported_media_type": Problem(
        415, _("Send the body as application/json, and a file as multipart/form-data.")
    ),
    "charset_refused": Problem(
        415, _("Send the body in UTF-8, and let its Content-Type name no other charset.")
    ),
    "encoding_refused": Problem(415, _("Send the body as it is, not packed: without a Content-Encoding.")),
    "throttled": Problem(429, _("Too many requests. Wait for as long as Retry-After says.")),
    "idempotency_key_invalid": Problem(
        400, _("Give Idempotency-Key one to 255 visible ASCII characters, such as a UUID.")
    ),
    "idempotency_key_reused": Problem(
        422, _("This Idempotency-Key was used for another request. Make a new one for each request.")
    ),
    "request_in_flight": Problem(
        409, _("The first request with this Idempotency-Key still runs. Send it again in a moment.")
    ),
    "x_reason_invalid": Problem(
        400,
        _(
            "Write X-Reason as percent-encoded UTF-8, the percent sign itself too, or give `reason` in the body; the "
            "header holds 1000 characters at most."
        ),
    ),
    "changed_meanwhile": Problem(
        412, _("It has changed since you read it. Read it again and send the new ETag.")
    ),
    "precondition_needed": Problem(
        428, _("Send the ETag of what you read in If-Match, so that nobody's change is overwritten.")
    ),
    "precondition_unknown": Problem(412, _("If-Match holds no ETag of this address. Read it again.")),
    "one_or_many": Problem(400, _("Ask one question, or many in `queries`; not both at once.")),
    "one_identifier": Problem(400, _("Give one identifier to read: `ecli` or `role_number`, not both.")),
    "name_needed": Problem(400, _("Say whom you look for: give `organisation` or `name`.")),
    "week_unknown": Problem(400, _("Give a day of the week as an ISO date.")),
}

"""Webhooks, calendar feeds and mail that came back."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

OUTWARD = {
    "too_many_webhooks": Problem(409, _("You have as many webhooks as one may have. Remove one first.")),
    "webhook_address_refused": Problem(422, _("No message is sent to such an address. See `why`.")),
    "event_pattern_unknown": Problem(
        422, _("Name a verb such as deadline.met, all of a kind such as deadline.*, or * for everything.")
    ),
    "too_many_feeds": Problem(409, _("You have as many calendar feeds as one may have. Revoke one first.")),
    "feed_revoked": Problem(409, _("This calendar feed was revoked. Make a new one.")),
    "bounce_settled": Problem(409, _("Somebody has seen to this before.")),
}

"""Integrations and their keys."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

KEYS = {
    "integration_unknown": Problem(422, _("You manage no such integration. See the list of integrations.")),
    "email_taken": Problem(409, _("Somebody else has this e-mail address. Name another.")),
    "key_ended": Problem(409, _("This key opens nothing any more. Issue a new one.")),
    "key_replaced": Problem(409, _("This key was rotated before. Rotate the one that replaced it.")),
    "key_end_refused": Problem(
        422, _("A key ends in the future, at the latest after two years. See `latest`.")
    ),
    "network_invalid": Problem(
        422, _("Name a network such as 192.0.2.0/24 or 2001:db8::/32, or one address.")
    ),
}

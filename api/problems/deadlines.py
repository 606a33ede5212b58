"""Deadlines, computed and moved."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

DEADLINES = {
    "deadline_stands_open": Problem(409, _("A deadline stands open. Meet or waive it first.")),
    "deadline_not_open": Problem(409, _("This deadline was met or waived before.")),
    "lodging_needed": Problem(
        422, _("A fatal deadline is met by something lodged. Say what in `lodged` and how in `lodged_by`.")
    ),
    "words_needed": Problem(422, _("Say in `evidence` what was lodged, or how.")),
    "receipt_needed": Problem(
        422,
        _(
            "Give the reference of the receipt or its document, or else say that it is to follow: one or the other."
        ),
    ),
    "nothing_is_lodged": Problem(
        422, _("Only a fatal deadline is met by something lodged. Say in `evidence` what was done.")
    ),
    "no_receipt_awaited": Problem(409, _("No receipt is awaited of this deadline.")),
    "nothing_to_acknowledge": Problem(
        409, _("Only a fatal deadline is acknowledged; nothing is asked of this one.")
    ),
    "day_moved": Problem(409, _("The deadline has moved to another day. Read it again.")),
    "nothing_to_confirm": Problem(
        409, _("Only a term that runs against the person is looked at by a second lawyer; this one is none.")
    ),
    "own_date_not_confirmed": Problem(
        409, _("This day is yours, by its event or by your hand. Ask a colleague to confirm it.")
    ),
    "machine_no_lawyer": Problem(
        403, _("A machine is no second lawyer. Let a colleague sign in and decide.")
    ),
    "asked_of_another": Problem(
        409, _("A colleague was asked by name. Let her confirm it, ask another one, or contest the day.")
    ),
    "confirmation_decided": Problem(
        409,
        _("A second lawyer decided on this day before. Ask for a confirmation to have it looked at anew."),
    ),
    "no_second_lawyer": Problem(
        422,
        _("This colleague gave the day herself, or may not work on the dossier. Name another, or nobody."),
    ),
    "contest_needs_reason": Problem(422, _("Say why you contest the day; it stands with the deadline.")),
    "hours_end_first": Problem(422, _("These hours end before they begin. Name a later hour for their end.")),
    "digest_names_closed": Problem(
        409, _("This digest names a dossier that is closed to you now. Ask for a preview instead.")
    ),
    "enough_copies": Problem(
        409, _("This digest was sent again often enough. Read it here, or ask whether mail reaches you.")
    ),
    "notice_unknown": Problem(422, _("Name one of your own notices by its id.")),
    "decision_needed": Problem(
        422, _("A notified decision needs `decision` and `notification`, or a `rule`.")
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
}

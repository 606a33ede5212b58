"""The life of an order against Fedasil, from petition to payment."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

LIFE = {
    "condemnation_known": Problem(409, _("This order of this court is in the book already.")),
    "event_happens_once": Problem(409, _("This has been recorded already and cannot happen twice in a row.")),
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
    "no_penalty": Problem(409, _("This condemnation carries no penalty.")),
}

"""Strategic litigation: parties, instances, grievances, costs, impact."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

LITIGATION = {
    "days_reversed": Problem(422, _("The last day lies before the first. See `values`.")),
    "one_party": Problem(
        422, _("Say who it is in one way: an organisation, an authority or a pseudonym; not two, not none.")
    ),
    "party_overlaps": Problem(
        422,
        _("The same one has this role on these days already. See `values`, and change that period instead."),
    ),
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
}

"""What the law refuses to compute: 400 where the question is badly put, 422 where it understands and has no answer."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

LAW = {
    "unknown_key": Problem(400, _("This member does not belong here. See `known`, where it is told.")),
    "missing_key": Problem(400, _("The question lacks this member. Add it.")),
    "wrong_type": Problem(400, _("This member is of another type. See `wanted`.")),
    "unknown_value": Problem(400, _("The law does not know this word here. See `known`.")),
    "date_impossible": Problem(400, _("There is no such day. Write a day as 2026-06-15.")),
    "number_out_of_range": Problem(
        400, _("This number is too small or too large. See `smallest` and `largest`.")
    ),
    "language_unknown": Problem(400, _("The law speaks Dutch, French and English only.")),
    "dates_contradict": Problem(
        422, _("Two of these days cannot both be true. See `date` and `not_before`, and put one right.")
    ),
    "rule_unknown": Problem(422, _("There is no rule of this id. See `/api/v1/deadline-rules`.")),
    "rule_not_in_force": Problem(
        422, _("This rule was not in force on that day. Look at its versions, and whether the day is right.")
    ),
    "no_rule_applies": Problem(
        422, _("No rule fits the decision as described. Look whether authority, kind and facts are right.")
    ),
    "mode_not_covered": Problem(
        422,
        _("On that day no term started by this way of delivery. Look whether mode and day are right."),
    ),
    "calendar_not_confirmed": Problem(
        422, _("The holidays of that day are not confirmed, and nothing is counted. See `confirmed_until`.")
    ),
    "period_not_positive": Problem(422, _("A term has one unit at least.")),
    "penalty_impossible": Problem(
        422, _("The order, its service or its end cannot be as stated. See `reason`.")
    ),
    "file_broken": Problem(422, _("A file of rules breaks its layout. See `reason`.")),
}

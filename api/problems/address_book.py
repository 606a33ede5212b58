"""Organisations and contacts."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

ADDRESS_BOOK = {
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
}

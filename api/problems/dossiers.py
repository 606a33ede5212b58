"""Every kind of dossier: its state, its ties, its events and saved searches."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

DOSSIERS = {
    "link_known": Problem(409, _("These dossiers are tied in this way already.")),
    "link_circle": Problem(409, _("The dossier would become a part of itself.")),
    "link_stays": Problem(409, _("What became of a question stays tied to it.")),
    "search_name_taken": Problem(409, _("You keep a search of this name. Give this one another.")),
    "enough_searches": Problem(409, _("You keep as many searches as you may. Forget one first.")),
    "state_forbids": Problem(409, _("The dossier's state does not allow this act.")),
    "bulk_not_done": Problem(
        422,
        _("Some of these are refused, so none was done. See `errors`; leave those out, or put them right."),
    ),
    "dossier_unknown": Problem(422, _("There is no such dossier, or it is not for you.")),
    "link_to_itself": Problem(422, _("Name another dossier than this one.")),
    "outcome_unknown": Problem(422, _("A dossier of this kind cannot end so. See `allowed`.")),
    "theme_unknown": Problem(422, _("The list of themes does not hold this code. See `allowed`.")),
    "country_unknown": Problem(422, _("Give a country by its two capital letters of ISO 3166-1.")),
    "nobody_owns_it": Problem(409, _("Nobody has taken this dossier, so nobody can give it back.")),
    "moved_meanwhile": Problem(409, _("It was moved to another dossier meanwhile. Read it again.")),
    "recommendation_unknown": Problem(
        422, _("There is no policy recommendation with this number. See `numbers`.")
    ),
    "too_many_files": Problem(422, _("Too many files at once.")),
    "file_not_of_the_law": Problem(422, _("Name a YAML file in one of the folders of rules. See `allowed`.")),
}

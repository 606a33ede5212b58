"""Who may do and see what."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

ACCESS = {
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
    "user_unknown": Problem(422, _("There is no colleague with this id who can sign in.")),
    "until_before_from": Problem(422, _("The last day lies before the first.")),
    "colleague_elsewhere": Problem(422, _("Choose a colleague who works on the dossiers of this team.")),
    "team_unknown": Problem(422, _("You do not work in a team of this name.")),
    "team_needed": Problem(422, _("Name the team this belongs to. See `allowed`.")),
}

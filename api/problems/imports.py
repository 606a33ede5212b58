"""Sheets that are imported, confirmed and undone."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

IMPORTS = {
    "import_state_forbids": Problem(409, _("The import's state does not allow this act. See `allowed`.")),
    "import_forgotten": Problem(
        409, _("The file was forgotten 30 days after the import; it can no longer be undone as a whole.")
    ),
    "import_built_upon": Problem(
        409,
        _(
            "Dossiers of this import have changed since. Take back what was built on it first. See `references`."
        ),
    ),
    "desk_changed": Problem(
        409, _("The desk has changed since the check. Look at the rows again, then confirm once more.")
    ),
    "worker_lost": Problem(409, _("The work broke off several times. Split the file and send the parts.")),
}

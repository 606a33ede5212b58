"""Files and documents."""

from django.utils.translation import gettext_lazy as _

from api.problems.problem import Problem

DOCUMENTS = {
    "one_file": Problem(400, _("Send one file at a time.")),
    "file_too_large": Problem(
        413,
        _("The file is too large. See `values` for the limit; scan it anew in grey, or send it in parts."),
    ),
    "file_empty": Problem(422, _("The file is empty. Look whether it was saved, and send it again.")),
    "file_not_accepted": Problem(
        422, _("Files of this kind are not kept. Save it as one of those in `allowed`, such as PDF.")
    ),
    "file_name_differs": Problem(
        422, _("The name of the file says one thing and its content another. Look what it is and rename it.")
    ),
    "file_damaged": Problem(422, _("The file is cut short or damaged. Fetch or scan it again.")),
    "file_goes_on": Problem(
        422, _("Behind the end of this file something else is hidden. Open it and save it anew.")
    ),
    "file_is_two_things": Problem(
        422, _("This file can be read as two different things. Open it and save it as PDF.")
    ),
    "file_has_macros": Problem(422, _("This file holds macros. Save it without them, or as PDF.")),
    "file_holds_other": Problem(
        422, _("Within this file lies another of a kind that is not kept. Take it out, or save it as PDF.")
    ),
    "file_locked": Problem(422, _("This file is locked with a password. Save it without one.")),
    "file_unpacks_too_far": Problem(
        422, _("Unpacked, this file would be far too large to be what it says. Save it as PDF.")
    ),
    "document_unknown": Problem(422, _("There is no such document in this dossier. See `unknown`.")),
    "document_is_a_copy": Problem(
        422, _("An anonymised copy is made of an original: name that one, and not the document itself.")
    ),
    "document_unchanged": Problem(
        409, _("The current version of this document is this very file. Nothing was added.")
    ),
    "document_withdrawn": Problem(409, _("This document was withdrawn. File it anew if it is needed.")),
    "document_not_withdrawn": Problem(
        409, _("Only a withdrawn document whose bytes are still there can be purged. Withdraw it first.")
    ),
    "document_damaged": Problem(
        409, _("The file on the disk is not the one that was filed. Warn who runs the desk: a backup has it.")
    ),
    "bundle_too_large": Problem(
        422,
        _("This is too much for one archive. Ask for one `kind` at a time, or fetch the files one by one."),
    ),
    "range_not_satisfiable": Problem(416, _("The file has no such bytes. See `values` for its size.")),
}

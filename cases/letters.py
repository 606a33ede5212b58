"""The mails about what is said and done in a dossier: the reference and where to read it, never a word of it."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.access import visible_to
from cases.models.dossier import Dossier
from helpdesk.days import long_day
from helpdesk.outbox.letters import letter_from, link_to
from helpdesk.outbox.services import Letter
from helpdesk.people.models import User


def mention_letter(dossier: Dossier, user: User) -> Letter:
    """Where a colleague is mentioned, in her language."""
    with override(user.language):
        subject = _("%(reference)s: a note mentions you") % {"reference": dossier.reference}
        return _letter("cases/mention", dossier, subject, f"/api/v1/dossiers/{dossier.pk}/messages")


def assignment_letter(dossier: Dossier, user: User) -> Letter:
    """What a colleague is to look after from now on, in her language.

    With its next day: the last reminder of it may have rung with who had it before.
    """
    with override(user.language):
        subject = _("%(reference)s: this dossier is yours now") % {"reference": dossier.reference}
        day = long_day(dossier.next_due_on) if dossier.next_due_on else ""
        return _letter("cases/assignment", dossier, subject, f"/api/v1/dossiers/{dossier.pk}", day=day)


def merged_letter(merged: Dossier, survivor: Dossier, user: User) -> Letter:
    """In which other question hers goes on, in her language."""
    with override(user.language):
        subject = _("%(merged)s goes on in %(survivor)s") % {
            "merged": merged.reference,
            "survivor": survivor.reference,
        }
        return _letter("cases/merged", survivor, subject, f"/api/v1/dossiers/{survivor.pk}")


def glass_letter(dossier: Dossier, by: User, user: User) -> Letter:
    """That a coordinator has opened a sealed dossier for herself, in the language of who takes part in it."""
    with override(user.language):
        subject = _("%(reference)s: a coordinator has opened this sealed dossier") % {
            "reference": dossier.reference
        }
        url = link_to(f"/api/v1/dossiers/{dossier.pk}/trail")
        context = {"reference": dossier.reference, "name": by.name, "url": url, "preview": ""}
        return letter_from("cases/glass", subject=subject, context=context)


def _letter(template: str, dossier: Dossier, subject: str, path: str, **told: str) -> Letter:
    context = {"reference": dossier.reference, "url": link_to(path), "preview": "", **told}
    return letter_from(template, subject=subject, context=context)


def closed_to(user: User) -> Q:
    """The mails about one dossier that she may not see."""
    return Q(~Exists(visible_to(user).filter(pk=OuterRef("dossier_id"))), dossier_id__isnull=False)

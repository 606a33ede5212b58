"""The mails about what is said in a dossier: the reference and where to read it, never a word of it."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.models.dossier import Dossier
from helpdesk.outbox.letters import letter_from, link_to
from helpdesk.outbox.services import Letter
from helpdesk.people.models import User


def mention_letter(dossier: Dossier, user: User) -> Letter:
    """Where a colleague is mentioned, in her language."""
    with override(user.language):
        subject = _("%(reference)s: a note mentions you") % {"reference": dossier.reference}
        url = link_to(f"/api/v1/dossiers/{dossier.pk}/messages")
        context = {"reference": dossier.reference, "url": url, "preview": ""}
        return letter_from("cases/mention", subject=subject, context=context)

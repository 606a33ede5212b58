"""Questions: received, and become litigation."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases.models.dossier import Dossier, DossierKind, DossierLink, LinkKind, State
from cases.models.question import Question
from cases.services.dossiers import Opening, note, open_dossier
from cases.services.litigations import LitigationDetails, open_litigation
from cases.status import state_after
from helpdesk.acts import Act
from helpdesk.people.models import Contact, Organisation


@dataclass(frozen=True, kw_only=True)
class Asker:
    """The one who asks, as she names herself."""

    name: str
    role: str
    email: str = ""
    phone: str = ""
    organisation: str = ""
    language: str = "nl"


@transaction.atomic
def receive_question(
    act: Act, opening: Opening, *, asker: Asker, channel: str, body: str, urgent_on: date | None = None
) -> Dossier:
    """A new question. The asker is recognised by name and e-mail address together."""
    dossier = open_dossier(act, DossierKind.QUESTION, opening, state=State.NEW)
    Question.objects.create(
        dossier=dossier, asker=contact_of(asker), channel=channel, body=body, urgent_on=urgent_on
    )
    return dossier


def contact_of(asker: Asker) -> Contact:
    """The known contact with this name and address, or a new one. Without an address always a new one."""
    organisation = None
    if asker.organisation:
        organisation, _ = Organisation.objects.get_or_create(name=asker.organisation)
    known = None
    if asker.email:
        known = Contact.objects.filter(email__iexact=asker.email, name=asker.name).first()
    return known or Contact.objects.create(
        name=asker.name,
        role=asker.role,
        email=asker.email,
        phone=asker.phone,
        organisation=organisation,
        language=asker.language,
    )


def begin_litigation(act: Act, question: Dossier, *, title: str, details: LitigationDetails) -> Dossier:
    """The litigation a locked question becomes: same team, owner, language, themes and person, tied to it.

    The question itself is closed by the caller, once its open deadlines have gone along. Call it inside a transaction.
    """
    state_after(question, "promote")
    opening = Opening(
        team=question.team,
        title=title or question.title,
        summary=question.summary,
        language=question.language,
        themes=question.themes,
        person_concerned=question.person_concerned,
        owner=question.owner or act.by,
    )
    litigation = open_litigation(act, opening, details=details)
    DossierLink.objects.create(from_dossier=question, to_dossier=litigation, kind=LinkKind.BECAME)
    note(act, question, "question.became_litigation", litigation=litigation.reference)
    note(act, litigation, "litigation.began_as_question", question=question.reference)
    return litigation

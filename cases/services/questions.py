"""Questions: received, and become litigation."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from cases.access import team_for
from cases.countries import COUNTRIES
from cases.errors import CaseError
from cases.models.dossier import Dossier, DossierKind, DossierLink, LinkKind, State
from cases.models.question import Question
from cases.services.confidentiality import follow
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


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What is known of the matter and of the person concerned when the question comes in; none is not asked yet."""

    urgent_on: date | None = None
    authority: str = ""
    country_of_origin: str = ""
    has_consent: bool | None = None
    is_safe_to_contact: bool | None = None
    is_vulnerable: bool | None = None
    needs_interpreter: bool = False


NOTHING_KNOWN = Circumstances()


@transaction.atomic
def receive_question(
    act: Act,
    opening: Opening,
    *,
    asker: Asker,
    channel: str,
    body: str,
    circumstances: Circumstances = NOTHING_KNOWN,
) -> Dossier:
    """A new question. The asker is recognised by name and e-mail address together."""
    country = circumstances.country_of_origin
    if country and country not in COUNTRIES:
        raise CaseError("country_unknown", field="country_of_origin", country=country)
    dossier = open_dossier(act, DossierKind.QUESTION, opening, state=State.NEW)
    Question.objects.create(
        dossier=dossier, asker=contact_of(asker), channel=channel, body=body, **asdict(circumstances)
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

    It is seen by the same, but for guests; who is one herself opens nothing in the team (`team_unknown`). The question
    is closed by the caller, once its open deadlines have gone along. Call it inside a transaction.
    """
    state_after(question, "promote")
    opening = Opening(
        team=team_for(act.by, question.team.slug),
        title=title or question.title,
        summary=question.summary,
        language=question.language,
        themes=question.themes,
        person_concerned=question.person_concerned,
        owner=question.owner or act.by,
    )
    litigation = open_litigation(act, opening, details=details)
    follow(act, litigation, as_in=question)
    DossierLink.objects.create(from_dossier=question, to_dossier=litigation, kind=LinkKind.BECAME)
    note(act, question, "question.became_litigation", litigation=litigation.reference)
    note(act, litigation, "litigation.began_as_question", question=question.reference)
    return litigation

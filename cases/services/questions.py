"""Questions: received, and become litigation."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cases.access import Action, lock_dossiers, visible_to
from cases.countries import COUNTRIES
from cases.errors import CaseError
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
    due_for_answer_at: datetime | None = None,
) -> Dossier:
    """A new question. The asker is recognised by name and e-mail address together.

    By when it should be answered is reckoned by `deadlines.answer_clock`.
    """
    country = circumstances.country_of_origin
    if country and country not in COUNTRIES:
        raise CaseError("country_unknown", field="country_of_origin", country=country)
    dossier = open_dossier(act, DossierKind.QUESTION, opening, state=State.NEW)
    Question.objects.create(
        dossier=dossier,
        asker=contact_of(asker),
        channel=channel,
        body=body,
        answered_in=dossier,
        clock_started_at=act.at,
        due_for_answer_at=due_for_answer_at,
        **asdict(circumstances),
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


def lock_questions(act: Act, question_ids: Sequence[UUID], *, field: str) -> list[Dossier]:
    """Questions of one team that the acting colleague may change, locked, in the order they are asked for.

    Refuses with `question_unknown` what is no question she sees, and with `teams_differ` those of several teams.
    """
    wanted = list(dict.fromkeys(question_ids))
    seen = visible_to(act.by).filter(kind=DossierKind.QUESTION, pk__in=wanted).values_list("pk", flat=True)
    if unknown := set(wanted) - set(seen):
        raise CaseError("question_unknown", field=field, unknown=sorted(map(str, unknown)))
    locked = lock_dossiers(act.by, wanted, Action.CHANGE)
    if len({dossier.team_id for dossier in locked.values()}) > 1:
        raise CaseError("teams_differ", field=field)
    return [locked[one] for one in wanted]


def begin_litigation(
    act: Act, questions: Sequence[Dossier], *, title: str, details: LitigationDetails
) -> Dossier:
    """The litigation that locked questions become: as the first, on the themes of all, tied to each.

    The questions are closed by the caller, once their open deadlines have gone along. Call it inside a transaction.
    """
    for question in questions:
        state_after(question, "promote")
    first = questions[0]
    opening = Opening(
        team=first.team,
        title=title or first.title,
        summary=first.summary,
        language=first.language,
        themes=[theme for question in questions for theme in question.themes],
        person_concerned=_one_person(questions),
        owner=first.owner or act.by,
    )
    litigation = open_litigation(act, opening, details=details)
    for question in questions:
        DossierLink.objects.create(from_dossier=question, to_dossier=litigation, kind=LinkKind.BECAME)
        note(act, question, "question.became_litigation", litigation=litigation.reference)
        note(act, litigation, "litigation.began_as_question", question=question.reference)
    return litigation


def _one_person(questions: Sequence[Dossier]) -> str:
    """Whom they are all about; nobody where they are about several."""
    people = {question.person_concerned for question in questions}
    return people.pop() if len(people) == 1 else ""

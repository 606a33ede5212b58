"""Questions: received, and become litigation."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower

from cases.access import Action, lock_dossiers, team_for, visible_to
from cases.address_book import CONTACTS
from cases.contacts import contacts_for_intake
from cases.countries import COUNTRIES
from cases.errors import CaseError
from cases.models.dossier import Dossier, DossierKind, DossierLink, LinkKind, State
from cases.models.question import Question
from cases.services.address_book import as_kept, change, comparable
from cases.services.confidentiality import follow
from cases.services.contacts import enter_contact
from cases.services.dossiers import Opening, note, open_dossier
from cases.services.litigations import LitigationDetails, open_litigation
from cases.services.organisations import organisation_of
from cases.status import state_after
from helpdesk.acts import Act
from helpdesk.people.models import Contact, Team
from helpdesk.people.names import NameKey


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
    """A new question, of a contact who is recognised if she is known.

    By when it should be answered is reckoned by `deadlines.answer_clock`.
    """
    country = circumstances.country_of_origin
    if country and country not in COUNTRIES:
        raise CaseError("country_unknown", field="country_of_origin", country=country)
    contact = contact_of(act, opening.team, asker)
    return open_dossier(
        act,
        DossierKind.QUESTION,
        opening,
        state=State.NEW,
        own=lambda dossier: Question(
            dossier=dossier,
            asker=contact.standing,
            handed_in_as=contact,
            channel=channel,
            body=body,
            answered_in=dossier,
            clock_started_at=act.at,
            due_for_answer_at=due_for_answer_at,
            **asdict(circumstances),
        ),
    )


def contact_of(act: Act, team: Team, asker: Asker) -> Contact:
    """The known contact the asker is, perhaps merged since, or a new one of the team. Call it inside a transaction.

    She is known by her name and capacity together with her e-mail address or telephone number, however they are
    written: a mailbox or a switchboard alone is shared by many. Where anything she tells contradicts what is known she
    is a new contact, and the desk is shown a possible duplicate; what was not known yet is added. She is looked for
    only where `contacts_for_intake` says, so that no answer tells whether somebody else knows her.
    """
    organisation = organisation_of(act, asker.organisation) if asker.organisation else None
    told = Contact(team=team, **as_kept({**asdict(asker), "organisation": organisation}))
    for known in _alike(act, team, told):
        news = _news(known, told)
        if news is not None and not (news and known.merged_into_id):
            change(act, CONTACTS, known, news)
            return known
    return enter_contact(act, told)


def _alike(act: Act, team: Team, told: Contact) -> QuerySet[Contact]:
    """Whoever has this name and capacity, and this address or number; locked, the oldest first."""
    reached = Q(address=told.email.lower()) if told.email else Q(pk=None)
    reached |= Q(phone_e164=told.phone_e164) if told.phone_e164 else Q(phone=told.phone) & ~Q(phone="")
    known = contacts_for_intake(act.by, team).alias(address=Lower("email"))
    named = known.filter(name_key=NameKey(Value(told.name)), role=told.role, erased_at=None)
    return named.filter(reached).select_for_update(of=("self",), no_key=True).order_by("pk")


def _news(known: Contact, told: Contact) -> dict[str, Any] | None:
    """What is told and was not known yet; none where anything told contradicts what is known."""
    news = {}
    for name in ("email", "phone", "organisation"):
        said, held = comparable(told, name), comparable(known, name)
        if said and held and said != held:
            return None
        if said and not held:
            news[name] = getattr(told, name)
    return news


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
    act: Act,
    questions: Sequence[Dossier],
    *,
    title: str,
    details: LitigationDetails,
    instance: Mapping[str, Any] | None = None,
) -> Dossier:
    """The litigation that locked questions become: as the first, on the themes of all, tied to each.

    The questions are closed by the caller, once their open deadlines have gone along. Call it inside a transaction.
    """
    for question in questions:
        state_after(question, "promote")
    first = questions[0]
    opening = Opening(
        team=team_for(act.by, first.team.slug),
        title=title or first.title,
        summary=first.summary,
        language=first.language,
        themes=[theme for question in questions for theme in question.themes],
        person_concerned=_one_person(questions),
        owner=first.owner or act.by,
    )
    litigation = open_litigation(act, opening, details=details, instance=instance)
    follow(act, litigation, as_in=questions)
    for question in questions:
        DossierLink.objects.create(from_dossier=question, to_dossier=litigation, kind=LinkKind.BECAME)
        note(act, question, "question.became_litigation", litigation=litigation.reference)
        note(act, litigation, "litigation.began_as_question", question=question.reference)
    return litigation


def _one_person(questions: Sequence[Dossier]) -> str:
    """Whom they are all about; nobody where they are about several."""
    people = {question.person_concerned for question in questions}
    return people.pop() if len(people) == 1 else ""

"""Contacts: entered, put right, and erased."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.address_book import CONTACTS, ORGANISATIONS
from cases.contacts import require_role
from cases.errors import CaseError
from cases.models.dossier import State
from cases.models.question import Question
from cases.services.address_book import as_kept, change, note_entry
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.people.models import Contact, ContactMerge, Language, Organisation, Role, Team
from helpdesk.trail.services import record

# Stands where a name stood; the same in every language.
NO_NAME = "[…]"
ERASED = {"name": NO_NAME, "email": "", "phone": "", "phone_e164": "", "preferred_channel": "", "safety": ""}


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """A new contact, as far as she is known."""

    name: str
    role: str
    email: str = ""
    phone: str = ""
    organisation: UUID | None = None
    language: str = Language.NL
    preferred_channel: str = ""
    safety: str = ""


@transaction.atomic
def add_contact(act: Act, team: Team, details: ContactDetails) -> Contact:
    """A new contact of a team. One who looks like another is entered all the same; the desk is warned."""
    return enter_contact(act, Contact(team=team, **as_kept(_with_organisation(act, asdict(details)))))


def enter_contact(act: Act, contact: Contact) -> Contact:
    """Keep a new contact. Call it inside a transaction."""
    contact.save(force_insert=True)
    changes = {"team": contact.team_id, "role": contact.role, "organisation": contact.organisation_id}
    record("contact.added", actor=act.by, at=act.at, subject_id=contact.pk, changes=changes)
    return contact


@transaction.atomic
def amend_contact(
    act: Act, contact_id: UUID, said: Mapping[str, Any], *, unchanged_since: int | None = None
) -> Contact:
    said = _with_organisation(act, said)
    contact: Contact = CONTACTS.lock(act.by, contact_id, unchanged_since=unchanged_since)
    change(act, CONTACTS, contact, said)
    return contact


def _with_organisation(act: Act, said: Mapping[str, Any]) -> dict[str, Any]:
    """The organisation in place of its id. It is locked before the contact, as merges do it."""
    if said.get("organisation") is None:
        return dict(said)
    try:
        seen = ORGANISATIONS.get(act.by, said["organisation"])
    except NotFoundError as unseen:
        raise CaseError("organisation_unknown", field="organisation") from unseen
    locked = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=seen.pk)
    return {**said, "organisation": locked.standing}


@transaction.atomic
def note_export(act: Act, contact_id: UUID) -> Contact:
    """The contact, for a coordinator of every team that knows her; that all was asked stands in the trail."""
    contact: Contact = CONTACTS.get(act.by, contact_id)
    require_role(act.by, [contact.pk], (Role.COORDINATOR,), everywhere=True)
    record("contact.exported", actor=act.by, at=act.at, subject_id=contact.pk, reason=act.reason)
    return contact


@transaction.atomic
def erase_contact(act: Act, contact_id: UUID) -> Contact:
    """Nothing names her any more, nor whom she was merged with; rows and links stay, and so does what was said.

    Refuses with `question_stands_open` while a question of hers is not closed.
    """
    seen = CONTACTS.get(act.by, contact_id)
    require_role(act.by, [seen.pk], (Role.COORDINATOR,), everywhere=True)
    rows = CONTACTS.lock_all([seen.pk])
    contact: Contact = rows[seen.pk]
    if contact.merged_into_id is not None:
        raise CaseError("changed_meanwhile", revision=contact.revision)
    if contact.erased_at is not None:
        raise CaseError("contact_erased")
    if Question.objects.filter(asker=contact).exclude(dossier__state=State.CLOSED).exists():
        raise CaseError("question_stands_open")
    gone = {**ERASED, "erased_at": act.at, "archived_at": act.at}
    Contact.objects.filter(pk__in=rows).update(**gone)
    ContactMerge.objects.filter(survivor__in=rows).update(before={})
    contact.refresh_from_db()
    note_entry(act, contact, "contact.erased", merged=[pk for pk in rows if pk != contact.pk])
    return contact

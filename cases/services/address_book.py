"""What is done with an entry of either book: put right, archived, told apart from another one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.access import ROLES_THAT_CHANGE
from cases.address_book import Book
from cases.distinct import kept_apart
from cases.errors import CaseError
from helpdesk.acts import Act
from helpdesk.people.enterprise_numbers import read_enterprise_number
from helpdesk.people.models import AddressBookEntry
from helpdesk.people.phones import e164
from helpdesk.trail.services import record


def as_kept(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said, with a telephone number also as it is compared, and a KBO number written in one way."""
    kept = dict(said)
    if "phone" in said:
        kept["phone_e164"] = e164(said["phone"])
    if "kbo_number" in said:
        kept["kbo_number"] = read_enterprise_number(said["kbo_number"]).normalised
    return kept


def comparable(entry: Any, name: str) -> object:
    """The value of a field as it is compared: two ways of writing one address or number are one."""
    if name == "email":
        return entry.email.lower()
    if name == "phone":
        return entry.phone_e164 or entry.phone
    return entry.organisation_id if name == "organisation" else getattr(entry, name)


def change(act: Act, book: Book, entry: Any, said: Mapping[str, Any]) -> list[str]:
    """Put some fields of a locked entry right, and say which have changed. The trail holds values that are codes."""
    kept = as_kept(said)
    before = {name: getattr(entry, name) for name in kept}
    changed = [name for name in kept if kept[name] != before[name]]
    for name in changed:
        setattr(entry, name, kept[name])
    if changed:
        entry.save(update_fields=changed)
        codes = {name: [_code(before[name]), _code(kept[name])] for name in changed if name in book.coded}
        named = [name for name in changed if name in book.fields]
        note_entry(act, entry, f"{book.noun}.amended", fields=named, **codes)
    return changed


def _code(value: object) -> object:
    return value.pk if isinstance(value, AddressBookEntry) else value


@transaction.atomic
def archive(act: Act, book: Book, entry_id: UUID) -> Any:
    """No longer offered in lists; what hangs on the entry stays."""
    entry = book.lock(act.by, entry_id)
    if entry.archived_at is not None:
        raise CaseError("archived_already")
    entry.archived_at = act.at
    entry.save(update_fields=["archived_at"])
    note_entry(act, entry, f"{book.noun}.archived")
    return entry


@transaction.atomic
def restore(act: Act, book: Book, entry_id: UUID) -> Any:
    entry = book.lock(act.by, entry_id)
    if entry.archived_at is None:
        raise CaseError("not_archived")
    entry.archived_at = None
    entry.save(update_fields=["archived_at"])
    note_entry(act, entry, f"{book.noun}.restored")
    return entry


@transaction.atomic
def keep_apart(act: Act, book: Book, entry_id: UUID, other_id: UUID) -> Any:
    """The two look alike and are not the same: they are no longer shown as duplicates, and cannot be merged."""
    entry, other = _two(act, book, entry_id, other_id)
    if not kept_apart(book, [entry.pk, other.pk]).exists():
        one, two = sorted([entry.pk, other.pk])
        written = {"recorded_by": act.by, "recorded_at": act.at}
        book.pairs.objects.get_or_create(one_id=one, other_id=two, defaults=written)
        note_entry(act, entry, f"{book.noun}.kept_apart", other=other.pk)
    return entry


@transaction.atomic
def withdraw_distinct(act: Act, book: Book, entry_id: UUID, other_id: UUID) -> Any:
    """The two may be the same after all; `not_found` where nobody said otherwise."""
    entry, other = _two(act, book, entry_id, other_id)
    removed, _ = book.pairs.objects.filter(pk__in=kept_apart(book, [entry.pk, other.pk])).delete()
    if not removed:
        raise CaseError("not_kept_apart", field="other")
    note_entry(act, entry, f"{book.noun}.no_longer_kept_apart", other=other.pk)
    return entry


def _two(act: Act, book: Book, entry_id: UUID, other_id: UUID) -> tuple[Any, Any]:
    """The entry, locked to be changed, and another one that the user sees from inside."""
    entry = book.lock(act.by, entry_id)
    other = book.from_inside(act.by).filter(pk=other_id).first()
    if other is None or other == entry:
        raise CaseError("entry_unknown", field="other", unknown=[other_id])
    book.require_role(act.by, [other.pk], ROLES_THAT_CHANGE)
    return entry, other


def note_entry(act: Act, entry: Any, verb: str, **changes: object) -> None:
    """One entry in the trail of the address book, and the next revision."""
    entry.revision += 1
    entry.save(update_fields=["revision"])
    record(verb, actor=act.by, at=act.at, subject_id=entry.pk, reason=act.reason, changes=changes)

"""Entries that turn out to be one become one, and can be taken apart again exactly as they were."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, ForeignObjectRel, Model, QuerySet

from cases.access import ROLES_THAT_CHANGE
from cases.address_book import CONTACTS, ORGANISATIONS, Book, is_erased
from cases.distinct import kept_apart
from cases.errors import CaseError
from cases.models.dossier import Dossier
from cases.services.address_book import comparable, note_entry
from cases.services.dossiers import note_in_all
from helpdesk.acts import Act
from helpdesk.people.models import AddressBookEntry, Contact

# Every foreign key to an entry of the address book is in one of these two; a test holds it. Those that follow go to the
# survivor; the path leads from such a row to the dossier it hangs on, where it does.
FOLLOWS: dict[str, str | None] = {
    "cases.Party.organisation": "dossier_id",
    "cases.Question.asker": "dossier_id",
    "people.Contact.organisation": None,
    "people.Contact.merged_into": None,
    "people.MembershipPeriod.organisation": None,
    "people.Organisation.merged_into": None,
}
# Those that stay say how it was: who handed a question in, what was merged or told apart by whom.
STAYS = frozenset(
    {
        "cases.Question.handed_in_as",
        "people.ContactMerge.survivor",
        "people.DistinctContacts.one",
        "people.DistinctContacts.other",
        "people.DistinctOrganisations.one",
        "people.DistinctOrganisations.other",
        "people.OrganisationMerge.survivor",
    }
)
Moved = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, kw_only=True)
class Merging:
    """Which entries become part of another one, and which entry's value it takes for a field; else it keeps its own."""

    others: Sequence[UUID]
    keep: Mapping[str, UUID] = field(default_factory=dict)


def relations_to(model: type[Model]) -> dict[str, ForeignObjectRel]:
    """Every foreign key that leads to the model, hidden ones included, by its label."""
    relations = [
        one for one in model._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete
    ]
    return {
        f"{one.related_model._meta.label}.{one.field.name}": one
        for one in relations
        if isinstance(one, ForeignObjectRel) and (one.one_to_many or one.one_to_one)
    }


@transaction.atomic
def merge(act: Act, book: Book, entry_id: UUID, merging: Merging) -> Any:
    """Make the others part of the entry: all that leads to them leads to it, and they stay as pointers.

    For who may change what every team that knows one of them holds. Refuses with `choice_needed` while it is not said
    which value stays of a field in which they differ, with `merged_already` one that is a pointer, and with
    `kept_apart` two of which somebody said that they are not the same.
    """
    ids = [entry_id, *merging.others]
    _refuse_unseen(act, book, ids)
    rows = _lock(book, ids)
    _refuse_what_cannot_be_one(act, book, [rows[pk] for pk in ids])
    survivor, others = rows[entry_id], [rows[pk] for pk in merging.others]
    chosen = _chosen(book, survivor, others, merging.keep)
    following = _rows_that_follow(book, merging.others)
    dossiers = _lock_dossiers(following)
    with _refuse_collision():
        moved = {label: _move(label, leading, survivor) for label, leading in following.items()}
        book.model.objects.filter(pk__in=merging.others).update(
            merged_into=survivor, revision=F("revision") + 1
        )
        before = _take_over(survivor, {name: rows[pk] for name, pk in chosen.items()})
    book.merges.objects.create(
        survivor=survivor,
        merged=merging.others,
        moved=moved,
        kept={name: str(pk) for name, pk in chosen.items()},
        before=before,
        merged_by=act.by,
        merged_at=act.at,
    )
    counts = {label: sum(map(len, groups.values())) for label, groups in moved.items() if groups}
    verb = f"{book.noun}.merged"
    note_entry(act, survivor, verb, merged=list(merging.others), keep=chosen, moved=counts)
    note_in_all(act, dossiers, verb, into=survivor.pk, merged=list(merging.others))
    return survivor


@transaction.atomic
def unmerge(act: Act, book: Book, entry_id: UUID) -> Any:
    """Take the latest merge of an entry that was not undone apart: every row and value goes back to where it was.

    What came in since stays with the entry. Refuses with `unmerge_inexact` where a row has moved on or a value was put
    right since, and with `nothing_to_undo` where there is no merge.
    """
    entry = book.get(act.by, entry_id)
    book.require_role(act.by, [entry.pk], ROLES_THAT_CHANGE, everywhere=True)
    rows = _lock(book, [entry.pk])
    survivor = rows[entry.pk]
    _refuse_what_cannot_be_one(act, book, [survivor])
    undone = survivor.merges.filter(undone_at=None).order_by("-id").first()
    if undone is None:
        raise CaseError("nothing_to_undo")
    _refuse_inexact(book, undone, rows)
    moved = _rows_that_moved(book, undone.moved)
    dossiers = _lock_dossiers(moved)
    with _refuse_collision():
        for label, groups in undone.moved.items():
            _move_back(label, moved[label], groups)
        _give_back(survivor, undone.before)
        book.model.objects.filter(pk__in=undone.merged).update(merged_into=None, revision=F("revision") + 1)
    undone.undone_at = act.at
    undone.save(update_fields=["undone_at"])
    verb = f"{book.noun}.unmerged"
    note_entry(act, survivor, verb, merged=list(undone.merged))
    note_in_all(act, dossiers, verb, from_entry=survivor.pk, merged=list(undone.merged))
    return survivor


def _refuse_unseen(act: Act, book: Book, ids: Sequence[UUID]) -> None:
    """Unless the first may be seen, `not_found`; the others are to be others, and seen from inside."""
    book.get(act.by, ids[0])
    if len(set(ids)) < max(len(ids), 2):
        raise CaseError("merge_needs_others", field="from")
    others = book.model.objects.filter(pk__in=ids[1:]).values_list("pk", "merged_into_id")
    now = {pk: into or pk for pk, into in others}
    seen = book.from_inside(act.by).filter(pk__in=now.values()).in_bulk()
    if unknown := [str(pk) for pk in ids[1:] if now.get(pk) not in seen]:
        raise CaseError("entry_unknown", field="from", unknown=unknown)


def _lock(book: Book, ids: Collection[UUID]) -> dict[UUID, Any]:
    """The entries with all that were merged into them; the organisations that contacts belong to before these."""
    if book is CONTACTS:
        theirs = Contact.objects.filter(pk__in=ids).exclude(organisation=None)
        ORGANISATIONS.lock_all(theirs.values_list("organisation_id", flat=True))
    return book.lock_all(ids)


def _refuse_what_cannot_be_one(act: Act, book: Book, entries: Sequence[Any]) -> None:
    if pointers := [one for one in entries if one.merged_into_id]:
        raise CaseError(
            "merged_already",
            merged=[str(one.pk) for one in pointers],
            into=[str(one.merged_into_id) for one in pointers],
        )
    if any(map(is_erased, entries)):
        raise CaseError("contact_erased")
    ids = [one.pk for one in entries]
    book.require_role(act.by, ids, ROLES_THAT_CHANGE, everywhere=True)
    if kept_apart(book, ids).exists():
        raise CaseError("kept_apart")


def _chosen(book: Book, survivor: Any, others: Sequence[Any], keep: Mapping[str, UUID]) -> dict[str, UUID]:
    """From which other entry the survivor takes a field. Every field in which they differ has to be named."""
    if unknown := sorted(set(keep) - set(book.fields)):
        raise CaseError("field_unknown", field="keep", unknown=unknown, allowed=list(book.fields))
    known = {survivor.pk, *(one.pk for one in others)}
    for name, pk in keep.items():
        if pk not in known:
            raise CaseError("entry_unknown", field=f"keep.{name}", unknown=[str(pk)])
    undecided = [name for name in book.fields if name not in keep and _differ(name, survivor, others)]
    if undecided:
        raise CaseError("choice_needed", field="keep", fields=undecided)
    return {name: pk for name, pk in keep.items() if pk != survivor.pk}


def _differ(name: str, survivor: Any, others: Sequence[Any]) -> bool:
    """Another entry holds something here that the survivor does not."""
    same = ("", None, comparable(survivor, name))
    return any(comparable(one, name) not in same for one in others)


def _rows_that_follow(book: Book, sources: Sequence[UUID]) -> dict[str, QuerySet[Any]]:
    """The rows that lead to these entries and are to lead to the survivor, by the label of the relation."""
    return {
        label: one.related_model._base_manager.filter(**{f"{one.field.name}__in": sources})
        for label, one in relations_to(book.model).items()
        if label not in STAYS
    }


def _rows_that_moved(book: Book, moved: Moved) -> dict[str, QuerySet[Any]]:
    relations = relations_to(book.model)
    return {
        label: relations[label].related_model._base_manager.filter(pk__in=chain(*groups.values()))
        for label, groups in moved.items()
    }


def _lock_dossiers(rows: Mapping[str, QuerySet[Any]]) -> list[UUID]:
    """The dossiers these rows hang on, locked in the order of their ids."""
    paths = {label: path for label in rows if (path := FOLLOWS[label])}
    ids = {pk for label, path in paths.items() for pk in rows[label].values_list(path, flat=True)}
    locked = Dossier.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return list(locked.values_list("pk", flat=True))


def _move(label: str, rows: QuerySet[Any], survivor: Any) -> dict[str, list[str]]:
    """Let these rows lead to the survivor; which of them came from which entry."""
    name = label.rpartition(".")[2]
    groups = defaultdict(list)
    for source, pk in rows.values_list(name, "pk"):
        groups[str(source)].append(str(pk))
    rows.filter(pk__in=chain(*groups.values())).update(**{name: survivor}, **_next_revision(rows.model))
    return dict(groups)


def _move_back(label: str, rows: QuerySet[Any], groups: Mapping[str, Sequence[str]]) -> None:
    name = label.rpartition(".")[2]
    for source, pks in groups.items():
        rows.filter(pk__in=pks).update(**{name: source}, **_next_revision(rows.model))


def _next_revision(model: type[Model]) -> dict[str, Any]:
    return {"revision": F("revision") + 1} if issubclass(model, AddressBookEntry) else {}


def _columns(entry: Any, name: str) -> tuple[str, ...]:
    """The columns of a field; a telephone number is kept in two ways, which go together."""
    return ("phone", "phone_e164") if name == "phone" else (entry._meta.get_field(name).attname,)


def _take_over(survivor: Any, sources: Mapping[str, Any]) -> dict[str, Any]:
    """Give the survivor these fields of others; what stood there before."""
    taken = {column: one for name, one in sources.items() for column in _columns(survivor, name)}
    before = {column: getattr(survivor, column) for column in taken}
    for column, source in taken.items():
        setattr(survivor, column, getattr(source, column))
    survivor.save(update_fields=taken)
    return {column: str(value) if isinstance(value, UUID) else value for column, value in before.items()}


def _give_back(survivor: Any, before: Mapping[str, Any]) -> None:
    """What stood there before; of an organisation that was merged meanwhile, the one it is now."""
    for column, value in before.items():
        setattr(survivor, column, value)
    if before.get("organisation_id"):
        survivor.organisation = survivor.organisation.standing
    survivor.save(update_fields=before)


def _refuse_inexact(book: Book, undone: Any, rows: Mapping[UUID, Any]) -> None:
    """Every value taken over still stands, and every row that moved still leads to the survivor."""
    survivor = rows[undone.survivor_id]
    kept = {name: rows[UUID(pk)] for name, pk in undone.kept.items()}
    changed = [name for name, one in kept.items() if comparable(one, name) != comparable(survivor, name)]
    if changed:
        raise CaseError("unmerge_inexact", changed=changed)
    for label, moved in _rows_that_moved(book, undone.moved).items():
        count = sum(map(len, undone.moved[label].values()))
        if moved.filter(**{label.rpartition(".")[2]: survivor}).count() != count:
            raise CaseError("unmerge_inexact", moved_on=[label])


@contextmanager
def _refuse_collision() -> Iterator[None]:
    """Two rows that would stand in one place are a refusal that names the database's own sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        diagnosis = getattr(clash.__cause__, "diag", None)
        raise CaseError("merge_collides", rule=getattr(diagnosis, "constraint_name", "")) from clash

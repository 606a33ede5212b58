"""What hangs on a dossier row by row: added, put right, taken out where it was entered in error.

Each kind of row says in a `Noun` what it is and what it refuses; lock, trail and revision are the same for all. The
trail holds codes, days and figures, before and after; of words it only names the fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import CharField, Field, Model, QuerySet, TextField

from cases.access import Action, get_dossier
from cases.errors import CaseError
from cases.models.dossier import Dossier, DossierKind
from cases.services.dossiers import note
from cases.status import state_after
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.people.models import User

Row = TypeVar("Row", bound=Model)
Said = Mapping[str, Any]


def as_said(act: Act, said: Said) -> Said:
    return said


def nothing(row: Any) -> None:
    """Nothing more to do or to refuse."""


@dataclass(frozen=True, kw_only=True)
class Noun(Generic[Row]):
    """A kind of row that hangs on a dossier, or on something that does: `path` leads to the row with its key.

    `name` begins its verbs in the trail. `read` makes columns of what was said, `check` refuses a row that cannot be,
    `settle` puts those beside it in order, `free` refuses to take out one that others hang on. What `needs_open` is
    written only while the dossier is open. `codes` are columns of text that the trail may hold.
    """

    name: str
    model: type[Row]
    check: Callable[[Act, Dossier, Row], None]
    path: str = "litigation"
    kind: DossierKind | None = DossierKind.LITIGATION
    needs_open: bool = False
    codes: tuple[str, ...] = ()
    read: Callable[[Act, Said], Said] = as_said
    settle: Callable[[Row], None] = nothing
    free: Callable[[Row], None] = nothing


def dossier_for(user: User, noun: Noun[Any], dossier_id: UUID, action: Action, **asked: Any) -> Dossier:
    """The dossier such rows hang on (see `get_dossier`); one of another kind is as good as missing."""
    dossier = get_dossier(user, dossier_id, action, **asked)
    if noun.kind not in (None, dossier.kind):
        raise NotFoundError
    return dossier


def rows_of(noun: Noun[Row], dossier: Dossier) -> QuerySet[Row]:
    return noun.model._default_manager.filter(**{noun.path: dossier.pk})


@transaction.atomic
def add(act: Act, noun: Noun[Row], dossier_id: UUID, said: Said) -> tuple[Dossier, Row]:
    dossier = lock(act, noun, dossier_id)
    return dossier, put(act, noun, dossier, said)


def put(act: Act, noun: Noun[Row], dossier: Dossier, said: Said) -> Row:
    """A new row on a locked dossier. Call it inside a transaction."""
    row = noun.model()
    if "__" not in noun.path:
        setattr(row, f"{noun.path}_id", dossier.pk)
    _fill(row, noun.read(act, said))
    noun.check(act, dossier, row)
    row.save(force_insert=True)
    noun.settle(row)
    note(act, dossier, f"{noun.name}.added", **{noun.name: row.pk}, **_codes(noun, row))
    return row


@transaction.atomic
def amend(
    act: Act, noun: Noun[Row], dossier_id: UUID, row_id: UUID, said: Said, *, unchanged_since: int | None
) -> tuple[Dossier, Row]:
    """Put some columns of a row right; those not said stay as they are."""
    dossier = lock(act, noun, dossier_id, unchanged_since)
    row = _found(noun, dossier, row_id)
    columns = noun.read(act, said)
    before = {name: _told(row, name) for name in columns}
    codes_before = _codes(noun, row)
    _fill(row, columns)
    changed = [name for name in columns if _told(row, name) != before[name]]
    if changed:
        noun.check(act, dossier, row)
        row.save(update_fields=changed)
        noun.settle(row)
        note(
            act, dossier, f"{noun.name}.amended", **{noun.name: row.pk}, fields=changed,
            **_moved(codes_before, _codes(noun, row)),
        )  # fmt: skip
    return dossier, row


@transaction.atomic
def remove(
    act: Act, noun: Noun[Row], dossier_id: UUID, row_id: UUID, *, unchanged_since: int | None
) -> Dossier:
    """Take out a row that was entered in error; the reason of the act stands in the trail, with what it held."""
    dossier = lock(act, noun, dossier_id, unchanged_since)
    row = _found(noun, dossier, row_id)
    noun.free(row)
    codes = _codes(noun, row)
    row.delete()
    noun.settle(row)
    note(act, dossier, f"{noun.name}.removed", **{noun.name: row_id}, **codes)
    return dossier


def lock(act: Act, noun: Noun[Any], dossier_id: UUID, unchanged_since: int | None = None) -> Dossier:
    """The dossier, locked, if such rows may be written on it now."""
    dossier = dossier_for(act.by, noun, dossier_id, Action.CHANGE, lock=True, unchanged_since=unchanged_since)
    if noun.needs_open:
        state_after(dossier, "record")
    return dossier


def refuse_future(act: Act, row: Model, *names: str) -> None:
    """What has happened has happened by today."""
    for name in names:
        day = getattr(row, name)
        if day is not None and day > act.on:
            raise CaseError("date_in_future", field=name, date=day, today=act.on)


def refuse_reversed(first: date | None, last: date | None, *, field: str) -> None:
    """No period ends before it begins; a day that is not known is before and after nothing."""
    if first is not None and last is not None and last < first:
        raise CaseError("days_reversed", field=field, first=first, last=last)


def _found(noun: Noun[Row], dossier: Dossier, row_id: UUID) -> Row:
    row = rows_of(noun, dossier).filter(pk=row_id).first()
    if row is None:
        raise NotFoundError
    return row


def _field(row: Model, name: str) -> "Field[Any, Any]":
    field = row._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 - for the type checker: only columns are said
    return field


def _fill(row: Model, columns: Said) -> None:
    """A row that another one points at is given by its key or as itself."""
    for name, value in columns.items():
        field = _field(row, name)
        setattr(row, name if isinstance(value, Model) else field.attname, value)


def _told(row: Model, name: str) -> object:
    """A column's value as the trail writes it."""
    value = getattr(row, _field(row, name).attname)
    return value if value is None or isinstance(value, bool | int | list) else str(value)


def _codes(noun: Noun[Row], row: Row) -> dict[str, object]:
    """What the trail may hold of a row: everything but words, its own key and the dossier's."""
    left_out = {row._meta.pk.name, noun.path}
    names = [field.name for field in row._meta.concrete_fields if _is_code(field) or field.name in noun.codes]
    told = {name: _told(row, name) for name in names if name not in left_out}
    return {name: value for name, value in told.items() if value not in (None, "")}


def _is_code(field: "Field[Any, Any]") -> bool:
    return bool(field.choices) or not isinstance(field, CharField | TextField | ArrayField)


def _moved(before: Said, after: Said) -> dict[str, list[object]]:
    """[before, after] of every code that differs; empty where there was or is none."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: [before.get(name, ""), after.get(name, "")] for name in names}

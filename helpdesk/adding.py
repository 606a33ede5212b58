"""New rows, each added by a text that is written once for its model.

Django writes an insertion down anew for every row, and PostgreSQL reads and plans it anew. What every act adds, an
entry of the trail above all, is added here by a prepared statement; rows that come together leave in one trip.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connections, router
from django.db.models import Field, Model
from django.db.models.sql import InsertQuery

from helpdesk.written import answer_to, asked, numbered

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class _Text:
    """The columns of an insertion, in their order, and its SQL."""

    fields: tuple["Field[Any, Any]", ...]
    sql: str


def add(row: Row) -> Row:
    """Insert a row that is new, as `save(force_insert=True)` does, but without telling any receiver of signals."""
    alias = router.db_for_write(type(row))
    sql, values = _insertion(row, alias)
    _is_stored(row, alias, answer_to(alias, sql, values))
    return row


def add_together(*rows: Model) -> None:
    """The same for rows of several models, in this order and in one trip. Call it inside a transaction."""
    [alias] = {router.db_for_write(type(row)) for row in rows}
    connection = connections[alias]
    with ExitStack() as cursors:
        # PostgreSQL answers them all at the end, and there says what it refuses.
        with connection.wrap_database_errors, connection.connection.pipeline():
            sent = [cursors.enter_context(asked(alias, *_insertion(row, alias))) for row in rows]
        for row, cursor in zip(rows, sent, strict=True):
            _is_stored(row, alias, cursor.fetchall())


def _insertion(row: Model, alias: str) -> tuple[str, list[Any]]:
    text, connection = _text(type(row), alias, row.pk is None), connections[alias]
    return text.sql, [field.get_db_prep_save(field.pre_save(row, True), connection) for field in text.fields]


def _is_stored(row: Model, alias: str, keys: Sequence[tuple[Any]]) -> None:
    [(row.pk,)] = keys
    row._state.adding, row._state.db = False, alias


@lru_cache(maxsize=64)
def _text(model: type[Model], alias: str, counts_itself: bool) -> _Text:
    """`counts_itself`: the database gives the key."""
    key = model._meta.pk
    fields = tuple(field for field in model._meta.concrete_fields if not (counts_itself and field is key))
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    compiler: Any = query.get_compiler(alias)
    compiler.returning_fields = [key]
    [(sql, _)] = compiler.as_sql()
    return _Text(fields, numbered(sql))

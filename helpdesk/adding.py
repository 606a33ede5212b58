"""A new row, added by a text that is written once for its model.

Django writes an insertion down anew for every row, and PostgreSQL reads and plans it anew. What every act adds, an
entry of the trail above all, is added here by a prepared statement.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connections, router
from django.db.models import Field, Model
from django.db.models.sql import InsertQuery

from helpdesk.written import answer_to, numbered

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class _Text:
    """The columns of an insertion, in their order, and its SQL."""

    fields: tuple["Field[Any, Any]", ...]
    sql: str


def add(row: Row) -> Row:
    """Insert a row that is new, as `save(force_insert=True)` does, but without telling any receiver of signals."""
    alias = router.db_for_write(type(row))
    text = _text(type(row), alias, row.pk is None)
    connection = connections[alias]
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in text.fields]
    [(row.pk,)] = answer_to(alias, text.sql, values)
    row._state.adding, row._state.db = False, alias
    return row


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

"""Rows that hang on another one, read along with it: what would be a query for each kind of them is one query in all.

The database hands them over as JSON; here they become again what they would be, asked for by themselves.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Field, JSONField, QuerySet, Subquery


class Along(Subquery):
    """The rows of a query, in their order, as a list within the row that the query around it is at.

    They are objects of their model, or the dictionaries that `values()` names. Rows they point to do not come along.
    """

    template = "(SELECT JSONB_AGG(each) FROM (%(subquery)s) each)"

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        super().__init__(rows, output_field=JSONField())
        self._object_of = None if rows.query.has_select_fields else rows.model.from_db
        self._columns = {name: _reader(rows, name) for name in _names(rows)}

    def get_db_converters(self, connection: Any) -> list[Callable[..., Any]]:
        return [self._read]

    def _read(self, told: str | None, _expression: Any, connection: Any) -> list[Any]:
        # A number with a point is one of the database's decimals, to the last nought.
        rows = json.loads(told, parse_float=Decimal) if told else []
        return [
            self._row({name: read(row[name]) for name, read in self._columns.items()}, connection)
            for row in rows
        ]

    def _row(self, values: dict[str, Any], connection: Any) -> Any:
        if self._object_of is None:
            return values
        return self._object_of(connection.alias, [*values], [*values.values()])


def _names(rows: QuerySet[Any, Any]) -> list[str]:
    if rows.query.has_select_fields:
        return [*rows.query.values_select, *rows.query.annotation_select]
    return [field.attname for field in rows.model._meta.concrete_fields]


def _reader(rows: QuerySet[Any, Any], name: str) -> Callable[[Any], Any]:
    """What makes of JSON the value that the column would have given."""
    computed = rows.query.annotation_select.get(name)
    field: Field[Any, Any] = computed.output_field if computed else rows.model._meta.get_field(name)
    return field.to_python

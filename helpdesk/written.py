"""A query that is written to SQL once, and asked each time with other values.

Django writes a query down anew each time it is asked, and PostgreSQL plans it anew. For a query along several tables,
and for the many small ones behind one whole dossier, the two take longer than the answer. Here its text is kept with a
gap for each value, PostgreSQL keeps its plan, and rows come back as the query would have made them: objects, with those
they point to, or columns.
"""

import inspect
import re
from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache, update_wrapper
from itertools import count
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

import psycopg
from django.db import connections
from django.db.models import Model, QuerySet

from helpdesk.acts import today_at_the_desk

Asked = ParamSpec("Asked")
Row = TypeVar("Row")
PLACE = re.compile("%[s%]")


@dataclass(frozen=True)
class _Text:
    """What Django wrote: the query, what wrote it, its SQL with places $1, $2, …, and the gap that each place is of.

    What is the same each time stands in the SQL: PostgreSQL plans for it, and finds the index on an expression with it.
    """

    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    gaps: tuple[Any, ...]


class WrittenQuery(Generic[Asked, Row]):
    """A query of some values; use `written_once`. Asked with them, it gives its rows as a list.

    `kinds` are the types of the values. The text is that of the day: conditions may hold today's date without being
    given it.
    """

    def __init__(self, make: Callable[Asked, QuerySet[Any, Row]], kinds: Sequence[Any]) -> None:
        update_wrapper(self, make)
        self.make: Callable[..., QuerySet[Any, Row]] = make
        self.gaps = [_gap(kind, number) for number, kind in enumerate(kinds, 1)]
        self._text = lru_cache(maxsize=2)(self._written)

    def __call__(self, *values: Asked.args, **_none: Asked.kwargs) -> list[Row]:
        text = self._text(today_at_the_desk())
        found = answer_to(text.rows.db, text.sql, self._filled(text, values))
        compiler, rows = copy(text.compiler), text.rows.all()
        compiler.execute_sql = lambda *_args, **_more: [found]
        rows.query.get_compiler = lambda *_args, **_more: compiler  # type: ignore[method-assign]
        return [*rows]

    def sql(self, *values: Asked.args, **_none: Asked.kwargs) -> tuple[str, list[Any]]:
        """The text, with the parameters for these values."""
        text = self._text(today_at_the_desk())
        return text.sql, self._filled(text, values)

    def _filled(self, text: _Text, values: Sequence[Any]) -> list[Any]:
        given = {_known_by(gap): _known_by(value) for gap, value in zip(self.gaps, values, strict=True)}
        return [given[gap] for gap in text.gaps]

    def _written(self, _today: date) -> _Text:
        rows = self.make(*self.gaps)
        compiler = rows.query.get_compiler(rows.db)
        sql, params = compiler.as_sql()
        known = {_known_by(gap) for gap in self.gaps}
        gaps = tuple(param for param in params if param in known)
        return _Text(rows, compiler, numbered(_with_literals(sql, params, known, rows.db)), gaps)


def _with_literals(sql: str, params: Sequence[Any], gaps: Collection[Any], alias: str) -> str:
    """The text in which only gaps have places; what else was to be put in is written out."""
    connection = connections[alias]
    connection.ensure_connection()
    given = iter(params)

    def filled(found: re.Match[str]) -> str:
        if found[0] == "%%" or (value := next(given)) in gaps:
            return found[0]
        literal: str = connection.ops.compose_sql("%s", [value])  # type: ignore[attr-defined]
        return literal.replace("%", "%%")

    return PLACE.sub(filled, sql)


def written_once(make: Callable[Asked, QuerySet[Any, Row]]) -> WrittenQuery[Asked, Row]:
    """The decorator of a function that makes a query of its arguments: ids, days, texts, or rows known by their ids.

    The function is called once, with values that stand for others: it must put each into the query as it is, and
    decide nothing by it. What is fetched by further queries (`prefetch_related`) does not come along. Not for queries
    whose best plan depends on the values, such as a search for words: one plan serves them all.
    """
    return WrittenQuery(make, [each.annotation for each in inspect.signature(make).parameters.values()])


class _Prepared(psycopg.RawCursor[Any]):
    """PostgreSQL reads and plans the text once for each connection. Values have PostgreSQL's own places: $1, $2, …"""

    def execute(self, query: Any, params: Any = None, **_more: Any) -> Any:
        return super().execute(query, params, prepare=True)

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        # Where Django looks for what was asked; psycopg leaves it out for what is prepared already.
        self._query = super()._convert_query(query, params)
        return self._query


def answer_to(alias: str, sql: str, params: list[Any]) -> Any:
    """The rows that PostgreSQL gives for a numbered text that it keeps prepared."""
    with asked(alias, sql, params) as cursor:
        return cursor.fetchall()


def asked(alias: str, sql: str, params: list[Any]) -> Any:
    """The cursor from which the rows of such a text can be fetched; to be closed."""
    connection = connections[alias]
    # Django opens and watches the cursor; the one it makes puts the values into the text, which leaves none to keep.
    cursor = connection.cursor()
    cursor.cursor = _Prepared(connection.connection)
    cursor.execute(sql, params)
    return cursor


def numbered(sql: str) -> str:
    """The text as PostgreSQL reads it: `%s` is a place for a value, `%%` a percent sign."""
    numbers = count(1)
    return PLACE.sub(lambda found: f"${next(numbers)}" if found[0] == "%s" else "%", sql)


def _gap(kind: Any, number: int) -> Any:
    """A value of this kind that is no real one."""
    if kind is UUID:
        return UUID(int=number)
    if kind is date:
        return date.min + timedelta(days=number)
    if kind is datetime:
        return datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=number)
    if kind is Decimal:
        return Decimal(f"-{number}.000001")
    if kind is str:
        return f"\0{number}"
    if isinstance(kind, type) and issubclass(kind, Model):
        return kind(pk=UUID(int=number))
    raise TypeError(f"No gap can stand for {kind}.")


def _known_by(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value

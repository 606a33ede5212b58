"""Lists in pages that follow a key, so that page one thousand costs what page one costs.

A cursor holds the whole key of the row it goes on from. Rows that share a day are told apart by their id, so none
is shown twice or passed over, forth or back, even when rows come and go between two pages. The addresses of the pages
beside this one stand in the body and in the `Link` header (RFC 8288). How many rows there are is counted only when
asked.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError as Refused
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from helpdesk.acts import Act
from helpdesk.people.models import User
from helpdesk.written import WrittenQuery

# The rows that a user may see on a day.
RowsOf = Callable[[User, date], QuerySet[Any]]
PAGE_SIZE = 50
LARGEST_PAGE = 200


class Place(NamedTuple):
    """Between which rows a page begins: beyond the row with this key, onward or backward."""

    key: tuple[Any, ...]
    backward: bool = False


class KeysetPages(BasePagination):
    """Fifty rows a page unless `page_size` asks for another number, two hundred at most."""

    page_size, largest_page = PAGE_SIZE, LARGEST_PAGE
    # All ascending or all descending; the last one is unique.
    ordering: tuple[str, ...] = ("-id",)
    # Others that a list may be asked for by name; its table of filters holds the parameter (`filters.order`).
    orderings: Mapping[str, tuple[str, ...]] = {}
    # Where a name leads to the column of another table.
    paths: Mapping[str, str] = {}
    # Of columns that may be null, the value a null counts as. An index on the same COALESCE serves the order.
    nulls: Mapping[str, Any] = {}
    # Whether the rows of a page are those that would be counted; where not, the list does not know `count`.
    counts = True
    # Where rows are read as columns instead of objects, these come first.
    columns: tuple[str, ...] = ()

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self._begin(request)
        self.count = queryset.count() if self.is_counted(request) else None
        rows = self._with_order(queryset)
        size, place = self._size(request), self._place(rows)
        return self._page(list(self._found(rows, place, size + 1)), size, place)

    def page_of_all(self, rows_of: RowsOf, act: Act, request: Request) -> list[Any]:
        """A page of all rows that somebody sees, read as columns, where they are not counted.

        It is what most lists are asked for, so its query is written once for each order, size and set of columns.
        """
        self._begin(request)
        self.count = None
        size = self._size(request)
        goes_on = "cursor" in request.query_params
        place = self._place(self._with_order(rows_of(act.by, act.on))) if goes_on else None
        key, backward = place or Place(())
        kind: Any = type(self)
        query = _written_page(
            kind, rows_of, self.columns, self.ordering, tuple(map(type, key)), backward, size + 1
        )
        return self._page(query(act.by, act.on, *key), size, place)

    def _begin(self, request: Request) -> None:
        self.request = request
        self.ordering = self.ordering_of(request)

    def _with_order(self, rows: Any) -> Any:
        """With the columns of other tables by which they are ordered."""
        led = {name: F(self.paths[name]) for name in self._names if name in self.paths}
        return rows.annotate(**led) if led else rows

    def _page(self, found: list[Any], size: int, place: Place | None) -> list[Any]:
        """The rows in their order, without the one more that says whether it goes on."""
        page = found[:size][::-1] if place and place.backward else found[:size]
        self._note_ends(page, place, has_more=len(found) > size)
        return page

    def ordering_of(self, request: Request) -> tuple[str, ...]:
        """The order that is asked for."""
        return self.orderings.get(request.query_params.get("ordering", ""), self.ordering)

    def read_to_order(self, request: Request) -> list[str]:
        """The columns that the order asked for needs, by their paths."""
        names = (name.lstrip("-") for name in self.ordering_of(request))
        return [self.paths.get(name, name) for name in names]

    def is_counted(self, request: Request) -> bool:
        text = request.query_params.get("count", "false")
        if text not in ("true", "false"):
            raise _invalid("count", _("true or false."))
        return text == "true"

    def _found(self, rows: Any, place: Place | None, count: int) -> Any:
        """So many rows from a place on, in the direction of the place."""
        descends = self.ordering[0].startswith("-") != (place is not None and place.backward)
        columns = [self._column(name) for name in self._names]
        if place is not None:
            values = [Value(value) for value in place.key]
            rows = rows.filter(beyond(columns, values, descends=descends))
        ordered = [column.desc() if descends else column.asc() for column in columns]
        return self._read(rows.order_by(*ordered))[:count]

    def _read(self, rows: Any) -> Any:
        if not self.columns:
            return rows
        read = dict.fromkeys((*self.columns, *self._names))
        return rows.prefetch_related(None).values_list(*read, named=True)

    def _column(self, name: str) -> Any:
        return Coalesce(F(name), Value(self.nulls[name])) if name in self.nulls else F(name)

    def get_paginated_response(self, data: Any) -> Response:
        told = {"next": self.next, "previous": self.previous, "results": data}
        links = link_header(next=self.next, prev=self.previous)
        return Response(told if self.count is None else {"count": self.count, **told}, headers=links)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        texts = {
            "cursor": ({"type": "string"}, "Where to go on from; taken from `next` or `previous`."),
            "page_size": (
                {"type": "integer", "minimum": 1, "maximum": self.largest_page, "default": self.page_size},
                "Rows a page.",
            ),
        }
        if self.counts:
            texts["count"] = (
                {"type": "boolean", "default": False},
                "true: say how many rows there are in all.",
            )
        return [
            {"name": name, "required": False, "in": "query", "description": said, "schema": schema}
            for name, (schema, said) in texts.items()
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        count = {"type": "integer", "description": "Rows in all; only with `count=true`."}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                **({"count": count} if self.counts else {}),
                "next": {**link, "description": "Address of the next page; null on the last."},
                "previous": {**link, "description": "Address of the previous page; null on the first."},
                "results": schema,
            },
        }

    @property
    def _names(self) -> list[str]:
        return [name.lstrip("-") for name in self.ordering]

    def _place(self, rows: Any) -> Place | None:
        """The place the cursor names. A cursor this list never gave is refused, not taken for the first page."""
        text = self.request.query_params.get("cursor")
        if text is None:
            return None
        try:
            content = json.loads(urlsafe_b64decode(text.encode()))
            if content.get("by", list(self.ordering)) != list(self.ordering):
                raise ValueError(text)
            return Place(self._key_from(content["key"], rows), content["backward"] is True)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, Refused) as mistake:
            raise _invalid("cursor", _("Take it from `next` or `previous` of this list.")) from mistake

    def _key_from(self, texts: Any, rows: Any) -> tuple[Any, ...]:
        """The key's values, each as its column reads them; raises where one is none."""
        names = self._names
        if len(texts) != len(names) or not all(isinstance(text, str) and "\0" not in text for text in texts):
            raise ValueError(texts)
        return tuple(_value_from(text, _field(rows, name)) for text, name in zip(texts, names, strict=True))

    def _size(self, request: Request) -> int:
        return page_size_of(request, self.page_size, self.largest_page)

    def _note_ends(self, page: list[Any], place: Place | None, *, has_more: bool) -> None:
        is_backward = place is not None and place.backward
        came_from_before = has_more if is_backward else place is not None
        goes_on = is_backward or has_more
        self.previous = self._address(page[:1], backward=True) if came_from_before else None
        self.next = self._address(page[-1:], backward=False) if goes_on else None

    def _address(self, edge: list[Any], *, backward: bool) -> str:
        """The address of the page beyond a row; of the first page where all rows have gone meanwhile."""
        here = self.request.build_absolute_uri()
        if not edge:
            return remove_query_param(here, "cursor")
        values = (getattr(edge[0], name) for name in self._names)
        named = zip(self._names, values, strict=True)
        key = [str(self.nulls[name] if value is None else value) for name, value in named]
        said = {"key": key, "backward": backward, **({"by": self.ordering} if self.orderings else {})}
        content = json.dumps(said, separators=(",", ":"))
        return replace_query_param(here, "cursor", urlsafe_b64encode(content.encode()).decode())


@lru_cache(maxsize=256)
def _written_page(
    kind: Any,
    rows_of: RowsOf,
    columns: tuple[str, ...],
    ordering: tuple[str, ...],
    key_kinds: tuple[type, ...],
    backward: bool,
    count: int,
) -> WrittenQuery[..., Any]:
    """The query of pages of this kind; with a key, of those that begin beyond one."""
    pages: KeysetPages = kind()
    pages.columns, pages.ordering = columns, ordering

    def page(user: User, today: date, *key: Any) -> Any:
        place = Place(key, backward) if key else None
        return pages._found(pages._with_order(rows_of(user, today)), place, count)

    return WrittenQuery(page, [User, date, *key_kinds])


def page_size_of(request: Request, usual: int = PAGE_SIZE, largest: int = LARGEST_PAGE) -> int:
    """How many rows are asked for at once; more than may be are refused, lest a short page be taken for the last."""
    text = request.query_params.get("page_size", str(usual))
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 0 < int(text) <= largest):
        raise _invalid("page_size", _("A whole number from 1 to %(largest)s.") % {"largest": largest})
    return int(text)


def link_header(**links: str | None) -> dict[str, str]:
    """The `Link` header that leads to these addresses by their relation; none where there are none."""
    told = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items() if address)
    return {"Link": told} if told else {}


class _Row(Func):
    """Several columns compared as one, in the order of words in a dictionary; an index on them serves it."""

    template = "(%(expressions)s)"
    output_field = BooleanField()


def beyond(columns: Sequence[Combinable], key: Sequence[Combinable], *, descends: bool) -> Q:
    """Rows whose whole key lies beyond this one."""
    compared = LessThan if descends else GreaterThan
    return Q(compared(_Row(*columns), _Row(*key)))


def _field(rows: Any, name: str) -> Any:
    """What reads the values of a column, be it of another table."""
    led = rows.query.annotations.get(name)
    return led.output_field if led is not None else rows.model._meta.get_field(name)


def _value_from(text: str, field: Any) -> Any:
    value = field.to_python(text)
    if isinstance(value, Decimal):
        field.run_validators(value)
    return value


def _invalid(name: str, said: str) -> ValidationError:
    return ValidationError({name: [ErrorDetail(said, code=f"{name}_invalid")]})

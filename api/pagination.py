"""Lists in pages that follow a key, so that page one thousand costs what page one costs.

A cursor holds the whole key of the row it goes on from. Rows that share a day are told apart by their id, so none
is shown twice or passed over, forth or back, even when rows come and go between two pages.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError as Refused
from django.db.models import Model, Q
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

PAGE_SIZE = 50
LARGEST_PAGE = 200


class Place(NamedTuple):
    """Between which rows a page begins: beyond the row with this key, onward or backward."""

    key: tuple[Any, ...]
    backward: bool = False


class KeysetPages(BasePagination):
    """Fifty rows a page unless `page_size` asks for another number, two hundred at most."""

    page_size, largest_page = PAGE_SIZE, LARGEST_PAGE
    # All ascending or all descending; the last one is unique, and none is ever null.
    ordering: tuple[str, ...] = ("-id",)
    # How the values of the names among them that are annotated, not stored, are read.
    annotated: Mapping[str, Any] = {}

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        size, place = self._size(request), self._place(queryset.model)
        backward = place is not None and place.backward
        rows = queryset.order_by(*(self._reversed if backward else self.ordering))
        if place is not None:
            onward = "lt" if self.ordering[0].startswith("-") != backward else "gt"
            rows = rows.filter(_beyond(self._names, place.key, onward))
        found = list(rows[: size + 1])
        page = found[:size][::-1] if backward else found[:size]
        self._note_ends(page, place, has_more=len(found) > size)
        return page

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        texts = {
            "cursor": ({"type": "string"}, "Where to go on from; taken from `next` or `previous`."),
            "page_size": (
                {"type": "integer", "minimum": 1, "default": self.page_size},
                f"Rows a page; {self.largest_page} at most.",
            ),
        }
        return [
            {"name": name, "required": False, "in": "query", "description": said, "schema": schema}
            for name, (schema, said) in texts.items()
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "Address of the next page; null on the last."},
                "previous": {**link, "description": "Address of the previous page; null on the first."},
                "results": schema,
            },
        }

    @property
    def _names(self) -> list[str]:
        return [name.lstrip("-") for name in self.ordering]

    @property
    def _reversed(self) -> list[str]:
        return [name[1:] if name.startswith("-") else f"-{name}" for name in self.ordering]

    def _place(self, model: type[Model]) -> Place | None:
        """The place the cursor names. A cursor this list never gave is refused, not taken for the first page."""
        text = self.request.query_params.get("cursor")
        if text is None:
            return None
        try:
            content = json.loads(urlsafe_b64decode(text.encode()))
            return Place(_key_from(content["key"], self._fields(model)), content["backward"] is True)
        except (ValueError, TypeError, KeyError, RecursionError, Refused) as mistake:
            raise _invalid("cursor", "Take it from `next` or `previous` of this list.") from mistake

    def _size(self, request: Request) -> int:
        text = request.query_params.get("page_size", str(self.page_size))
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0):
            raise _invalid("page_size", "A whole number from 1.")
        return min(int(text), self.largest_page)

    def _fields(self, model: type[Model]) -> list[Any]:
        return [self.annotated.get(name) or model._meta.get_field(name) for name in self._names]

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
        key = [str(getattr(edge[0], name)) for name in self._names]
        content = json.dumps({"key": key, "backward": backward}, separators=(",", ":"))
        return replace_query_param(here, "cursor", urlsafe_b64encode(content.encode()).decode())


def _beyond(names: Sequence[str], key: Sequence[Any], onward: str) -> Q:
    """Rows whose whole key lies beyond this one, compared as words are in a dictionary."""
    beyond = Q(**{f"{names[0]}__{onward}": key[0]})
    if len(names) == 1:
        return beyond
    return beyond | (Q(**{names[0]: key[0]}) & _beyond(names[1:], key[1:], onward))


def _key_from(texts: Any, fields: Sequence[Any]) -> tuple[Any, ...]:
    """The key's values, each as its column reads them; raises where one is none."""
    if len(texts) != len(fields) or not all(isinstance(text, str) and "\0" not in text for text in texts):
        raise ValueError(texts)
    return tuple(field.to_python(text) for field, text in zip(fields, texts, strict=True))


def _invalid(name: str, said: str) -> ValidationError:
    return ValidationError({name: [ErrorDetail(said, code=f"{name}_invalid")]})

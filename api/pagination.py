"""Lists in pages that follow a key, so that page one thousand costs what page one costs."""

from typing import Any

from django.core.exceptions import ValidationError as Refused
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class KeysetPages(CursorPagination):
    """Fifty rows a page unless `page_size` asks for another number, two hundred at most."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-id"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        first = self.get_ordering(request, queryset, view)[0]
        self.key = queryset.model._meta.get_field(first.lstrip("-"))
        return super().paginate_queryset(queryset, request, view)

    def decode_cursor(self, request: Request) -> Any:
        """The place to go on from. A cursor no list ever gave is refused, not taken for the first page."""
        try:
            cursor = super().decode_cursor(request)
            if cursor is not None and cursor.position is not None:
                self.key.run_validators(self.key.to_python(cursor.position))
        except (NotFound, Refused) as mistake:
            raise _invalid("cursor", "Take it from `next` or `previous` of this list.") from mistake
        return cursor

    def get_page_size(self, request: Request) -> int | None:
        text = request.query_params.get("page_size", str(self.page_size))
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0):
            raise _invalid("page_size", "A whole number from 1.")
        return min(int(text), self.max_page_size)

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


def _invalid(name: str, said: str) -> ValidationError:
    return ValidationError({name: [ErrorDetail(said, code=f"{name}_invalid")]})

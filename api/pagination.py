"""Lists in pages that follow a key, so that page one thousand costs what page one costs."""

from typing import Any

from rest_framework.pagination import CursorPagination


class KeysetPages(CursorPagination):
    """Fifty rows a page unless `page_size` asks for another number, two hundred at most."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-id"

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

"""What every address of the API has in common."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api import filters
from api.fields import FIELDS, PartialShape, members_asked
from api.freshness import say_how_long_it_is_good
from api.idempotency import OncePerKey
from api.limits import limit_headers
from api.rows import columns_of

Row = TypeVar("Row", bound=Model)


class DeskView(OncePerKey):
    """One address that is no collection of rows."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in limit_headers(request._request).items():
            answer[name] = value
        say_how_long_it_is_good(request, answer)
        return answer


class DeskViewSet(DeskView, GenericViewSet[Row]):
    """The addresses of one kind of row."""

    def listed(
        self, rows: QuerySet[Any], known: Mapping[str, filters.Filter], shape: type[PartialShape[Any]]
    ) -> Response:
        """A page of the rows that pass the filters, in as many of their members as are asked for."""
        members = members_asked(self.request, shape)
        found = filters.apply(rows, self.request, known, beside={FIELDS, *filters.PAGING})
        pages: Any = self.paginator
        if columns := columns_of(shape, members.names):
            pages.columns = columns.paths
            return self.get_paginated_response(columns.told(self.paginate_queryset(found) or ()))
        by = [name.lstrip("-") for name in pages.ordering_of(self.request)]
        page = self.paginate_queryset(members.narrowed(found, *by))
        return self.get_paginated_response(members.told(page, self.request, many=True))

    def detail_of(
        self, row: Any, shape: type[PartialShape[Any]], headers: Mapping[str, str] | None = None
    ) -> Response:
        """One row, in as many of its members as are asked for. Nothing of other rows is read for those that are not."""
        filters.refuse_unknown(self.request, {FIELDS})
        return Response(
            members_asked(self.request, shape).told(row, self.request), headers=dict(headers or {})
        )

"""What every address of the API has in common."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from django.utils.http import http_date
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api import filters
from api.access import act_of
from api.expanding import expansions_asked
from api.fields import PartialShape, members_asked, parts_known
from api.freshness import say_how_long_it_is_good
from api.idempotency import OncePerKey
from api.languages import speak_to_the_caller
from api.limits import limit_headers
from api.locations import location_of
from api.pagination import RowsOf
from api.parameters import refuse_others
from api.rows import columns_of
from api.telling import Shape, all_told, told

Row = TypeVar("Row", bound=Model)
NO_FILTERS: Mapping[str, filters.Filter] = {}


@dataclass(frozen=True, kw_only=True)
class Farewell:
    """An operation that will go: since when it is advised against, and the day from which it need not answer."""

    since: date
    gone_on: date
    instead: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """`Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where to go (RFC 5829)."""
        told = {"Deprecation": f"@{_seconds(self.since)}", "Sunset": http_date(_seconds(self.gone_on))}
        return told | ({"Link": f'<{self.instead}>; rel="successor-version"'} if self.instead else {})


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())


class DeskView(OncePerKey):
    """One address that is no collection of rows."""

    # Operations that will go, by the name of their action, or by their method where the view has no actions.
    farewells: Mapping[str, Farewell] = {}
    # What others have specified may have to pass over parameters that it does not know.
    passes_over_parameters = False

    def tell(
        self, shape: Shape, row: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Response:
        """The answer in which a shape tells one row."""
        return Response(told(shape, row, self.request), status=status, headers=headers)

    def tell_all(
        self,
        shape: Shape,
        rows: Iterable[Any],
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The answer in which it tells rows that are no page of more."""
        return Response(all_told(shape, rows, self.request), status=status, headers=headers)

    def farewell(self, method: str) -> Farewell | None:
        return self.farewells.get(getattr(self, "action", None) or method.lower())

    def perform_authentication(self, request: Request) -> None:
        """Find out who asks, and speak to her. What was refused before is told in the language of the desk."""
        super().perform_authentication(request)
        speak_to_the_caller(request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nothing that is asked for is passed over, at any address."""
        super().initial(request, *args, **kwargs)
        # A method that is not known here is refused as such.
        if hasattr(self, (request.method or "").lower()) and not self.passes_over_parameters:
            refuse_others(self, request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        farewell = self.farewell(request.method or "")
        for name, value in (limit_headers(request._request) | (farewell.headers if farewell else {})).items():
            answer[name] = value
        if (
            answer.status_code == 201
            and isinstance(answer, Response)
            and (made := location_of(self, answer.data))
        ):
            answer["Location"] = made
        answer.headers.setdefault("Content-Language", get_language() or "")
        say_how_long_it_is_good(request, answer)
        return answer


class DeskViewSet(DeskView, GenericViewSet[Row]):
    """The addresses of one kind of row."""

    # The rows that a user may see on a day, by a function that decides nothing by its arguments. With it, pages of the
    # whole list are asked for by a query that is written once, where rows are told from their columns.
    rows_of: ClassVar[RowsOf | None] = None

    def get_queryset(self) -> QuerySet[Row]:
        rows_of = type(self).rows_of
        if rows_of is None:
            return super().get_queryset()
        act = act_of(self.request)
        return rows_of(act.by, act.on)

    def listed(
        self,
        known: Mapping[str, filters.Filter],
        shape: type[PartialShape[Any]],
        rows: QuerySet[Any] | None = None,
    ) -> Response:
        """A page of the rows that pass the filters, in as many of their members, and with as much, as is asked for.

        Of all rows of the view where none are given.
        """
        members = members_asked(self.request, shape)
        beside = parts_known(shape) | filters.PAGING
        wanted = filters.asked(self.request.query_params, known, beside=beside)
        along = expansions_asked(self.request, shape.expands)
        pages: Any = self.paginator
        if columns := columns_of(shape, members.names):
            pages.columns = (*columns.paths, *along.keys)
            page = self._page_in_columns(known, wanted, rows)
            return self.get_paginated_response(along.added(page, columns.told(page)))
        read = (*pages.read_to_order(self.request), *along.keys)
        found = members.narrowed(self._narrowed(known, wanted, rows), *read)
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(along.added(page, members.told(page, self.request)))

    def tell_page(
        self,
        shape: Shape,
        known: Mapping[str, filters.Filter] = NO_FILTERS,
        rows: QuerySet[Any] | None = None,
    ) -> Response:
        """A page of the rows that pass the filters, each of them whole; of all the view has where none are given."""
        found = filters.apply(self.get_queryset() if rows is None else rows, self.request, known)
        return self.tell_some(shape, self.paginate_queryset(found))

    def tell_some(self, shape: Shape, page: Iterable[Any] | None) -> Response:
        """A page that was found already."""
        return self.get_paginated_response(all_told(shape, page or [], self.request))

    def _page_in_columns(
        self, known: Mapping[str, filters.Filter], wanted: Mapping[str, list[Any]], rows: QuerySet[Any] | None
    ) -> list[Any]:
        pages: Any = self.paginator
        rows_of = type(self).rows_of if rows is None else None
        narrows = any(known[name].narrows for name in wanted)
        if rows_of is None or narrows or pages.is_counted(self.request):
            return self.paginate_queryset(self._narrowed(known, wanted, rows)) or []
        page: list[Any] = pages.page_of_all(rows_of, act_of(self.request), self.request)
        return page

    def _narrowed(
        self, known: Mapping[str, filters.Filter], wanted: Mapping[str, list[Any]], rows: QuerySet[Any] | None
    ) -> QuerySet[Any]:
        return filters.narrowed(
            self.get_queryset() if rows is None else rows, wanted, known, act_of(self.request)
        )

    def detail_of(
        self, row: Any, shape: type[PartialShape[Any]], headers: Mapping[str, str] | None = None
    ) -> Response:
        """One row, as a list tells it."""
        members, along = members_asked(self.request, shape), expansions_asked(self.request, shape.expands)
        [told] = along.added([row], members.told([row], self.request))
        return Response(told, headers=dict(headers or {}))

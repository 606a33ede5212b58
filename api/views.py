"""What every address of the API has in common."""

from typing import Any, TypeVar

from django.db.models import Model
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from api.idempotency import OncePerKey
from api.limits import limit_headers

Row = TypeVar("Row", bound=Model)


class DeskView(OncePerKey):
    """One address that is no collection of rows."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in limit_headers(request._request).items():
            answer[name] = value
        return answer


class DeskViewSet(DeskView, GenericViewSet[Row]):
    """The addresses of one kind of row."""

"""What every address of the API has in common."""

from typing import TypeVar

from django.db.models import Model
from rest_framework.viewsets import GenericViewSet

from api.idempotency import OncePerKey

Row = TypeVar("Row", bound=Model)


class DeskView(OncePerKey):
    """One address that is no collection of rows."""


class DeskViewSet(DeskView, GenericViewSet[Row]):
    """The addresses of one kind of row."""

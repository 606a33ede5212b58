"""Filters of lists: written down once, so that they are applied, documented and checked from the same table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

Row = TypeVar("Row", bound=Model)
PAGING = frozenset({"cursor", "page_size"})


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One query parameter: the look-up it becomes, how its text is read, and what it means."""

    lookup: str
    read: Callable[[str], Any] = str
    type: Any = str
    means: str
    choices: tuple[str, ...] = ()


def a_day(text: str) -> date:
    return date.fromisoformat(text)


def one_of(choices: list[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


def choice(lookup: str, choices: list[str], means: str) -> Filter:
    return Filter(lookup=lookup, read=one_of(choices), means=means, choices=tuple(choices))


def day(lookup: str, means: str) -> Filter:
    return Filter(lookup=lookup, read=a_day, type=date, means=means)


def apply(rows: QuerySet[Row], request: Request, filters: Mapping[str, Filter]) -> QuerySet[Row]:
    """The rows that pass. An unknown parameter is refused, never passed over: a list too long looks like a right one."""
    known = {*filters, *PAGING}
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        said = f"Unknown parameter. Known here: {', '.join(sorted(known))}."
        raise ValidationError({name: [ErrorDetail(said, code="filter_unknown")] for name in unknown})
    for name, text in request.query_params.items():
        if name in filters:
            rows = rows.filter(**{filters[name].lookup: _read(name, text, filters[name])})
    return rows


def _read(name: str, text: str, wanted: Filter) -> Any:
    try:
        return wanted.read(text)
    except ValueError as mistake:
        said = f"One of: {', '.join(wanted.choices)}." if wanted.choices else "A date such as 2026-06-15."
        raise ValidationError({name: [ErrorDetail(said, code="filter_invalid")]}) from mistake


def parameters(filters: Mapping[str, Filter]) -> list[OpenApiParameter]:
    """The same filters for the OpenAPI document."""
    return [
        OpenApiParameter(name, wanted.type, description=wanted.means, enum=wanted.choices or None)
        for name, wanted in filters.items()
    ]

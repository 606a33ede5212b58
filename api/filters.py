"""Filters of lists: written down once, so that they are applied, documented and checked from the same table."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

Row = TypeVar("Row", bound=Model)
PAGING = frozenset({"cursor", "page_size"})


def a_text(text: str) -> str:
    """Any text the database can be asked for."""
    if "\0" in text:
        raise ValueError(text)
    return text


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One query parameter: the look-up it becomes, how its text is read, and what it means."""

    lookup: str
    read: Callable[[str], Any] = a_text
    type: Any = str
    means: str
    choices: tuple[str, ...] = ()


def a_day(text: str) -> date:
    """A day written YYYY-MM-DD and no other way."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


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


def identifier(lookup: str, means: str) -> Filter:
    return Filter(lookup=lookup, read=UUID, type=UUID, means=means)


def yes_or_no(lookup: str, means: str) -> Filter:
    choices = ("true", "false")
    return Filter(lookup=lookup, read=lambda text: not choices.index(text), means=means, choices=choices)


def apply(rows: QuerySet[Row], request: Request, filters: Mapping[str, Filter]) -> QuerySet[Row]:
    """The rows that pass."""
    for name, value in read(request, filters, also=PAGING).items():
        rows = rows.filter(**{filters[name].lookup: value})
    return rows


def read(request: Request, filters: Mapping[str, Filter], *, also: Collection[str] = ()) -> dict[str, Any]:
    """The values of those that were given; `also` names what others read."""
    refuse_unknown(request, {*filters, *also})
    given = request.query_params.items()
    return {name: _read(name, str(text), filters[name]) for name, text in given if name in filters}


def refuse_unknown(request: Request, known: Collection[str] = ()) -> None:
    """Refuse a parameter not known here or given twice: passed over, it gives a list that only looks right."""
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        said = f"Unknown parameter. Known here: {', '.join(sorted(known)) or 'none'}."
        raise ValidationError({name: [ErrorDetail(said, code="filter_unknown")] for name in unknown})
    doubled = [name for name, texts in request.query_params.lists() if len(texts) > 1]
    if doubled:
        said = "Give this parameter once."
        raise ValidationError({name: [ErrorDetail(said, code="filter_doubled")] for name in doubled})


def _read(name: str, text: str, wanted: Filter) -> Any:
    try:
        return wanted.read(text)
    except ValueError as mistake:
        raise ValidationError({name: [ErrorDetail(_expected(wanted), code="filter_invalid")]}) from mistake


def _expected(wanted: Filter) -> str:
    if wanted.choices:
        return f"One of: {', '.join(wanted.choices)}."
    expected = {date: "A date such as 2026-06-15.", UUID: "An identifier."}
    return expected.get(wanted.type, "A text without null characters.")


def parameters(filters: Mapping[str, Filter]) -> list[OpenApiParameter]:
    """The same filters for the OpenAPI document."""
    return [
        OpenApiParameter(name, wanted.type, description=wanted.means, enum=wanted.choices or None)
        for name, wanted in filters.items()
    ]

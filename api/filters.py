"""Filters of lists: written down once, so that they are applied, documented and checked from the same table."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

Row = TypeVar("Row", bound=Model)
PAGING = frozenset({"cursor", "page_size"})
EXPECTED: dict[Any, str] = {
    str: "A text without null characters.",
    date: "A date such as 2026-06-15.",
    int: "A whole number.",
    UUID: "A UUID.",
}


def a_text(text: str) -> str:
    """Any text the database can be asked for."""
    if "\0" in text:
        raise ValueError(text)
    return text


@dataclass(frozen=True)
class Among:
    """Rows of which one must pass: those of `model`, tied by `link` to what is listed.

    Filters among the same rows must be passed by one and the same row.
    """

    model: type[Model]
    link: str

    def has(self, condition: Q) -> Exists:
        return Exists(self.model._default_manager.filter(condition, **{self.link: OuterRef("pk")}))


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One query parameter: the look-up it becomes, how its text is read, and what it means.

    Of several look-ups, one must be passed.
    """

    lookup: str | tuple[str, ...]
    among: Among | None = None
    read: Callable[[str], Any] = a_text
    type: Any = str
    means: str
    choices: tuple[str, ...] = ()

    def condition(self, value: Any) -> Q:
        lookups = [self.lookup] if isinstance(self.lookup, str) else self.lookup
        return reduce(or_, (Q(**{lookup: value}) for lookup in lookups))


def a_day(text: str) -> date:
    """A day written YYYY-MM-DD and no other way."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def a_number(text: str) -> int:
    """A whole number of at most four digits, none below zero."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise ValueError(text)
    return int(text)


def one_of(choices: list[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


def choice(lookup: str, choices: list[str], means: str, among: Among | None = None) -> Filter:
    return Filter(lookup=lookup, read=one_of(choices), means=means, choices=tuple(choices), among=among)


def day(lookup: str, means: str, among: Among | None = None) -> Filter:
    return Filter(lookup=lookup, read=a_day, type=date, means=means, among=among)


def apply(rows: QuerySet[Row], request: Request, filters: Mapping[str, Filter]) -> QuerySet[Row]:
    """The rows that pass."""
    refuse_unknown(request, {*filters, *PAGING})
    wanted = {name: filters[name] for name in request.query_params if name in filters}
    conditions: dict[Among | None, Q] = {}
    for name, one in wanted.items():
        value = _read(name, str(request.query_params[name]), one)
        conditions[one.among] = conditions.get(one.among, Q()) & one.condition(value)
    for among, condition in conditions.items():
        rows = rows.filter(among.has(condition) if among else condition)
    return rows


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
    return EXPECTED[wanted.type]


def parameters(filters: Mapping[str, Filter]) -> list[OpenApiParameter]:
    """The same filters for the OpenAPI document."""
    return [
        OpenApiParameter(name, wanted.type, description=wanted.means, enum=wanted.choices or None)
        for name, wanted in filters.items()
    ]

"""Filters of lists: written down once, so that they are applied, documented and checked from the same table."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from api.access import act_of
from helpdesk.acts import Act

Row = TypeVar("Row", bound=Model)
PAGING = frozenset({"cursor", "page_size"})
CENT = Decimal("0.01")
LARGEST_AMOUNT = Decimal(10) ** 15
EXPECTED: dict[Any, str] = {
    date: "A date such as 2026-06-15.",
    bool: "true or false.",
    int: "A whole number.",
    Decimal: "An amount such as 1000.00.",
}


def a_text(text: str) -> str:
    """Any text the database can be asked for."""
    if "\0" in text:
        raise ValueError(text)
    return text


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One query parameter: the look-up it becomes, how its text is read, and what it means.

    What is no look-up is a condition of its own, `where`, which is given the value and who asks when. With `many` it
    may be given several times, finds the rows with any of the values, and `where` is given them all. One that has
    neither look-up nor condition narrows nothing: the pages read it.
    """

    lookup: str = ""
    where: Callable[[Any, Act], Q] | None = None
    read: Callable[[str], Any] = a_text
    type: Any = str
    means: str
    choices: tuple[str, ...] = ()
    expected: str = ""
    many: bool = False

    def condition(self, values: list[Any], act: Act) -> Q:
        """What a row must be to pass."""
        if self.where is not None:
            return self.where(values if self.many else values[0], act)
        if not self.lookup:
            return Q()
        return Q(**{f"{self.lookup}__in": values} if self.many else {self.lookup: values[0]})


def a_day(text: str) -> date:
    """A day written YYYY-MM-DD and no other way."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def a_number(text: str) -> int:
    """A whole number from 0 that a column can hold."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ValueError(text)
    return int(text)


def an_amount(text: str) -> Decimal:
    """Euros, not below zero, exact to the cent."""
    try:
        amount = Decimal(text)
        is_one = 0 <= amount < LARGEST_AMOUNT and amount == amount.quantize(CENT)
    except InvalidOperation as mistake:
        raise ValueError(text) from mistake
    if not is_one:
        raise ValueError(text)
    return amount


def yes_or_no(text: str) -> bool:
    return one_of(["true", "false"])(text) == "true"


def one_of(choices: list[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


def choice(lookup: str, choices: list[str], means: str, *, many: bool = False) -> Filter:
    return Filter(lookup=lookup, read=one_of(choices), means=means, choices=tuple(choices), many=many)


def order(orderings: Mapping[str, object], unasked: str) -> Filter:
    """The order a list is asked for by name; `KeysetPages` reads it."""
    return choice("", list(orderings), f"The order; {unasked} when not given.")


def day(lookup: str, means: str) -> Filter:
    return Filter(lookup=lookup, read=a_day, type=date, means=means)


def colleague(lookup: str, means: str) -> Filter:
    """A colleague by her id, or `me` for who asks."""

    def read(text: str) -> UUID | None:
        return None if text == "me" else UUID(text)

    def where(who: UUID | None, act: Act) -> Q:
        return Q(**{lookup: who or act.by.pk})

    return Filter(where=where, read=read, means=means, expected="me, or the id of a colleague.")


def apply(rows: QuerySet[Row], request: Request, filters: Mapping[str, Filter]) -> QuerySet[Row]:
    """The rows that pass."""
    act = act_of(request)
    for name, values in asked(request, filters).items():
        rows = rows.filter(filters[name].condition(values, act))
    return rows


def asked(
    request: Request, filters: Mapping[str, Filter], *, beside: Collection[str] = PAGING
) -> dict[str, list[Any]]:
    """The values that a request gives the filters, each read; `beside` them it may hold these parameters."""
    several = {name for name, wanted in filters.items() if wanted.many}
    refuse_unknown(request, {*filters, *beside}, several)
    return {
        name: [_read(name, str(text), filters[name]) for text in texts]
        for name, texts in request.query_params.lists()
        if name in filters
    }


def refuse_unknown(request: Request, known: Collection[str] = (), several: Collection[str] = ()) -> None:
    """Refuse a parameter not known here or given twice: passed over, it gives a list that only looks right."""
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        said = f"Unknown parameter. Known here: {', '.join(sorted(known)) or 'none'}."
        raise ValidationError({name: [ErrorDetail(said, code="filter_unknown")] for name in unknown})
    given = request.query_params.lists()
    doubled = [name for name, texts in given if len(texts) > 1 and name not in several]
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
    return wanted.expected or EXPECTED.get(wanted.type, "A text without null characters.")


def parameters(filters: Mapping[str, Filter]) -> list[OpenApiParameter]:
    """The same filters for the OpenAPI document."""
    return [
        OpenApiParameter(
            name, wanted.type, description=wanted.means, enum=wanted.choices or None, many=wanted.many
        )
        for name, wanted in filters.items()
    ]

"""Filters of lists: written down once, so that they are applied, documented and checked from the same table."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import or_
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from api.access import act_of
from api.parameters import refuse_unknown
from helpdesk.acts import Act

Row = TypeVar("Row", bound=Model)
UNCOUNTED = frozenset({"cursor", "page_size"})
PAGING = UNCOUNTED | {"count"}
CENT = Decimal("0.01")
LARGEST_AMOUNT = Decimal(10) ** 15
TEXT = gettext_lazy("A text that is not empty, without null characters.")
EXPECTED: dict[Any, Promise] = {
    date: gettext_lazy("A date such as 2026-06-15."),
    bool: gettext_lazy("true or false."),
    int: gettext_lazy("A whole number."),
    Decimal: gettext_lazy("An amount such as 1000.00."),
    UUID: gettext_lazy("An identifier, or a word that the filter names."),
}


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

    Of several look-ups, one must be passed. What is no look-up is a condition of its own, `where`, which is given the
    value and who asks when; `narrow` is given the rows, where they must say more than they do. With `many` it may be
    given several times, finds the rows with any of the values, and `where` is given them all. One that has none of
    these narrows nothing: the pages read it.

    What it means stands in the document, in English. It also tells what is wrong with a value where nothing else does:
    then it is translatable.
    """

    lookup: str | tuple[str, ...] = ()
    among: Among | None = None
    where: Callable[[Any, Act], Q] | None = None
    narrow: Callable[[QuerySet[Any], Any], QuerySet[Any]] | None = None
    read: Callable[[str], Any] = str
    type: Any = str
    means: str | Promise
    choices: tuple[str, ...] = ()
    many: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.lookup or self.where or self.narrow)

    def condition(self, values: list[Any], act: Act) -> Q:
        """What a row must be to pass."""
        if self.where is not None:
            return self.where(values if self.many else values[0], act)
        lookups = [self.lookup] if isinstance(self.lookup, str) else self.lookup
        said = (Q(**{f"{each}__in": values} if self.many else {each: values[0]}) for each in lookups)
        return reduce(or_, said, Q())


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


def one_of(choices: Collection[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


def choice(
    lookup: str, choices: Collection[str], means: str, *, among: Among | None = None, many: bool = False
) -> Filter:
    kept = tuple(choices)
    return Filter(lookup=lookup, read=one_of(kept), means=means, choices=kept, among=among, many=many)


def flag(lookup: str, means: str, *, of_true: bool = True) -> Filter:
    """A yes or no; `of_true` is what the look-up is given for a yes."""
    return Filter(lookup=lookup, read=lambda text: yes_or_no(text) == of_true, type=bool, means=means)


def identifier(lookup: str, means: str) -> Filter:
    return Filter(lookup=lookup, read=UUID, type=UUID, means=means)


def day(lookup: str, means: str, *, among: Among | None = None) -> Filter:
    return Filter(lookup=lookup, read=a_day, type=date, means=means, among=among)


def order(orderings: Mapping[str, object], unasked: str) -> Filter:
    """The order a list is asked for by name; `KeysetPages` reads it."""
    kept = tuple(orderings)
    return Filter(read=one_of(kept), choices=kept, means=f"The order; {unasked} when not given.")


def colleague(lookup: str, means: str) -> Filter:
    """A colleague by her id, or `me` for who asks."""

    def read(text: str) -> UUID | None:
        return None if text == "me" else UUID(text)

    def where(who: UUID | None, act: Act) -> Q:
        return Q(**{lookup: who or act.by.pk})

    return Filter(where=where, read=read, type=UUID, means=means)


def apply(
    rows: QuerySet[Row], request: Request, filters: Mapping[str, Filter], *, beside: Collection[str] = PAGING
) -> QuerySet[Row]:
    """The rows that pass."""
    return narrowed(rows, asked(request.query_params, filters, beside=beside), filters, act_of(request))


def narrowed(
    rows: QuerySet[Row], wanted: Mapping[str, list[Any]], filters: Mapping[str, Filter], act: Act
) -> QuerySet[Row]:
    """The rows that pass what was asked."""
    conditions: dict[Among | None, Q] = {}
    for name, values in wanted.items():
        among, narrow = filters[name].among, filters[name].narrow
        rows = narrow(rows, values[0]) if narrow else rows
        conditions[among] = conditions.get(among, Q()) & filters[name].condition(values, act)
    for among, condition in conditions.items():
        rows = rows.filter(among.has(condition) if among else condition)
    return rows


def asked(
    params: QueryDict, filters: Mapping[str, Filter], *, beside: Collection[str] = PAGING
) -> dict[str, list[Any]]:
    """The values that a query string gives the filters, each read; `beside` them it may hold these parameters."""
    several = {name for name, wanted in filters.items() if wanted.many}
    refuse_unknown(params, {*filters, *beside}, several)
    return {
        name: [_read(name, str(text), filters[name]) for text in texts]
        for name, texts in params.lists()
        if name in filters
    }


def _read(name: str, text: str, wanted: Filter) -> Any:
    try:
        if not text or "\0" in text:
            raise ValueError(text)
        return wanted.read(text)
    except ValueError as mistake:
        raise ValidationError({name: [ErrorDetail(_expected(wanted), code="filter_invalid")]}) from mistake


def _expected(wanted: Filter) -> str:
    if wanted.choices:
        return _("One of: %(names)s.") % {"names": ", ".join(wanted.choices)}
    return str(EXPECTED.get(wanted.type) or (TEXT if wanted.read is str else wanted.means))


def parameters(filters: Mapping[str, Filter]) -> list[OpenApiParameter]:
    """The same filters for the OpenAPI document."""
    return [
        OpenApiParameter(
            name, wanted.type, description=wanted.means, enum=wanted.choices or None, many=wanted.many
        )
        for name, wanted in filters.items()
    ]

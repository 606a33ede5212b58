"""The columns a file of condemnations may have: what a cell says and where it goes."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from django.db import models

from cases.imports.cells import Reader, day, euros, one_of, text_of, whole
from cases.models.condemnation import (
    Condemnation,
    CountedPer,
    Debtor,
    FirstCountedDay,
    PenaltyUnit,
    Procedure,
    RespiteUnit,
)
from cases.models.dossier import Dossier
from cases.services.orders import PenaltyDetails
from helpdesk.people.models import Language


class Part(Enum):
    """Which row of the desk a cell goes to."""

    DOSSIER = "dossier"
    ORDER = "order"
    PENALTY = "penalty"
    EVENT = "event"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column; `default` is what an empty cell or an absent column stands for."""

    name: str
    part: Part
    read: Reader
    says: str
    is_required: bool = False
    default: Any = None

    @property
    def field(self) -> str:
        return self.name.removeprefix("penalty_")


def _text(model: type[models.Model], name: str, says: str, *, is_required: bool = False) -> Column:
    most: int | None = getattr(model._meta.get_field(name), "max_length", None)
    part = Part.DOSSIER if model is Dossier else Part.ORDER
    return Column(name=name, part=part, read=text_of(most), says=says, is_required=is_required, default="")


PENALTY_DEFAULTS = {one.name: one.default for one in fields(PenaltyDetails)}


def _penalty(name: str, read: Reader, says: str) -> Column:
    default = None if name in ("amount", "unit") else PENALTY_DEFAULTS[name]
    return Column(name=f"penalty_{name}", part=Part.PENALTY, read=read, says=says, default=default)


def _codes(choices: type[models.TextChoices]) -> str:
    return ", ".join(choices.values)


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        _text(Dossier, "title", "title of the dossier", is_required=True),
        _text(Condemnation, "court", "name of the court", is_required=True),
        _text(Condemnation, "role_number", "as the court prints it", is_required=True),
        Column(name="decided_on", part=Part.ORDER, read=day, says="day of the order", is_required=True),
        Column(
            name="procedure",
            part=Part.ORDER,
            read=one_of(Procedure),
            says=_codes(Procedure),
            is_required=True,
        ),
        Column(
            name="language",
            part=Part.DOSSIER,
            read=one_of(Language),
            says=_codes(Language),
            default=Language.NL.value,
        ),
        _text(Dossier, "person_concerned", "pseudonym or initials, never a name"),
        _text(Condemnation, "ecli", "as printed"),
        _text(Condemnation, "appealed_role_number", "role number of the order appealed against"),
        _text(Condemnation, "orders", "what the judge ordered, besides the penalty"),
        _penalty("amount", euros(10), "euros per unit, such as 250.00 or 250,00; empty: no penalty"),
        _penalty("unit", one_of(PenaltyUnit), f"{_codes(PenaltyUnit)}; required with an amount"),
        _penalty("counted_per", one_of(CountedPer), _codes(CountedPer)),
        _penalty("persons", whole(1, 1000), "multiplies the amount where counted per person"),
        _penalty("respite_length", whole(0, 3650), "time to comply after service"),
        _penalty("respite_unit", one_of(RespiteUnit), _codes(RespiteUnit)),
        _penalty("cap", euros(12), "most that can be forfeited, in euros"),
        _penalty("expires_on", day, "last day of the order, included"),
        _penalty("first_counted_day", one_of(FirstCountedDay), _codes(FirstCountedDay)),
        _penalty("debtor", one_of(Debtor), _codes(Debtor)),
        Column(name="served_on", part=Part.EVENT, read=day, says="served by bailiff; becomes an event"),
        Column(name="housed_on", part=Part.EVENT, read=day, says="place given; becomes an event"),
    )
}
KEY = ("court", "role_number", "decided_on")
REQUIRED = tuple(name for name, column in COLUMNS.items() if column.is_required)
OF_THE_PENALTY = tuple(name for name, column in COLUMNS.items() if column.part is Part.PENALTY)


def described() -> Iterator[str]:
    """One line for each column."""
    width = max(map(len, COLUMNS)) + 2
    for column in COLUMNS.values():
        kept = str(column.default) if column.default not in (None, "") else ""
        aside = " (required)" if column.is_required else f" (default {kept})" if kept else ""
        yield f"{column.name:<{width}}{column.says}{aside}"

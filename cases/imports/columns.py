"""The columns a sheet may have, kind by kind: their names in three languages, what a cell says and where it goes."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from django.db import models

from cases.imports.cells import Reader, day, euros, one_of, text_of, whole, yes_or_no
from cases.life.words import OneDebtor
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
from cases.models.event import EventKind
from cases.models.imports import ImportKind
from cases.services.orders import PenaltyDetails
from helpdesk.people.models import Language

# The acts of enforcement, by the word of the sheet.
ENFORCEMENT = {"command": EventKind.COMMAND_SERVED, "seizure": EventKind.SEIZURE}
LONGEST_NAME = 200


class Part(Enum):
    """Which row of the desk a cell goes to; those of the key only find one."""

    KEY = "key"
    DOSSIER = "dossier"
    ORDER = "order"
    PENALTY = "penalty"
    EVENT = "event"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column; `also` are other names a header may give it, `default` is what an empty cell stands for."""

    name: str
    part: Part
    read: Reader
    says: str
    also: tuple[str, ...] = ()
    is_required: bool = False
    default: Any = None

    @property
    def field(self) -> str:
        return self.name.removeprefix("penalty_")


def _text(
    model: type[models.Model], name: str, says: str, *also: str, part: Part, is_required: bool = False
) -> Column:
    most: int | None = getattr(model._meta.get_field(name), "max_length", None)
    return Column(
        name=name, part=part, read=text_of(most), says=says, also=also, is_required=is_required, default=""
    )


PENALTY_DEFAULTS = {one.name: one.default for one in fields(PenaltyDetails)}


def _penalty(name: str, read: Reader, says: str, *also: str) -> Column:
    default = None if name in ("amount", "unit") else PENALTY_DEFAULTS[name]
    return Column(name=f"penalty_{name}", part=Part.PENALTY, read=read, says=says, also=also, default=default)


def _codes(choices: type[models.TextChoices]) -> str:
    return ", ".join(choices.values)


REFERENCE = _text(
    Dossier, "reference", "our reference, in place of court, role number and day", "referentie",
    "onze referentie", "référence", "notre référence", "our reference", part=Part.KEY,
)  # fmt: skip
OF_THE_ORDER = (
    _text(
        Condemnation, "court", "name of the court", "rechtbank", "rechtscollege", "hof", "tribunal", "juridiction",
        "cour", part=Part.ORDER, is_required=True,
    ),
    _text(
        Condemnation, "role_number", "as the court prints it", "rolnummer", "rolnr", "rolnr.", "algemene rol",
        "numéro de rôle", "n° de rôle", "rôle", "rôle général", "role no", part=Part.ORDER, is_required=True,
    ),
    Column(
        name="decided_on", part=Part.ORDER, read=day, says="day of the order", is_required=True,
        also=(
            "datum beschikking", "datum van de beschikking", "datum uitspraak", "datum vonnis", "beschikking van",
            "date de l'ordonnance", "date de la décision", "date du jugement", "ordonnance du", "date of the order",
            "order date", "decision date",
        ),
    ),
)  # fmt: skip
CONDEMNATIONS = (
    REFERENCE,
    _text(
        Dossier, "title", "title of the dossier", "titel", "titre", "intitulé",
        part=Part.DOSSIER, is_required=True,
    ),
    *OF_THE_ORDER,
    Column(
        name="procedure", part=Part.ORDER, read=one_of(Procedure.values), says=_codes(Procedure), is_required=True,
        also=("procedure", "soort procedure", "procédure", "type de procédure"),
    ),
    Column(
        name="language", part=Part.DOSSIER, read=one_of(Language.values), says=_codes(Language),
        also=("taal", "langue"), default=Language.NL.value,
    ),
    _text(
        Dossier, "person_concerned", "pseudonym or initials, never a name", "betrokkene", "pseudoniem", "initialen",
        "personne concernée", "pseudonyme", "initiales", "pseudonym", "initials", part=Part.DOSSIER,
    ),
    _text(Condemnation, "ecli", "as printed", part=Part.ORDER),
    _text(
        Condemnation, "appealed_role_number", "role number of the order appealed against", "bestreden rolnummer",
        "rolnummer eerste aanleg", "numéro de rôle attaqué", "rôle attaqué", "rôle de première instance",
        part=Part.ORDER,
    ),
    _text(
        Condemnation, "orders", "what the judge ordered, besides the penalty", "bevel", "opgelegd", "dispositief",
        "dispositif", "mesure ordonnée", "ordered", part=Part.ORDER,
    ),
    _penalty(
        "amount", euros(10), "euros per unit, such as 250.00 or 250,00; empty: no penalty", "dwangsom",
        "bedrag dwangsom", "astreinte", "montant de l'astreinte", "penalty",
    ),
    _penalty(
        "unit", one_of(PenaltyUnit.values), f"{_codes(PenaltyUnit)}; required with an amount", "eenheid",
        "eenheid dwangsom", "dwangsom per", "unité", "unité de l'astreinte", "astreinte par", "unit",
    ),
    _penalty(
        "counted_per", one_of(CountedPer.values), _codes(CountedPer), "geteld per", "comptée par", "counted per",
    ),
    _penalty(
        "persons", whole(1, 1000), "multiplies the amount where counted per person", "aantal personen", "personen",
        "nombre de personnes", "personnes", "persons",
    ),
    _penalty(
        "respite_length", whole(0, 3650), "time to comply after service", "respijt", "respijttermijn", "délai de répit",
        "délai d'exécution", "répit", "respite",
    ),
    _penalty(
        "respite_unit", one_of(RespiteUnit.values), _codes(RespiteUnit), "eenheid respijt", "unité du répit",
        "respite unit",
    ),
    _penalty(
        "cap", euros(12), "most that can be forfeited, in euros", "maximum", "maximum dwangsom", "plafond",
        "plafond de l'astreinte", "cap",
    ),
    _penalty(
        "expires_on", day, "last day of the order, included", "geldig tot", "dwangsom tot", "valable jusqu'au",
        "astreinte jusqu'au", "expires on",
    ),
    _penalty(
        "first_counted_day", one_of(FirstCountedDay.values), _codes(FirstCountedDay), "eerste getelde dag",
        "premier jour compté", "first counted day",
    ),
    _penalty("debtor", one_of(Debtor.values), _codes(Debtor), "schuldenaar", "débiteur", "debtor"),
    Column(
        name="served_on", part=Part.EVENT, read=day, says="served by bailiff; becomes an event",
        also=(
            "betekend op", "betekening", "datum betekening", "signifié le", "signifiée le", "signification",
            "date de signification", "served", "date of service",
        ),
    ),
    Column(
        name="housed_on", part=Part.EVENT, read=day, says="place given; becomes an event",
        also=(
            "opgevangen op", "opvang op", "datum opvang", "hébergé le", "accueilli le", "date d'accueil", "housed",
        ),
    ),
)  # fmt: skip
DEBTOR = Column(
    name="debtor", part=Part.EVENT, read=one_of(OneDebtor.values), default="",
    says=f"{_codes(OneDebtor)}: whom it concerns, where the order binds both",
    also=next(column for column in CONDEMNATIONS if column.name == "penalty_debtor").also,
)  # fmt: skip
BAILIFF = Column(
    name="bailiff", part=Part.EVENT, read=text_of(LONGEST_NAME), says="who served it", default="",
    also=("gerechtsdeurwaarder", "deurwaarder", "huissier", "huissier de justice"),
)  # fmt: skip
ANY_SERVICE = (
    REFERENCE,
    *OF_THE_ORDER,
    Column(
        name="served_on", part=Part.EVENT, read=day, says="the day it was served", is_required=True,
        also=next(column for column in CONDEMNATIONS if column.name == "served_on").also,
    ),
    DEBTOR,
    BAILIFF,
)  # fmt: skip
SERVICE_ACTS = (
    *ANY_SERVICE,
    Column(
        name="is_second_service", part=Part.EVENT, read=yes_or_no, default=False,
        says="yes where the order was served anew after an appeal",
        also=(
            "tweede betekening", "nieuwe betekening", "seconde signification", "nouvelle signification",
            "second service", "served again",
        ),
    ),
)  # fmt: skip
ENFORCEMENT_ACTS = (
    *ANY_SERVICE,
    Column(
        name="act", part=Part.EVENT, read=one_of(ENFORCEMENT), says=", ".join(ENFORCEMENT), is_required=True,
        also=("akte", "acte", "soort akte", "type d'acte"),
    ),
)  # fmt: skip
PAYMENTS = (
    REFERENCE,
    *OF_THE_ORDER,
    Column(
        name="paid_on", part=Part.EVENT, read=day, says="the day the money came in", is_required=True,
        also=(
            "betaald op", "datum betaling", "betaaldatum", "ontvangen op", "payé le", "date de paiement", "reçu le",
            "paid", "payment date",
        ),
    ),
    Column(
        name="amount", part=Part.EVENT, read=euros(12), says="euros received", is_required=True,
        also=("bedrag", "montant"),
    ),
    DEBTOR,
    Column(
        name="payer", part=Part.EVENT, read=text_of(LONGEST_NAME), says="who paid", default="",
        also=("betaler", "betaald door", "payeur", "payé par", "paid by"),
    ),
    Column(
        name="payment_reference", part=Part.EVENT, read=text_of(LONGEST_NAME), default="",
        says="what tells two payments of one day and amount apart",
        also=(
            "mededeling", "betalingskenmerk", "communication", "référence du paiement", "payment reference",
        ),
    ),
)  # fmt: skip


def _named(columns: Sequence[Column]) -> dict[str, Column]:
    return {column.name: column for column in columns}


COLUMNS: Mapping[ImportKind, Mapping[str, Column]] = {
    ImportKind.CONDEMNATIONS: _named(CONDEMNATIONS),
    ImportKind.SERVICE_ACTS: _named(SERVICE_ACTS),
    ImportKind.PAYMENTS: _named(PAYMENTS),
    ImportKind.ENFORCEMENT_ACTS: _named(ENFORCEMENT_ACTS),
}
KEY = ("court", "role_number", "decided_on")
OF_THE_PENALTY = tuple(column.name for column in CONDEMNATIONS if column.part is Part.PENALTY)


def folded(name: str) -> str:
    """A name of a column without what people write differently: capitals, accents, blanks, underscores, apostrophes."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s_-]+", " ", bare).strip()


def names_of(columns: Mapping[str, Column]) -> dict[str, str]:
    """Every name a header may give these columns, folded, and the column it means."""
    return {folded(name): column.name for column in columns.values() for name in (column.name, *column.also)}


def described(kind: ImportKind) -> Iterator[str]:
    """One line for each column."""
    columns = COLUMNS[kind]
    width = max(map(len, columns)) + 2
    for column in columns.values():
        kept = str(column.default) if column.default not in (None, "") else ""
        aside = " (required)" if column.is_required else f" (default {kept})" if kept else ""
        yield f"{column.name:<{width}}{column.says}{aside}"

"""The import and the first row of a sheet: columns by the names people give them."""

from collections import Counter
from datetime import date

import pytest

from cases.imports.columns import COLUMNS, folded
from cases.models import Condemnation, Dossier
from cases.models.imports import ImportKind
from helpdesk.people.models import Team, User
from tests.cases.files import FAMILY, imported, mistakes
from tests.cases.workbooks import workbook

NAMES = {
    "nl": ["Titel", "RECHTBANK", "Rolnummer", "datum beschikking", "Procedure", "Taal", "Betekend  op"],
    "fr": [
        "Intitulé",
        "Tribunal",
        "N° de rôle",
        "Date de l’ordonnance",
        "procedure",
        "Langue",
        "Signifié le",
    ],
    "en": ["title", "Court", "role_number", "Decision date", "procedure", "LANGUAGE", "Date of service"],
}
READ = ["title", "court", "role_number", "decided_on", "procedure", "language", "served_on"]


@pytest.mark.parametrize("language", NAMES)
def test_columns_are_known_by_their_usual_names_in_three_languages(
    language: str, alice: User, desk: Team
) -> None:
    imported(workbook(NAMES[language], [FAMILY[name] for name in READ]), alice, desk)
    kept = Condemnation.objects.get()
    assert (kept.court, kept.role_number, kept.decided_on) == ("Invented court", "22/1/K", date(2022, 7, 22))
    assert Dossier.objects.get().events.get(kind="order_served").occurred_on == date(2022, 7, 29)


@pytest.mark.parametrize("kind", ImportKind)
def test_no_name_means_two_columns_of_one_kind(kind: ImportKind) -> None:
    given = Counter(
        folded(name)
        for column in COLUMNS[kind].values()
        for name in {folded(one) for one in (column.name, *column.also)}
    )
    assert [name for name, count in given.items() if count > 1] == []


def test_one_column_by_two_names_stands_there_twice(alice: User, desk: Team) -> None:
    header = [*READ, "Rolnummer"]
    values = [*(FAMILY[name] for name in READ), "22/1/K"]
    assert mistakes(workbook(header, values), alice, desk) == [(1, "role_number", "column_twice")]


def test_kinds_other_than_condemnations_need_their_own_columns(alice: User, desk: Team) -> None:
    source = workbook(["rolnummer", "bedrag"], ["22/1/K", 250])
    assert mistakes(source, alice, desk, kind="payments") == [
        (1, "court", "column_missing"),
        (1, "decided_on", "column_missing"),
        (1, "paid_on", "column_missing"),
    ]
    source = workbook(["referentie", "bedrag"], ["C-2026-00001", 250])
    assert mistakes(source, alice, desk, kind="payments") == [(1, "paid_on", "column_missing")]

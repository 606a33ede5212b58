"""The import and single rows: what a cell may say, and the rules it shares with the services."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from cases.imports.columns import CONDEMNATIONS
from cases.imports.mistakes import SAYS, said
from cases.models import EventKind, PenaltyOrder
from cases.services.events import Happening, add_event
from helpdesk.people.models import Team, User
from tests.cases.conftest import act_of, new_condemnation, order, refusal
from tests.cases.files import HEADER, checked, csv_of, imported, mistakes, mistakes_of, row, words_of

# Our own reference is for what the desk knows already.
ALL_COLUMNS = tuple(column.name for column in CONDEMNATIONS if column.name != "reference")
WRONG_CELLS = [
    ("title", "", "value_needed"),
    ("title", "x" * 301, "text_too_long"),
    ("title", "a\x00b", "text_with_nul"),
    ("court", "  ", "value_needed"),
    ("role_number", "x" * 61, "text_too_long"),
    ("decided_on", "22/07/2022", "date_unreadable"),
    ("decided_on", "2022-02-30", "date_unreadable"),
    ("decided_on", "20220722", "date_unreadable"),
    ("decided_on", "2022-W29-5", "date_unreadable"),
    ("decided_on", "٢٠٢٢-07-22", "date_unreadable"),
    ("procedure", "Unilateral", "choice_unknown"),
    ("language", "it", "choice_unknown"),
    ("penalty_amount", "1.000", "money_unreadable"),
    ("penalty_amount", '"1.000,00"', "money_unreadable"),
    ("penalty_amount", "€ 250", "money_unreadable"),
    ("penalty_amount", "-250", "money_unreadable"),
    ("penalty_amount", "1e3", "money_unreadable"),
    ("penalty_amount", "NaN", "money_unreadable"),
    ("penalty_amount", "0.00", "money_not_positive"),
    ("penalty_amount", "10000000000", "money_too_large"),
    ("penalty_unit", "day", "choice_unknown"),
    ("penalty_persons", "0", "number_out_of_range"),
    ("penalty_persons", "2.0", "number_unreadable"),
    ("penalty_respite_length", "-1", "number_unreadable"),
    ("penalty_respite_length", "3651", "number_out_of_range"),
    ("penalty_respite_unit", "weeks", "choice_unknown"),
    ("penalty_cap", "0", "money_not_positive"),
    ("penalty_expires_on", "soon", "date_unreadable"),
    ("penalty_debtor", "state", "choice_unknown"),
]


@pytest.mark.parametrize(("column", "cell", "code"), WRONG_CELLS)
def test_wrong_cell_is_named_by_line_and_column(
    column: str, cell: str, code: str, alice: User, desk: Team
) -> None:
    source = csv_of(row(role_number="22/2/K"), row(**{column: cell}), header=ALL_COLUMNS)
    assert mistakes(source, alice, desk) == [(3, column, code)]


def test_every_mistake_of_every_row_is_named(alice: User, desk: Team) -> None:
    source = csv_of(
        row(title="", decided_on="then", penalty_unit="day"),
        row(role_number="22/2/K", served_on="2022-07-21"),
        row(role_number="22/3/K"),
        row(role_number="22/4/K", penalty_amount="", penalty_unit=""),
        row(role_number="22/5/K", penalty_unit=""),
    )
    assert mistakes(source, alice, desk) == [
        (2, "title", "value_needed"),
        (2, "decided_on", "date_unreadable"),
        (2, "penalty_unit", "choice_unknown"),
        (3, "served_on", "event_before_order"),
        (6, "penalty_unit", "unit_needed"),
    ]


def test_terms_of_a_penalty_without_its_amount_are_a_mistake(alice: User, desk: Team) -> None:
    source = csv_of(row(penalty_amount="", penalty_cap="100"))
    [mistake] = mistakes_of(checked(source, alice, desk))
    assert words_of(mistake) == (
        "line 2, penalty_amount: This is empty while penalty_unit, penalty_cap say something about a penalty."
    )


def test_unreadable_amount_is_not_told_twice(alice: User, desk: Team) -> None:
    source = csv_of(row(penalty_amount="much", penalty_unit="day"))
    assert mistakes(source, alice, desk) == [
        (2, "penalty_amount", "money_unreadable"),
        (2, "penalty_unit", "choice_unknown"),
    ]


def test_key_twice_in_the_file_names_both_lines(alice: User, desk: Team) -> None:
    source = csv_of(row(), row(role_number="22/2/K"), row(title="Again", language="it"))
    found = mistakes_of(checked(source, alice, desk))
    assert [words_of(mistake) for mistake in found] == [
        "line 4, language: “it” is not one of nl, fr, en, de.",
        "line 4, role_number: This order stands on line 2 already. Take one of the two out.",
    ]


def test_same_role_number_on_another_day_or_in_another_court_is_another_order(
    alice: User, desk: Team
) -> None:
    source = csv_of(row(), row(decided_on="2022-07-21"), row(court="Another invented court"))
    assert imported(source, alice, desk) == ["C-2026-00001", "C-2026-00002", "C-2026-00003"]


# A place before the order can be told event by event; in a file it is taken for a slip.
@pytest.mark.parametrize(
    ("column", "kind", "on"),
    [
        ("served_on", EventKind.ORDER_SERVED, date(2022, 7, 21)),
        ("served_on", EventKind.ORDER_SERVED, date(2026, 6, 16)),
        ("housed_on", EventKind.PERSON_HOUSED, date(2026, 6, 16)),
    ],
)
def test_file_and_service_refuse_the_same_events(
    column: str, kind: EventKind, on: date, alice: User, desk: Team
) -> None:
    dossier = new_condemnation(alice, desk, order("22/9/K"))
    refused = refusal(add_event, act_of(alice), dossier, Happening(kind=kind, on=on))
    assert mistakes(csv_of(row(**{column: str(on)})), alice, desk) == [(2, column, refused.code)]


def test_file_and_service_refuse_the_order_of_tomorrow(alice: User, desk: Team) -> None:
    tomorrow = date(2026, 6, 16)
    refused = refusal(new_condemnation, alice, desk, order(decided_on=tomorrow))
    source = csv_of(row(decided_on=str(tomorrow), served_on="", housed_on=""))
    assert mistakes(source, alice, desk) == [(2, "decided_on", refused.code)]


def test_order_of_today_served_today_is_taken(alice: User, desk: Team) -> None:
    source = csv_of(row(decided_on="2026-06-15", served_on="2026-06-15", housed_on=""))
    assert len(imported(source, alice, desk)) == 1


def test_whole_euros_and_cents_are_one_amount(alice: User, desk: Team) -> None:
    imported(csv_of(row(penalty_amount="250")), alice, desk)
    assert checked(csv_of(row(penalty_amount="250.0")), alice, desk).counts["unchanged"] == 1


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_every_mistake_can_be_said_with_its_values_and_once_they_are_forgotten(language: str) -> None:
    with override(language):
        for code, sentence in SAYS.items():
            values = dict.fromkeys(re.findall(r"%\((\w+)\)s", str(sentence)), "?")
            assert said(code, {}) == said(code, values).replace("?", "…"), code


def test_columns_of_the_tests_are_columns_of_the_import() -> None:
    assert set(HEADER) <= set(ALL_COLUMNS)


def test_every_term_of_a_penalty_is_kept_and_found_again(alice: User, desk: Team) -> None:
    terms = {
        "penalty_counted_per": "person",
        "penalty_persons": "3",
        "penalty_respite_length": "48",
        "penalty_respite_unit": "hours",
        "penalty_cap": "10000,00",
        "penalty_expires_on": "2023-01-31",
        "penalty_first_counted_day": "service_day",
        "penalty_debtor": "both",
        "orders": "A place",
        "appealed_role_number": "21/9/K",
    }
    source = csv_of(row(**terms), header=ALL_COLUMNS, delimiter=";")
    imported(source, alice, desk)
    kept = PenaltyOrder.objects.get()
    assert (kept.counted_per, kept.persons, kept.respite_length, kept.respite_unit) == (
        "person", 3, 48, "hours",
    )  # fmt: skip
    assert (kept.cap, kept.expires_on) == (Decimal("10000.00"), date(2023, 1, 31))
    assert (kept.first_counted_day, kept.debtor) == ("service_day", "both")
    assert (kept.condemnation.orders, kept.condemnation.appealed_role_number) == ("A place", "21/9/K")
    assert checked(source, alice, desk).counts["unchanged"] == 1

"""The regime of 12 June 2026: the printed term governs, is checked, and is asked for where it is missing."""

from datetime import date

import pytest

from deadlines.law.compute import answer
from deadlines.law.select import parse_query

FREE = {"detained_at_notification": False}
PROVISIONAL = ["start_rule_provisional", "state_of_law_not_confirmed"]


def _codes(result):
    return [warning.code.value for warning in result.warnings]


@pytest.mark.parametrize(
    ("kind", "days", "legal_date"),
    [
        ("inadmissibility", 5, "2026-07-06"),
        ("inadmissibility", 10, "2026-07-13"),
        ("refusal", 30, "2026-07-31"),
        ("transfer", 10, "2026-07-13"),
    ],
)
def test_a_lawful_printed_term_governs_and_still_needs_confirmation(ask, kind, days, legal_date):
    authority = "immigration_office" if kind == "transfer" else "cgrs"
    [result] = ask(kind, "by_hand", "2026-07-01", authority=authority, printed_term_days=days).results
    assert (result.legal_date, result.safe_date) == (date.fromisoformat(legal_date),) * 2
    assert _codes(result) == PROVISIONAL
    assert result.needs_confirmation
    assert result.band is None


def test_without_a_printed_term_the_shortest_is_shown_with_a_band(ask):
    [result] = ask("refusal", "by_hand", "2026-07-01").results
    assert result.legal_date == date(2026, 7, 6)
    assert (result.band.earliest_safe, result.band.latest_arguable) == (date(2026, 7, 6), date(2026, 7, 31))
    assert _codes(result) == [*PROVISIONAL, "printed_term_missing"]


@pytest.mark.parametrize(("days", "safe_date"), [(15, "2026-07-13"), (60, "2026-07-31"), (3, "2026-07-06")])
def test_a_printed_term_the_act_does_not_know_governs_but_the_safe_date_is_lawful(ask, days, safe_date):
    [result] = ask(
        "long_term_residence_refusal",
        "by_hand",
        "2026-07-01",
        authority="municipality",
        printed_term_days=days,
    ).results
    assert result.raw_date == date.fromordinal(date(2026, 7, 1).toordinal() + days)
    assert result.safe_date == date.fromisoformat(safe_date)
    assert _codes(result) == [*PROVISIONAL, "printed_term_unexpected"]


@pytest.mark.parametrize(
    ("kind", "days", "outside"),
    [
        ("inadmissibility", 30, True),
        ("implicit_withdrawal", 10, False),
        ("refusal", 10, True),
        ("refusal", 30, False),
        ("transfer", 5, True),
        ("transfer", 30, True),
    ],
)
def test_a_printed_term_is_checked_against_the_limits_of_the_union(ask, kind, days, outside):
    authority = "immigration_office" if kind == "transfer" else "cgrs"
    [result] = ask(kind, "by_hand", "2026-07-01", authority=authority, printed_term_days=days).results
    assert ("printed_term_outside_bracket" in _codes(result)) is outside


def test_before_2026_the_law_governs_and_a_shorter_printed_term_only_makes_the_date_safer(ask):
    [result] = ask("refusal", "by_hand", "2022-05-02", printed_term_days=10, **FREE).results
    assert (result.legal_date, result.safe_date) == (date(2022, 6, 1), date(2022, 5, 12))
    assert _codes(result) == ["printed_term_differs"]
    assert result.needs_confirmation


def test_before_2026_a_longer_printed_term_is_not_relied_on(ask):
    [result] = ask("refusal", "by_hand", "2022-05-02", printed_term_days=60, **FREE).results
    assert (result.legal_date, result.safe_date) == (date(2022, 6, 1), date(2022, 6, 1))
    assert _codes(result) == ["printed_term_differs"]


def test_a_printed_term_that_agrees_with_the_law_says_nothing(ask):
    [result] = ask("refusal", "by_hand", "2022-05-02", printed_term_days=30, **FREE).results
    assert result.warnings == ()


def test_a_printed_term_that_ends_on_the_same_day_by_the_roll_still_differs(ask):
    """Thirty days end on Saturday 11 June 2022, twenty-nine on Friday: thirty-one roll to the same Monday."""
    [result] = ask("refusal", "by_hand", "2022-05-12", printed_term_days=31, **FREE).results
    assert (result.legal_date, result.safe_date) == (date(2022, 6, 13), date(2022, 6, 13))
    assert _codes(result) == ["printed_term_differs"]


@pytest.mark.parametrize(("days", "codes"), [(31, []), (30, ["printed_term_differs"])])
def test_a_printed_term_in_days_beside_a_term_in_months_is_compared_by_its_end(law, days, codes):
    question = {"rule": "appeal-against-judgment", "event": {"mode": "bailiff", "date": "2022-05-03"}}
    [result] = answer(law, parse_query(question | {"printed_term_days": days})).results
    assert result.legal_date == date(2022, 6, 3)
    assert _codes(result) == codes

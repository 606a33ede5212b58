"""The COVID decree and the judicial vacation: tested on the original last day, extended before the one roll."""

from datetime import date

import pytest


def _codes(result):
    return [warning.code.value for warning in result.warnings]


@pytest.mark.parametrize(
    ("rule", "day", "raw_date", "legal_date"),
    [
        ("rvv-appeal-inadmissibility", "2020-03-29", "2020-04-08", "2020-04-08"),  # the day before the window
        ("rvv-appeal-inadmissibility", "2020-03-30", "2020-04-09", "2020-06-02"),  # its first day
        ("rvv-appeal-inadmissibility", "2020-04-20", "2020-04-30", "2020-06-02"),
        ("rvv-appeal-inadmissibility", "2020-04-24", "2020-05-04", "2020-05-04"),  # the day after the window
        ("rvv-appeal-while-detained", "2020-04-20", "2020-04-30", "2020-05-18"),
        ("rvv-appeal-subsequent-application-lodged-in-detention", "2020-04-20", "2020-04-25", "2020-05-18"),
        ("rvv-extreme-urgency-first-measure", "2020-04-20", "2020-04-30", "2020-04-30"),
    ],
)
def test_the_covid_decree_moves_terms_whose_own_last_day_lies_in_its_window(
    ask_rule, rule, day, raw_date, legal_date
):
    result = ask_rule(rule, day, "by_hand").governing_result
    assert (result.raw_date.isoformat(), result.legal_date.isoformat()) == (raw_date, legal_date)
    assert result.safe_date == result.legal_date
    assert ("extension_applied" in _codes(result)) is (legal_date in ("2020-06-02", "2020-05-18"))


def test_a_term_ending_on_the_last_sunday_of_the_covid_window_is_only_arguably_extended(ask_rule):
    result = ask_rule("rvv-appeal-inadmissibility", "2020-04-23", "by_hand").governing_result
    assert (result.raw_date, result.legal_date) == (date(2020, 5, 3), date(2020, 5, 4))
    assert result.band.latest_arguable == date(2020, 6, 2)
    assert (_codes(result), result.needs_confirmation) == (["extension_arguable"], True)


@pytest.mark.parametrize(
    ("day", "raw_date", "legal_date", "latest"),
    [
        ("2014-07-16", "2014-08-16", "2014-09-15", None),  # begins and ends inside
        ("2018-07-10", "2018-08-10", "2018-09-17", None),  # 15 September 2018 was a Saturday
        ("2022-07-01", "2022-08-01", "2022-09-15", None),  # served on its first day
        ("2022-07-31", "2022-08-31", "2022-09-15", None),  # ends on its last day
        ("2022-06-29", "2022-07-29", "2022-07-29", None),  # begins before
        ("2022-08-10", "2022-09-10", "2022-09-12", None),  # ends after
        ("2022-06-30", "2022-07-31", "2022-08-01", "2022-09-15"),  # served the day before it begins
        ("2024-07-31", "2024-08-31", "2024-09-02", "2024-09-16"),  # ends on a Saturday, rolled out of it
    ],
)
def test_the_judicial_vacation_lengthens_appeals_that_begin_and_end_inside(
    ask_rule, day, raw_date, legal_date, latest
):
    result = ask_rule("appeal-against-judgment", day, "bailiff").governing_result
    assert (result.raw_date.isoformat(), result.legal_date.isoformat()) == (raw_date, legal_date)
    assert (result.band.latest_arguable.isoformat() if result.band else None) == latest


def test_in_summary_proceedings_the_vacation_is_only_arguable(ask_rule):
    result = ask_rule("appeal-against-summary-order", "2014-07-16", "bailiff").governing_result
    assert (result.legal_date, result.safe_date) == (date(2014, 8, 18), date(2014, 8, 18))
    assert result.band.latest_arguable == date(2014, 9, 15)
    assert _codes(result) == ["extension_arguable"]


@pytest.mark.parametrize(
    ("rule", "day", "mode", "legal_date"),
    [
        ("third-party-opposition", "2022-07-05", "bailiff", "2022-08-05"),
        ("appeal-against-unilateral-order", "2022-07-05", "judicial_letter", "2022-08-05"),
        ("rvv-appeal-ordinary", "2022-07-05", "by_hand", "2022-08-04"),
    ],
)
def test_the_vacation_does_not_reach_other_terms(ask_rule, rule, day, mode, legal_date):
    assert ask_rule(rule, day, mode).governing_result.legal_date.isoformat() == legal_date


def test_an_extension_comes_before_the_one_roll(ask_rule):
    result = ask_rule("appeal-against-judgment", "2018-07-10", "bailiff").governing_result
    assert [(step.key, step.on.isoformat()) for step in result.steps] == [
        ("act", "2018-07-10"),
        ("day_one", "2018-07-11"),
        ("last_day_months", "2018-08-10"),
        ("extended", "2018-09-15"),
        ("rolled", "2018-09-17"),
    ]

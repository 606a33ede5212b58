"""What warnings and refusals carry beside their code: the reader acts on these values."""

from datetime import date

import pytest

from deadlines.law.errors import LawError
from deadlines.law.periods import Period

FREE = {"detained_at_notification": False}


def _values(result, code):
    return next(dict(warning.values) for warning in result.warnings if warning.code == code)


def test_an_unknown_day_is_told_with_what_bounds_it(ask):
    known = {"decided_on": "2019-05-03", "received_on": "2019-05-20"}
    result = ask("refusal", "by_hand", None, **known, **FREE).governing_result
    bounds = {"not_before": date(2019, 5, 3), "not_after": date(2019, 5, 20)}
    assert _values(result, "date_unknown") == bounds


def test_a_later_receipt_is_told_with_its_day(ask):
    result = ask("refusal", "registered", "2019-05-03", received_on="2019-05-13", **FREE).governing_result
    assert _values(result, "receipt_later_than_presumed") == {"received_on": date(2019, 5, 13)}


def test_a_missing_printed_term_is_told_with_the_shortest_and_the_longest(ask):
    result = ask("refusal", "by_hand", "2026-07-01").governing_result
    assert _values(result, "printed_term_missing") == {"shortest": 5, "longest": 30}


def test_a_printed_term_that_differs_is_told_with_the_lawful_one(ask):
    result = ask("refusal", "by_hand", "2022-05-02", printed_term_days=10, **FREE).governing_result
    lawful = {"printed": 10, "lawful": Period(30, "calendar_days")}
    assert _values(result, "printed_term_differs") == lawful


def test_two_readings_of_a_month_are_told_with_the_earlier_day(ask_rule):
    result = ask_rule("ecthr-application", "2023-02-28").governing_result
    assert _values(result, "month_end_readings_differ") == {"safe_on": date(2023, 6, 28)}


@pytest.mark.parametrize(
    ("day", "code", "until"),
    [
        ("2020-04-20", "extension_applied", date(2020, 6, 2)),
        ("2020-04-23", "extension_arguable", date(2020, 6, 2)),
    ],
)
def test_an_extension_is_told_with_its_new_last_day(ask_rule, day, code, until):
    result = ask_rule("rvv-appeal-inadmissibility", day, "by_hand").governing_result
    assert _values(result, code) == {"new_last_day": until}


def test_a_result_carries_the_hash_of_its_version(law, ask_rule):
    result = ask_rule("rvv-appeal-inadmissibility", "2022-05-02", "by_hand").governing_result
    version = law.rule("rvv-appeal-inadmissibility").version_at(date(2022, 5, 2))
    assert result.content_hash == version.content_hash


def test_the_step_of_a_printed_term_says_so_and_only_there(ask):
    printed = ask("refusal", "by_hand", "2026-07-01", printed_term_days=10).governing_result
    assert [step.key for step in printed.steps][2] == "printed_term"
    unknown = ask("refusal", "by_hand", "2026-07-01").governing_result
    assert [step.key for step in unknown.steps][2] == "last_day_calendar_days"


def test_mode_and_printed_term_both_unknown_reach_from_the_shortest_to_the_longest(ask):
    """Handed over and five days, or posted and thirty: posting on 1 July makes Monday 6 July day one."""
    result = ask("refusal", None, "2026-07-01").governing_result
    assert (result.band.earliest_safe, result.band.latest_arguable) == (date(2026, 7, 6), date(2026, 8, 4))


def test_a_late_receipt_beside_an_unknown_printed_term_reaches_to_the_longest_from_the_receipt(ask):
    result = ask("refusal", "registered", "2026-07-01", received_on="2026-07-20").governing_result
    assert (result.band.earliest_safe, result.band.latest_arguable) == (date(2026, 7, 10), date(2026, 8, 18))


def test_two_possible_days_that_end_together_still_have_a_band(ask):
    """Handed over on Thursday 12 or Friday 13 May 2022: thirty days end on a weekend, moved to the same Monday."""
    known = {"decided_on": "2022-05-12", "received_on": "2022-05-13"}
    result = ask("refusal", "by_hand", None, **known, **FREE).governing_result
    assert result.legal_date == date(2022, 6, 13)
    assert (result.band.earliest_safe, result.band.latest_arguable) == (date(2022, 6, 13), date(2022, 6, 13))


@pytest.mark.parametrize(
    ("rule", "day", "mode", "code", "values"),
    [
        (
            "rvv-appeal-inadmissibility",
            "2018-03-01",
            "by_hand",
            "rule_not_in_force",
            {"rule": "rvv-appeal-inadmissibility", "date": date(2018, 3, 1)},
        ),
        (
            "rvv-appeal-ordinary",
            "2007-05-31",
            "by_hand",
            "rule_not_in_force",
            {"rule": "aliens-act-notification", "date": date(2007, 5, 31)},
        ),
        (
            "rvv-appeal-ordinary",
            "2022-05-02",
            "judicial_letter",
            "mode_not_covered",
            {"mode": "judicial_letter", "rule": "aliens-act-notification", "date": date(2022, 5, 2)},
        ),
    ],
)
def test_a_refusal_names_rule_day_and_mode(ask_rule, rule, day, mode, code, values):
    with pytest.raises(LawError) as refused:
        ask_rule(rule, day, mode)
    assert (refused.value.code, refused.value.values) == (code, values)


def test_a_decision_that_no_rule_fits_is_refused_with_what_was_asked(ask):
    with pytest.raises(LawError) as refused:
        ask("inadmissibility", "by_hand", "2015-03-10", **FREE)
    described = {"authority": "cgrs", "kind": "inadmissibility", "date": date(2015, 3, 10)}
    assert (refused.value.code, refused.value.values) == ("no_rule_applies", described)

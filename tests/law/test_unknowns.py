"""What nobody told us: every possibility is computed and the most cautious one is shown."""

from datetime import date

import pytest

from deadlines.law.errors import LawError

FREE = {"detained_at_notification": False}


def _codes(result):
    return [warning.code.value for warning in result.warnings]


def test_an_unknown_mode_gives_the_earliest_day_and_a_band(ask):
    result = ask("refusal", None, "2019-05-03", **FREE).governing_result
    assert result.legal_date == date(2019, 6, 3)
    assert (result.band.earliest_safe, result.band.latest_arguable) == (date(2019, 6, 3), date(2019, 6, 6))
    assert (_codes(result), result.needs_confirmation) == (["mode_unknown"], True)


def test_an_unknown_day_counts_from_the_decision_and_reaches_to_the_receipt(ask):
    result = ask(
        "refusal", "by_hand", None, decided_on="2019-05-03", received_on="2019-05-20", **FREE
    ).governing_result
    assert result.legal_date == date(2019, 6, 3)
    assert (result.band.earliest_safe, result.band.latest_arguable) == (date(2019, 6, 3), date(2019, 6, 19))
    assert _codes(result) == ["date_unknown"]


def test_an_unknown_day_without_receipt_has_no_latest_day(ask):
    result = ask("refusal", "by_hand", None, decided_on="2019-05-03", **FREE).governing_result
    assert (result.legal_date, result.band.latest_arguable) == (date(2019, 6, 3), None)


def test_an_unknown_day_that_nothing_bounds_is_refused(ask):
    with pytest.raises(LawError) as refused:
        ask("refusal", "by_hand", None, received_on="2019-05-20", **FREE)
    assert (refused.value.code, refused.value.field) == ("date_needed", "notification.date")


def test_mode_and_day_both_unknown_give_the_widest_band(ask):
    result = ask(
        "refusal", None, None, decided_on="2019-05-03", received_on="2019-05-20", **FREE
    ).governing_result
    assert (result.band.earliest_safe, result.band.latest_arguable) == (date(2019, 6, 3), date(2019, 6, 21))
    assert _codes(result) == ["date_unknown", "mode_unknown"]


def test_unknown_detention_shows_both_terms_and_the_shorter_governs(ask):
    answer = ask("refusal", "by_hand", "2022-05-02")
    assert [(result.rule, result.legal_date.isoformat()) for result in answer.results] == [
        ("rvv-appeal-while-detained", "2022-05-12"),
        ("rvv-appeal-ordinary", "2022-06-01"),
    ]
    [warning] = answer.governing_result.warnings
    assert (warning.code, dict(warning.values)) == ("fact_unknown", {"fact": "detained_at_notification"})


def test_a_fact_stated_as_null_is_as_unknown_as_an_absent_one(ask):
    absent = ask("refusal", "by_hand", "2022-05-02")
    assert ask("refusal", "by_hand", "2022-05-02", detained_at_notification=None) == absent


def test_a_ground_not_stated_beside_unknown_detention_takes_the_five_days(ask):
    answer = ask("inadmissibility", "registered", "2018-05-22", **FREE)
    assert [(result.rule, result.legal_date.isoformat(), _codes(result)) for result in answer.results] == [
        (
            "rvv-appeal-subsequent-application-lodged-in-detention",
            "2018-05-29",
            ["fact_unknown", "ground_unknown"],
        ),
        ("rvv-appeal-inadmissibility", "2018-06-04", []),
    ]
    assert (answer.governing, answer.leading) == (0, (0,))
    assert answer.governing_result.needs_confirmation


def test_a_ground_or_a_fact_that_is_stated_rules_the_other_unknown_out(ask):
    by_fact = ask("inadmissibility", "registered", "2018-05-22", **FREE, detained_at_application=False)
    by_ground = ask("inadmissibility", "registered", "2018-05-22", **FREE, grounds="protection_in_eu_state")
    for answer in (by_fact, by_ground):
        [result] = answer.results
        assert (result.rule, result.legal_date) == ("rvv-appeal-inadmissibility", date(2018, 6, 4))
        assert _codes(result) == []


def test_a_ground_not_stated_after_an_application_in_detention_takes_the_five_days(ask):
    result = ask(
        "inadmissibility", "by_hand", "2022-05-02", **FREE, detained_at_application=True
    ).governing_result
    assert (result.rule, result.legal_date) == (
        "rvv-appeal-subsequent-application-lodged-in-detention",
        date(2022, 5, 9),
    )
    assert _codes(result) == ["ground_unknown"]


def test_another_ground_rules_the_five_days_out(ask):
    [result] = ask("inadmissibility", "by_hand", "2022-05-02", grounds=["safe_third_country"], **FREE).results
    assert (result.rule, result.warnings) == ("rvv-appeal-inadmissibility", ())


def test_an_unknown_mode_of_a_term_that_others_must_keep_shows_the_latest_day(ask_rule):
    result = ask_rule("third-party-opposition", "2022-07-20").governing_result
    assert (result.legal_date, result.safe_date) == (date(2022, 8, 25), date(2022, 8, 25))
    assert (result.band.earliest_safe, result.band.latest_arguable) == (date(2022, 8, 22), date(2022, 8, 25))


def test_of_two_terms_that_end_together_the_certain_one_governs(ask):
    answer = ask("accelerated_refusal", "by_hand", "2022-05-02", detained_at_notification=True)
    assert [(result.rule, result.legal_date.isoformat()) for result in answer.results] == [
        ("rvv-appeal-while-detained", "2022-05-12"),
        ("rvv-appeal-accelerated", "2022-05-12"),
    ]

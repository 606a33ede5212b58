"""Which term applies under which regime: the right rule, version and day, and nothing beside it."""

from datetime import date

import pytest

from deadlines.law.errors import LawError

FREE = {"detained_at_notification": False}
DETAINED = {"detained_at_notification": True}
SUBSEQUENT = {"grounds": ["subsequent_application"]}


def _found(answer):
    return [(result.rule, result.version, result.legal_date.isoformat()) for result in answer.results]


@pytest.mark.parametrize(
    ("kind", "day", "facts", "rule", "legal_date"),
    [
        # handed over, so day one is the next day
        ("refusal", "2010-03-01", FREE, "rvv-appeal-ordinary", "2010-03-31"),
        ("refusal", "2013-03-01", DETAINED, "rvv-appeal-while-detained", "2013-03-18"),
        ("refusal", "2014-05-30", DETAINED, "rvv-appeal-while-detained", "2014-06-16"),
        ("refusal", "2014-05-31", DETAINED, "rvv-appeal-while-detained", "2014-06-16"),
        ("refusal", "2018-03-21", DETAINED, "rvv-appeal-while-detained", "2018-04-05"),
        ("refusal", "2018-03-22", DETAINED, "rvv-appeal-while-detained", "2018-04-03"),
        ("refusal", "2026-06-11", DETAINED, "rvv-appeal-while-detained", "2026-06-22"),
        ("exclusion", "2026-06-11", FREE, "rvv-appeal-ordinary", "2026-07-13"),
        (
            "inadmissibility",
            "2026-06-11",
            FREE | {"detained_at_application": False},
            "rvv-appeal-inadmissibility",
            "2026-06-22",
        ),
    ],
)
def test_a_decision_handed_over_has_one_term_in_each_regime(ask, kind, day, facts, rule, legal_date):
    [result] = ask(kind, "by_hand", day, **facts).results
    assert (result.rule, result.legal_date) == (rule, date.fromisoformat(legal_date))
    assert not [warning for warning in result.warnings if warning.code != "start_rule_provisional"]


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({"ten_day_clause": True}, ["rvv-appeal-accelerated"]),
        ({"decided_within_fifteen_working_days": True}, ["rvv-appeal-accelerated"]),
        ({"ten_day_clause": False, "decided_within_fifteen_working_days": False}, ["rvv-appeal-ordinary"]),
        ({"ten_day_clause": False}, ["rvv-appeal-accelerated", "rvv-appeal-ordinary"]),
        ({}, ["rvv-appeal-accelerated", "rvv-appeal-ordinary"]),
    ],
)
def test_ten_days_of_an_accelerated_refusal_hang_on_the_speed_of_the_cgrs(ask, facts, rules):
    answer = ask("accelerated_refusal", "by_hand", "2022-05-02", **FREE, **facts)
    assert [result.rule for result in answer.results] == rules


def test_an_accelerated_refusal_of_unknown_speed_takes_the_ten_days(ask):
    answer = ask("manifestly_unfounded", "by_hand", "2022-05-02", **FREE)
    assert _found(answer) == [
        ("rvv-appeal-accelerated", "2018-03-22", "2022-05-12"),
        ("rvv-appeal-ordinary", "2018-03-22", "2022-06-01"),
    ]
    unknown = {dict(warning.values)["fact"] for warning in answer.governing_result.warnings}
    assert unknown == {"ten_day_clause", "decided_within_fifteen_working_days"}


def test_the_two_detention_tests_stay_apart(ask):
    """Detained when the application was made: five days. Detained when notified only: ten."""
    made_inside = ask(
        "inadmissibility", "by_hand", "2022-05-02", **SUBSEQUENT, **FREE, detained_at_application=True
    )
    assert _found(made_inside)[0] == (
        "rvv-appeal-subsequent-application-lodged-in-detention",
        "2018-03-22",
        "2022-05-09",
    )
    notified_inside = ask(
        "inadmissibility", "by_hand", "2022-05-02", **SUBSEQUENT, **DETAINED, detained_at_application=False
    )
    assert {result.legal_date for result in notified_inside.results} == {date(2022, 5, 12)}


def test_competing_rules_are_all_listed_and_the_shortest_governs(ask):
    answer = ask(
        "inadmissibility", "by_hand", "2022-05-02", **SUBSEQUENT, **DETAINED, detained_at_application=True
    )
    assert [result.rule for result in answer.results] == [
        "rvv-appeal-subsequent-application-lodged-in-detention",
        "rvv-appeal-inadmissibility",
        "rvv-appeal-while-detained",
    ]
    assert answer.governing_result.legal_date == date(2022, 5, 9)


@pytest.mark.parametrize(
    ("grounds", "facts", "found"),
    [
        ("safe_country_of_origin", FREE, [("rvv-appeal-safe-country-non-consideration", "2015-03-25")]),
        (
            "subsequent_application",
            FREE | {"non_consideration_number": 1},
            [("rvv-appeal-subsequent-non-consideration", "2015-03-25")],
        ),
        (
            "subsequent_application",
            DETAINED | {"non_consideration_number": 1},
            [("rvv-appeal-subsequent-non-consideration-detained", "2015-03-20")],
        ),
        (
            "subsequent_application",
            DETAINED | {"non_consideration_number": 3},
            [("rvv-appeal-repeated-subsequent-non-consideration", "2015-03-16")],
        ),
    ],
)
def test_refusals_to_consider_of_2014_to_2018_have_fifteen_ten_or_five_days(ask, grounds, facts, found):
    answer = ask("non_consideration", "by_hand", "2015-03-10", grounds=grounds, **facts)
    assert [(result.rule, result.legal_date.isoformat()) for result in answer.results] == found


def test_a_second_refusal_to_consider_notified_to_somebody_free_shows_both_readings(ask):
    answer = ask(
        "non_consideration", "by_hand", "2015-03-10", **SUBSEQUENT, **FREE, non_consideration_number=2
    )
    assert [(result.rule, result.legal_date.isoformat()) for result in answer.results] == [
        ("rvv-appeal-repeated-subsequent-non-consideration", "2015-03-16"),
        ("rvv-appeal-subsequent-non-consideration", "2015-03-25"),
    ]
    assert [warning.code for warning in answer.governing_result.warnings] == ["reading_disputed"]
    assert answer.governing_result.needs_confirmation


def test_a_refusal_to_consider_without_ground_or_fact_takes_the_five_days(ask):
    answer = ask("non_consideration", "by_hand", "2015-03-10")
    assert answer.governing_result.rule == "rvv-appeal-repeated-subsequent-non-consideration"
    assert answer.governing_result.legal_date == date(2015, 3, 16)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (FREE | {"removal_imminent": False}, [("rvv-annulment", "2022-06-01")]),
        (DETAINED | {"removal_imminent": False}, [("rvv-appeal-while-detained", "2022-05-12")]),
        (
            FREE | {"removal_imminent": True, "removal_measure_number": 1},
            [("rvv-extreme-urgency-first-measure", "2022-05-12"), ("rvv-annulment", "2022-06-01")],
        ),
        (
            FREE | {"removal_imminent": True, "removal_measure_number": 2},
            [("rvv-extreme-urgency-further-measure", "2022-05-09"), ("rvv-annulment", "2022-06-01")],
        ),
    ],
)
def test_a_transfer_opens_annulment_and_where_imminent_extreme_urgency(ask, facts, found):
    answer = ask("transfer", "by_hand", "2022-05-02", authority="immigration_office", **facts)
    assert [(result.rule, result.legal_date.isoformat()) for result in answer.results] == found


def test_a_refused_family_reunification_is_suspensive(ask):
    [result] = ask(
        "family_reunification_refusal", "by_hand", "2022-05-02", authority="immigration_office", **FREE
    ).results
    assert (result.rule, result.suspensive) == ("rvv-annulment-suspensive", "automatic")


def test_a_kind_that_the_authority_does_not_take_is_refused(ask):
    with pytest.raises(LawError) as refused:
        ask("refusal", "by_hand", "2022-05-02", authority="fedasil")
    assert (refused.value.code, refused.value.field) == ("no_rule_applies", "decision")


def test_a_kind_that_did_not_exist_yet_is_refused(ask):
    with pytest.raises(LawError, match="no_rule_applies"):
        ask("inadmissibility", "by_hand", "2015-03-10", **FREE)


@pytest.mark.parametrize(
    ("mentioned", "found"),
    [
        (True, [("cassation-of-rvv-judgment", "2024-03-12")]),
        (False, [("cassation-of-rvv-judgment-without-remedies", "2024-07-11")]),
        (
            None,
            [
                ("cassation-of-rvv-judgment", "2024-03-12"),
                ("cassation-of-rvv-judgment-without-remedies", "2024-07-11"),
            ],
        ),
    ],
)
def test_cassation_waits_four_months_where_the_judgment_is_silent(ask, mentioned, found):
    answer = ask(
        "rvv_judgment", "registered_with_receipt", "2024-02-11", authority="rvv", remedies_mentioned=mentioned
    )
    assert [(result.rule, result.legal_date.isoformat()) for result in answer.results] == found


def test_a_delayed_term_has_its_own_step_and_an_equal_safe_day(ask):
    [result] = ask(
        "rvv_judgment", "registered_with_receipt", "2024-02-11", authority="rvv", remedies_mentioned=False
    ).results
    assert [(step.key, step.on.isoformat()) for step in result.steps] == [
        ("act", "2024-02-11"),
        ("day_one", "2024-02-12"),
        ("delay", "2024-06-12"),
        ("last_day_calendar_days", "2024-07-11"),
    ]
    assert result.safe_date == result.legal_date


def test_a_delay_read_in_two_ways_gives_an_earlier_safe_day(ask):
    """Notified on 28 February: the four months end on 30 June by the letter, on 28 June by the other reading."""
    [result] = ask(
        "rvv_judgment", "registered_with_receipt", "2023-02-28", authority="rvv", remedies_mentioned=False
    ).results
    assert (result.legal_date, result.safe_date) == (date(2023, 7, 31), date(2023, 7, 28))

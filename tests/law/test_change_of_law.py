"""Facts on both sides of a change of law give both terms; the earlier one governs."""

from datetime import date

import pytest

from deadlines.law.errors import LawError

FREE = {"detained_at_notification": False}
DETAINED = {"detained_at_notification": True}


def _versions(answer):
    return [(result.rule, result.version, result.legal_date.isoformat()) for result in answer.results]


@pytest.mark.parametrize(
    ("decided_on", "day", "found"),
    [
        ("2018-03-20", "2018-03-23", [("2018-03-22", "2018-04-03"), ("2014-05-31", "2018-04-09")]),
        ("2014-05-28", "2014-06-02", [("2009-05-29", "2014-06-17"), ("2014-05-31", "2014-06-17")]),
    ],
)
def test_decided_before_and_notified_after_shows_both_versions(ask, decided_on, day, found):
    answer = ask("refusal", "by_hand", day, decided_on=decided_on, **DETAINED)
    assert _versions(answer) == [("rvv-appeal-while-detained", *each) for each in found]
    for result in answer.results:
        assert [warning.code for warning in result.warnings] == ["law_changed_between"]
        assert result.needs_confirmation


def test_decided_and_notified_on_one_side_shows_one_version(ask):
    assert len(ask("refusal", "by_hand", "2018-03-23", decided_on="2018-03-22", **DETAINED).results) == 1
    assert len(ask("refusal", "by_hand", "2018-03-21", decided_on="2018-03-20", **DETAINED).results) == 1


def test_a_refusal_to_consider_notified_after_its_abolition_shows_the_old_and_the_new_term(ask):
    answer = ask(
        "non_consideration",
        "by_hand",
        "2018-03-26",
        decided_on="2018-03-19",
        grounds="safe_country_of_origin",
        **FREE,
    )
    assert _versions(answer) == [
        ("rvv-appeal-inadmissibility", "2018-03-22", "2018-04-05"),
        ("rvv-appeal-safe-country-non-consideration", "2014-05-31", "2018-04-10"),
    ]


def test_posted_before_and_presumed_received_after_shows_both_versions(ask):
    answer = ask("refusal", "registered", "2018-03-20", **DETAINED)
    assert _versions(answer) == [
        ("rvv-appeal-while-detained", "2018-03-22", "2018-04-03"),
        ("rvv-appeal-while-detained", "2014-05-31", "2018-04-06"),
    ]


def test_from_12_june_2026_the_day_of_notification_alone_decides(ask):
    [result] = ask(
        "refusal", "by_hand", "2026-06-15", decided_on="2026-06-01", printed_term_days=30, **FREE
    ).results
    assert (result.rule, result.legal_date) == ("rvv-appeal-printed-term", date(2026, 7, 15))


def test_posted_before_12_june_2026_and_received_after_shows_both_regimes(ask):
    answer = ask("refusal", "registered", "2026-06-10", printed_term_days=30, **FREE)
    assert {result.rule for result in answer.results} == {"rvv-appeal-ordinary", "rvv-appeal-printed-term"}
    assert all(
        "law_changed_between" in [warning.code for warning in result.warnings] for result in answer.results
    )


@pytest.mark.parametrize(
    ("application_on", "found"),
    [
        ("2025-06-01", [("2011-09-22", "2026-03-01")]),
        ("2025-10-01", [("2025-08-18", "2025-09-01")]),
        (None, [("2025-08-18", "2025-09-01"), ("2011-09-22", "2026-03-01")]),
    ],
)
def test_a_term_picked_by_a_later_application_shows_both_until_that_day_is_known(
    ask_rule, application_on, found
):
    answer = ask_rule(
        "family-reunification-favourable-conditions", "2025-03-01", application_on=application_on
    )
    assert [(result.version, result.legal_date.isoformat()) for result in answer.results] == found


def test_a_status_granted_under_the_new_act_has_its_term_only(ask_rule):
    [result] = ask_rule("family-reunification-favourable-conditions", "2025-09-01").results
    assert (result.version, result.legal_date) == ("2025-08-18", date(2026, 3, 1))


def test_a_wait_whose_rule_was_suspended_meanwhile_says_so(ask_rule):
    rule = "family-reunification-wait-subsidiary-protection"
    [result] = ask_rule(rule, "2025-09-01").results
    assert result.legal_date == date(2027, 9, 1)
    [warning] = result.warnings
    assert (warning.code, dict(warning.values)) == ("law_changed_between", {"changed_on": date(2026, 2, 26)})
    [before] = ask_rule(rule, "2025-09-01", application_on="2026-02-01").results
    assert before.warnings == ()
    with pytest.raises(LawError, match="rule_not_in_force"):
        ask_rule(rule, "2025-09-01", application_on="2026-03-01")


def test_a_rule_asked_by_name_says_when_it_ended_before_the_letter_counted_as_received(ask_rule):
    [result] = ask_rule("rvv-appeal-inadmissibility", "2026-06-10", "registered").results
    assert [warning.code for warning in result.warnings] == ["law_changed_between"]


@pytest.mark.parametrize(
    ("mode", "day", "others"),
    [
        ("registered", "2018-03-19", {}),  # presumed received on the very day of the change
        ("by_hand", "2018-03-22", {"decided_on": "2018-03-21"}),  # handed over on that very day
        (None, "2018-03-20", {}),  # only by post would it have arrived after the change
    ],
)
def test_the_very_day_of_the_change_shows_both_versions(ask, mode, day, others):
    answer = ask("refusal", mode, day, **others, **DETAINED)
    assert {result.version for result in answer.results} == {"2014-05-31", "2018-03-22"}
    codes = [warning.code for result in answer.results for warning in result.warnings]
    assert codes.count("law_changed_between") == 2


def test_an_unknown_day_that_may_lie_before_the_change_shows_both_regimes(ask):
    answer = ask("refusal", "by_hand", None, decided_on="2026-06-10", received_on="2026-06-15", **FREE)
    assert {result.rule for result in answer.results} == {"rvv-appeal-ordinary", "rvv-appeal-printed-term"}


def test_an_unknown_day_of_grant_widens_the_window_of_the_application(ask_rule):
    rule = "family-reunification-favourable-conditions"
    either = ask_rule(rule, None, decided_on="2025-08-10", received_on="2025-08-20")
    assert {result.version for result in either.results} == {"2011-09-22", "2025-08-18"}


def test_a_term_that_may_outlive_its_version_says_so(ask_rule):
    """Granted between 10 and 20 August 2024: only the later twelve months reach past 18 August 2025."""
    rule = "family-reunification-favourable-conditions"
    [result] = ask_rule(rule, None, decided_on="2024-08-10", received_on="2024-08-20").results
    assert (result.version, result.legal_date) == ("2011-09-22", date(2025, 8, 10))
    assert "law_changed_between" in [warning.code for warning in result.warnings]

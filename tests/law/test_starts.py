"""Day one by mode and by period, and what a later receipt changes."""

from datetime import date

import pytest

from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.starts import Delivery, possible_starts
from deadlines.law.vocabulary import Mode

LAW = load_law()
FREE = {"detained_at_notification": False}


def _day_one(start_rule: str, mode: str, day: str) -> str:
    delivery = Delivery(Mode(mode), date.fromisoformat(day))
    [start] = possible_starts(LAW.starts[start_rule], delivery, LAW.calendar)
    return start.day_one.isoformat()


@pytest.mark.parametrize(
    ("mode", "day_one"),
    [
        ("registered", "2022-07-26"),  # 20 July: 21 July is a holiday, then a weekend
        ("ordinary_post", "2022-07-26"),
        ("registered_with_receipt", "2022-07-21"),
        ("by_hand", "2022-07-21"),
        ("courier", "2022-07-21"),
        ("fax", "2022-07-21"),
        ("email", "2022-07-21"),
        ("jbox", "2022-07-21"),
        ("other_lawful", "2022-07-21"),
        ("bailiff", "2022-07-21"),
    ],
)
def test_day_one_before_the_rvv_follows_the_mode(mode, day_one):
    assert _day_one("aliens-act-notification", mode, "2022-07-20") == day_one


@pytest.mark.parametrize(
    ("mode", "day_one"),
    [
        ("bailiff", "2022-07-21"),
        ("judicial_letter", "2022-07-21"),
        ("registered_with_receipt", "2022-07-21"),
        ("by_hand", "2022-07-21"),
        ("registered", "2022-07-26"),
        ("ordinary_post", "2022-07-26"),
    ],
)
def test_day_one_before_the_courts_follows_the_mode(mode, day_one):
    assert _day_one("judicial-code-notification", mode, "2022-07-20") == day_one


@pytest.mark.parametrize("mode", ["jbox", "registered"])
def test_an_order_of_the_rvv_counts_from_its_sending(mode):
    assert _day_one("day-after-sending", mode, "2022-08-04") == "2022-08-05"


@pytest.mark.parametrize(
    ("start_rule", "mode", "day"),
    [
        ("aliens-act-notification", "email", "2013-08-31"),
        ("aliens-act-notification", "judicial_letter", "2022-05-02"),
        ("judicial-code-notification", "by_hand", "2012-03-31"),
        ("judicial-code-notification", "email", "2022-05-02"),
    ],
)
def test_a_mode_the_law_did_not_know_that_day_is_refused(start_rule, mode, day):
    with pytest.raises(LawError) as refused:
        _day_one(start_rule, mode, day)
    assert (refused.value.code, refused.value.field) == ("mode_not_covered", "notification.mode")


def test_email_counts_from_the_first_day_the_law_knew_it():
    assert _day_one("aliens-act-notification", "email", "2013-09-01") == "2013-09-02"


def test_a_day_before_any_start_rule_is_refused():
    with pytest.raises(LawError) as refused:
        _day_one("aliens-act-notification", "by_hand", "2007-05-31")
    assert (refused.value.code, refused.value.field) == ("rule_not_in_force", "notification.date")


def test_before_2011_the_earliest_day_one_is_used_and_said_to_be_provisional(ask):
    result = ask("refusal", "registered", "2010-03-01", **FREE).governing_result
    assert result.steps[1].on == date(2010, 3, 2)
    assert [warning.code for warning in result.warnings] == ["start_rule_provisional"]
    assert (result.confidence, result.needs_confirmation) == ("low", True)


def test_service_by_a_bailiff_is_counted_but_warned_about(ask):
    result = ask("refusal", "bailiff", "2022-05-02", **FREE).governing_result
    assert [warning.code for warning in result.warnings] == ["mode_not_listed"]
    assert result.needs_confirmation


def test_a_proven_later_receipt_widens_the_band_and_leaves_the_presumed_date(ask):
    result = ask("refusal", "registered", "2019-05-03", received_on="2019-05-13", **FREE).governing_result
    assert result.legal_date == date(2019, 6, 6)
    assert (result.band.earliest_safe, result.band.latest_arguable) == (date(2019, 6, 6), date(2019, 6, 11))
    assert [warning.code for warning in result.warnings] == ["receipt_later_than_presumed"]


@pytest.mark.parametrize("received_on", ["2019-05-06", "2019-05-08"])
def test_a_receipt_not_later_than_presumed_changes_nothing(ask, received_on):
    result = ask("refusal", "registered", "2019-05-03", received_on=received_on, **FREE).governing_result
    assert (result.legal_date, result.band, result.warnings) == (date(2019, 6, 6), None, ())


def test_fetching_a_letter_with_receipt_later_changes_nothing(ask):
    result = ask(
        "refusal", "registered_with_receipt", "2019-05-03", received_on="2019-05-13", **FREE
    ).governing_result
    assert (result.legal_date, result.band) == (date(2019, 6, 3), None)


def test_the_most_doubtful_of_rule_and_mode_gives_the_confidence(ask):
    assert ask("refusal", "courier", "2022-05-02", **FREE).governing_result.confidence == "medium"
    assert ask("refusal", "by_hand", "2022-05-02", **FREE).governing_result.confidence == "high"

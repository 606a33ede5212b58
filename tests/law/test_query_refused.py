"""Whatever is odd in a question is refused with a code and the place of the field."""

from datetime import date, datetime

import pytest

from deadlines.law.errors import LawError
from deadlines.law.select import parse_query
from deadlines.law.vocabulary import Ground

DECISION = {"authority": "cgrs", "kind": "refusal"}
NOTIFICATION = {"mode": "by_hand", "date": "2022-05-02"}
QUESTION = {"decision": DECISION, "notification": NOTIFICATION}


@pytest.mark.parametrize(
    ("question", "code", "field"),
    [
        (QUESTION | {"decison": {}}, "unknown_key", "decison"),
        (QUESTION | {"decision": DECISION | {"colour": "red"}}, "unknown_key", "decision.colour"),
        (QUESTION | {"facts": {"detained": True}}, "unknown_key", "facts.detained"),
        (QUESTION | {"notification": NOTIFICATION | {"on": "2022-05-02"}}, "unknown_key", "notification.on"),
        (QUESTION | {"event": NOTIFICATION}, "unknown_key", "event"),
        ({"decision": DECISION}, "missing_key", "notification"),
        (QUESTION | {"notification": {"mode": "by_hand"}}, "missing_key", "notification.date"),
        ({"notification": NOTIFICATION}, "missing_key", "decision.authority"),
        (QUESTION | {"decision": {"authority": "cgrs"}}, "missing_key", "decision.kind"),
        (QUESTION | {"decision": "refusal"}, "wrong_type", "decision"),
        (QUESTION | {"rule": 7}, "wrong_type", "rule"),
        (
            QUESTION | {"facts": {"detained_at_notification": "yes"}},
            "wrong_type",
            "facts.detained_at_notification",
        ),
        (
            QUESTION | {"facts": {"removal_measure_number": True}},
            "wrong_type",
            "facts.removal_measure_number",
        ),
        (QUESTION | {"facts": {"removal_measure_number": "2"}}, "wrong_type", "facts.removal_measure_number"),
        (QUESTION | {"notification": NOTIFICATION | {"date": 20220502}}, "wrong_type", "notification.date"),
        (
            QUESTION | {"notification": NOTIFICATION | {"date": datetime(2022, 5, 2, 9)}},
            "wrong_type",
            "notification.date",
        ),
        (QUESTION | {"decision": DECISION | {"grounds": 3}}, "wrong_type", "decision.grounds"),
        (QUESTION | {"decision": DECISION | {"grounds": [3]}}, "wrong_type", "decision.grounds"),
        (QUESTION | {"decision": DECISION | {"authority": "CGRS"}}, "unknown_value", "decision.authority"),
        (QUESTION | {"decision": DECISION | {"grounds": ["none"]}}, "unknown_value", "decision.grounds"),
        (
            QUESTION | {"notification": NOTIFICATION | {"mode": "pigeon"}},
            "unknown_value",
            "notification.mode",
        ),
        (
            QUESTION | {"notification": NOTIFICATION | {"date": "2022-02-30"}},
            "date_impossible",
            "notification.date",
        ),
        (
            QUESTION | {"notification": NOTIFICATION | {"date": "20220502"}},
            "date_impossible",
            "notification.date",
        ),
        (
            QUESTION | {"notification": NOTIFICATION | {"date": "2 May"}},
            "date_impossible",
            "notification.date",
        ),
        (
            QUESTION | {"notification": NOTIFICATION | {"received_on": "2022-05-01"}},
            "dates_contradict",
            "notification.received_on",
        ),
        (
            QUESTION | {"decision": DECISION | {"decided_on": "2022-05-03"}},
            "dates_contradict",
            "notification.date",
        ),
        (
            {
                "decision": DECISION | {"decided_on": "2022-05-03"},
                "notification": {"date": None, "received_on": "2022-05-02"},
            },
            "dates_contradict",
            "notification.received_on",
        ),
        (QUESTION | {"printed_term_days": 0}, "number_out_of_range", "printed_term_days"),
        (QUESTION | {"printed_term_days": 367}, "number_out_of_range", "printed_term_days"),
        (
            QUESTION | {"facts": {"removal_measure_number": 0}},
            "number_out_of_range",
            "facts.removal_measure_number",
        ),
    ],
)
def test_an_odd_question_is_refused_with_code_and_field(question, code, field):
    with pytest.raises(LawError) as refused:
        parse_query(question)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_question_that_is_no_mapping_is_refused():
    with pytest.raises(LawError) as refused:
        parse_query(["rule"])
    assert (refused.value.code, refused.value.field) == ("wrong_type", None)


def test_one_ground_may_be_written_without_a_list():
    query = parse_query(QUESTION | {"decision": DECISION | {"grounds": "eu_national"}})
    assert query.grounds == {Ground.EU_NATIONAL}


@pytest.mark.parametrize("grounds", [None, []])
def test_no_grounds_means_not_stated(grounds):
    assert parse_query(QUESTION | {"decision": DECISION | {"grounds": grounds}}).grounds is None


def test_a_date_may_be_a_date_already():
    query = parse_query({"rule": "penalty-prescription", "event": {"date": date(2022, 8, 10)}})
    assert query.delivery.on == date(2022, 8, 10)


def test_an_unknown_rule_is_refused_by_name(ask_rule):
    with pytest.raises(LawError) as refused:
        ask_rule("rvv-appeal-of-nobody", "2022-05-02")
    assert (refused.value.code, refused.value.field) == ("rule_unknown", "rule")


@pytest.mark.parametrize("day", ["2018-03-20", "2026-06-13"])
def test_a_rule_outside_its_versions_is_refused(ask_rule, day):
    with pytest.raises(LawError) as refused:
        ask_rule("rvv-appeal-inadmissibility", day, "by_hand")
    assert (refused.value.code, refused.value.field) == ("rule_not_in_force", "notification.date")


def test_a_term_that_would_roll_beyond_the_confirmed_table_is_refused(ask_rule):
    with pytest.raises(LawError) as refused:
        ask_rule("appeal-against-judgment", "2040-12-15", "bailiff")
    assert refused.value.code == "calendar_not_confirmed"


def test_an_error_reads_as_one_line_and_knows_no_other_codes():
    error = LawError("date_needed", "notification.date", rule="x")
    assert str(error) == "date_needed at notification.date rule=x"
    assert str(LawError("date_needed")) == "date_needed"
    with pytest.raises(KeyError):
        LawError("no_such_code")

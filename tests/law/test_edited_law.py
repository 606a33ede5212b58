"""A copy of the rules, edited as a lawyer might: closures of a forum, a rule that comes back, doubts of its own."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from deadlines.law.changes import Change, changes_between
from deadlines.law.compute import answer
from deadlines.law.errors import LawError
from deadlines.law.explain import rule_as_dict
from deadlines.law.load import PACKAGED_FOLDER, load_law
from deadlines.law.query import parse_query
from deadlines.law.rules import LeadTimes

HEARING = "rules/rvv-request-hearing.yaml"
POSTED = {"rule": "rvv-appeal-while-detained", "notification": {"mode": "registered", "date": "2018-03-16"}}
BACK_IN_2027 = """  - from: 2027-01-01
    event: order_sent
    period: 8 calendar_days
    start: day-after-sending
    article: rvv-act
    source: [rvv-act]
    confidence: medium
    checked_on: 2026-11-22
"""
CLOSED = (
    "closures: [{forum: rvv, day: 2024-05-10, reason: {nl: brug, fr: pont, en: bridge}, source: invented}]"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGED_FOLDER, tmp_path / "law"))


def _edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _asked(folder, question):
    return answer(load_law(folder), parse_query(question))


def _ask(folder, rule, mode, day):
    return _asked(folder, {"rule": rule, "notification": {"mode": mode, "date": day}}).governing_result


def test_a_closure_moves_day_one_and_the_last_day_of_its_forum_only(folder):
    _edit(folder, "calendars/belgium.yaml", "closures: []", CLOSED)
    # Posted on Tuesday 7 May 2024; Thursday the 9th is Ascension Day and Friday the 10th is closed.
    posted = _ask(folder, "rvv-appeal-inadmissibility", "registered", "2024-05-07")
    assert [step.on for step in posted.steps if step.key == "day_one_working"] == [date(2024, 5, 14)]
    handed_over = _ask(folder, "rvv-appeal-inadmissibility", "by_hand", "2024-04-29")
    assert (handed_over.raw_date, handed_over.legal_date) == (date(2024, 5, 9), date(2024, 5, 13))
    elsewhere = _ask(folder, "third-party-opposition", "bailiff", "2024-04-09")
    assert (elsewhere.raw_date, elsewhere.legal_date) == (date(2024, 5, 9), date(2024, 5, 10))


def test_a_closure_carries_the_presumed_receipt_into_the_new_law(folder):
    """Posted on Friday 16 March 2018, three open days end on the 21st; the new law begins on the 22nd."""
    assert {each.version for each in _asked(folder, POSTED).results} == {"2014-05-31"}
    _edit(folder, "calendars/belgium.yaml", "closures: []", CLOSED.replace("2024-05-10", "2018-03-20"))
    assert {each.version for each in _asked(folder, POSTED).results} == {"2014-05-31", "2018-03-22"}


def test_a_rule_that_comes_back_is_counted_again(folder):
    path = folder / HEARING
    path.write_text(path.read_text(encoding="utf-8") + BACK_IN_2027, encoding="utf-8")
    assert _ask(folder, "rvv-request-hearing", "jbox", "2027-02-01").legal_date == date(2027, 2, 9)
    with pytest.raises(LawError, match="rule_not_in_force"):
        _ask(folder, "rvv-request-hearing", "jbox", "2026-07-01")


def test_lead_times_of_a_rule_are_told_and_change_neither_its_dates_nor_its_fingerprint(folder):
    before = load_law(folder)
    _edit(folder, HEARING, "    rolls: true\n", "    rolls: true\n    reminders: {working_days: [7, 2, 0]}\n")
    after = load_law(folder)
    said = [each["reminders"] for each in rule_as_dict(after.rule("rvv-request-hearing"), "nl")["versions"]]
    assert said == [{"unit": "working_days", "before": [7, 2, 0]}, None]
    assert after.content_hash == before.content_hash
    stated = LeadTimes("working_days", (7, 2, 0))
    assert changes_between(before, after) == (
        Change("rvv-request-hearing 2011-01-10 reminders", None, stated),
    )


def test_a_rule_of_low_confidence_asks_for_confirmation_without_any_warning(folder):
    sure = _ask(folder, "rvv-request-hearing", "jbox", "2022-08-04")
    assert (sure.warnings, sure.confidence, sure.needs_confirmation) == ((), "high", False)
    _edit(folder, HEARING, "confidence: high", "confidence: low")
    unsure = _ask(folder, "rvv-request-hearing", "jbox", "2022-08-04")
    assert (unsure.warnings, unsure.confidence, unsure.needs_confirmation) == ((), "low", True)


def test_a_rule_marked_for_confirmation_says_so(folder):
    _edit(folder, HEARING, "confidence: high", "confidence: high\n    needs_confirmation: true")
    result = _ask(folder, "rvv-request-hearing", "jbox", "2022-08-04")
    assert [warning.code for warning in result.warnings] == ["state_of_law_not_confirmed"]
    assert (result.confidence, result.needs_confirmation) == ("high", True)


def test_a_version_without_conditions_is_never_chosen_for_a_decision(folder):
    path = folder / "rules/rvv-appeal-inadmissibility.yaml"
    path.write_text(path.read_text(encoding="utf-8") + BACK_IN_2027, encoding="utf-8")
    decision = {"authority": "cgrs", "kind": "inadmissibility"}
    question = {"decision": decision, "notification": {"mode": "by_hand", "date": "2027-02-01"}}
    assert [each.rule for each in _asked(folder, question).results] == ["rvv-appeal-printed-term"]


def test_a_delay_and_a_period_in_working_days_follow_each_other(folder):
    """Sent on Thursday 4 August 2022: Friday and Monday are the delay, then three open days run."""
    _edit(folder, HEARING, "period: 15 calendar_days", "delay: 2 working_days\n    period: 3 working_days")
    result = _ask(folder, "rvv-request-hearing", "jbox", "2022-08-04")
    assert [(step.key, step.on) for step in result.steps][2:] == [
        ("delay", date(2022, 8, 9)),
        ("last_day_working_days", date(2022, 8, 11)),
    ]
    assert (result.legal_date, result.safe_date) == (date(2022, 8, 11), date(2022, 8, 11))

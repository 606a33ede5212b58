"""What holds for every rule and every version, whatever it says."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deadlines.law.compute import answer
from deadlines.law.explain import answer_as_dict, rule_as_dict
from deadlines.law.load import load_law
from deadlines.law.select import parse_query
from deadlines.law.vocabulary import RuleKind

LAW = load_law()
NEWEST_DAY = date(2026, 11, 22)
VERSIONS = [
    pytest.param(rule, version, id=f"{rule.id} {version.name}")
    for rule in LAW.rules.values()
    for version in rule.versions
    if not version.is_repealed
]
EVERY_VERSION = [
    (rule, version) for rule in LAW.rules.values() for version in rule.versions if not version.is_repealed
]
PARTY_VERSIONS = [
    (rule, version)
    for rule in LAW.rules.values()
    for version in rule.versions
    if rule.kind is RuleKind.PARTY_DEADLINE and not version.is_repealed
]


def _mode_of(version, on):
    modes = version.start.version_at(on).modes
    return next(iter(modes), None)


def _ask(rule, version, on):
    notification = {"mode": _mode_of(version, on), "date": on}
    return answer(LAW, parse_query({"rule": rule.id, "notification": notification}))


def _a_day_within(version):
    """A day well inside the version, in the confirmed calendar and under a start rule that is known."""
    first = max(version.starts_on, date(2000, 1, 3), version.start.versions[0].starts_on)
    return first + timedelta(days=10)


@pytest.mark.parametrize(("rule", "version"), VERSIONS)
def test_a_version_in_force_computes_and_explains_itself_in_three_languages(rule, version):
    found = _ask(rule, version, _a_day_within(version))
    assert version.name in [result.version for result in found.results]
    for language in ("nl", "fr", "en"):
        shown = answer_as_dict(found, language)["results"][0]
        assert shown["title"] == rule.titles[language]
        assert all(step["what"] and step["article"] for step in shown["steps"])
        assert "{" not in str([step["what"] for step in shown["steps"]])
        assert "{" not in str([warning["text"] for warning in shown["warnings"]])


@pytest.mark.parametrize(("rule", "version"), VERSIONS)
def test_a_version_names_what_was_read_and_when(rule, version):
    assert version.sources
    assert version.articles
    assert version.checked_on <= NEWEST_DAY
    if [source.key for source in version.sources] == ["general-knowledge"]:
        assert version.confidence in ("medium", "low")
    if version.confidence == "low":
        assert version.needs_confirmation or rule.kind is not RuleKind.PARTY_DEADLINE


def test_only_party_deadlines_are_chosen_for_a_decision():
    chosen = {rule.kind for rules in LAW.by_decision.values() for rule in rules}
    assert chosen == {RuleKind.PARTY_DEADLINE}


def test_every_rule_has_a_version_and_only_a_later_one_ends_it():
    for rule in LAW.rules.values():
        assert not rule.versions[0].is_repealed
        for earlier, later in zip(rule.versions, rule.versions[1:], strict=False):
            assert earlier.ends_on == later.starts_on
        assert rule.versions[-1].ends_on is None


def test_a_rule_shows_the_version_of_a_day_or_none():
    rule = LAW.rule("rvv-appeal-inadmissibility")
    assert [each["version"] for each in rule_as_dict(rule, "nl")["versions"]] == ["2018-03-22", "2026-06-12"]
    assert [each["version"] for each in rule_as_dict(rule, "nl", date(2020, 1, 1))["versions"]] == [
        "2018-03-22"
    ]
    assert rule_as_dict(rule, "nl", date(2018, 3, 21))["versions"] == []
    assert rule.version_at(date(2026, 6, 12)) is None
    assert rule.version_at(date(2026, 6, 11)).name == "2018-03-22"


@given(st.sampled_from(PARTY_VERSIONS), st.integers(0, 1500))
def test_a_party_term_ends_after_its_event_and_is_never_safe_after_its_legal_day(pair, days):
    rule, version = pair
    on = _a_day_within(version) + timedelta(days=days)
    assume(version.ends_on is None or on < version.ends_on)
    for result in _ask(rule, version, on).results:
        assert result.safe_date <= result.legal_date
        assert on < result.raw_date


@given(st.sampled_from(EVERY_VERSION), st.integers(0, 1500))
def test_a_rolled_last_day_is_never_closed_and_one_that_does_not_roll_never_moves(pair, days):
    rule, version = pair
    on = _a_day_within(version) + timedelta(days=days)
    assume(version.ends_on is None or on < version.ends_on)
    [result] = [each for each in _ask(rule, version, on).results if each.version == version.name]
    if version.rolls:
        assert LAW.calendar_of(rule.forum).is_working_day(result.legal_date)
        assert LAW.calendar_of(rule.forum).is_working_day(result.safe_date)
    else:
        assert result.legal_date == result.raw_date


@given(st.sampled_from(EVERY_VERSION), st.integers(0, 1500), st.integers(1, 40))
def test_within_one_version_a_later_event_never_gives_an_earlier_last_day(pair, days, later_by):
    rule, version = pair
    earlier = _a_day_within(version) + timedelta(days=days)
    later = earlier + timedelta(days=later_by)
    assume(version.ends_on is None or later + timedelta(days=10) < version.ends_on)
    assume(_mode_of(version, earlier) == _mode_of(version, later))
    one, other = (_ask(rule, version, on).governing_result for on in (earlier, later))
    assume(not _is_extended(one) and not _is_extended(other))  # see the counter-example below
    assert (one.version, other.version) == (version.name, version.name)
    assert one.legal_date <= other.legal_date
    assert one.safe_date <= other.safe_date


def _is_extended(result):
    return any(step.key in ("extended", "extension_arguable") for step in result.steps)


def test_an_extension_lets_a_later_event_end_earlier_a_known_false_property(ask_rule):
    """Served on 20 July the vacation gives 15 September; served on 5 August it reaches into September: the 5th."""
    days = [
        ask_rule("appeal-against-judgment", day, "bailiff").governing_result.legal_date
        for day in ("2022-07-20", "2022-08-05")
    ]
    assert days == [date(2022, 9, 15), date(2022, 9, 5)]


def test_a_later_posting_may_end_on_the_same_day_a_known_false_property(ask_rule):
    """Posted on Friday, Saturday or Sunday, the third working day is Wednesday all the same."""
    posted = ["2022-06-10", "2022-06-11", "2022-06-12"]
    ends = {ask_rule("rvv-annulment", day, "registered").governing_result.legal_date for day in posted}
    assert ends == {date(2022, 7, 14)}


def test_a_later_act_of_another_mode_may_end_earlier_a_known_false_property(ask_rule):
    """Posted on Friday the term ends on 14 July; handed over on the Monday after, on 13 July."""
    posted = ask_rule("rvv-annulment", "2022-06-10", "registered").governing_result.legal_date
    handed_over = ask_rule("rvv-annulment", "2022-06-13", "by_hand").governing_result.legal_date
    assert (posted, handed_over) == (date(2022, 7, 14), date(2022, 7, 13))


def test_a_later_notification_under_a_shorter_law_may_end_earlier_a_known_false_property(ask):
    """Detained, notified the day before or the day of the change from fifteen days to ten."""
    days = [
        ask("refusal", "by_hand", day, detained_at_notification=True).governing_result.legal_date
        for day in ("2018-03-21", "2018-03-22")
    ]
    assert days == [date(2018, 4, 5), date(2018, 4, 3)]


@given(st.sampled_from(PARTY_VERSIONS))
def test_the_same_facts_give_the_same_steps_and_hash(pair):
    rule, version = pair
    on = _a_day_within(version)
    assert _ask(rule, version, on) == _ask(rule, version, on)


def test_every_version_has_a_hash_of_its_own():
    hashes = [version.content_hash for rule in LAW.rules.values() for version in rule.versions]
    assert len(set(hashes)) == len(hashes)

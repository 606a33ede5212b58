"""Remedies side by side: each has a first date of its own, other results are readings of the same remedy."""

from datetime import date
from itertools import combinations

import pytest

from deadlines.law.explain import answer_as_dict, rule_as_dict, vocabulary
from deadlines.law.vocabulary import Remedy, RuleKind

FREE = {"detained_at_notification": False}
OFFICE = {"authority": "immigration_office"}
NEVER_OF_A_DECISION = {
    Remedy.INTERIM_MEASURES,
    Remedy.LEAVE_TO_REMAIN,
    Remedy.SUSPENSION,
    Remedy.OPPOSITION,
    Remedy.EUROPEAN_APPLICATION,
    Remedy.STEP_IN_PROCEEDINGS,
    Remedy.APPLICATION,
    Remedy.ENFORCEMENT,
    Remedy.RECEPTION,
    Remedy.NONE,
}


def _leading(answer):
    return [
        (
            answer.results[index].remedy,
            answer.results[index].rule,
            answer.results[index].legal_date.isoformat(),
        )
        for index in answer.leading
    ]


def test_a_transfer_with_imminent_removal_opens_extreme_urgency_beside_the_appeal(ask):
    facts = FREE | {"removal_imminent": True, "removal_measure_number": 1}
    answer = ask("transfer", "by_hand", "2022-05-02", **OFFICE, **facts)
    assert _leading(answer) == [
        ("extreme_urgency", "rvv-extreme-urgency-first-measure", "2022-05-12"),
        ("appeal", "rvv-annulment", "2022-06-01"),
    ]
    assert (answer.governing, answer.leading) == (0, (0, 1))


def test_a_remedy_that_is_only_possible_leads_with_its_warning(ask):
    """Nothing but freedom is known: two readings of extreme urgency, and the appeal."""
    answer = ask("removal_order", "by_hand", "2022-05-02", **OFFICE, **FREE)
    assert [result.rule for result in answer.results] == [
        "rvv-extreme-urgency-further-measure",
        "rvv-extreme-urgency-first-measure",
        "rvv-annulment",
    ]
    assert answer.leading == (0, 2)
    unknown = [dict(warning.values)["fact"] for warning in answer.results[0].warnings]
    assert unknown == ["removal_imminent", "removal_measure_number"]


def test_a_removal_that_is_not_imminent_leaves_the_appeal_alone(ask):
    answer = ask("removal_order", "by_hand", "2022-05-02", **OFFICE, **FREE, removal_imminent=False)
    assert _leading(answer) == [("appeal", "rvv-annulment", "2022-06-01")]


def test_alternative_readings_of_one_remedy_have_one_leader(ask):
    answer = ask("refusal", "by_hand", "2022-05-02")
    assert [result.remedy for result in answer.results] == ["appeal", "appeal"]
    assert (answer.governing, answer.leading) == (0, (0,))


def test_old_and_new_version_of_a_rule_have_one_leader(ask):
    answer = ask("refusal", "by_hand", "2018-03-23", decided_on="2018-03-20", detained_at_notification=True)
    assert (len(answer.results), answer.leading) == (2, (0,))


@pytest.mark.parametrize(
    ("rule", "day", "leading"),
    [
        ("ecthr-application", "2022-08-29", (0,)),
        ("third-party-opposition", "2022-07-29", ()),  # the opponent's
        ("cgrs-decision-regular", "2022-07-29", ()),  # the authority's
        ("seizure-after-order-to-pay", "2022-07-29", ()),  # a wait
    ],
)
def test_only_a_term_of_our_own_leads(ask_rule, rule, day, leading):
    assert ask_rule(rule, day).leading == leading


def test_leading_and_remedy_are_shown_with_their_meaning(ask):
    answer = ask("transfer", "by_hand", "2022-05-02", **OFFICE, **FREE, removal_imminent=True)
    shown = answer_as_dict(answer, "nl")
    assert (shown["governing"], shown["leading"]) == (0, [0, 2])
    assert [result["remedy"] for result in shown["results"]][1:] == [
        {"code": "extreme_urgency", "meaning": "schorsing bij uiterst dringende noodzakelijkheid"},
        {"code": "appeal", "meaning": "beroep tegen de beslissing zelf"},
    ]


def test_a_rule_shows_its_remedy_and_the_vocabulary_every_meaning(law):
    assert rule_as_dict(law.rule("rvv-annulment"), "en")["remedy"] == "appeal"
    assert set(vocabulary("fr")["remedy"]) == set(Remedy)


def test_only_what_a_party_must_do_is_a_remedy(law):
    kept_by_a_party = {RuleKind.PARTY_DEADLINE, RuleKind.OPPONENT_DEADLINE}
    for rule in law.rules.values():
        assert (rule.remedy is Remedy.NONE) == (rule.kind not in kept_by_a_party)


def test_of_one_decision_only_appeals_extreme_urgency_and_cassation_are_opened(law):
    """The other words may stand for rules that are no alternatives of one another: none is chosen for a decision."""
    opened = {rule.remedy for rules in law.by_decision.values() for rule in rules}
    assert opened == set(Remedy) - NEVER_OF_A_DECISION
    assert opened == {Remedy.APPEAL, Remedy.EXTREME_URGENCY, Remedy.CASSATION}


def test_rules_of_one_decision_and_one_forum_with_different_remedies_are_the_known_pairs(law):
    pairs = {
        tuple(sorted((one.remedy, other.remedy)))
        for rules in law.by_decision.values()
        for one, other in combinations(rules, 2)
        if one.remedy is not other.remedy
    }
    assert pairs == {("appeal", "extreme_urgency")}


def test_the_first_of_all_is_always_the_first_of_its_remedy(ask):
    for day in (date(2015, 3, 10), date(2022, 5, 2), date(2026, 6, 15)):
        for kind in ("removal_order", "refoulement", "transfer"):
            answer = ask(kind, "registered", day.isoformat(), **OFFICE)
            assert answer.leading[0] == answer.governing
            assert list(answer.leading) == sorted(answer.leading)

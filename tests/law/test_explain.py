"""The answer in words: the story in three languages, every word with a meaning, only plain values."""

import json
from datetime import date

import pytest

from deadlines.law.compute import answer
from deadlines.law.errors import LawError
from deadlines.law.explain import answer_as_dict, rule_as_dict, vocabulary
from deadlines.law.select import parse_query
from deadlines.law.texts import VOCABULARIES
from deadlines.law.vocabulary import WarningCode

STORY = {
    "decision": {"authority": "cgrs", "kind": "inadmissibility"},
    "facts": {"detained_at_notification": False, "detained_at_application": False},
    "notification": {"mode": "registered", "date": "2018-05-22"},
}


@pytest.fixture
def story(law):
    return answer(law, parse_query(STORY))


def test_the_story_is_told_in_dutch(story):
    shown = answer_as_dict(story, "nl")
    assert shown["governing"] == 0
    [result] = shown["results"]
    assert [(step["date"], step["what"], step["article"]) for step in result["steps"]] == [
        (
            "2018-05-22",
            "Aangetekende brief zonder ontvangstbewijs, op dinsdag 22 mei 2018",
            "Vreemdelingenwet, art. 39/57 §2",
        ),
        (
            "2018-05-25",
            "De derde werkdag erna, vrijdag 25 mei 2018, is dag één en telt mee",
            "Vreemdelingenwet, art. 39/57 §2",
        ),
        (
            "2018-06-03",
            "Dag 10 van 10 kalenderdagen is zondag 3 juni 2018",
            "Vreemdelingenwet, art. 39/57 §1 lid 2, 3° zin 1; Vreemdelingenwet, art. 57/6 §3 lid 1",
        ),
        (
            "2018-06-04",
            "Die dag is gesloten (zondag 3 juni 2018); verschoven naar maandag 4 juni 2018",
            "Vreemdelingenwet, art. 39/57 §2",
        ),
    ]


def test_the_story_is_told_in_french_and_english(story):
    steps = {language: answer_as_dict(story, language)["results"][0]["steps"] for language in ("fr", "en")}
    assert steps["fr"][1]["what"] == (
        "Le troisième jour ouvrable qui suit, vendredi 25 mai 2018, est le premier jour et compte"
    )
    assert steps["fr"][2]["article"] == (
        "loi du 15 décembre 1980, art. 39/57 §1 al. 2, 3° phrase 1; loi du 15 décembre 1980, art. 57/6 §3 al. 1"
    )
    assert steps["en"][3]["what"] == "That day is closed (Sunday 3 June 2018); moved to Monday 4 June 2018"


def test_the_answer_holds_the_promised_names_and_travels_as_json(story):
    [result] = json.loads(json.dumps(answer_as_dict(story, "en")))["results"]
    promised = {
        "rule",
        "version",
        "legal_date",
        "safe_date",
        "band",
        "steps",
        "warnings",
        "confidence",
        "needs_confirmation",
    }
    assert promised <= result.keys()
    assert (result["rule"], result["version"], result["rule_kind"], result["forum"]) == (
        "rvv-appeal-inadmissibility",
        "2018-03-22",
        "party_deadline",
        "rvv",
    )
    assert (result["legal_date"], result["safe_date"], result["raw_date"], result["band"]) == (
        "2018-06-04",
        "2018-06-04",
        "2018-06-03",
        None,
    )
    assert (result["confidence"], result["needs_confirmation"], result["warnings"]) == ("high", False, [])
    assert result["sources"][-1]["key"] == "cjeu-c-651-19"


def test_days_passed_over_and_holidays_are_named(ask):
    steps = answer_as_dict(
        ask(
            "inadmissibility",
            "registered",
            "2019-05-27",
            grounds="eu_national",
            detained_at_notification=False,
        ),
        "nl",
    )["results"][0]["steps"]
    assert steps[1]["what"] == (
        "De derde werkdag erna, vrijdag 31 mei 2019, is dag één en telt mee"
        " (overgeslagen: donderdag 30 mei 2019, Onze-Lieve-Heer-Hemelvaart)"
    )
    assert steps[3]["what"] == (
        "Die dag is gesloten (zondag 9 juni 2019; maandag 10 juni 2019, pinkstermaandag);"
        " verschoven naar dinsdag 11 juni 2019"
    )


def test_warnings_speak_and_keep_their_values(ask):
    shown = answer_as_dict(
        ask("inadmissibility", "by_hand", "2022-05-02", detained_at_notification=False), "fr"
    )
    fact, ground = shown["results"][0]["warnings"]
    assert fact["values"] == {"fact": "detained_at_application"}
    assert fact["text"] == (
        "Inconnu\N{NO-BREAK SPACE}: détenu au moment de la DEMANDE. La possibilité la plus courte prévaut."
    )
    assert ground["values"] == {}
    assert ground["text"] == "Le motif de la décision est inconnu. La possibilité la plus courte prévaut."


def test_values_of_warnings_are_plain(ask):
    shown = answer_as_dict(ask("refusal", "bailiff", "2026-07-01", printed_term_days=10), "en")
    values = {warning["code"]: warning["values"] for warning in shown["results"][0]["warnings"]}
    assert values["printed_term_outside_bracket"] == {
        "printed": 10,
        "minimum": "2 weeks",
        "maximum": "1 months",
    }
    assert values["mode_not_listed"] == {"mode": "bailiff"}
    texts = {warning["code"]: warning["text"] for warning in shown["results"][0]["warnings"]}
    assert texts["printed_term_outside_bracket"] == (
        "The printed term of 10 days lies outside the EU limits: at least 2 weeks, at most 1 month."
    )


def test_lawful_terms_are_listed_in_words_and_as_plain_numbers(ask):
    shown = answer_as_dict(ask("refusal", "by_hand", "2026-07-01", printed_term_days=20), "en")
    [warning] = [
        each for each in shown["results"][0]["warnings"] if each["code"] == "printed_term_unexpected"
    ]
    assert warning["values"] == {"printed": 20, "lawful": [5, 10, 30]}
    assert warning["text"] == "The printed term of 20 days is not a term the act knows (5; 10; 30)."


def test_a_band_is_shown_with_its_days(ask):
    shown = answer_as_dict(
        ask("refusal", "by_hand", None, decided_on="2019-05-03", detained_at_notification=False), "en"
    )
    assert shown["results"][0]["band"] == {"earliest_safe": "2019-06-03", "latest_arguable": None}


def test_the_first_of_a_month_is_le_premier_in_french(ask_rule):
    shown = answer_as_dict(ask_rule("penalty-prescription", "2022-08-01"), "fr")
    assert shown["results"][0]["steps"][0]["what"] == (
        "Événement\N{NO-BREAK SPACE}: jour pour lequel l'astreinte est encourue, le lundi 1er août 2022"
    )


def test_two_readings_of_a_month_are_both_explained(ask_rule):
    shown = answer_as_dict(ask_rule("appeal-against-judgment", "2023-02-28", "bailiff"), "en")["results"][0]
    assert (shown["legal_date"], shown["safe_date"]) == ("2023-03-31", "2023-03-28")
    assert shown["steps"][3]["what"] == (
        "Keeping the day number of the event ends earlier: Tuesday 28 March 2023 (safe date)"
    )
    assert [warning["code"] for warning in shown["warnings"]] == ["month_end_readings_differ"]


def test_a_term_counted_back_explains_itself(ask_rule):
    shown = answer_as_dict(ask_rule("rvv-hearing-notice", "2022-05-20"), "en")["results"][0]
    assert [(step["date"], step["what"]) for step in shown["steps"]] == [
        ("2022-05-20", "Event: hearing, on Friday 20 May 2022"),
        (
            "2022-05-12",
            "8 calendar days counted back, without that day itself: Thursday 12 May 2022 at the latest",
        ),
    ]


def test_a_rule_shows_everything_a_lawyer_checks(law):
    shown = json.loads(
        json.dumps(rule_as_dict(law.rule("rvv-extreme-urgency-further-measure"), "fr", date(2020, 1, 1)))
    )
    [version] = shown["versions"]
    assert shown["title"].startswith("Suspension d'extrême urgence")
    assert (version["period"], version["period_text"]) == (
        {"amount": 5, "unit": "calendar_days"},
        "5 jours calendrier",
    )
    assert version["article"] == "loi du 15 décembre 1980, art. 39/57 §1 al. 3 phrase 2"
    assert version["ends_before"] == "2026-06-12"
    [condition] = version["conditions"]
    assert condition["facts"] == {"removal_imminent": True, "removal_measure_number": "2+"}


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_word_of_every_vocabulary_has_a_meaning(language):
    shown = vocabulary(language)
    for name, words in VOCABULARIES.items():
        assert shown[name].keys() == {word.value for word in words}
        assert all(shown[name].values())
    assert shown["warning_code"].keys() == {code.value for code in WarningCode}


def test_another_language_is_refused(story):
    with pytest.raises(LawError) as refused:
        answer_as_dict(story, "de")
    assert (refused.value.code, refused.value.field) == ("language_unknown", "language")


def test_an_extension_is_named_in_its_step(ask_rule):
    sure = answer_as_dict(ask_rule("appeal-against-judgment", "2014-07-16", "bailiff"), "nl")["results"][0]
    assert sure["steps"][3]["what"] == "Verlengd (Gerechtelijke vakantie) tot maandag 15 september 2014"
    assert sure["steps"][3]["article"] == "Gerechtelijk Wetboek, art. 50 lid 2"
    arguable = answer_as_dict(ask_rule("appeal-against-summary-order", "2014-07-16", "bailiff"), "en")[
        "results"
    ][0]
    assert arguable["steps"][3]["what"] == (
        "An extension until Monday 15 September 2014 can be argued but is not certain (Judicial vacation);"
        " it is not relied on"
    )

"""What is asked when a question comes in: by whom, how urgent, about which authority, country and themes."""

from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.countries import COUNTRIES
from cases.models import Dossier, Question
from cases.models.question import ROLES_OF_INTAKE, Authority, Urgency
from deadlines.law.explain import vocabulary
from helpdesk.people.models import AskerRole
from tests.api.asking import pointers, post, problem
from tests.conftest import TODAY


def hand_in(client: APIClient, role: str = "volunteer", **more: Any) -> Any:
    body = {"title": "May she?", "channel": "phone", "body": "?", "asker": {"name": "An asker", "role": role}}
    return post(client, "questions", {**body, **more})


def found(client: APIClient, **wanted: str) -> list[str]:
    return [each["title"] for each in client.get("/api/v1/questions", wanted).json()["results"]]


@pytest.mark.parametrize("role", AskerRole.values)
def test_intake_is_direct_for_an_applicant_and_professional_for_all_others(
    as_alice: APIClient, role: str
) -> None:
    intake = hand_in(as_alice, role).json()["question"]["intake"]
    assert intake == ("direct" if role == "applicant" else "professional")


def test_every_role_belongs_to_one_intake() -> None:
    assert sorted(role for roles in ROLES_OF_INTAKE.values() for role in roles) == sorted(AskerRole)


def test_questions_are_listed_by_intake(as_alice: APIClient) -> None:
    hand_in(as_alice, "applicant", title="Direct")
    hand_in(as_alice, "lawyer", title="Of a lawyer")
    hand_in(as_alice, "other", title="Of another")
    assert found(as_alice, intake="direct") == ["Direct"]
    assert found(as_alice, intake="professional") == ["Of another", "Of a lawyer"]
    answer = as_alice.get("/api/v1/questions?intake=both")
    assert answer.json()["errors"][0]["detail"] == "One of: professional, direct."


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (None, "unknown"), (-1, "passed"), (0, "today"), (1, "within_a_week"), (7, "within_a_week"), (8, "later"),
    ],
)  # fmt: skip
def test_urgency_is_told_from_the_date_the_asker_knows_of(
    as_alice: APIClient, days: int | None, urgency: str
) -> None:
    urgent_on = None if days is None else str(TODAY + timedelta(days=days))
    told = hand_in(as_alice, urgent_on=urgent_on).json()["question"]
    assert (told["urgent_on"], told["urgency"]) == (urgent_on, urgency)


def test_urgency_moves_with_the_day_and_not_with_the_row() -> None:
    question = Question(urgent_on=date(2026, 6, 22))
    assert question.urgency(date(2026, 6, 14)) == Urgency.LATER
    assert question.urgency(date(2026, 6, 15)) == Urgency.WITHIN_A_WEEK


def test_questions_are_listed_by_date_authority_and_country(as_alice: APIClient) -> None:
    hand_in(as_alice, title="Soon", urgent_on="2026-06-18", authority="cgrs", country_of_origin="AF")
    hand_in(as_alice, title="Later", urgent_on="2026-07-18", authority="fedasil", country_of_origin="SY")
    hand_in(as_alice, title="No date")
    assert found(as_alice, urgent_until="2026-06-18") == ["Soon"]
    assert found(as_alice, urgent_until="2026-07-18") == ["Later", "Soon"]
    assert found(as_alice, authority="fedasil") == ["Later"]
    assert found(as_alice, country_of_origin="AF") == ["Soon"]


def test_what_is_known_is_kept_and_what_was_not_asked_is_null(as_alice: APIClient) -> None:
    known = {
        "authority": "immigration_office", "country_of_origin": "XK", "has_consent": True,
        "is_safe_to_contact": False, "is_vulnerable": True, "needs_interpreter": True,
    }  # fmt: skip
    told = hand_in(as_alice, **known).json()["question"]
    assert {name: told[name] for name in known} == known
    told = hand_in(as_alice).json()["question"]
    assert {name: told[name] for name in known} == {
        "authority": "", "country_of_origin": "", "has_consent": None, "is_safe_to_contact": None,
        "is_vulnerable": None, "needs_interpreter": False,
    }  # fmt: skip


@pytest.mark.parametrize("country", ["ZZ", "af", "B1"])
def test_country_that_is_none_is_refused(as_alice: APIClient, country: str) -> None:
    answer = hand_in(as_alice, country_of_origin=country)
    assert problem(answer) == (422, "country_unknown")
    assert pointers(answer) == [("#/country_of_origin", "country_unknown")]
    assert Dossier.objects.count() == 0


def test_countries_are_those_of_the_standard_and_kosovo() -> None:
    assert len(COUNTRIES) == 250
    assert {"AF", "SY", "PS", "ER", "SO", "CD", "XK"} <= COUNTRIES


def test_authorities_of_a_question_are_those_of_the_law() -> None:
    assert set(Authority.values) == set(vocabulary("en")["authority"])


def test_themes_are_listed_with_their_words(as_sam: APIClient) -> None:
    told = as_sam.get("/api/v1/themes").json()
    assert len(told) == 18
    assert told[0] == {
        "code": "access_to_procedure",
        "labels": {
            "nl": "toegang tot de procedure", "fr": "accès à la procédure", "en": "access to the procedure",
        },
    }  # fmt: skip


def test_known_themes_are_kept_each_once(as_alice: APIClient) -> None:
    answer = hand_in(as_alice, themes=["dublin", "detention", "dublin"])
    assert answer.json()["themes"] == ["dublin", "detention"]


@pytest.mark.parametrize("path", ["questions", "litigations"])
def test_unknown_theme_is_refused_and_the_known_ones_are_named(as_alice: APIClient, path: str) -> None:
    asked = {"channel": "form", "body": "?", "asker": {"name": "A", "role": "other"}}
    answer = post(
        as_alice,
        path,
        {"title": "T", **(asked if path == "questions" else {}), "themes": ["dublin", "weather"]},
    )
    assert problem(answer) == (422, "theme_unknown")
    assert pointers(answer) == [("#/themes", "theme_unknown")]
    values = answer.json()["values"]
    assert (values["unknown"], values["allowed"][:2]) == (["weather"], ["access_to_procedure", "dublin"])
    assert Dossier.objects.count() == 0

"""What a case is for: aim, target, precedent wanted, arguments in their order; put right under the dossier's ETag."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from helpdesk.people.models import Team, User
from tests.api.asking import pointers, post, problem, revision_of
from tests.api.conftest import Desk
from tests.api.pleading import Case
from tests.factories import a_question

TARGET = {
    "kind": "norm",
    "title": "Act of 21 November 2017",
    "citation": "Articles 39 and 57",
    "published_on": "2018-03-12",
    "source_url": "https://example.org/act",
}


@pytest.fixture
def case(as_alice: APIClient, desk: Team) -> Case:
    return Case(as_alice)


def test_case_opens_with_all_that_is_known_of_it(as_alice: APIClient, desk: Team) -> None:
    instance = {"court": "Constitutional Court", "role_number": "7008", "introduced_on": "2018-09-12"}
    case = Case(
        as_alice, aim="Annul the short terms", precedent_wanted="Ten days are too few", target=TARGET, instance=instance
    )  # fmt: skip
    told = case.whole()
    assert (told["state"], told["next_hearing_on"]) == ("open", None)
    part = told["litigation"]
    assert (part["aim"], part["precedent_wanted"]) == ("Annul the short terms", "Ten days are too few")
    assert part["target"] == TARGET
    assert [(one["court"], one["role_number"]) for one in part["instances"]] == [
        ("Constitutional Court", "7008")
    ]
    assert part["grievances"] == {
        "total": 0, "pending": 0, "annulled": 0, "interpreted": 0, "rejected": 0, "inadmissible": 0,
    }  # fmt: skip
    assert part["costs"] == {"spent": "0.00", "awarded": "0.00", "recovered": "0.00"}


def test_case_of_which_nothing_is_known_yet_has_no_target_and_no_instance(case: Case) -> None:
    part = case.whole()["litigation"]
    assert (part["aim"], part["target"], part["instances"], part["arguments"]) == ("", None, [], [])


def test_question_becomes_a_case_at_its_first_court(as_alice: APIClient, sam: User, desk: Team) -> None:
    question = a_question(sam, desk)
    body = {"aim": "A precedent", "target": TARGET, "instance": {"court": "Council of State"}}
    told = post(as_alice, f"questions/{question.pk}/promote", body).json()
    assert told["litigation"]["target"] == TARGET
    assert [one["court"] for one in told["litigation"]["instances"]] == ["Council of State"]


def test_members_put_right_change_and_the_others_stay(case: Case) -> None:
    case.amend(aim="Annul the short terms", target=TARGET)
    answer = case.amend(precedent_wanted="Ten days are too few")
    part = answer.json()["litigation"]
    assert (part["aim"], part["precedent_wanted"], part["target"]) == (
        "Annul the short terms", "Ten days are too few", TARGET,
    )  # fmt: skip
    assert revision_of(answer) == revision_of(case.client.get(f"/api/v1/litigations/{case.id}"))


def test_target_is_replaced_as_a_whole_and_taken_away_by_null(case: Case) -> None:
    case.amend(target=TARGET)
    part = case.amend(target={"kind": "practice", "title": "No place at the gate"}).json()["litigation"]
    assert part["target"] == {
        "kind": "practice", "title": "No place at the gate", "citation": "", "published_on": None, "source_url": "",
    }  # fmt: skip
    assert case.amend(target=None).json()["litigation"]["target"] is None


def test_trail_holds_codes_and_days_and_none_of_the_words(case: Case) -> None:
    case.amend(aim="Annul", target=TARGET)
    case.amend(aim="Annul", target=TARGET)
    [(verb, changes)] = case.trail()[1:]
    assert verb == "litigation.amended"
    assert changes == {
        "fields": [
            "aim", "target_kind", "target_title", "target_citation", "target_published_on", "target_source_url",
        ],
        "target_kind": ["", "norm"],
        "target_published_on": ["", "2018-03-12"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "refusal", "pointer"),
    [
        ({"target": {"kind": "norm"}}, (400, "invalid"), "#/target/title"),
        ({"target": {**TARGET, "kind": "mood"}}, (400, "invalid"), "#/target/kind"),
        ({"target": {**TARGET, "published_on": "2026-06-16"}}, (422, "date_in_future"), "#/target/published_on"),
        ({"target": []}, (400, "invalid"), "#/target"),
        ({"source_url": "nowhere"}, (400, "invalid"), "#/source_url"),
        ({"aim": None}, (400, "invalid"), "#/aim"),
    ],
)  # fmt: skip
def test_member_that_cannot_be_is_refused_at_its_place(
    as_alice: APIClient, case: Case, said: dict[str, Any], refusal: tuple[int, str], pointer: str
) -> None:
    opened = post(as_alice, "litigations", {"title": "Another", **said})
    for answer in (opened, case.amend(**said)):
        assert (problem(answer), [each for each, _ in pointers(answer)]) == (refusal, [pointer])
    assert len(as_alice.get("/api/v1/litigations").json()["results"]) == 1


def test_first_instance_that_cannot_be_refuses_the_whole(as_alice: APIClient, desk: Team) -> None:
    body = {"title": "A case", "instance": {"court": "Council of State", "introduced_on": "2026-06-16"}}
    answer = post(as_alice, "litigations", body)
    assert (problem(answer), pointers(answer)) == (
        (422, "date_in_future"),
        [("#/instance/introduced_on", "date_in_future")],
    )
    assert as_alice.get("/api/v1/litigations").json()["results"] == []


def test_case_that_changed_meanwhile_is_not_overwritten(case: Case) -> None:
    tag = case.client.get(f"/api/v1/litigations/{case.id}").headers["ETag"]
    case.add("arguments", heading="No remedy")
    assert problem(case.amend(as_read=tag, aim="Late")) == (412, "changed_meanwhile")
    assert problem(case.amend(as_read="", aim="Blind")) == (428, "precondition_needed")
    assert case.whole()["litigation"]["aim"] == ""


PARTS = (
    "arguments", "instances", "hearings", "decisions", "grievances", "costs", "follow-ups", "impact",
)  # fmt: skip


def test_dossier_of_another_kind_has_none_of_it(as_alice: APIClient, furnished: Desk) -> None:
    for part in PARTS:
        for other in (furnished.question, furnished.condemnation):
            assert problem(as_alice.get(f"/api/v1/litigations/{other.pk}/{part}")) == (404, "not_found")
    question = furnished.address("litigations/{question}")
    body = {"heading": "No remedy"}
    assert problem(as_alice.post(f"{question}/arguments", body, format="json")) == (404, "not_found")
    assert problem(as_alice.patch(question, {"aim": "A"}, format="json")) == (404, "not_found")


def test_closed_case_takes_arguments_and_costs_and_no_courts(as_alice: APIClient, furnished: Desk) -> None:
    case = Case(as_alice)
    assert case.close("withdrawn").status_code == 200
    instance = {"court": "Council of State"}
    assert problem(case.tell("instances", **instance)) == (409, "state_forbids")
    assert problem(case.tell("grievances", grievances=[{"number": 1}])) == (409, "state_forbids")
    case.add("arguments", heading="For the next one")
    case.add("costs", kind="counsel", amount="10.00", on="2026-06-12")
    case.add("follow-ups", kind="policy_change", state="planned", text="Write to the minister")
    case.add("impact", kind="media", on="2026-06-12")
    case.add("parties", organisation="CIRÉ", role="coalition_partner")


# Arguments


def headings(case: Case) -> list[tuple[int, str]]:
    return [(one["position"], one["heading"]) for one in case.rows("arguments")]


def test_arguments_stand_in_the_order_in_which_they_are_pleaded(case: Case) -> None:
    for heading in "ABC":
        case.add("arguments", heading=heading, authorities=["Article 13 ECHR", "C-651/19"])
    first = case.add("arguments", heading="D", position=1)
    assert (first["position"], headings(case)) == (1, [(1, "D"), (2, "A"), (3, "B"), (4, "C")])
    assert case.whole()["litigation"]["arguments"] == case.rows("arguments")
    case.change("arguments", first, position=3)
    assert headings(case) == [(1, "A"), (2, "B"), (3, "D"), (4, "C")]
    moved = case.change("arguments", first, position=99, heading="E").json()
    assert (moved["position"], headings(case)) == (4, [(1, "A"), (2, "B"), (3, "C"), (4, "E")])
    case.take_out("arguments", case.rows("arguments")[1])
    assert headings(case) == [(1, "A"), (2, "C"), (3, "E")]
    assert case.trail()[-2][1] == {
        "argument": first["id"], "fields": ["heading", "position"], "position": [3, 4],
    }  # fmt: skip


def test_arguments_of_another_case_are_not_renumbered(as_alice: APIClient, case: Case) -> None:
    other = Case(as_alice)
    other.add("arguments", heading="Theirs")
    case.add("arguments", heading="Ours", position=1)
    assert headings(other) == [(1, "Theirs")]


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({}, "#/heading"),
        ({"heading": "A", "position": 0}, "#/position"),
        ({"heading": "A", "position": 10**20}, "#/position"),
        ({"heading": "A", "authorities": ["a" * 301]}, "#/authorities/0"),
        ({"heading": "A", "authorities": ["a"] * 101}, "#/authorities"),
    ],
)
def test_argument_of_another_shape_is_400(case: Case, said: dict[str, Any], pointer: str) -> None:
    answer = case.tell("arguments", **said)
    assert (problem(answer), [each for each, _ in pointers(answer)]) == ((400, "invalid"), [pointer])


def test_opening_takes_one_statement_for_each_row_it_writes(
    as_alice: APIClient, desk: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, user and team; number, dossier, trail and case, between two of the transaction; and the answer."""
    body = {"title": "Reception of a family", "language": "nl"}
    post(as_alice, "litigations", body)
    with django_assert_num_queries(10):
        post(as_alice, "litigations", body)

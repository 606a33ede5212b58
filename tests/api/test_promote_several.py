"""Several questions show one practice: together they become one litigation."""

from typing import Any

from rest_framework.test import APIClient

from cases.models import Dossier
from cases.services.dossiers import amend, close, take
from helpdesk.people.models import Team, User
from tests.api.asking import pointers, post, problem
from tests.factories import a_deadline, a_litigation, a_question, act


def promote(client: APIClient, *questions: Dossier, **more: Any) -> Any:
    return post(client, "questions/promote", {"questions": [str(each.pk) for each in questions], **more})


def three(alice: User, desk: Team) -> list[Dossier]:
    return [a_question(alice, desk, number) for number in (1, 2, 3)]


def test_litigation_is_tied_to_each_and_gets_every_open_deadline(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    questions = three(alice, desk)
    for question, themes in zip(questions, (["dublin"], ["detention"], ["dublin"]), strict=True):
        amend(act(alice), question.pk, {"themes": themes, "person_concerned": "M.A."})
        a_deadline(alice, question)
    told = promote(as_alice, questions[1], questions[0], questions[2], aim="A precedent").json()
    assert (told["title"], told["litigation"]["aim"]) == ("Question 2", "A precedent")
    assert (told["themes"], told["person_concerned"]) == (["detention", "dublin"], "M.A.")
    assert {(each["kind"], each["id"]) for each in told["links"]} == {
        ("became", str(one.pk)) for one in questions
    }
    assert told["next_due_on"] == "2026-06-16"
    listed = as_alice.get(f"/api/v1/deadlines?dossier={told['reference']}").json()["results"]
    assert len(listed) == 3
    states = {
        (each.state, each.outcome, each.next_due_on) for each in Dossier.objects.filter(kind="question")
    }
    assert states == {("closed", "became_litigation", None)}


def test_questions_about_several_people_make_a_case_about_none(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    questions = three(alice, desk)
    amend(act(alice), questions[0].pk, {"person_concerned": "M.A."})
    told = promote(as_alice, *questions, title="The practice").json()
    assert (told["title"], told["person_concerned"]) == ("The practice", "")


def test_one_that_is_closed_stops_all(as_alice: APIClient, alice: User, desk: Team) -> None:
    questions = three(alice, desk)
    take(act(alice), questions[2].pk)
    close(act(alice), questions[2].pk, outcome="answered")
    assert problem(promote(as_alice, *questions)) == (409, "state_forbids")
    assert Dossier.objects.filter(kind="litigation").count() == 0


def test_what_is_no_question_is_named(as_alice: APIClient, alice: User, desk: Team) -> None:
    case = a_litigation(alice, desk)
    answer = promote(as_alice, *three(alice, desk), case)
    assert problem(answer) == (422, "question_unknown")
    assert pointers(answer) == [("#/questions", "question_unknown")]
    assert answer.json()["values"] == {"unknown": [str(case.pk)]}
    assert problem(promote(as_alice)) == (400, "invalid")

"""Many questions to the law in one request."""

from rest_framework.test import APIClient

from tests.factories import INADMISSIBLE, POSTED_22_MAY_2018

COMPUTE = "/api/v1/deadlines/compute"


def test_many_questions_are_answered_in_their_order(as_alice: APIClient) -> None:
    asked = {
        "queries": [
            POSTED_22_MAY_2018,
            {"rule": "no-such-rule", "event": {"date": "2020-01-02"}},
            INADMISSIBLE,
        ]
    }
    answers = as_alice.post(COMPUTE, asked, format="json").json()["answers"]
    assert answers[0]["answer"]["results"][0]["legal_date"] == "2018-06-04"
    assert (answers[1]["answer"], answers[1]["problem"]["code"]) == (None, "rule_unknown")
    assert answers[2]["problem"] is None


def test_badly_put_question_among_many_is_told_where_it_is_wrong(as_alice: APIClient) -> None:
    answers = as_alice.post(COMPUTE, {"queries": [{"printed_term_days": "soon"}]}, format="json").json()[
        "answers"
    ]
    problem = answers[0]["problem"]
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("invalid", "#/printed_term_days")


def test_one_and_many_at_once_is_refused(as_alice: APIClient) -> None:
    answer = as_alice.post(COMPUTE, {"queries": [INADMISSIBLE], **INADMISSIBLE}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "one_or_many")


def test_no_question_at_all_is_refused(as_alice: APIClient) -> None:
    assert as_alice.post(COMPUTE, {"queries": []}, format="json").status_code == 400


def test_worked_examples_give_the_dates_they_promise(as_alice: APIClient) -> None:
    """An integrator runs the golden cases through the API and finds every promised date."""
    examples = as_alice.get("/api/v1/worked-examples").json()
    asked = [example for example in examples if "rule" in example["given"] or "decision" in example["given"]]
    assert len(asked) >= 25
    queries = [example["given"] for example in asked]
    answers = as_alice.post(COMPUTE, {"queries": queries}, format="json").json()["answers"]
    for example, told in zip(asked, answers, strict=True):
        result = told["answer"]["results"][told["answer"]["governing"]]
        assert result["legal_date"] == example["expect"]["legal_date"], example["name"]

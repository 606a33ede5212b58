"""The story of one day, step by step, inside one process."""

from typing import Any

from rest_framework.test import APIClient

from tests.factories import LODGED

QUESTION = {
    "title": "Inadmissible after status in another state",
    "channel": "form",
    "body": "She received a letter of the Commissioner General. What can we do, and until when?",
    "asker": {"name": "An invented social worker", "role": "social_worker", "email": "worker@example.org"},
}
NOTIFIED_22_MAY_2018 = {
    "kind": "decision_notified",
    "decision": {
        "authority": "cgrs",
        "kind": "inadmissibility",
        "grounds": ["protection_in_eu_state"],
        "decided_on": "2018-05-18",
    },
    "facts": {"detained_at_notification": False, "detained_at_application": False},
    "notification": {"mode": "registered", "date": "2018-05-22"},
}


def hand_in(client: APIClient) -> dict[str, Any]:
    answer = client.post("/api/v1/questions", QUESTION, format="json")
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_question_from_an_integration_is_taken_by_a_lawyer(as_sam: APIClient, as_alice: APIClient) -> None:
    question = hand_in(as_sam)
    assert question["reference"] == "V-2026-00001"
    assert (question["state"], question["owner"]) == ("new", None)
    taken = as_alice.post(f"/api/v1/questions/{question['id']}/take")
    assert taken.json()["owner"]["name"] == "Alice"
    assert taken.json()["state"] == "open"


def test_inadmissibility_posted_22_may_2018_is_due_4_june(as_sam: APIClient, as_alice: APIClient) -> None:
    question = hand_in(as_sam)
    as_alice.post(f"/api/v1/questions/{question['id']}/take")
    answer = as_alice.post(f"/api/v1/dossiers/{question['id']}/events", NOTIFIED_22_MAY_2018, format="json")
    assert answer.status_code == 201, answer.content
    deadline = answer.json()["deadlines"][0]
    assert deadline["legal_on"] == "2018-06-04"
    result = deadline["answer"]["results"][deadline["answer"]["governing"]]
    assert "2018-05-25" in [step["date"] for step in result["steps"]]
    assert all(step["article"] for step in result["steps"])
    refused = as_alice.post(
        f"/api/v1/dossiers/{question['id']}/close", {"outcome": "answered"}, format="json"
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "deadline_stands_open")
    promoted = as_alice.post(
        f"/api/v1/questions/{question['id']}/promote", {"aim": "Precedent"}, format="json"
    )
    assert promoted.status_code == 201, promoted.content
    assert promoted.json()["links"][0]["reference"] == "V-2026-00001"
    assert promoted.json()["next_due_on"] == "2018-06-04"
    met = as_alice.post(
        f"/api/v1/deadlines/{deadline['id']}/meet",
        {"done_on": "2018-06-01", **LODGED},
        format="json",
    )
    assert met.json()["state"] == "met"
    closed = as_alice.post(
        f"/api/v1/dossiers/{promoted.json()['id']}/close", {"outcome": "won"}, format="json"
    )
    assert closed.json()["state"] == "closed"


def test_penalty_served_29_july_2022_housed_4_november_is_97_units(as_alice: APIClient) -> None:
    entered = as_alice.post(
        "/api/v1/condemnations",
        {
            "title": "Order for a family",
            "court": "Labour tribunal Brussels",
            "role_number": "22/0000/K",
            "decided_on": "2022-07-22",
            "procedure": "unilateral",
            "penalty": {"amount": "250.00", "unit": "calendar_day"},
        },
        format="json",
    )
    assert entered.status_code == 201, entered.content
    dossier = entered.json()["id"]
    for kind, on in (("order_served", "2022-07-29"), ("person_housed", "2022-11-04")):
        answer = as_alice.post(f"/api/v1/dossiers/{dossier}/events", {"kind": kind, "on": on}, format="json")
        assert answer.status_code == 201, answer.content
    ledger = as_alice.get(f"/api/v1/condemnations/{dossier}/ledger?on=2022-12-01").json()
    assert ledger["totals"]["forfeited"] == {"units": 97, "amount": "24250.00"}
    assert ledger["oldest_unsecured_lapses_on"] == "2023-01-30"


def test_outsider_sees_none_of_it(as_sam: APIClient, as_charlie: APIClient) -> None:
    question = hand_in(as_sam)
    for path in ("dossiers/{}", "questions/{}", "dossiers/{}/events", "dossiers/{}/trail"):
        assert as_charlie.get("/api/v1/" + path.format(question["id"])).status_code == 404
    assert as_charlie.get("/api/v1/dossiers").json()["results"] == []

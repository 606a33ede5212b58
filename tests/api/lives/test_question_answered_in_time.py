"""A question comes in on Monday; Cora gives it to Alice, who answers from a template before the desk should have."""

from typing import Any

from rest_framework.test import APIClient

from helpdesk.people.models import User
from tests.api.asking import post
from tests.conftest import client_of

WEEK = [
    {"weekday": day, "opens": opens, "closes": closes}
    for day in range(1, 6)
    for opens, closes in (("09:00", "12:30"), ("13:30", "17:00"))
]
HOURS = {
    "team": "desk",
    "valid_from": "2026-01-01",
    "week": WEEK,
    "answer_within": 2,
    "answer_unit": "working_days",
}
TEMPLATE = {
    "team": "desk",
    "code": "received",
    "title": "We look into it",
    "texts": {"nl": "Dag {{asker_name}}, uw vraag {{reference}} wordt bekeken. {{colleague_name}}"},
}
QUESTION = {
    "title": "Code 207 after the waiting list",
    "channel": "form",
    "body": "Can the code be lifted?",
    "themes": ["dublin"],
    "asker": {"name": "Tom", "role": "volunteer"},
}


def done(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.content
    return answer.json()


def test_question_is_given_answered_from_a_template_and_counted_in_time(
    as_alice: APIClient, as_sam: APIClient, alice: User, bob: User, cora: User
) -> None:
    as_cora = client_of(cora)
    done(post(as_cora, "opening-hours", HOURS))
    template = done(post(as_cora, "answer-templates", TEMPLATE))["id"]
    done(post(client_of(bob), "absences", {"from_on": "2026-06-15", "until_on": "2026-06-19"}))
    question = done(post(as_sam, "questions", QUESTION))["id"]
    # Alice speaks Dutch and is there; Bob speaks French and is away.
    suggested = as_cora.get(f"/api/v1/questions/{question}/suggested-owners").json()
    assert [each["colleague"]["name"] for each in suggested] == ["Alice", "Cora", "Bob"]
    given = post(as_cora, f"dossiers/{question}/assign", {"to": str(alice.pk), "reason": "She is there."})
    assert done(given)["warnings"] == []
    [load] = [each for each in as_cora.get("/api/v1/workload").json() if each["colleague"]["name"] == "Alice"]
    assert (load["questions"], load["unanswered"]) == (1, 1)
    filled = done(post(as_alice, f"answer-templates/{template}/fill", {"dossier": question}))
    assert filled["text"] == "Dag Tom, uw vraag V-2026-00001 wordt bekeken. Alice"
    answer = {"kind": "answer", "channel": "mail", "body": filled["text"], "template": filled["template"]}
    done(post(as_alice, f"dossiers/{question}/messages", answer))
    told = as_sam.get(f"/api/v1/questions/{question}").json()["question"]
    assert told["answered_at"] < told["due_for_answer_at"]
    assert as_sam.get(f"/api/v1/questions/{question}/messages").json()[0]["body"] == filled["text"]
    [month] = as_cora.get("/api/v1/questions/answer-times?from=2026-01-01&until=2100-01-01").json()
    assert (month["questions"], month["answered_in_time"], month["share_in_time"]) == (1, 1, "1.0000")

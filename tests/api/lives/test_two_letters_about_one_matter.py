"""Two centres ask about the same family: the desk makes it one question, answers both, and can take it apart again."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier
from helpdesk.people.models import Scope, Team, User
from tests.api.asking import post
from tests.conftest import Role, client_with_key, member
from tests.factories import INADMISSIBLE, a_recommendation

HAND_IN = (Scope.QUESTIONS_READ, Scope.QUESTIONS_WRITE)


@pytest.fixture
def other_centre(desk: Team) -> User:
    user = member(desk, "Other centre", Role.INTAKE)
    user.is_service = True
    user.save()
    return user


class Matter:
    """Two questions, one of each centre, and those who work on them."""

    def __init__(self, lawyer: APIClient, first: APIClient, second: APIClient) -> None:
        self.lawyer, self.centres = lawyer, (first, second)
        self.first, self.second = self.handed_in(first, "Ann"), self.handed_in(second, "Ben")

    def handed_in(self, centre: APIClient, name: str) -> str:
        asker = {"name": name, "role": "social_worker", "email": f"{name.lower()}@example.org"}
        body = {"title": f"Of {name}", "channel": "form", "body": f"{name} asks.", "asker": asker}
        return str(post(centre, "questions", body).json()["id"])

    def does(self, question: str, verb: str, **body: Any) -> Any:
        answer = post(self.lawyer, f"questions/{question}/{verb}", body)
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    def says(self, question: str, body: str, kind: str = "answer", **more: Any) -> str:
        channel = {} if kind == "note" else {"channel": "mail"}
        answer = post(
            self.lawyer, f"dossiers/{question}/messages", {"kind": kind, "body": body, **channel, **more}
        )
        assert answer.status_code == 201, answer.content
        return str(answer.json()["id"])

    def heard(self, client: APIClient, question: str, path: str = "questions") -> list[str]:
        return [each["body"] for each in client.get(f"/api/v1/{path}/{question}/messages").json()]

    def told(self, question: str, client: APIClient | None = None) -> Any:
        return (client or self.lawyer).get(f"/api/v1/questions/{question}").json()

    def listed(self, query: str) -> list[str]:
        found = self.lawyer.get(f"/api/v1/questions?{query}").json()["results"]
        return [each["title"] for each in found]


@pytest.fixture
def matter(as_alice: APIClient, sam: User, other_centre: User) -> Matter:
    return Matter(as_alice, client_with_key(sam, *HAND_IN), client_with_key(other_centre, *HAND_IN))


def merged(matter: Matter) -> Any:
    return matter.does(matter.first, "merge", **{"from": [matter.second], "reason": "The same family"})


def test_everything_goes_along_and_the_reference_leads_on(
    matter: Matter, as_alice: APIClient, alice: User
) -> None:
    matter.says(matter.second, "Ben called again.", kind="note")
    post(as_alice, f"dossiers/{matter.second}/events", {"kind": "decision_notified", **INADMISSIBLE})
    post(as_alice, f"dossiers/{matter.second}/time", {"minutes": 20, "what": "Read it", "on": "2026-06-15"})
    a_recommendation(alice, Dossier.objects.get(pk=matter.second))
    survivor, gone = merged(matter), matter.told(matter.second)
    assert (survivor["state"], survivor["next_due_on"], survivor["minutes_spent"]) == (
        "new",
        "2026-06-16",
        20,
    )
    assert (gone["state"], gone["outcome"], gone["next_due_on"]) == ("closed", "merged", None)
    assert gone["question"]["answered_in"] == {"id": matter.first, "reference": survivor["reference"]}
    assert [(each["kind"], each["direction"], each["id"]) for each in gone["links"]] == [
        ("merged_into", "to", matter.first)
    ]
    for part, count in (("events", 1), ("messages", 1), ("time", 1), ("recommendations", 1)):
        assert len(as_alice.get(f"/api/v1/dossiers/{matter.first}/{part}").json()) == count, part
    assert as_alice.get("/api/v1/deadlines").json()["results"][0]["dossier"] == matter.first


def test_all_askers_stay_recorded(matter: Matter) -> None:
    told = merged(matter)["question"]
    assert told["asker"]["name"] == "Ann"
    assert [(each["reference"], each["asker"]["name"]) for each in told["also_asked"]] == [
        ("V-2026-00002", "Ben")
    ]


def test_answer_is_that_of_both_and_each_centre_hears_its_own_asker_and_the_answer(matter: Matter) -> None:
    first, second = matter.centres
    post(second, f"questions/{matter.second}/messages", {"body": "Ben: they are five.", "channel": "form"})
    matter.says(matter.second, "To Ben alone.")
    merged(matter)
    matter.says(matter.first, "She may be a minor.", kind="note")
    matter.says(matter.first, "To both.")
    assert matter.heard(first, matter.first) == ["To both."]
    assert matter.heard(second, matter.second) == ["Ben: they are five.", "To Ben alone.", "To both."]
    everything = ["Ben: they are five.", "To Ben alone.", "She may be a minor.", "To both."]
    assert matter.heard(matter.lawyer, matter.first, "dossiers") == everything
    assert matter.told(matter.first)["question"]["answered_at"] is not None
    assert matter.told(matter.second, second)["question"]["answered_in"] is None
    assert matter.told(matter.first, first)["question"]["also_asked"] == []


def test_reply_to_what_came_along_is_for_its_asker_alone(matter: Matter) -> None:
    asked = matter.says(matter.second, "Ben asks.", kind="asker_said")
    merged(matter)
    answer = matter.says(matter.first, "To Ben.", reply_to=asked)
    matter.says(matter.first, "To Ben, put right.", corrects=answer)
    assert matter.heard(matter.centres[0], matter.first) == []
    assert matter.heard(matter.centres[1], matter.second) == ["Ben asks.", "To Ben.", "To Ben, put right."]
    assert matter.told(matter.first)["question"]["answered_at"] is None
    assert matter.told(matter.second)["question"]["answered_at"] is not None
    matter.says(matter.first, "To both.")
    assert matter.listed("unanswered=true") == []


def test_asker_who_waits_in_another_question_is_not_forgotten(matter: Matter) -> None:
    matter.says(matter.first, "To Ann.")
    assert matter.listed("unanswered=true") == ["Of Ben"]
    merged(matter)
    assert matter.listed("unanswered=true") == ["Of Ann"]
    matter.says(matter.first, "To Ben too.")
    assert matter.listed("unanswered=true") == []
    assert matter.told(matter.second)["question"]["answered_at"] is not None


def test_earliest_date_that_an_asker_named_still_alarms(matter: Matter) -> None:
    asker = {"name": "Eve", "role": "other"}
    body = {"title": "Of Eve", "channel": "form", "body": "?", "asker": asker, "urgent_on": "2026-06-16"}
    urgent = str(post(matter.lawyer, "questions", body).json()["id"])
    matter.does(matter.first, "merge", **{"from": [urgent], "reason": "The same family"})
    assert matter.told(matter.first)["question"]["urgency"] == "within_a_week"
    assert "Of Ann" in matter.listed("urgent_until=2026-06-16")


def test_question_taken_out_again_has_what_it_brought_and_what_was_hung_on_it(
    matter: Matter, as_alice: APIClient
) -> None:
    asked = matter.says(matter.second, "Ben asks.", kind="asker_said")
    post(as_alice, f"dossiers/{matter.second}/events", {"kind": "decision_notified", **INADMISSIBLE})
    before = matter.told(matter.second)
    merged(matter)
    answer = matter.says(matter.first, "To Ben.", reply_to=asked)
    matter.says(matter.first, "To Ben, put right.", corrects=answer)
    matter.says(matter.first, "Ann called.", kind="note")
    after = matter.does(matter.second, "unmerge", reason="Another family")
    same = ("state", "outcome", "closed_on", "next_due_on", "owner", "title")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["links"] == []
    assert matter.heard(as_alice, matter.second, "dossiers") == ["Ben asks.", "To Ben.", "To Ben, put right."]
    assert matter.heard(as_alice, matter.first, "dossiers") == ["Ann called."]
    assert matter.heard(matter.centres[1], matter.second) == ["Ben asks.", "To Ben.", "To Ben, put right."]
    assert matter.heard(matter.centres[0], matter.first) == []
    first = matter.told(matter.first)
    assert (first["next_due_on"], first["question"]["also_asked"]) == (None, [])
    # Ben was answered, Ann was not.
    assert matter.listed("unanswered=true") == ["Of Ann"]


def test_who_was_answered_only_by_the_other_question_waits_again(matter: Matter) -> None:
    merged(matter)
    matter.says(matter.first, "To both.")
    matter.does(matter.second, "unmerge", reason="Another family")
    assert matter.listed("unanswered=true") == ["Of Ben"]
    assert matter.told(matter.second)["question"]["answered_at"] is None


def test_chain_of_merges_leads_on_and_is_undone_from_its_end(matter: Matter) -> None:
    third = matter.handed_in(matter.centres[0], "Cid")
    matter.says(matter.second, "Of Ben.", kind="note")
    merged(matter)
    matter.does(third, "merge", **{"from": [matter.first], "reason": "All one"})
    assert [each["asker"]["name"] for each in matter.told(third)["question"]["also_asked"]] == ["Ann", "Ben"]
    matter.says(third, "To all.")
    assert matter.heard(matter.centres[1], matter.second) == ["To all."]
    refused = post(matter.lawyer, f"questions/{matter.second}/unmerge", {"reason": "Too early"})
    assert refused.json()["code"] == "state_forbids"
    matter.does(matter.first, "unmerge", reason="Not all one")
    assert [each["asker"]["name"] for each in matter.told(matter.first)["question"]["also_asked"]] == ["Ben"]
    matter.does(matter.second, "unmerge", reason="Nor these")
    assert matter.heard(matter.lawyer, matter.second, "dossiers") == ["Of Ben."]

"""One letter holds two questions: the second gets a dossier of its own, with copies of what was said about it."""

from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier, Message, MessageKind
from cases.services.dossiers import amend, close, take
from cases.services.messages import Saying, say
from deadlines.merging import merge_questions
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Contact, Team, User
from tests.api.asking import pointers, post, problem
from tests.factories import a_question, act, opening_hours


@pytest.fixture
def question(sam: User, alice: User, desk: Team) -> Dossier:
    """Handed in by the centre on Monday 15 June 2026 and taken by Alice."""
    return take(act(alice), a_question(sam, desk).pk)


def said(
    by: User, question: Dossier, body: str, kind: str = "asker_said", on: date | None = None, **more: Any
) -> Message:
    channel = "" if kind == "note" else "mail"
    return say(act(by, on), question.pk, Saying(kind=MessageKind(kind), body=body, channel=channel, **more))


def split(client: APIClient, question: Dossier, *messages: Message, **more: Any) -> Any:
    body = {"title": "And may she work?", "messages": [str(each.pk) for each in messages], **more}
    return post(client, f"questions/{question.pk}/split", body)


def test_second_question_takes_after_the_first_and_both_lead_to_each_other(
    as_alice: APIClient, as_sam: APIClient, alice: User, question: Dossier
) -> None:
    amend(act(alice), question.pk, {"themes": ["dublin"], "person_concerned": "M.A.", "language": "fr"})
    told = split(as_alice, question, body="May she work?").json()
    assert (told["title"], told["state"], told["owner"]["name"]) == ("And may she work?", "open", "Alice")
    assert (told["themes"], told["person_concerned"], told["language"]) == (["dublin"], "M.A.", "fr")
    assert (told["question"]["body"], told["question"]["asker"]["name"]) == ("May she work?", "Asker 1")
    assert [(each["kind"], each["direction"], each["id"]) for each in told["links"]] == [
        ("split_into", "from", str(question.pk))
    ]
    assert as_sam.get(f"/api/v1/questions/{told['id']}").status_code == 200


def test_what_was_said_stands_in_both_and_each_copy_says_where_it_came_from(
    as_alice: APIClient, alice: User, bob: User, question: Dossier
) -> None:
    asked = said(alice, question, "And may she work?")
    note = said(
        alice, question, "Bob?", kind="note", on=date(2026, 6, 16), reply_to=asked.pk, mentions=[bob.pk]
    )
    said(alice, question, "Until Monday.", kind="note")
    second = split(as_alice, question, note, asked).json()["id"]
    copies = as_alice.get(f"/api/v1/dossiers/{second}/messages").json()
    assert [(each["body"], each["copied_from"]) for each in copies] == [
        ("And may she work?", str(asked.pk)),
        ("Bob?", str(note.pk)),
    ]
    assert copies[1]["reply_to"] == copies[0]["id"]
    assert [each["name"] for each in copies[1]["mentions"]] == ["Bob"]
    assert len(as_alice.get(f"/api/v1/dossiers/{question.pk}/messages").json()) == 3
    assert OutgoingMail.objects.count() == 1


def test_reply_to_what_stayed_behind_hangs_on_nothing(
    as_alice: APIClient, alice: User, question: Dossier
) -> None:
    asked = said(alice, question, "And may she work?")
    note = said(alice, question, "Hm.", kind="note", reply_to=asked.pk)
    second = split(as_alice, question, note).json()["id"]
    assert [each["reply_to"] for each in as_alice.get(f"/api/v1/dossiers/{second}/messages").json()] == [None]


def test_another_asker_is_recorded_and_the_first_intake_does_not_see_her(
    as_alice: APIClient, as_sam: APIClient, question: Dossier
) -> None:
    told = split(as_alice, question, asker={"name": "Eve", "role": "lawyer"}).json()
    assert told["question"]["asker"]["name"] == "Eve"
    assert Contact.objects.count() == 2
    assert problem(as_sam.get(f"/api/v1/questions/{told['id']}")) == (404, "not_found")


def test_intake_does_not_see_what_came_along_from_another(
    as_alice: APIClient, as_sam: APIClient, alice: User, question: Dossier, desk: Team
) -> None:
    other = a_question(alice, desk, 2)
    asked = said(alice, other, "Of another centre.")
    merge_questions(act(alice), question.pk, [other.pk])
    second = split(as_alice, question, asked).json()["id"]
    assert problem(as_sam.get(f"/api/v1/questions/{second}")) == (404, "not_found")


def test_asker_has_waited_since_she_first_said_it(
    as_alice: APIClient, alice: User, cora: User, question: Dossier, desk: Team
) -> None:
    opening_hours(cora, desk, within=7)
    asked = said(alice, question, "And may she work?", on=date(2026, 6, 17))
    whole, part = split(as_alice, question).json(), split(as_alice, question, asked).json()
    assert whole["question"]["due_for_answer_at"] == "2026-06-16T12:00:00+02:00"
    assert part["question"]["due_for_answer_at"] == "2026-06-18T12:00:00+02:00"


def test_answer_that_came_along_has_answered_it(as_alice: APIClient, alice: User, question: Dossier) -> None:
    answer = said(alice, question, "Yes, she may.", kind="answer", on=date(2026, 6, 16))
    told = split(as_alice, question, answer).json()["question"]
    assert told["answered_at"] == "2026-06-16T12:00:00+02:00"
    assert split(as_alice, question).json()["question"]["answered_at"] is None


def test_message_of_elsewhere_is_refused_and_nothing_is_made(
    as_alice: APIClient, alice: User, question: Dossier, desk: Team
) -> None:
    other = said(alice, a_question(alice, desk, 2), "Elsewhere", kind="note")
    answer = split(as_alice, question, other)
    assert (problem(answer), pointers(answer)) == (
        (422, "message_unknown"),
        [("#/messages", "message_unknown")],
    )
    assert Dossier.objects.count() == 2


def test_closed_question_is_not_split(as_alice: APIClient, alice: User, question: Dossier) -> None:
    close(act(alice), question.pk, outcome="answered")
    assert problem(split(as_alice, question)) == (409, "state_forbids")

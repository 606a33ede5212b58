"""A question talked over: what the asker said, what she was answered, and what colleagues said among themselves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.models import Dossier, Message
from cases.models.message import MessageKind
from cases.services.dossiers import close, take
from cases.services.messages import Saying, say
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Role, Scope, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.conftest import client_of, client_with_key, member
from tests.factories import a_litigation, a_question, act


@pytest.fixture
def question(sam: User, desk: Team) -> Dossier:
    return a_question(sam, desk)


@pytest.fixture
def spoken(question: Dossier) -> Callable[..., Any]:
    """Says something in the question as someone, and gives the answer of the API."""

    def speak(client: APIClient, **body: Any) -> Any:
        return post(client, f"dossiers/{question.pk}/messages", body)

    return speak


def bodies(client: APIClient, dossier: Dossier, kind: str = "dossiers") -> list[str]:
    return [each["body"] for each in client.get(f"/api/v1/{kind}/{dossier.pk}/messages").json()]


def refused(answer: Any) -> tuple[int, str, str]:
    status, code = problem(answer)
    [(pointer, _)] = pointers(answer)
    return status, code, pointer


def test_answer_has_its_author_channel_and_language(
    spoken: Callable[..., Any], as_alice: APIClient, alice: User, question: Dossier
) -> None:
    told = spoken(as_alice, kind="answer", body="Until Monday.", channel="mail", language="fr").json()
    kept = Message.objects.get(pk=told.pop("id"))
    assert datetime.fromisoformat(told.pop("at")) == kept.at
    assert told == {
        "dossier": str(question.pk), "kind": "answer", "reply_to": None, "corrects": None, "body": "Until Monday.",
        "mentions": [], "documents": [], "language": "fr", "channel": "mail",
        "author": {"id": str(alice.pk), "name": "Alice"},
        "template": None, "said_in": str(question.pk), "copied_from": None,
    }  # fmt: skip


def test_message_without_a_language_has_that_of_the_dossier(
    spoken: Callable[..., Any], as_alice: APIClient
) -> None:
    assert spoken(as_alice, kind="note", body="Hm.").json()["language"] == "nl"


def test_thread_is_told_oldest_first_with_what_each_answers(
    spoken: Callable[..., Any], as_alice: APIClient, question: Dossier
) -> None:
    asked = spoken(as_alice, kind="asker_said", body="Which day?", channel="phone").json()["id"]
    spoken(as_alice, kind="answer", body="Monday.", channel="mail", reply_to=asked)
    told = as_alice.get(f"/api/v1/dossiers/{question.pk}/messages").json()
    assert [(each["body"], each["reply_to"]) for each in told] == [("Which day?", None), ("Monday.", asked)]


def test_first_answer_gives_the_question_its_moment_and_later_ones_leave_it(
    as_alice: APIClient, alice: User, question: Dossier
) -> None:
    first = act(alice)
    for kind in (MessageKind.ASKER_SAID, MessageKind.NOTE):
        channel = "" if kind is MessageKind.NOTE else "form"
        say(first, question.pk, Saying(kind=kind, body="Hm.", channel=channel))
    address = f"/api/v1/questions/{question.pk}"
    assert as_alice.get(address).json()["question"]["answered_at"] is None
    say(first, question.pk, Saying(kind=MessageKind.ANSWER, body="Monday.", channel="mail"))
    assert as_alice.get(address).json()["question"]["answered_at"] == "2026-06-15T12:00:00+02:00"
    later = act(alice, on=first.on.replace(day=16))
    say(later, question.pk, Saying(kind=MessageKind.ANSWER, body="Tuesday.", channel="mail"))
    assert as_alice.get(address).json()["question"]["answered_at"] == "2026-06-15T12:00:00+02:00"


def test_correction_stands_beside_what_it_corrects(
    spoken: Callable[..., Any], as_alice: APIClient, question: Dossier
) -> None:
    wrong = spoken(as_alice, kind="answer", body="Tuesday.", channel="mail").json()["id"]
    right = spoken(as_alice, kind="answer", body="Monday.", channel="mail", corrects=wrong).json()
    assert right["corrects"] == wrong
    assert bodies(as_alice, question) == ["Tuesday.", "Monday."]
    answer = spoken(as_alice, kind="note", body="Monday.", corrects=wrong)
    assert refused(answer) == (422, "message_kind_stays", "#/kind")


def test_database_refuses_to_edit_what_was_said(spoken: Callable[..., Any], as_alice: APIClient) -> None:
    spoken(as_alice, kind="note", body="As it was.")
    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        Message.objects.update(body="As I wish it had been.")
    assert Message.objects.get().body == "As it was."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"kind": "answer"}, (422, "channel_needed", "#/channel")),
        ({"kind": "asker_said"}, (422, "channel_needed", "#/channel")),
        ({"kind": "note", "channel": "mail"}, (422, "note_stays_inside", "#/channel")),
        ({"kind": "shout"}, (400, "invalid", "#/kind")),
        ({"kind": "note", "body": ""}, (400, "invalid", "#/body")),
    ],
)
def test_message_that_goes_nowhere_is_refused_at_its_place(
    spoken: Callable[..., Any], as_alice: APIClient, body: dict[str, str], expected: tuple[int, str, str]
) -> None:
    assert refused(spoken(as_alice, **{"body": "Hm.", **body})) == expected
    assert Message.objects.count() == 0


def test_answer_where_nobody_asked_is_refused(as_alice: APIClient, alice: User, desk: Team) -> None:
    litigation = a_litigation(alice, desk)
    answer = post(
        as_alice, f"dossiers/{litigation.pk}/messages", {"kind": "answer", "body": "?", "channel": "mail"}
    )
    assert refused(answer) == (422, "nobody_asks", "#/kind")


def test_message_of_another_dossier_is_unknown_here(
    spoken: Callable[..., Any], as_alice: APIClient, alice: User, desk: Team
) -> None:
    other = say(act(alice), a_litigation(alice, desk).pk, Saying(kind=MessageKind.NOTE, body="Elsewhere"))
    for name in ("reply_to", "corrects"):
        answer = spoken(as_alice, kind="note", body="Hm.", **{name: str(other.pk)})
        assert refused(answer) == (422, "message_unknown", f"#/{name}")
        assert answer.json()["values"] == {"message": str(other.pk)}


def test_closed_question_takes_no_message_and_says_it_can_be_reopened(
    as_sam: APIClient, alice: User, question: Dossier
) -> None:
    take(act(alice), question.pk)
    close(act(alice), question.pk, outcome="answered")
    answer = post(as_sam, f"questions/{question.pk}/messages", {"body": "One more.", "channel": "form"})
    assert problem(answer) == (409, "state_forbids")
    assert answer.json()["values"]["allowed"] == ["reopen"]


def test_trail_tells_that_something_was_said_and_not_what(
    spoken: Callable[..., Any], as_alice: APIClient, alice: User
) -> None:
    first = spoken(as_alice, kind="note", body="A secret.").json()["id"]
    second = spoken(as_alice, kind="note", body="Another.", reply_to=first).json()["id"]
    entries = TrailEntry.objects.filter(verb="message.recorded").order_by("id")
    assert [(entry.actor, entry.changes) for entry in entries] == [
        (alice, {"message": first, "kind": "note", "mentions": []}),
        (alice, {"message": second, "kind": "note", "mentions": [], "reply_to": first}),
    ]


# The integration that handed it in


def test_intake_reads_words_and_answers_and_never_notes(
    spoken: Callable[..., Any], as_alice: APIClient, as_sam: APIClient, sam: User, question: Dossier
) -> None:
    post(as_sam, f"questions/{question.pk}/messages", {"body": "Which day?", "channel": "form"})
    spoken(as_alice, kind="note", body="She may be a minor.")
    spoken(as_alice, kind="answer", body="Monday.", channel="mail")
    assert bodies(as_sam, question, "questions") == ["Which day?", "Monday."]
    assert bodies(client_of(sam), question) == ["Which day?", "Monday."]
    assert bodies(as_alice, question) == ["Which day?", "She may be a minor.", "Monday."]
    assert bodies(as_alice, question, "questions") == ["Which day?", "Monday."]


@pytest.mark.parametrize("kind", ["answer", "note"])
def test_intake_may_write_neither_answers_nor_notes(spoken: Callable[..., Any], sam: User, kind: str) -> None:
    answer = spoken(client_of(sam), kind=kind, body="Hm.", channel="mail")
    assert problem(answer) == (403, "role_forbids")
    assert answer.json()["values"] == {"needed": ["lawyer", "coordinator"]}


def test_note_is_as_unknown_to_the_intake_as_what_is_not_there(
    as_sam: APIClient, alice: User, question: Dossier
) -> None:
    note = say(act(alice), question.pk, Saying(kind=MessageKind.NOTE, body="Inside"))
    body = {"body": "?", "channel": "form", "reply_to": str(note.pk)}
    answer = post(as_sam, f"questions/{question.pk}/messages", body)
    assert refused(answer) == (422, "message_unknown", "#/reply_to")


def test_question_that_another_handed_in_is_404_to_the_intake(
    as_sam: APIClient, alice: User, desk: Team
) -> None:
    other = a_question(alice, desk, 2)
    assert as_sam.get(f"/api/v1/questions/{other.pk}/messages").status_code == 404
    answer = post(as_sam, f"questions/{other.pk}/messages", {"body": "?", "channel": "form"})
    assert problem(answer) == (404, "not_found")


def test_litigation_has_no_conversation_with_an_asker(as_alice: APIClient, alice: User, desk: Team) -> None:
    litigation = a_litigation(alice, desk)
    assert as_alice.get(f"/api/v1/questions/{litigation.pk}/messages").status_code == 404


def test_key_for_questions_reads_no_note_even_of_a_lawyer(alice: User, question: Dossier) -> None:
    say(act(alice), question.pk, Saying(kind=MessageKind.NOTE, body="Inside"))
    client = client_with_key(alice, Scope.QUESTIONS_READ)
    assert bodies(client, question, "questions") == []
    assert client.get(f"/api/v1/dossiers/{question.pk}/messages").status_code == 403


# Mentions


def test_colleague_mentioned_gets_one_mail_in_her_language_with_the_reference_only(
    spoken: Callable[..., Any], as_alice: APIClient, alice: User, bob: User, question: Dossier
) -> None:
    people = [str(bob.pk), str(alice.pk), str(bob.pk)]
    told = spoken(as_alice, kind="note", body="Bob, is Amina V. a minor?", mentions=people).json()
    assert sorted(each["name"] for each in told["mentions"]) == ["Alice", "Bob"]
    mail = OutgoingMail.objects.get()
    assert (mail.key, mail.addressee) == (f"mention:{told['id']}:{bob.pk}", bob)
    assert mail.subject == f"{question.reference}\N{NO-BREAK SPACE}: une note vous mentionne"
    assert f"http://testserver/sign-in/?next=/api/v1/dossiers/{question.pk}/messages" in mail.text
    assert f"http://testserver/sign-in/?next=/api/v1/dossiers/{question.pk}/messages" in mail.html
    for secret in ("Amina", "minor", question.title, "Asker 1", "Alice"):
        assert secret not in mail.subject + mail.text + mail.html


@pytest.mark.parametrize(
    ("language", "subject", "why"),
    [
        (
            "nl",
            "een notitie vermeldt u",
            "U krijgt deze mail omdat een notitie in een dossier van uw team u vermeldt.",
        ),
        ("en", "a note mentions you", "You get it because a note in a dossier of your team mentions you."),
        (
            "de",
            "eine Notiz erwähnt Sie",
            "Sie erhalten diese E-Mail, weil eine Notiz in einem Dossier Ihres Teams Sie erwähnt.",
        ),
    ],
)
def test_mail_of_a_mention_speaks_the_language_of_the_addressee(
    alice: User, desk: Team, question: Dossier, language: str, subject: str, why: str
) -> None:
    dora = member(desk, "Dora", Role.READER, language=language)
    say(act(alice), question.pk, Saying(kind=MessageKind.NOTE, body="Dora?", mentions=[dora.pk]))
    mail = OutgoingMail.objects.get()
    assert (mail.subject, mail.language) == (f"{question.reference}: {subject}", language)
    assert why in mail.text.replace("\n", " ")


def test_who_cannot_read_the_dossier_cannot_be_mentioned(
    spoken: Callable[..., Any], as_alice: APIClient, bob: User, charlie: User, sam: User
) -> None:
    people = [str(each.pk) for each in (bob, charlie, sam)]
    answer = spoken(as_alice, kind="note", body="Look.", mentions=people)
    assert refused(answer) == (422, "colleague_unknown", "#/mentions")
    assert answer.json()["values"] == {"unknown": sorted(people[1:])}
    assert (Message.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_what_the_asker_reads_mentions_nobody_and_replies_to_no_note(
    spoken: Callable[..., Any], as_alice: APIClient, bob: User
) -> None:
    answer = spoken(as_alice, kind="answer", body="Ask Bob.", channel="mail", mentions=[str(bob.pk)])
    assert refused(answer) == (422, "note_stays_inside", "#/mentions")
    note = spoken(as_alice, kind="note", body="Inside.").json()["id"]
    answer = spoken(as_alice, kind="answer", body="Monday.", channel="mail", reply_to=note)
    assert refused(answer) == (422, "note_stays_inside", "#/reply_to")


def test_long_thread_with_mentions_takes_no_more_queries(
    spoken: Callable[..., Any], as_alice: APIClient, bob: User, question: Dossier
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            spoken(as_alice, kind="note", body="Bob?", mentions=[str(bob.pk)])
        with CaptureQueriesContext(connection) as made:
            assert len(bodies(as_alice, question)) in (4, 8)
        counts.append(len(made))
    assert counts == [6, 6]

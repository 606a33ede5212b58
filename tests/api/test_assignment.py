"""A dossier changes hands: given to a colleague, who hears of it, and given back to the team."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from cases.models import Dossier
from cases.services.assignment import assign
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.factories import a_deadline, a_litigation, a_question, act, an_absence

YES = "She knows the court"


@pytest.fixture
def question(sam: User, desk: Team) -> Dossier:
    return a_question(sam, desk)


def give(client: APIClient, dossier: Dossier, to: User, reason: str = YES) -> Any:
    return post(client, f"dossiers/{dossier.pk}/assign", {"to": str(to.pk), "reason": reason})


def test_new_question_given_to_a_colleague_is_open_and_hers(
    as_alice: APIClient, alice: User, bob: User, question: Dossier
) -> None:
    told = give(as_alice, question, bob).json()
    assert (told["state"], told["owner"]["name"], told["warnings"]) == ("open", "Bob", [])
    entry = TrailEntry.objects.latest("id")
    assert (entry.verb, entry.actor, entry.reason) == ("question.assigned", alice, YES)
    assert entry.changes == {"owner": [None, str(bob.pk)], "state": ["new", "open"]}


def test_new_owner_gets_one_mail_in_her_language_with_the_reference_only(
    as_alice: APIClient, bob: User, question: Dossier
) -> None:
    give(as_alice, question, bob)
    give(as_alice, question, bob)
    mail = OutgoingMail.objects.get()
    assert (mail.addressee, mail.subject) == (
        bob,
        f"{question.reference}\N{NO-BREAK SPACE}: ce dossier est désormais le vôtre",
    )
    link = f"http://testserver/sign-in/?next=/api/v1/dossiers/{question.pk}"
    assert link in mail.text
    assert link in mail.html
    for secret in (question.title, "Asker 1", "Alice", YES):
        assert secret not in mail.subject + mail.text + mail.html


def test_giving_a_dossier_to_oneself_sends_no_mail(
    as_alice: APIClient, alice: User, question: Dossier
) -> None:
    assert give(as_alice, question, alice).json()["owner"]["name"] == "Alice"
    assert OutgoingMail.objects.count() == 0


def test_dossier_given_back_and_forth_mails_each_time(
    as_alice: APIClient, bob: User, question: Dossier
) -> None:
    for _ in range(2):
        give(as_alice, question, bob)
        post(as_alice, f"dossiers/{question.pk}/release", {})
    assert OutgoingMail.objects.count() == 2


def test_only_who_works_in_the_team_can_be_given_a_dossier(
    as_alice: APIClient, rita: User, sam: User, charlie: User, question: Dossier
) -> None:
    for stranger in (rita, sam, charlie):
        answer = give(as_alice, question, stranger)
        assert problem(answer) == (422, "colleague_elsewhere")
        assert pointers(answer) == [("#/to", "colleague_elsewhere")]
    assert problem(give(as_alice, question, charlie, reason=" ")) == (400, "invalid")
    question.refresh_from_db()
    assert (question.owner, OutgoingMail.objects.count()) == (None, 0)


def test_owner_who_is_away_gets_it_and_the_answer_says_so(
    as_alice: APIClient, alice: User, bob: User, cora: User, question: Dossier
) -> None:
    an_absence(bob, cora, date(2026, 6, 14), date(2026, 6, 19))
    an_absence(cora, alice, date(2026, 6, 15), date(2026, 6, 15))
    told = give(as_alice, question, bob).json()
    assert told["owner"]["name"] == "Bob"
    assert told["warnings"] == [
        {
            "code": "owner_away",
            "text": "Bob is away until 19 June 2026.",
            "until_on": "2026-06-19",
            "stand_in": {"id": str(alice.pk), "name": "Alice"},
        }
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "De eerstvolgende termijndag is dinsdag 16 juni 2026."),
        ("fr", "Prochaine échéance : mardi 16 juin 2026."),
        ("de", "Nächster Fristtag: Dienstag, 16. Juni 2026."),
        ("en", "Its next day is Tuesday 16 June 2026."),
    ],
)
def test_who_is_given_a_dossier_is_told_its_next_day(
    as_alice: APIClient, alice: User, bob: User, desk: Team, language: str, said: str
) -> None:
    User.objects.filter(pk=bob.pk).update(language=language)
    give(as_alice, a_litigation(alice, desk, 1), bob)
    case = a_litigation(alice, desk, 2)
    a_deadline(alice, case)
    give(as_alice, case, bob)
    without, told = (" ".join(mail.text.split()) for mail in OutgoingMail.objects.order_by("id"))
    assert said in told
    assert said.partition(" 16")[0] not in without


def test_dossier_given_back_is_nobodys_and_stays_open(as_alice: APIClient, alice: User, desk: Team) -> None:
    case = a_litigation(alice, desk)
    told = post(as_alice, f"dossiers/{case.pk}/release", {"reason": "I leave the desk"}).json()
    assert (told["state"], told["owner"]) == ("open", None)
    assert problem(post(as_alice, f"dossiers/{case.pk}/release", {})) == (409, "nobody_owns_it")


def test_closed_dossier_changes_hands_no_more(
    as_alice: APIClient, alice: User, bob: User, desk: Team
) -> None:
    case = a_litigation(alice, desk)
    post(as_alice, f"dossiers/{case.pk}/close", {"outcome": "won"})
    assert problem(give(as_alice, case, bob)) == (409, "state_forbids")
    assert problem(post(as_alice, f"dossiers/{case.pk}/release", {})) == (409, "state_forbids")


@pytest.mark.django_db(transaction=True)
def test_two_who_assign_at_once_act_one_after_the_other(
    alice: User, bob: User, cora: User, desk: Team
) -> None:
    case, together = a_litigation(alice, desk), threading.Barrier(2)

    def give_to(owner: User) -> None:
        together.wait(timeout=20)
        try:
            assign(act(alice), case.pk, to=owner.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(give_to, [bob, cora]))
    first, second = TrailEntry.objects.filter(verb="litigation.assigned").order_by("id")
    assert first.changes["owner"][0] == str(alice.pk)
    assert second.changes["owner"][0] == first.changes["owner"][1]
    case.refresh_from_db()
    assert str(case.owner_id) == second.changes["owner"][1]
    assert OutgoingMail.objects.count() == 2

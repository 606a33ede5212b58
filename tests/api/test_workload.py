"""Who has how much to do, and whom the desk suggests for a question."""

from collections.abc import Callable
from datetime import date
from typing import Any

from rest_framework.test import APIClient

from cases.models import Dossier
from cases.services.dossiers import Opening, amend, close, take
from cases.services.litigations import LitigationDetails, open_litigation
from helpdesk.people.models import Membership, Role, Team, User
from tests.api.asking import post, problem
from tests.conftest import client_of, member
from tests.factories import a_condemnation, a_deadline, a_litigation, a_question, act, an_absence


def loads(client: APIClient) -> dict[str, dict[str, Any]]:
    return {each["colleague"]["name"]: each for each in client.get("/api/v1/workload").json()}


def taken(owner: User, team: Team, number: int) -> Dossier:
    return take(act(owner), a_question(owner, team, number).pk)


def test_load_counts_open_dossiers_by_kind_who_waits_and_the_nearest_day(
    as_alice: APIClient, alice: User, bob: User, desk: Team
) -> None:
    answered = taken(alice, desk, 1)
    post(as_alice, f"dossiers/{answered.pk}/messages", {"kind": "answer", "body": "Yes.", "channel": "mail"})
    taken(alice, desk, 2)
    a_deadline(alice, a_litigation(alice, desk))
    a_condemnation(alice, desk)
    close(act(alice), a_litigation(alice, desk, 2).pk, outcome="won")
    told = loads(as_alice)
    assert list(told) == ["Alice", "Bob"]
    assert told["Alice"] | {"colleague": None} == {
        "colleague": None, "questions": 2, "litigations": 1, "condemnations": 1, "unanswered": 1,
        "next_due_on": "2026-06-16", "absent_until": None,
    }  # fmt: skip
    assert told["Bob"] | {"colleague": None} == {
        "colleague": None, "questions": 0, "litigations": 0, "condemnations": 0, "unanswered": 0,
        "next_due_on": None, "absent_until": None,
    }  # fmt: skip


def test_load_is_that_of_the_dossiers_the_caller_sees(alice: User, rita: User, desk: Team) -> None:
    second = Team.objects.create(slug="second", name="Second desk")
    Membership.objects.create(user=alice, team=second, role=Role.LAWYER)
    taken(alice, desk, 1)
    taken(alice, second, 2)
    assert loads(client_of(rita))["Alice"]["questions"] == 1
    assert loads(client_of(alice))["Alice"]["questions"] == 2


def test_load_says_until_when_a_colleague_is_away(as_alice: APIClient, bob: User) -> None:
    an_absence(bob, None, date(2026, 6, 15), date(2026, 6, 15))
    assert loads(as_alice)["Bob"]["absent_until"] == "2026-06-15"


def suggested(client: APIClient, question: Dossier) -> list[dict[str, Any]]:
    return client.get(f"/api/v1/questions/{question.pk}/suggested-owners").json()


def on_theme(owner: User, team: Team, *themes: str) -> Dossier:
    opening = Opening(team=team, title="Case", owner=owner, themes=list(themes))
    return open_litigation(act(owner), opening, details=LitigationDetails())


def test_colleagues_are_suggested_by_language_then_themes_then_presence_then_load(
    as_alice: APIClient, alice: User, bob: User, cora: User, sam: User, desk: Team
) -> None:
    question = a_question(sam, desk)
    amend(act(alice), question.pk, {"themes": ["dublin"]})
    dora, erik = member(desk, "Dora", Role.LAWYER), member(desk, "Erik", Role.LAWYER)
    on_theme(cora, desk, "detention")
    on_theme(bob, desk, "dublin")
    on_theme(erik, desk, "dublin", "detention")
    an_absence(dora, None, date(2026, 6, 10), date(2026, 6, 20))
    told = suggested(as_alice, question)
    # Erik knows the theme; Alice has nothing to do, Cora a case; Dora is away; Bob speaks French.
    assert [each["colleague"]["name"] for each in told] == ["Erik", "Alice", "Cora", "Dora", "Bob"]
    assert [each["why"] for each in told] == [
        [
            "Speaks the language of the question.",
            "Worked on 1 dossier on its themes lately.",
            "Has 1 open dossier.",
        ],
        ["Speaks the language of the question.", "Has 0 open dossiers."],
        ["Speaks the language of the question.", "Has 1 open dossier."],
        ["Speaks the language of the question.", "Is away until 20 June 2026.", "Has 0 open dossiers."],
        ["Worked on 1 dossier on its themes lately.", "Has 1 open dossier."],
    ]


def test_theme_of_a_dossier_closed_long_ago_no_longer_counts(
    as_alice: APIClient, alice: User, bob: User, sam: User, desk: Team
) -> None:
    question = a_question(sam, desk)
    amend(act(alice), question.pk, {"themes": ["dublin"]})
    for owner, on in ((alice, date(2025, 12, 17)), (bob, date(2025, 12, 16))):
        close(act(owner, on), on_theme(owner, desk, "dublin").pk, outcome="won")
    found = {each["colleague"]["name"]: each["on_its_themes"] for each in suggested(as_alice, question)}
    assert found == {"Alice": 1, "Bob": 0}


def test_nobody_is_suggested_for_a_case(as_alice: APIClient, alice: User, desk: Team) -> None:
    answer = as_alice.get(f"/api/v1/questions/{a_litigation(alice, desk).pk}/suggested-owners")
    assert problem(answer) == (404, "not_found")


def test_many_colleagues_and_dossiers_take_no_more_queries(
    as_alice: APIClient,
    alice: User,
    sam: User,
    desk: Team,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    question = a_question(sam, desk)
    for number in range(2, 7):
        owner = member(desk, f"Nr{number}", Role.LAWYER)
        taken(owner, desk, number)
        an_absence(owner, alice, date(2026, 6, 15), date(2026, 6, 15))
    with django_assert_num_queries(6):
        assert len(loads(as_alice)) == 6
    with django_assert_num_queries(9):
        assert len(suggested(as_alice, question)) == 6

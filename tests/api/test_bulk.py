"""Many dossiers acted on in one request: each as it would be alone, or all of them or none."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.models import Dossier
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.conftest import client_of
from tests.factories import a_deadline, a_litigation, a_question, an_absence, at_level
from tests.helpdesk.side_by_side import side_by_side

NOWHERE = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def cases(alice: User, desk: Team) -> list[Dossier]:
    return [a_litigation(alice, desk, number) for number in (1, 2, 3)]


def item(dossier: Dossier, does: str, **said: Any) -> dict[str, Any]:
    return {"id": str(dossier.pk), "act": does, **said}


def bulk(client: APIClient, *items: dict[str, Any], **more: Any) -> Any:
    return post(client, "dossiers/bulk", {"items": list(items), **more})


def told(answer: Any) -> list[tuple[int, str | None]]:
    """Status and code of each item, in their order."""
    assert answer.status_code == 200, answer.content
    return [(each["status"], (each["problem"] or {}).get("code")) for each in answer.json()["items"]]


def verbs() -> list[str]:
    return list(TrailEntry.objects.order_by("id").values_list("verb", flat=True))


def test_each_has_its_own_answer_in_the_order_asked(
    as_alice: APIClient, alice: User, bob: User, desk: Team, cases: list[Dossier]
) -> None:
    question, last = a_question(alice, desk), a_question(alice, desk, 2)
    a_deadline(alice, cases[1])
    answer = bulk(
        as_alice,
        item(last, "assign", to=str(bob.pk)),
        item(cases[1], "close", outcome="won"),
        item(cases[0], "close", outcome="won"),
        item(cases[2], "release"),
        {"id": NOWHERE, "act": "take"},
        item(question, "take"),
        reason="I leave the desk",
    )
    assert told(answer) == [
        (200, None), (409, "deadline_stands_open"), (200, None), (200, None), (404, "not_found"), (200, None),
    ]  # fmt: skip
    said = answer.json()
    assert (said["done"], said["refused"]) == (4, 2)
    asked = [last, cases[1], cases[0], cases[2], None, question]
    assert [each["id"] for each in said["items"]] == [str(one.pk) if one else NOWHERE for one in asked]
    assert said["items"][1]["problem"]["values"] == {"next_due_on": "2026-06-16"}
    for each, one in zip(said["items"], asked, strict=True):
        if each["status"] == 200 and one is not None:
            one.refresh_from_db()
            assert each["revision"] == one.revision
    assert (last.owner, cases[0].state, cases[2].owner) == (bob, "closed", None)
    assert OutgoingMail.objects.get().addressee == bob


@pytest.mark.parametrize(
    ("does", "said", "alone"),
    [
        ("release", {}, {}),
        ("close", {"outcome": "won"}, {"outcome": "won"}),
        ("take", {}, None),
        ("assign", {"to": "bob"}, {"to": "bob", "reason": "Why"}),
    ],
)
def test_trail_is_that_of_the_act_alone(
    as_alice: APIClient, bob: User, cases: list[Dossier], does: str, said: Any, alone: Any
) -> None:
    named = {"bob": str(bob.pk)}
    said, alone = (
        {name: named.get(word, word) for name, word in (given or {}).items()} for given in (said, alone)
    )
    post(as_alice, f"dossiers/{cases[0].pk}/{does}", alone)
    bulk(as_alice, item(cases[1], does, **said), reason="Why")
    first, second = TrailEntry.objects.filter(dossier_id__in=[each.pk for each in cases]).order_by("-id")[:2]
    assert (first.verb, first.actor, first.changes) == (second.verb, second.actor, second.changes)
    assert first.reason == "Why"


def test_amended_dossier_keeps_what_is_left_out(as_alice: APIClient, cases: list[Dossier]) -> None:
    cases[0].refresh_from_db()
    answer = bulk(
        as_alice, item(cases[0], "amend", revision=cases[0].revision, themes=["dublin"], language="fr")
    )
    assert told(answer) == [(200, None)]
    title = cases[0].title
    cases[0].refresh_from_db()
    assert (cases[0].title, cases[0].themes, cases[0].language) == (title, ["dublin"], "fr")
    assert TrailEntry.objects.latest("id").changes == {"fields": ["language", "themes"]}


@pytest.mark.parametrize("does", ["take", "release", "close", "assign", "amend"])
def test_dossier_that_has_changed_since_is_refused_and_the_others_are_done(
    as_alice: APIClient, bob: User, cases: list[Dossier], does: str
) -> None:
    said = {"close": {"outcome": "won"}, "assign": {"to": str(bob.pk)}, "amend": {"themes": ["dublin"]}}
    asked = said.get(does, {})
    for case in cases:
        case.refresh_from_db()
    stale, fresh = cases[0].revision - 1, cases[1].revision
    answer = bulk(
        as_alice,
        item(cases[0], does, revision=stale, **asked),
        item(cases[1], does, revision=fresh, **asked),
        reason="Why",
    )
    assert told(answer) == [(412, "changed_meanwhile"), (200, None)]
    before = cases[0].revision
    cases[0].refresh_from_db()
    assert cases[0].revision == before


def test_all_or_nothing_leaves_nothing_and_points_at_each_that_is_refused(
    as_alice: APIClient, alice: User, bob: User, charlie: User, cases: list[Dossier]
) -> None:
    a_deadline(alice, cases[2])
    before, revisions = verbs(), list(Dossier.objects.order_by("pk").values_list("revision", flat=True))
    answer = bulk(
        as_alice,
        item(cases[0], "assign", to=str(bob.pk)),
        item(cases[1], "assign", to=str(charlie.pk)),
        item(cases[2], "close", outcome="won"),
        all_or_nothing=True,
        reason="Why",
    )
    assert problem(answer) == (422, "bulk_not_done")
    assert pointers(answer) == [
        ("#/items/1/to", "colleague_elsewhere"),
        ("#/items/2", "deadline_stands_open"),
    ]
    assert answer.json()["errors"][1]["values"] == {"next_due_on": "2026-06-16"}
    assert verbs() == before
    assert list(Dossier.objects.order_by("pk").values_list("revision", flat=True)) == revisions
    assert OutgoingMail.objects.count() == 0


def test_all_or_nothing_does_all_where_none_is_refused(as_alice: APIClient, cases: list[Dossier]) -> None:
    answer = bulk(as_alice, *(item(case, "release") for case in reversed(cases)), all_or_nothing=True)
    assert told(answer) == [(200, None)] * 3
    assert Dossier.objects.filter(owner__isnull=True).count() == 3


@pytest.mark.parametrize("all_or_nothing", [False, True])
def test_closed_dossier_looks_like_one_that_is_not_there(
    alice: User, bob: User, cases: list[Dossier], all_or_nothing: bool
) -> None:
    at_level(alice, cases[0], "sealed")
    answer = bulk(
        client_of(bob),
        item(cases[0], "take", revision=1),
        {"id": NOWHERE, "act": "take", "revision": 1},
        all_or_nothing=all_or_nothing,
    )
    if all_or_nothing:
        assert pointers(answer) == [("#/items/0", "not_found"), ("#/items/1", "not_found")]
    else:
        closed, missing = answer.json()["items"]
        assert closed | {"id": ""} == missing | {"id": ""}
        assert closed["problem"]["code"] == "not_found"


def test_who_reads_along_changes_nothing(rita: User, cases: list[Dossier]) -> None:
    assert told(bulk(client_of(rita), item(cases[0], "take"))) == [(403, "role_forbids")]


def test_new_owner_who_is_away_is_told(
    as_alice: APIClient, alice: User, bob: User, cora: User, cases: list[Dossier]
) -> None:
    an_absence(bob, cora, date(2026, 6, 14), date(2026, 6, 19))
    answer = bulk(
        as_alice,
        *(item(case, "assign", to=str(to.pk)) for case, to in zip(cases, (bob, alice, bob), strict=True)),
        reason="Why",
    ).json()
    codes = [[warning["code"] for warning in each["warnings"]] for each in answer["items"]]
    assert codes == [["owner_away"], [], ["owner_away"]]


@pytest.mark.parametrize(
    ("items", "pointer"),
    [
        ([], "#/items"),
        ([{"id": NOWHERE, "act": "take"}] * 201, "#/items"),
        ([{"id": NOWHERE, "act": "take"}, {"id": NOWHERE, "act": "release"}], "#/items"),
        ([{"id": NOWHERE, "act": "burn"}], "#/items/0/act"),
        ([{"id": "x", "act": "take"}], "#/items/0/id"),
        ([{"id": NOWHERE, "act": "take"}, {"id": NOWHERE, "act": "close"}], "#/items/1/outcome"),
        ([{"id": NOWHERE, "act": "amend", "themes": []}], "#/items/0/revision"),
        ([{"id": NOWHERE, "act": "amend", "revision": 10**30}], "#/items/0/revision"),
        ([{"id": NOWHERE, "act": "assign"}], "#/items/0/to"),
        ([{"id": NOWHERE, "act": "assign", "to": NOWHERE}], "#/reason"),
        (["take"], "#/items/0"),
    ],
)
def test_request_of_another_shape_does_nothing_at_all(as_alice: APIClient, items: Any, pointer: str) -> None:
    answer = bulk(as_alice, *items)
    assert problem(answer) == (400, "invalid")
    assert [where for where, _ in pointers(answer)] == [pointer]


def test_keyed_request_sent_twice_acts_once_though_one_was_refused(
    as_alice: APIClient, cases: list[Dossier]
) -> None:
    asked = {"items": [{"id": NOWHERE, "act": "take"}, item(cases[0], "release")]}
    answers = [
        as_alice.post("/api/v1/dossiers/bulk", asked, format="json", headers={"idempotency-key": "k"})
        for _ in range(2)
    ]
    assert told(answers[0]) == [(404, "not_found"), (200, None)]
    assert answers[0].content == answers[1].content
    assert verbs().count("litigation.released") == 1


def test_ten_more_cost_ten_times_what_one_does(as_alice: APIClient, alice: User, desk: Team) -> None:
    def queries(*dossiers: Dossier) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert told(bulk(as_alice, *(item(one, "take") for one in dossiers))) == [(200, None)] * len(
                dossiers
            )
        return len(caught)

    few = [a_litigation(alice, desk, number) for number in range(12)]
    one, two, twelve = queries(few[0]), queries(*few[:2]), queries(*few)
    assert twelve - one == 11 * (two - one)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("headers", [{}, {"idempotency-key": "its-own"}])
def test_two_who_want_the_same_in_opposite_order_both_end(
    alice: User, cora: User, desk: Team, headers: dict[str, str]
) -> None:
    cases = [a_litigation(alice, desk, number) for number in range(12)]

    def ask(user: User, dossiers: list[Dossier]) -> Any:
        asked = {"all_or_nothing": not headers, "items": [item(each, "take") for each in dossiers]}
        return client_of(user).post("/api/v1/dossiers/bulk", asked, format="json", headers=headers)

    answers = side_by_side(partial(ask, alice, cases), partial(ask, cora, cases[::-1]))
    assert [told(answer) for answer in answers] == [[(200, None)] * 12] * 2
    assert Dossier.objects.values("owner").distinct().count() == 1

"""A client that mirrors the caseload: told of all that changes and of what is gone, and of nothing it may not know."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from cases.models import Dossier
from cases.models.dossier import Confidentiality
from cases.services.confidentiality import set_confidentiality
from cases.services.dossiers import amend, take
from cases.services.walls import lift_wall
from helpdesk.people.models import Membership, Role, Scope, Team, User
from tests.api.asking import pointers
from tests.api.conftest import Desk
from tests.conftest import client_of, client_with_key
from tests.factories import a_litigation, a_part, a_question, a_wall, act, at_level, with_reason


class Mirror:
    """A copy of all that a colleague may see, kept by asking for what changed."""

    def __init__(self, user: User, page_size: int = 2) -> None:
        self.client, self.page_size = client_of(user), page_size
        self.cursor, self.held, self.told = "", {}, []  # type: ignore[var-annotated]

    def follow(self) -> list[dict[str, Any]]:
        """Take in all there is; what was told this time."""
        told: list[dict[str, Any]] = []
        while True:
            asked = {"page_size": str(self.page_size), **({"since": self.cursor} if self.cursor else {})}
            answer = self.client.get("/api/v1/changes", asked)
            assert answer.status_code == 200
            page = answer.json()
            told += page["results"]
            self.cursor = page["cursor"]
            if not page["has_more"]:
                break
        for each in told:
            if each["change"] == "gone":
                self.held.pop(each["id"], None)
            else:
                self.held[each["id"]] = each["revision"]
        return told


def visible(user: User) -> dict[str, int]:
    rows = client_of(user).get("/api/v1/dossiers?page_size=200&fields=id").json()["results"]
    return {row["id"]: Dossier.objects.get(pk=row["id"]).revision for row in rows}


@pytest.fixture
def cases(alice: User, desk: Team) -> list[Dossier]:
    return [a_litigation(alice, desk, number) for number in range(1, 6)]


@pytest.fixture
def mirror(bob: User, cases: list[Dossier]) -> Mirror:
    kept = Mirror(bob)
    kept.follow()
    return kept


GONE = {"change": "gone", "kind": None, "reference": None, "revision": None, "changed_at": None}


def test_mirror_begins_with_all_the_caller_sees_and_each_once(bob: User, cases: list[Dossier]) -> None:
    told = Mirror(bob).follow()
    assert {each["reference"]: each["change"] for each in told} == {
        one.reference: "upserted" for one in cases
    }
    assert len(told) == len(cases)
    assert {each["kind"] for each in told} == {"litigation"}


def test_nothing_new_is_told_as_nothing_and_the_cursor_stays(mirror: Mirror) -> None:
    before = mirror.cursor
    assert (mirror.follow(), mirror.cursor) == ([], before)


def test_only_what_changed_is_told_once_at_its_latest(
    mirror: Mirror, alice: User, desk: Team, cases: list[Dossier]
) -> None:
    amend(act(alice), cases[3].pk, {"title": "Another"})
    amend(act(alice), cases[3].pk, {"title": "And another"})
    new = a_question(alice, desk, 9)
    told = mirror.follow()
    assert {each["id"] for each in told} == {str(cases[3].pk), str(new.pk)}
    assert mirror.held[str(cases[3].pk)] == Dossier.objects.get(pk=cases[3].pk).revision


def test_same_cursor_gives_the_same_again(mirror: Mirror, alice: User, cases: list[Dossier]) -> None:
    amend(act(alice), cases[0].pk, {"title": "Another"})
    at_level(alice, cases[1], "sealed")
    since = mirror.cursor
    first = mirror.follow()
    mirror.cursor = since
    assert mirror.follow() == first
    assert {each["change"] for each in first} == {"upserted", "gone"}


@pytest.mark.parametrize("how", ["wall", "sealed", "restricted", "left the team", "removed"])
def test_what_is_out_of_sight_is_told_as_gone_and_by_its_id_alone(
    mirror: Mirror, alice: User, bob: User, cora: User, cases: list[Dossier], how: str
) -> None:
    lost = [cases[2]]
    if how == "wall":
        a_wall(cora, cases[2], bob)
    elif how == "left the team":
        bob.memberships.all().delete()
        lost = cases
    elif how == "removed":
        Dossier.objects.filter(pk=cases[2].pk).delete()
    else:
        at_level(alice, cases[2], how)
    told = mirror.follow()
    assert sorted(told, key=lambda each: str(each["id"])) == [
        {"id": str(one), **GONE} for one in sorted((one.pk or told[0]["id"] for one in lost), key=str)
    ]
    assert mirror.follow() == []


def test_what_is_out_of_sight_is_told_no_more_of(mirror: Mirror, alice: User, cases: list[Dossier]) -> None:
    at_level(alice, cases[2], "sealed")
    mirror.follow()
    amend(act(alice), cases[2].pk, {"title": "Secret"})
    assert mirror.follow() == []


def test_what_comes_back_into_sight_is_told_again(
    mirror: Mirror, alice: User, bob: User, cora: User, cases: list[Dossier]
) -> None:
    wall = a_wall(cora, cases[2], bob)
    mirror.follow()
    lift_wall(with_reason(cora), cases[2].pk, wall.pk)
    assert [(each["id"], each["change"]) for each in mirror.follow()] == [(str(cases[2].pk), "upserted")]


def test_who_joins_a_team_is_told_of_what_nobody_touched(
    charlie: User, cases: list[Dossier], desk: Team
) -> None:
    kept = Mirror(charlie)
    assert kept.follow() == []
    Membership.objects.create(user=charlie, team=desk, role=Role.READER)
    assert {each["id"] for each in kept.follow()} == {str(one.pk) for one in cases}


def test_what_was_closed_before_the_mirror_began_is_never_heard_of(
    alice: User, bob: User, cases: list[Dossier]
) -> None:
    at_level(alice, cases[2], "sealed")
    kept = Mirror(bob)
    assert str(cases[2].pk) not in {each["id"] for each in kept.follow()}
    set_confidentiality(with_reason(alice), cases[2].pk, Confidentiality.RESTRICTED)
    amend(act(alice), cases[2].pk, {"title": "Secret"})
    assert kept.follow() == []


def test_who_begins_anew_hears_of_nothing_that_is_gone(
    mirror: Mirror, alice: User, bob: User, cases: list[Dossier]
) -> None:
    at_level(alice, cases[2], "sealed")
    mirror.follow()
    assert {each["change"] for each in Mirror(bob, page_size=200).follow()} == {"upserted"}


def test_part_in_a_closed_dossier_brings_it_into_sight(
    mirror: Mirror, alice: User, bob: User, cases: list[Dossier]
) -> None:
    at_level(alice, cases[2], "sealed")
    mirror.follow()
    a_part(alice, cases[2], bob)
    assert [each["change"] for each in mirror.follow()] == ["upserted"]
    assert mirror.held == visible(bob)


def test_act_that_is_undone_is_no_change(mirror: Mirror, alice: User, cases: list[Dossier]) -> None:
    with transaction.atomic():
        amend(act(alice), cases[0].pk, {"title": "Another"})
        transaction.set_rollback(True)
    assert mirror.follow() == []


def test_reading_is_no_change(mirror: Mirror, alice: User, bob: User, cases: list[Dossier]) -> None:
    a_part(alice, cases[0], bob)
    at_level(alice, cases[0], "restricted")
    mirror.follow()
    client_of(alice).get(f"/api/v1/dossiers/{cases[0].pk}")
    assert mirror.follow() == []


def test_what_hangs_on_a_dossier_changes_it(mirror: Mirror, furnished: Desk, alice: User) -> None:
    mirror.follow()
    take(act(alice), furnished.question.pk)
    assert [each["id"] for each in mirror.follow()] == [str(furnished.question.pk)]


@pytest.mark.parametrize("text", ["", "nonsense", "é", "Y2hhbmdlczo=", "Y2hhbmdlczotMQ==", "bnVsbA==", "\0"])
def test_cursor_that_was_never_given_is_400(as_alice: APIClient, text: str) -> None:
    answer = as_alice.get("/api/v1/changes", {"since": text})
    assert (answer.status_code, pointers(answer)) == (400, [("#/since", "cursor_invalid")])


def test_unknown_parameter_is_400(as_alice: APIClient) -> None:
    assert pointers(as_alice.get("/api/v1/changes?sinse=x")) == [("#/sinse", "filter_unknown")]


def test_header_leads_on(as_alice: APIClient, cases: list[Dossier]) -> None:
    answer = as_alice.get("/api/v1/changes")
    onward = answer.headers["Link"].removeprefix("<").partition(">")[0]
    assert as_alice.get(onward).json()["results"] == []


def test_key_without_the_scope_hears_nothing(alice: User) -> None:
    assert client_with_key(alice, Scope.QUESTIONS_READ).get("/api/v1/changes").status_code == 403
    assert client_with_key(alice, Scope.DOSSIERS_READ).get("/api/v1/changes").status_code == 200


def test_queries_do_not_grow_with_what_is_told(
    as_alice: APIClient,
    alice: User,
    desk: Team,
    cases: list[Dossier],
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    as_alice.get("/api/v1/changes")
    with django_assert_num_queries(4):
        as_alice.get("/api/v1/changes?page_size=1")
    for number in range(10, 20):
        a_litigation(alice, desk, number)
    as_alice.get("/api/v1/changes")
    with django_assert_num_queries(4):
        as_alice.get("/api/v1/changes?page_size=8")

"""Keys managed over HTTP: issued, rotated and revoked by those who manage the integration, and shown once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from helpdesk.people.models import ApiKey, Membership, Role, Scope, Team, User
from helpdesk.people.services.keys import LONGEST_LIFE
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.conftest import client_of, client_with_key
from tests.factories import a_key


@pytest.fixture
def as_cora(cora: User) -> APIClient:
    return client_of(cora)


def body(sam: User, **more: Any) -> dict[str, Any]:
    return {"integration": str(sam.pk), "name": "Form", "scopes": ["law:read"], **more}


def opens(key: str) -> bool:
    answer = APIClient().get("/api/v1/me", headers={"authorization": f"Bearer {key}"})
    return bool(answer.status_code == 200)


def test_key_is_shown_when_it_is_issued_and_never_again(as_cora: APIClient, sam: User) -> None:
    made = post(as_cora, "api-keys", body(sam, networks=["127.0.0.1"], per_minute=5)).json()
    assert opens(made["key"])
    told = as_cora.get(f"/api/v1/api-keys/{made['api_key']['id']}")
    assert made["key"] not in told.content.decode()
    assert (told.json()["networks"], told.json()["per_minute"]) == (["127.0.0.1/32"], 5)
    assert told.json()["last_used_at"] is not None
    (entry,) = TrailEntry.objects.filter(verb="key.issued")
    assert entry.changes["scopes"] == ["law:read"]
    assert made["key"] not in str(entry.changes)


def test_key_without_an_end_gets_a_year(as_cora: APIClient, sam: User) -> None:
    post(as_cora, "api-keys", body(sam))
    key = ApiKey.objects.get()
    assert key.expires_at is not None
    assert key.expires_at - key.created_at < timedelta(days=366)


@pytest.mark.parametrize("life", [timedelta(seconds=-1), LONGEST_LIFE + timedelta(hours=1)])
def test_end_that_is_over_or_too_far_is_refused(as_cora: APIClient, sam: User, life: timedelta) -> None:
    answer = post(as_cora, "api-keys", body(sam, expires_at=(timezone.now() + life).isoformat()))
    assert problem(answer) == (422, "key_end_refused")
    assert pointers(answer) == [("#/expires_at", "key_end_refused")]


def test_network_that_is_none_is_refused_with_its_place(as_cora: APIClient, sam: User) -> None:
    answer = post(as_cora, "api-keys", body(sam, networks=["192.0.2.0/24", "10.0.0.5/8"]))
    assert problem(answer) == (422, "network_invalid")
    assert pointers(answer) == [("#/networks/1", "network_invalid")]
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"scopes": []}, {"scopes": ["all"]}, {"per_day": 0}, {"per_hour": 10**9}, {"networks": ["\0"]}],
)
def test_terms_of_another_shape_are_refused(as_cora: APIClient, sam: User, wrong: dict[str, Any]) -> None:
    assert problem(post(as_cora, "api-keys", body(sam, **wrong))) == (400, "invalid")


def test_rotated_key_opens_beside_its_successor_until_the_overlap_ends(as_cora: APIClient, sam: User) -> None:
    former = post(as_cora, "api-keys", body(sam, networks=["127.0.0.1"], per_hour=7)).json()
    new = post(as_cora, f"api-keys/{former['api_key']['id']}/rotate", {"overlap_hours": 2}).json()
    assert opens(former["key"])
    assert opens(new["key"])
    assert new["api_key"]["replaces"] == former["api_key"]["id"]
    kept = ("integration", "name", "scopes", "networks", "per_hour")
    assert all(new["api_key"][name] == former["api_key"][name] for name in kept)
    left = ApiKey.objects.get(pk=former["api_key"]["id"]).expires_at - timezone.now()  # type: ignore[operator]
    assert timedelta(hours=1, minutes=50) < left <= timedelta(hours=2)
    assert TrailEntry.objects.filter(verb="key.rotated").count() == 1


def test_rotation_without_overlap_ends_the_former_key_at_once(as_cora: APIClient, sam: User) -> None:
    former = post(as_cora, "api-keys", body(sam)).json()
    post(as_cora, f"api-keys/{former['api_key']['id']}/rotate", {"overlap_hours": 0})
    assert not opens(former["key"])


def test_rotation_never_lengthens_a_life(as_cora: APIClient, sam: User) -> None:
    soon = timezone.now() + timedelta(hours=1)
    former = a_key(sam, expires_at=soon)
    post(as_cora, f"api-keys/{former.pk}/rotate", {"overlap_hours": 168})
    former.refresh_from_db()
    assert former.expires_at == soon


def test_key_is_rotated_once(as_cora: APIClient, sam: User) -> None:
    key = a_key(sam)
    assert post(as_cora, f"api-keys/{key.pk}/rotate", {}).status_code == 200
    assert problem(post(as_cora, f"api-keys/{key.pk}/rotate", {})) == (409, "key_replaced")


def test_overlap_is_at_most_a_week(as_cora: APIClient, sam: User) -> None:
    assert problem(post(as_cora, f"api-keys/{a_key(sam).pk}/rotate", {"overlap_hours": 169})) == (
        400,
        "invalid",
    )


def test_revoked_key_opens_nothing_and_says_why_in_the_trail(as_cora: APIClient, sam: User) -> None:
    made = post(as_cora, "api-keys", body(sam)).json()
    address = f"api-keys/{made['api_key']['id']}"
    assert post(as_cora, f"{address}/revoke", {"reason": "It was in a mail."}).status_code == 200
    assert not opens(made["key"])
    assert TrailEntry.objects.get(verb="key.revoked").reason == "It was in a mail."
    assert problem(post(as_cora, f"{address}/revoke", {"reason": "Again."})) == (409, "key_ended")
    assert problem(post(as_cora, f"{address}/rotate", {})) == (409, "key_ended")


def test_own_limits_of_a_key_stand_in_the_place_of_the_desks(
    clock_stands_still: None, sam: User, settings: Any
) -> None:
    settings.REQUESTS_PER = {"minute": 2, "hour": 50}
    client = client_with_key(sam, Scope.LAW_READ)
    ApiKey.objects.update(per_minute=3, per_day=9)
    policy = client.get("/api/v1/me").headers["RateLimit-Policy"]
    assert policy == '"minute";q=3;w=60, "hour";q=50;w=3600, "day";q=9;w=86400'
    assert [client.get("/api/v1/me").status_code for _ in range(3)] == [200, 200, 429]


def test_coordinator_of_one_of_two_teams_does_not_manage_the_integration(
    as_cora: APIClient, cora: User, sam: User
) -> None:
    elsewhere = Team.objects.create(slug="elsewhere", name="Another desk")
    Membership.objects.create(user=sam, team=elsewhere, role=Role.INTAKE)
    key = a_key(sam)
    assert as_cora.get("/api/v1/api-keys").json()["results"] == []
    assert problem(post(as_cora, f"api-keys/{key.pk}/revoke", {"reason": "?"})) == (404, "not_found")
    Membership.objects.create(user=cora, team=elsewhere, role=Role.COORDINATOR)
    assert post(as_cora, f"api-keys/{key.pk}/revoke", {"reason": "?"}).status_code == 200


def test_administrator_manages_every_integration(sam: User, charlie: User) -> None:
    User.objects.filter(pk=charlie.pk).update(is_admin=True)
    assert post(client_of(charlie), "api-keys", body(sam)).status_code == 201


def test_key_manages_no_key_whatever_it_opens(cora: User, sam: User) -> None:
    client = client_with_key(cora, *Scope)
    assert problem(post(client, "api-keys", body(sam))) == (403, "scope_missing")
    assert problem(client.get("/api/v1/integrations")) == (403, "scope_missing")


def test_list_costs_the_same_for_one_key_and_for_many(
    as_cora: APIClient, sam: User, django_assert_num_queries: Any
) -> None:
    a_key(sam)
    with django_assert_num_queries(3):
        as_cora.get("/api/v1/api-keys")
    for _ in range(3):
        a_key(sam)
    with django_assert_num_queries(3):
        as_cora.get(f"/api/v1/api-keys?integration={sam.pk}&is_revoked=false")


@pytest.mark.parametrize(("seconds", "expected"), [(0, 2), (10, 1)])
def test_list_asks_one_query_where_the_key_is_kept_and_two_where_none_is(
    alice: User, settings: Any, seconds: int, expected: int, django_assert_num_queries: Any
) -> None:
    settings.KEYS_KEPT_SECONDS = seconds
    client = client_with_key(alice, Scope.DOSSIERS_READ)
    for _ in range(2):  # The first notes that the key is used, which the second finds out.
        client.get("/api/v1/dossiers")
    with django_assert_num_queries(expected):
        client.get("/api/v1/dossiers")

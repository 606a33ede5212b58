"""Integrations over HTTP: let in by who coordinates the team, switched off and on again."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Membership, Role, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.conftest import client_of, client_with_key

FORM = {"name": "Web form", "email": "form@example.org", "team": "desk"}


@pytest.fixture
def as_cora(cora: User) -> APIClient:
    return client_of(cora)


def test_new_integration_hands_in_for_its_team(as_cora: APIClient) -> None:
    made = post(as_cora, "integrations", FORM).json()
    intake = {"team": "desk", "role": "intake", "needs_second_lawyer": False}
    assert made["memberships"] == [intake]
    assert User.objects.get(pk=made["id"]).is_service
    (listed,) = as_cora.get("/api/v1/integrations").json()["results"]
    assert listed == made
    assert TrailEntry.objects.filter(verb="integration.added", subject_id=made["id"]).count() == 1


def test_memberships_come_in_the_order_of_the_teams(as_cora: APIClient, cora: User) -> None:
    for slug in ("yonder", "beside"):
        team = Team.objects.create(slug=slug, name=slug)
        Membership.objects.create(user=cora, team=team, role=Role.READER)
    told = as_cora.get("/api/v1/me").json()["memberships"]
    assert [each["team"] for each in told] == ["beside", "desk", "yonder"]


@pytest.mark.parametrize("email", ["alice@example.org", "ALICE@example.org"])
def test_address_of_somebody_else_is_refused_with_the_field(
    as_cora: APIClient, alice: User, email: str
) -> None:
    answer = post(as_cora, "integrations", {**FORM, "email": email})
    assert problem(answer) == (409, "email_taken")
    assert pointers(answer) == [("#/email", "email_taken")]


@pytest.mark.parametrize("team", ["elsewhere", "nowhere"])
def test_team_of_others_and_no_team_look_alike(as_cora: APIClient, charlie: User, team: str) -> None:
    assert problem(post(as_cora, "integrations", {**FORM, "team": team})) == (422, "team_unknown")


def test_keys_of_what_is_switched_off_open_nothing_until_it_is_on(as_cora: APIClient, sam: User) -> None:
    client = client_with_key(sam, "law:read")  # type: ignore[arg-type]
    address = f"integrations/{sam.pk}"
    assert (
        post(as_cora, f"{address}/switch-off", {"reason": "It sends nonsense."}).json()["is_active"] is False
    )
    assert problem(client.get("/api/v1/me")) == (401, "key_invalid")
    assert post(as_cora, f"{address}/switch-on", None).json()["is_active"] is True
    assert client.get("/api/v1/me").status_code == 200
    verbs = TrailEntry.objects.filter(subject_id=sam.pk).order_by("id").values_list("verb", "reason")
    assert list(verbs) == [
        ("integration.switched_off", "It sends nonsense."),
        ("integration.switched_on", ""),
    ]


def test_colleague_is_no_integration(as_cora: APIClient, alice: User) -> None:
    answer = post(as_cora, f"integrations/{alice.pk}/switch-off", {"reason": "?"})
    assert problem(answer) == (404, "not_found")


def test_list_costs_the_same_for_one_integration_and_for_many(
    as_cora: APIClient, sam: User, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        post(as_cora, "integrations", {**FORM, "email": f"form{number}@example.org"})
    with django_assert_num_queries(5):
        assert len(as_cora.get("/api/v1/integrations?is_active=true").json()["results"]) == 4

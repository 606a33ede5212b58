"""The terms of a key are changed by those who may issue one: from the next request on, and never in the dark."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from helpdesk.people.keys import issue_key
from helpdesk.people.models import ApiKey, Scope, User
from helpdesk.people.services.keys import LONGEST_LIFE
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem, revision_of, write
from tests.conftest import client_of
from tests.factories import a_key


@pytest.fixture
def as_cora(cora: User) -> APIClient:
    return client_of(cora)


@pytest.fixture
def key(sam: User) -> ApiKey:
    return a_key(sam, expires_at=timezone.now() + timedelta(days=30))


def amend(client: APIClient, key: ApiKey, tag: str = "*", **said: Any) -> Any:
    return write(client, "PATCH", f"api-keys/{key.pk}", said, tag)


def test_narrowed_key_opens_no_more_from_its_next_request_on(as_cora: APIClient, sam: User) -> None:
    key, plain = issue_key(sam, name="Form", scopes=[Scope.LAW_READ, Scope.QUESTIONS_READ])
    caller = APIClient(headers={"authorization": f"Bearer {plain}"})
    assert caller.get("/api/v1/questions").status_code == 200
    assert amend(as_cora, key, scopes=["law:read"]).status_code == 200
    assert problem(caller.get("/api/v1/questions")) == (403, "scope_missing")
    amend(as_cora, key, scopes=["law:read", "questions:read"], networks=["192.0.2.7"])
    assert problem(caller.get("/api/v1/questions")) == (401, "key_invalid")
    assert caller.get("/api/v1/questions", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_key_that_is_kept_obeys_what_this_process_changes(
    as_cora: APIClient, sam: User, settings: Any
) -> None:
    settings.KEYS_KEPT_SECONDS = 10
    key, plain = issue_key(sam, name="Form", scopes=[Scope.LAW_READ, Scope.QUESTIONS_READ])
    caller = APIClient(headers={"authorization": f"Bearer {plain}"})
    assert [caller.get("/api/v1/questions").status_code for _ in range(3)] == [200, 200, 200]
    assert amend(as_cora, key, scopes=["law:read"]).status_code == 200
    assert problem(caller.get("/api/v1/questions")) == (403, "scope_missing")
    post(as_cora, f"integrations/{sam.pk}/switch-off", {"reason": "It called at night."})
    assert problem(caller.get("/api/v1/me")) == (401, "key_invalid")
    post(as_cora, f"integrations/{sam.pk}/switch-on", {})
    assert caller.get("/api/v1/me").status_code == 200
    post(as_cora, f"api-keys/{key.pk}/revoke", {"reason": "It was in a mail."})
    assert problem(caller.get("/api/v1/me")) == (401, "key_invalid")


def test_members_left_out_stay_as_they_are(as_cora: APIClient, key: ApiKey) -> None:
    before = as_cora.get(f"/api/v1/api-keys/{key.pk}").json()
    answer = amend(as_cora, key, per_minute=30)
    assert answer.json() == before | {"per_minute": 30}
    assert amend(as_cora, key, per_minute=None).json() == before


def test_trail_holds_both_states_and_not_the_words(as_cora: APIClient, key: ApiKey) -> None:
    amend(
        as_cora, key, name="Of the web form", scopes=["questions:write"], per_hour=100, networks=["192.0.2.7"]
    )
    entry = TrailEntry.objects.get(verb="key.amended")
    assert entry.subject_id == key.pk
    assert entry.changes == {
        "fields": ["name", "networks", "per_hour", "scopes"],
        "scopes": [["law:read"], ["questions:write"]],
        "networks": [[], ["192.0.2.7/32"]],
        "limits": [{}, {"hour": 100}],
    }


def test_nothing_changed_is_no_act(as_cora: APIClient, key: ApiKey) -> None:
    tag = as_cora.get(f"/api/v1/api-keys/{key.pk}").headers["ETag"]
    answer = amend(as_cora, key, tag, name=key.name, scopes=["law:read", "law:read"])
    assert (answer.status_code, revision_of(answer)) == (200, tag.strip('"').partition("-")[0])
    assert not TrailEntry.objects.filter(verb="key.amended").exists()


def test_what_changed_meanwhile_is_not_overwritten(as_cora: APIClient, key: ApiKey) -> None:
    tag = as_cora.get(f"/api/v1/api-keys/{key.pk}").headers["ETag"]
    assert amend(as_cora, key, tag, per_minute=5).status_code == 200
    assert problem(amend(as_cora, key, tag, per_minute=500)) == (412, "changed_meanwhile")
    assert problem(amend(as_cora, key, "", per_minute=500)) == (428, "precondition_needed")
    key.refresh_from_db()
    assert key.per_minute == 5


def test_end_comes_earlier_or_lies_within_two_years_of_the_issue(as_cora: APIClient, key: ApiKey) -> None:
    latest = key.created_at + LONGEST_LIFE
    for end in (timezone.now() + timedelta(hours=1), latest):
        assert amend(as_cora, key, expires_at=end.isoformat()).status_code == 200
    for end in (timezone.now() - timedelta(seconds=1), latest + timedelta(seconds=1)):
        answer = amend(as_cora, key, expires_at=end.isoformat())
        assert problem(answer) == (422, "key_end_refused")
        assert pointers(answer) == [("#/expires_at", "key_end_refused")]
    key.refresh_from_db()
    assert key.expires_at == latest


def test_end_of_a_key_that_was_rotated_comes_earlier_only(as_cora: APIClient, key: ApiKey) -> None:
    post(as_cora, f"api-keys/{key.pk}/rotate", {"overlap_hours": 2})
    for hours, status in ((1, 200), (3, 422)):
        end = timezone.now() + timedelta(hours=hours)
        assert amend(as_cora, key, expires_at=end.isoformat()).status_code == status


def test_key_that_opens_nothing_any_more_is_not_changed(as_cora: APIClient, key: ApiKey) -> None:
    post(as_cora, f"api-keys/{key.pk}/revoke", {"reason": "It was in a mail."})
    assert problem(amend(as_cora, key, per_minute=5)) == (409, "key_ended")


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []}, {"scopes": ["all"]}, {"per_day": 0}, {"per_hour": 10**9}, {"networks": ["\0"]},
        {"expires_at": None}, {"name": ""}, {"name": "\0"}, {"scopes": None},
    ],
)  # fmt: skip
def test_terms_of_another_shape_are_refused(as_cora: APIClient, key: ApiKey, wrong: dict[str, Any]) -> None:
    assert problem(amend(as_cora, key, **wrong)) == (400, "invalid")
    assert problem(amend(as_cora, key, networks=["10.0.0.5/8"])) == (422, "network_invalid")


def test_integration_of_a_key_stays_the_same(as_cora: APIClient, key: ApiKey, cora: User, sam: User) -> None:
    amend(as_cora, key, integration=str(cora.pk))
    key.refresh_from_db()
    assert key.user == sam


def test_keys_that_somebody_else_manages_look_missing(key: ApiKey, alice: User, charlie: User) -> None:
    for user in (alice, charlie):
        assert problem(amend(client_of(user), key, per_minute=5)) == (404, "not_found")


def test_rotating_and_revoking_change_what_was_read(as_cora: APIClient, key: ApiKey) -> None:
    tag = as_cora.get(f"/api/v1/api-keys/{key.pk}").headers["ETag"]
    post(as_cora, f"api-keys/{key.pk}/rotate", {"overlap_hours": 2})
    assert problem(amend(as_cora, key, tag, per_minute=5)) == (412, "changed_meanwhile")

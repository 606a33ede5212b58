"""Limits on the rate of requests: told in every answer, refused with 429, and never in the way when Redis is away."""

import re
from typing import Any

import pytest
from redis import Redis
from rest_framework.test import APIClient

from cases.models import Dossier
from helpdesk import limits
from helpdesk.people.models import Scope, Team, User
from tests.api.asking import post, problem
from tests.conftest import client_with_key
from tests.factories import a_litigation


@pytest.fixture(autouse=True)
def few(clock_stands_still: None, settings: Any) -> None:
    settings.REQUESTS_PER = {"minute": 3, "hour": 5}


def test_answers_say_what_is_allowed_and_what_is_left(as_alice: APIClient) -> None:
    first, second = (as_alice.get("/api/v1/me") for _ in range(2))
    assert first.headers["RateLimit-Policy"] == '"minute";q=3;w=60, "hour";q=5;w=3600'
    assert re.fullmatch(r'"minute";r=2;t=\d+, "hour";r=4;t=\d+', first.headers["RateLimit"])
    assert second.headers["RateLimit"].startswith('"minute";r=1;')


def test_request_over_the_limit_is_refused_and_told_when_to_come_back(as_alice: APIClient) -> None:
    for _ in range(3):
        assert as_alice.get("/api/v1/me").status_code == 200
    answer = as_alice.get("/api/v1/me")
    assert problem(answer) == (429, "throttled")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit"].startswith('"minute";r=0;')


def test_longest_window_that_is_over_says_how_long_to_wait(as_alice: APIClient, settings: Any) -> None:
    settings.REQUESTS_PER = {"minute": 1, "hour": 1}
    as_alice.get("/api/v1/me")
    answer = as_alice.get("/api/v1/me")
    left = [int(found) for found in re.findall(r"t=(\d+)", answer.headers["RateLimit"])]
    assert int(answer.headers["Retry-After"]) == max(left)


def test_each_key_and_each_colleague_is_counted_apart(as_alice: APIClient, alice: User) -> None:
    for _ in range(3):
        as_alice.get("/api/v1/me")
    assert client_with_key(alice, Scope.LAW_READ).get("/api/v1/me").status_code == 200
    assert client_with_key(alice, Scope.LAW_READ).get("/api/v1/me").status_code == 200


def test_nobody_learns_a_limit_who_is_not_let_in(db: None) -> None:
    answer = APIClient().get("/api/v1/me")
    assert (answer.status_code, "RateLimit" in answer.headers) == (401, False)


def test_bulk_request_counts_as_many_as_it_has_items(
    as_alice: APIClient, alice: User, desk: Team, settings: Any
) -> None:
    settings.REQUESTS_PER = {"minute": 5, "hour": 7}
    items = [{"id": str(a_litigation(alice, desk, number).pk), "act": "release"} for number in (1, 2, 3)]
    answer = post(as_alice, "dossiers/bulk", {"items": items})
    assert answer.json()["done"] == 3
    assert re.fullmatch(r'"minute";r=2;t=\d+, "hour";r=4;t=\d+', answer.headers["RateLimit"])


def test_bulk_request_that_does_not_fit_is_refused_whole(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    cases = [a_litigation(alice, desk, number) for number in range(4)]
    items = [{"id": str(case.pk), "act": "release"} for case in cases]
    answer = post(as_alice, "dossiers/bulk", {"items": items})
    assert problem(answer) == (429, "throttled")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit"].startswith('"minute";r=2;')
    assert Dossier.objects.filter(owner=alice).count() == 4
    assert post(as_alice, "dossiers/bulk", {"items": items[:2]}).json()["done"] == 2


def test_usage_says_the_same_as_the_headers(as_alice: APIClient) -> None:
    answer = as_alice.get("/api/v1/usage")
    told = [(each["window"], each["limit"], each["used"], each["remaining"]) for each in answer.json()]
    assert told == [("minute", 3, 1, 2), ("hour", 5, 1, 4)]


def test_redis_that_is_away_refuses_nobody(as_alice: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    away = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    monkeypatch.setattr(limits, "_redis", lambda: away)
    for _ in range(5):
        answer = as_alice.get("/api/v1/me")
        assert (answer.status_code, "RateLimit" in answer.headers) == (200, False)

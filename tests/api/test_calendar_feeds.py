"""Calendar feeds over HTTP: the caller's own, with an address that is shown once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from helpdesk.people.keys import digest_of
from helpdesk.people.models import CalendarFeed, Scope, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.conftest import client_with_key
from tests.factories import a_feed

BODY = {"name": "Telephone"}


def token_of(url: str) -> str:
    return url.rpartition("/")[2].removesuffix(".ics")


def made(client: APIClient, **said: Any) -> Any:
    answer = post(client, "calendar-feeds", BODY | said)
    assert answer.status_code == 201, answer.content
    return answer.json()


def path_of(url: str) -> str:
    return url.removeprefix("http://testserver")


def test_address_is_shown_when_it_is_made_and_never_again(as_alice: APIClient) -> None:
    told = made(as_alice)
    token = token_of(told["url"])
    assert told["url"].startswith("http://testserver/calendar/hd_cal_")
    assert len(token) == len("hd_cal_") + 43
    assert token not in as_alice.get("/api/v1/calendar-feeds").content.decode()
    assert CalendarFeed.objects.get().digest == digest_of(token)
    (entry,) = TrailEntry.objects.filter(verb="feed.made")
    assert token not in str(entry.changes)


def test_feed_is_neutral_and_of_her_own_and_for_a_year_unless_she_says_otherwise(as_alice: APIClient) -> None:
    feed = made(as_alice)["feed"]
    assert (feed["shows"], feed["team"], feed["revoked_at"], feed["last_read_at"]) == (
        "neutral", None, None, None,
    )  # fmt: skip
    kept = CalendarFeed.objects.get()
    assert kept.expires_at - kept.created_at == timedelta(days=365)
    shorter = made(as_alice, team="desk", shows="title", valid_for_days=7)["feed"]
    assert (shorter["shows"], shorter["team"]) == ("title", "desk")
    kept = CalendarFeed.objects.get(pk=shorter["id"])
    assert kept.expires_at - kept.created_at == timedelta(days=7)


def test_rotated_address_opens_and_the_old_one_is_dead_at_once(as_alice: APIClient) -> None:
    told = made(as_alice)
    turned = post(as_alice, f"calendar-feeds/{told['feed']['id']}/rotate", {"valid_for_days": 30}).json()
    assert APIClient().get(path_of(turned["url"])).status_code == 200
    assert problem(APIClient().get(path_of(told["url"]))) == (404, "not_found")
    (entry,) = TrailEntry.objects.filter(verb="feed.rotated")
    assert entry.changes["expires_at"][0] > entry.changes["expires_at"][1]


def test_expired_feed_opens_again_once_it_is_rotated(as_alice: APIClient, alice: User) -> None:
    feed, address = a_feed(alice)
    CalendarFeed.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert problem(APIClient().get(address)) == (404, "not_found")
    turned = post(as_alice, f"calendar-feeds/{feed.pk}/rotate", {}).json()
    assert APIClient().get(path_of(turned["url"])).status_code == 200


def test_revoked_feed_is_dead_for_good(as_alice: APIClient, alice: User) -> None:
    feed, address = a_feed(alice)
    for _ in range(2):
        answer = post(as_alice, f"calendar-feeds/{feed.pk}/revoke", None)
        assert (answer.status_code, answer.json()["revoked_at"] is None) == (200, False)
    assert problem(APIClient().get(address)) == (404, "not_found")
    assert problem(post(as_alice, f"calendar-feeds/{feed.pk}/rotate", {})) == (409, "feed_revoked")
    assert TrailEntry.objects.filter(verb="feed.revoked").count() == 1


def test_team_one_does_not_view_is_refused_with_the_field(
    as_charlie: APIClient, desk: Team, as_alice: APIClient
) -> None:
    answer = post(as_charlie, "calendar-feeds", {**BODY, "team": "desk"})
    assert problem(answer) == (422, "team_unknown")
    assert pointers(answer) == [("#/team", "team_unknown")]
    assert problem(post(as_alice, "calendar-feeds", {**BODY, "team": "nowhere"})) == (422, "team_unknown")


def test_twentieth_living_feed_is_the_last(as_alice: APIClient) -> None:
    feeds = [made(as_alice)["feed"]["id"] for _ in range(20)]
    assert problem(post(as_alice, "calendar-feeds", BODY)) == (409, "too_many_feeds")
    post(as_alice, f"calendar-feeds/{feeds[0]}/revoke", None)
    made(as_alice)


def test_key_makes_no_feed_that_would_outlive_it(alice: User) -> None:
    assert problem(post(client_with_key(alice, *Scope), "calendar-feeds", BODY)) == (403, "scope_missing")


@pytest.mark.parametrize(
    "said",
    [
        {"name": ""}, {"name": "a\0b"}, {"shows": "everything"}, {"team": "a b"}, {"team": 5}, {"valid_for_days": 0},
        {"valid_for_days": 366}, {"valid_for_days": 10**30}, {"valid_for_days": "long"},
    ],
)  # fmt: skip
def test_shape_that_cannot_be_is_refused(as_alice: APIClient, said: dict[str, Any]) -> None:
    assert post(as_alice, "calendar-feeds", BODY | said).status_code in (400, 422)
    assert not CalendarFeed.objects.exists()


def test_list_costs_the_same_for_one_feed_and_for_many(
    as_alice: APIClient, alice: User, desk: Team, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        a_feed(alice, team="desk")
    with django_assert_max_num_queries(4):
        assert len(as_alice.get("/api/v1/calendar-feeds").json()["results"]) == 5


def test_one_feed_is_read_without_its_address_and_not_sent_twice(
    as_alice: APIClient, desk: Team, django_assert_num_queries: Any
) -> None:
    told = made(as_alice, team="desk")
    address = f"/api/v1/calendar-feeds/{told['feed']['id']}"
    with django_assert_num_queries(3):
        answer = as_alice.get(address)
    assert answer.json() == told["feed"]
    assert token_of(told["url"]) not in answer.content.decode()
    held = {"if-none-match": answer.headers["ETag"]}
    assert as_alice.get(address, headers=held).status_code == 304
    post(as_alice, f"calendar-feeds/{told['feed']['id']}/revoke", None)
    again = as_alice.get(address, headers=held)
    assert (again.status_code, again.json()["revoked_at"] is None) == (200, False)


def test_feed_of_another_is_as_if_it_were_not_there(as_alice: APIClient, as_charlie: APIClient) -> None:
    told = made(as_alice)
    assert problem(as_charlie.get(f"/api/v1/calendar-feeds/{told['feed']['id']}")) == (404, "not_found")

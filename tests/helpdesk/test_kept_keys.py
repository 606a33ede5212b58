"""Keys kept for some seconds: asked of the database once, judged at every use, and forgotten when they change."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from helpdesk.acts import Act
from helpdesk.people import kept_keys
from helpdesk.people.kept_keys import KeptKeys
from helpdesk.people.keys import digest_of, find_key, find_key_of_id, issue_key
from helpdesk.people.models import ApiKey, User
from helpdesk.people.services import integrations, keys

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
SECONDS = timedelta(seconds=2)
MOMENT = timedelta(microseconds=1)
Counted = Callable[[int], Any]


@pytest.fixture(autouse=True)
def keys_that_are_kept(settings: Any) -> None:
    settings.KEYS_KEPT_SECONDS = SECONDS.seconds


@pytest.fixture
def issued(sam: User) -> tuple[ApiKey, str]:
    """A key that was used a moment ago, so that its use need not be noted."""
    return issue_key(sam, name="Centre", scopes=["law:read"], last_used_at=NOW)


def test_key_is_asked_for_once_in_so_many_seconds(
    issued: tuple[ApiKey, str], django_assert_num_queries: Counted
) -> None:
    key, plain = issued
    for find, known_by in ((find_key, plain), (find_key_of_id, key.pk)):
        for passed, queries in ((timedelta(0), 1), (SECONDS - MOMENT, 0), (SECONDS, 1), (MOMENT, 1)):
            with django_assert_num_queries(queries):
                assert find(known_by, NOW + passed) == key  # type: ignore[operator]


def test_key_is_asked_for_each_time_where_none_is_kept(
    issued: tuple[ApiKey, str], settings: Any, django_assert_num_queries: Counted
) -> None:
    settings.KEYS_KEPT_SECONDS = 0
    with django_assert_num_queries(2):
        assert find_key(issued[1], NOW) == find_key(issued[1], NOW)


def test_use_of_a_kept_key_is_noted_once(sam: User, django_assert_num_queries: Counted) -> None:
    _, plain = issue_key(sam, name="Centre", scopes=[])
    with django_assert_num_queries(3):
        for number in range(5):
            find_key(plain, NOW + number * MOMENT)


def test_kept_key_ends_to_the_moment_and_opens_from_its_networks_alone(sam: User) -> None:
    ends_at = NOW + timedelta(seconds=1)
    _, plain = issue_key(sam, name="Centre", scopes=[], expires_at=ends_at, networks=["192.0.2.0/24"])
    assert find_key(plain, NOW, "192.0.2.7")
    assert find_key(plain, NOW, "198.51.100.7") is None
    assert find_key(plain, ends_at - MOMENT, "192.0.2.7")
    assert find_key(plain, ends_at, "192.0.2.7") is None


def test_what_one_request_does_with_its_key_the_next_does_not_see(issued: tuple[ApiKey, str]) -> None:
    for _ in range(3):
        found = find_key(issued[1], NOW)
        assert found is not None
        assert (found.scopes, found.user.name) == (["law:read"], "Reception centre")
        assert not hasattr(found.user, "seen")
        found.scopes.append("dossiers:write")
        found.user.name, found.user.seen = "Other", True  # type: ignore[attr-defined]


@pytest.mark.parametrize("change", ["revoked", "amended", "rotated", "switched off", "renamed", "deleted"])
def test_key_changed_here_is_asked_for_anew(issued: tuple[ApiKey, str], cora: User, change: str) -> None:
    key, plain = issued
    assert find_key(plain, NOW)
    act = Act(by=cora, at=NOW, on=NOW.date(), reason="It was in a mail.")
    if change == "revoked":
        keys.revoke(act, key.pk)
    elif change == "amended":
        keys.amend(act, key.pk, {"networks": ["192.0.2.7"]})
    elif change == "rotated":
        keys.rotate(act, key.pk, overlap=timedelta(0))
    elif change == "switched off":
        integrations.switch_off(act, key.user_id)
    elif change == "renamed":
        integrations.rename_integration(act, key.user_id, name="Another")
    else:
        key.delete()
    found = find_key(plain, NOW)
    assert (found and found.user.name) == ("Another" if change == "renamed" else None)


def test_key_changed_in_another_process_opens_until_the_seconds_are_over(issued: tuple[ApiKey, str]) -> None:
    key, plain = issued
    assert find_key(plain, NOW)
    ApiKey.objects.filter(pk=key.pk).update(revoked_at=NOW)
    assert find_key(plain, NOW + SECONDS - MOMENT)
    assert find_key(plain, NOW + SECONDS) is None


def test_what_others_found_before_a_change_was_committed_is_forgotten_with_it(
    issued: tuple[ApiKey, str], django_capture_on_commit_callbacks: Any
) -> None:
    key, kept = issued[0], kept_keys.kept_keys
    with django_capture_on_commit_callbacks(execute=True):
        key.save()
        assert kept.find(key.pk, lambda _: [key], NOW) == key
    assert kept.find(key.pk, lambda _: [], NOW) is None


def test_key_looked_up_while_something_changed_is_not_kept(issued: tuple[ApiKey, str]) -> None:
    kept = KeptKeys()

    def overtaken(_known_by: UUID) -> list[ApiKey]:
        kept.empty()
        return [issued[0]]

    assert kept.find(issued[0].pk, overtaken, NOW) == issued[0]
    assert kept.find(issued[0].pk, lambda _: [], NOW) is None


def test_key_that_was_not_found_is_asked_for_anew(sam: User) -> None:
    plain = "hd_of_tomorrow"
    assert find_key(plain, NOW) is None
    ApiKey.objects.create(user=sam, name="Centre", digest=digest_of(plain))
    assert find_key(plain, NOW)


def test_no_more_are_kept_than_a_desk_can_have(
    issued: tuple[ApiKey, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_keys, "MOST", 2)
    kept = KeptKeys()
    for number in range(7):
        kept.find(number, lambda _: [issued[0]], NOW)
        assert len(kept._kept) in (1, 2)

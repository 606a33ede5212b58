"""API keys: shown once, kept as a hash, and worth nothing once expired, revoked or without an active user."""

import hashlib
from datetime import UTC, datetime, timedelta

from rest_framework.test import APIClient

from helpdesk.people.keys import PREFIX, USE_IS_NOTED_EVERY, find_key, issue_key
from helpdesk.people.models import ApiKey, Scope, User

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def test_key_is_kept_as_its_hash_only(sam: User) -> None:
    key, plain = issue_key(sam, name="Centre", scopes=[Scope.QUESTIONS_WRITE])
    stored = ApiKey.objects.values().get(pk=key.pk)
    assert plain.startswith(PREFIX)
    assert len(plain) == len(PREFIX) + 43
    assert stored["digest"] == hashlib.sha256(plain.encode()).hexdigest()
    assert not [value for value in stored.values() if isinstance(value, str) and plain[3:] in value]


def test_two_keys_of_one_user_differ_and_both_open(sam: User) -> None:
    plains = [issue_key(sam, name="Centre", scopes=[])[1] for _ in range(2)]
    assert plains[0] != plains[1]
    assert all(find_key(plain, NOW) for plain in plains)


def test_text_that_is_no_key_finds_none(sam: User) -> None:
    key, plain = issue_key(sam, name="Centre", scopes=[])
    for text in ("", PREFIX, plain[:-1], plain + "a", plain.upper(), key.digest):
        assert find_key(text, NOW) is None


def test_key_ends_at_the_moment_it_expires(sam: User) -> None:
    _, plain = issue_key(sam, name="Centre", scopes=[], expires_at=NOW)
    assert find_key(plain, NOW - MOMENT)
    assert find_key(plain, NOW) is None
    assert find_key(plain, NOW + MOMENT) is None


def test_revoked_key_opens_nothing_more(sam: User) -> None:
    key, plain = issue_key(sam, name="Centre", scopes=[])
    ApiKey.objects.filter(pk=key.pk).update(revoked_at=NOW + timedelta(days=1))
    assert find_key(plain, NOW) is None


def test_key_of_a_user_who_may_not_sign_in_opens_nothing(sam: User) -> None:
    _, plain = issue_key(sam, name="Centre", scopes=[])
    User.objects.filter(pk=sam.pk).update(is_active=False)
    assert find_key(plain, NOW) is None


def test_last_use_is_noted_at_first_and_then_every_five_minutes(sam: User) -> None:
    key, plain = issue_key(sam, name="Centre", scopes=[])
    noted = []
    for passed in (timedelta(0), USE_IS_NOTED_EVERY, USE_IS_NOTED_EVERY + MOMENT):
        find_key(plain, NOW + passed)
        key.refresh_from_db()
        noted.append(key.last_used_at)
    assert noted == [NOW, NOW, NOW + USE_IS_NOTED_EVERY + MOMENT]


def test_key_that_is_refused_is_not_noted_as_used(sam: User) -> None:
    key, plain = issue_key(sam, name="Centre", scopes=[], expires_at=NOW)
    find_key(plain, NOW)
    key.refresh_from_db()
    assert key.last_used_at is None


def test_refused_keys_all_look_alike_over_http(sam: User) -> None:
    plains = [issue_key(sam, name=name, scopes=list(Scope))[1] for name in ("expired", "revoked")]
    ApiKey.objects.filter(name="expired").update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    ApiKey.objects.filter(name="revoked").update(revoked_at=datetime(2020, 1, 1, tzinfo=UTC))
    told = []
    for plain in (*plains, "hd_unknown"):
        answer = APIClient().get("/api/v1/questions", headers={"authorization": f"Bearer {plain}"})
        told.append((answer.status_code, {**answer.json(), "request_id": ""}))
    assert [status for status, _ in told] == [401, 401, 401]
    assert told[0] == told[1] == told[2]
    assert told[0][1]["code"] == "key_invalid"


def test_scheme_is_read_in_any_case_and_with_any_space(sam: User) -> None:
    _, plain = issue_key(sam, name="Centre", scopes=[Scope.QUESTIONS_READ])
    for header in (f"bearer {plain}", f"BEARER   {plain} "):
        answer = APIClient().get("/api/v1/questions", headers={"authorization": header})
        assert answer.status_code == 200

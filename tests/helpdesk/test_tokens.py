"""Tokens that a key lends: signed, for ten minutes, and worth no more than their key is at that moment."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.signing import Signer

from helpdesk.people.keys import issue_key
from helpdesk.people.models import ApiKey, Scope, User
from helpdesk.people.tokens import LENT_FOR, PREFIX, SALT, find_lender, lend_token

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
BOTH = [Scope.LAW_READ.value, Scope.QUESTIONS_READ.value]


@pytest.fixture
def key(sam: User) -> ApiKey:
    return issue_key(sam, name="Centre", scopes=BOTH)[0]


def test_token_ends_ten_minutes_later_to_the_moment(key: ApiKey) -> None:
    token, seconds = lend_token(key, BOTH, NOW)
    assert seconds == 600
    assert find_lender(token, NOW + LENT_FOR - MOMENT) == key
    assert find_lender(token, NOW + LENT_FOR) is None


def test_token_ends_with_its_key_where_that_is_sooner(key: ApiKey) -> None:
    key.expires_at = NOW + timedelta(seconds=90)
    assert lend_token(key, BOTH, NOW)[1] == 90


def test_token_opens_what_was_lent_and_the_key_still_has(key: ApiKey) -> None:
    token, _ = lend_token(key, [Scope.LAW_READ], NOW)
    assert [found.scopes for found in [find_lender(token, NOW)] if found] == [[Scope.LAW_READ]]
    ApiKey.objects.filter(pk=key.pk).update(scopes=[Scope.QUESTIONS_READ])
    assert [found.scopes for found in [find_lender(token, NOW)] if found] == [[]]


def test_use_of_a_token_is_noted_as_use_of_its_key(key: ApiKey) -> None:
    find_lender(lend_token(key, BOTH, NOW)[0], NOW + MOMENT)
    key.refresh_from_db()
    assert (key.last_used_at, key.scopes) == (NOW + MOMENT, BOTH)


def test_text_that_was_not_signed_here_for_this_opens_nothing(key: ApiKey, settings: Any) -> None:
    token, _ = lend_token(key, BOTH, NOW)
    said, _, signature = token.rpartition(".")
    lent = Signer(salt=SALT, sep=".").unsign_object(token.removeprefix(PREFIX))
    elsewhere = PREFIX + Signer(salt="another.purpose", sep=".").sign_object(lent)
    for text in (
        PREFIX,
        said,
        f"{said}.",
        f"{said}A.{signature}",
        token[:-1],
        elsewhere,
        f"{PREFIX}\0.\0",
        f"{PREFIX}é.é",
    ):
        assert find_lender(text, NOW) is None
    settings.SECRET_KEY = "another desk's secret, as long as the one of this desk is"
    assert find_lender(token, NOW) is None


def test_token_consists_of_what_a_bearer_token_may(key: ApiKey) -> None:
    token, _ = lend_token(key, list(Scope), NOW)
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=")


def test_token_of_a_key_that_is_gone_opens_nothing(key: ApiKey) -> None:
    token, _ = lend_token(key, BOTH, NOW)
    key.delete()
    assert find_lender(token, NOW) is None

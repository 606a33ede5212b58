"""Signing in as a browser does: the session opens the API, and nobody signs up."""

from typing import Any

import pytest
from django.test import Client

from helpdesk.people.models import User
from tests.conftest import member

LOGIN = "/_allauth/browser/v1/auth/login"
SESSION = "/_allauth/browser/v1/auth/session"
SIGNUP = "/_allauth/browser/v1/auth/signup"
WORD = "a word nobody guesses 7"
QUESTION = {"title": "Q", "channel": "phone", "body": "?", "asker": {"name": "A", "role": "volunteer"}}


@pytest.fixture
def browser(alice: User) -> Client:
    """A browser that has opened the sign-in page and so holds a CSRF token."""
    alice.set_password(WORD)
    alice.save()
    client = Client(enforce_csrf_checks=True)
    assert client.get("/sign-in/").status_code == 200
    return client


def post(client: Client, address: str, body: Any, *, with_token: bool = True) -> Any:
    headers = {"x-csrftoken": client.cookies["csrftoken"].value} if with_token else {}
    return client.post(address, body, content_type="application/json", headers=headers)


def test_right_password_opens_the_api_for_reading_and_writing(browser: Client) -> None:
    answer = post(browser, LOGIN, {"email": "Alice@Example.org", "password": WORD})
    assert answer.status_code == 200
    assert answer.json()["meta"]["is_authenticated"] is True
    assert browser.get("/api/v1/me").json()["email"] == "alice@example.org"
    assert post(browser, "/api/v1/questions", QUESTION).status_code == 201


def test_wrong_password_and_unknown_address_are_told_alike(browser: Client) -> None:
    told = [
        post(browser, LOGIN, {"email": email, "password": "wrong"})
        for email in ("alice@example.org", "nobody@example.org")
    ]
    assert [answer.status_code for answer in told] == [400, 400]
    assert told[0].json() == told[1].json()
    assert browser.get("/api/v1/me").status_code == 401


def test_form_without_the_csrf_token_is_refused(browser: Client) -> None:
    answer = post(browser, LOGIN, {"email": "alice@example.org", "password": WORD}, with_token=False)
    assert answer.status_code == 403
    assert browser.get("/api/v1/me").status_code == 401


def test_session_writes_only_with_the_csrf_token(browser: Client) -> None:
    post(browser, LOGIN, {"email": "alice@example.org", "password": WORD})
    assert post(browser, "/api/v1/questions", QUESTION, with_token=False).status_code == 403


def test_colleague_who_may_not_sign_in_any_more_gets_no_session(browser: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    answer = post(browser, LOGIN, {"email": "alice@example.org", "password": WORD})
    assert answer.status_code in {400, 401}
    assert browser.get("/api/v1/me").status_code == 401


def test_session_of_a_colleague_who_is_barred_ends_at_once(browser: Client, alice: User) -> None:
    post(browser, LOGIN, {"email": "alice@example.org", "password": WORD})
    assert browser.get("/api/v1/me").status_code == 200
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert browser.get("/api/v1/me").status_code == 401


def test_integration_without_a_password_cannot_sign_in(browser: Client, sam: User) -> None:
    answer = post(browser, LOGIN, {"email": sam.email, "password": ""})
    assert answer.status_code == 400


def test_signing_out_ends_the_session(browser: Client) -> None:
    post(browser, LOGIN, {"email": "alice@example.org", "password": WORD})
    token = {"x-csrftoken": browser.cookies["csrftoken"].value}
    assert browser.delete(SESSION, headers=token).status_code == 401
    assert browser.get("/api/v1/me").status_code == 401


def test_nobody_signs_up(browser: Client) -> None:
    answer = post(browser, SIGNUP, {"email": "new@example.org", "password": WORD})
    assert answer.status_code == 403
    assert not User.objects.filter(email="new@example.org").exists()
    told = browser.get(SESSION).json()
    assert "signup" not in [flow["id"] for flow in told["data"]["flows"]]


def test_guessing_is_stopped_after_five_tries(browser: Client) -> None:
    tries = [
        post(browser, LOGIN, {"email": "alice@example.org", "password": f"guess {number}"})
        for number in range(6)
    ]
    assert tries[5].json()["errors"][0]["code"] == "too_many_login_attempts"
    answer = post(browser, LOGIN, {"email": "alice@example.org", "password": WORD})
    assert answer.status_code == 400
    assert browser.get("/api/v1/me").status_code == 401


def test_address_is_one_user_in_whatever_case(alice: User, desk: Any) -> None:
    assert User.objects.get_by_natural_key("ALICE@example.ORG") == alice
    made = member(desk, "Upper", "reader")
    assert made.email == "upper@example.org"

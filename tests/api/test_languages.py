"""The header decides in which language an answer is told; else the caller does, and before her the desk."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Scope, User
from tests.api.asking import problem
from tests.api.conftest import Desk
from tests.conftest import client_of, client_with_key

NOWHERE = "/api/v1/dossiers/01976f00-0000-7000-8000-000000000000"
NOT_FOUND = {
    "nl": "Hier is niets, of het is niet voor u bestemd.",
    "fr": "Il n'y a rien ici, ou cela ne vous est pas destiné.",
    "en": "There is nothing here, or it is not for you.",
}


@pytest.fixture
def as_bob(bob: User) -> APIClient:
    """Bob speaks French; what his program sends says nothing of it."""
    return client_of(bob, language="")


def asked_in(client: APIClient, header: str) -> Any:
    return client.get(NOWHERE, headers={"accept-language": header})


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"), ("pt", "fr"), ("*", "fr"), ("pt, *", "fr"), ("*, en", "fr"), ("nonsense;;", "fr"),
        ("x" * 600, "fr"), ("en", "en"), ("en-GB, *;q=0.5", "en"), ("pt, nl;q=0.8, fr;q=0.5", "nl"),
    ],
)  # fmt: skip
def test_header_decides_else_the_caller_is_told_in_her_own_language(
    as_bob: APIClient, header: str, language: str
) -> None:
    answer = asked_in(as_bob, header)
    assert problem(answer) == (404, "not_found")
    assert answer.json()["title"] == NOT_FOUND[language]
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]


def test_who_sends_no_header_at_all_is_told_in_her_own_language(bob: User) -> None:
    client = APIClient()
    client.force_login(bob)
    assert client.get(NOWHERE).json()["title"] == NOT_FOUND["fr"]


def test_key_is_answered_in_the_language_of_its_user(sam: User) -> None:
    client = client_with_key(sam, Scope.DOSSIERS_READ, language="")
    assert client.get(NOWHERE).json()["title"] == NOT_FOUND["nl"]
    User.objects.filter(pk=sam.pk).update(language="fr")
    assert client.get(NOWHERE).json()["title"] == NOT_FOUND["fr"]


def test_what_is_refused_once_she_is_known_is_in_her_language(bob: User) -> None:
    answer = client_with_key(bob, Scope.LAW_READ, language="").get("/api/v1/dossiers")
    assert problem(answer) == (403, "scope_missing")
    assert answer.headers["Content-Language"] == "fr"


def test_before_anybody_is_known_the_desk_speaks_its_own(as_bob: APIClient) -> None:
    as_bob.get(NOWHERE)
    unknown = APIClient(headers={"authorization": "Bearer hd_unknown"}).get(NOWHERE)
    for answer in (unknown, APIClient().get(NOWHERE)):
        assert answer.status_code == 401
        assert answer.headers["Content-Language"] == "nl"


def test_answer_held_in_one_language_is_not_the_same_in_another(as_bob: APIClient, furnished: Desk) -> None:
    address = furnished.address("deadlines/{deadline}")
    held = as_bob.get(address)
    assert as_bob.get(address, headers={"if-none-match": held.headers["ETag"]}).status_code == 304
    both = {"if-none-match": held.headers["ETag"], "accept-language": "nl"}
    assert as_bob.get(address, headers=both).status_code == 200
    User.objects.filter(name="Bob").update(language="nl")
    assert as_bob.get(address, headers={"if-none-match": held.headers["ETag"]}).status_code == 200


def test_answer_that_comes_back_says_in_which_language_it_was_given(
    as_bob: APIClient, furnished: Desk
) -> None:
    address, headers = furnished.address("questions/{question}/take"), {"idempotency-key": "once"}
    first = as_bob.post(address, headers=headers)
    again = as_bob.post(address, headers=headers | {"accept-language": "en"})
    assert (first.status_code, again.headers["Idempotency-Replayed"]) == (200, "true")
    assert again.headers["Content-Language"] == first.headers["Content-Language"] == "fr"

"""A body sent in chunks, without a length, as some programs send every body: read like any other."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory

from helpdesk.people.keys import issue_key
from helpdesk.people.models import Scope, User
from helpdesk.wsgi import application
from tests.api.test_hostile_input import QUESTION


@pytest.fixture
def key(sam: User) -> str:
    return issue_key(sam, name="form", scopes=[Scope.QUESTIONS_READ, Scope.QUESTIONS_WRITE])[1]


def send_in_chunks(
    key: str, body: bytes, content_type: str = "application/json", path: str = "questions"
) -> Any:
    """What the web server's own entry point answers; Django's test client makes its requests past it."""
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD="POST", PATH_INFO=f"/api/v1/{path}", CONTENT_TYPE=content_type,
        HTTP_TRANSFER_ENCODING="chunked", HTTP_AUTHORIZATION=f"Bearer {key}", SERVER_NAME="localhost",
        **{"wsgi.input": BytesIO(body), "wsgi.input_terminated": True},
    )  # fmt: skip
    answer = application.get_response(application.request_class(environ))
    return answer.status_code, json.loads(answer.content)


def test_question_in_chunks_is_handed_in(key: str) -> None:
    status, told = send_in_chunks(key, json.dumps(QUESTION).encode())
    assert (status, told["title"]) == (201, QUESTION["title"])


def test_body_in_chunks_that_is_too_large_is_refused(key: str, settings: Any) -> None:
    settings.LARGEST_DOCUMENT = 2**20
    status, told = send_in_chunks(key, b" " * 4 * 2**20)
    assert (status, told["code"]) == (413, "body_too_large")

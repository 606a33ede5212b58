"""Everything comes in UTF-8. What says that it does not is refused by its name, at every door, and never a 500."""

from io import BytesIO

import pytest
from django.test import RequestFactory
from django.test.client import MULTIPART_CONTENT
from rest_framework.test import APIClient

from helpdesk.people.keys import issue_key
from helpdesk.people.models import Scope, User
from helpdesk.wsgi import application
from tests.api.asking import problem
from tests.api.conftest import Desk
from tests.api.filing import form
from tests.small_files import pdf

# Unknown, no codec of text, one that gives half characters, one that refuses all, and two that are merely others.
OTHERS = ["nonsense", "base64", "utf-7", "unicode_escape", "undefined", "punycode", "utf-16", "latin-1", '"']
UNREADABLE = "x*=nonsense''%41"
DESCRIBED = {"title": "Één brief", "kind": "letter", "file": ("brief.pdf", pdf())}
DOORS = {
    "dossiers/{litigation}/documents": DESCRIBED,
    "documents/{document}/versions": {"file": ("brief.pdf", pdf())},
    "imports": {"kind": "payments", "file": ("betaald.csv", b"reference\n")},
}


@pytest.mark.parametrize("charset", OTHERS)
@pytest.mark.parametrize("door", DOORS)
def test_form_in_another_charset_is_refused(
    as_alice: APIClient, furnished: Desk, door: str, charset: str
) -> None:
    kind = f"{MULTIPART_CONTENT}; charset={charset}"
    answer = as_alice.post(furnished.address(door), form(**DOORS[door]), content_type=kind)
    assert problem(answer) == (415, "charset_refused")


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf8"'])
def test_form_in_utf8_may_say_so(as_alice: APIClient, furnished: Desk, charset: str) -> None:
    address, kind = (
        furnished.address("dossiers/{litigation}/documents"),
        f"{MULTIPART_CONTENT}; charset={charset}",
    )
    answer = as_alice.post(address, form(**DESCRIBED), content_type=kind)
    assert answer.json()["document"]["title"] == "Één brief"


@pytest.mark.parametrize("charset", OTHERS)
def test_json_in_another_charset_is_refused(as_alice: APIClient, furnished: Desk, charset: str) -> None:
    kind = f"application/json; charset={charset}"
    answer = as_alice.post("/api/v1/litigations", b'{"title": "A case"}', content_type=kind)
    assert problem(answer) == (415, "charset_refused")


def status_of(method: str, address: str, content_type: str, **headers: str) -> int:
    """What the web server's own entry point answers; Django's test client makes its requests past it."""
    query = "next=%41+%2B2AA-+%5Cud800+%C3%A9" if method == "GET" else ""
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD=method, PATH_INFO=address, QUERY_STRING=query,
        CONTENT_TYPE=content_type, CONTENT_LENGTH="2", SERVER_NAME="localhost",
        **{"wsgi.input": BytesIO(b"{}"), **headers},
    )  # fmt: skip
    return application.get_response(application.request_class(environ)).status_code


@pytest.mark.parametrize("said", [*(f"charset={charset}" for charset in OTHERS), UNREADABLE])
@pytest.mark.parametrize(
    ("address", "status"), [("/api/v1/dossiers", 401), ("/sign-in/", 200), ("/none", 404)]
)
def test_address_is_read_in_utf8_whatever_is_said_of_a_body(
    db: None, address: str, status: int, said: str
) -> None:
    assert status_of("GET", address, f"text/plain; {said}") == status


@pytest.mark.parametrize("said", [*(f"charset={charset}" for charset in OTHERS), UNREADABLE])
def test_body_of_which_that_is_said_is_415_to_who_may_send_one(sam: User, said: str) -> None:
    _, plain = issue_key(sam, name="form", scopes=[Scope.QUESTIONS_WRITE])
    key = {"HTTP_AUTHORIZATION": f"Bearer {plain}"}
    assert status_of("POST", "/api/v1/questions", f"application/json; {said}", **key) == 415
    assert status_of("POST", "/api/v1/questions", "application/json; charset=utf-8", **key) == 400

"""The pages of the desk as a browser gets them: in the reader's language, and with a sign-in that works."""

import re
from html import unescape

import pytest
from django.test import Client

from api.problems import PROBLEMS
from deadlines.law.errors import CODES
from helpdesk.people.models import User

PASSWORD = "correct horse battery staple"
LOGIN, SESSION = "/_allauth/browser/v1/auth/login", "/_allauth/browser/v1/auth/session"


def page(client: Client, path: str, language: str) -> str:
    answer = client.get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.fixture
def browser() -> Client:
    """A client that is held to CSRF, as a browser is."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def alice_with_a_password(alice: User) -> User:
    alice.set_password(PASSWORD)
    alice.save()
    return alice


def sign_in(browser: Client, password: str) -> int:
    """What the script of the sign-in page does."""
    browser.get("/sign-in/")
    return browser.post(
        LOGIN,
        {"email": "alice@example.org", "password": password},
        content_type="application/json",
        headers={"x-csrftoken": browser.cookies["csrftoken"].value},
    ).status_code


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nl", "Aanmelden · Juridische helpdesk"),
        ("fr", "Se connecter · Helpdesk juridique"),
        ("de", "Anmelden · Juristischer Helpdesk"),
        ("en", "Sign in · Legal helpdesk"),
        ("pt", "Aanmelden · Juridische helpdesk"),
    ],
)
def test_sign_in_page_speaks_the_browsers_language(browser: Client, language: str, title: str) -> None:
    said = page(browser, "/sign-in/", language)
    assert f"<title>{title}</title>" in said
    assert f'<html lang="{language if language != "pt" else "nl"}">' in said


def test_sign_in_form_has_a_label_for_each_field_and_a_place_for_refusals(browser: Client) -> None:
    said = page(browser, "/sign-in/", "en")
    assert (
        re.findall(r'<label for="(\w+)">', said)
        == re.findall(r'<input id="(\w+)"', said)
        == ["email", "password"]
    )
    assert '<p id="said" role="alert"></p>' in said
    assert said.count('aria-describedby="said"') == 2
    assert 'method="post"' in said  # without its script the form never puts a password in an address


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/docs/problems/", "/docs/"])
def test_every_page_lets_the_keyboard_skip_to_its_one_heading(client: Client, db: None, path: str) -> None:
    said = page(client, path, "en")
    assert said.index('<a class="skip" href="#main">') < said.index("<header>") < said.index(' id="main"')
    assert said.count("<h1") == 1


@pytest.mark.parametrize(
    "name", ["page.css", "session.js", "sign_in.js", "sign_out.js", "docs.css", "docs.js"]
)
def test_styles_and_scripts_are_served(client: Client, name: str) -> None:
    assert client.get(f"/static/api/{name}").status_code == 200


def test_colleague_signs_in_and_out_again(browser: Client, alice_with_a_password: User) -> None:
    assert sign_in(browser, PASSWORD) == 200
    assert browser.get("/api/v1/me").json()["name"] == "Alice"
    assert "Aangemeld als Alice." in page(browser, "/", "nl")
    token = browser.cookies["csrftoken"].value
    assert browser.delete(SESSION, headers={"x-csrftoken": token}).status_code == 401  # nobody is left
    assert browser.get("/api/v1/me").status_code == 401
    assert "Aangemeld" not in page(browser, "/", "nl")


def test_wrong_password_is_refused_with_400(browser: Client, alice_with_a_password: User) -> None:
    assert sign_in(browser, "wrong") == 400
    assert browser.get("/api/v1/me").status_code == 401


def test_sign_in_without_the_csrf_token_is_refused(browser: Client, alice_with_a_password: User) -> None:
    browser.get("/sign-in/")
    said = {"email": "alice@example.org", "password": PASSWORD}
    assert browser.post(LOGIN, said, content_type="application/json").status_code == 403


def test_problem_page_explains_every_code_in_the_readers_language(client: Client, db: None) -> None:
    said = page(client, "/docs/problems/", "nl")
    assert set(re.findall(r'<tr id="(\w+)"', said)) == {*PROBLEMS, *CODES}
    assert (
        ">Er staat nog een termijn open. Geef eerst aan dat die gehaald is of niet benut wordt.</td>" in said
    )
    assert ">Geen regel past bij de beslissing zoals ze is beschreven. Kijk na of" in said


def test_names_in_the_document_are_told_as_code(client: Client, db: None) -> None:
    said = page(client, "/docs/problems/", "en")
    assert "<code>values</code>" in said
    assert "`" not in said


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("/nothing", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("/nothing", "*/*", "application/problem+json"),
        ("/nothing", "application/json", "application/problem+json"),
        ("/api/v1/nothing", "text/html,application/xhtml+xml,*/*;q=0.8", "application/problem+json"),
    ],
)
def test_browser_that_lost_its_way_gets_a_page_and_a_program_a_problem(
    client: Client, path: str, accept: str, kind: str
) -> None:
    answer = client.get(path, headers={"accept": accept, "accept-language": "fr"})
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (404, kind)
    assert "Cette adresse n'existe pas." in (
        unescape(answer.content.decode()) if kind == "text/html" else answer.json()["title"]
    )
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("next_page", "status"),
    [
        ("/docs/", 302),
        ("docs", 302),
        ("https://elsewhere.example/", 200),
        ("//elsewhere.example/", 200),
        ("", 200),
    ],
)
def test_link_of_a_mail_leads_on_who_has_a_session_and_only_within_the_desk(
    browser: Client, alice_with_a_password: User, next_page: str, status: int
) -> None:
    assert browser.get("/sign-in/", {"next": next_page}).status_code == 200
    assert sign_in(browser, PASSWORD) == 200
    answer = browser.get("/sign-in/", {"next": next_page})
    assert (answer.status_code, answer.headers.get("Location")) == (
        status,
        next_page if status == 302 else None,
    )

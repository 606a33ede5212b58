"""Who may do what, as the permission table says. A route without a row fails."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from helpdesk.people.models import Scope, User
from tests.api import contract
from tests.api.conftest import Desk
from tests.api.permission_table import Row, absolute, row, rows
from tests.conftest import client_of, client_with_key

# Pages, sign-in and the questions of those who watch the servers: open to everybody by design.
# A calendar is opened by the token in its address (tests/api/test_calendars.py), and so are the page that acknowledges
# a day (tests/api/test_acknowledging_by_link.py) and the one that ends a digest (tests/api/test_unsubscribing.py).
# The web client is one page for all of them; it asks the API under its reader's rights (tests/api/test_client.py).
# Clients of OAuth look up where tokens are given before they show anything (tests/api/test_tokens.py).
OPEN_TO_ALL = {
    "", "sign-in/", "desk", "desk/", "desk/{}", "docs/", "docs/problems/", "api/v1/openapi.yaml", "healthz", "readyz",
    "calendar/{}.ics", "acknowledge/{}", "unsubscribe/{}", ".well-known/oauth-authorization-server",
}  # fmt: skip


def general(path: str) -> str:
    """A path of the table as the document writes it."""
    full = absolute(re.sub(r"{[^}]*}", str(uuid4()), path))
    return contract.path_of(full) or full


def routes(found: URLResolver, prefix: str = "") -> set[str]:
    """Every address of the URLconf, with its converters taken out."""
    listed: set[str] = set()
    for each in found.url_patterns:
        route = prefix + re.sub(r"<\w+:\w+>|<\w+>", "{}", str(each.pattern))
        listed |= routes(each, route) if isinstance(each, URLResolver) else {route}
    return listed


@pytest.fixture
def callers(db: None, charlie: User, rita: User, sam: User, alice: User, cora: User) -> dict[str, APIClient]:
    dora = User.objects.create_user("dora@example.org", name="Dora")
    ada = User.objects.create_user("ada@example.org", name="Ada", is_admin=True)
    people = {"dora": dora, "ada": ada, "charlie": charlie, "rita": rita, "alice": alice, "cora": cora}
    return {
        "anon": APIClient(headers={"accept-language": "en"}),
        "sam": client_with_key(sam, Scope.QUESTIONS_READ, Scope.QUESTIONS_WRITE),
        "bare": client_with_key(sam),
        "stats": client_with_key(sam, Scope.STATISTICS_READ),
        **{name: client_of(user) for name, user in people.items()},
    }


def test_every_operation_of_the_document_has_a_row() -> None:
    written = {(each.method, general(each.path)) for each in rows()}
    undocumented = {("GET", "/api/v1/openapi.yaml")}
    assert written == contract.operations() - undocumented
    assert len(written) == len(rows())


def test_every_address_of_the_urlconf_is_in_the_document_or_open_by_design() -> None:
    resolver = get_resolver()
    ours = [each for each in resolver.url_patterns if isinstance(each, URLResolver) and not str(each.pattern)]
    assert all(isinstance(each, URLResolver | URLPattern) for each in resolver.url_patterns)
    listed = {route for each in ours for route in routes(each)}
    documented = {re.sub(r"{\w+}", "{}", path)[1:] for _, path in contract.operations()}
    assert listed == documented | OPEN_TO_ALL


def ask(client: APIClient, row: Row, address: str, content: bytes) -> Any:
    """What the table asks, whatever the state of what is asked for."""
    return client.generic(
        row.method, address, content, content_type=row.content_type, headers={"if-match": "*"}
    )


@pytest.mark.parametrize("row", rows(), ids=str)
def test_each_caller_gets_the_status_of_the_table(
    callers: dict[str, APIClient], furnished: Desk, row: Row
) -> None:
    found = {}
    for name, client in callers.items():
        with transaction.atomic():
            content = furnished.body(row.content)
            found[name] = ask(client, row, furnished.address(row.path), content).status_code
            transaction.set_rollback(True)
    assert found == {name: row.expected[name] for name in callers}


@pytest.mark.parametrize("row", [each for each in rows() if each.expected["charlie"] == 404], ids=str)
def test_outsider_is_told_the_same_as_for_what_does_not_exist(
    as_charlie: APIClient, furnished: Desk, row: Row
) -> None:
    told = []
    for address in (furnished.address(row.path), furnished.missing(row.path)):
        answer = ask(as_charlie, row, address, furnished.body(row.content))
        told.append((answer.status_code, {**answer.json(), "request_id": ""}, set(answer.headers)))
    assert told[0] == told[1]
    assert told[0][0] == 404


# The address that gives tokens lets in who shows a key, and nobody with a session.
@pytest.mark.parametrize("path", sorted({each.path for each in rows()} - {"/oauth/token"}))
def test_method_that_an_address_does_not_know_is_405_but_401_for_nobody(
    callers: dict[str, APIClient], furnished: Desk, path: str
) -> None:
    known = {each.method for each in rows() if each.path == path}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - known:
        address = furnished.address(path)
        assert callers["anon"].generic(method, address).status_code == 401, method
        answer = callers["alice"].generic(method, address)
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed"), method
        assert known <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize("path", sorted({each.path for each in rows() if each.method == "GET"}))
def test_lists_and_details_hold_nothing_of_another_team(
    as_charlie: APIClient, furnished: Desk, path: str
) -> None:
    answer = as_charlie.get(furnished.address(path)).getvalue().decode()
    things = (furnished.question, furnished.litigation, furnished.condemnation)
    assert not [thing.reference for thing in things if thing.reference in answer or thing.title in answer]


def test_intake_machine_sees_the_questions_it_handed_in_and_no_others(
    as_sam: APIClient, as_alice: APIClient, furnished: Desk
) -> None:
    asked = row("POST", "questions")
    other = ask(as_alice, asked, "/api/v1/questions", asked.content).json()
    listed = as_sam.get("/api/v1/questions").json()["results"]
    assert [each["reference"] for each in listed] == [furnished.question.reference]
    assert as_sam.get(f"/api/v1/questions/{other['id']}").status_code == 404


def test_key_opens_no_more_than_its_user_may_do(charlie: User, furnished: Desk) -> None:
    client = client_with_key(charlie, *Scope)
    assert client.get(furnished.address("dossiers/{litigation}")).status_code == 404
    assert client.get("/api/v1/dossiers").json()["results"] == []


@pytest.mark.parametrize(
    ("scope", "opened"),
    [
        (Scope.QUESTIONS_READ, {"questions", "themes"}),
        (Scope.QUESTIONS_WRITE, set()),
        (
            Scope.DOSSIERS_READ,
            {
                "changes",
                "dossiers",
                "litigations",
                "condemnations",
                "deadlines",
                "imports",
                "recomputations",
                "bounces",
                "register",
                "webhooks",
                "status",
                "recommendations",
                "reminders",
                "digests",
                "answer-templates",
                "absences",
                "opening-hours",
                "opening-exceptions",
                "workload",
                "saved-searches",
            },
        ),
        (Scope.DOSSIERS_WRITE, set()),
        (Scope.CONTACTS_READ, {"contacts", "organisations"}),
        (Scope.CONTACTS_WRITE, set()),
        (Scope.LAW_READ, {"me", "usage", "vocabulary", "deadline-rules", "worked-examples"}),
        (Scope.STATISTICS_READ, {"statistic-snapshots"}),
    ],
)
def test_each_scope_opens_these_lists_and_no_others(alice: User, scope: Scope, opened: set[str]) -> None:
    client = client_with_key(alice, scope)
    lists = {each.path for each in rows() if each.method == "GET" and "/" not in each.path}
    assert {path for path in lists if client.get(f"/api/v1/{path}").status_code == 200} == opened


def test_member_who_leaves_the_team_loses_everything_at_once(
    alice: User, as_alice: APIClient, furnished: Desk
) -> None:
    alice.memberships.all().delete()
    assert as_alice.get("/api/v1/dossiers").json()["results"] == []
    assert as_alice.get(furnished.address("deadlines/{deadline}")).status_code == 404

"""Who may do what: one row per operation, one column per caller. A route without a row fails.

anon     nobody signed in
charlie  a lawyer, of another team
rita     reads along in the team
sam      the intake machine of a reception centre, with a key that hands in and reads questions
bare     the same machine, with a key that opens nothing
alice    a lawyer of the team
cora     its coordinator
"""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from deadlines.law.load import PACKAGED_FOLDER
from helpdesk.people.models import Scope, User
from tests.api import contract
from tests.api.conftest import Desk
from tests.conftest import client_of, client_with_key
from tests.factories import INADMISSIBLE

RULE = PACKAGED_FOLDER / "rules" / "rvv-annulment.yaml"
TABLE = """
                                             anon charlie rita sam bare alice cora
GET  me                                      401  200     200  403 403  200   200
GET  vocabulary                              401  200     200  403 403  200   200
GET  themes                                  401  200     200  200 403  200   200
GET  deadline-rules                          401  200     200  403 403  200   200
GET  deadline-rules/rvv-annulment            401  200     200  403 403  200   200
GET  statistic-snapshots                     401  200     200  403 403  200   200
GET  dossiers                                401  200     200  403 403  200   200
GET  dossiers/{litigation}                   401  404     200  403 403  200   200
POST dossiers/{litigation}/take              401  404     403  403 403  200   200
POST dossiers/{condemnation}/close           401  404     403  403 403  200   200
POST dossiers/{litigation}/reopen            401  404     403  403 403  409   409
GET  dossiers/{litigation}/trail             401  404     200  403 403  200   200
GET  dossiers/{litigation}/events            401  404     200  403 403  200   200
POST dossiers/{litigation}/events            401  404     403  403 403  201   201
GET  dossiers/{litigation}/messages          401  404     200  403 403  200   200
POST dossiers/{litigation}/messages          401  404     403  403 403  201   201
GET  dossiers/{litigation}/time              401  404     200  403 403  200   200
POST dossiers/{litigation}/time              401  404     403  403 403  201   201
GET  dossiers/{litigation}/recommendations   401  404     200  403 403  200   200
POST dossiers/{litigation}/recommendations   401  404     403  403 403  201   201
POST dossiers/{litigation}/recommendations/36/remove 401 404 403 403 403 200 200
GET  recommendations                         401  200     200  403 403  200   200
GET  questions                               401  200     200  200 403  200   200
POST questions                               401  422     422  201 403  201   201
GET  questions/{question}                    401  404     200  200 403  200   200
POST questions/{question}/take               401  404     403  403 403  200   200
GET  questions/{question}/messages           401  404     200  200 403  200   200
POST questions/{question}/messages           401  404     403  201 403  201   201
POST questions/{question}/promote            401  404     403  403 403  201   201
GET  litigations                             401  200     200  403 403  200   200
POST litigations                             401  422     422  403 403  201   201
GET  litigations/{litigation}                401  404     200  403 403  200   200
GET  condemnations                           401  200     200  403 403  200   200
POST condemnations                           401  422     422  403 403  201   201
GET  condemnations/{condemnation}            401  404     200  403 403  200   200
GET  condemnations/{condemnation}/ledger     401  404     200  403 403  200   200
GET  deadlines                               401  200     200  403 403  200   200
POST deadlines/compute                       401  200     200  403 403  200   200
GET  deadlines/{deadline}                    401  404     200  403 403  200   200
POST deadlines/{deadline}/meet               401  404     403  403 403  200   200
POST deadlines/{deadline}/waive              401  404     403  403 403  200   200
GET  deadlines/{deadline}/overrides          401  404     200  403 403  200   200
POST deadlines/{deadline}/override           401  404     403  403 403  200   200
POST deadlines/{deadline}/extend             401  404     403  403 403  200   200
POST deadlines/{deadline}/withdraw-override  401  404     403  403 403  409   409
POST deadlines/{deadline}/recompute          401  404     403  403 403  409   409
GET  deadlines/impact                        401  200     200  403 403  200   200
POST deadlines/impact                        401  200     200  403 403  200   200
POST events/{event}/correct                  401  404     403  403 403  200   200
GET  recomputations                          401  200     200  403 403  200   200
POST recomputations/{recomputation}/resolve  401  404     403  403 403  200   200
GET  identifiers                             401  400     400  403 403  400   400
GET  worked-examples                         401  200     200  403 403  200   200
GET  reminders                               401  200     200  403 403  200   200
GET  digests                                 401  200     200  403 403  200   200
GET  digests/{digest}                        401  404     404  403 403  200   404
GET  digests/preview                         401  200     200  403 403  200   200
"""

BODIES: dict[str, dict[str, Any]] = {
    "dossiers/{condemnation}/close": {"outcome": "desisted"},
    "dossiers/{litigation}/events": {"kind": "decision_notified", **INADMISSIBLE},
    "dossiers/{litigation}/messages": {"kind": "note", "body": "Ask the court registry."},
    "dossiers/{litigation}/time": {"minutes": 30, "what": "Read the file", "on": "2026-06-12"},
    "questions/{question}/messages": {"body": "She got a letter.", "channel": "form"},
    "dossiers/{litigation}/recommendations": {"numbers": [36]},
    "dossiers/{litigation}/recommendations/36/remove": {"reason": "Another case was meant"},
    "questions": {
        "team": "desk",
        "title": "Another",
        "channel": "phone",
        "body": "May she work?",
        "asker": {"name": "An asker", "role": "volunteer"},
    },
    "questions/{question}/promote": {"aim": "A precedent"},
    "litigations": {"team": "desk", "title": "Another"},
    "condemnations": {
        "team": "desk",
        "title": "Another",
        "court": "Labour tribunal Antwerp",
        "role_number": "26/1/C",
        "decided_on": "2026-01-05",
        "procedure": "summary",
    },
    "deadlines/compute": INADMISSIBLE,
    "deadlines/{deadline}/override": {"due_on": "2026-06-19", "reason": "The court allowed it"},
    "deadlines/{deadline}/extend": {"amount": 8, "unit": "calendar_days", "reason": "Granted"},
    "deadlines/{deadline}/withdraw-override": {"reason": "Set in error"},
    "deadlines/{deadline}/recompute": {"reason": "The rule was corrected"},
    "deadlines/impact": {"files": {"rules/rvv-annulment.yaml": RULE.read_text(encoding="utf-8")}},
    "events/{event}/correct": {
        "kind": "decision_notified",
        "reason": "The stamp was misread",
        **INADMISSIBLE,
    },
    "recomputations/{recomputation}/resolve": {"take": False, "reason": "The court set this day"},
    "deadlines/{deadline}/meet": {"done_on": "2026-06-12", "evidence": "Petition lodged by J-Box"},
    "deadlines/{deadline}/waive": {"reason": "The client has left the country"},
}
# Pages, sign-in and the questions of those who watch the servers: open to everybody by design.
OPEN_TO_ALL = {"", "sign-in/", "docs/", "docs/problems/", "api/v1/openapi.yaml", "healthz", "readyz"}


def rows() -> list[tuple[str, str, dict[str, int]]]:
    heading, *lines = TABLE.strip().splitlines()
    callers = heading.split()
    return [
        (method, path, dict(zip(callers, map(int, statuses), strict=True)))
        for method, path, *statuses in (line.split() for line in lines)
    ]


def general(path: str) -> str:
    """A path of the table as the document writes it."""
    full = f"/api/v1/{re.sub(r'{[^}]*}', str(uuid4()), path)}"
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
    people = {"charlie": charlie, "rita": rita, "alice": alice, "cora": cora}
    return {
        "anon": APIClient(headers={"accept-language": "en"}),
        "sam": client_with_key(sam, Scope.QUESTIONS_READ, Scope.QUESTIONS_WRITE),
        "bare": client_with_key(sam),
        **{name: client_of(user) for name, user in people.items()},
    }


def test_every_operation_of_the_document_has_a_row() -> None:
    written = {(method, general(path)) for method, path, _ in rows()}
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


@pytest.mark.parametrize(("method", "path", "expected"), rows(), ids=lambda each: str(each)[:40])
def test_each_caller_gets_the_status_of_the_table(
    callers: dict[str, APIClient], furnished: Desk, method: str, path: str, expected: dict[str, int]
) -> None:
    found = {}
    for name, client in callers.items():
        with transaction.atomic():
            answer = client.generic(
                method, furnished.address(path), _json(BODIES.get(path)), content_type="application/json"
            )
            transaction.set_rollback(True)
        found[name] = answer.status_code
    assert found == {name: expected[name] for name in callers}


@pytest.mark.parametrize("path", sorted({path for _, path, expected in rows() if expected["charlie"] == 404}))
def test_outsider_is_told_the_same_as_for_what_does_not_exist(
    as_charlie: APIClient, furnished: Desk, path: str
) -> None:
    method = next(method for method, each, _ in rows() if each == path)
    missing = "/api/v1/" + re.sub(r"{[^}]*}", str(uuid4()), path)
    told = []
    for address in (furnished.address(path), missing):
        answer = as_charlie.generic(method, address, _json(BODIES.get(path)), content_type="application/json")
        told.append((answer.status_code, {**answer.json(), "request_id": ""}, set(answer.headers)))
    assert told[0] == told[1]
    assert told[0][0] == 404


@pytest.mark.parametrize("path", sorted({path for _, path, _ in rows()}))
def test_method_that_an_address_does_not_know_is_405_but_401_for_nobody(
    callers: dict[str, APIClient], furnished: Desk, path: str
) -> None:
    known = {method for method, each, _ in rows() if each == path}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - known:
        address = furnished.address(path)
        assert callers["anon"].generic(method, address).status_code == 401, method
        answer = callers["alice"].generic(method, address)
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed"), method
        assert known <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize("path", sorted({path for method, path, _ in rows() if method == "GET"}))
def test_lists_and_details_hold_nothing_of_another_team(
    as_charlie: APIClient, furnished: Desk, path: str
) -> None:
    answer = as_charlie.get(furnished.address(path)).content.decode()
    things = (furnished.question, furnished.litigation, furnished.condemnation)
    assert not [thing.reference for thing in things if thing.reference in answer or thing.title in answer]


def test_intake_machine_sees_the_questions_it_handed_in_and_no_others(
    as_sam: APIClient, as_alice: APIClient, furnished: Desk
) -> None:
    body = _json(BODIES["questions"])
    other = as_alice.generic("POST", "/api/v1/questions", body, content_type="application/json").json()
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
                "dossiers",
                "litigations",
                "condemnations",
                "deadlines",
                "recomputations",
                "recommendations",
                "reminders",
                "digests",
            },
        ),
        (Scope.DOSSIERS_WRITE, set()),
        (Scope.LAW_READ, {"me", "vocabulary", "deadline-rules", "worked-examples"}),
        (Scope.STATISTICS_READ, {"statistic-snapshots"}),
    ],
)
def test_each_scope_opens_these_lists_and_no_others(alice: User, scope: Scope, opened: set[str]) -> None:
    client = client_with_key(alice, scope)
    lists = {path for method, path, _ in rows() if method == "GET" and "/" not in path}
    assert {path for path in lists if client.get(f"/api/v1/{path}").status_code == 200} == opened


def test_member_who_leaves_the_team_loses_everything_at_once(
    alice: User, as_alice: APIClient, furnished: Desk
) -> None:
    alice.memberships.all().delete()
    assert as_alice.get("/api/v1/dossiers").json()["results"] == []
    assert as_alice.get(furnished.address("deadlines/{deadline}")).status_code == 404


def _json(body: dict[str, Any] | None) -> bytes:
    return b"" if body is None else APIClient()._encode_data(body, "json")[0]

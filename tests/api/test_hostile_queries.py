"""Query parameters nobody means to send: each address that is read, with each parameter the document gives it."""

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.utils.translation import override
from rest_framework.test import APIClient

from api.filters import EXPECTED, Filter
from helpdesk.people.models import User
from tests.api import contract
from tests.api.asking import pointers, send
from tests.api.conftest import Desk
from tests.api.permission_table import Row, rows
from tests.conftest import client_of

MANY = {"minute": 100_000}
HOSTILE = ["\0", "9" * 20, "0001-01-01", "9999-12-31", "x" * 3000]
# Not those of a mail's link, a calendar and the document, which stand elsewhere and take what programs add to them.
READ_BY_PROGRAMS = [
    row for row in rows()
    if row.method == "GET" and row.expected["cora"] == 200 and row.path[0] != "/" and row.path != "openapi.yaml"
]  # fmt: skip


def parameters(row: Row, desk: Desk) -> list[str]:
    """The query parameters that the document gives an address."""
    path = contract.path_of(desk.address(row.path).partition("?")[0])
    operation = contract.document()["paths"][path]["get"]
    return [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]


def asked_of_all(
    client: APIClient, desk: Desk, queries: Callable[[Row], list[dict[str, str]]]
) -> Iterator[Any]:
    """What each address that is read answers to these queries."""
    for row in READ_BY_PROGRAMS:
        for query in queries(row):
            answer = client.get(desk.address(row.path).partition("?")[0], query)
            yield f"{row} {query}"[:100], answer


def test_hostile_parameter_is_answered_and_never_500(furnished: Desk, cora: User, settings: Any) -> None:
    settings.REQUESTS_PER = MANY

    def queries(row: Row) -> list[dict[str, str]]:
        return [{name: value} for name in parameters(row, furnished) for value in HOSTILE]

    for asked, answer in asked_of_all(client_of(cora), furnished, queries):
        assert answer.status_code in {200, 400, 404, 409, 422}, asked


def test_unknown_parameter_is_refused_everywhere(furnished: Desk, cora: User) -> None:
    """Of what is read and of what is written, before anything of it is looked at."""
    passed_over, asked = [], [row for row in rows() if row.path[0] != "/" and row.path != "openapi.yaml"]
    assert len(asked) > 200
    for row in asked:
        address = furnished.address(row.path).partition("?")[0]
        answer = client_of(cora).generic(row.method, f"{address}?colour=red", content_type="application/json")
        if answer.status_code != 400 or pointers(answer) != [("#/colour", "filter_unknown")]:
            passed_over.append(str(row))
    assert passed_over == []


def test_what_is_known_is_what_the_document_names(furnished: Desk, cora: User) -> None:
    """The refusal tells it."""
    for row in READ_BY_PROGRAMS:
        answer = client_of(cora).get(furnished.address(row.path).partition("?")[0], {"colour": "red"})
        told = answer.json()["errors"][0]["detail"]
        assert (", ".join(sorted(parameters(row, furnished))) or "–") in told, row


def test_parameter_given_twice_is_refused_where_it_has_one_value(
    furnished: Desk, cora: User, settings: Any
) -> None:
    settings.REQUESTS_PER = MANY
    for row in READ_BY_PROGRAMS:
        address = furnished.address(row.path).partition("?")[0]
        path = contract.path_of(address)
        for each in contract.document()["paths"][path]["get"].get("parameters", []):
            if each["in"] != "query":
                continue
            is_many = each["schema"].get("type") == "array" and each.get("explode", True)
            answer = client_of(cora).get(f"{address}?{each['name']}=x&{each['name']}=y")
            is_doubled = answer.status_code == 400 and ("#/" + each["name"], "filter_doubled") in pointers(
                answer
            )
            assert is_doubled != is_many, (str(row), each["name"])


def test_parameter_without_a_value_is_refused_everywhere(furnished: Desk, cora: User, settings: Any) -> None:
    settings.REQUESTS_PER = MANY

    def queries(row: Row) -> list[dict[str, str]]:
        return [{name: ""} for name in parameters(row, furnished)]

    for asked, answer in asked_of_all(client_of(cora), furnished, queries):
        assert answer.status_code == 400, asked
        assert len(pointers(answer)) == 1, asked


def test_parameter_of_what_is_written_is_refused(as_alice: APIClient, furnished: Desk) -> None:
    answer = send(as_alice, furnished.address("dossiers/{litigation}/close?outcome=won"), {"outcome": "won"})
    assert pointers(answer) == [("#/outcome", "filter_unknown")]
    assert as_alice.get(furnished.address("dossiers/{litigation}")).json()["state"] == "open"


def test_method_that_is_not_known_is_refused_before_its_parameters(as_alice: APIClient) -> None:
    assert as_alice.delete("/api/v1/bounces?is_settled=true").status_code == 405


def told_of_what_is_wrong() -> set[Any]:
    """What each filter means, where only that says what is wrong with a value."""
    tables = [
        each
        for name, module in sys.modules.items()
        if name.startswith("api.")
        for each in vars(module).values()
    ]
    known = [
        one for table in tables if isinstance(table, Mapping) for one in table.values() if type(one) is Filter
    ]
    return {
        one.means for one in known if not one.choices and one.type not in EXPECTED and one.read is not str
    }


def test_filter_that_says_itself_what_is_wrong_says_it_in_each_language() -> None:
    means = told_of_what_is_wrong()
    assert len(means) >= 8
    for each in means:
        with override("en"):
            english = str(each)
        for language in ("nl", "fr", "de"):
            with override(language):
                assert str(each) != english, (language, english)


@pytest.mark.parametrize(
    ("asked", "language", "told"),
    [
        ("owner=x", "nl", "Wie het opgenomen heeft: een id, `me` of `none`."),
        ("participant=x", "de", "Wer heute daran mitwirkt: eine Kennung oder `me`."),
        ("page_size=0", "nl", "Een geheel getal van 1 tot 200."),
        ("page_size=0", "fr", "Un nombre entier de 1 à 200."),
        ("page_size=0", "de", "Eine ganze Zahl von 1 bis 200."),
        ("opened_from=morgen", "nl", "Een datum zoals 2026-06-15."),
        ("recommendation=x", "fr", "Un nombre entier."),
        ("opened_from=morgen", "de", "Ein Datum wie 2026-06-15."),
    ],
)
def test_what_is_wrong_with_a_parameter_is_told_in_the_callers_language(
    as_alice: APIClient, asked: str, language: str, told: str
) -> None:
    answer = as_alice.get(f"/api/v1/dossiers?{asked}", headers={"accept-language": language})
    assert answer.json()["errors"][0]["detail"] == told

"""The OpenAPI document: one for everybody, the same as the committed one, with a way out at every operation."""

import copy
import inspect
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils.translation import override
from drf_spectacular.renderers import OpenApiYamlRenderer
from jsonschema import Draft202012Validator

from api.fields import PartialShape
from api.members import MEANINGS
from api.opening_hours import PlanViews
from api.parts import PartViews
from api.schema import EnglishDocument
from api.views import DeskView
from tests.api import contract


@cache
def committed() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(contract.DOCUMENT.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_committed_document_is_what_would_be_made_now_in_whatever_language(language: str) -> None:
    with override(language):
        made = EnglishDocument().get_schema(request=None, public=True)
    assert yaml.safe_load(OpenApiYamlRenderer().render(made, renderer_context={})) == committed()


def test_committed_document_is_served_as_it_is_and_need_not_be_read_twice() -> None:
    answer = Client().get("/api/v1/openapi.yaml")
    assert answer.content == contract.DOCUMENT.read_bytes()
    again = Client().get("/api/v1/openapi.yaml", headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_every_operation_says_what_it_does_and_how_it_refuses() -> None:
    # Tokens are refused in the words of RFC 6749 (tests/api/test_tokens.py).
    for method, path in contract.operations() - {("POST", "/oauth/token")}:
        operation = committed()["paths"][path][method.lower()]
        assert operation["summary"], (method, path)
        assert operation["description"], (method, path)
        needed = {"401", "403"} | ({"404"} if "{" in path else set())
        needed |= {"400", "409", "415", "422"} if method == "POST" else set()
        assert needed <= set(operation["responses"]), (method, path)


def test_what_is_told_in_pages_names_how_they_are_asked_for() -> None:
    reads = [(path, found["get"]) for path, found in committed()["paths"].items() if "get" in found]
    for path, told in reads:
        answer = told["responses"].get("200", {}).get("content", {}).get("application/json", {})
        if "Paginated" in answer.get("schema", {}).get("$ref", ""):
            assert {each.get("name") for each in told["parameters"]} >= {"cursor", "page_size"}, path


def test_every_operation_has_a_name_of_its_own_that_a_program_can_use() -> None:
    names = [
        committed()["paths"][path][method.lower()]["operationId"] for method, path in contract.operations()
    ]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_no_operation_is_described_in_the_words_of_another() -> None:
    told: dict[str, set[tuple[str, str]]] = {}
    for method, path in contract.operations():
        words = committed()["paths"][path][method.lower()].get("description", "")
        told.setdefault(words, set()).add((method, path.rpartition("/")[2]))
    # The same act on a thing of another kind is told alike.
    of_every_kind = {
        inspect.getdoc(each) for views in (PartViews, PlanViews) for each in vars(views).values()
    }
    repeated = {words: acts for words, acts in told.items() if words and len(acts) > 1}
    assert {words: acts for words, acts in repeated.items() if words not in of_every_kind} == {}
    assert inspect.getdoc(DeskView) not in told


def test_every_member_and_every_parameter_says_what_it_is() -> None:
    document = committed()
    silent = [
        f"{name}.{member}"
        for name, schema in document["components"]["schemas"].items()
        for member, told in schema.get("properties", {}).items()
        if not told.get("description")
    ]
    silent += [
        f"{method} {path} {parameter['name']}"
        for method, path in contract.operations()
        for parameter in document["paths"][path][method.lower()].get("parameters", [])
        if not parameter.get("description")
    ]
    assert silent == []


def test_no_member_has_a_word_for_nothing() -> None:
    members = {
        told
        for name, schema in committed()["components"]["schemas"].items()
        for member in schema.get("properties", {})
        for told in (member, f"{name}.{member}")
    }
    assert MEANINGS.keys() <= members


def test_every_group_of_operations_is_used_and_says_what_it_is_about() -> None:
    described = {tag["name"]: tag["description"] for tag in committed()["tags"]}
    used = {
        tag
        for method, path in contract.operations()
        for tag in committed()["paths"][path][method.lower()]["tags"]
    }
    assert used == described.keys()
    assert all(words.endswith(".") for words in described.values())


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document, at whatever depth."""
    if isinstance(node, dict):
        yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from schemas(each)


def test_every_default_is_a_value_that_its_schema_allows() -> None:
    components = {"components": committed()["components"]}
    for schema in schemas(components):
        if "default" in schema and not isinstance(schema["default"], dict):
            judge = Draft202012Validator({**schema, **components}, format_checker=contract.FORMATS)
            assert judge.is_valid(schema["default"]), schema


def test_hour_of_the_desk_is_not_called_a_time_with_an_offset() -> None:
    assert not [each for each in schemas(committed()) if each.get("format") == "time"]


@pytest.mark.parametrize(
    "lie",
    [
        {"title": None},
        {"undocumented": 1},
        {"state": "ajar"},
        {"id": "not-a-uuid"},
        {"opened_on": "15 June"},
    ],
)
def test_judge_of_these_tests_sees_a_lie(lie: dict[str, Any]) -> None:
    """A validator that passes everything proves nothing."""
    row = {
        "id": "01a20a02-8b0a-704a-bd54-4f54f8a59427", "kind": "question", "reference": "V-2026-00001", "title": "Q",
        "summary": "", "state": "new", "outcome": "", "team": "desk", "owner": None,
        "confidentiality": "team", "language": "nl", "themes": [],
        "person_concerned": "", "opened_on": "2026-06-15", "closed_on": None, "next_due_on": None,
    }  # fmt: skip
    page = {"next": None, "previous": None, "results": [row]}
    contract.check("GET", "/api/v1/dossiers", _answer(page))
    false = copy.deepcopy(page)
    false["results"][0] |= lie  # type: ignore[index]
    with pytest.raises(AssertionError):
        contract.check("GET", "/api/v1/dossiers", _answer(false))


def test_judge_of_these_tests_sees_an_unwritten_status_and_content_type() -> None:
    page = {"next": None, "previous": None, "results": []}
    for answer in (_answer(page, status=201), _answer(page, kind="text/html")):
        with pytest.raises(AssertionError):
            contract.check("GET", "/api/v1/dossiers", answer)


def _answer(body: Any, status: int = 200, kind: str = "application/json") -> Any:
    class Answer:
        status_code = status
        headers = {"Content-Type": kind}

        def json(self) -> Any:
            return body

    return Answer()


def test_no_schema_tells_what_its_shape_is_for_us() -> None:
    told = {
        name: schema.get("description", "")
        for name, schema in contract.document()["components"]["schemas"].items()
    }
    ours = str(PartialShape.__doc__).partition("\n")[0]
    assert [name for name, words in told.items() if words.startswith(ours)] == []


def test_every_decimal_says_that_it_is_euros_or_what_else() -> None:
    silent = [
        f"{name}.{member}"
        for name, schema in contract.document()["components"]["schemas"].items()
        for member, told in schema.get("properties", {}).items()
        if told.get("format") == "decimal"
        and not re.search("(?i)euro|from 0 to 1|`unit`", f"{member} {told} {schema.get('description')}")
    ]
    assert silent == []


def test_every_last_day_says_that_it_is_included() -> None:
    silent = [
        f"{name}.{member}"
        for name, schema in contract.document()["components"]["schemas"].items()
        for member, told in schema.get("properties", {}).items()
        if member.endswith("until_on") and "included" not in told.get("description", "").lower()
    ]
    assert silent == []

"""A member that a body does not know: refused at its place, and nothing is done."""

import yaml
from rest_framework.test import APIClient

from cases.models import Question
from tests.api import contract
from tests.api.asking import pointers, post, problem, write
from tests.api.conftest import Desk
from tests.api.filing import file
from tests.api.test_hostile_input import QUESTION


def test_misspelt_member_is_refused_and_those_that_are_known_are_named(
    as_alice: APIClient, furnished: Desk
) -> None:
    before = Question.objects.count()
    answer = post(as_alice, "questions", {**QUESTION, "langauge": "fr"})
    assert problem(answer) == (400, "invalid")
    assert pointers(answer) == [("#/langauge", "member_unknown")]
    assert "language" in answer.json()["errors"][0]["detail"]
    assert Question.objects.count() == before


def test_misspelt_member_deeper_in_a_body_is_refused_at_its_place(
    as_alice: APIClient, furnished: Desk
) -> None:
    asker = {**QUESTION["asker"], "e-mail": "sam@example.org"}
    assert pointers(post(as_alice, "questions", {**QUESTION, "asker": asker})) == [
        ("#/asker/e-mail", "member_unknown")
    ]
    items = [{"id": str(furnished.litigation.pk), "act": "close", "outcom": "won"}]
    assert pointers(post(as_alice, "dossiers/bulk", {"items": items})) == [
        ("#/items/0/outcom", "member_unknown")
    ]


def test_misspelt_member_of_a_change_is_refused(as_alice: APIClient, furnished: Desk) -> None:
    answer = write(as_alice, "PATCH", f"dossiers/{furnished.litigation.pk}", {"titel": "Another"})
    assert pointers(answer) == [("#/titel", "member_unknown")]


def test_what_is_told_and_never_asked_is_refused_too(as_alice: APIClient, furnished: Desk) -> None:
    answer = write(as_alice, "PATCH", f"dossiers/{furnished.litigation.pk}", {"state": "closed"})
    assert pointers(answer) == [("#/state", "member_unknown")]


def test_misspelt_field_of_a_form_is_refused(as_alice: APIClient, furnished: Desk) -> None:
    answer = file(as_alice, str(furnished.litigation.pk), sensitive="true")
    assert pointers(answer) == [("#/sensitive", "member_unknown")]


def test_document_says_that_a_body_takes_no_other_member() -> None:
    schemas = yaml.safe_load(contract.DOCUMENT.read_text(encoding="utf-8"))["components"]["schemas"]
    found = [schema["additionalProperties"] for name, schema in schemas.items() if name.endswith("InRequest")]
    assert found
    assert not any(found)

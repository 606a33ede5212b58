"""An operation that will go says so in every answer and in the document."""

from datetime import date

import pytest
from rest_framework.test import APIClient

from api.schema import EnglishDocument
from api.themes import ThemesView
from api.views import Farewell

LEAVING = Farewell(since=date(2026, 12, 1), gone_on=date(2027, 12, 1), instead="/api/v2/themes")


def test_operation_that_will_go_says_since_when_until_when_and_what_instead(
    as_alice: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ThemesView, "farewells", {"get": LEAVING})
    answer = as_alice.get("/api/v1/themes")
    assert answer.status_code == 200
    assert answer.headers["Deprecation"] == "@1796083200"
    assert answer.headers["Sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
    assert answer.headers["Link"] == '</api/v2/themes>; rel="successor-version"'


def test_document_marks_an_operation_that_will_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ThemesView, "farewells", {"get": LEAVING})
    paths = EnglishDocument().get_schema(public=True)["paths"]
    marked = {
        path for path, each in paths.items() for operation in each.values() if operation.get("deprecated")
    }
    assert marked == {"/api/v1/themes"}
    told = paths["/api/v1/themes"]["get"]
    assert (told["x-deprecated-since"], told["x-sunset"]) == ("2026-12-01", "2027-12-01")


def test_operation_that_stays_says_nothing_of_it(as_alice: APIClient) -> None:
    assert not {"Deprecation", "Sunset"} & set(as_alice.get("/api/v1/themes").headers)

"""What the framework refuses a field with is said in every language of the desk."""

import inspect
from collections.abc import Iterator

import pytest
from django.core import validators
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from rest_framework import exceptions, serializers
from rest_framework.test import APIClient

from api.borrowed_words import WORDS
from tests.helpdesk.messages import LANGUAGES


def told_by_the_framework() -> Iterator[str]:
    with override("en"):
        for _name, kind in inspect.getmembers(serializers, inspect.isclass):
            yield from (str(said) for said in getattr(kind, "default_error_messages", {}).values())
        for _name, kind in inspect.getmembers(validators, inspect.isclass):
            if isinstance(said := getattr(kind, "message", None), Promise):
                yield str(said)
        for _name, kind in inspect.getmembers(exceptions, inspect.isclass):
            if isinstance(said := getattr(kind, "default_detail", None), Promise):
                yield str(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_refusal_of_the_framework_stays_english(language: str) -> None:
    told = {*filter(None, told_by_the_framework())}
    assert told >= {*WORDS}
    with override(language):
        assert [said for said in sorted(told) if gettext(said) == said] == []


def test_list_that_is_too_short_is_refused_in_the_language_of_the_caller(as_alice: APIClient) -> None:
    said = {"name": "A mirror", "url": "https://hooks.example.org/desk", "events": []}
    answer = as_alice.post("/api/v1/webhooks", said, "json", headers={"Accept-Language": "nl"})
    assert answer.status_code == 400
    assert "Geef er minstens 1." in [mistake["detail"] for mistake in answer.json()["errors"]]

"""Answers are written by a quick writer, and say what the framework's own would say."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ErrorDetail
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from api.rendering import QuickJSONRenderer
from helpdesk.people.models import Language
from tests.api.conftest import Desk

JSON = "application/json"
MOMENT = datetime(2026, 6, 15, 8, 30, tzinfo=UTC)
SAID = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.uuids() | st.dates()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.datetimes(timezones=st.none() | st.sampled_from([UTC, timezone(timedelta(hours=2))])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers() | st.booleans(), inner),
)  # fmt: skip


def both(told: Any) -> tuple[bytes, bytes]:
    return QuickJSONRenderer().render(told, JSON, {}), JSONRenderer().render(told, JSON, {})


@given(SAID)
def test_both_writers_say_the_same(told: Any) -> None:
    quick, plain = both(told)
    assert json.loads(quick or b"0") == json.loads(plain or b"0")


@pytest.mark.parametrize(
    "value",
    [
        Decimal("12.50"), UUID(int=7), date(1, 1, 1), MOMENT, MOMENT.replace(microsecond=12),
        MOMENT.replace(tzinfo=None), MOMENT.astimezone(timezone(timedelta(hours=2))),
        time(8, 30), timedelta(hours=2), Language.FR,
        gettext_lazy("e-mail"), ErrorDetail("Wrong.", code="wrong"), b"bytes", (1, 2), {1: "a", None: "b"},
        {Language.FR: 1}, 2**70, -(2**70), {"deep": [{"er": 2**70}]}, "\u2028 é \U0001f600 \x00",
    ],
    ids=repr,
)  # fmt: skip
def test_value_of_each_kind_is_written_as_before(value: Any) -> None:
    with override("fr"):
        quick, plain = both({"value": value})
    assert json.loads(quick) == json.loads(plain)


def test_nothing_is_written_as_nothing() -> None:
    assert QuickJSONRenderer().render(None) == b""


@pytest.mark.parametrize("value", [object(), time(8, 30, tzinfo=UTC), "\ud800"])
def test_what_cannot_be_written_is_an_error_as_before(value: Any) -> None:
    for renderer in (QuickJSONRenderer(), JSONRenderer()):
        with pytest.raises((TypeError, ValueError)):
            renderer.render({"value": value})


def test_answer_is_indented_where_that_is_asked(as_alice: APIClient, furnished: Desk) -> None:
    plain = as_alice.get("/api/v1/dossiers")
    indented = as_alice.get("/api/v1/dossiers", headers={"accept": "application/json; indent=2"})
    assert b"\n  " not in plain.content
    assert indented.content.startswith(b'{\n  "next"')
    assert indented.json() == plain.json()


def test_only_likeness_is_a_broken_number_and_it_is_one() -> None:
    """The writer would say null for a number that is none, such as the quotient of nothing by nothing."""
    document = yaml.safe_load((Path(__file__).parents[2] / "api/openapi.yaml").read_text())
    shapes = document["components"]["schemas"]
    broken = {
        f"{shape}.{name}"
        for shape, said in shapes.items()
        for name, member in said.get("properties", {}).items()
        if "number" in str(member.get("type")) and not shape.endswith("In")
    }
    assert broken == {"ContactPairOut.score", "OrganisationPairOut.score", "PossibleDuplicateOut.score"}

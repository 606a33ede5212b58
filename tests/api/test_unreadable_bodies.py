"""A body that cannot be read as what it says it is: refused, with where it breaks off or what is wrong with it."""

import pytest
from rest_framework.test import APIClient

from tests.api.asking import problem


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"title": NaN}',
        b'{"title": Infinity}',
        b"1" * 5000,
        b'{"a":' * 100_000,
        b"[" * 40 + b"]" * 40,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b"",
    ],
    ids=["cut", "bytes", "nan", "infinity", "digits", "abyss", "lists", "objects", "empty"],
)
def test_body_that_cannot_be_read_is_a_parse_error(as_alice: APIClient, body: bytes) -> None:
    answer = as_alice.post("/api/v1/questions", body, content_type="application/json")
    assert problem(answer) in {(400, "parse_error"), (400, "invalid")}
    assert body == b"" or answer.json()["code"] == "parse_error"


def test_json_that_breaks_off_says_where(as_alice: APIClient) -> None:
    answer = as_alice.post("/api/v1/questions", b'{\n  "title": }', content_type="application/json")
    assert problem(answer) == (400, "parse_error")
    assert answer.json()["values"] == {"line": 2, "column": 12}


@pytest.mark.parametrize(("name", "told"), [("title", "title"), ("\\ud800", "?"), ("\\u0000", "?")])
def test_member_given_twice_is_refused_by_its_name(as_alice: APIClient, name: str, told: str) -> None:
    body = f'{{"{name}": 1, "{name}": 2}}'.encode()
    answer = as_alice.post("/api/v1/questions", body, content_type="application/json")
    assert problem(answer) == (400, "member_doubled")
    assert answer.json()["values"] == {"name": told}


@pytest.mark.parametrize("packing", ["gzip", "br", "GZIP"])
def test_packed_body_is_refused_by_that_name(as_alice: APIClient, packing: str) -> None:
    headers = {"content-encoding": packing}
    answer = as_alice.post("/api/v1/questions", b"\x1f\x8b", content_type="application/json", headers=headers)
    assert problem(answer) == (415, "encoding_refused")

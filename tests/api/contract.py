"""The committed OpenAPI document as a judge: whatever a test is answered must be what the document promises."""

import copy
import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.http import HttpResponse
from jsonschema import Draft202012Validator, FormatChecker

DOCUMENT = Path(__file__).parents[2] / "api" / "openapi.yaml"
# Answers that any address can give and that are therefore not written at every operation.
UNWRITTEN = {405, 406, 413}
ANY_FILE = "*/*"
PROBLEM = "application/problem+json"
FORMATS = FormatChecker(["date", "uuid", "email"])


@FORMATS.checks("date-time", raises=ValueError)
def _is_a_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("uri", raises=ValueError)
def _is_an_address(value: object) -> bool:
    return not isinstance(value, str) or urlsplit(value).netloc != ""


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The document, with every object closed: a member it does not name is a lie by silence."""
    read: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    for schema in read["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return read


def operations() -> set[tuple[str, str]]:
    """Every method and path the document holds."""
    return {(method.upper(), path) for path, found in document()["paths"].items() for method in found}


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    # Literal paths come first: /deadlines/compute is not the deadline named "compute".
    paths = sorted(document()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in paths]


def path_of(address: str) -> str | None:
    """The path template an address belongs to."""
    return next((path for pattern, path in _patterns() if pattern.fullmatch(address)), None)


def check(method: str, address: str, answer: HttpResponse, *, is_partial: bool = False) -> None:
    """Fail unless status, content type, headers and every member of the answer are as the document says."""
    path = path_of(address)
    if path is None or method in ("HEAD", "OPTIONS"):
        return
    operation = document()["paths"][path].get(method.lower())
    status = answer.status_code
    if status in UNWRITTEN or operation is None:
        assert status in UNWRITTEN | {401, 403, 404}, f"{method} {path} answers {status} and is not written"
        _check_body({PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}, answer)
        return
    assert str(status) in operation["responses"], f"{method} {path} answers {status}, which is not written"
    promised = operation["responses"][str(status)]
    _check_headers(promised.get("headers", {}), answer)
    _check_body(promised.get("content", {}), answer, is_partial=is_partial)


def _check_headers(promised: dict[str, Any], answer: HttpResponse) -> None:
    """Those that are always there are there; where a thing is read is told only where the document says so."""
    known = document()["components"]["headers"]
    needed = {
        name for name, told in promised.items() if known[told["$ref"].rpartition("/")[2]].get("required")
    }
    assert needed <= set(answer.headers), f"answers without {needed - set(answer.headers)}"
    assert "Location" in promised or "Location" not in answer.headers, "answers with a Location"


def _check_body(content: dict[str, Any], answer: HttpResponse, *, is_partial: bool = False) -> None:
    if not content and not answer.content:
        return
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    is_file = ANY_FILE in content and not kind.endswith("json")
    assert is_file or kind in content, f"answers {kind}, the document says {sorted(content)}"
    if not kind.endswith("json"):
        return
    schema = {**copy.deepcopy(content[kind]["schema"]), "components": document()["components"]}
    mistakes = Draft202012Validator(schema, format_checker=FORMATS).iter_errors(answer.json())
    # Who asked for some members only misses the others, and is told nothing wrong by that.
    mistakes = (each for each in mistakes if not (is_partial and each.validator == "required"))
    said = [f"{'/'.join(map(str, mistake.absolute_path))}: {mistake.message[-300:]}" for mistake in mistakes]
    assert not said, said[:5]

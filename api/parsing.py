"""Reading a body: JSON without doubled keys, not too deep, and in characters the database keeps."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError as Refused
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.http import parse_header_parameters
from rest_framework.exceptions import ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from helpdesk.errors import DeskError

# No body of this API nests deeper than four; what is far deeper is an accident or an attack.
DEEPEST = 16
UTF_8 = {"utf-8", "utf8", "us-ascii"}


class StrictJSONParser(JSONParser):
    """Refuses what `json` would pass over in silence, before any serializer sees it."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        refuse_unreadable(media_type, parser_context)
        content = _read(stream)
        _check(content, ())
        return content


def refuse_unreadable(media_type: str | None, parser_context: Mapping[str, Any] | None) -> None:
    """Refuse a body that is packed (`encoding_refused`) or says that it is not in UTF-8 (`charset_refused`).

    Read as if it were neither, it says another thing or nothing.
    """
    request = (parser_context or {}).get("request")
    packed = request.headers.get("Content-Encoding", "identity") if request else "identity"
    if packed.strip().lower() != "identity":
        raise DeskError("encoding_refused")
    _, said = parse_header_parameters(media_type or "")
    if said.get("charset", "utf-8").lower() not in UTF_8:
        raise DeskError("charset_refused")


def _read(stream: Any) -> Any:
    try:
        return json.loads(
            stream.read().decode(), object_pairs_hook=_without_doubles, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as mistake:
        raise DeskError("parse_error", line=mistake.lineno, column=mistake.colno) from mistake
    except (ValueError, RecursionError) as mistake:
        raise ParseError from mistake


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise DeskError(
            "member_doubled", name="".join(each if each.isprintable() else "?" for each in doubled)
        )
    return content


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _check(value: Any, path: tuple[str, ...]) -> None:
    """Every text, keys included, can be stored and sent back."""
    if len(path) > DEEPEST:
        raise ParseError
    if isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, (*path, str(index)))
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_text(name, path)
            _check(item, (*path, name))


def _check_text(text: str, path: tuple[str, ...]) -> None:
    try:
        ProhibitNullCharactersValidator()(text)
        ProhibitSurrogateCharactersValidator()(text)
    except Refused as mistake:
        raise _at(path, [ErrorDetail(mistake.messages[0], code=mistake.code)]) from mistake
    except ValidationError as mistake:
        raise _at(path, mistake.detail) from mistake


def _at(path: tuple[str, ...], detail: Any) -> ValidationError:
    """The mistake as a serializer would report it: under the names that lead to it."""
    for name in reversed(path):
        detail = {name: detail}
    return ValidationError(detail)

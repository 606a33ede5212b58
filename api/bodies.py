"""What a request says, in the shape that was asked for."""

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request

from api.telling import made_once
from helpdesk.errors import DeskError

REASON = "X-Reason"
LONGEST_REASON = 1000
# ASCII that can be seen, and the space; every other octet is written as one of UTF-8, and so is the sign itself.
PERCENT_ENCODED = re.compile(r"(?:[ -$&-~]|%[0-9A-Fa-f]{2})+")


class ReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(help_text="Why; it stands in the trail.")


def read_body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated members of the body; a body of another shape is refused with every mistake at once.

    What it holds and the shape does not know comes before those, for it may be what was meant.
    Where the shape asks for a reason and the body gives none, that of the header stands for it.
    """
    said = request.data
    if REASON in request.headers and isinstance(said, Mapping) and "reason" not in said:
        said = {**said, "reason": _reason_in_header(request)} if "reason" in shape().fields else said
    return read_shape(shape, said)


def _reason_in_header(request: Request) -> str:
    """What `X-Reason` says; refused with `x_reason_invalid` where that cannot be told for sure."""
    told = request.headers[REASON]
    try:
        reason = unquote(told, errors="strict") if PERCENT_ENCODED.fullmatch(told) else ""
    except UnicodeDecodeError:
        reason = ""
    if not 0 < len(reason) <= LONGEST_REASON:
        raise DeskError("x_reason_invalid", longest=LONGEST_REASON)
    return reason


def read_form(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated members of a form; one that was left empty counts as left out."""
    form: Any = request.data
    return read_shape(shape, {name: said for name, said in form.items() if said != ""})


def read_changes(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated members that the body of a PATCH holds; those left out stand for "as it is", not for a default."""
    _refuse_strangers(shape, request.data)
    wanted = shape(data=request.data)
    if isinstance(request.data, Mapping):
        # Not `partial`, which would let what lies deeper be left out too.
        for name in set(wanted.fields) - request.data.keys():
            wanted.fields.pop(name)
    wanted.is_valid(raise_exception=True)
    return dict(wanted.validated_data)


def read_query(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated query parameters; an empty one says nothing, and is no way to leave it out."""
    known = made_once(shape)
    empty = [name for name, text in request.query_params.items() if text == "" and name in known.fields]
    if empty:
        said = _("Give this parameter a value, or leave it out.")
        raise serializers.ValidationError({name: [ErrorDetail(said, code="filter_empty")] for name in empty})
    return dict(known.run_validation(request.query_params))


def read_shape(shape: type[serializers.Serializer[Any]], said: Any) -> dict[str, Any]:
    """The validated members of anything that should have a shape."""
    if said is None:
        shape(data=None).is_valid(raise_exception=True)
    _refuse_strangers(shape, said)
    return dict(made_once(shape).run_validation(said))


def _refuse_strangers(shape: type[serializers.Serializer[Any]], said: Any) -> None:
    """Refuse members that the shape does not know: a misspelt one, passed over, would be an order half done."""
    if strangers := _strangers(made_once(shape), said):
        raise serializers.ValidationError(strangers)


def _strangers(shape: Any, said: Any) -> dict[Any, Any]:
    """The mistakes, under the names and places that lead to them."""
    if isinstance(shape, serializers.Serializer) and isinstance(said, Mapping):
        known = {name: field for name, field in shape.fields.items() if not field.read_only}
        unknown = {name: [_unknown(known)] for name in said if name not in known}
        within = ((name, _strangers(known[name], each)) for name, each in said.items() if name in known)
    elif isinstance(shape, (serializers.ListSerializer, serializers.ListField)) and isinstance(said, list):
        unknown, within = {}, ((place, _strangers(shape.child, each)) for place, each in enumerate(said))
    else:
        return {}
    return unknown | {name: mistakes for name, mistakes in within if mistakes}


def _unknown(known: Collection[str]) -> ErrorDetail:
    text = _("Unknown member. Known here: %(names)s.") % {"names": ", ".join(sorted(known))}
    return ErrorDetail(text, code="member_unknown")

"""What a request says, in the shape that was asked for."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request


def read_body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated members of the body; a body of another shape is refused with every mistake at once."""
    return read_shape(shape, request.data)


def read_changes(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated members that the body of a PATCH holds; those left out stand for "as it is", not for a default."""
    wanted = shape(data=request.data)
    if isinstance(request.data, Mapping):
        # Not `partial`, which would let what lies deeper be left out too.
        for name in set(wanted.fields) - request.data.keys():
            wanted.fields.pop(name)
    wanted.is_valid(raise_exception=True)
    return dict(wanted.validated_data)


def read_query(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated query parameters."""
    return read_shape(shape, request.query_params)


def read_shape(shape: type[serializers.Serializer[Any]], said: Any) -> dict[str, Any]:
    """The validated members of anything that should have a shape."""
    wanted = shape(data=said)
    wanted.is_valid(raise_exception=True)
    return dict(wanted.validated_data)

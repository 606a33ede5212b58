"""Rows told in a shape, whose fields are made once in each thread: making them anew took longer than their work."""

from collections.abc import Iterable
from threading import local
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

Shape = type[serializers.Serializer[Any]]
_kept = local()


def told(shape: Shape, row: Any, request: Request, names: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What the shape says of a row, in these members; in all when none are named."""
    [said] = all_told(shape, [row], request, names)
    return said


def all_told(
    shape: Shape, rows: Iterable[Any], request: Request, names: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """What the shape says of each of the rows."""
    serializer = made_once(shape, names)
    # A shape may be told within itself; then the one that began goes on under the context it began with.
    before, serializer._context = serializer._context, {"request": request}
    try:
        return [serializer.to_representation(row) for row in rows]
    finally:
        serializer._context = before


def made_once(shape: Shape, names: frozenset[str] = frozenset()) -> Any:
    """The shape with its fields, for this thread; nothing of a row or a request may be left in it."""
    known: dict[tuple[Shape, frozenset[str]], Any] = _kept.__dict__.setdefault("serializers", {})
    if (shape, names) not in known:
        known[shape, names] = _made(shape, names)
    return known[shape, names]


def _made(shape: Shape, names: frozenset[str]) -> Any:
    serializer = shape()
    for name in set(serializer.fields) - names if names else ():
        del serializer.fields[name]
    return serializer

"""Rows of a list, told straight from their columns.

Making three objects of every row and a serializer's walk over them took two thirds of a list's time. Here the columns
that a shape needs are read as they are, and each is written by the very field of the shape that would have written it.
A shape that computes a member has no such columns: it is told by its serializer.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from rest_framework import serializers

Write = Callable[[Any], Any]
# What these read from a column is written as it is.
AS_IT_IS = (
    serializers.CharField, serializers.ChoiceField, serializers.EmailField, serializers.URLField,
    serializers.SlugField, serializers.BooleanField, serializers.IntegerField, serializers.BigIntegerField,
    serializers.SlugRelatedField, serializers.PrimaryKeyRelatedField,
)  # fmt: skip
# What these read is written by the field.
AS_THE_FIELD_SAYS = (
    serializers.UUIDField, serializers.DateField, serializers.DateTimeField, serializers.DecimalField,
    serializers.ListField,
)  # fmt: skip


def column_of(field: Any) -> str:
    """The path from a row to the column that a member reads; of one with members of its own, to their row."""
    path = "__".join(field.source_attrs)
    if isinstance(field, serializers.SlugRelatedField):
        return f"{path}__{field.slug_field}"
    return f"{path}_id" if isinstance(field, serializers.PrimaryKeyRelatedField) else path


@dataclass(frozen=True)
class Leaf:
    """A member that is one column."""

    name: str
    path: str
    write: Write | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)


@dataclass(frozen=True)
class Branch:
    """A member with members of its own, from a row that this one points to; null where it points to none."""

    name: str
    path: str
    leaves: tuple[Leaf, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path, *(leaf.path for leaf in self.leaves))


class Columns:
    """The columns of a shape, and how a row of them is told."""

    def __init__(self, members: tuple[Leaf | Branch, ...]) -> None:
        self.paths = tuple(dict.fromkeys(path for member in members for path in member.paths))
        at = {path: index for index, path in enumerate(self.paths)}
        self._leaves = [(one.name, at[one.path], one.write) for one in members if isinstance(one, Leaf)]
        self._branches = [
            (one.name, at[one.path], [(leaf.name, at[leaf.path], leaf.write) for leaf in one.leaves])
            for one in members
            if isinstance(one, Branch)
        ]
        self._order = [one.name for one in members]

    def told(self, rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
        """What the serializer would tell of these rows, each with the columns of `paths` first."""
        return [self._told(row) for row in rows]

    def _told(self, row: tuple[Any, ...]) -> dict[str, Any]:
        said = dict.fromkeys(self._order)
        said.update(_written(row, self._leaves))
        for name, there, leaves in self._branches:
            if row[there] is not None:
                said[name] = dict(_written(row, leaves))
        return said


def _written(row: tuple[Any, ...], leaves: list[tuple[str, int, Write | None]]) -> Iterator[tuple[str, Any]]:
    for name, index, write in leaves:
        value = row[index]
        yield name, value if write is None or value is None else write(value)


@lru_cache(maxsize=256)
def columns_of(shape: type[serializers.ModelSerializer[Any]], names: frozenset[str]) -> Columns | None:
    """The columns of these members of a shape, of all when none are named; None where one of them is computed."""
    model, annotated = shape.Meta.model, getattr(shape, "annotated", ())
    fields = {name: field for name, field in shape().fields.items() if not names or name in names}
    members = [_member(model, field, annotated) for field in fields.values()]
    return Columns(tuple(each for each in members if each)) if all(members) and _is_plain(shape) else None


def _member(model: type[Model], field: Any, annotated: Collection[str] = ()) -> Leaf | Branch | None:
    path, name = column_of(field), str(field.field_name)
    if isinstance(field, serializers.Serializer):
        return _branch(model, field, path)
    if type(field) in AS_IT_IS:
        write = None
    elif type(field) in AS_THE_FIELD_SAYS:
        write = field.to_representation
    else:
        return None
    return Leaf(name, path, write) if path in annotated or _is_column(model, path) else None


def _branch(model: type[Model], field: Any, path: str) -> Branch | None:
    if not _is_plain(type(field)) or not _is_column(model, f"{path}_id"):
        return None
    pointed_at: Any = model._meta.get_field(path).related_model
    inner = [_member(pointed_at, below) for below in field.fields.values()]
    leaves = [Leaf(leaf.name, f"{path}__{leaf.path}", leaf.write) for leaf in inner if isinstance(leaf, Leaf)]
    return Branch(field.field_name, f"{path}_id", tuple(leaves)) if len(leaves) == len(inner) else None


def _is_column(model: type[Model], path: str) -> bool:
    """Whether a path leads over single rows to a column; a property or a computed value is none."""
    *way, last = path.split("__")
    try:
        for step in way:
            relation = model._meta.get_field(step)
            if not (relation.many_to_one or relation.one_to_one) or relation.related_model is None:
                return False
            model = relation.related_model
        return any(last in (each.name, each.attname) for each in model._meta.concrete_fields)
    except FieldDoesNotExist:
        return False


def _is_plain(shape: type[Any]) -> bool:
    return shape.to_representation is serializers.Serializer.to_representation

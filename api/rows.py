"""Rows of a list, told straight from their columns.

Making three objects of every row and a serializer's walk over them took two thirds of a list's time. Here the columns
that a shape needs are read as they are, and each is written by the very field of the shape that would have written it.
A shape that computes a member has no such columns: it is told by its serializer.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from rest_framework import serializers

Write = Callable[[Any], Any]
# What these read from a column, or a list of it, is written as it is; days and ids, by the renderer.
AS_IT_IS = (
    serializers.CharField, serializers.ChoiceField, serializers.EmailField, serializers.URLField,
    serializers.SlugField, serializers.BooleanField, serializers.IntegerField, serializers.BigIntegerField,
    serializers.SlugRelatedField, serializers.PrimaryKeyRelatedField, serializers.UUIDField, serializers.DateField,
)  # fmt: skip
# What these read is written by the field.
AS_THE_FIELD_SAYS = (serializers.DateTimeField, serializers.DecimalField)


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
        self.paths = tuple(dict.fromkeys(_in_their_order(members)))
        self._tell = _teller(members, {path: index for index, path in enumerate(self.paths)})

    def told(self, rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
        """What the serializer would tell of these rows, each with the columns of `paths` first."""
        return [self._tell(row) for row in rows]


def _in_their_order(members: Sequence[Leaf | Branch]) -> Iterator[str]:
    """A column for each member, as they stand, and then what else is read: so a row needs no sorting to be told."""
    for member in members:
        yield member.path
    for member in members:
        yield from member.paths[1:]


def _teller(
    members: Sequence[Leaf | Branch], at: Mapping[str, int]
) -> Callable[[tuple[Any, ...]], dict[str, Any]]:
    """What tells these members of a row, whose columns stand at these places."""
    names, values_of = [one.name for one in members], _values_at([at[one.path] for one in members])
    written = [(one.name, one.write) for one in members if isinstance(one, Leaf) and one.write]
    branches = [(one.name, _teller(one.leaves, at)) for one in members if isinstance(one, Branch)]

    def tell(row: tuple[Any, ...]) -> dict[str, Any]:
        # A row that goes on with what no member of its own is told of is cut off by `zip`.
        said = dict(zip(names, values_of(row), strict=False))
        for name, write in written:
            if said[name] is not None:
                said[name] = write(said[name])
        for name, tell_inner in branches:
            if said[name] is not None:
                said[name] = tell_inner(row)
        return said

    return tell


def _values_at(places: Sequence[int]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    if [*places] == [*range(len(places))]:
        return _whole
    # Of one place `itemgetter` gives the value itself.
    return itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)


def _whole(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row


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
    read = field.child if type(field) is serializers.ListField else field
    if type(read) in AS_IT_IS:
        write = None
    elif type(read) in AS_THE_FIELD_SAYS:
        write = field.to_representation
    else:
        return None
    return Leaf(name, path, write) if path in annotated or _is_column(model, path) else None


def _branch(model: type[Model], field: Any, path: str) -> Branch | None:
    if not _is_plain(type(field)) or not _is_column(model, f"{path}_id"):
        return None
    pointed_at: Any = model._meta.get_field(path).related_model
    inner = [_member(pointed_at, below) for below in field.fields.values()]
    # What is there known by stands here already.
    here = {pointed_at._meta.pk.name: f"{path}_id"}
    leaves = [
        Leaf(leaf.name, here.get(leaf.path, f"{path}__{leaf.path}"), leaf.write)
        for leaf in inner
        if isinstance(leaf, Leaf)
    ]
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

"""Parts of an answer: `fields` names the members a caller wants, and no more than these need is read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from api.expanding import EXPAND, Expansions
from api.rows import column_of
from api.telling import all_told

Row = TypeVar("Row", bound=Model)
FIELDS = "fields"


class PartialShape(serializers.ModelSerializer[Row]):
    """A shape of which a caller may ask for some members; `id` always comes.

    `reads` says what a member reads that is not itself a column: paths to some, or rows that hang on this one.
    `annotated` names those that every query of these rows has the database compute.
    `expands` says what can be told along with it.
    """

    reads: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    annotated: ClassVar[tuple[str, ...]] = ()
    expands: ClassVar[Expansions] = Expansions()


@dataclass(frozen=True)
class Members:
    """The members of a shape that a caller wants; none named means all."""

    shape: type[PartialShape[Any]]
    names: frozenset[str] = frozenset()

    def narrowed(self, rows: QuerySet[Row], *besides: str) -> QuerySet[Row]:
        """The same rows, of which only the columns are read that the members need, and those named besides."""
        if not self.names:
            return rows
        known = self.shape().fields
        paths = {path for name in self.names for path in _paths(self.shape, known[name])} | {*besides}
        computed = paths & rows.query.annotations.keys()
        hanging = {path for path in paths - computed if _is_to_many(rows.model, path)}
        columns = paths - computed - hanging
        tables = {path.rpartition("__")[0] for path in columns if "__" in path}
        # Without arguments `select_related` would follow every table; None follows none.
        slim = (
            rows.prefetch_related(None).prefetch_related(*hanging).select_related(None).only("pk", *columns)
        )
        slim = slim.select_related(*tables) if tables else slim
        slim.query.set_annotation_mask(computed)
        return slim

    def told(self, rows: Iterable[Any], request: Request) -> list[dict[str, Any]]:
        """What the shape says of the rows, in these members."""
        return all_told(self.shape, rows, request, self.names)


def parts_known(shape: type[PartialShape[Any]]) -> set[str]:
    """The parameters by which a caller asks for less of a shape, or for more along with it."""
    return {FIELDS, EXPAND} if shape.expands.known else {FIELDS}


def members_asked(request: Request, shape: type[PartialShape[Any]]) -> Members:
    """What `fields` asks of a shape; a name that is none of its members is refused, with those that are."""
    text = request.query_params.get(FIELDS)
    if text is None:
        return Members(shape)
    names, known = frozenset(text.split(",")), [*shape().fields]
    if unknown := sorted(names.difference(known)):
        told = {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        said = _("Unknown: %(unknown)s. Known here: %(known)s.") % told
        raise ValidationError({FIELDS: [ErrorDetail(said.replace("\0", ""), code="field_unknown")]})
    return Members(shape, names | {"id"})


def parameter(shape: PartialShape[Any]) -> dict[str, Any]:
    """The parameter for the OpenAPI document."""
    return {
        "in": "query",
        "name": FIELDS,
        "style": "form",
        "explode": False,
        "schema": {"type": "array", "items": {"type": "string", "enum": [*shape.fields]}},
        "description": "Only these members, with commas between; `id` always comes.",
    }


def _paths(shape: type[Any], field: Any) -> Iterator[str]:
    """The columns that a member reads, by their paths from the row."""
    path = column_of(field)
    if declared := getattr(shape, "reads", {}).get(field.field_name):
        yield from declared
    elif isinstance(field, serializers.Serializer):
        for inner in field.fields.values():
            for below in _paths(type(field), inner):
                yield f"{path}__{below}"
    else:
        yield path


def _is_to_many(model: type[Model], path: str) -> bool:
    try:
        found = model._meta.get_field(path.partition("__")[0])
    except FieldDoesNotExist:
        return False
    return bool(found.one_to_many or found.many_to_many)

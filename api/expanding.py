"""Rows told along with others: `expand` names them, and each name costs one query for the whole page.

They pass the same rule as at their own address: what is closed to the caller is null, like what is not there.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from api.access import act_of, require_scope, user_of
from api.telling import all_told
from cases.services.confidentiality import note_readings
from helpdesk.people.models import Scope, User

EXPAND = "expand"
EXPANDED = "expanded"
# Of the rows that hang on one, so many are told along with it.
MOST = 20

Rows = Callable[[User], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class Expansion:
    """Rows that a row leads to: what is told of them, and which of them somebody may see.

    `rows` are all that the user may see, in order; `link` is their column that holds what the row has in `key`. With
    `most` there may be so many for each. Those whose own address notes who reads a closed dossier are `noted` here too.
    """

    shape: type[serializers.Serializer[Any]]
    means: str
    rows: Rows
    key: str = "id"
    link: str = "id"
    most: int | None = None
    noted: bool = False
    scope: Scope = Scope.DOSSIERS_READ

    def found(self, request: Request, keys: Collection[Any]) -> Mapping[Any, Any]:
        """What is told along with rows that have these keys, by key."""
        rows = list(self._rows(user_of(request), keys))
        if self.noted:
            note_readings(act_of(request), [row.dossier for row in rows])
        told = all_told(self.shape, rows, request)
        pairs = zip((getattr(row, self.link) for row in rows), told, strict=True)
        return dict(pairs) if self.most is None else _gathered(pairs, keys)

    def _rows(self, user: User, keys: Collection[Any]) -> QuerySet[Any]:
        rows = self.rows(user).filter(**{f"{self.link}__in": keys})
        if self.most is None:
            return rows
        # One query for the page: the rows of each are counted in their order, and those beyond are left.
        order: Any = rows.query.order_by
        place: Any = Window(RowNumber(), partition_by=F(self.link), order_by=order)
        first: QuerySet[Any] = rows.annotate(place=place).filter(place__lte=self.most)
        return first

    def member(self) -> serializers.Field[Any, Any, Any, Any]:
        """How the document describes it."""
        if self.most is None:
            return self.shape(required=False, allow_null=True, help_text=self.means)
        return self.shape(many=True, required=False, help_text=self.means)


def _gathered(pairs: Any, keys: Collection[Any]) -> Mapping[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, told in pairs:
        found[key].append(told)
    return {key: found[key] for key in keys}


@dataclass(frozen=True)
class Expansions:
    """What can be told along with rows of a kind. The document knows the answer by `name`."""

    name: str = ""
    known: Mapping[str, Expansion] = field(default_factory=dict)

    @cached_property
    def shape(self) -> type[serializers.Serializer[Any]]:
        """What the document describes; rows are told by the shapes of their own."""
        members: dict[str, Any] = {name: one.member() for name, one in self.known.items()}
        words = {"__doc__": "Present only where `expand` asked for it, with the names it asked for."}
        return type(self.name, (serializers.Serializer,), {**words, **members})

    def parameter(self) -> dict[str, Any]:
        """The parameter for the OpenAPI document."""
        return {
            "in": "query",
            "name": EXPAND,
            "style": "form",
            "explode": False,
            "schema": {"type": "array", "items": {"type": "string", "enum": [*self.known]}},
            "description": f"Told along in `{EXPANDED}`, with commas between.",
        }


@dataclass(frozen=True)
class Asked:
    """The expansions that a caller wants, by name."""

    request: Request
    wanted: Mapping[str, Expansion]

    @property
    def keys(self) -> list[str]:
        """The columns that rows must have read."""
        return [*dict.fromkeys(one.key for one in self.wanted.values())]

    def added(self, rows: Collection[Any], told: Any) -> Any:
        """The same told rows, each with what was asked along."""
        for name, one in self.wanted.items():
            keys = [getattr(row, one.key) for row in rows]
            found = one.found(self.request, {key for key in keys if key is not None})
            for key, said in zip(keys, told, strict=True):
                said.setdefault(EXPANDED, {})[name] = found.get(key)
        return told


def expansions_asked(request: Request, expansions: Expansions) -> Asked:
    """What `expand` asks of a shape; a name that is none is refused, with those that are."""
    text = request.query_params.get(EXPAND)
    if text is None:
        return Asked(request, {})
    names = dict.fromkeys(text.split(","))
    if unknown := sorted(names.keys() - expansions.known.keys()):
        told = {"unknown": ", ".join(unknown), "known": ", ".join(expansions.known)}
        said = _("Unknown: %(unknown)s. Known here: %(known)s.") % told
        raise ValidationError({EXPAND: [ErrorDetail(said.replace("\0", ""), code="expansion_unknown")]})
    wanted = {name: expansions.known[name] for name in names}
    for one in wanted.values():
        require_scope(request, one.scope)
    return Asked(request, wanted)

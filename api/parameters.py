"""The parameters of an address: those that the document names for it, and no others."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.plumbing import ComponentRegistry
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from api.schema import DeskSchema


class Parameters(NamedTuple):
    """The names that a query may hold, and which of them several times."""

    known: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()


# By view and operation, from the first request on.
_named: dict[tuple[type, str], Parameters] = {}


def refuse_others(view: Any, request: Request) -> None:
    """Refuse a parameter that the document does not name, or one given twice: passed over, it misleads.

    What is written is said in the body alone.
    """
    if request.query_params and request.method != "OPTIONS":
        named = parameters_of(view) if request.method in SAFE_METHODS else Parameters()
        refuse_unknown(request.query_params, *named)


def refuse_unknown(params: QueryDict, known: Collection[str], several: Collection[str] = ()) -> None:
    """Refuse what is not known here (`filter_unknown`) or is given twice where it has one value (`filter_doubled`)."""
    unknown = sorted(set(params) - set(known))
    if unknown:
        said = _("Unknown parameter. Known here: %(names)s.") % {"names": ", ".join(sorted(known)) or "–"}
        raise ValidationError({name: [ErrorDetail(said, code="filter_unknown")] for name in unknown})
    doubled = [name for name, texts in params.lists() if len(texts) > 1 and name not in several]
    if doubled:
        said = _("Give this parameter once.")
        raise ValidationError({name: [ErrorDetail(said, code="filter_doubled")] for name in doubled})


def parameters_of(view: Any) -> Parameters:
    """Those of the read that this view answers."""
    key = type(view), getattr(view, "action", None) or "get"
    if key not in _named:
        _named[key] = _told(_schema_of(view, key[1]))
    return _named[key]


def _schema_of(view: Any, operation: str) -> DeskSchema:
    """How the document is written of this operation: by itself where it says more than its view."""
    written = getattr(getattr(view, operation), "kwargs", {}).get("schema", DeskSchema)
    schema: DeskSchema = written()
    schema.view, schema.method, schema.path, schema.registry = view, "GET", "", ComponentRegistry()
    return schema


def _told(schema: DeskSchema) -> Parameters:
    told = [each for each in schema._get_parameters() if each["in"] == "query"]
    several = [
        each["name"] for each in told if each["schema"].get("type") == "array" and each.get("explode", True)
    ]
    return Parameters(frozenset(each["name"] for each in told), frozenset(several))

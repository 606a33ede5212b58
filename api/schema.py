"""The OpenAPI document: keys and problems that every operation shares."""

import inspect
import re
from typing import Any

from django.utils.translation import override
from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from drf_spectacular.utils import OpenApiResponse
from rest_framework.viewsets import ViewSetMixin

from api.access import scope_needed
from api.bodies import LONGEST_REASON, REASON
from api.closed_bodies import close_bodies
from api.document_links import add_links
from api.examples import add_examples
from api.expanding import EXPANDED
from api.fields import PartialShape, parameter
from api.locations import LOCATION, place_of
from api.members import add_meanings
from api.problem_told import PROBLEM_REF, PROBLEM_SCHEMA
from api.tags import TAGS
from helpdesk.people.models import Scope

PROBLEM = "application/problem+json"
FORM = "multipart/form-data"
EVERYWHERE = {
    "401": "Not signed in, or the key is no longer good.",
    "403": "Not allowed.",
    "429": "Too many requests; Retry-After says when to come back.",
    "404": "Not there, or not for you.",
    "400": "The shape is wrong.",
}
WRITING = {
    "409": "The state does not allow it.",
    "415": "Not JSON.",
    "422": "The shape is right, what it says cannot be.",
}

TAKING_A_FILE = {
    "413": "The file is too large.",
    "415": "Not a form.",
}
CONDITIONAL = {
    "412": "It has changed since it was read.",
    "428": "If-Match is missing.",
}

# For the few operations that only read and still may have to refuse what is asked of them.
REFUSALS_OF_A_SUM = {
    (status, PROBLEM): OpenApiResponse(PROBLEM_REF, description=words)
    for status, words in ((409, WRITING["409"]), (422, WRITING["422"]))
}


class DeskSchema(AutoSchema):
    """Each operation in the group of the module that its view lives in."""

    def get_tags(self) -> list[str]:
        return [TAGS[type(self.view).__module__.rpartition(".")[2]].name]

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular itself has it
        """What the operation says of itself; the words of a view are about its list, or its one address."""
        own = inspect.getdoc(getattr(self.view, self.operation_name, None)) or ""
        is_one_of_more = isinstance(self.view, ViewSetMixin) and self.operation_name != "list"
        return own or ("" if is_one_of_more else inspect.cleandoc(type(self.view).__dict__["__doc__"] or ""))

    @property
    def operation_name(self) -> str:
        return getattr(self.view, "action", None) or self.method.lower()

    def get_operation_id(self) -> str:
        """A name that programs made of the document can use: without the dot of `documents.zip`."""
        name: str = super().get_operation_id()
        return name.replace(".", "_")

    def is_deprecated(self) -> bool:
        """Where the view takes leave of the operation (`api.views.Farewell`)."""
        return self._farewell is not None

    @property
    def _farewell(self) -> Any:
        farewell = getattr(self.view, "farewell", None)
        return farewell(self.method) if farewell else None

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """With where what is made is read, and the days of a farewell, for programs that compare documents."""
        operation = super().get_operation(*args, **kwargs)
        if operation and (made := operation["responses"].get("201")) and place_of(self.view):
            made["headers"] = {"Location": {"$ref": "#/components/headers/Location"}}
        if operation and (leaving := self._farewell):
            operation["x-deprecated-since"] = leaving.since.isoformat()
            operation["x-sunset"] = leaving.gone_on.isoformat()
        return operation

    def get_request_serializer(self) -> Any:
        """A DELETE has a body only where its view names the shape of one."""
        return None if self.method == "DELETE" else super().get_request_serializer()

    def _get_parameters(self) -> Any:
        """A list or a detail of a partial shape can be asked for some of its members."""
        found = super()._get_parameters()
        if self.method == "GET" and getattr(self.view, "action", "") in ("list", "retrieve"):
            answers: Any = self.get_response_serializers()
            shape = force_instance(answers[200] if isinstance(answers, dict) else answers)  # type: ignore[no-untyped-call]
            shape = getattr(shape, "child", shape)
            found += [parameter(shape)] if isinstance(shape, PartialShape) else []
            expands = getattr(shape, "expands", None)
            found += [expands.parameter()] if expands and expands.known else []
        return found

    def _get_request_body(self, direction: Any = "request") -> Any:
        """What is taken out is taken out for a reason: such a DELETE has a body, written down like that of a POST."""
        method = self.method
        try:
            self.method = "POST" if method == "DELETE" and self.get_request_serializer() else method
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        finally:
            self.method = method


class EnglishDocument(SchemaGenerator):
    """One document for everybody, in English, whatever the language of the desk or of who asks for it."""

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        with override("en"):
            document: dict[str, Any] = super().get_schema(request, public)  # type: ignore[no-untyped-call]
        return document


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Wherever a key opens, so does a token that it lent; neither where a view names no scope."""

    target_class = "api.access.KeyAuthentication"
    name = ["key", "token"]

    def get_security_requirement(self, auto_schema: AutoSchema) -> list[dict[str, list[Any]]]:
        needed = scope_needed(auto_schema.view, auto_schema.method)
        return [{"key": []}, {"token": [needed]}] if needed else []

    def get_security_definition(self, auto_schema: AutoSchema) -> list[dict[str, Any]]:
        scopes = {scope.value: str(scope.label) for scope in Scope}
        flow = {"tokenUrl": "/oauth/token", "scopes": scopes}
        return [
            {"type": "http", "scheme": "bearer", "description": "The API key of an integration: hd_…"},
            {
                "type": "oauth2",
                "flows": {"clientCredentials": flow},
                "description": "A token that a key lent, for ten minutes: hdt_…",
            },
        ]


class ClientScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Or the same two as fields of the form."""

    target_class = "api.tokens.ClientCredentials"
    name = "client"

    def get_security_requirement(self, auto_schema: AutoSchema) -> list[dict[str, list[Any]]]:
        return [{"client": []}, {}]

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "basic",
            "description": "The id of an API key and the key itself.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.access.DeskSessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "A colleague who signed in.",
        }


class WithExpansions(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """A shape that can be asked for more along with it has one member more, and need not have it."""

    target_class = "api.fields.PartialShape"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        schema: dict[str, Any] = auto_schema._map_serializer(  # type: ignore[no-untyped-call]
            self.target, direction, bypass_extensions=True
        )
        if self.target.expands.known:
            expanded = auto_schema.resolve_serializer(self.target.expands.shape, direction)
            schema["properties"][EXPANDED] = expanded.ref
        return schema


class AsShaped(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = "api.shaped.Shaped"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        shape: dict[str, Any] = auto_schema.resolve_serializer(self.target.shape, direction).ref
        return shape


class TimeOfDay(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """An hour on the clock of the desk: JSON Schema's `time` would have to name an offset."""

    target_class = "rest_framework.fields.TimeField"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"}


IDEMPOTENCY_KEY: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "Any text of your own, new for each request: sent again within a day, it acts once.",
}


def add_idempotency_keys(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Every POST may carry the key."""
    for operations in result["paths"].values():
        if "post" in operations:
            operations["post"].setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    return result


X_REASON: dict[str, Any] = {
    "in": "header",
    "name": REASON,
    "schema": {"type": "string", "minLength": 1},
    "description": "Stands for `reason` where the body has none: percent-encoded UTF-8, the percent sign itself too; "
    f"at most {LONGEST_REASON} characters once decoded.",
}


def add_reasons(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """What is done for a reason may give it in a header."""
    shapes = result["components"]["schemas"]
    for operations in result["paths"].values():
        for method in operations.keys() & {"post", "delete"}:
            body = operations[method].get("requestBody", {})
            ref = body.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
            shape = shapes.get(ref.rpartition("/")[2], {})
            if "reason" in shape.get("properties", {}):
                operations[method].setdefault("parameters", []).append(X_REASON)
                _let_reason_be_left_out(shape, body)
    return result


def _let_reason_be_left_out(shape: dict[str, Any], body: dict[str, Any]) -> None:
    """The body need not say what the header says; where it would say nothing else, it may be left out itself."""
    needed = shape.pop("required", [])
    if "reason" in needed:
        shape["properties"]["reason"]["description"] += f" Needed unless `{REASON}` is sent."
    if others := [name for name in needed if name != "reason"]:
        shape["required"] = others
    else:
        body.pop("required", None)


IF_NONE_MATCH: dict[str, Any] = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "The ETag of what is held; where it is still so, the answer is 304 and has no body.",
}
ETAG: dict[str, Any] = {
    "description": "Names this answer, for `If-None-Match`; a strong one of a row also its revision, for `If-Match`.",
    "schema": {"type": "string"},
}
FILE_TAG: dict[str, Any] = {
    "description": "Names the bytes of the whole file, for `If-None-Match` and `If-Range`: their SHA-256.",
    "schema": {"type": "string"},
}
LINK: dict[str, Any] = {
    "description": "The pages beside this one (RFC 8288): `next` and `prev`, as in the body.",
    "schema": {"type": "string"},
}


def add_reading(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """What is read as JSON can be asked about again, and lists in pages lead on in a header too."""
    named = {"ETag": ETAG, "FileTag": FILE_TAG, "Link": LINK, "Location": LOCATION}
    result.setdefault("components", {})["headers"] = named
    for operations in result["paths"].values():
        operation = operations.get("get")
        if not operation:
            continue
        in_pages = "cursor" in {each["name"] for each in operation.get("parameters", [])}
        if "application/json" in operation["responses"].get("200", {}).get("content", {}):
            _add_conditional_read(operation, {"ETag": "ETag"} | ({"Link": "Link"} if in_pages else {}))
        # What is given in stretches is a file, and keeps its tag.
        elif "206" in operation["responses"]:
            _add_conditional_read(operation, {"ETag": "FileTag"})
    return result


def _add_conditional_read(operation: dict[str, Any], told: dict[str, str]) -> None:
    responses = operation["responses"]
    for status in responses.keys() & {"200", "206"}:
        headers = {name: {"$ref": f"#/components/headers/{header}"} for name, header in told.items()}
        responses[status]["headers"] = headers
    responses["304"] = {"description": "What the caller holds is still so."}
    operation.setdefault("parameters", []).append(IF_NONE_MATCH)


def add_tags(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """The groups by name, as readers of the document list them."""
    described = {tag.name: tag.description for tag in TAGS.values()}
    return {**result, "tags": [{"name": name, "description": described[name]} for name in sorted(described)]}


def lift_defaults(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """An address that may be blank is one or the other; a default stands above both, for blank is no address."""
    for component in result["components"]["schemas"].values():
        for schema in component.get("properties", {}).values():
            for each in schema.get("oneOf", []):
                if "default" in each:
                    schema["default"] = each.pop("default")
    return result


def add_problem_answers(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Give every operation the problem answers it can really give."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            for status, words in _answers(path, method, operation).items():
                operation["responses"].setdefault(status, _problem(words))
    return result


def _answers(path: str, method: str, operation: dict[str, Any]) -> dict[str, str]:
    if not operation.get("security") or {} in operation["security"]:
        return {}
    answers = dict(EVERYWHERE)
    if "{" not in path:
        answers.pop("404")
    if method in ("post", "put", "patch", "delete"):
        answers |= WRITING
        answers |= CONDITIONAL if method != "post" else {}
        answers |= TAKING_A_FILE if FORM in operation.get("requestBody", {}).get("content", {}) else {}
    elif any(each is not IF_NONE_MATCH for each in operation.get("parameters", [])):
        answers["404"] = EVERYWHERE["404"]
    return answers


def _problem(words: str) -> dict[str, Any]:
    content = {PROBLEM: {"schema": PROBLEM_REF}}
    return {"description": words, "content": content}


# How the words of a choice are listed in a description, each with what it means.
MEANINGS = re.compile(r"^\* `([^`]+)` - (.*)$", re.MULTILINE)


def drop_echoes(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Words of a choice that mean no more than they say are not said twice."""
    for shape in result["components"]["schemas"].values():
        for told in (shape, *shape.get("properties", {}).values()):
            words = MEANINGS.findall(told.get("description", ""))
            if words and all(word == meaning for word, meaning in words):
                told["description"] = MEANINGS.sub("", told["description"]).strip()
                if not told["description"]:
                    del told["description"]
    return result


# In this order: a refusal must be written before it is given its example.
COMPLETING = (
    drop_echoes, lift_defaults, add_meanings, close_bodies, add_tags, add_idempotency_keys, add_reasons, add_reading,
    add_problem_answers, add_examples, add_links,
)  # fmt: skip


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """What all operations share, added once the document has each of them."""
    for add in COMPLETING:
        result = add(result, generator, request, public)
    return result

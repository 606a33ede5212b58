"""The shape of a refusal, as its own answer and where many were asked at once: problem details (RFC 9457)."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

VALUES: dict[str, Any] = {
    "type": "object",
    "additionalProperties": True,
    "description": "The values behind the words, by names that belong to the code: days as ISO dates, euros as decimal "
    "text, codes, numbers, or lists of these.",
}
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "Address of the page that explains this code."},
        "title": {"type": "string", "description": "What is wrong and what to do, in the caller's language."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "code": {"type": "string", "description": "Stable; what programs read."},
        "request_id": {"type": "string", "description": "Name it when you ask the desk about this answer."},
        "values": VALUES,
        "errors": {
            "type": "array",
            "description": "Each mistake of the request, where it is in one member or several.",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer to the field."},
                    "code": {"type": "string", "description": "Stable; what programs read."},
                    "detail": {
                        "type": "string",
                        "description": "What is wrong and what to do, in the caller's language.",
                    },
                    "values": VALUES,
                },
            },
        },
    },
}
PROBLEM_REF = {"$ref": "#/components/schemas/Problem"}


@extend_schema_field(PROBLEM_REF)
class ProblemField(serializers.DictField):
    """A refusal told within an answer."""


@extend_schema_field(VALUES)
class ValuesField(serializers.DictField):
    """What the words beside it speak of, for programs."""

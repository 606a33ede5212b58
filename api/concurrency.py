"""Conditional writes: who changes something says which state of it was read (RFC 9110, section 13)."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from helpdesk.errors import DeskError
from helpdesk.revisions import Revised

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of what was read; `*` overwrites whatever stands there.",
)


def etag_of(row: Revised) -> str:
    """The entity tag of a row that counts its changes; a dossier's is that of all that hangs on it."""
    return f'"{row.revision}"'


def revision_asked(request: Request) -> int | None:
    """The revision that `If-Match` asks for; none where it is `*`.

    Refuses with `precondition_needed` a request without it, and with `precondition_unknown` a tag that is none of ours.
    """
    asked = request.headers.get("If-Match", "").strip()
    if not asked:
        raise DeskError("precondition_needed")
    if asked == "*":
        return None
    digits = asked[1:-1]
    if asked != f'"{digits}"' or not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        raise DeskError("precondition_unknown")
    return int(digits)

"""Conditional writes: who changes something says which state of it was read (RFC 9110, section 13)."""

import re

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
# What was read bears after its revision the mark of its words (`api.freshness`); a change goes by the revision alone.
TAG = re.compile(r'"(\d{1,9})(-[0-9a-f]{32})?"', re.ASCII)


def etag_of(row: Revised) -> str:
    """The entity tag of a row that counts its changes; a dossier's is that of all that hangs on it."""
    return tag_of(row.revision)


def tag_of(revision: object) -> str:
    """The entity tag of a row at this revision."""
    return f'"{revision}"'


def revision_asked(request: Request) -> int | None:
    """The revision that `If-Match` asks for; none where it is `*`.

    Refuses with `precondition_needed` a request without it, and with `precondition_unknown` a tag that is none of ours.
    """
    asked = request.headers.get("If-Match", "").strip()
    if not asked:
        raise DeskError("precondition_needed")
    if asked == "*":
        return None
    tag = TAG.fullmatch(asked)
    if tag is None:
        raise DeskError("precondition_unknown")
    return int(tag[1])

"""Giving a file out: whole or a stretch of it, always as an attachment that no browser opens as a page."""

import re
from typing import IO, Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

from api.problem_told import PROBLEM_REF
from api.schema import PROBLEM
from cases.errors import CaseError
from cases.models import DocumentVersion

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
}
RANGE = OpenApiParameter(
    "Range",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="One stretch of bytes, such as `bytes=0-1023`; the whole where it cannot be read.",
)
IF_RANGE = OpenApiParameter(
    "If-Range",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag of what was begun; if the file is another by now, all of it is given.",
)
ANY_FILE = "*/*"
FILE = {
    (200, ANY_FILE): OpenApiResponse(OpenApiTypes.BINARY, description="The file."),
    (206, ANY_FILE): OpenApiResponse(OpenApiTypes.BINARY, description="A stretch of the file."),
    (409, PROBLEM): OpenApiResponse(PROBLEM_REF, description="Withdrawn, or damaged on the disk."),
    (416, PROBLEM): OpenApiResponse(PROBLEM_REF, description="The file has no such bytes."),
}
Span = tuple[int, int]
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class WhateverIsAccepted(DefaultContentNegotiation):
    """What a file is does not depend on what was hoped for; a refusal is JSON as everywhere."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Stretch:
    """A file from where it stands, for so many bytes and no more."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(min(size, self.left) if size >= 0 else self.left)
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


class Attachment(FileResponse):
    block_size = 256 * 1024


def etag_of_file(version: DocumentVersion) -> str:
    return f'"{version.sha256}"'


def span_asked(request: Request, version: DocumentVersion) -> Span | None:
    """The first byte and the one after the last; none where the whole file is to be given (RFC 9110, section 14)."""
    found = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    tag = etag_of_file(version)
    if found is None or not any(found.groups()) or request.headers.get("If-Range", tag) != tag:
        return None
    size, (first, last) = version.size, found.groups()
    if first and last and int(last) < int(first):
        return None
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= size:
        raise CaseError("range_not_satisfiable", size=size)
    return start, end


def still_held(version: DocumentVersion) -> HttpResponseBase:
    """The answer to who holds these very bytes, and so any stretch of them: nothing is given out."""
    return HttpResponse(status=304, headers=HEADERS | {"ETag": etag_of_file(version)})


def attachment(
    request: Request, version: DocumentVersion, file: IO[bytes], span: Span | None
) -> HttpResponseBase:
    """The answer that gives the file; for HEAD the same without its bytes. It closes the file."""
    start, end = span or (0, version.size)
    headers = HEADERS | {
        "Content-Disposition": content_disposition_header(True, version.original_name) or "attachment",
        "Content-Length": str(end - start),
        "Accept-Ranges": "bytes",
        "ETag": etag_of_file(version),
    }
    if span:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{version.size}"
    if request.method == "HEAD":
        file.close()
        answer: HttpResponseBase = HttpResponse(content_type=version.mime)
    else:
        file.seek(start)
        answer = Attachment(Stretch(file, end - start), content_type=version.mime)
    answer.status_code = 206 if span else 200
    for name, value in headers.items():
        answer[name] = value
    return answer

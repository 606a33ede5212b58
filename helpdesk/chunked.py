"""Bodies sent in chunks, as some programs send every body: Django reads no further than `Content-Length` says."""

from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings

HELD_IN_MEMORY = 2**20
AT_ONCE = 2**16
# What a form says besides its file: a few fields and the lines between them.
ROOM_FOR_FIELDS = 2**16


def measure(environ: dict[str, Any]) -> None:
    """Take in a body whose length was not said, and say it; of one that is too large no more than shows it.

    Only where the server ends the body itself; otherwise reading would never come to an end.
    """
    if "HTTP_TRANSFER_ENCODING" not in environ or not environ.get("wsgi.input_terminated"):
        return
    body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(HELD_IN_MEMORY)  # noqa: SIM115 - read by the view
    # The larger of the two that are allowed, so that no body is cut short and taken for whole.
    most = max(settings.LARGEST_DOCUMENT + ROOM_FOR_FIELDS, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    while body.tell() <= most and (piece := environ["wsgi.input"].read(AT_ONCE)):
        body.write(piece)
    environ["CONTENT_LENGTH"] = str(body.tell())
    body.seek(0)
    environ["wsgi.input"] = body

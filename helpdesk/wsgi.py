"""The entry point of the web server."""

import os
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

from helpdesk.chunked import measure
from helpdesk.masking import mask_request_lines


class RequestInUtf8(WSGIRequest):
    """Django reads address and form in the charset that `Content-Type` names, and fails where that is none of text.

    Here both are in UTF-8 always. A header that cannot be read counts as empty.
    A body in chunks is read like any other.
    """

    def __init__(self, environ: dict[str, Any]) -> None:
        measure(environ)
        super().__init__(environ)

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            self.content_type, self.content_params, meta["CONTENT_TYPE"] = "", {}, ""


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
application = get_wsgi_application()
application.request_class = RequestInUtf8
mask_request_lines()

"""Conditional reads: who holds an answer asks whether it is still the same (RFC 9110, section 13).

A tag names the very bytes of an answer, and so its language and whoever it was told to: what is said of a dossier can
change without an act on it, with the day or with the caller's rights. Before the hyphen a tag of a row has the row's
revision, the only part that `If-Match` goes by.
"""

import hashlib
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

# An answer depends on who asks, by key or by session, and in which language.
VARIES_BY = ("Accept-Language", "Authorization", "Cookie")
KEPT_BY_THE_CALLER = "private, no-cache"
KEPT_BY_NOBODY = "no-store"


def say_how_long_it_is_good(request: Request, answer: HttpResponseBase) -> None:
    """Let what was read be kept by who asked for it and asked about again; what says otherwise itself stays so."""
    is_read = request.method in ("GET", "HEAD") and answer.status_code == 200
    patch_vary_headers(answer, VARIES_BY)
    answer.headers.setdefault("Cache-Control", KEPT_BY_THE_CALLER if is_read else KEPT_BY_NOBODY)
    if is_read and isinstance(answer, Response):
        answer.add_post_render_callback(lambda rendered: _tagged(request, rendered))


def _tagged(request: Request, answer: Any) -> Any:
    """The answer with its tag; without its body where the caller holds the same."""
    digest = hashlib.sha256(answer.content).hexdigest()[:32]
    revision = answer.headers.get("ETag")
    answer.headers["ETag"] = f'{revision[:-1]}-{digest}"' if revision else f'W/"{digest}"'
    if is_held(request, answer.headers["ETag"]):
        answer.status_code, answer.content = 304, b""
        del answer.headers["Content-Type"]
    return answer


def is_held(request: Request, tag: str) -> bool:
    """Whether `If-None-Match` names this tag. Weak tags are as good as strong ones here."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in held or tag.removeprefix("W/") in {each.removeprefix("W/") for each in held}

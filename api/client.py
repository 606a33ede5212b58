"""The page of the lawyers' web client; everything else it consists of lies among the static files."""

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import etag, require_safe

PAGE = settings.BASE_DIR / "web" / "dist" / "index.html"
# Scripts, styles and words of this desk alone, none of them written into the page; nobody may frame it.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        # No text becomes markup or a script, whatever a part of the client may try.
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)


@cache
def _built() -> tuple[bytes, str]:
    """The page as it was built, and its ETag."""
    content = PAGE.read_bytes()
    return content, quote_etag(sha256(content).hexdigest())


@require_safe
@ensure_csrf_cookie
@etag(lambda request, way="": _built()[1])
def client(request: HttpRequest, way: str = "") -> HttpResponse:
    """One page for every address below it: the client reads the address, and asks the API under the caller's rights."""
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
    return HttpResponse(_built()[0], headers=headers)

"""From which address a request comes, where proxies stand before the desk."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The address that the outermost of our own proxies was called from.

    Each proxy adds at the right of X-Forwarded-For whom it was called by; what stands further to the left is what the
    caller says. None where fewer proxies than `TRUSTED_PROXIES` wrote into it: the request took another way.
    """
    proxies: int = settings.TRUSTED_PROXIES
    if not proxies:
        return str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    return hops[-proxies] if len(hops) >= proxies else None

"""Where a message may go: to a public address over TLS, and to the very address that was looked at.

A name is resolved once, every address it has must be public, and the connection is made to one of these: a name that
answers otherwise a moment later changes nothing. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

PATIENCE_SECONDS = 10
# A translator may stand behind these and lead to any address of the old kind, private ones too (RFC 6052, RFC 8215).
TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
READ_AT_MOST = 2048
NOT_PLAIN = "it is no plain address such as https://example.org/hook"
NOT_PUBLIC = "{host} stands for an address that is not public"


class AddressRefusedError(Exception):
    """This is no address that messages are sent to; the words say why."""


@dataclass(frozen=True)
class Target:
    """A URL taken apart, and the address its name stands for."""

    host: str
    port: int
    path: str
    address: str
    is_secure: bool


def check_url(url: str) -> None:
    """Refuse what no address of a webhook can be, without asking any name server."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as mistake:
        raise AddressRefusedError(NOT_PLAIN) from mistake
    if parts.scheme != "https" and not settings.WEBHOOKS_MAY_STAY_HERE:
        raise AddressRefusedError("only https addresses are called")
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.fragment:
        raise AddressRefusedError(NOT_PLAIN)
    if port == 0 or not url.isprintable() or " " in url:
        raise AddressRefusedError(NOT_PLAIN)
    if not settings.WEBHOOKS_MAY_STAY_HERE and _is_number(parts.hostname) and not _is_public(parts.hostname):
        raise AddressRefusedError(NOT_PUBLIC.format(host=parts.hostname))


def target_of(url: str) -> Target:
    """Look the name up, and refuse it unless every address it stands for is public."""
    check_url(url)
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, ValueError, UnicodeError) as failure:
        raise AddressRefusedError(f"{host} cannot be looked up") from failure
    if not settings.WEBHOOKS_MAY_STAY_HERE and not all(_is_public(each) for each in found):
        raise AddressRefusedError(NOT_PUBLIC.format(host=host))
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return Target(host, port, path, sorted(found)[0], parts.scheme == "https")


def _is_number(host: str) -> bool:
    """Whether it is an address itself and no name of one."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if any(found in network for network in TRANSLATED):
        return False
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)


def post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Send one body; the status and the first characters of the answer.

    Raises AddressRefusedError, OSError or HTTPException where no answer came.
    """
    target = target_of(url)
    connection = _Pinned(target)
    try:
        connection.request("POST", target.path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(READ_AT_MOST).decode("utf-8", "replace").replace("\0", "")
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was looked at, under the name it was looked at by."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE_SECONDS)
        self._target = target

    def connect(self) -> None:
        plain = socket.create_connection((self._target.address, self._target.port), PATIENCE_SECONDS)
        context = ssl.create_default_context()
        self.sock = (
            context.wrap_socket(plain, server_hostname=self._target.host) if self._target.is_secure else plain
        )

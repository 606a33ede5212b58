"""Access tokens: a key exchanged for something that opens less, or for less long (RFC 6749, section 4.4).

Here alone refusals are those of RFC 6749, section 5.2, which OAuth clients read, and no problem details.
"""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed
from rest_framework.parsers import FormParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import authorization_of
from api.callers import address_of
from api.limits import note_guess, refuse_guessing
from api.views import DeskView
from helpdesk.people.keys import PREFIX, find_key
from helpdesk.people.models import ApiKey, Scope, User
from helpdesk.people.tokens import lend_token

GRANT = "client_credentials"


class TokenRefused(APIException):
    """An error of RFC 6749 and what to do. These words may be plain ASCII only, so everybody gets them in English."""

    def __init__(self, error: str, words: str) -> None:
        super().__init__()
        self.told = error, words


# What else can be wrong, by the status that it has elsewhere.
REFUSED_OTHERWISE = {
    401: ("invalid_client", "Authenticate with the id of a good API key and the key itself."),
    429: ("temporarily_unavailable", "Too many requests. Wait for as long as Retry-After says."),
}
NO_FORM = ("invalid_request", "Send one form, application/x-www-form-urlencoded, that can be read.")


class UrlEncodedParser(FormParser):
    """In UTF-8, whatever the header says (RFC 6749, appendix B): common clients name another charset by default."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        return QueryDict(stream.read(), encoding="utf-8")


class ClientCredentials(BaseAuthentication):
    """A key as an OAuth client: its id is the name, the key itself the secret, by HTTP Basic or in the form."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey]:
        now, address = timezone.now(), address_of(request._request)
        refuse_guessing(address, now)
        client_id, secret = _shown(request)
        key = find_key(secret, now, address) if secret.startswith(PREFIX) else None
        if key is None or str(key.pk) != client_id:
            note_guess(address, now)
            raise AuthenticationFailed
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return 'Basic realm="api"'


class TokenIn(serializers.Serializer[Any]):
    grant_type = serializers.ChoiceField([GRANT])
    scope = serializers.CharField(
        required=False,
        help_text="Scopes of the key with a space between them; all of them where it is left out.",
    )
    client_id = serializers.UUIDField(
        required=False, help_text="The `id` of the API key; left out with HTTP Basic."
    )
    client_secret = serializers.CharField(
        required=False, help_text="The API key itself, `hd_…`; left out with HTTP Basic."
    )


class TokenOut(serializers.Serializer[Any]):
    access_token = serializers.CharField(help_text="`hdt_…`, for the Authorization header.")
    token_type = serializers.ChoiceField(["Bearer"])
    expires_in = serializers.IntegerField(help_text="Seconds; 600, or fewer where the key ends before.")
    scope = serializers.CharField(help_text="What it opens, with a space between scopes.")


class TokenRefusedOut(serializers.Serializer[Any]):
    error = serializers.CharField(help_text="A word of RFC 6749, section 5.2.")
    error_description = serializers.CharField(help_text="What to do, in English.")


class TokenView(DeskView):
    """A key is exchanged; the request counts in the limits of the key, and as its use."""

    authentication_classes = [ClientCredentials]
    permission_classes = [IsAuthenticated]
    parser_classes = [UrlEncodedParser]
    passes_over_parameters = True
    shown_once = ("access_token",)

    @extend_schema(
        operation_id="token_create",
        request={"application/x-www-form-urlencoded": TokenIn},
        responses={200: TokenOut, 400: TokenRefusedOut, 401: TokenRefusedOut, 429: TokenRefusedOut},
        summary="Exchange an API key for a token",
    )
    def post(self, request: Request) -> Response:
        said = _fields_of(request)
        if "grant_type" not in said:
            raise TokenRefused("invalid_request", "Name the grant_type: client_credentials.")
        if said["grant_type"] != GRANT:
            raise TokenRefused("unsupported_grant_type", "Only client_credentials is granted.")
        key: ApiKey = request.auth  # type: ignore[assignment]  # ClientCredentials found it
        scopes = _scopes_asked(said.get("scope"), key)
        token, seconds = lend_token(key, scopes, timezone.now())
        told = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": seconds,
            "scope": " ".join(scopes),
        }
        return Response(told, headers={"Pragma": "no-cache"})

    def handle_exception(self, exc: Exception) -> Any:
        answer = super().handle_exception(exc)
        # What is no request for a token, or asks to be answered in another format, is refused as everywhere.
        if self.request.method == "POST" and isinstance(answer, Response) and answer.status_code != 406:
            status = answer.status_code if answer.status_code in REFUSED_OTHERWISE else 400
            otherwise = REFUSED_OTHERWISE.get(status, NO_FORM)
            error, words = exc.told if isinstance(exc, TokenRefused) else otherwise
            answer.data = {"error": error, "error_description": words}
            answer.status_code, answer.content_type = status, "application/json"
        return answer


@require_safe
def metadata(request: HttpRequest) -> JsonResponse:
    """Where and how tokens are given, for clients that look it up (RFC 8414)."""
    return JsonResponse(
        {
            "issuer": settings.SITE_URL,
            "token_endpoint": f"{settings.SITE_URL}/oauth/token",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "grant_types_supported": [GRANT],
            "response_types_supported": [],
            "scopes_supported": Scope.values,
            "service_documentation": f"{settings.SITE_URL}/docs/",
        }
    )


def _shown(request: Request) -> tuple[str, str]:
    """The id and the secret that a client shows; empty what is not shown or cannot be read.

    Refused as `invalid_request` where it shows them in two ways (RFC 6749, section 2.3).
    """
    said, (scheme, told) = _fields_of(request), authorization_of(request)
    in_form = said.get("client_id", ""), said.get("client_secret", "")
    if not scheme:
        return in_form
    in_header = _read_basic(told) if scheme == "basic" else ("", "")
    if in_form[1] or in_form[0] not in ("", in_header[0]):
        raise TokenRefused("invalid_request", "Authenticate in one way: by HTTP Basic, or in the form.")
    return in_header


def _read_basic(told: str) -> tuple[str, str]:
    """What stands in the header, each half written as in a form (RFC 6749, section 2.3.1)."""
    try:
        client_id, _, secret = b64decode(told, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)


def _fields_of(request: Request) -> dict[str, str]:
    """The fields of the form. One that is empty counts as left out, and none may stand twice (section 3.2)."""
    said: dict[str, list[str]] = dict(request.data)
    if any(len(values) > 1 for values in said.values()):
        raise TokenRefused("invalid_request", "Each field may stand once.")
    return {name: value for name, [value] in said.items() if value}


def _scopes_asked(asked: str | None, key: ApiKey) -> list[str]:
    scopes = key.scopes if asked is None else list(dict.fromkeys(asked.split()))
    if not scopes or not set(scopes) <= set(key.scopes):
        raise TokenRefused("invalid_scope", "The API key does not have these scopes.")
    return scopes

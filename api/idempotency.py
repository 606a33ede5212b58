"""A POST sent twice acts once: the `Idempotency-Key` header.

The key, what the request does and its answer are one transaction. A crash before its end leaves nothing, and the
request can be sent again; after its end the answer is there. A refusal did nothing and is not kept.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.access import user_of
from api.bodies import REASON
from api.models import KeptAnswer
from api.rendering import QuickJSONRenderer
from helpdesk.errors import DeskError
from helpdesk.people.models import User

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
KEPT_HEADERS = ("ETag", "Location", "Content-Type", "Content-Language")
WELL_FORMED = re.compile(r"[\x21-\x7e]{1,255}")
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


class AlreadyAnswered(Exception):  # noqa: N818 - no error: the way out of a view that need not run
    """This request was answered before."""

    def __init__(self, answer: KeptAnswer) -> None:
        super().__init__(answer.key)
        self.answer = answer


class OncePerKey(APIView):
    """For every view: where a POST carries the header, it runs at most once for its caller and key."""

    # Members of an answer that stand in the first one only: a kept answer holds an empty text in their place.
    shown_once: tuple[str, ...] = ()
    fingerprint = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The whole request in one transaction, undone where it is refused."""
        if not _asks_for_once(request):
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, Response):
                response.render()
            if response.status_code >= 400:
                transaction.set_rollback(True)
            elif isinstance(response, Response):
                self._keep(response, timezone.now())
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Once it is known who asks: give the answer that was kept, or hold the key until this one is."""
        super().initial(request, *args, **kwargs)
        if _asks_for_once(request._request):
            _hold(user_of(request), request.headers[HEADER])
            # Now: what comes after takes the files of a form away.
            self.fingerprint = fingerprint(request)
            if (answer := _known(request, self.fingerprint)) is not None:
                raise AlreadyAnswered(answer)

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, AlreadyAnswered):
            return _given_again(exc.answer)
        return super().handle_exception(exc)

    def _keep(self, response: Response, now: datetime) -> None:
        headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        KeptAnswer.objects.update_or_create(
            caller=user_of(self.request),
            key=self.request.headers[HEADER],
            defaults={
                "fingerprint": self.fingerprint,
                "status": response.status_code,
                "headers": headers,
                "body": _kept_body(response, self.shown_once),
                "answered_at": now,
            },
        )


def forget_answers(now: datetime) -> int:
    """Delete the answers that are older than a day."""
    deleted, _ = KeptAnswer.objects.filter(answered_at__lt=now - KEPT_FOR).delete()
    return deleted


def _asks_for_once(request: HttpRequest) -> bool:
    return request.method == "POST" and HEADER in request.headers


def _hold(user: User, key: str) -> None:
    """Hold the key until the transaction ends.

    Refuses with `idempotency_key_invalid` a key that is none, with `request_in_flight` one that another request holds.
    """
    if not WELL_FORMED.fullmatch(key):
        raise DeskError("idempotency_key_invalid")
    with connection.cursor() as cursor:
        cursor.execute(TRY_LOCK, [f"idempotency:{user.pk}:{key}"])
        if not cursor.fetchone()[0]:
            raise DeskError("request_in_flight")


def _known(request: Request, asked: str) -> KeptAnswer | None:
    """The answer kept for this caller and key; refused with `idempotency_key_reused` where another was asked."""
    user, since = user_of(request), timezone.now() - KEPT_FOR
    kept = KeptAnswer.objects.filter(caller=user, key=request.headers[HEADER], answered_at__gte=since).first()
    if kept is not None and kept.fingerprint != asked:
        raise DeskError("idempotency_key_reused")
    return kept


def fingerprint(request: Request) -> str:
    """What makes two requests the same: address with query, and every byte that was said, `X-Reason` too."""
    digest = hashlib.sha256(request.get_full_path().encode())
    for piece in _pieces(request):
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()


def _pieces(request: Request) -> Iterator[bytes]:
    if REASON in request.headers:
        yield request.headers[REASON].encode()
    if not (request.content_type or "").startswith("multipart/"):
        yield request._request.body
        return
    form: Any = request.data
    for name, values in sorted(form.lists()):
        for value in values:
            yield name.encode()
            if hasattr(value, "chunks"):
                yield value.name.encode()
                yield from value.chunks()
                value.seek(0)
            else:
                yield str(value).encode()


def _kept_body(response: Response, without: tuple[str, ...]) -> bytes:
    secret = {name: "" for name in without if name in (response.data or ())}
    return bytes(QuickJSONRenderer().render({**response.data, **secret}) if secret else response.content)


def _given_again(answer: KeptAnswer) -> HttpResponse:
    headers = {**answer.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(bytes(answer.body), status=answer.status, headers=headers)

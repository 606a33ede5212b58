from typing import Any

import structlog
from django.apps import AppConfig
from django.http import HttpRequest
from django_structlog.signals import bind_extra_request_metadata

from api.callers import address_of


class ApiConfig(AppConfig):
    name = "api"

    def ready(self) -> None:
        bind_extra_request_metadata.connect(_note_address)


def _note_address(request: HttpRequest, **_of_the_signal: Any) -> None:
    """Every line of a request's log has the address that keys and limits go by."""
    structlog.contextvars.bind_contextvars(ip=address_of(request))

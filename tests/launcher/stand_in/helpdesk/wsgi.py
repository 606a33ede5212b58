"""Stands in for the API: it is ready, and says in which process it runs."""

import os
from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [
        f"parent {os.getppid()} secret {len(os.environ['SECRET_KEY'])} debug {os.environ['DEBUG']}".encode()
    ]

"""How a refusal is told to whoever asked."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Problem:
    """How one code is told: its HTTP status, and a title that names the way out."""

    status: int
    title: str | Promise

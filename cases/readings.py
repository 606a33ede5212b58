"""What an identifier says when it is read: never refused, only warned about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cases.courts import Court


@dataclass(frozen=True)
class Warned:
    """One thing about an identifier that looks wrong: a stable code, and the values of its sentence."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """An identifier as printed and as it is written in one way. `normalised` is the printed text where in doubt.

    `kinds` are all that it can be, empty for none known; `court` and `on` are what it tells of itself.
    """

    printed: str
    normalised: str
    kinds: tuple[str, ...] = ()
    court: Court | None = None
    on: date | None = None
    warnings: tuple[Warned, ...] = ()

    @property
    def codes(self) -> list[str]:
        return [warning.code for warning in self.warnings]


@dataclass(frozen=True)
class Known:
    """What is known of the decision besides the identifier: the day it is read, and the court and day if told."""

    today: date
    court: str = ""
    decided_on: date | None = None

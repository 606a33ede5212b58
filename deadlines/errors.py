"""What the deadlines refuse."""

from collections.abc import Mapping

from deadlines.law.errors import LawError
from helpdesk.errors import DeskError


class DeadlineError(DeskError):
    """An act on a deadline that its state does not allow, or a date that cannot be computed."""


class SomeRefusedError(DeskError):
    """Several acts were asked together or not at all, and some are refused: by its place, why."""

    def __init__(self, refusals: Mapping[int, DeskError | LawError]) -> None:
        super().__init__("bulk_not_done")
        self.refusals = refusals

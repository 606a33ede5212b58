"""What the deadlines refuse."""

from helpdesk.errors import DeskError


class DeadlineError(DeskError):
    """An act on a deadline that its state does not allow, or a date that cannot be computed."""

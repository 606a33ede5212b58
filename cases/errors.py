"""What the dossiers refuse."""

from helpdesk.errors import DeskError


class CaseError(DeskError):
    """An act on a dossier that its state, its kind or the user's role does not allow."""


class LifeError(CaseError):
    """An event that cannot have happened when it is said to have. Its codes stand in `cases.life.rules`."""

"""What an import is told to do, and what one of its rows comes to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.imports.checking import Row
from cases.imports.mistakes import Mistake, Refusal
from cases.imports.stored import Held
from cases.models import Condemnation, Dossier, Event, PenaltyOrder
from cases.models.imports import Existing, ImportKind, RowResult
from helpdesk.acts import Act
from helpdesk.people.models import Team

# Asks the ledger whether it can reckon with the events of an order, among them one of this kind. It lies above the
# cases and is handed down.
Weigh = Callable[[Act, Sequence[Event], str | None], Refusal | None]


@dataclass(frozen=True)
class Job:
    """One sheet, for one team, by one colleague."""

    act: Act
    team: Team
    kind: ImportKind
    existing: Existing
    weigh: Weigh


@dataclass(frozen=True)
class Draft:
    """A condemnation as it would be entered."""

    dossier: Dossier
    condemnation: Condemnation
    penalty: PenaltyOrder | None
    events: Sequence[Event]


@dataclass(frozen=True)
class Finding:
    """One row, held against the desk: what would be entered, what would change, or why it is refused.

    `changes` holds, by column, what the desk has and what the row says.
    """

    line: int
    result: RowResult
    held: Held | None = None
    draft: Draft | None = None
    events: Sequence[Event] = ()
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    mistakes: Sequence[Mistake] = ()

    @property
    def dossier(self) -> Dossier | None:
        """The one it is about: of the book, or to be entered."""
        return self.draft.dossier if self.draft else self.held.dossier if self.held else None


def refused(row: Row, *mistakes: Mistake) -> Finding:
    return Finding(row.line, RowResult.REFUSED, mistakes=mistakes)

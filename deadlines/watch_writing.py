"""What comes of bringing watches in step, gathered first and then written in as many statements whatever it is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from cases.imports.writing import note_all
from cases.models import Dossier
from cases.services.dossiers import entry_of
from deadlines.entries import call_off_reminders, forget_reminders, plan, refresh_next_due_days
from deadlines.models import Deadline, DeadlineState, Loss, Reminder
from deadlines.notices import read_all_notices_of
from helpdesk.acts import AnyAct
from helpdesk.trail.models import TrailEntry

KEPT = frozenset({"id", "dossier", "evidence_document"})


@dataclass
class Writing:
    """Watches opened, moved and ended, what they ring, what was lost, and the trail of it all. Dossiers are locked."""

    act: AnyAct
    opened: list[Deadline] = field(default_factory=list)
    changed: list[Deadline] = field(default_factory=list)
    silenced: list[Deadline] = field(default_factory=list)
    rings: list[Reminder] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    entries: list[TrailEntry] = field(default_factory=list)
    dossiers: dict[UUID, Dossier] = field(default_factory=dict)

    def note(self, dossier: Dossier, verb: str, **changes: object) -> None:
        """One entry in the dossier's trail."""
        self.dossiers[dossier.pk] = dossier
        self.entries.append(entry_of(self.act, dossier, verb, changes))

    def write(self) -> None:
        """Write all of it; call it once, inside the transaction of the act."""
        if not self.entries:
            return
        # Those that end make room for those of their kind that open.
        _write_over(self.changed)
        Deadline.objects.bulk_create(self.opened)
        forget_reminders(self.silenced)
        call_off_reminders(self.act, self.changed)
        read_all_notices_of([one for one in self.changed if one.state != DeadlineState.OPEN], self.act.at)
        plan(self.act, self.rings)
        Loss.objects.bulk_create(self.losses)
        note_all(self.entries)
        for dossier_id, count in Counter(one.dossier_id for one in self.entries if one.dossier_id).items():
            self.dossiers[dossier_id].revision += count
        refresh_next_due_days(self.dossiers.values())


def _write_over(watches: Iterable[Deadline]) -> None:
    names = {one.name for one in Deadline._meta.concrete_fields}
    Deadline.objects.bulk_create(
        watches, update_conflicts=True, unique_fields=["id"], update_fields=sorted(names - KEPT)
    )
